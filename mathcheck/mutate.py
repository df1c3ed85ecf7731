"""Break a printed equation on purpose, one misprint at a time.

Each mutant is an equation that an author might print by mistake. A check that is worth having
turns red on nearly all of them; what it lets pass must still be true, and says so in
``tests/equations/survivors.txt``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mathcheck.check import Check
from mathcheck.errors import LatexError, Mismatch
from mathcheck.misprints import KINDS
from mathcheck.source import Source


@dataclass(frozen=True)
class Mutant:
    """A misprint of an equation: its kind, and the LaTeX that results."""

    kind: str
    latex: str

    @property
    def printed(self) -> str:
        """The LaTeX on one line, in the form in which survivors are listed."""
        return " ".join(self.latex.split())


def survivors(latex: str, check: Check) -> tuple[list[Mutant], int]:
    """Return the mutants that ``check`` does not notice, and how many there are in all."""
    live, count = [], 0
    for mutant in mutants(latex):
        count += 1
        try:
            check(mutant.latex)
        except (Mismatch, LatexError):
            continue
        live.append(mutant)
    return live, count


def mutants(latex: str) -> Iterator[Mutant]:
    """Yield every mutant of ``latex`` once."""
    seen = {_squeeze(latex)}
    source = Source(latex)
    for kind, make in KINDS.items():
        for text in make(source):
            if _squeeze(text) not in seen:
                seen.add(_squeeze(text))
                yield Mutant(kind, text)


def _squeeze(latex: str) -> str:
    return re.sub(r"\s+", "", latex)


def read_survivors(path: Path) -> dict[tuple[str, str], str]:
    """Read the reviewed survivors: ``{(label, mutant): reason}``.

    The file holds blocks of three lines, label, mutant and reason, with empty lines between them;
    lines that begin with ``#`` are comments.
    """
    text = re.sub(r"^#.*\n?", "", Path(path).read_text(encoding="utf-8"), flags=re.M)
    reviewed = {}
    for block in filter(None, (part.strip() for part in re.split(r"\n\s*\n", text))):
        lines = [line.strip() for line in block.splitlines()]
        if len(lines) != 3:
            raise ValueError(f"{path}: a survivor is three lines, label, mutant, reason: {block!r}")
        label, mutant, reason = lines
        reviewed[label, mutant] = reason
    return reviewed
