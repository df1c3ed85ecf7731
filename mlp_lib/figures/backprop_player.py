"""Backprop player: the passes through the small network, one quantity a step."""

from __future__ import annotations

from collections.abc import Sequence

from mlp_lib.figures.base import Choice, Count, Figure, pair
from mlp_lib.figures.network import input_slider


class BackpropPlayer(Figure):
    """Chapter 9: forward and backward pass, number by number (equations 9.3e to 9.6)."""

    name = "backprop_player"

    x_1 = input_slider(1.0, 1)
    x_2 = input_slider(1.0, 2)
    target = Choice((0, 1), 0, help="The class that is right.")
    numbers = Choice(("show", "hide"), "show", help="Hidden until asked for?")
    k = Count(None, help="Steps taken.")
    revealed = Count(0, help="Steps with numbers on show.")


def backprop_player(
    x: Sequence[float] = (1.0, 1.0),
    target: int = 0,
    numbers: str = "show",
    k: int | None = None,
    *,
    number: str = "",
) -> BackpropPlayer:
    """Show the forward and the backward pass of the small network step by step.

    Parameters
    ----------
    x : two numbers from -8 to 8
        The input.
    target : {0, 1}
        The class that is right.
    numbers : {"show", "hide"}
        Whether the number of a step stands there at once, or only after Reveal.
    k : int, optional
        Steps taken at first; one more than there are shows all. By default all, or the first one
        where numbers are hidden. Those of the steps before stand there then.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `x` is not two finite numbers, or `target` or `numbers` is not known.
    traitlets.TraitError
        An input lies outside its range, or `k` counts nothing.
    """
    x_1, x_2 = pair("x", x)
    if k is None and numbers == "hide":
        k = 1
    state = {"target": target, "numbers": numbers, "k": k}
    figure = BackpropPlayer(x_1=x_1, x_2=x_2, number=number, **state)
    figure.revealed = max(0, figure.k - 1) if numbers == "hide" else 0
    return figure
