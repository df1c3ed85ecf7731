"""Gears: nested functions as dials that turn one another, each by its own local factor."""

from __future__ import annotations

from typing import ClassVar

from mlp_lib.figures.base import Choice, Figure, slider


class Gears(Figure):
    """Chapter 4: the chain rule for two and three functions (equations 4.3, 4.4)."""

    name = "gears"
    CHAINS: ClassVar[tuple[str, ...]] = ("cube", "sine of square", "square of sine", "two")

    x = slider(1.0, -1.5, 1.5, 0.05, symbol="x", label="input x")
    s = slider(0.001, -0.005, 0.005, 0.0001, symbol="s", label="nudge s of x", digits=4)
    chain = Choice(CHAINS, "cube", help="Which functions are nested.")


def gears(x: float = 1.0, s: float = 0.001, chain: str = "cube", *, number: str = "") -> Gears:
    """Show nested functions as a row of dials; a nudge of the first turns all the others.

    Parameters
    ----------
    x : float from -1.5 to 1.5
        Where the first dial stands.
    s : float from -0.005 to 0.005
        Nudge of the first dial.
    chain : {"cube", "sine of square", "square of sine", "two"}
        (3 (x^2 + 1) - 2)^3, sin((4 x)^2), (sin 4 x)^2 or (3 x)^2.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        The chain is not known.
    traitlets.TraitError
        `x` or `s` is not a number or lies outside its range.
    """
    return Gears(x=x, s=s, chain=chain, number=number)
