"""The tape: values noted forwards, adjoints added up in reverse order."""

from __future__ import annotations

from typing import ClassVar

import traitlets

from mlp_lib.figures.base import Choice, Figure, slider


class Tape(Figure):
    """Chapter 10: what `mlp_lib.Value` notes and how its ``backward`` reads it (equation 10.3)."""

    name = "tape"
    #: Expressions with the values at which they open and the numbers of their steps: forward, all.
    EXPRESSIONS: ClassVar[dict[str, tuple[float, float, int, int]]] = {
        "product": (-2.0, 3.0, 5, 12),
        "double": (1.0, 3.0, 2, 5),
        "stages": (3.0, 1.0, 9, 18),
        "sigmoid": (0.5, 3.0, 3, 6),
    }

    a = slider(-2.0, -4, 4, 0.1, symbol="a", label="input a", digits=1)
    b = slider(3.0, -4, 4, 0.1, symbol="b", label="input b", digits=1)
    expression = Choice(EXPRESSIONS, "product", help="What is computed.")
    k = traitlets.Int(5, min=0, max=18, help="Steps done: values noted, then adjoints.").tag(
        sync=True
    )


def tape(
    expression: str = "product",
    a: float | None = None,
    b: float | None = None,
    k: int | None = None,
    number: str = "",
) -> Tape:
    """Show the graph of an expression growing forwards, and its adjoints coming back.

    Parameters
    ----------
    expression : {"product", "double", "stages", "sigmoid"}
        (a b)(a + b), a + a, (b (2 a)^2 - 33)^2 or the square of the sigmoid of a.
    a, b : float from -4 to 4, optional
        The inputs; by default those of the chapter's example. "double" and "sigmoid" use only `a`.
    k : int, optional
        Steps done; by default those of the forward pass.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        The expression is not known, or `k` is larger than the number of its steps.
    traitlets.TraitError
        A value is not a number or lies outside its range.
    """
    figure = Tape(expression=expression, number=number)
    a_start, b_start, forward, last = Tape.EXPRESSIONS[expression]
    if k is not None and not 0 <= k <= last:
        raise ValueError(f"k must be from 0 to {last} for {expression!r}, got {k}")
    figure.a = a_start if a is None else a
    figure.b = b_start if b is None else b
    figure.k = forward if k is None else k
    return figure
