"""Exercises that name the mistake: ``exercise("1.3")`` shows one, ``check("1.3", answer)`` judges.

One module a chapter holds its exercises as plain objects (`mlp_lib.exercises.kinds`), and names
them in its ``EXERCISES``. The same object serves the page, JupyterLab and the tests. ``python -m
mlp_lib.exercises`` lists them all with their answers.
"""

from __future__ import annotations

import importlib
import pkgutil
from difflib import get_close_matches
from functools import cache
from typing import Any

from mlp_lib.exercises.base import Exercise
from mlp_lib.exercises.replies import Verdict

__all__ = ["Verdict", "all_exercises", "check", "exercise", "get"]


def _modules() -> list[str]:
    return sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name.startswith("chapter"))


def _of(module: str) -> tuple[Exercise, ...]:
    return importlib.import_module(f"{__name__}.{module}").EXERCISES


@cache
def all_exercises() -> dict[str, Exercise]:
    """Every exercise of the book by its id, in the order of the book."""
    found: dict[str, Exercise] = {}
    for item in (item for module in _modules() for item in _of(module)):
        if item.id in found:
            raise ValueError(f"two exercises are called {item.id}")
        found[item.id] = item
    return found


def get(exercise_id: str) -> Exercise:
    """The exercise with this id; `KeyError` naming the nearest ones when there is none.

    Its chapter alone is imported, for a page's Python is slow.
    """
    module = f"chapter{str(exercise_id).partition('.')[0].zfill(2)}"
    for item in _of(module) if module in _modules() else ():
        if item.id == exercise_id:
            return item
    known = all_exercises()
    if exercise_id not in known:
        near = get_close_matches(str(exercise_id), known, n=3, cutoff=0) or list(known)[:3]
        raise KeyError(f"no exercise {exercise_id!r}; there are, for example, {', '.join(near)}")
    return known[exercise_id]


class Reply(Verdict):
    """A verdict that shows itself in words; a notebook typesets its formulas."""

    def __repr__(self) -> str:
        return f"{self.head}. {self.says}".strip()

    def _repr_markdown_(self) -> str:
        return f"**{self.head}.** {self.says}".strip()


def check(exercise_id: str, answer: Any) -> Reply:
    """Judge ``answer`` to the exercise ``exercise_id``, in any Python.

    An answer is a number, an array or text; a function; an option's number; an order. Options and
    steps count from 1. A derivation is answered by one option's number for each step.

    >>> check("1.1", 2.8)
    Right.
    """
    verdict = get(exercise_id).judge(answer)
    return Reply(verdict.right, verdict.head, verdict.says)


def exercise(exercise_id: str) -> Any:
    """Show an exercise as a card; needs ipywidgets, as JupyterLab has it."""
    from mlp_lib.exercises.card import ExerciseCard

    return ExerciseCard(get(exercise_id))
