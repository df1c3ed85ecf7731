"""From an answer to a verdict: right, or which mistake it shows.

The page judges without Python; ``js/diagnose.js`` is this module's twin and is tested against it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlp_lib.exercises.base import (
    Condition,
    Derivation,
    Exercise,
    Explore,
    Numeric,
    Order,
    as_array,
    settled,
)
from mlp_lib.exercises.reading import read, without_thousands
from mlp_lib.exercises.words import counted, in_kind, shape_in_words

EXACT = 1e-6
NOISE = 1e-12  # what a sum of a few terms may lose to rounding, relative to their sizes
#: How a typed answer is parted, by the number of axes that are asked for.
PARTED = (
    "A blank or a comma starts a second number.",
    "Commas part numbers, semicolons part rows, decimals take a point: (1.5, 2).",
    "Commas part numbers, semicolons part rows: 1, 2; 3, 4.",
)


@dataclass(frozen=True)
class Verdict:
    """What is said about an answer: ``right``, a headline, and one or two sentences."""

    right: bool
    head: str
    says: str


def right(says: str = "") -> Verdict:
    """The verdict on a right answer."""
    return Verdict(True, "Right", says)


def not_yet(name: str, says: str) -> Verdict:
    """The verdict on a wrong answer whose mistake has a name."""
    return Verdict(False, f"Not yet: {name}" if name else "Not yet", says)


def close(given: np.ndarray, wanted: np.ndarray, decimals: int) -> bool:
    """Whether two answers agree: exactly (rtol 1e-6), or after rounding to ``decimals``."""
    if given.shape != wanted.shape:
        return False
    allowed = np.maximum(EXACT * np.abs(wanted), 0.51 * 10.0**-decimals)
    return bool(np.all(np.abs(given - wanted) <= allowed))


def diagnose(exercise: Numeric, answer: Any) -> Verdict:
    """Judge the answer to a `Numeric` exercise; ``answer`` is typed text, a number or an array."""
    wanted = as_array(exercise.answer)
    typed = isinstance(answer, str)
    meant = without_thousands(answer) if typed else None
    if meant is not None and close(np.array(meant), wanted, exercise.decimals):
        says = "The digits are right, but a mark between thousands is read otherwise. Leave it out."
        return not_yet("the mark between thousands", says)
    given = _given(answer, wanted.ndim > 0)
    if isinstance(given, Verdict):
        return given
    if close(given, wanted, exercise.decimals):
        return right()
    for mistake in exercise.mistakes:
        if close(given, as_array(mistake.answer), exercise.decimals):
            return not_yet(mistake.name, mistake.says)
    if given.shape != wanted.shape:
        return _shape(given, wanted, exercise.decimals, typed)
    return (
        _rounded(given, wanted, exercise.decimals)
        or _ratio(given, wanted, exercise)
        or _arrangement(given, wanted, exercise.decimals)
    )


def _given(answer: Any, vector: bool) -> np.ndarray | Verdict:
    """The answer as an array, or the verdict that it is none."""
    try:
        given = read(answer, vector) if isinstance(answer, str) else as_array(answer)
    except (ValueError, TypeError, OverflowError) as error:
        kind = f"A number, a list or an array of numbers is asked for, not {in_kind(answer)}."
        return Verdict(False, "Not a number yet", str(error) if isinstance(answer, str) else kind)
    if not np.all(np.isfinite(given)):
        return Verdict(False, "Not a number yet", "The answer holds nan or inf.")
    return given


def _shape(given: np.ndarray, wanted: np.ndarray, decimals: int, typed: bool) -> Verdict:
    """Name what happened to the shape."""
    expected = f"Expected: {shape_in_words(wanted)}; this is {shape_in_words(given)}."
    how = f" {PARTED[wanted.ndim]}" if typed and given.size >= wanted.size else ""
    if given.ndim == 2 and close(given.T, wanted, decimals):
        return not_yet("transposed", f"Rows and columns have changed places. {expected}")
    if given.size == wanted.size and close(given.ravel(), wanted.ravel(), decimals):
        says = f"The numbers are right, their arrangement is not. {expected}{how}"
        return not_yet("the shape", says)
    if wanted.ndim == 0 and close(given.sum(), wanted, decimals):
        return not_yet("the sum is missing", f"These still have to be added up. {expected}")
    for axis in range(wanted.ndim):
        if close(given, wanted.sum(axis), decimals):
            return not_yet("summed too far", f"A sum has removed an axis. {expected}")
    return not_yet("the shape", expected + how)


def _rounded(given: np.ndarray, wanted: np.ndarray, decimals: int) -> Verdict | None:
    """Recognise an answer that lacks nothing but digits: two of them at least must be there."""
    largest, miss = np.abs(wanted).max(), np.abs(given - wanted).max()
    for places in range(decimals - 1, -1, -1):
        unit = 10**places
        whole = np.abs(given * unit - np.floor(given * unit + 0.5)) <= EXACT
        if np.all(whole) and miss * unit <= 0.51 and largest * unit >= 10:
            far = f"to {counted(places, 'decimal')}" if places else "as a whole number"
            asked = f"{decimals} are" if places else f"{decimals} decimals are"
            return not_yet("rounded too far", f"Right {far}; {asked} asked for.")
    if miss * 10**decimals <= 51 and miss <= 0.01 * largest:
        says = (
            "Nearly right. If you rounded on the way: round once, at the end, to "
            f"{decimals} decimals. If not, look for a small slip."
        )
        return not_yet("the last digits", says)
    return None


def _ratio(given: np.ndarray, wanted: np.ndarray, exercise: Numeric) -> Verdict | None:
    """Recognise an answer that is right up to a constant factor."""
    if not np.any(wanted) or not np.any(given):
        return None
    largest = np.unravel_index(np.argmax(np.abs(wanted)), wanted.shape)
    ratio = float(given[largest] / wanted[largest])
    if not ratio or not close(given / ratio, wanted, exercise.decimals + 1):
        return None
    for factor, name, says in factors(exercise.examples):
        if abs(ratio / factor - 1) <= max(1e-4, 10.0**-exercise.decimals / abs(wanted[largest])):
            return not_yet(name, says)
    if wanted.size > 1 and 1e-3 <= abs(ratio) < 1000:
        shown = math.floor(ratio * 1000 + 0.5) / 1000
        says = f"Every entry is {shown:g} times the right one."
        return not_yet("a constant factor", says)
    return None


def factors(examples: int | None) -> list[tuple[float, str, str]]:
    """Factors that have a meaning: value, name, sentence."""
    table = [
        (-1.0, "the sign", "The size is right, the sign is turned round."),
        (2.0, "a factor 2", "This is twice the right answer. Where does a 2 come from, or go?"),
        (0.5, "a factor 1/2", "This is half the right answer. Is there a 2 that got lost?"),
        (math.log(2), "the logarithm", "Off by ln 2: the logarithm has the wrong base."),
        (1 / math.log(2), "the logarithm", "Off by ln 2: a logarithm to base 2 instead of ln."),
        (math.log(10), "the logarithm", "Off by ln 10: the logarithm has the wrong base."),
        (1 / math.log(10), "the logarithm", "Off by ln 10: a logarithm to base 10 instead of ln."),
    ]
    if examples and examples > 2:
        table += [
            (float(examples), "sum for mean", f"Off by {examples}: a sum where a mean is asked."),
            (1 / examples, "mean taken twice", f"Off by 1/{examples}: divided once too often."),
        ]
    return [(float(settled(value)), name, says) for value, name, says in table]


def _arrangement(given: np.ndarray, wanted: np.ndarray, decimals: int) -> Verdict:
    """Signs or order mixed up; otherwise no known mistake."""
    if given.size > 1 and close(np.abs(given), np.abs(wanted), decimals):
        return not_yet("signs", "The sizes are right. Look at the signs again.")
    if given.size > 1 and close(np.sort(given, None), np.sort(wanted, None), decimals):
        return not_yet("the order", "These are the right numbers in another order.")
    return not_yet("", "No known slip leads to this. A hint may help.")


def explore(exercise: Explore, values: Any) -> Verdict:
    """Judge the numbers of an `Explore` exercise: the first condition that fails has the word."""
    given = _given(values, len(exercise.entries) > 1)
    if isinstance(given, Verdict):
        return given
    count = len(exercise.entries)
    if given.shape != (count,) and (given.ndim or count > 1):
        says = f"Expected: {counted(count, 'number')}; this is {shape_in_words(given)}."
        how = f" {PARTED[1]}" if isinstance(values, str) and given.size >= count else ""
        return not_yet("the shape", says + how)
    given = np.atleast_1d(given)
    for mistake in exercise.mistakes:
        if close(given, np.atleast_1d(as_array(mistake.answer)), 9):
            return not_yet(mistake.name, mistake.says)
    for condition in exercise.conditions:
        if not _holds(condition, given):
            return not_yet("", condition.says)
    return right()


def _holds(condition: Condition, given: np.ndarray) -> bool:
    """Whether numbers meet a condition; 0.1 + 0.2 - 0.3 counts as 0, which it is on paper."""
    terms = [condition.constant, *(np.array(condition.weights) * given)]
    value, rounding = sum(terms), NOISE * sum(map(abs, terms))
    return bool(value > rounding if condition.strict else value >= -rounding)


def is_known(exercise: Exercise, verdict: Verdict) -> bool:
    """Whether a verdict names one of the exercise's own mistakes."""
    return any(verdict.says == mistake.says for mistake in exercise.mistakes)


