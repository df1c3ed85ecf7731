"""Numbers that meet all of several conditions; many answers are right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from mlp_lib.exercises.arrays import as_array, close, settled
from mlp_lib.exercises.base import Exercise, settled_mistakes
from mlp_lib.exercises.reading import parting, understood
from mlp_lib.exercises.replies import Verdict, not_yet, right, slip
from mlp_lib.exercises.words import expected

DECIMALS = 9  # a mistake is recognised when it agrees so far
NOISE = 1e-12  # what a sum of a few terms may lose to rounding, relative to their sizes


@dataclass(frozen=True, kw_only=True)
class Condition:
    """``weights . values + constant`` is to be >= 0 (> 0 if strict), else ``says`` is the reply."""

    weights: tuple[float, ...]
    constant: float
    strict: bool
    says: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", tuple(settled(self.weights).tolist()))
        object.__setattr__(self, "constant", float(settled(self.constant)))

    def holds(self, given: np.ndarray) -> bool:
        """Whether numbers meet it; 0.1 + 0.2 - 0.3 counts as 0, which it is on paper."""
        terms = [self.constant, *(np.array(self.weights) * given)]
        value, rounding = sum(terms), NOISE * sum(map(abs, terms))
        return bool(value > rounding if self.strict else value >= -rounding)


@dataclass(frozen=True, kw_only=True)
class Explore(Exercise):
    """Find numbers that meet all of several conditions.

    Parameters
    ----------
    entries : tuple of str
        Names of the numbers, in TeX.
    conditions : tuple of Condition
        What they must meet; the first one that fails gives the reply.
    answer : tuple of float
        One right answer.
    """

    kind = "explore"

    entries: tuple[str, ...]
    conditions: tuple[Condition, ...]
    answer: tuple[float, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "answer", tuple(settled(self.answer).tolist()))
        object.__setattr__(self, "mistakes", settled_mistakes(self.mistakes))

    def judge(self, answer: Any) -> Verdict:
        """Judge numbers, typed or as an array: the first condition that fails has the word."""
        count = len(self.entries)
        given = understood(answer, count > 1)
        if isinstance(given, Verdict):
            return given
        if given.shape != (count,) and (given.ndim or count > 1):
            how = parting(1) if isinstance(answer, str) and given.size >= count else ""
            return slip("shape", expected=expected(np.zeros(count), given) + how)
        given = np.atleast_1d(given)
        for mistake in self.mistakes:
            if close(given, np.atleast_1d(as_array(mistake.answer)), DECIMALS):
                return not_yet(mistake.name, mistake.says)
        for condition in self.conditions:
            if not condition.holds(given):
                return not_yet("", condition.says)
        return right()

    def right_answer(self) -> tuple[float, ...]:
        return self.answer

    def in_words(self) -> str:
        return f"for example ({', '.join(self.entries)}) = {self.answer}"

    def described(self) -> dict[str, Any]:
        names = ", ".join(self.entries)
        return {
            "entries": list(self.entries),
            "lhs": f"${names if len(self.entries) == 1 else f'({names})'} =$",
            "conditions": [vars(c) | {"weights": list(c.weights)} for c in self.conditions],
            "mistakes": [mistake.described() for mistake in self.mistakes],
        }
