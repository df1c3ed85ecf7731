"""A number, vector or matrix."""

from __future__ import annotations

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
        return recognise(Attempt(given, self.answer, self.decimals, self.examples, typed))

    def right_answer(self) -> np.ndarray:
        return self.answer

    def in_words(self) -> str:
        return f"{self.lhs} = {np.array2string(self.answer, precision=self.decimals + 2)}"

    def described(self) -> dict[str, Any]:
        return {
            "lhs": f"${self.lhs} =$",
            "answer": self.answer.tolist(),
            "decimals": self.decimals,
            "examples": self.examples,
            "mistakes": [mistake.described() for mistake in self.mistakes],
        }
