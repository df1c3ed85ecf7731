"""Surprise: what cross-entropy and the squared error charge for a probability."""

from __future__ import annotations

from mlp_lib.figures.base import Choice, Figure, slider


class Surprise(Figure):
    """Chapter 3: losses and slopes over the probability p of class 1 (equations 3.3a, 3.4a)."""

    name = "surprise"

    p = slider(0.05, 0.001, 0.999, 0.001, symbol="p", label="probability p of class 1", digits=3)
    y = Choice((1, 0), 1, help="The true class.")


def surprise(p: float = 0.05, y: int = 1, *, number: str = "") -> Surprise:
    """Show -ln p and (1 - p)^2, or their mirror images for the true class 0, with their slopes.

    Parameters
    ----------
    p : float from 0.001 to 0.999
        Probability that the model gives to class 1.
    y : {0, 1}
        The true class.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        There is no such class.
    traitlets.TraitError
        `p` is not a number or lies outside its range.
    """
    return Surprise(p=p, y=y, number=number)
