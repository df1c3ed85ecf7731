"""Shapes: the arrays of a forward pass as rectangles whose sides must fit."""

from __future__ import annotations

from collections.abc import Sequence

from mlp_lib.figures.base import Choice, Figure, Number, slider

MISTAKES = ("none", "W_transposed", "b_column", "A_transposed")


def _size(value: int, symbol: str, label: str) -> Number:
    return slider(value, 1, 12, 1, symbol=symbol, label=label, digits=0, whole=True)


class Shapes(Figure):
    """Chapter 8: shapes of X, W, b, Z, A and the number of parameters (equations 8.3, 8.5)."""

    name = "shapes"

    N = _size(5, "N", "number of examples N")
    n_0 = _size(3, "n_0", "inputs n0")
    n_1 = _size(4, "n_1", "units n1 of layer 1")
    n_2 = _size(4, "n_2", "units n2 of layer 2")
    n_3 = _size(2, "n_3", "outputs n3")
    mistake = Choice(MISTAKES, "none", help="What goes wrong.")
    layer = Choice((1, 2, 3), 1, help="Where it goes wrong.")


def shapes(
    sizes: Sequence[int] = (3, 4, 4, 2),
    N: int = 5,
    mistake: str = "none",
    layer: int = 1,
    *,
    number: str = "",
) -> Shapes:
    """Show the arrays of a forward pass through three layers as rectangles.

    Parameters
    ----------
    sizes : four whole numbers from 1 to 12
        Inputs, units of the two hidden layers, outputs.
    N : int from 1 to 12
        Number of examples in the batch.
    mistake : {"none", "W_transposed", "b_column", "A_transposed"}
        What goes wrong in the layer `layer`.
    layer : {1, 2, 3}
        The layer that is looked at.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `sizes` is not four numbers, or `mistake` or `layer` is not known.
    traitlets.TraitError
        A size is not whole or outside its range.
    """
    try:
        n_0, n_1, n_2, n_3 = sizes
    except (TypeError, ValueError):
        raise ValueError(
            f"sizes must be four numbers such as (3, 4, 4, 2), got {sizes!r}"
        ) from None
    return Shapes(
        N=N, n_0=n_0, n_1=n_1, n_2=n_2, n_3=n_3, mistake=mistake, layer=layer, number=number
    )
