"""Squares on the residuals: what absolute and squared errors make of the same predictions."""

from __future__ import annotations

from collections.abc import Sequence

from mlp_lib.figures.base import Figure, Number, numbers, slider

LOW, HIGH = -2, 14  # of a target


class Squares(Figure):
    """Chapter 3: predictions W x for five targets, each squared error drawn (equation 3.1)."""

    name = "squares"

    W = slider(3.0, 0, 4, 0.05, symbol="W", label="weight W")
    y3 = slider(6.0, LOW, HIGH, 0.5, symbol="y_3", label="target at x = 3", digits=1)
    y0 = Number(0.0, LOW, HIGH, 0.5)
    y1 = Number(2.0, LOW, HIGH, 0.5)
    y2 = Number(4.0, LOW, HIGH, 0.5)
    y4 = Number(8.0, LOW, HIGH, 0.5)


def squares(W: float = 3.0, y: Sequence[float] = (0, 2, 4, 6, 8), *, number: str = "") -> Squares:
    """Show the squared errors of y_hat = W x at x = 0, 1, 2, 3, 4 as squares.

    Parameters
    ----------
    W : float from 0 to 4
        Weight of the model.
    y : five numbers from -2 to 14
        Targets; the fourth, at x = 3, has a slider.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `y` is not five finite numbers.
    traitlets.TraitError
        A value is not a number or lies outside its range.
    """
    targets = numbers("y", y, (0, 2, 4, 6, 8))
    return Squares(W=W, **{f"y{i}": value for i, value in enumerate(targets)}, number=number)
