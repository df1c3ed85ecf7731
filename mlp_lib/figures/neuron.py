"""The neuron dial: two weights, a bias, the line z = 0 and one point."""

from __future__ import annotations

from collections.abc import Sequence

from mlp_lib.figures.base import Figure, Number, pair, slider


class Neuron(Figure):
    """Chapter 1: what weights and bias do to the line where z = 0 (equations 1.1 to 1.4)."""

    name = "neuron"

    w1 = slider(0.8, -2, 2, 0.02, symbol="w_1", label="weight w1")
    w2 = slider(-0.92, -2, 2, 0.02, symbol="w_2", label="weight w2")
    b = slider(0.0, -3, 3, 0.02, symbol="b", label="bias b")
    x1 = Number(1.2, -3, 3, 0.05)
    x2 = Number(0.5, -3, 3, 0.05)


def neuron(
    w: Sequence[float] = (0.8, -0.92),
    b: float = 0.0,
    x: Sequence[float] = (1.2, 0.5),
    *,
    number: str = "",
) -> Neuron:
    """Show a neuron with two inputs as a line in the plane.

    Parameters
    ----------
    w : two numbers from -2 to 2
        Weights.
    b : float from -3 to 3
        Bias.
    x : two numbers from -3 to 3
        The point that is classified.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `w` or `x` is not two finite numbers.
    traitlets.TraitError
        A value lies outside its range.
    """
    (w1, w2), (x1, x2) = pair("w", w), pair("x", x)
    return Neuron(w1=w1, w2=w2, b=b, x1=x1, x2=x2, number=number)
