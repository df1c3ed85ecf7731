"""Both partial derivatives exist, and yet the function jumps: x y / (x^2 + y^2)."""

from __future__ import annotations

from mlp_lib.figures.base import Figure, slider


class Counterexample(Figure):
    """Chapter 5: f = x y / (x^2 + y^2) with f(0, 0) = 0 (equations 5.1a, 5.2)."""

    name = "counterexample"

    angle = slider(
        30.0, -180, 180, 1, symbol="φ", label="angle phi of approach, in degrees", digits=0
    )
    r = slider(0.6, 0.01, 1, 0.01, symbol="r", label="distance r from the origin")


def counterexample(angle: float = 30.0, r: float = 0.6, *, number: str = "") -> Counterexample:
    """Show f = x y / (x^2 + y^2) along every line into the origin.

    Parameters
    ----------
    angle : float from -180 to 180
        From which side the origin is approached, in degrees.
    r : float from 0.01 to 1
        Distance of the point from the origin.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    traitlets.TraitError
        A value is not a number or lies outside its range.
    """
    return Counterexample(angle=angle, r=r, number=number)
