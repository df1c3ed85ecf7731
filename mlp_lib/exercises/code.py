"""Judge a learner's function: run it on the exercise's cases, compare with answer and mistakes."""

from __future__ import annotations

import copy
import linecache
import traceback
from collections.abc import Callable
from typing import Any

import numpy as np

from mlp_lib.exercises.base import Code
from mlp_lib.exercises.diagnose import Verdict, not_yet, right, shape_in_words

RTOL = 1e-6


def judge(exercise: Code, function: Callable) -> Verdict:
    """Say whether ``function`` does what the exercise asks, or which mistake it makes.

    An exception in the learner's function is reported as the learner's own, with its line.
    """
    if not callable(function):
        says = f"`{exercise.function}` should be a function, this is a {type(function).__name__}."
        return Verdict(False, "Not a function yet", says)
    results = []
    for case in exercise.cases:
        try:
            results.append(function(*copy.deepcopy(case)))
        except Exception as error:
            return Verdict(False, "Your code stopped", in_words(error))
    if all(map(same, results, outcomes(exercise, exercise.answer))):
        return right()
    for mistake in exercise.mistakes:
        if all(map(same, results, outcomes(exercise, mistake.answer))):
            return not_yet(mistake.name, mistake.says)
    return _first_difference(exercise, results)


def check_source(exercise: Code, source: str) -> Verdict:
    """Run a learner's source text and judge the function that it defines.

    The card in JupyterLab and the page's Python both use it. A syntax error or an exception is
    reported as the learner's own, with its line.
    """
    name = f"<exercise {exercise.id}>"
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    space: dict[str, Any] = {"__name__": "__main__"}
    try:
        exec(compile(source, name, "exec"), space)
    except SyntaxError as error:
        says = f"`{type(error).__name__}: {error.msg}` in line {error.lineno}."
        return Verdict(False, "Your code does not compile", says)
    except Exception as error:
        return Verdict(False, "Your code stopped", in_words(error))
    if exercise.function not in space:
        return Verdict(False, "Not yet", f"I find no function `{exercise.function}`.")
    return judge(exercise, space[exercise.function])


def outcomes(exercise: Code, function: Callable) -> list[Any]:
    """What ``function`` returns on each case; an exception stands for itself."""
    found = []
    for case in exercise.cases:
        try:
            found.append(function(*copy.deepcopy(case)))
        except Exception as error:
            found.append(error)
    return found


def same(one: Any, two: Any) -> bool:
    """Whether two results agree: arrays by value and shape, containers entry by entry."""
    if isinstance(one, Exception) or isinstance(two, Exception):
        return False
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() == two.keys() and all(same(one[key], two[key]) for key in one)
    lists = isinstance(one, (tuple, list)) and isinstance(two, (tuple, list))
    if lists and len(one) == len(two) and not _is_plain(one):
        return all(map(same, one, two))
    try:
        a, b = np.asarray(one, dtype=float), np.asarray(two, dtype=float)
    except (TypeError, ValueError):
        return type(one) is type(two) and one == two
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=RTOL, atol=1e-9, equal_nan=True))


def _is_plain(items: Any) -> bool:
    return all(isinstance(item, (int, float, np.number)) for item in items)


def _first_difference(exercise: Code, results: list[Any]) -> Verdict:
    """Show the first case that goes wrong, and say what is wrong with its shape if that is it."""
    for case, got, wanted in zip(
        exercise.cases, results, outcomes(exercise, exercise.answer), strict=True
    ):
        if same(got, wanted):
            continue
        call = f"{exercise.function}({', '.join(map(_short, case))})"
        if got is None:
            return not_yet("nothing is returned", f"`{call}` gives `None`. Is there a `return`?")
        if isinstance(wanted, (int, float, np.ndarray)) and not isinstance(got, (tuple, dict)):
            a, b = np.asarray(got), np.asarray(wanted)
            if a.shape != b.shape and a.ndim <= 2:
                says = f"`{call}`: expected {shape_in_words(b)}, this is {shape_in_words(a)}."
                return not_yet("the shape", says)
        says = f"`{call}` should give `{_short(wanted)}`, yours gives `{_short(got)}`."
        return not_yet("", says)
    raise AssertionError("no case differs")


def _short(value: Any) -> str:
    """A value in at most one line."""
    if callable(value):
        return getattr(value, "__name__", "f")
    with np.printoptions(precision=6, threshold=12, suppress=True):
        text = " ".join(repr(value).split())
    return text if len(text) <= 120 else text[:117] + "..."


def in_words(error: Exception) -> str:
    """The exception and the line of the learner's code in which it arose."""
    ours = __file__
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename != ours]
    where = f" in line {frames[0].lineno}" if frames else ""
    line = f": `{frames[0].line}`" if frames and frames[0].line else ""
    return f"`{type(error).__name__}: {error}`{where}{line}."
