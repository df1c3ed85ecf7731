"""The double well: gradient descent finds a minimum, not the lowest one."""

from __future__ import annotations

from mlp_lib.figures.base import Count, Figure, slider


class DoubleWell(Figure):
    """Chapter 6: gradient descent on f(w) = w^4 - 3 w^2 + w (equation 6.1)."""

    name = "double_well"

    start = slider(2.0, -2.2, 2.2, 0.01, symbol="w_0", label="start w0")
    learning_rate = slider(
        0.01, 0.001, 0.2, 0.001, symbol="α", label="learning rate alpha", digits=3
    )
    k = Count(25, help="Steps that are drawn.")


def double_well(
    start: float = 2.0, learning_rate: float = 0.01, k: int | None = 25, *, number: str = ""
) -> DoubleWell:
    """Show gradient descent on f(w) = w^4 - 3 w^2 + w, and where every start would end.

    Parameters
    ----------
    start : float from -2.2 to 2.2
        w_0, where the ball begins.
    learning_rate : float from 0.001 to 0.2
        Step size alpha. Above 0.1399 the left minimum no longer holds the ball.
    k : int or None
        Steps that are drawn at first; None draws all, as does more than there are.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    traitlets.TraitError
        A value is not a number or lies outside its range.
    """
    return DoubleWell(start=start, learning_rate=learning_rate, number=number, k=k)
