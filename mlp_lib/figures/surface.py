"""The compass on a surface: the slope in every direction, and the gradient."""

from __future__ import annotations

from collections.abc import Sequence

from mlp_lib.figures.base import Choice, Figure, Number, pair, slider

SURFACES = ("cubic", "bowl", "saddle")
REACH = 2.5  # largest size of a coordinate of the point


class Surface(Figure):
    """Chapter 5: gradient and directional derivative of f(x, z) (equations 5.2 to 5.4d)."""

    name = "surface"

    surface = Choice(SURFACES, "cubic", help="Which function f.")
    directions = Choice(("one", "all"), "one", help="Of which slopes show?")
    x = Number(2.0, -REACH, REACH, 0.05)
    z = Number(1.0, -REACH, REACH, 0.05)
    angle = slider(
        15.0, -180, 180, 1, symbol="φ", label="angle phi of the direction u, in degrees", digits=0
    )


def surface(
    surface: str = "cubic",
    point: Sequence[float] = (2.0, 1.0),
    angle: float = 15.0,
    directions: str = "one",
    *,
    number: str = "",
) -> Surface:
    """Show the slope of a surface in every direction u, its gradient and its contours.

    Parameters
    ----------
    surface : {"cubic", "bowl", "saddle"}
        f(x, z) = x^2 z + 3 z, (x^2 + 4 z^2) / 2 or x^2 - z^2.
    point : two numbers from -2.5 to 2.5
        x and z.
    angle : float from -180 to 180
        Direction of u in degrees, from the x axis towards the z axis.
    directions : {"one", "all"}
        Show the slope along u alone, or all slopes and the gradient with it.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `surface` or `directions` is not known, or `point` is not two finite numbers.
    traitlets.TraitError
        A value lies outside its range.
    """
    x, z = pair("point", point)
    state = {"surface": surface, "x": x, "z": z, "angle": angle, "directions": directions}
    return Surface(number=number, **state)
