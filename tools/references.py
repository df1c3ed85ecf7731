"""Every place that speaks of a numbered equation, and those that name one that is not printed.

    python tools/references.py 9.4   list the places that name (9.4)
    python tools/references.py       list the places that name an equation the book does not print

Within a chapter a reference is a role, {eq} and a label, which the build follows. Everything else
(docstrings, comments, snippets, exercises, texts of figures, pages) names the printed number.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from mathcheck.notebooks import equations  # noqa: E402

FOLDERS = ("bench", "book", "chapters", "mathcheck", "mlp_lib", "tests", "tools")
ENDINGS = {".py", ".js", ".mjs", ".md", ".ipynb"}
MADE_UP = re.compile(
    r"tests/test_(?:mathcheck_\w+|book_small|references)\.py|mathcheck/(?:notebooks\.py|README\.md)"
)

NUMBER = re.compile(r"[1-9]\d?\.\d{1,2}[a-z]?\b")
# A number in brackets that is no argument, index or factor; a label; numbers after "equation".
NAMED = re.compile(
    r"(?<![\w)\]}{^_\\])\([1-9]\d?\.\d{1,2}[a-z]?\)(?![\w(^_\\])"
    r"|\beq:\d+\.\d+[a-z]?"
    r"|\b(?i:equations?) \d+\.\d+[a-z]?(?:(?:, | and | to )\d+\.\d+[a-z]?)*"
)


@dataclass(frozen=True)
class Place:
    """A line that names an equation."""

    file: str
    line: int
    number: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text.strip()[:100]}"


def named(text: str) -> Iterator[str]:
    """Yield the numbers of the equations that a line names."""
    for mention in NAMED.finditer(text):
        yield from NUMBER.findall(mention[0])


def places() -> Iterator[Place]:
    """Yield every mention of an equation in the repository, in the order of the files."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            file = path.relative_to(ROOT).as_posix()
            if path.suffix not in ENDINGS or MADE_UP.fullmatch(file):
                continue
            for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                for number in named(text):
                    yield Place(file, line, number, text)


def printed() -> set[str]:
    """Return the numbers that the chapters print, such as "6.3a"."""
    chapters = sorted((ROOT / "chapters").glob("*.ipynb"))
    return {e.label.removeprefix("eq:") for chapter in chapters for e in equations(chapter)}


def unprinted() -> list[Place]:
    """Return the places that name an equation which no chapter prints."""
    known = printed()
    return [place for place in places() if place.number not in known]


def main(wanted: list[str]) -> int:
    """Print the places; return 1 if an equation is named that is not printed."""
    found = [place for place in places() if place.number in wanted] if wanted else unprinted()
    print(*found, sep="\n")
    return int(bool(found) and not wanted)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
