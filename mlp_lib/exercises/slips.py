"""Slips that any exercise with numbers may show: a function each, in the order they are tried.

The page judges without Python; ``js/slips.js`` is this module's twin and is tested against it. A
new slip is a function here, its twin there, and its sentence in ``replies.json``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mlp_lib.exercises.arrays import EXACT, close
from mlp_lib.exercises.reading import parting
from mlp_lib.exercises.replies import Verdict, counted, slip
from mlp_lib.exercises.words import expected


@dataclass(frozen=True)
class Attempt:
    """An answer that is not right, beside what is wanted.

    Parameters
    ----------
    given, wanted : array
        The answer, and the right one.
    decimals : int
        How many decimals are asked for.
    examples : int or None
        Number of examples N, where there are some.
    typed : bool
        Whether the answer was typed, so that it helps to say how.
    """

    given: np.ndarray
    wanted: np.ndarray
    decimals: int
    examples: int | None
    typed: bool

    def is_right(self, array: np.ndarray, wanted: np.ndarray | None = None) -> bool:
        """Whether an array agrees with what is wanted, or with another form of that."""
        return close(array, self.wanted if wanted is None else wanted, self.decimals)

    @property
    def expected(self) -> str:
        """Which shape is expected, and which one this is."""
        return expected(self.wanted, self.given)

    @property
    def how(self) -> str:
        """How to part numbers, where something typed has come apart in another way."""
        come_apart = self.typed and self.given.size >= self.wanted.size
        return parting(self.wanted.ndim) if come_apart else ""


def recognise(attempt: Attempt) -> Verdict:
    """The verdict of the first slip that explains the answer; the last one always does."""
    same = attempt.given.shape == attempt.wanted.shape
    tried = (slip(attempt) for slip in (SAME_SHAPE if same else OTHER_SHAPE))
    return next(verdict for verdict in tried if verdict)


# --- of another shape ----------------------------------------------------------------------------


def transposed(a: Attempt) -> Verdict | None:
    """Rows are columns."""
    if a.given.ndim == 2 and a.is_right(a.given.T):
        return slip("transposed", expected=a.expected)
    return None


def arranged(a: Attempt) -> Verdict | None:
    """The right numbers in another shape."""
    if a.given.size == a.wanted.size and a.is_right(a.given.ravel(), a.wanted.ravel()):
        return slip("arranged", expected=a.expected + a.how)
    return None


def not_summed(a: Attempt) -> Verdict | None:
    """The terms of the sum that is asked for."""
    if a.wanted.ndim == 0 and a.is_right(a.given.sum()):
        return slip("not_summed", expected=a.expected)
    return None


def summed(a: Attempt) -> Verdict | None:
    """The sum over one axis of what is asked for."""
    sums = (a.wanted.sum(axis) for axis in range(a.wanted.ndim))
    if any(a.is_right(a.given, one) for one in sums):
        return slip("summed", expected=a.expected)
    return None


def other_shape(a: Attempt) -> Verdict:
    """Nothing but another shape."""
    return slip("shape", expected=a.expected + a.how)


# --- of the right shape --------------------------------------------------------------------------


def rounded(a: Attempt) -> Verdict | None:
    """All digits that are there are right, two of them at least."""
    largest, miss = np.abs(a.wanted).max(), np.abs(a.given - a.wanted).max()
    for places in range(a.decimals - 1, -1, -1):
        unit = 10**places
        whole = np.abs(a.given * unit - np.floor(a.given * unit + 0.5)) <= EXACT
        if np.all(whole) and miss * unit <= 0.51 and largest * unit >= 10:
            if not places:
                return slip("whole", decimals=a.decimals)
            return slip("rounded", places=counted(places, "decimal"), decimals=a.decimals)
    return None


def last_digits(a: Attempt) -> Verdict | None:
    """Wrong in the last digits only."""
    largest, miss = np.abs(a.wanted).max(), np.abs(a.given - a.wanted).max()
    if miss * 10**a.decimals <= 51 and miss <= 0.01 * largest:
        return slip("digits", decimals=a.decimals)
    return None


#: Factors that have a meaning: value, the slip's name, values for its sentence.
FACTORS = (
    (-1.0, "sign", {}),
    (2.0, "twice", {}),
    (0.5, "half", {}),
    (math.log(2), "wrong_base", {"base": 2}),
    (1 / math.log(2), "other_base", {"base": 2}),
    (math.log(10), "wrong_base", {"base": 10}),
    (1 / math.log(10), "other_base", {"base": 10}),
)


def factors_of(examples: int | None) -> tuple[tuple[float, str, dict], ...]:
    """The factors that a number of examples adds."""
    if not examples or examples <= 2:
        return ()
    values = {"examples": examples}
    return (examples, "sum_for_mean", values), (1 / examples, "mean_twice", values)


def constant_factor(a: Attempt) -> Verdict | None:
    """Right up to a constant factor, which may have a meaning."""
    if not np.any(a.wanted) or not np.any(a.given):
        return None
    largest = np.unravel_index(np.argmax(np.abs(a.wanted)), a.wanted.shape)
    ratio = float(a.given[largest] / a.wanted[largest])
    if not ratio or not close(a.given / ratio, a.wanted, a.decimals + 1):
        return None
    for factor, key, values in (*FACTORS, *factors_of(a.examples)):
        if abs(ratio / factor - 1) <= max(1e-4, 10.0**-a.decimals / abs(a.wanted[largest])):
            return slip(key, **values)
    if a.wanted.size > 1 and 1e-3 <= abs(ratio) < 1000:
        return slip("factor", factor=f"{math.floor(ratio * 1000 + 0.5) / 1000:g}")
    return None


def signs(a: Attempt) -> Verdict | None:
    """Right but for signs."""
    if a.given.size > 1 and a.is_right(np.abs(a.given), np.abs(a.wanted)):
        return slip("signs")
    return None


def reordered(a: Attempt) -> Verdict | None:
    """The right numbers in another order."""
    if a.given.size > 1 and a.is_right(np.sort(a.given, None), np.sort(a.wanted, None)):
        return slip("order")
    return None


def unknown(_: Attempt) -> Verdict:
    """No slip that has a name."""
    return slip("unknown")


OTHER_SHAPE = (transposed, arranged, not_summed, summed, other_shape)
SAME_SHAPE = (rounded, last_digits, constant_factor, signs, reordered, unknown)
