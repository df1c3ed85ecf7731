"""The slowdown of a saturated neuron: squared error against cross-entropy."""

from __future__ import annotations

import traitlets

from mlp_lib.figures.base import Figure, slider

STEPS = 300


class Slowdown(Figure):
    """Chapter 7: one sigmoid neuron, x = 1, y = 0, learns from two costs (7.4 and 7.6)."""

    name = "slowdown"

    w = slider(2.0, -4, 4, 0.1, symbol="w_0", label="weight at the start")
    b = slider(2.0, -4, 4, 0.1, symbol="b_0", label="bias at the start")
    learning_rate = slider(0.15, 0.05, 2, 0.05, symbol="α", label="learning rate alpha")
    k = traitlets.Int(60, min=0, max=STEPS, help="Steps made so far.").tag(sync=True)


def slowdown(
    w: float = 2.0, b: float = 2.0, learning_rate: float = 0.15, number: str = "", k: int = 60
) -> Slowdown:
    """Show a neuron that starts on the wrong side, trained with two costs side by side.

    The costs are (y_hat - y)^2, without 1/2, and binary cross-entropy.

    Parameters
    ----------
    w, b : float from -4 to 4
        Weight and bias at the start.
    learning_rate : float from 0.05 to 2
        Step size alpha.
    number : str
        Number of the figure in its chapter.
    k : int from 0 to 300
        Steps made at first.

    Raises
    ------
    traitlets.TraitError
        A value is not a number or lies outside its range.
    """
    return Slowdown(w=w, b=b, learning_rate=learning_rate, number=number, k=k)
