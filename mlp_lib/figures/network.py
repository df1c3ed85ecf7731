"""Network: the 2-2-2-2 network of chapters 8 to 10 with all its 18 parameters."""

from __future__ import annotations

from collections.abc import Sequence

from mlp_lib.figures.base import Choice, Figure, Number, pair, slider


def input_slider(value: float, j: int) -> Number:
    """Declare input ``x_j`` of the small network."""
    return slider(value, -8, 8, 0.25, symbol=f"x_{j}", label=f"input x{j}")


def _weight(value: float, layer: int, j: int, k: int) -> Number:
    symbol = f"W^{{[{layer}]}}_{{{j}{k}}}"
    return slider(
        value, -2, 2, 0.05, symbol=symbol, label=f"layer {layer}, weight from unit {j} to unit {k}"
    )


def _bias(value: float, layer: int, k: int) -> Number:
    symbol = f"b^{{[{layer}]}}_{k}"
    return slider(value, -2, 2, 0.05, symbol=symbol, label=f"layer {layer}, bias of unit {k}")


class Network(Figure):
    """Chapter 8: forward pass of a network with two hidden layers (equations 8.1 to 8.4b)."""

    name = "network"

    x_1 = input_slider(1.0, 1)
    x_2 = input_slider(1.0, 2)
    W1_11 = _weight(0.5, 1, 1, 1)
    W1_12 = _weight(0.2, 1, 1, 2)
    W1_21 = _weight(0.1, 1, 2, 1)
    W1_22 = _weight(0.2, 1, 2, 2)
    b1_1 = _bias(0.1, 1, 1)
    b1_2 = _bias(0.1, 1, 2)
    W2_11 = _weight(0.3, 2, 1, 1)
    W2_12 = _weight(-0.1, 2, 1, 2)
    W2_21 = _weight(0.2, 2, 2, 1)
    W2_22 = _weight(0.1, 2, 2, 2)
    b2_1 = _bias(0.2, 2, 1)
    b2_2 = _bias(-0.1, 2, 2)
    W3_11 = _weight(0.1, 3, 1, 1)
    W3_12 = _weight(-0.2, 3, 1, 2)
    W3_21 = _weight(0.1, 3, 2, 1)
    W3_22 = _weight(0.2, 3, 2, 2)
    b3_1 = _bias(0.1, 3, 1)
    b3_2 = _bias(0.0, 3, 2)
    layer = Choice((1, 2, 3), 2, help="Whose matrices are written out.")


def network(x: Sequence[float] = (1.0, 1.0), layer: int = 2, *, number: str = "") -> Network:
    """Show a network with two hidden layers of two ReLUs and a softmax, value by value.

    Parameters
    ----------
    x : two numbers from -8 to 8
        The input.
    layer : {1, 2, 3}
        Whose matrices are written out.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `x` is not two finite numbers, or there is no such layer.
    traitlets.TraitError
        An input lies outside its range.
    """
    x_1, x_2 = pair("x", x)
    return Network(x_1=x_1, x_2=x_2, layer=layer, number=number)
