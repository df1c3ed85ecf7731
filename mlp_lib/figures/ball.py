"""The ball on the parabola: gradient descent in one dimension and its three regimes."""

from __future__ import annotations

from mlp_lib.figures.base import Count, Figure, slider


class Ball(Figure):
    """Chapter 6: steps of gradient descent on C(W) = 6 (W - 2)^2 (equations 6.1, 6.3a, 6.4)."""

    name = "ball"

    start = slider(-1.0, -1, 5, 0.05, symbol="W_0", label="start W0")
    learning_rate = slider(0.14, 0, 0.2, 1 / 600, symbol="α", label="learning rate alpha", digits=3)
    k = Count(5, help="Steps that are drawn.")


def ball(
    start: float = -1.0, learning_rate: float = 0.14, k: int | None = 5, *, number: str = ""
) -> Ball:
    """Show gradient descent on the parabola C(W) = 6 (W - 2)^2.

    Parameters
    ----------
    start : float from -1 to 5
        W_0, where the ball begins.
    learning_rate : float from 0 to 0.2
        Step size alpha: below 1/12 the ball stays on its side, up to 1/6 it swings in, above it
        moves away.
    k : int or None
        Steps that are drawn at first; None draws all.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    traitlets.TraitError
        A value is not a number or lies outside its range.
    """
    return Ball(start=start, learning_rate=learning_rate, number=number, k=k)
