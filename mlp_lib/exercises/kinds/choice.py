"""One of several answers; each has its own reply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlp_lib.exercises.base import Exercise
from mlp_lib.exercises.replies import REPLIES, Verdict, not_yet, right, said


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer to choose, and what it shows when it is chosen."""

    text: str
    says: str
    right: bool = False


@dataclass(frozen=True, kw_only=True)
class Choice(Exercise):
    """A question with several answers, one of them right."""

    kind = "choice"

    options: tuple[Option, ...]

    def judge(self, answer: Any) -> Verdict:
        """Judge the number of an option, counted from 1."""
        return chosen(self.options, answer)

    def right_answer(self) -> int:
        return right_number(self.options)

    def in_words(self) -> str:
        return "\n".join(right_texts(self.options))

    def described(self) -> dict[str, Any]:
        return {"options": [vars(option) for option in self.options]}


def chosen(options: tuple[Option, ...], answer: Any) -> Verdict:
    """Judge a chosen option, counted from 1."""
    whole = isinstance(answer, (int, np.integer)) and not isinstance(answer, bool)
    if not whole or not 1 <= answer <= len(options):
        return Verdict(False, REPLIES["no_option"], said("choose", count=len(options)))
    option = options[int(answer) - 1]
    return right(option.says) if option.right else not_yet("", option.says)


def right_number(options: tuple[Option, ...]) -> int:
    """The number of the right option."""
    return next(number for number, option in enumerate(options, 1) if option.right)


def right_texts(options: tuple[Option, ...]) -> Iterator[str]:
    """The right ones of several options, each with its number."""
    return (f"({n}) {option.text}" for n, option in enumerate(options, 1) if option.right)
