"""Hold the labels of a chapter and their checks together, one to one."""

import importlib.util
import re
from pathlib import Path

from mathcheck.check import Check
from mathcheck.errors import LatexError, Mismatch
from mathcheck.model import Model
from mathcheck.notebooks import Equation, NotebookError, equations


class Checks(dict[str, Check]):
    """The checks of one chapter by label; a label can be registered only once.

    >>> checks = Checks(6)
    >>> checks["eq:6.4"] = holds(Model({"alpha": 0.25, "lambda": 4.0}))
    """

    def __init__(self, chapter: int):
        super().__init__()
        self.chapter = chapter

    def __setitem__(self, label: str, check: Check) -> None:
        if not re.fullmatch(rf"eq:{self.chapter}\.\d+[a-z]?", label):
            raise KeyError(f"{label} is not a label of chapter {self.chapter}: eq:{self.chapter}.1")
        if label in self:
            raise KeyError(f"{label} has a check already")
        if isinstance(check, Model) or not callable(check):
            raise TypeError(f"the check of {label} must be callable: wrap the model in holds(...)")
        super().__setitem__(label, check)


def load(path: Path) -> Checks:
    """Import ``chapter_06.py`` and return its ``checks``."""
    spec = importlib.util.spec_from_file_location(f"equations_{Path(path).stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.checks


class Book:
    """All chapters with their equations and checks.

    Parameters
    ----------
    chapters : Path
        Folder of the notebooks.
    tables : Path
        Folder of the modules ``chapter_06.py``, each with ``checks = Checks(6)``.
    """

    def __init__(self, chapters: Path, tables: Path):
        self.equations: list[Equation] = []
        self.faults: list[str] = []
        for path in sorted(Path(chapters).glob("[0-9]*.ipynb")):
            try:
                self.equations += equations(path)
            except NotebookError as error:
                self.faults.append(str(error))
        modules = sorted(Path(tables).glob("chapter_[0-9]*.py"))
        self.tables = {int(path.stem.removeprefix("chapter_")): path for path in modules}
        self._loaded: dict[int, Checks] = {}

    def checks(self, chapter: int) -> Checks:
        """Return the checks of a chapter; none where it has no module."""
        if chapter not in self._loaded:
            path = self.tables.get(chapter)
            self._loaded[chapter] = load(path) if path else Checks(chapter)
        return self._loaded[chapter]

    def unmatched(self) -> list[str]:
        """Return a message for each label without a check, and the other way round."""
        printed = {equation.label for equation in self.equations}
        messages = list(self.faults)
        for equation in self.equations:
            if equation.label not in self.checks(equation.number):
                messages.append(
                    f"{equation.place} has no check: register one in "
                    f"tests/equations/chapter_{equation.number:02}.py"
                )
        for number, path in self.tables.items():
            for label in self.checks(number):
                if label not in printed:
                    messages.append(f"{path.name} checks {label}, which no chapter prints")
        return messages

    def check_for(self, equation: Equation) -> Check:
        """Return the check of an equation."""
        return self.checks(equation.number)[equation.label]

    def run(self, equation: Equation) -> int:
        """Evaluate the printed equation; errors name chapter, cell and label.

        Returns
        -------
        int
            The number of comparisons made.
        """
        try:
            return self.check_for(equation)(equation.latex)
        except Mismatch as error:
            raise Mismatch(f"{equation.place}\n  prints {equation.latex}\n  {error}") from None
        except LatexError as error:
            raise LatexError(f"{equation.place}: {error}") from None
