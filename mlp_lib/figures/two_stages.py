"""Two stages and a loss: the derivatives by the inputs and by the weights, and one step."""

from __future__ import annotations

from typing import ClassVar

from mlp_lib.figures.base import Choice, Count, Figure, slider


class TwoStages(Figure):
    """Chapter 9: x -> W1 x = z -> W2 z^2 = y -> E = (y - t)^2, forwards and backwards."""

    name = "two_stages"
    VIEWS: ClassVar[tuple[str, ...]] = ("input", "weight")

    x = slider(2.0, -3, 3, 0.1, symbol="x", label="input x", digits=1)
    W1 = slider(3.0, -4, 4, 0.1, symbol="W_1", label="weight W1", digits=1)
    W2 = slider(1.0, -2, 2, 0.1, symbol="W_2", label="weight W2", digits=1)
    t = slider(33.0, 0, 50, 1, symbol="t", label="target t", digits=0)
    m = slider(-4.0, -5, -2, 0.1, symbol="m", label="exponent m of alpha = 10^m", digits=1)
    by = Choice(VIEWS, "input", help="Which derivatives are lit.")
    k = Count(0, help="Steps taken.")


def two_stages(
    x: float = 2.0,
    W1: float = 3.0,
    W2: float = 1.0,
    t: float = 33.0,
    m: float = -4.0,
    by: str = "input",
    k: int | None = 0,
    *,
    number: str = "",
) -> TwoStages:
    """Show W1 x and W2 z^2 with their loss: values above, derivatives below.

    Parameters
    ----------
    x : float from -3 to 3
        The input.
    W1, W2 : float
        Weights before the first step, from -4 to 4 and from -2 to 2.
    t : float from 0 to 50
        The target.
    m : float from -5 to -2
        The learning rate is 10^m.
    by : {"input", "weight"}
        Which derivatives of the stages are lit.
    k : int or None
        Steps taken; None takes all.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `by` is not known.
    traitlets.TraitError
        A value is not a number or lies outside its range.
    """
    return TwoStages(x=x, W1=W1, W2=W2, t=t, m=m, by=by, k=k, number=number)
