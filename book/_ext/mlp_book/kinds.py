"""The colour of each symbol in typeset maths: the figures' table, applied to KaTeX's HTML."""

import json
import re
from collections.abc import Mapping
from xml.etree import ElementTree

from . import ROOT

#: A kind is a CSS class ``k-<kind>``; its colour is ``--mm-<kind>-t``, and ``plain`` is ink.
TABLE = json.loads((ROOT / "mlp_lib" / "figures" / "symbols.json").read_text("utf8"))
KINDS: dict[str, str] = TABLE["symbols"]
CHAPTER = re.compile(r"(?:.*/)?0*(\d+)-[^/]*")

#: In an index or a bound these letters count something (L layers) and keep the ink of the text.
COUNTERS = frozenset("LCPb")

LETTER = {"mathnormal", "mathbf", "boldsymbol", "mathit", "mathcal"}
ACCENT = "katex-accent"
HAT = re.compile("[\u005e\u02c6\u0302]")
NAMESPACE = re.compile(r' xmlns="[^"]*"')


def on_page(docname: str) -> dict[str, str]:
    """Return symbol -> kind on a page: ``chapters/06-gradient-descent`` has those of chapter 6."""
    chapter = CHAPTER.fullmatch(docname)
    return KINDS | TABLE["chapters"].get(chapter[1] if chapter else "", {})


def colour(html: str, kinds: Mapping[str, str] = KINDS) -> str:
    """Return KaTeX's ``html`` with ``k-<kind>`` on every symbol that ``kinds`` knows.

    A symbol takes its subscript and superscript with it: all of w₁ has the colour of w.
    The MathML part, which screen readers use, is left alone.
    """
    root = ElementTree.fromstring(f"<div>{NAMESPACE.sub('', html)}</div>")
    for visible in root.iter("span"):
        if "katex-html" in _classes(visible):
            _walk(visible, kinds, small=False)
    return "".join(ElementTree.tostring(child, "unicode", method="html") for child in root)


def _classes(span: ElementTree.Element) -> list[str]:
    return span.get("class", "").split()


def _walk(span: ElementTree.Element, kinds: Mapping[str, str], small: bool) -> str | None:
    """Colour what is below ``span`` and return the kind of its first symbol, if that is all it is.

    ``small`` holds inside an index, an exponent or a bound.
    """
    own = _kind(span, kinds, small)
    if own:
        _mark(span, own)
        return own
    first = None
    for place, child in enumerate(span):
        classes = _classes(child)
        kind = _walk(child, kinds, small or not {"msupsub", "op-limits"}.isdisjoint(classes))
        if place == 0:
            first = kind
        elif "msupsub" in classes and first and place == 1:
            _mark(span, first)
            for part in span[0].iter("span"):  # inherits it
                _unmark(part, first)
    return first if len(span) == 1 and "mord" in _classes(span) else None


def _mark(span: ElementTree.Element, kind: str) -> None:
    span.set("class", f"{span.get('class')} k-{kind}")


def _unmark(span: ElementTree.Element, kind: str) -> None:
    if f"k-{kind}" in _classes(span):
        span.set("class", span.get("class").replace(f" k-{kind}", ""))


def _kind(span: ElementTree.Element, kinds: Mapping[str, str], small: bool) -> str | None:
    classes = _classes(span)
    if ACCENT in classes:
        return _accented(span, kinds)
    if LETTER.isdisjoint(classes) or not span.text:
        return None
    if small and span.text in COUNTERS:
        return None
    return _coloured(kinds.get(span.text))


def _coloured(kind: str | None) -> str | None:
    return None if kind == "plain" else kind


def _accented(span: ElementTree.Element, kinds: Mapping[str, str]) -> str | None:
    letters = [s.text for s in span.iter("span") if s.text and not LETTER.isdisjoint(_classes(s))]
    if len(letters) != 1:
        return None
    accents = [s for s in span.iter("span") if "accent-body" in _classes(s)]
    wide = any("svg-align" in _classes(s) for s in span.iter("span"))
    hat = wide or any(HAT.search("".join(s.itertext())) for s in accents)
    symbol = "ŷ" if hat and letters == ["y"] else letters[0]
    return _coloured(kinds.get(symbol))
