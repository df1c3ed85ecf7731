"""Find the numbered equations of a chapter, and where they stand."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from mathcheck.markdown import without_code

_DISPLAY = re.compile(r"\$\$(?P<latex>(?:(?!\$\$).)+?)\$\$[ \t]*\((?P<label>[^)\s]+)\)", re.S)
_LABEL = re.compile(r"eq:(?P<chapter>\d+)\.(?P<number>\d+)(?P<letter>[a-z]?)")
_NUMBERED_OTHERWISE = re.compile(
    r"\\begin\{(?:equation|align|gather|multline|eqnarray)\}|\\(?:tag|label)\b"
)
_MATH_DIRECTIVE = re.compile(r"^\s*[`:]{3,}\{math\}", re.M)


class NotebookError(ValueError):
    """A numbered equation is written in a way that no check can belong to."""


@dataclass(frozen=True)
class Equation:
    """One numbered equation.

    Attributes
    ----------
    label : str
        As in ``eq:6.3a``; what follows the colon is the printed number.
    latex : str
        Exactly what is printed.
    chapter : str
        File name of the notebook, without its ending.
    cell : int
        Number of the cell, from 0 as in the file.
    cell_id : str
        Identifier of the cell.
    """

    label: str
    latex: str
    chapter: str
    cell: int
    cell_id: str

    @property
    def number(self) -> int:
        """The chapter's number, as its file name has it."""
        return int(re.match(r"\d+", self.chapter).group())

    @property
    def place(self) -> str:
        """Where the equation stands, for messages."""
        return f"{self.chapter}, cell {self.cell} ({self.cell_id}), {self.label}"


def markdown_cells(path: Path):
    """Yield ``(index, id, source)`` of every markdown cell of a notebook."""
    notebook = json.loads(Path(path).read_text(encoding="utf-8"))
    for index, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "markdown":
            yield index, cell.get("id", "no id"), "".join(cell["source"])


def equations(path: Path) -> list[Equation]:
    """Return the numbered equations of a notebook in reading order.

    Raises
    ------
    NotebookError
        Where a label appears twice, is not of the form ``eq:6.3a``, names another chapter, or
        is out of order, and where an equation gets its number without a label.
    """
    chapter = Path(path).stem
    found: list[Equation] = []
    for index, cell_id, source in markdown_cells(path):
        text = without_code(source)
        if unchecked := _NUMBERED_OTHERWISE.search(text) or _MATH_DIRECTIVE.search(source):
            raise NotebookError(
                f"{chapter}, cell {index} ({cell_id}): {unchecked.group().strip()} may be numbered "
                "past the checks; write $$ ... $$ (eq:6.1)"
            )
        for match in _DISPLAY.finditer(text):
            latex = match["latex"].strip()
            found.append(Equation(match["label"], latex, chapter, index, cell_id))
    _check_labels(found)
    return found


def _check_labels(found: list[Equation]) -> None:
    previous = (0, "")
    seen: dict[str, Equation] = {}
    for equation in found:
        parts = _LABEL.fullmatch(equation.label)
        if not parts:
            raise NotebookError(f"{equation.place}: a label reads eq:6.3 or eq:6.3a")
        number = re.match(r"\d+", equation.chapter)
        if number and int(number.group()) != int(parts["chapter"]):
            raise NotebookError(f"{equation.place}: the label belongs to another chapter")
        if equation.label in seen:
            raise NotebookError(f"{equation.place}: the label is also in {seen[equation.label]}")
        position = (int(parts["number"]), parts["letter"])
        if position <= previous:
            raise NotebookError(f"{equation.place}: the numbers are out of order")
        seen[equation.label], previous = equation, position
