"""Input checks: every error says what was expected, what came, and what to try."""

from __future__ import annotations

import math
from collections.abc import Iterable
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike


def as_float(value: ArrayLike, name: str) -> np.ndarray:
    """Return `value` as an array of floats (or complex numbers); integers become float64.

    Raises
    ------
    TypeError
        If `value` does not hold numbers.
    """
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise TypeError(f"{name} must be a rectangular array of numbers: {error}") from None
    if array.dtype.kind in "fc":
        return array
    if array.dtype.kind in "biu":
        return array.astype(np.float64)
    raise TypeError(f"{name} must hold numbers, got dtype {array.dtype}")


def finite(array: np.ndarray, name: str) -> np.ndarray:
    """Return `array`; raise ValueError that points to its first NaN or infinity."""
    # The sum of squares is finite only if every entry is, and needs no temporary array;
    # where it overflows, the slower look at each entry decides.
    flat = array.reshape(-1)
    with np.errstate(over="ignore", invalid="ignore"):
        quick = np.isfinite(flat.dot(flat))
    if quick or np.isfinite(array).all():
        return array
    where = np.argwhere(~np.isfinite(array))
    place = tuple(int(k) for k in where[0])
    raise ValueError(
        f"{name} must be finite, but {len(where)} of {array.size} entries are not: "
        f"{name}[{', '.join(map(str, place))}] = {array[place]}. "
        "Remove or fill such entries first"
    )


def narrowed(array: np.ndarray, dtype: DTypeLike, name: str) -> np.ndarray:
    """Return a finite array in another dtype (itself, if it has it already).

    Raises
    ------
    ValueError
        If a number is too large for the dtype, so that it would become infinite.
    """
    with np.errstate(over="ignore", under="ignore"):
        narrow = array.astype(dtype, copy=False)
    if np.can_cast(array.dtype, dtype) or np.isfinite(narrow).all():
        return narrow
    raise ValueError(
        f"{name} holds numbers as large as {np.abs(array).max():g}, too large for "
        f"{np.dtype(dtype)}; scale them, or make the network with dtype=np.float64"
    )


def number(name: str, value: Any) -> float:
    """Return `value` as a finite float.

    Raises
    ------
    TypeError
        If it is not one number.
    ValueError
        If it is not finite.
    """
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if not isinstance(value, Real) or isinstance(value, bool):
        raise TypeError(f"{name} must be one number, got {value!r}")
    if not math.isfinite(value):
        raise ValueError(f"{name} must be finite, got {value}")
    return float(value)


def not_negative(name: str, value: Any) -> float:
    """Return `value` as a finite float that is at least 0; TypeError or ValueError if it is not."""
    value = number(name, value)
    if value < 0:
        raise ValueError(f"{name} must be finite and not negative, got {value:g}")
    return value


def whole(name: str, value: Any, least: int = 1) -> int:
    """Return a whole number of at least `least`; ValueError for anything else, 10.0 too."""
    if isinstance(value, int | np.integer) and not isinstance(value, bool) and value >= least:
        return int(value)
    raise ValueError(f"{name} must be a whole number of at least {least}, got {value!r}")


def generator(rng: Any) -> np.random.Generator:
    """Return `rng`; TypeError unless it is a NumPy generator."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a numpy Generator, np.random.default_rng(0); got {rng!r}")
    return rng


def same_shape(a: np.ndarray, b: np.ndarray, equation: str, names: tuple[str, str]) -> None:
    """Raise ValueError unless two arrays have one shape: nothing is ever broadcast."""
    if a.shape == b.shape:
        return
    first, second = names
    hint = ""
    if a.size == b.size:
        hint = f"; reshape one of them, for example {second}.reshape{a.shape}"
    raise ValueError(
        f"{equation}: {first} and {second} must have one shape, "
        f"but {first} has shape {a.shape} and {second} has shape {b.shape}{hint}"
    )


def class_labels(labels: ArrayLike, classes: int, shape: tuple[int, ...]) -> np.ndarray:
    """Return integer labels 0 ... classes-1 of the given shape.

    Raises
    ------
    TypeError
        If the labels are not integers.
    ValueError
        If their shape is wrong or one of them is out of range.
    """
    labels = np.asarray(labels)
    if labels.shape != shape:
        hint = ""
        if labels.shape == (*shape, classes):
            hint = "; these look one-hot, labels.argmax(axis=1) gives the numbers"
        elif labels.shape == (*shape, 1):
            hint = "; labels[:, 0] drops the second axis"
        raise ValueError(
            f"labels must have shape {shape}, one class number an example, got {labels.shape}{hint}"
        )
    if labels.dtype.kind not in "iu":
        raise TypeError(
            f"labels must be integers, got dtype {labels.dtype}; use labels.astype(int) if they are"
        )
    if labels.size and not (labels.min() >= 0 and labels.max() < classes):
        bad = labels[(labels < 0) | (labels >= classes)].flat[0]
        raise ValueError(f"labels must lie in 0 ... {classes - 1} ({classes} classes), got {bad}")
    return labels.astype(np.intp, copy=False)


def unknown_name(kind: str, name: object, known: Iterable[str]) -> ValueError:
    """Return the error for a name that is not known, with the nearest one that is."""
    from difflib import get_close_matches

    known = sorted(known)
    near = get_close_matches(str(name).lower().replace("-", "_"), known, n=1, cutoff=0.4)
    suggestion = f"did you mean {near[0]!r}? " if near else ""
    return ValueError(f"unknown {kind} {name!r}; {suggestion}Known: {', '.join(known)}")
