"""Dead gradients: which of the 18 derivatives are exactly zero, and for which inputs."""

from __future__ import annotations

from collections.abc import Sequence

from mlp_lib.figures.base import Choice, Figure, pair
from mlp_lib.figures.network import input_slider


class DeadGradients(Figure):
    """Chapter 9: every slope is a number in times a delta out (equations 9.4 to 9.6)."""

    name = "dead_gradients"

    x_1 = input_slider(1.0, 1)
    x_2 = input_slider(1.0, 2)
    target = Choice((0, 1), 0, help="The class that is right.")


def dead_gradients(
    x: Sequence[float] = (1.0, 1.0), target: int = 0, *, number: str = ""
) -> DeadGradients:
    """Show the gradient of the small network as coloured cells, and the plane of its inputs.

    Parameters
    ----------
    x : two numbers from -8 to 8
        The input.
    target : {0, 1}
        The class that is right.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `x` is not two finite numbers, or there is no such class.
    traitlets.TraitError
        An input lies outside its range.
    """
    x_1, x_2 = pair("x", x)
    return DeadGradients(x_1=x_1, x_2=x_2, target=target, number=number)
