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
#: CSS pixels between the margins of a sheet of A4: pictures are drawn to their width.
SHEET = {"width": 680, "height": 1000}
#: Text for paper, node by node: what print media show, but for MathML and `.mm-sr`, only heard.
FOR_PAPER = """async () => {
  await new Promise((resolve) => setTimeout(resolve, 300)); // pictures get the sheet's width
  const found = [];
  const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim()) continue;
    if (parent.closest('math, script, style, .mm-sr, option')) continue;
    if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
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
    """What the page has for paper and its PDF lacks: words and letters, by how often.

    Words of text, code, cards, readouts and of the labels in pictures; letters of formulas too.
    """
    text = printed(page)  # first: to look at print media would fetch what print needs
    window = page.viewport_size
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    wanted = page.evaluate(FOR_PAPER)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="null")  # "screen" would print what screens show
    page.set_viewport_size(window)
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
@pytest.mark.parametrize("path", ["book/sources.html", "chapters/01-perceptron.html"])
def test_no_server_takes_a_word_from_paper(visit, serve, cache, path):
    assert lost(visit(path, origin=serve(cache)).page) == NOTHING


@pytest.mark.parametrize("path", pages())
def test_every_word_formula_and_figure_is_on_paper(visit, serve, path):
    assert lost(visit(path, origin=serve("no-cache")).page) == NOTHING


def test_pages_from_disk_are_whole_on_paper(visit, built_book):
    assert lost(visit("book/sources.html", origin=built_book.as_uri()).page) == NOTHING


def test_a_second_print_of_a_dark_page_on_a_phone_is_whole(visit, serve):
    path, origin = "chapters/06-gradient-descent.html", serve("max-age=0")
    page = visit(path, origin=origin, width=390, theme="dark").page
    assert lost(page) == NOTHING
    assert lost(page) == NOTHING


def test_a_page_is_whole_on_paper_before_its_figures_are_live(browser, serve):
    page = browser.new_page()
    page.route("**/mlp/shared.js*", lambda route: route.abort())
    page.goto(f"{serve('no-cache')}/chapters/01-perceptron.html", wait_until="domcontentloaded")
    figures = page.locator(".mm-fig")
    assert figures.count() > 2
    assert lost(page) == NOTHING
    assert page.locator(".mm-fig[data-live]").count() == 0
    page.close()


def test_pages_without_scripts_are_whole_on_paper(visit, serve):
    address = serve("no-cache")
    page = visit("book/sources.html", origin=address, java_script_enabled=False).page
    alone = printed(page)
    with_scripts = printed(visit("book/sources.html", origin=address).page)
    assert len(alone) >= len(with_scripts) - 20


def test_words_that_are_only_heard_are_not_on_paper(visit):
    page = visit("index.html").page
    heard = page.locator("main .mm-sr").all_text_contents()
    text = printed(page)
    long = [letters(words) for words in heard if len(words.split()) > 3]
    assert long
    assert [words for words in long if words in text] == []


def test_a_long_program_in_an_editor_is_whole_on_paper(visit):
    page = visit("chapters/09-backpropagation.html").page
    long = "\n".join(f"line_{i} = {'+ 7' * 60}  # the end of {i}." for i in range(60))

    def copies(text: str) -> set[int]:
        """How often each line's ends and all of its terms are there; a sheet may end between."""
        parts = [f"line_{i}=" for i in range(60)] + [f"#theendof{i}." for i in range(60)]
        return {text.count(part) for part in parts} | {text.count("+7") // 3600}

    page.locator(".mm-code textarea").first.fill(long)  # the focus fetches the editor
    page.locator(".mm-code .cm-editor").wait_for()
    assert copies(printed(page)) == {1}
    page.locator(".mm-code textarea").first.evaluate("(field, text) => (field.value = text)", long)
    assert copies(printed(page)) == {2}, "a field without an editor"


def test_no_sheet_is_nearly_empty(visit, serve):
    for path in ("chapters/06-gradient-descent.html", "chapters/09-backpropagation.html"):
        page = visit(path, origin=serve(None)).page
        sheets = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
        words = [len(sheet.extract_text().split()) for sheet in sheets[:-1]]
        assert min(words) > 40, f"{path}: {words}"
