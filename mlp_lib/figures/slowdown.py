"""The slowdown of a saturated neuron: squared error against cross-entropy."""

from __future__ import annotations

from mlp_lib.figures.base import Count, Figure, slider


class Slowdown(Figure):
    """Chapter 7: one sigmoid neuron, x = 1, y = 0, learns from two costs (7.4 and 7.6)."""

    name = "slowdown"

    w = slider(2.0, -4, 4, 0.1, symbol="w_0", label="weight at the start")
    b = slider(2.0, -4, 4, 0.1, symbol="b_0", label="bias at the start")
    learning_rate = slider(0.15, 0.05, 2, 0.05, symbol="α", label="learning rate alpha")
    k = Count(60, help="Steps made so far.")


def slowdown(
    w: float = 2.0,
    b: float = 2.0,
    learning_rate: float = 0.15,
    k: int | None = 60,
    *,
    number: str = "",
) -> Slowdown:
    """Show a neuron that starts on the wrong side, trained with two costs side by side.

    The costs are (y_hat - y)^2, without 1/2, and binary cross-entropy.

    Parameters
    ----------
    w, b : float from -4 to 4
        Weight and bias at the start.
    learning_rate : float from 0.05 to 2
        Step size alpha.
    k : int or None
        Steps made at first; None makes all.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    traitlets.TraitError
        A value is not a number or lies outside its range.
    """
    return Slowdown(w=w, b=b, learning_rate=learning_rate, number=number, k=k)
