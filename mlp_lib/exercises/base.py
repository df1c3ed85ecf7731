"""What all kinds of exercise share: task, hints, solution, and wrong answers that have a name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from mlp_lib.exercises.arrays import numbers, settled
from mlp_lib.exercises.replies import Verdict


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that learners give, computed the way they compute it.

    Parameters
    ----------
    answer : number, array, order or function
        What the mistake leads to; of the same kind as the exercise's own answer, of any shape.
    name : str
        Names the mistake: ``"the bias is missing"``.
    says : str
        One or two sentences that help without giving the answer away.
    """

    answer: Any
    name: str
    says: str

    def described(self) -> dict[str, Any]:
        """The mistake as the card knows it, as plain JSON."""
        return {"answer": numbers(self.answer).tolist(), "name": self.name, "says": self.says}


@dataclass(frozen=True, kw_only=True)
class Exercise(ABC):
    """What all exercises have, and what a kind of exercise says of itself.

    A kind is one module of `mlp_lib.exercises.kinds`, and its twin for the page in ``js/kinds``.
    Texts may hold ``$TeX$``, ``**bold**`` and `` `code` ``.

    Parameters
    ----------
    id : str
        Chapter and number: ``"1.3"``.
    title, prompt : str
        A few words, and the task.
    hints : three str
        From a nudge to nearly the answer.
    solution : str
        The worked solution.
    mistakes : tuple of Mistake
        None may equal the answer or another one.
    """

    kind: ClassVar[str]

    id: str
    title: str
    prompt: str
    hints: tuple[str, str, str]
    solution: str
    mistakes: tuple[Mistake, ...] = ()

    def __post_init__(self) -> None:
        if len(self.hints) != 3:
            raise ValueError(f"exercise {self.id} needs three hints, got {len(self.hints)}")

    def __reduce_ex__(self, protocol: int) -> tuple[Any, ...]:
        """Copies and pickles of an exercise of the book are that exercise, found by its id."""
        from mlp_lib import exercises

        try:
            if exercises.get(self.id) is self:
                return exercises.get, (self.id,)
        except KeyError:
            pass  # one of a reader's own
        return super().__reduce_ex__(protocol)

    @abstractmethod
    def judge(self, answer: Any) -> Verdict:
        """Say whether an answer is right, or which mistake it shows."""

    @abstractmethod
    def right_answer(self) -> Any:
        """The right answer, or one of them, in the form that `judge` takes."""

    @abstractmethod
    def in_words(self) -> str:
        """The right answer for the teachers' list, as text of one or several lines."""

    @abstractmethod
    def described(self) -> dict[str, Any]:
        """What the card needs of this kind beyond what all exercises have, as plain JSON."""


def settled_mistakes(mistakes: Iterable[Mistake], decimals: int = 4) -> tuple[Mistake, ...]:
    """Mistakes whose answers have lost the digits on which processors differ."""
    return tuple(replace(one, answer=settled(one.answer, decimals)) for one in mistakes)
