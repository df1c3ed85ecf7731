"""Every numbered equation of the book is true: its printed LaTeX is evaluated.

``mathcheck`` reads the equations from the notebooks; the independent models stand in
``tests/equations``, one module a chapter.
"""

import ast
from pathlib import Path

import pytest

from mathcheck.registry import Book

ROOT = Path(__file__).resolve().parents[1]
BOOK = Book(ROOT / "chapters", ROOT / "tests" / "equations")


def test_labels_and_checks_match_one_to_one():
    assert BOOK.equations, "no numbered equation was found in chapters/"
    assert not (unmatched := BOOK.unmatched()), "\n".join(unmatched)


@pytest.mark.parametrize("equation", BOOK.equations, ids=lambda equation: equation.label)
def test_printed_equation_is_true(equation):
    if equation.label not in BOOK.checks(equation.number):
        pytest.fail(f"{equation.place} has no check")
    assert BOOK.run(equation) > 0


@pytest.mark.parametrize(
    "module",
    [
        *sorted((ROOT / "tests" / "equations").glob("*.py")),
        *sorted((ROOT / "mathcheck").glob("*.py")),
    ],
    ids=lambda path: path.stem,
)
def test_models_share_no_code_with_the_library(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    imported = {
        alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names
    }
    imported |= {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert not any(name.split(".")[0] == "mlp_lib" for name in imported)
