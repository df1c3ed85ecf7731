"""Numbers, shapes and values in a few words, for replies to learners."""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Iterator
from numbers import Complex, Real
from types import GeneratorType, NoneType
from typing import Any

import numpy as np

from mlp_lib.exercises.replies import REPLIES, counted, said

#: The first that fits is taken.
KINDS = {
    NoneType: "`None`",
    str: "text",
    type: "a class",
    GeneratorType: "a generator",
    Iterator: "an iterator",
    Real: "a number",
    Complex: "a complex number",
    Callable: "a function",
}


def in_kind(value: Any) -> str:
    """What kind of thing a value is: ``text``, ``a list of 3``, ``an array of shape (2, 3)``."""
    if isinstance(value, np.ndarray) and value.ndim:
        what = {"c": "complex numbers", "U": "text"}.get(value.dtype.kind)
        return f"an array of {what}" if what else f"an array of shape {value.shape}"
    if isinstance(value, list | tuple | dict):
        return f"a {type(value).__name__} of {len(value)}"
    for kind, words in KINDS.items():
        if isinstance(value, kind):
            return words
    return f"of type `{type(value).__name__}`"


def shape_in_words(array: np.ndarray) -> str:
    """``one number``, ``3 numbers``, ``2 rows of 3``."""
    if array.ndim == 0:
        return REPLIES["one_number"]
    if array.ndim == 1:
        return counted(array.size, "number")
    return said("rows_of", rows=counted(len(array), "row"), columns=array.shape[1])


def expected(wanted: np.ndarray, given: np.ndarray) -> str:
    """Which shape is expected, and which one this is."""
    return said("expected", wanted=shape_in_words(wanted), given=shape_in_words(given))


class _Short(reprlib.Repr):
    """Values in few characters, however large they are."""

    def repr1(self, value: Any, level: int) -> str:
        if isinstance(value, bool | np.bool_):
            return str(value)
        if isinstance(value, int | float | np.number):
            try:
                return f"{value:.6g}"
            except OverflowError:
                return "a number of many digits"
        if isinstance(value, np.ndarray):
            with np.printoptions(precision=6, threshold=12, suppress=True):
                return " ".join(repr(value).split())
        if callable(value):
            return getattr(value, "__name__", "f")
        return super().repr1(value, level)


_short = _Short()
_short.maxstring = _short.maxother = 60


def short(value: Any) -> str:
    """A value in at most one line; numbers with six digits."""
    return cut(_short.repr(value).replace("`", "'"), 100)


def cut(text: str, length: int) -> str:
    """A text of at most this many characters."""
    return text if len(text) <= length else text[: length - 3] + "..."
