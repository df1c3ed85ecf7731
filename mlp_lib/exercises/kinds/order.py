"""Steps to bring into order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from mlp_lib.exercises.base import Exercise
from mlp_lib.exercises.replies import Verdict, counted, not_yet, right, slip


@dataclass(frozen=True, kw_only=True)
class Order(Exercise):
    """Steps to bring into order: ``steps`` are in the right one, a mistake in a wrong one."""

    kind = "order"

    steps: tuple[str, ...]

    def judge(self, answer: Any) -> Verdict:
        """Judge an order of steps, counted from 1 in their right order."""
        wanted = list(self.right_answer())
        given = list(answer) if np.iterable(answer) else []
        if any(step not in given for step in wanted) or len(given) != len(wanted):
            return Verdict(False, "Not an order", f"Each of 1 to {len(wanted)} once, please.")
        if given == wanted:
            return right()
        for mistake in self.mistakes:
            if given == list(mistake.answer):
                return not_yet(mistake.name, mistake.says)
        first = next(i for i, (a, b) in enumerate(zip(given, wanted, strict=True)) if a != b)
        if not first:
            return slip("first_step")
        return slip("next_step", standing=counted(first, "standing"))

    def right_answer(self) -> tuple[int, ...]:
        return tuple(range(1, len(self.steps) + 1))

    def in_words(self) -> str:
        return "\n".join(f"{number}. {step}" for number, step in enumerate(self.steps, 1))

    def described(self) -> dict[str, Any]:
        return {"steps": list(self.steps), "mistakes": [m.described() for m in self.mistakes]}
