"""The magnifying glass: a curve looked at so closely that it is straight."""

from __future__ import annotations

from typing import ClassVar

from mlp_lib.figures.base import Choice, Figure, slider


class Zoom(Figure):
    """Chapter 4: the derivative as the slope of what remains under magnification (4.1, 4.2)."""

    name = "zoom"
    CURVES: ClassVar[tuple[str, ...]] = ("parabola", "sine", "corner")

    curve = Choice(CURVES, "parabola", help="Curve under the glass.")
    x0 = slider(3.0, -3, 5, 0.05, symbol="x_0", label="point x0")
    m = slider(0.0, 0, 4, 0.1, symbol="m", label="magnification, as power of ten", digits=1)


def zoom(curve: str = "parabola", x0: float = 3.0, m: float = 0.0, *, number: str = "") -> Zoom:
    """Show a curve around a point, magnified 10^m times in both directions.

    Parameters
    ----------
    curve : {"parabola", "sine", "corner"}
        30 (x - 2)^2, sin x or |x|.
    x0 : float from -3 to 5
        Middle of the window.
    m : float from 0 to 4
        Power of ten of the magnification.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        The curve is not known.
    traitlets.TraitError
        A value is not a number or lies outside its range.
    """
    return Zoom(curve=curve, x0=x0, m=m, number=number)
