"""A function to write, or to mend: it is run on cases beside the right one and the wrong ones."""

from __future__ import annotations

import copy
import inspect
import linecache
import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlp_lib.exercises.base import Exercise, Mistake
from mlp_lib.exercises.compare import difference, same
from mlp_lib.exercises.replies import REPLIES, Verdict, not_yet, right
from mlp_lib.exercises.sources import source_of
from mlp_lib.exercises.words import cut, in_kind, short

LONGEST_CALL = 80  # characters
LONGEST_MESSAGE = 200


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
    source : str, optional
        The same implementation as text, for the solution: that of ``answer``, unless it has parts.
    cases : tuple of tuples
        Arguments on which answer, mistakes and the learner's function are compared.
    conventions : tuple of Mistake
        Implementations that are right too, by a convention of their own, which ``name`` tells.
    """

    kind = "code"

    function: str
    starter: str
    answer: Callable
    source: str = ""
    cases: tuple[tuple, ...] = ()
    conventions: tuple[Mistake, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "source", self.source or source_of(self.answer))

    @property
    def solution_source(self) -> str:
        """The solution as it runs in place of the starter: its imports, then `source`."""
        imports = re.findall(r"^(?:import|from) .*\n", self.starter, re.MULTILINE)
        return "".join(imports) + ("\n\n" if imports else "") + self.source

    def judge(self, answer: Any) -> Verdict:
        """Say whether a function does what the exercise asks, or which mistake it makes.

        An exception in the learner's function is reported as the learner's own, with its line.
        """
        if not callable(answer) or inspect.isclass(answer):
            says = f"`{self.function}` should be a function, this is {in_kind(answer)}. "
            says += "Define it with `def`, and hand it over without brackets."
            return Verdict(False, "Not a function yet", says)
        if wrong := self._parameters(answer):
            return not_yet("the parameters", wrong)
        results = []
        for case in self.cases:
            try:
                results.append(answer(*copy.deepcopy(case)))
            except (Exception, SystemExit) as error:
                says = f"{_told(error)} It was called as {self._call(case)}."
                return Verdict(False, "Your code stopped", says)
        if all(map(same, results, self.outcomes(self.answer))):
            return right()
        for other in self.conventions:
            if all(map(same, results, self.outcomes(other.answer))):
                return Verdict(True, f"{REPLIES['right']}, {other.name}", other.says)
        for mistake in self.mistakes:
            if all(map(same, results, self.outcomes(mistake.answer))):
                return not_yet(mistake.name, mistake.says)
        return self._first_difference(results)

    def judge_source(self, source: str) -> Verdict:
        """Run a learner's source text and judge the function that it defines.

        The card in JupyterLab and the page's Python both use it. A syntax error or an exception is
        reported as the learner's own, with its line.
        """
        name = f"<exercise {self.id}>"
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        space: dict[str, Any] = {"__name__": "__main__"}
        try:
            exec(compile(source, name, "exec"), space)
        except SyntaxError as error:
            says = f"`{type(error).__name__}: {error.msg}` in line {error.lineno}."
            return Verdict(False, "Your code does not compile", says)
        except (Exception, SystemExit) as error:
            return Verdict(False, "Your code stopped", _told(error))
        if self.function not in space:
            own = [n for n, v in space.items() if getattr(v, "__module__", None) == "__main__"]
            there = f", only `{'`, `'.join(own[:3])}`" if own else ""
            says = f"I find no function `{self.function}`{there}. Keep the name that is given."
            return not_yet("", says)
        return self.judge(space[self.function])

    def right_answer(self) -> Callable:
        return self.answer

    def in_words(self) -> str:
        return self.solution_source.rstrip()

    def described(self) -> dict[str, Any]:
        return {
            "function": self.function,
            "starter": self.starter,
            "source": self.solution_source,
            "replies": [t for m in (*self.mistakes, *self.conventions) for t in (m.name, m.says)],
        }

    def outcomes(self, function: Callable) -> list[Any]:
        """What ``function`` returns on each case; an exception stands for itself."""
        found = []
        for case in self.cases:
            try:
                found.append(function(*copy.deepcopy(case)))
            except Exception as error:
                found.append(error)
        return found

    def _parameters(self, function: Callable) -> str:
        """What is wrong with the number of parameters; empty if nothing is, or nobody knows."""
        try:
            signature = inspect.signature(function)
        except (TypeError, ValueError):
            return ""
        try:
            signature.bind(*self.cases[0])
        except TypeError:
            name, names = self.function, ", ".join(self._names())
            return f"It is called as `{name}({names})`; yours is `{cut(f'{name}{signature}', 80)}`."
        return ""

    def _names(self) -> list[str]:
        """The names of the parameters that the exercise asks for."""
        return list(inspect.signature(self.answer).parameters)

    def _first_difference(self, results: list[Any]) -> Verdict:
        """Show the first case that goes wrong: which part of the result, and how."""
        wanted = self.outcomes(self.answer)
        for case, one, other in zip(self.cases, results, wanted, strict=True):
            if one is None and other is not None:
                says = "gives `None`. Is there a `return`? `print` only shows a value."
                return not_yet("nothing is returned", f"{self._call(case)} {says}")
            if found := difference(one, other):
                where = f": {found.where}" if found.where else ""
                return not_yet(found.name, f"{self._call(case)}{where} {found.says}")
        raise AssertionError("no case differs")

    def _call(self, case: tuple) -> str:
        """How a case calls the function: with its arguments, or their shapes if they are long."""
        call = f"`{self.function}({', '.join(map(short, case))})`"
        if len(call) <= LONGEST_CALL:
            return call
        names = self._names()
        arrays = [(n, v) for n, v in zip(names, case, strict=False) if isinstance(v, np.ndarray)]
        shapes = ", ".join(f"`{name}` of shape {array.shape}" for name, array in arrays)
        return f"`{self.function}({', '.join(names)})`" + (f" with {shapes}" if shapes else "")


def _told(error: BaseException) -> str:
    """The exception, cut short, and the innermost line of the learner's own code."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename != __file__]
    learners = [f for f in frames if f.filename == frames[0].filename]
    where = f" in line {learners[-1].lineno}" if learners else ""
    line = f": `{cut(learners[-1].line, 80)}`" if learners and learners[-1].line else ""
    message = " ".join(f"{type(error).__name__}: {error}".replace("`", "'").split())
    return f"`{cut(message, LONGEST_MESSAGE)}`{where}{line}."
