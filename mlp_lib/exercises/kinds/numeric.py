"""A number, vector or matrix."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlp_lib.exercises.arrays import as_array, close, settled
from mlp_lib.exercises.base import Exercise, settled_mistakes
from mlp_lib.exercises.reading import understood, without_thousands
from mlp_lib.exercises.replies import Verdict, not_yet, right, slip
from mlp_lib.exercises.slips import Attempt, recognise


@dataclass(frozen=True, kw_only=True)
class Numeric(Exercise):
    """A number, vector or matrix.

    Its answers lose the digits that `settled` removes, so that card, checker and list show and
    compare the same numbers on every processor.

    Parameters
    ----------
    answer : array_like
        The right answer; not rounded by hand.
    lhs : str
        What is asked for, in TeX: ``"z"``.
    decimals : int
        How many decimals a rounded answer needs.
    examples : int, optional
        Number of examples N, so that a forgotten or doubled 1/N is recognised.
    """

    kind = "numeric"

    answer: Any
    lhs: str
    decimals: int = 4
    examples: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "answer", settled(self.answer, self.decimals))
        object.__setattr__(self, "mistakes", settled_mistakes(self.mistakes, self.decimals))

    def judge(self, answer: Any) -> Verdict:
        """Judge typed text, a number or an array: right, an own mistake, or a slip of any kind."""
        typed = isinstance(answer, str)
        meant = without_thousands(answer) if typed else None
        if meant is not None and close(np.array(meant), self.answer, self.decimals):
            return slip("thousands")
        given = understood(answer, self.answer.ndim > 0)
        if isinstance(given, Verdict):
            return given
        if close(given, self.answer, self.decimals):
            return right()
        for mistake in self.mistakes:
            if close(given, as_array(mistake.answer), self.decimals):
                return not_yet(mistake.name, mistake.says)
        return recognise(Attempt(given, self.answer, self.decimals, factors(self.examples), typed))

    def right_answer(self) -> np.ndarray:
        return self.answer

    def in_words(self) -> str:
        return f"{self.lhs} = {np.array2string(self.answer, precision=self.decimals + 2)}"

    def described(self) -> dict[str, Any]:
        return {
            "lhs": f"${self.lhs} =$",
            "answer": self.answer.tolist(),
            "decimals": self.decimals,
            "factors": [list(entry) for entry in factors(self.examples)],
            "mistakes": [mistake.described() for mistake in self.mistakes],
        }


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
