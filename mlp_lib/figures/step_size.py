"""The step of a finite difference: too wide it misses the tangent, too narrow it loses digits."""

from __future__ import annotations

from mlp_lib.figures.base import Choice, Figure, slider


class StepSize(Figure):
    """Chapter 10: error of a numerical derivative against h (equation 10.2a)."""

    name = "step_size"
    METHODS = ("one-sided", "central", "complex")

    z = slider(0.5, -4, 4, 0.1, symbol="z", label="place z", digits=1)
    m = slider(-5.0, -16, 0, 0.1, symbol="m", label="exponent m of h = 10^m", digits=1)
    method = Choice(METHODS, "central", help="Which numerical derivative.")
    dtype = Choice(("float64", "float32"), "float64", help="Precision of the numbers.")


def step_size(
    z: float = 0.5,
    m: float = -5.0,
    method: str = "central",
    dtype: str = "float64",
    *,
    number: str = "",
) -> StepSize:
    """Show the error of a numerical derivative of sigmoid(z)^2 against its step h.

    Parameters
    ----------
    z : float from -4 to 4
        Where the derivative is taken.
    m : float from -16 to 0
        The step is h = 10^m.
    method : {"one-sided", "central", "complex"}
        (f(z + h) - f(z)) / h, (f(z + h) - f(z - h)) / 2h or Im f(z + ih) / h.
    dtype : {"float64", "float32"}
        Precision in which f is computed.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `method` or `dtype` is not known.
    traitlets.TraitError
        `z` or `m` is not a number or lies outside its range.
    """
    return StepSize(z=z, m=m, method=method, dtype=dtype, number=number)
