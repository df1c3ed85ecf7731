"""Two neurons side by side: the weighted sum of two lines, or of two hinges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from mlp_lib.figures.base import Choice, Figure, pair, slider


class Combination(Figure):
    """Chapter 2: y_hat = v_1 phi(w_1 x + b_1) + v_2 phi(w_2 x + b_2), phi the identity or relu."""

    name = "combination"
    KINDS: ClassVar[tuple[str, ...]] = ("linear", "relu")

    kind = Choice(KINDS, "linear", help="What stands between the layers.")
    v1 = slider(1.0, -3, 3, 0.1, symbol="v_1", label="outer weight v1")
    w1 = slider(1.0, -2, 2, 0.1, symbol="w_1", label="weight w1")
    b1 = slider(1.0, -4, 4, 0.1, symbol="b_1", label="bias b1")
    v2 = slider(-2.0, -3, 3, 0.1, symbol="v_2", label="outer weight v2")
    w2 = slider(1.0, -2, 2, 0.1, symbol="w_2", label="weight w2")
    b2 = slider(-1.0, -4, 4, 0.1, symbol="b_2", label="bias b2")


def combination(
    kind: str = "linear",
    v: Sequence[float] = (1.0, -2.0),
    w: Sequence[float] = (1.0, 1.0),
    b: Sequence[float] = (1.0, -1.0),
    *,
    number: str = "",
) -> Combination:
    """Show the sum of two neurons with one input, without and with a bend between the layers.

    Parameters
    ----------
    kind : {"linear", "relu"}
        Activation of the two neurons.
    v : two numbers from -3 to 3
        Weights of the sum.
    w : two numbers from -2 to 2
        Weights of the input.
    b : two numbers from -4 to 4
        Biases of the two neurons.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `kind` is not known, or `v`, `w` or `b` is not two finite numbers.
    traitlets.TraitError
        A value lies outside its range.
    """
    (v1, v2), (w1, w2), (b1, b2) = pair("v", v), pair("w", w), pair("b", b)
    return Combination(kind=kind, v1=v1, v2=v2, w1=w1, w2=w2, b1=b1, b2=b2, number=number)
