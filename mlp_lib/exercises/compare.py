"""The result of a learner's function beside the right one: which part differs, and how."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from mlp_lib.exercises.arrays import numbers
from mlp_lib.exercises.replies import counted
from mlp_lib.exercises.words import in_kind, short

CLOSE = {"rtol": 1e-6, "atol": 1e-9, "equal_nan": True}
NOISE = 1e-14  # relative to the largest entry
ADVICE = {
    "a generator": " Use `return` with a list or an array in place of `yield`.",
    "an iterator": " Make a list or an array of it.",
    "a function": " Call it.",
}


class Difference(NamedTuple):
    """Where a result differs (empty: all of it), what that is called, and what is said of it."""

    where: str
    name: str
    says: str

    def within(self, part: str) -> Difference:
        """The same difference, seen from outside of the part."""
        return self._replace(where=f"{part}, {self.where}" if self.where else part)


def same(got: Any, wanted: Any) -> bool:
    """Whether two results agree: arrays by value and shape, containers entry by entry."""
    return difference(got, wanted) is None


def difference(got: Any, wanted: Any) -> Difference | None:
    """The first part in which a result differs from the wanted one: a key, an item, an entry."""
    if isinstance(wanted, Exception) or isinstance(got, Exception):
        return Difference("", "", "is an exception")
    if isinstance(wanted, dict):
        return _in_dict(got, wanted)
    if isinstance(wanted, tuple) or (isinstance(wanted, list) and not _is_vector(wanted)):
        return _in_sequence(got, wanted)
    try:
        array = numbers(wanted)
    except (TypeError, ValueError):
        if type(got) is not type(wanted):
            return _unlike(got, f"`{short(wanted)}`")
        says = f"should be `{short(wanted)}`, yours is `{short(got)}`."
        return None if got == wanted else Difference("", "", says)
    return _in_array(got, array)


def _is_vector(items: list) -> bool:
    return all(isinstance(item, (int, float, np.number)) for item in items)


def _unlike(got: Any, wanted: str, name: str = "the type") -> Difference:
    """Something of another kind than what is wanted."""
    kind = in_kind(got)
    shown = f": `{short(got)}`" if kind in ("text", "a number", "a complex number") else ""
    says = f"should be {wanted}, yours is {kind}{shown}.{ADVICE.get(kind, '')}"
    return Difference("", name, says)


def _in_dict(got: Any, wanted: dict) -> Difference | None:
    keys = f"a dict with the keys {', '.join(f'`{key!r}`' for key in wanted)}"
    if not isinstance(got, dict):
        return _unlike(got, keys)
    if got.keys() != wanted.keys():
        found = ", ".join(f"`{short(key)}`" for key in [*got][:10]) or "no keys"
        return Difference("", "the keys", f"should be {keys}, yours has {found}.")
    return _first((f"key `{key!r}`", got[key], wanted[key]) for key in wanted)


def _in_sequence(got: Any, wanted: tuple | list) -> Difference | None:
    several, count = isinstance(wanted, tuple), len(wanted)
    if _stacked(got, wanted):
        got = list(got)
    if not isinstance(got, tuple | list) or len(got) != count:
        if several:
            return _unlike(got, counted(count, "value"), "the number of values")
        return _unlike(got, f"a list of {count}", "the list")
    names = (f"value {i + 1} of {count}" if several else f"index {i}" for i in range(count))
    return _first(zip(names, got, wanted, strict=True))


def _stacked(got: Any, wanted: tuple | list) -> bool:
    """Whether all that is wanted stands in one array."""
    try:
        return isinstance(got, np.ndarray) and got.shape == np.shape(wanted)
    except ValueError:  # what is wanted fits into no array
        return False


def _first(parts: Iterable[tuple[str, Any, Any]]) -> Difference | None:
    """The first difference in parts that are given as name, result, wanted result."""
    for name, got, wanted in parts:
        if found := difference(got, wanted):
            return found.within(name)
    return None


def _in_array(got: Any, wanted: np.ndarray) -> Difference | None:
    asked = in_kind(wanted) if wanted.ndim else f"`{short(wanted[()])}`"
    try:
        given = numbers(got)
    except (TypeError, ValueError, OverflowError):
        if isinstance(got, list | tuple):
            says = f"should be {asked}, yours is {in_kind(got)} that makes no array of numbers."
            return Difference("", "the type", says)
        return _unlike(got, asked)
    if given.shape != wanted.shape:
        return _in_shape(given, wanted)
    wrong = ~np.isclose(given, wanted, **CLOSE)
    if not wrong.any():
        return None
    at = tuple(int(i) for i in np.argwhere(wrong)[0])
    one, other = _told_apart(_without_noise(wanted)[at], _without_noise(given)[at])
    if isinstance(got, bool | np.bool_):
        other = short(got)
    says = f"should be `{one}`, yours is `{other}`."
    if not at:
        return Difference("", "", says)
    name, all_of_them = _in_all(given, wanted)
    differ = f"{wrong.sum()} of {wrong.size} entries {'differs' if wrong.sum() == 1 else 'differ'}."
    return Difference(f"entry `{list(at)}`", name, f"{says} {all_of_them or differ}")


def _in_shape(given: np.ndarray, wanted: np.ndarray) -> Difference:
    asked = in_kind(wanted if wanted.ndim else wanted[()])
    says = f"should be {asked}, yours is {in_kind(given if given.ndim else given[()])}."
    if _is_transposed(given, wanted):
        return Difference("", "transposed", f"{says} Its transpose is right.")
    if given.size == wanted.size and np.allclose(given.ravel(), wanted.ravel(), **CLOSE):
        says += " The numbers are right."
    return Difference("", "the shape", says)


def _is_transposed(given: np.ndarray, wanted: np.ndarray) -> bool:
    fits = wanted.ndim == 2 and given.T.shape == wanted.shape
    return fits and np.allclose(given.T, wanted, **CLOSE)


def _in_all(given: np.ndarray, wanted: np.ndarray) -> tuple[str, str]:
    """What all entries have in common: a name and a sentence, both empty if there is nothing."""
    if _is_transposed(given, wanted):
        return "transposed", "Its transpose is right."
    largest = np.unravel_index(np.argmax(np.abs(wanted)), wanted.shape)
    if wanted.size == 1 or not wanted[largest] or not np.isfinite(given).all():
        return "", ""
    ratio = given[largest] / wanted[largest]
    if not np.allclose(given, ratio * wanted, **CLOSE):
        return "", ""
    if not ratio:
        return "", "All entries of yours are 0."
    if np.isclose(ratio, -1):
        return "the sign", "All entries have the other sign."
    return "a constant factor", f"All entries are {ratio:.4g} times the right ones."


def _without_noise(array: np.ndarray) -> np.ndarray:
    """The array with 0 where a sum of its terms has left nothing but rounding, such as 1.4e-17."""
    size = np.abs(array)
    return np.where(size < NOISE * np.max(size, initial=0, where=np.isfinite(size)), 0, array)


def _told_apart(one: float, other: float) -> tuple[str, str]:
    """Two different numbers, with as few digits from six on as show that they differ."""
    digits = (n for n in range(6, 18) if f"{one:.{n}g}" != f"{other:.{n}g}")
    n = next(digits, 17)
    return f"{one:.{n}g}", f"{other:.{n}g}"
