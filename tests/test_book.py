"""What the files of the built book promise: no foreign address, policy, numbers, size."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tests.support import contents

SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)
#: What makes a browser fetch something by itself.
FETCHED = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed|object|input)\b[^>]*?\s(?:src|data|srcset)="
    r'"([^"]*)"|<link\b(?=[^>]*rel="(?:stylesheet|preload|icon|modulepreload|preconnect)")[^>]*?'
    r'href="([^"]*)"',
)


@pytest.fixture(scope="module")
def pages(built_book: Path) -> dict[str, str]:
    """Every page that Sphinx wrote, by name."""
    texts = {
        str(p.relative_to(built_book)): p.read_text("utf8") for p in built_book.rglob("*.html")
    }
    return {name: text for name, text in texts.items() if "data-content_root" in text}


def test_every_document_is_a_page(pages):
    assert {f"{name}.html" for name in contents.documents()} <= set(pages)


def test_no_page_or_style_sheet_fetches_from_elsewhere(pages, built_book):
    for name, text in pages.items():
        addresses = [a or b for a, b in FETCHED.findall(text)]
        foreign = [a for a in addresses if re.match(r"(?:\w+:)?//|https?:", a)]
        assert not foreign, f"{name} fetches {foreign}"
    for sheet in built_book.rglob("*.css"):
        assert not re.search(
            r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", sheet.read_text("utf8")
        ), sheet


def test_everything_a_page_fetches_is_there(pages, built_book):
    for name, text in pages.items():
        for a, b in FETCHED.findall(text):
            address = unescape(a or b).split("?")[0]
            if address and not address.startswith("data:"):
                assert (built_book / name).parent.joinpath(address).exists(), f"{name}: {address}"


def test_the_policy_knows_every_inline_script_and_nothing_else(pages):
    for name, text in pages.items():
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1]
        allowed = re.search(r"script-src ([^;]*)", policy)[1].split()
        inline = [
            body
            for attributes, body in SCRIPT.findall(text)
            if "src=" not in attributes and "application/" not in attributes
        ]
        digests = {f"'sha256-{b64encode(sha256(b.encode()).digest()).decode()}'" for b in inline}
        assert set(allowed) == {"'self'", *digests}, name
        assert "default-src 'self'" in policy  # the next page may be fetched ahead
        assert "object-src 'none'" in policy
        assert text.index("Content-Security-Policy") < text.index("<script")


def test_no_inline_handlers(pages):
    for name, text in pages.items():
        body = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
        assert not re.search(r"<[^>]*\son[a-z]+=", body), name


def test_every_label_is_printed_as_its_number(pages, root):
    printed = {n: re.findall(r'class="eqno">\(([^)]*)\)', text) for n, text in pages.items()}
    labels = 0
    for notebook in sorted((root / "chapters").glob("*.ipynb")):
        cells = json.loads(notebook.read_text("utf8"))["cells"]
        text = "".join("".join(c["source"]) + "\n" for c in cells if c["cell_type"] == "markdown")
        expected = re.findall(r"^\$\$ *\(eq:([^)]+)\)", text, re.MULTILINE)
        assert printed[f"chapters/{notebook.stem}.html"] == expected
        labels += len(expected)
    assert labels


def test_maths_is_typeset_with_mathml_and_without_a_script(pages):
    for name, text in pages.items():
        assert text.count('class="katex"') == len(re.findall(r"<math[ >]", text)), name
        assert "MathJax" not in text
        assert 'class="math-error"' not in text


def test_each_figure_has_its_script_and_a_static_picture(pages):
    seen = 0
    for name, text in pages.items():
        figures = set(re.findall(r'"figure_name": ?"(\w+)"', text))
        for figure in figures:
            assert f"_static/mlp/{figure}.js?v=" in text, name
            assert re.search(rf'class="mm-static"><figure[^>]*data-figure="{figure}"', text), name
        needed = figures or '"card_name"' in text or 'class="mm-progress"' in text
        assert ("_static/mlp/shared.js" in text) == bool(needed), name
        seen += len(figures)
    assert seen


def test_search_scripts_are_on_the_search_page_only(pages):
    for name, text in pages.items():
        assert ("searchindex.js" in text) == (name == "search.html"), name
        assert ("searchtools.js" in text) == (name == "search.html"), name


def test_every_script_is_deferred(pages):
    for name, text in pages.items():
        for attributes, _ in SCRIPT.findall(text):
            assert "src=" not in attributes or "defer" in attributes, f"{name}: {attributes}"


def test_the_theme_is_trimmed(pages, built_book):
    """Fails when an upgrade of the theme slips past the filters."""
    static = built_book / "_static"
    assert not (static / "scripts" / "fontawesome.js").exists()
    assert (static / "styles" / "pydata-sphinx-theme.css").stat().st_size < 160_000
    icons = (static / "styles" / "pydata-sphinx-theme.css").read_text("utf8")
    assert "data:font/woff2" in icons
    assert not re.search(r"url\([^)]*fa-[^)]*\)", icons)
    assert (static / "styles" / "sphinx-book-theme.css").stat().st_size < 30_000
    stock = r"<(?:script|link)[^>]*(?:thebe|unpkg|cdnjs|jsdelivr|require\.js|fontawesome)"
    for name, text in pages.items():
        assert not re.search(stock, text), name


def test_what_the_theme_needs_survived_the_trimming(pages, built_book):
    """The parts that the page cannot do without are still styled and still there."""
    css = (built_book / "_static" / "styles" / "pydata-sphinx-theme.css").read_text("utf8")
    for selector in (
        ".bd-sidebar-primary",
        ".bd-search",
        ".prev-next-area",
        ".fa-bars",
        ".fa-print",
    ):
        assert selector in css, selector
    for name, text in pages.items():
        if name in ("search.html", "genindex.html"):
            continue
        for part in ("theme-switch-button", "search-button", "primary-toggle", "logo__title"):
            assert part in text, f"{name}: {part}"
        assert 'data-mm-do="print"' in text, name


def test_a_first_visit_stays_small(pages, built_book):
    """All that a page asks for but in-page Python, with the fonts of its kind, below 0.9 MB."""
    fonts = ["katex/fonts/KaTeX_Main-Regular", "katex/fonts/KaTeX_Main-Bold"]
    fonts += ["katex/fonts/KaTeX_Math-Italic", "katex/fonts/KaTeX_AMS-Regular"]
    fonts += ["mlp/fonts/book-serif", "mlp/fonts/book-serif-italic"]
    common = sum((built_book / "_static" / f"{name}.woff2").stat().st_size for name in fonts)
    for name, text in pages.items():
        addresses = {unescape(a or b).split("?")[0] for a, b in FETCHED.findall(text)}
        addresses = {address for address in addresses if "/mlp/python" not in address}
        files = {(built_book / name).parent.joinpath(a).resolve() for a in addresses if a}
        loaded = sum(path.stat().st_size for path in files if path.is_file())
        assert loaded + common + len(text.encode()) <= 900_000, name


def test_fonts_hold_every_letter_of_the_formulas(pages, built_book):
    """Cut fonts must not have lost a letter that a formula shows."""
    known = set()
    for font in (built_book / "_static" / "katex" / "fonts").glob("*.woff2"):
        known |= set(map(chr, TTFont(font).getBestCmap()))
    for name, text in pages.items():
        shown = "".join(re.findall(r'class="mord[^"]*"[^>]*>([^<]+)<', text))
        assert set(unescape(shown)) - {"\u200b", "\xa0", "\u202f"} <= known, name
