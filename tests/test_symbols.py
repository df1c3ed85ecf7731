"""One table of colours: what the notation promises, what pages print and what figures show."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from xml.etree import ElementTree

import pytest
from mlp_book import cards, kinds, maths
from mlp_book.katex import Katex

from tests.support import contents, states
from tests.support.node import ROOT, in_page, widgets

TABLE = ROOT / "mlp_lib" / "figures" / "symbols.json"
NOTATION = (ROOT / "book" / "notation.md").read_text("utf8")
STYLES = (ROOT / "mlp_lib" / "figures" / "figures.css").read_text("utf8")
COLOURED = set(re.findall(r"^\.k-(\w+) \{", STYLES, re.MULTILINE)) - {"plain"}
CHAPTERS = [name for name in contents.with_figures() if "chapters/" in name]

MODULES = ROOT / "node_modules"
in_node = pytest.mark.skipif(
    not (MODULES / "linkedom").exists(), reason="linkedom is not installed: npm ci"
)


@pytest.fixture(scope="module")
def katex():
    """KaTeX, as the build runs it."""
    process = Katex(MODULES)
    yield process
    process.close()


def formulas(text: str) -> list[tuple[str, bool]]:
    """The formulas of a Markdown text, and whether each stands alone."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    found = re.finditer(r"\$\$(.+?)\$\$|(?<!\\)\$(.+?)(?<!\\)\$", text, re.DOTALL)
    return [(match[1] or match[2], bool(match[1])) for match in found]


def of_chapter(source: str) -> list[tuple[str, bool]]:
    """All formulas of a chapter: those of its text and those of its cards."""
    cells = json.loads((ROOT / source).read_text("utf8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    states = [model["state"] for model in widgets(source)["state"].values()]
    specs = [state["spec"] for state in states if "card_name" in state]
    of_cards = [f for spec in specs for text in cards.texts(spec) for f in cards.formulas(text)]
    return [f for text in texts for f in formulas(text)] + [(tex, own) for _, tex, own in of_cards]


def printed(katex: Katex, found: list[tuple[str, bool]], docname: str) -> dict[str, set[str]]:
    """Letter -> its kinds on a page, but for what stands in an index or a bound."""
    seen = defaultdict(set)

    def walk(span: ElementTree.Element, kind: str) -> None:
        classes = span.get("class", "").split()
        kind = next((c[2:] for c in classes if c.startswith("k-")), kind)
        if not {"msupsub", "op-limits"}.isdisjoint(classes):
            return
        if "katex-accent" in classes:
            letters = re.sub(r"\W", "", "".join(span.itertext()))
            seen["ŷ" if letters == "y" else letters].add(kind)
            return
        if not kinds.LETTER.isdisjoint(classes) and span.text:
            seen[span.text].add(kind)
        for child in span:
            walk(child, kind)

    for tex, display in found:
        html = katex.html(maths.aligned(tex) if display else tex, display)
        coloured = kinds.colour(html, kinds.on_page(docname))
        for span in ElementTree.fromstring(f"<div>{coloured}</div>").iter("span"):
            if "katex-html" in span.get("class", ""):
                walk(span, "plain")
    return seen


#: Symbols that stand alone in a figure, but for indices: in formulas, at sliders, in pictures.
SHOWN = """async (picks) => {
  const found = [];
  const kind = (e) => /k-(\\w+)/.exec(e.getAttribute('class') ?? '')?.[1] ?? 'plain';
  const power = (e) => [...e.querySelectorAll('sup')].some((sup) => sup.textContent[0] !== '[');
  const look = (f) => {
    const add = (e, symbol = e) => {
      const text = symbol.textContent;
      if (!/^\\p{L}[\\d[\\]]*$/u.test(text) || power(symbol)) return;
      found.push([f.dataset.figure, text[0], kind(e)].join());
    };
    for (const e of f.querySelectorAll('.mm-eq .col')) add(e, e.firstChild);
    for (const e of f.querySelectorAll('.mm-slider')) add(e, e.querySelector('.sym'));
    for (const e of f.querySelectorAll('.mm-plot svg text:not(.quiet)')) add(e);
  };
  for (const f of document.querySelectorAll('.mm-fig')) {
    look(f);
    for (const pick of picks) {
      await looks.go(f, pick);
      look(f);
    }
  }
  return [...new Set(found)];
}"""

#: Symbols of one figure that do a job of their own in it, and so have its colour.
OWN_JOB = {
    ("hinges", "c"): "weights of the line; on the page a factor",
    ("squares", "e"): "an error; on the page Euler's number",
    ("paths", "f"): "what comes out",
    ("paths", "w"): "a value on the way, and no weight",
    ("counterexample", "y"): "an input; on the page a target",
    ("two_stages", "y"): "what comes out; on the page also a target",
    ("tape", "z"): "a value on the tape, and no pre-activation",
    ("mode_cost", "n"): "names a curve",
}


def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object, each of whose names stands in it once."""
    assert len(dict(pairs)) == len(pairs), pairs
    return dict(pairs)


def test_the_table_names_kinds_that_have_a_colour_and_each_symbol_once():
    table = json.loads(TABLE.read_text("utf8"), object_pairs_hook=once)
    assert set(table["symbols"].values()) == COLOURED
    for chapter, changed in table["chapters"].items():
        assert set(changed.values()) <= COLOURED | {"plain"}, chapter
        assert not changed.items() & table["symbols"].items(), f"{chapter}: as elsewhere"


@in_node
def test_every_colour_of_the_notation_is_that_of_the_table(katex):
    """And every symbol of the table stands under Colours, with one kind."""
    kind_of = {"blue": "input", "orange": "weight", "green": "act"}
    kind_of |= {"purple": "pred", "vermillion": "delta"}
    section = NOTATION.partition("## Colours")[2]
    rows = re.findall(r"^\| (\w+) \|.*\| (\$.*\$) \|$", section, re.MULTILINE)
    said = {
        letter: kind_of[colour]
        for colour, symbols in rows
        for letter in printed(katex, formulas(symbols), "book/notation")
    }
    assert said == kinds.KINDS


@in_node
def test_every_coloured_symbol_is_explained_and_has_one_kind(katex):
    """Each in the table of symbols."""
    explained = NOTATION.partition("## Symbols")[2].partition("## Conventions")[0]
    found = printed(katex, formulas(explained), "book/notation")
    assert {letter: found[letter] for letter in kinds.KINDS} == {
        letter: {kind} for letter, kind in kinds.KINDS.items()
    }
    others = {letter: said for letter, said in found.items() if letter not in kinds.KINDS}
    assert set().union(*others.values()) == {"plain"}


@in_node
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_page_and_figures_give_a_symbol_the_same_colour(katex, chapter):
    source = str(contents.source(chapter).relative_to(ROOT))
    page = printed(katex, of_chapter(source), chapter)
    shown = [tuple(one.split(",")) for one in in_page(source, SHOWN, states.picks(source, 4))]
    assert len({symbol for _, symbol, _ in shown} & set(page)) >= 2
    other = [
        f"{figure}: {symbol} is {kind}, on the page {page[symbol]}"
        for figure, symbol, kind in shown
        if symbol in page and page[symbol] != {kind} and (figure, symbol) not in OWN_JOB
    ]
    assert not other
