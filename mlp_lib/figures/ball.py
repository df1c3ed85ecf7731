"""The ball on the parabola: gradient descent in one dimension and its three regimes."""

from __future__ import annotations

import traitlets

from mlp_lib.figures.base import Figure, slider


class Ball(Figure):
    """Chapter 6: steps of gradient descent on C(W) = 6 (W - 2)^2 (equations 6.1, 6.3a, 6.4)."""

    name = "ball"

    start = slider(-1.0, -1, 5, 0.05, symbol="W_0", label="start W0")
    learning_rate = slider(0.14, 0, 0.2, 1 / 600, symbol="α", label="learning rate alpha", digits=3)
    k = traitlets.Int(5, min=0, max=12, help="Steps that are drawn.").tag(sync=True)


def ball(start: float = -1.0, learning_rate: float = 0.14, number: str = "", k: int = 5) -> Ball:
    """Show gradient descent on the parabola C(W) = 6 (W - 2)^2.

    Parameters
    ----------
    start : float from -1 to 5
        W_0, where the ball begins.
    learning_rate : float from 0 to 0.2
        Step size alpha: below 1/12 the ball stays on its side, up to 1/6 it swings in, above it
        moves away.
    number : str
        Number of the figure in its chapter.
    k : int from 0 to 12
        Steps that are drawn at first.

    Raises
    ------
    traitlets.TraitError
        A value is not a number or lies outside its range.
    """
    return Ball(start=start, learning_rate=learning_rate, number=number, k=k)
