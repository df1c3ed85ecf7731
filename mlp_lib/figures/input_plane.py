"""Input plane: what the 2-2-2-2 network says for every input, and where its ReLUs fold."""

from __future__ import annotations

from collections.abc import Sequence

from mlp_lib.figures.base import Figure, Number, pair, slider

REACH = 10.0  # half the side of the plane that is shown


def _weight(value: float, symbol: str, label: str) -> Number:
    return slider(value, -2, 2, 0.05, symbol=symbol, label=label)


class InputPlane(Figure):
    """Chapter 8: regions in which a ReLU network is linear (equations 8.1 to 8.4b)."""

    name = "input_plane"

    W1_11 = _weight(0.5, "W^{[1]}_{11}", "layer 1, weight from input 1 to unit 1")
    W2_12 = _weight(-0.1, "W^{[2]}_{12}", "layer 2, weight from unit 1 to unit 2")
    b2_2 = _weight(-0.1, "b^{[2]}_2", "layer 2, bias of unit 2")
    x_1 = Number(1.0, -REACH, REACH, 0.1)
    x_2 = Number(1.0, -REACH, REACH, 0.1)


def input_plane(
    x: Sequence[float] = (1.0, 1.0),
    W1_11: float = 0.5,
    W2_12: float = -0.1,
    b2_2: float = -0.1,
    *,
    number: str = "",
) -> InputPlane:
    """Show the answer of the network 2-2-2-2 over its input plane, with the folds of its ReLUs.

    Parameters
    ----------
    x : two numbers from -10 to 10
        The input that is looked at.
    W1_11, W2_12, b2_2 : float from -2 to 2
        Two weights and a bias; the other 15 parameters are those of chapter 8.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `x` is not two finite numbers.
    traitlets.TraitError
        A value lies outside its range.
    """
    x_1, x_2 = pair("x", x)
    return InputPlane(x_1=x_1, x_2=x_2, W1_11=W1_11, W2_12=W2_12, b2_2=b2_2, number=number)
