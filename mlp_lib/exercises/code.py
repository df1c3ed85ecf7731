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
from mlp_lib.exercises.compare import difference, same
from mlp_lib.exercises.diagnose import Verdict, not_yet, right
from mlp_lib.exercises.words import cut, in_kind, short

LONGEST_CALL = 80  # characters
LONGEST_MESSAGE = 200


def judge(exercise: Code, function: Callable) -> Verdict:
    """Say whether ``function`` does what the exercise asks, or which mistake it makes.

    An exception in the learner's function is reported as the learner's own, with its line.
    """
    if not callable(function) or inspect.isclass(function):
        says = f"`{exercise.function}` should be a function, this is {in_kind(function)}. "
        says += "Define it with `def`, and hand it over without brackets."
        return Verdict(False, "Not a function yet", says)
    if wrong := _parameters(exercise, function):
        return not_yet("the parameters", wrong)
    results = []
    for case in exercise.cases:
        try:
            results.append(function(*copy.deepcopy(case)))
        except (Exception, SystemExit) as error:
            says = f"{in_words(error)} It was called as {_call(exercise, case)}."
            return Verdict(False, "Your code stopped", says)
    if all(map(same, results, outcomes(exercise, exercise.answer))):
        return right()
    for other in exercise.conventions:
        if all(map(same, results, outcomes(exercise, other.answer))):
            return Verdict(True, f"Right, {other.name}", other.says)
    for mistake in exercise.mistakes:
        if all(map(same, results, outcomes(exercise, mistake.answer))):
            return not_yet(mistake.name, mistake.says)
    return _first_difference(exercise, results)


def _parameters(exercise: Code, function: Callable) -> str:
    """What is wrong with the number of parameters; empty if nothing is, or nobody knows."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return ""
    try:
        signature.bind(*exercise.cases[0])
    except TypeError:
        name, names = exercise.function, ", ".join(_names(exercise))
        return f"It is called as `{name}({names})`; yours is `{cut(f'{name}{signature}', 80)}`."
    return ""


def _names(exercise: Code) -> list[str]:
    """The names of the parameters that the exercise asks for."""
    return list(inspect.signature(exercise.answer).parameters)


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
        own = [n for n, v in space.items() if getattr(v, "__module__", None) == "__main__"]
        there = f", only `{'`, `'.join(own[:3])}`" if own else ""
        says = f"I find no function `{exercise.function}`{there}. Keep the name that is given."
        return Verdict(False, "Not yet", says)
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


def _first_difference(exercise: Code, results: list[Any]) -> Verdict:
    """Show the first case that goes wrong: which part of the result, and how."""
    wanted = outcomes(exercise, exercise.answer)
    for case, one, other in zip(exercise.cases, results, wanted, strict=True):
        if one is None and other is not None:
            says = "gives `None`. Is there a `return`? `print` only shows a value."
            return not_yet("nothing is returned", f"{_call(exercise, case)} {says}")
        if found := difference(one, other):
            where = f": {found.where}" if found.where else ""
            return not_yet(found.name, f"{_call(exercise, case)}{where} {found.says}")
    raise AssertionError("no case differs")


def _call(exercise: Code, case: tuple) -> str:
    """How a case calls the function: with its arguments if they are short, else their shapes."""
    call = f"`{exercise.function}({', '.join(map(short, case))})`"
    if len(call) <= LONGEST_CALL:
        return call
    names = _names(exercise)
    arrays = [(n, v) for n, v in zip(names, case, strict=False) if isinstance(v, np.ndarray)]
    shapes = ", ".join(f"`{name}` of shape {array.shape}" for name, array in arrays)
    return f"`{exercise.function}({', '.join(names)})`" + (f" with {shapes}" if shapes else "")


def in_words(error: BaseException) -> str:
    """The exception, cut short, and the innermost line of the learner's own code."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename != __file__]
    learners = [f for f in frames if f.filename == frames[0].filename]
    where = f" in line {learners[-1].lineno}" if learners else ""
    line = f": `{cut(learners[-1].line, 80)}`" if learners and learners[-1].line else ""
    message = " ".join(f"{type(error).__name__}: {error}".replace("`", "'").split())
    return f"`{cut(message, LONGEST_MESSAGE)}`{where}{line}."


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
