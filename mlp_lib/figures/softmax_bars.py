"""Softmax bars: three logits, their exponentials, the probabilities, and the loss."""

from __future__ import annotations

from collections.abc import Sequence

from mlp_lib.figures.base import Choice, Figure, numbers, slider


class SoftmaxBars(Figure):
    """Chapter 3: softmax((z + c) / T) and its cross-entropy (equations 3.2a, 3.3b, 3.6a)."""

    name = "softmax_bars"

    z0 = slider(2.0, -5, 5, 0.1, symbol="z_0", label="logit of class 0", digits=1)
    z1 = slider(1.0, -5, 5, 0.1, symbol="z_1", label="logit of class 1", digits=1)
    z2 = slider(0.0, -5, 5, 0.1, symbol="z_2", label="logit of class 2", digits=1)
    c = slider(0.0, -800, 800, 10, symbol="c", label="shift c of all logits", digits=0)
    T = slider(1.0, 0.1, 5, 0.1, symbol="T", label="temperature T", digits=1)
    t = Choice((0, 1, 2), 0, help="The true class.")


def softmax_bars(
    z: Sequence[float] = (2, 1, 0), c: float = 0.0, T: float = 1.0, t: int = 0, *, number: str = ""
) -> SoftmaxBars:
    """Show three logits on their way to probabilities, by the naive formula and by the stable one.

    Parameters
    ----------
    z : three numbers from -5 to 5
        Logits.
    c : float from -800 to 800
        Shift that is added to all of them.
    T : float from 0.1 to 5
        Temperature by which they are divided after that.
    t : {0, 1, 2}
        The true class.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `z` is not three finite numbers, or there is no such class.
    traitlets.TraitError
        A value is not a number or lies outside its range.
    """
    z0, z1, z2 = numbers("z", z, (2, 1, 0))
    return SoftmaxBars(z0=z0, z1=z1, z2=z2, c=c, T=T, t=t, number=number)
