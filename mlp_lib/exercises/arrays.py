"""Answers as arrays: what counts as numbers, which digits are kept, when two agree."""

from __future__ import annotations

from numbers import Real
from typing import Any

import numpy as np

EXACT = 1e-6


def numbers(value: Any) -> np.ndarray:
    """A value as an array of float64; `TypeError` or `ValueError` when it holds anything else.

    Text, complex numbers and None are no numbers here, though NumPy would turn them into some.
    """
    array = np.asarray(value)
    if array.dtype.kind not in "biuf" and not all(isinstance(one, Real) for one in array.flat):
        raise TypeError("not all are numbers")
    return array.astype(float)


def settled(value: Any, decimals: int = 4) -> np.ndarray:
    """Numbers without the digits on which processors differ, as an array of float64.

    Sums of matrix products and exponentials end in other bits on another processor: 0.5 is
    0.5000000000000001 there, and 0 is -4.4e-16. Twelve significant digits stay, and eight decimals
    more than a rounded answer needs; no checker looks further.

    Parameters
    ----------
    value : array_like
        What was computed.
    decimals : int
        How many decimals a rounded answer needs.
    """
    rounded = np.round(numbers(value), decimals + 8)
    digits = [float(f"{number:.12g}") + 0.0 for number in rounded.flat]  # + 0.0: no -0
    return np.array(digits).reshape(rounded.shape)


def as_array(value: Any) -> np.ndarray:
    """An answer as an array of float64; `ValueError` when it has more than two axes."""
    array = numbers(value)
    if array.ndim > 2:
        raise ValueError(f"an answer has at most two axes, got shape {array.shape}")
    return array


def close(given: np.ndarray, wanted: np.ndarray, decimals: int) -> bool:
    """Whether two answers agree: exactly (rtol 1e-6), or after rounding to ``decimals``."""
    if given.shape != wanted.shape:
        return False
    allowed = np.maximum(EXACT * np.abs(wanted), 0.51 * 10.0**-decimals)
    return bool(np.all(np.abs(given - wanted) <= allowed))
