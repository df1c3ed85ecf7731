"""The path of two weights over the contours of the cost, for two losses."""

from __future__ import annotations

from collections.abc import Sequence

from mlp_lib.figures.base import Choice, Count, Figure, Number, pair, slider
from mlp_lib.figures.pipeline import LOSSES

REACH = 6.0  # largest size of a weight at the start


class WeightPath(Figure):
    """Chapter 7: gradient descent of a sigmoid neuron with two weights (7.4 to 7.7)."""

    name = "weight_path"

    loss = Choice(LOSSES, "mse", help="What the cost is the mean of.")
    learning_rate = slider(2.0, 0.1, 7, 0.1, symbol="α", label="learning rate alpha", digits=1)
    start_1 = Number(-4.0, -REACH, REACH, 0.1)
    start_2 = Number(1.0, -REACH, REACH, 0.1)
    k = Count(30, help="Steps that are drawn.")


def weight_path(
    loss: str = "mse",
    learning_rate: float = 2.0,
    start: Sequence[float] = (-4.0, 1.0),
    k: int | None = 30,
    *,
    number: str = "",
) -> WeightPath:
    """Show where gradient descent takes two weights of a sigmoid neuron without bias.

    Parameters
    ----------
    loss : {"mse", "binary_cross_entropy"}
        What the cost is the mean of.
    learning_rate : float from 0.1 to 7
        Step size alpha.
    start : two numbers from -6 to 6
        Weights before the first step.
    k : int or None
        Steps that are drawn at first; None draws all.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `start` is not two finite numbers, or `loss` is not known.
    traitlets.TraitError
        A value is not a number or lies outside its range.
    """
    start_1, start_2 = pair("start", start)
    return WeightPath(
        loss=loss,
        learning_rate=learning_rate,
        start_1=start_1,
        start_2=start_2,
        number=number,
        k=k,
    )
