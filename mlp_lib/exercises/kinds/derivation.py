"""A derivation that goes on when its next step has been chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from mlp_lib.exercises.base import Exercise
from mlp_lib.exercises.kinds.choice import Option, chosen, right_number, right_texts
from mlp_lib.exercises.replies import Verdict, not_yet, right


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a derivation: a question, possible answers, what follows once it is settled."""

    ask: str
    options: tuple[Option, ...]
    then: str


@dataclass(frozen=True, kw_only=True)
class Derivation(Exercise):
    """Several questions, one after the other."""

    kind = "derivation"

    steps: tuple[Step, ...]

    def judge(self, answer: Any) -> Verdict:
        """Judge the options chosen, one for each step: the first wrong one has the word."""
        given = list(answer) if np.iterable(answer) else [answer]
        for number, (step, one) in enumerate(zip(self.steps, given, strict=False), 1):
            verdict = chosen(step.options, one)
            if not verdict.right:
                return Verdict(False, f"{verdict.head}, in step {number}", verdict.says)
        done = f"{min(len(given), len(self.steps))} of {len(self.steps)} steps"
        if len(given) != len(self.steps):
            return not_yet(done, "One option for each step, please.")
        return right()

    def right_answer(self) -> list[int]:
        return [right_number(step.options) for step in self.steps]

    def in_words(self) -> str:
        return "\n".join(f"{s.ask} {' '.join(right_texts(s.options))}" for s in self.steps)

    def described(self) -> dict[str, Any]:
        return {
            "steps": [
                {"ask": s.ask, "then": s.then, "options": [vars(o) for o in s.options]}
                for s in self.steps
            ]
        }
