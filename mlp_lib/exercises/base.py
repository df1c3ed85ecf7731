"""The kinds of exercise. Each is one object: task, answer, wrong answers that have a name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from numbers import Real
from typing import Any, ClassVar

import numpy as np


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


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """What all exercises have.

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
        object.__setattr__(self, "mistakes", _settled(self.mistakes, self.decimals))


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer to choose, and what it shows when it is chosen."""

    text: str
    says: str
    right: bool = False


@dataclass(frozen=True, kw_only=True)
class Choice(Exercise):
    """One of several answers; each has its own reply."""

    kind = "choice"

    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class Order(Exercise):
    """Steps to bring into order: ``steps`` are in the right one, a mistake in a wrong one."""

    kind = "order"

    steps: tuple[str, ...]


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


@dataclass(frozen=True, kw_only=True)
class Explore(Exercise):
    """Find numbers that meet all of several conditions; many answers are right.

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
        object.__setattr__(self, "mistakes", _settled(self.mistakes))


@dataclass(frozen=True, kw_only=True)
class Code(Exercise):
    """A function to write, or to mend.

    Parameters
    ----------
    function : str
        Its name.
    starter : str
        What the learner begins with: imports, signature, docstring, an example that still fails.
    answer : callable
        A right implementation.
    source : str
        The same implementation as text, for the solution.
    cases : tuple of tuples
        Arguments on which answer, mistakes and the learner's function are compared.
    conventions : tuple of Mistake
        Implementations that are right too, by a convention of their own, which ``name`` tells.
    """

    kind = "code"

    function: str
    starter: str
    answer: Callable
    source: str
    cases: tuple[tuple, ...] = ()
    conventions: tuple[Mistake, ...] = ()

    @property
    def solution_source(self) -> str:
        """The solution as it runs in place of the starter: its imports, then `source`."""
        imports = re.findall(r"^(?:import|from) .*\n", self.starter, re.MULTILINE)
        return "".join(imports) + ("\n\n" if imports else "") + self.source


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a derivation: a question, possible answers, what follows once it is settled."""

    ask: str
    options: tuple[Option, ...]
    then: str


@dataclass(frozen=True, kw_only=True)
class Derivation(Exercise):
    """A derivation that goes on when its next step has been chosen."""

    kind = "derivation"

    steps: tuple[Step, ...]


def numbers(value: Any) -> np.ndarray:
    """A value as an array of float64; `TypeError` or `ValueError` when it holds anything else.

    Text, complex numbers and None are no numbers here, though NumPy would turn them into some.
    """
    array = np.asarray(value)
    if array.dtype.kind not in "biuf" and not all(isinstance(one, Real) for one in array.flat):
        raise TypeError("not all are numbers")
    return array.astype(float)


def settled(value: Any, decimals: int = 4) -> np.ndarray:
    """Numbers without the digits on which processors differ, as an array of float64.

    Sums of matrix products and exponentials end in other bits on another processor: 0.5 is
    0.5000000000000001 there, and 0 is -4.4e-16. Twelve significant digits stay, and eight decimals
    more than a rounded answer needs; no checker looks further.

    Parameters
    ----------
    value : array_like
        What was computed.
    decimals : int
        How many decimals a rounded answer needs.
    """
    rounded = np.round(numbers(value), decimals + 8)
    digits = [float(f"{number:.12g}") + 0.0 for number in rounded.flat]  # + 0.0: no -0
    return np.array(digits).reshape(rounded.shape)


def _settled(mistakes: tuple[Mistake, ...], decimals: int = 4) -> tuple[Mistake, ...]:
    return tuple(replace(one, answer=settled(one.answer, decimals)) for one in mistakes)


def as_array(value: Any) -> np.ndarray:
    """An answer as an array of float64; `ValueError` when it has more than two axes."""
    array = numbers(value)
    if array.ndim > 2:
        raise ValueError(f"an answer has at most two axes, got shape {array.shape}")
    return array
