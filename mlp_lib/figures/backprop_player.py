"""Backprop player: the passes through the small network, one quantity a step."""

from __future__ import annotations

from collections.abc import Sequence

import traitlets

from mlp_lib.figures.base import Figure, pair
from mlp_lib.figures.network import input_slider

STEPS = 16
NUMBERS = ("show", "hide")


class BackpropPlayer(Figure):
    """Chapter 9: forward and backward pass, number by number (equations 9.3e to 9.6)."""

    name = "backprop_player"

    x_1 = input_slider(1.0, 1)
    x_2 = input_slider(1.0, 2)
    target = traitlets.Enum((0, 1), 0, help="The class that is right.").tag(sync=True)
    numbers = traitlets.Enum(NUMBERS, "show", help="Hidden until asked for?").tag(sync=True)
    k = traitlets.Int(STEPS + 1, min=0, max=STEPS + 1, help="Steps taken.").tag(sync=True)
    revealed = traitlets.Int(0, min=0, max=STEPS, help="Steps with numbers on show.").tag(sync=True)


def backprop_player(
    x: Sequence[float] = (1.0, 1.0),
    target: int = 0,
    numbers: str = "show",
    k: int | None = None,
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
    k : int from 0 to 17, optional
        Steps taken at first; one more than there are shows all. By default all, or the first one
        where numbers are hidden. Those of the steps before
        stand there then.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `x` is not two finite numbers.
    traitlets.TraitError
        Another value is not one of those that are possible.
    """
    x_1, x_2 = pair("x", x)
    if k is None:
        k = 1 if numbers == "hide" else STEPS + 1
    state = {"target": target, "numbers": numbers, "k": k}
    figure = BackpropPlayer(x_1=x_1, x_2=x_2, number=number, **state)
    figure.revealed = min(max(0, figure.k - 1), STEPS) if numbers == "hide" else 0
    return figure
