"""The checks of the equations notice misprints: nearly every mutant of a real equation is red.

A mutant that passes is still a true statement, and stands with the reason in
``tests/equations/survivors.txt``.
"""

from pathlib import Path

import pytest

from mathcheck.mutate import mutants, read_survivors, survivors
from mathcheck.registry import Book

ROOT = Path(__file__).resolve().parents[1]
BOOK = Book(ROOT / "chapters", ROOT / "tests" / "equations")
LIST = ROOT / "tests" / "equations" / "survivors.txt"
CHECKED = [e for e in BOOK.equations if e.label in BOOK.checks(e.number)]

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")


@pytest.mark.parametrize("equation", CHECKED, ids=lambda equation: equation.label)
def test_every_misprint_is_noticed_or_reviewed(equation):
    live, count = survivors(equation.latex, BOOK.check_for(equation))
    assert count >= 5, f"{equation.place}: only {count} mutants"
    reviewed = {mutant for label, mutant in read_survivors(LIST) if label == equation.label}
    unknown = [f"{m.kind}: {m.printed}" for m in live if m.printed not in reviewed]
    assert not unknown, f"{equation.place}: these misprints pass the check:\n  " + "\n  ".join(
        unknown
    )


def test_every_reviewed_survivor_still_survives():
    equations = {equation.label: equation for equation in CHECKED}
    for label, printed in read_survivors(LIST):
        assert label in equations, f"{LIST.name}: no equation {label}"
        equation = equations[label]
        found = [m for m in mutants(equation.latex) if m.printed == printed]
        assert found, f"{LIST.name}, {label}: {printed} is no mutant any more"
        live, _ = survivors(equation.latex, BOOK.check_for(equation))
        assert found[0] in live, f"{LIST.name}, {label}: {printed} is noticed now, delete it"
