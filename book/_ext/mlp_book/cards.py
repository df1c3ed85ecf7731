"""The texts of exercise cards, typeset while the book is built as the rest of the page is."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

from . import assets, kinds, pages
from .katex import Katex, KatexError, named

logger = logging.getLogger(__name__)

#: The pieces of the markup, as in mlp_lib/exercises/js/markup.js: code, display, formula, bold.
PIECE = re.compile(r"`([^`]+)`|\$\$(.+?)\$\$|\$(.+?)\$|\*\*(.+?)\*\*", re.DOTALL)
#: Parts of a card that are Python or names.
NOT_TEXT = frozenset({"kind", "id", "function", "starter", "source"})
#: Parts that a card shows only when the reader asks for them or answers.
LATE = frozenset({"hints", "solution", "says", "then", "mistakes", "replies", "conditions"})


def texts(part: object, leave_out: frozenset[str] = NOT_TEXT) -> Iterator[str]:
    """Yield every text in a card's description but for the named parts."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for name, value in part.items():
            if name not in leave_out:
                yield from texts(value, leave_out)
    elif isinstance(part, list):
        for value in part:
            yield from texts(value, leave_out)


def _opening(spec: dict) -> dict:
    """Return what a card shows before anybody has touched it: of a derivation only one step."""
    return spec | {"steps": spec["steps"][:1]} if spec["kind"] == "derivation" else spec


def formulas(text: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the formulas of a text: source with its dollars, TeX, whether it stands alone."""
    for piece in PIECE.finditer(text):
        _, display, inline, bold = piece.groups()
        if bold:
            yield from formulas(bold)
        elif display or inline:
            yield piece[0], display or inline, bool(display)


def typeset(spec: dict, katex: Katex, symbols: dict[str, str], page: str) -> dict[str, str]:
    """Return the HTML of each formula of a card, by source; warn of those KaTeX cannot read."""
    made = {}
    for text in texts(spec):
        for source, tex, display in formulas(text):
            if source in made:
                continue
            try:
                made[source] = kinds.colour(katex.html(tex, display), symbols)
            except KatexError as error:
                where = f"exercise {spec['id']}"
                logger.warning("%s: KaTeX cannot read %r: %s", where, tex, error, location=page)
    return made


def typeset_pages(app: Sphinx, modules: Path, found: dict[str, str]) -> dict[str, str]:
    """Return the pages, by name, with ``formulas`` in the description of each exercise card.

    Each formula carries its source as ``data-tex``: the live card takes those of its static
    picture, which therefore need not be stored twice. Those of hints, replies and solutions go
    into a script of the page's own, which the first card that needs one of them loads.
    """
    with_cards = {name: html for name, html in found.items() if pages.widgets_of(html).cards}
    if not with_cards:
        return found
    with closing(Katex(modules)) as katex:
        return found | {n: _typeset_page(app, katex, n, html) for n, html in with_cards.items()}


def _typeset_page(app: Sphinx, katex: Katex, name: str, html: str) -> str:
    symbols = kinds.on_page(name)
    late: dict[str, str] = {}
    address = f"{assets.FOLDER}/late/{name.replace('/', '-')}.js"
    root = re.search(r'data-content_root="([^"]*)"', html)[1]

    def replaced(tag: re.Match) -> str:
        saved = json.loads(tag[1])
        for model in saved["state"].values():
            if "card_name" in model["state"]:
                spec = model["state"]["spec"]
                made = typeset(spec, katex, symbols, name)
                made = {source: named(html, source) for source, html in made.items()}
                at_once = {
                    source
                    for text in texts(_opening(spec), NOT_TEXT | LATE)
                    for source, _, _ in formulas(text)
                }
                spec["formulas"] = {s: html for s, html in made.items() if s in at_once}
                spec["late"] = f"{root}{address}"
                spec.pop("replies", None)  # Python says them; their formulas are all that it lacks
                late.update({s: html for s, html in made.items() if s not in at_once})
        return tag[0].replace(tag[1], pages.as_script(saved))

    page = pages.STATE.sub(replaced, html)
    path = Path(app.outdir) / address
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"mlp.lateFormulas = {pages.as_script(late)};\n", "utf8")
    return page
