"""Derivatives and limits of what has been evaluated: complex step, differences, extrapolation."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from mathcheck.errors import LatexError

STEP = 1e-20


def derivative(f: Callable, x, order: int = 1):
    """Elementwise derivative of ``f`` at ``x``, of the given order.

    The first order uses a complex step where ``x`` is real, higher ones differences of it.
    """
    if order == 0:
        return f(x)
    if order == 1:
        if np.iscomplexobj(x):
            return (f(x + 1e-6) - f(x - 1e-6)) / 2e-6
        x = np.asarray(x, float)
        slope = np.imag(f(x + 1j * STEP)) / STEP
        if not np.any(slope):
            _must_be_flat(f(x + 1e-6), f(x - 1e-6))
        return slope
    h = 1e-3

    def lower(point):
        return derivative(f, point, order - 1)

    near, far = lower(x + h) - lower(x - h), lower(x + 2 * h) - lower(x - 2 * h)
    return (8 * near - far) / (12 * h)


def entries_derivative(f: Callable, x: np.ndarray, spots: list, nested: bool = False) -> np.ndarray:
    """Derivative of ``f(array)`` to single entries of ``x``, stacked along a new last axis.

    Parameters
    ----------
    f : callable
        From an array like ``x`` to a number or array.
    spots : list of tuple
        The entries.
    nested : bool
        Whether ``f`` itself contains derivatives: then real differences are taken.
    """
    columns = []
    for spot in spots:
        unit = np.zeros(x.shape)
        unit[spot] = 1
        if nested:
            h = 1e-5
            columns.append((f(x + h * unit) - f(x - h * unit)) / (2 * h))
            continue
        slope = np.imag(np.asarray(f(x + 1j * STEP * unit))) / STEP
        if not np.any(slope):
            _must_be_flat(f(x + 1e-6 * unit), f(x - 1e-6 * unit))
        columns.append(slope)
    return np.stack(columns, -1)


def _must_be_flat(above, below) -> None:
    """Refuse a complex step that found zero where plain differences do not."""
    if np.any(np.abs(np.asarray(above).real - np.asarray(below).real) > 1e-9):
        raise LatexError(
            "the model loses the imaginary part, so the complex step sees no derivative: "
            "avoid .real, abs and float() in its definitions"
        )


def limit(f: Callable, at: float):
    """Limit of ``f(at + h)`` for h to 0 from above, by extrapolation of halved steps."""
    table = [f(at + 0.1 / 2**j) for j in range(8)]
    for j in range(1, 8):
        table = [(2**j * b - a) / (2**j - 1) for a, b in pairwise(table)]
    return table[0]
