"""Two slices through a surface: one input moves, the other is held, and each has its slope."""

from __future__ import annotations

from collections.abc import Sequence

from mlp_lib.figures.base import Choice, Figure, Number, pair, slider
from mlp_lib.figures.surface import SURFACES

REACH = 2.0  # largest size of a coordinate of the point


class Slices(Figure):
    """Chapter 5: partial derivatives as slopes of slices (equations 5.1a, 5.1b)."""

    name = "slices"

    surface = Choice(SURFACES, "cubic", help="Which function f.")
    x = Number(2.0, -REACH, REACH, 0.05)
    z = Number(1.0, -REACH, REACH, 0.05)
    h = slider(0.8, 0.01, 1, 0.01, symbol="h", label="step h of the difference quotients")


def slices(
    surface: str = "cubic", point: Sequence[float] = (2.0, 1.0), h: float = 0.8, *, number: str = ""
) -> Slices:
    """Show both slices of a surface through a point, with their tangents and secants.

    Parameters
    ----------
    surface : {"cubic", "bowl", "saddle"}
        f(x, z) = x^2 z + 3 z, (x^2 + 4 z^2) / 2 or x^2 - z^2.
    point : two numbers from -2 to 2
        x and z.
    h : float from 0.01 to 1
        Step of the difference quotients.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `surface` is not known or `point` is not two finite numbers.
    traitlets.TraitError
        A value lies outside its range.
    """
    x, z = pair("point", point)
    return Slices(surface=surface, x=x, z=z, h=h, number=number)
