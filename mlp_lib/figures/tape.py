"""The tape: values noted forwards, adjoints added up in reverse order."""

from __future__ import annotations

from typing import ClassVar

from mlp_lib.figures.base import Choice, Count, Figure, slider


class Tape(Figure):
    """Chapter 10: what `mlp_lib.Value` notes and how its ``backward`` reads it (equation 10.3)."""

    name = "tape"
    #: Expressions with the values of a and b at which they open.
    EXPRESSIONS: ClassVar[dict[str, tuple[float, float]]] = {
        "product": (-2.0, 3.0),
        "double": (1.0, 3.0),
        "stages": (3.0, 1.0),
        "sigmoid": (0.5, 3.0),
    }

    a = slider(-2.0, -4, 4, 0.1, symbol="a", label="input a", digits=1)
    b = slider(3.0, -4, 4, 0.1, symbol="b", label="input b", digits=1)
    expression = Choice(EXPRESSIONS, "product", help="What is computed.")
    k = Count(None, help="Steps done: values noted, then adjoints.")


def tape(
    expression: str = "product",
    a: float | None = None,
    b: float | None = None,
    k: int | None = None,
    *,
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
        Steps done; by default all.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        The expression is not known.
    traitlets.TraitError
        A value is not a number or lies outside its range.
    """
    figure = Tape(expression=expression, k=k, number=number)
    a_start, b_start = Tape.EXPRESSIONS[expression]
    figure.a = a_start if a is None else a
    figure.b = b_start if b is None else b
    return figure