def choice(options: tuple, answer: Any) -> Verdict:
    """Judge a chosen option, counted from 1."""
    whole = isinstance(answer, (int, np.integer)) and not isinstance(answer, bool)
    if not whole or not 1 <= answer <= len(options):
        return Verdict(False, "Not an option", f"Choose a number from 1 to {len(options)}.")
    option = options[int(answer) - 1]
    return right(option.says) if option.right else not_yet("", option.says)


def derivation(exercise: Derivation, answers: Any) -> Verdict:
    """Judge the options chosen, one for each step: the first wrong one has the word."""
    chosen = list(answers) if np.iterable(answers) else [answers]
    for number, (step, one) in enumerate(zip(exercise.steps, chosen, strict=False), 1):
        verdict = choice(step.options, one)
        if not verdict.right:
            return Verdict(False, f"{verdict.head}, in step {number}", verdict.says)
    done = f"{min(len(chosen), len(exercise.steps))} of {len(exercise.steps)} steps"
    if len(chosen) != len(exercise.steps):
        return Verdict(False, f"Not yet: {done}", "One option for each step, please.")
    return right()


def order(exercise: Order, answer: Any) -> Verdict:
    """Judge an order of steps, counted from 1 in their right order."""
    wanted = list(range(1, len(exercise.steps) + 1))
    given = list(answer) if np.iterable(answer) else []
    if any(step not in given for step in wanted) or len(given) != len(wanted):
        return Verdict(False, "Not an order", f"Each of 1 to {len(wanted)} once, please.")
    if given == wanted:
        return right()
    for mistake in exercise.mistakes:
        if given == list(mistake.answer):
            return not_yet(mistake.name, mistake.says)
    first = next(i for i, (a, b) in enumerate(zip(given, wanted, strict=True)) if a != b)
    if not first:
        return not_yet("", "The first step is another one.")
    stand = "step stands" if first == 1 else f"{first} steps stand"
    return not_yet("", f"The first {stand} right; the next one does not.")
