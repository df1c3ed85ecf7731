"""Judge a learner's function: run it on the exercise's cases, compare with answer and mistakes."""

from __future__ import annotations

import copy
import inspect
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
        except (Exception, SystemExit) as error:
            return Verdict(False, "Your code stopped", in_words(error))
    if all(map(same, results, outcomes(exercise, exercise.answer))):
        return right()
    for other in exercise.conventions:
        if all(map(same, results, outcomes(exercise, other.answer))):
            return Verdict(True, f"Right, {other.name}", other.says)
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
    except (Exception, SystemExit) as error:
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
    if lists and not (_is_plain(one) and _is_plain(two)):
        return len(one) == len(two) and all(map(same, one, two))
    try:
        a, b = np.asarray(one, dtype=float), np.asarray(two, dtype=float)
    except (TypeError, ValueError):
        return isinstance(one, str) and isinstance(two, str) and one == two
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
        if wrong := _wrong_shape(got, wanted):
            return not_yet("the shape", f"`{call}`: {wrong}.")
        says = f"`{call}` should give `{_short(wanted)}`, yours gives `{_short(got)}`."
        return not_yet("", says)
    raise AssertionError("no case differs")


def _wrong_shape(got: Any, wanted: Any) -> str:
    """What is wrong with the shape of a result, alone or in a tuple; empty if nothing is."""
    if isinstance(wanted, tuple):
        if not isinstance(got, (tuple, list)) or len(got) != len(wanted):
            return f"{len(wanted)} values are to be returned"
        return next(filter(None, map(_wrong_shape, got, wanted)), "")
    if isinstance(wanted, str):
        return ""
    try:
        a, b = np.asarray(got, dtype=float), np.asarray(wanted, dtype=float)
    except (TypeError, ValueError):
        return ""
    if a.shape == b.shape or max(a.ndim, b.ndim) > 2:
        return ""
    return f"expected {shape_in_words(b)}, this is {shape_in_words(a)}"


def _short(value: Any) -> str:
    """A value in at most one line."""
    if callable(value):
        return getattr(value, "__name__", "f")
    with np.printoptions(precision=6, threshold=12, suppress=True):
        text = " ".join(repr(value).split())
    return text if len(text) <= 120 else text[:117] + "..."


def in_words(error: BaseException) -> str:
    """The exception and the innermost line of the learner's own code in which it arose."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename != __file__]
    learners = [f for f in frames if f.filename == frames[0].filename]
    where = f" in line {learners[-1].lineno}" if learners else ""
    line = f": `{learners[-1].line}`" if learners and learners[-1].line else ""
    return f"`{type(error).__name__}: {error}`{where}{line}."


def broken(function: Callable, *swaps: tuple[str, str]) -> Callable:
    """A copy of ``function`` whose source text has each first text replaced by the second.

    This is how a `Mistake` of a code exercise is written: as what differs from the answer.

    Raises
    ------
    ValueError
        When a text to replace does not occur exactly once.
    """
    source = inspect.getsource(function)
    for old, new in swaps:
        if source.count(old) != 1:
            raise ValueError(f"{old!r} occurs {source.count(old)} times in {function.__name__}")
        source = source.replace(old, new)
    space = dict(function.__globals__)
    exec(source, space)
    return space[function.__name__]
