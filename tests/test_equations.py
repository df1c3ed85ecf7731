"""Every numbered equation of the book is true: its printed LaTeX is evaluated.

``mathcheck`` reads the equations from the notebooks; the independent models stand in
``tests/equations``, one module a chapter.
"""

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
