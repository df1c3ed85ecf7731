"""One table of colours: what the notation promises, what pages print and what figures show."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from xml.etree import ElementTree

import pytest

from tests.support import contents, states
from tests.support.node import ROOT, in_page, widgets

from mlp_book import cards, kinds, maths  # isort: skip  (support.node has found the extension)
from mlp_book.katex import Katex  # isort: skip

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
    found = [f for cell in cells if cell["cell_type"] == "markdown" for f in formulas("".join(cell["source"]))]
    specs = [model["state"]["spec"] for model in widgets(source)["state"].values() if "card_name" in model["state"]]
    return found + [f[1:] for spec in specs for text in cards.texts(spec) for f in cards.formulas(text)]


def printed(katex: Katex, found: list[tuple[str, bool]], docname: str) -> dict[str, set[str]]:
    """Letter -> its kinds on a page, but for what stands in an index or a bound."""
    seen = defaultdict(set)

    def walk(span: ElementTree.Element, kind: str) -> None:
        classes = span.get("class", "").split()
        kind = next((c[2:] for c in classes if c.startswith("k-")), kind)
        if not {"msupsub", "op-limits"}.isdisjoint(classes):
            return
        if "katex-accent" in classes:
            letters = "".join(span.itertext())
            seen[{"y": "ŷ", "Y": "Ŷ"}.get(re.sub(r"\W|\u200b", "", letters), letters)].add(kind)
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


#: Symbols that stand alone in a figure, but for their indices: in formulas, at sliders, in pictures.
SHOWN = """async (picks) => {
  const found = [];
  const look = (f) => {
    const kind = (e) => /k-(\\w+)/.exec(e.getAttribute('class') ?? '')?.[1] ?? 'plain';
    const add = (symbol, e) =>
      /^\\p{L}[\\d[\\]]*$/u.test(symbol) && found.push([f.dataset.figure, symbol[0], kind(e)].join());
    for (const e of f.querySelectorAll('.mm-eq .col')) add(e.firstChild.textContent, e);
    for (const e of f.querySelectorAll('.mm-slider')) add(e.querySelector('.sym').textContent, e);
    for (const e of f.querySelectorAll('.mm-plot svg text')) add(e.textContent, e);
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
