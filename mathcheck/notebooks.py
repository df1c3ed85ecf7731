"""Find the numbered equations of a chapter, and where they stand."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

_FORMS = (
    re.compile(r"\$\$(?P<latex>(?:(?!\$\$).)+?)\$\$[ \t]*\((?P<label>[^)\s]+)\)", re.S),
    re.compile(
        r"^(?P<fence>```+|:::+)\{math\}[ \t]*\n:label:[ \t]*(?P<label>\S+)[ \t]*\n"
        r"(?P<latex>.+?)^(?P=fence)",
        re.S | re.M,
    ),
)
_CODE_BLOCK = re.compile(r"^(?P<fence>```+|~~~+)(?!\{math\}).*?^(?P=fence)[ \t]*$", re.S | re.M)
_INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.S)
_LABEL = re.compile(r"eq:(?P<chapter>\d+)\.(?P<number>\d+)(?P<letter>[a-z]?)")
_UNCHECKED = re.compile(r"\\begin\{(equation|align|gather|multline|eqnarray)\}")


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
        if unchecked := _UNCHECKED.search(text):
            raise NotebookError(
                f"{chapter}, cell {index} ({cell_id}): {unchecked.group()} is numbered without a "
                "label that a check can have; write $$ ... $$ (eq:6.1)"
            )
        matches = [match for form in _FORMS for match in form.finditer(text)]
        for match in sorted(matches, key=lambda m: m.start()):
            latex = match["latex"].strip()
            found.append(Equation(match["label"], latex, chapter, index, cell_id))
    _check_labels(found)
    return found


def without_code(source: str) -> str:
    """Blank out code blocks and inline code, keeping the offsets."""

    def blank(match: re.Match) -> str:
        return re.sub(r"[^\n]", " ", match.group())

    return _INLINE_CODE.sub(_keep_math_fences(blank), _CODE_BLOCK.sub(blank, source))


def _keep_math_fences(blank):
    return lambda match: match.group() if "{math}" in match.group() else blank(match)


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
