"""The colour table on KaTeX's HTML, the trimming of style sheets, and the address of a clone."""

import pytest
import tinycss2
from mlp_book import kinds, notebooks, repository, slim


def katex(inner: str) -> str:
    """Markup as KaTeX writes it around ``inner``."""
    mathml = '<span class="katex-mathml"><math xmlns="http://www.w3.org/1998/Math"></math></span>'
    return f'<span class="katex">{mathml}<span class="katex-html">{inner}</span></span>'


LETTER = '<span class="mord mathnormal">{}</span>'
INDEXED = '<span class="mord">{}<span class="msupsub"><span>{}</span></span></span>'


@pytest.mark.parametrize(("letter", "kind"), [("x", "input"), ("b", "weight"), ("δ", "delta")])
def test_a_letter_gets_its_kind(letter, kind):
    assert f"mathnormal k-{kind}" in kinds.colour(katex(LETTER.format(letter)))


def test_a_symbol_takes_its_index_with_it():
    coloured = kinds.colour(katex(INDEXED.format(LETTER.format("w"), LETTER.format("j"))))
    assert '<span class="mord k-weight"><span class="mord mathnormal">w' in coloured


def test_a_counter_in_an_index_stays_plain():
    coloured = kinds.colour(katex(INDEXED.format(LETTER.format("n"), LETTER.format("C"))))
    assert "k-" not in coloured


def test_markup_survives_unharmed():
    plain = katex(LETTER.format("n") + "<span>3 &lt; 4 &amp; 5</span>")
    assert kinds.colour(plain) == plain.replace(' xmlns="http://www.w3.org/1998/Math"', "")


def test_a_chapter_may_give_a_letter_another_colour_or_none():
    drawn = [katex(LETTER.format(letter)) for letter in "zp"]
    coloured = [kinds.colour(one, kinds.on_page("chapters/05-gradient")) for one in drawn]
    assert "mathnormal k-input" in coloured[0]
    assert "k-" not in coloured[1]
    assert kinds.on_page("book/notation") == kinds.KINDS


def prune(css: str, used: set[str]) -> str:
    """The sheet ``css`` for a book that uses the given classes."""
    return slim.prune(tinycss2.parse_stylesheet(css, True, True), used)


def test_only_selectors_that_can_match_are_kept():
    css = (
        ".a, .b { color: red } .c { color: blue } p .a { margin: 0 } @media print { .c { top: 0 } }"
    )
    assert prune(css, {"a"}) == ".a{color: red}p .a{margin: 0}"


def test_a_class_that_a_selector_excludes_need_not_exist():
    assert ":not(.gone)" in prune("p:not(.gone) { color: red }", set())


def test_font_faces_and_variables_are_kept():
    css = "@font-face { font-family: X } :root { --x: 1 } @keyframes k { from { top: 0 } }"
    kept = prune(css, set())
    assert all(part in kept for part in ("@font-face", "--x", "@keyframes"))


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("git@github.com:someone/book.git", "https://github.com/someone/book"),
        ("https://github.com/someone/book", "https://github.com/someone/book"),
        ("https://token@gitlab.com/group/sub/book.git", "https://gitlab.com/group/sub/book"),
        ("/srv/git/book.git", None),
        ("http://127.0.0.1:3000/someone/book", None),
        ("", None),
    ],
)
def test_only_a_public_remote_has_an_address(remote, address):
    assert repository.public_address(remote) == address


def test_buttons_exist_only_with_a_public_remote():
    assert repository.options("/srv/git/book.git", "main") == {"launch_buttons": {}}
    buttons = repository.options("git@github.com:someone/book.git", "main")
    assert buttons["repository_url"] == "https://github.com/someone/book"
    assert "binderhub_url" in buttons["launch_buttons"]


def test_an_expected_error_is_no_fault():
    error = {"output_type": "error", "ename": "ValueError", "evalue": "shapes"}
    cell = {"cell_type": "code", "source": "f()", "execution_count": 1, "outputs": [error]}
    cell |= {"id": "x", "metadata": {}}
    assert list(notebooks.faults({"cells": [cell]})) == ["cell 1 (x) ended with ValueError: shapes"]
    cell["metadata"] = {"tags": ["raises-exception"]}
    assert not list(notebooks.faults({"cells": [cell]}))


def test_a_part_of_the_theme_that_no_page_shows_has_no_style_left():
    scripts = ["menu.classList.toggle('dropdown-menu'); row.classList.add('shown')"]
    assert slim.words_of([], scripts) >= {"shown"}
    assert "dropdown-menu" not in slim.words_of([], scripts)
    assert "dropdown-menu" in slim.words_of(['<ul class="dropdown-menu">'], scripts)
