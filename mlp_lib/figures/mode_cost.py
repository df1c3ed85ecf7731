"""Mode cost: how many passes each way of finding all derivatives takes."""

from __future__ import annotations

from mlp_lib.figures.base import Choice, Figure, slider

NETWORKS = ("2-2-2-2", "64-32-16-10", "784-128-64-10")


class ModeCost(Figure):
    """Chapter 10: passes and multiplications of differences, forward and reverse mode."""

    name = "mode_cost"

    n = slider(18, 1, 200, 1, symbol="n", label="number of inputs n", digits=0, whole=True)
    m = slider(1, 1, 200, 1, symbol="m", label="number of outputs m", digits=0, whole=True)
    network = Choice(NETWORKS, NETWORKS[2], help="Whose work is counted.")


def mode_cost(
    n: int = 18, m: int = 1, network: str = "784-128-64-10", *, number: str = ""
) -> ModeCost:
    """Show what all derivatives of a function cost: differences, forward mode, reverse mode.

    Parameters
    ----------
    n, m : int from 1 to 200
        Number of inputs and of outputs of the function.
    network : {"2-2-2-2", "64-32-16-10", "784-128-64-10"}
        The network whose multiplications are counted, with its parameters as inputs and its cost
        as the one output.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `network` is not known.
    traitlets.TraitError
        A number is not whole or outside its range.
    """
    return ModeCost(n=n, m=m, network=network, number=number)
