"""The double well: gradient descent finds a minimum, not the lowest one."""

from __future__ import annotations

import traitlets

from mlp_lib.figures.base import Figure, slider


class DoubleWell(Figure):
    """Chapter 6: gradient descent on f(w) = w^4 - 3 w^2 + w (equation 6.1)."""

    name = "double_well"

    start = slider(2.0, -2.2, 2.2, 0.01, symbol="w_0", label="start w0")
    learning_rate = slider(
        0.01, 0.001, 0.2, 0.001, symbol="α", label="learning rate alpha", digits=3
    )
    k = traitlets.Int(25, min=0, max=40, help="Steps that are drawn.").tag(sync=True)


def double_well(
    start: float = 2.0, learning_rate: float = 0.01, number: str = "", k: int = 25
) -> DoubleWell:
    """Show gradient descent on f(w) = w^4 - 3 w^2 + w, and where every start would end.

    Parameters
    ----------
    start : float from -2.2 to 2.2
        w_0, where the ball begins.
    learning_rate : float from 0.001 to 0.2
        Step size alpha. Above 0.1399 the left minimum no longer holds the ball.
    number : str
        Number of the figure in its chapter.
    k : int from 0 to 40
        Steps that are drawn at first; fewer where the path diverges.

    Raises
    ------
    traitlets.TraitError
        A value is not a number or lies outside its range.
    """
    return DoubleWell(start=start, learning_rate=learning_rate, number=number, k=k)
