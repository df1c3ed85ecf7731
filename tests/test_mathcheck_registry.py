"""Equations are found in small notebooks, held to their checks, and named where they fail."""

import json
import re

import pytest

from mathcheck import LatexError, Mismatch, Model, holds
from mathcheck import __main__ as command_line
from mathcheck.notebooks import NotebookError, equations
from mathcheck.registry import Book, Checks

TABLE = """
from mathcheck import Model, holds
from mathcheck.registry import Checks

checks = Checks(3)
checks["eq:3.1"] = holds(Model({"a": 1.0, "b": 2.0, "c": 3.0}))
"""


@pytest.fixture
def write(tmp_path):
    """Write the markdown cells of a chapter; return its path."""

    def make(*sources, name="03-losses.ipynb"):
        (tmp_path / "chapters").mkdir(exist_ok=True)
        cells = [
            {"cell_type": "markdown", "id": f"cell-{i}", "metadata": {}, "source": source}
            for i, source in enumerate(sources)
        ]
        path = tmp_path / "chapters" / name
        path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
        return path

    return make


@pytest.fixture
def book(tmp_path):
    """Return a function that makes the book of the written chapters and one table."""

    def make(table=TABLE, name="chapter_03.py"):
        (tmp_path / "tables").mkdir(exist_ok=True)
        (tmp_path / "tables" / name).write_text(table, encoding="utf-8")
        return Book(tmp_path / "chapters", tmp_path / "tables")

    return make


def test_equations_are_found_with_their_place(write):
    path = write(
        "Text.\n\n$$\na+b\n=c\n$$ (eq:3.1)\n\nand $$x=1$$ without", ["$$d=e$$ ", "(eq:3.2a)"]
    )
    first, second = equations(path)
    assert (first.label, first.latex, first.cell) == ("eq:3.1", "a+b\n=c", 0)
    assert second.place == "03-losses, cell 1 (cell-1), eq:3.2a"
    assert second.number == 3


def test_code_is_not_read_and_admonitions_are(write):
    path = write(
        "```\n$$a=b$$ (eq:3.1)\n```\n`$$a=b$$ (eq:3.1)`\n<!-- $$a=b$$ (eq:3.1) -->",
        "````{admonition} Note\n```{tip}\n$$c=d$$ (eq:3.1)\n```\n````",
        ":::{note}\n$$e=f$$ (eq:3.2)\n:::\n```{code-block} latex\n$$g=h$$ (eq:3.3)\n```",
    )
    assert [equation.latex for equation in equations(path)] == ["c=d", "e=f"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("$$a=b$$ (eq:3.1)\n\n$$a=c$$ (eq:3.1)", "also in"),
        ("$$a=b$$ (eq:3.2)\n\n$$a=c$$ (eq:3.1)", "out of order"),
        ("$$a=b$$ (eq:4.1)", "another chapter"),
        ("$$a=b$$ (mse)", "a label reads"),
        (r"\begin{align}a=b\end{align}", "past the checks"),
        (r"$$a=b\tag{3.1}$$", "past the checks"),
        ("```{math}\n:label: eq:3.1\na=b\n```", "past the checks"),
    ],
)
def test_numbers_past_the_checks_are_refused(write, source, message):
    with pytest.raises(NotebookError, match=rf"03-losses, cell 0 \(cell-0\).*{message}"):
        equations(write(source))


def test_label_and_check_that_match_leave_nothing_to_say(write, book):
    write("$$a+b=c$$ (eq:3.1)")
    whole = book()
    assert whole.unmatched() == []
    assert whole.run(whole.equations[0]) == 1


def test_label_without_check_is_named(write, book):
    write("$$a+b=c$$ (eq:3.1)", "$$a=b$$ (eq:3.2)")
    (message,) = book().unmatched()
    assert "03-losses, cell 1 (cell-1), eq:3.2 has no check" in message
    assert "chapter_03.py" in message


def test_check_without_label_is_named(write, book):
    write("No equation at all.")
    assert book().unmatched() == ["chapter_03.py checks eq:3.1, which no chapter prints"]


def test_chapter_without_table_is_named(write, book):
    write("$$a+b=c$$ (eq:3.1)")
    write("$$a=b$$ (eq:4.1)", name="04-chain.ipynb")
    (message,) = book().unmatched()
    assert "04-chain, cell 0 (cell-0), eq:4.1 has no check" in message


def test_unreadable_chapter_is_named_and_the_others_are_read(write, book):
    write("$$a+b=c$$ (eq:3.1)")
    write("$$a=b$$ (eq:9.1)", name="04-chain.ipynb")
    (message,) = book().unmatched()
    assert "04-chain, cell 0 (cell-0), eq:9.1: the label belongs to another chapter" in message


def test_false_equation_names_chapter_cell_label_and_sides(write, book):
    write("$$a-b=c$$ (eq:3.1)")
    whole = book()
    expected = (
        "03-losses, cell 0 (cell-0), eq:3.1\n  prints a-b=c\n  a-b  =  c  is false: -1. against 3."
    )
    with pytest.raises(Mismatch, match=re.escape(expected)):
        whole.run(whole.equations[0])


def test_unreadable_equation_names_chapter_cell_label_and_construct(write, book):
    write(r"$$a+b\sim c$$ (eq:3.1)")
    whole = book()
    with pytest.raises(LatexError, match=r"03-losses, cell 0 \(cell-0\), eq:3.1: \\sim is not"):
        whole.run(whole.equations[0])


def test_registering_refuses_what_cannot_be_meant():
    checks = Checks(3)
    check = holds(Model({"a": 1}))
    checks["eq:3.1"] = check
    with pytest.raises(KeyError, match="already"):
        checks["eq:3.1"] = check
    with pytest.raises(KeyError, match="not a label of chapter 3"):
        checks["eq:4.1"] = check
    with pytest.raises(TypeError, match="holds"):
        checks["eq:3.2"] = Model({"a": 1})


def test_command_line_reports_equations_and_faults(write, book, monkeypatch, capsys, tmp_path):
    chapter = write("$$a+b=c$$ (eq:3.1)\n\n$$a=b$$ (eq:3.2)\n\nAbout 0.123.")
    book()
    (tmp_path / "tests").mkdir()
    (tmp_path / "tables").rename(tmp_path / "tests" / "equations")
    monkeypatch.setattr(command_line, "ROOT", tmp_path)
    monkeypatch.setattr("sys.argv", ["mathcheck", "--mutants", str(chapter)])
    assert command_line.main() == 1
    report = capsys.readouterr().out
    assert re.search(r"eq:3.1 +1 comparisons, +\d+ mutants, 0 survive", report)
    assert "0.123 is not among" in report
    assert "eq:3.2 has no check" in report
