"""Pages on paper: every word, formula and figure, from every server, on light sheets."""

from __future__ import annotations

import functools
import io
import re
import threading
import unicodedata
from collections import Counter
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pypdf
import pytest

from .conftest import pages

#: What servers say about files that they send; None says nothing.
CACHE = ("no-cache", "max-age=0", "max-age=0, must-revalidate", "max-age=600", "no-store", None)
#: Text for paper, node by node: what print media show, but for MathML, which is only heard.
FOR_PAPER = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim()) continue;
    if (parent.closest('math, script, style, .mm-sr, option')) continue;
    if (parent.closest('.mm-fig') && !parent.closest('.mm-title, .mm-see')) continue;
    if (!parent.checkVisibility({ visibilityProperty: true })) continue;
    const place = parent.closest('.katex-html') ? 'formula' : 'text';
    found.push([place, walk.currentNode.data]);
  }
  return found;
}"""


def letters(text: str) -> str:
    """The text as fonts and PDFs agree on it: no blanks, ligatures or capitals."""
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-").casefold()
    return re.sub(r"[\s\u200b\u2061\u00ad]+", "", plain)


def printed(page) -> str:
    """All text of the page's PDF."""
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    return letters("".join(sheet.extract_text() for sheet in sheets))


def lost(page) -> dict[str, object]:
    """What the page has for paper and its PDF lacks: words and letters, by how often."""
    text = printed(page)  # first: to look at print media would fetch what print needs
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    wanted = page.evaluate(FOR_PAPER)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    words = Counter(letters(w) for place, part in wanted if place == "text" for w in part.split())
    signs = Counter(c for _, part in wanted for c in letters(part) if c.isalnum())
    assert len(words) > 20
    return {
        "words": {word: n for word, n in words.items() if text.count(word) < n},
        "letters": signs - Counter(text),
    }


NOTHING = {"words": {}, "letters": Counter()}


@pytest.fixture
def serve(built_book: Path):
    """Serve the book with a Cache-Control of one's own; return its address."""
    servers = []

    def start(cache: str | None) -> str:
        class Handler(SimpleHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def end_headers(self) -> None:
                if cache:
                    self.send_header("Cache-Control", cache)
                super().end_headers()

            def log_message(self, *args: object) -> None:
                pass

        handler = functools.partial(Handler, directory=str(built_book))
        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), handler))
        servers[-1].daemon_threads = True
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}"

    yield start
    for server in servers:
        server.shutdown()


@pytest.mark.parametrize("cache", CACHE)
@pytest.mark.parametrize("path", ["book/sources.html", "chapters/06-gradient-descent.html"])
def test_no_server_takes_a_word_from_paper(visit, serve, cache, path):
    assert lost(visit(path, origin=serve(cache)).page) == NOTHING


@pytest.mark.parametrize("path", pages())
def test_every_word_formula_and_figure_is_on_paper(visit, serve, path):
    assert lost(visit(path, origin=serve("no-cache")).page) == NOTHING


def test_pages_from_disk_are_whole_on_paper(visit, built_book):
    assert lost(visit("book/sources.html", origin=built_book.as_uri()).page) == NOTHING


def test_pages_without_scripts_are_whole_on_paper(visit, serve):
    address = serve("no-cache")
    page = visit("book/sources.html", origin=address, java_script_enabled=False).page
    alone = printed(page)
    with_scripts = printed(visit("book/sources.html", origin=address).page)
    assert len(alone) >= len(with_scripts) - 20


def test_no_sheet_is_nearly_empty(visit, serve):
    for path in ("chapters/06-gradient-descent.html", "chapters/09-backpropagation.html"):
        page = visit(path, origin=serve(None)).page
        sheets = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
        words = [len(sheet.extract_text().split()) for sheet in sheets[:-1]]
        assert min(words) > 40, f"{path}: {words}"
