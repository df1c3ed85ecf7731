"""Two classes with a gap between them: mistakes of the perceptron against Novikoff's bound."""

from __future__ import annotations

from mlp_lib.figures.base import Figure, slider


class Margin(Figure):
    """Chapter 1: a narrower gap allows more mistakes, never more than the bound (equation 1.7a)."""

    name = "margin"

    gamma = slider(0.1, 0.02, 1, 0.02, symbol="γ", label="margin gamma")
    N = slider(24, 4, 60, 2, symbol="N", label="number of points N", digits=0, whole=True)


def margin(gamma: float = 0.1, N: int = 24, *, number: str = "") -> Margin:
    """Show how many mistakes the perceptron rule makes on two classes with a gap between them.

    The points follow a fixed formula (see "In Python" below the figure). A line through the origin
    parts the classes, and the nearest point of either class is `gamma` away from it.

    Parameters
    ----------
    gamma : float from 0.02 to 1
        Margin.
    N : int from 4 to 60
        Number of points of both classes together.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    traitlets.TraitError
        A value is not a number or lies outside its range, or `N` is not whole.
    """
    return Margin(gamma=gamma, N=N, number=number)
