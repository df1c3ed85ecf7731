"""One sigmoid neuron: three factors on the way back from the cost to a weight."""

from __future__ import annotations

from collections.abc import Sequence

from mlp_lib.figures.base import Choice, Figure, numbers, slider

LOSSES = ("mse", "binary_cross_entropy")
REACH = 3.0  # largest size of a weight and of the bias


class Pipeline(Figure):
    """Chapter 7: the gradient of one neuron, factor by factor (equations 7.1 to 7.7)."""

    name = "pipeline"

    w1 = slider(0.5, -REACH, REACH, 0.05, symbol="w_1", label="weight w1")
    w2 = slider(-0.5, -REACH, REACH, 0.05, symbol="w_2", label="weight w2")
    w3 = slider(0.25, -REACH, REACH, 0.05, symbol="w_3", label="weight w3")
    b = slider(0.1, -REACH, REACH, 0.05, symbol="b", label="bias b")
    example = Choice((1, 2, 3, 4), 2, help="Whose factors are drawn.")
    loss = Choice(LOSSES, "mse", help="What the cost is the mean of.")


def pipeline(
    w: Sequence[float] = (0.5, -0.5, 0.25),
    b: float = 0.1,
    example: int = 2,
    loss: str = "mse",
    *,
    number: str = "",
) -> Pipeline:
    """Show a sigmoid neuron on four examples: forward, back, and the gradient as a sum.

    Parameters
    ----------
    w : three numbers from -3 to 3
        Weights.
    b : float from -3 to 3
        Bias.
    example : {1, 2, 3, 4}
        Whose factors are drawn.
    loss : {"mse", "binary_cross_entropy"}
        What the cost is the mean of.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `w` is not three finite numbers, or `example` or `loss` is not known.
    traitlets.TraitError
        A value lies outside its range.
    """
    w1, w2, w3 = numbers("w", w, (0.5, -0.5, 0.25))
    return Pipeline(w1=w1, w2=w2, w3=w3, b=b, example=example, loss=loss, number=number)
