"""The built book on plain hosts: their habits cost nothing, and what fails is said."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Visit
from .hosts import Habits, serving

PAGE = "chapters/06-gradient-descent.html"
RULES = "[...document.styleSheets].flatMap(s => [...s.cssRules]).map(r => r.cssText).join('')"
MISREAD = re.compile("[ÂÃâ][\x80-\xbf€†‡ˆ‰‹Œ‘’“”•–—™›œžŸ]")  # UTF-8 taken for Latin-1
START = 60_000  # ms that a start of Python may take on a busy machine
YEAR = {"Cache-Control": "max-age=31536000, immutable"}
NO_SNIFFING = {"X-Content-Type-Options": "nosniff"}
ISOLATED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
HOSTS = {
    "one that knows few types": Habits(unknown="application/octet-stream", headers=NO_SNIFFING),
    "one that takes files for text, and text for Latin-1": Habits(
        unknown="text/plain",
        charset="; charset=iso-8859-1",
        under="/mein%20B%C3%BCchlein",
        headers=NO_SNIFFING,
    ),
    "one that compresses": Habits(gzip=True),
    "a folder of GitHub's": Habits(jekyll=True, under="/a-repository", headers=YEAR),
    "one without endings": Habits(pages="bare", under="/repo"),
    "one with a slash after pages": Habits(pages="slash"),
    "one that lets nothing be kept": Habits(headers={"Cache-Control": "no-store"}),
    "one that isolates pages": Habits(headers=ISOLATED),
}


@pytest.fixture
def host(built_book: Path, browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open a page of the book as a host serves it: ``host(Habits(...), path)``."""
    opened = []

    def open_page(habits: Habits, path: str = PAGE) -> Visit:
        server = serving(built_book, habits)
        address = server.__enter__()
        seen = Visit(browser.new_context(viewport={"width": 1280, "height": 900}).new_page())
        seen.watch("/".join(address.split("/")[:3]))
        opened.append((seen, server))
        seen.page.goto(f"{address}/{path}")
        seen.page.wait_for_load_state("load")
        return seen

    yield open_page
    for seen, server in opened:
        seen.page.context.close()
        server.__exit__(None, None, None)


def result(page: Page, code: str = "import numpy as np\nint(np.arange(4) @ np.arange(4))") -> dict:
    """Run code in the page's Python."""
    return page.evaluate("code => mlp.python.run(code)", code)


@pytest.fixture(scope="module")
def _python(built_book: Path) -> None:
    if not (built_book / "_static" / "pyodide").exists():
        pytest.skip("this copy of the book was built without Python")


@pytest.mark.usefixtures("_python")
@pytest.mark.parametrize("habits", HOSTS.values(), ids=HOSTS)
def test_figures_are_live_and_python_runs_on(host, habits):
    seen = host(habits, "")
    page = seen.page
    page.get_by_role("link", name="6. Gradient descent").first.click()
    page.wait_for_load_state("load")
    seen.figures_live()
    assert page.evaluate("document.fonts.ready.then(f => [...f].some(x => x.status == 'loaded'))")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.mm-fig')).borderTopStyle")
        == "solid"
    )
    assert not MISREAD.search(page.evaluate(f"document.body.textContent + {RULES}"))
    # Where addresses are not the files', a browser may ask ahead, in vain, for what it saw.
    said = [text for text in seen.errors if not (habits.pages and "Failed to load" in text)]
    assert said == []
    assert result(page)["value"] == "14"
    page.locator("a.right-next").click()
    page.wait_for_url("**/07-one-neuron**")
    seen.figures_live()


def figures(page: Page, kind: str) -> set[str]:
    """Names of the figures that are live, or of those that stand still."""
    chosen = ".mm-live > .mm-fig[data-live]" if kind == "live" else ".mm-static > .mm-fig"
    return set(
        page.locator(chosen).evaluate_all("found => found.map(figure => figure.dataset.figure)")
    )


@pytest.mark.parametrize("fault", [404, 503, "page", "cut", "reset"])
def test_a_script_that_fails_costs_its_own_figure_only(host, fault):
    page = host(Habits(faults={"bowl.js": [fault] * 3})).page
    assert figures(page, "live") == {"ball", "double_well"}
    assert figures(page, "still") == {"bowl"}
    picture = page.locator(".mm-live:has(.mm-static)")
    assert picture.locator("svg").first.is_visible()
    assert "bowl.js could not be loaded" in picture.locator(".mm-still").inner_text()
    assert "bowl.js" in page.locator(".mm-missing").inner_text()
    assert "JupyterLab" not in picture.inner_text()


@pytest.mark.parametrize(
    ("name", "live"),
    [("shared.js", False), ("widgets.js", False), ("cards.js", True), ("python.js", True)],
)
def test_a_shared_script_that_fails_is_said_and_pictures_stay(host, name, live):
    page = host(Habits(faults={name: [404] * 3})).page
    assert bool(figures(page, "live")) is live
    assert figures(page, "live" if live else "still") == {"ball", "bowl", "double_well"}
    assert name in page.locator(".mm-missing").inner_text()
    assert page.locator(".mm-card").count() >= 5


@pytest.mark.parametrize("name", ["katex.css", "figures.css", "pydata-sphinx-theme.css"])
def test_a_style_sheet_that_fails_is_said(host, name):
    page = host(Habits(faults={name: ["page"] * 3})).page
    assert name in page.locator(".mm-missing").inner_text()
    assert figures(page, "live") == {"ball", "bowl", "double_well"}


def test_nothing_is_said_where_nothing_fails(host):
    page = host(Habits()).page
    assert page.locator(".mm-missing, .mm-still").count() == 0


def test_what_others_put_into_the_page_is_not_said_to_be_missing(host, built_book):
    text = (built_book / PAGE).read_text("utf8")
    added = '<script src="/toolbar.js"></script><link rel="stylesheet" href="/toolbar.css">'
    text = text.replace("</body>", f"{added}</body>")
    page = host(Habits(instead={Path(PAGE).name: text.encode()})).page
    assert figures(page, "live") == {"ball", "bowl", "double_well"}
    assert page.locator(".mm-missing").count() == 0


def test_a_page_that_may_store_nothing_works_and_says_what_is_forgotten(host):
    sandbox = {"Content-Security-Policy": "sandbox allow-scripts allow-forms"}
    habits = Habits(headers=sandbox | {"Access-Control-Allow-Origin": "*"})
    seen = host(habits)
    page = seen.page
    assert page.evaluate("self.origin") == "null"
    seen.figures_live()
    assert seen.errors == []
    assert page.locator(".mm-missing").count() == 0
    before = page.evaluate("document.documentElement.dataset.mode")
    page.get_by_role("button", name="Color mode").first.click()
    assert page.evaluate("document.documentElement.dataset.mode") != before
    card = page.locator(".mm-card").first
    assert "not kept" not in card.locator(".mm-meta").inner_text()
    card.get_by_role("button", name="Hint").click()
    assert "not kept by this browser" in card.locator(".mm-meta").inner_text()
    assert "tab of its own" in page.evaluate("mlp.python.why()")
    page.goto(page.url.replace(PAGE, "book/progress.html"))
    expect(page.locator(".mm-progress-sum")).to_contain_text("store nothing")
    assert seen.errors == []


def test_a_host_with_a_strict_policy_of_its_own(host):
    strict = {"Content-Security-Policy": "default-src 'self'"}
    heights = (
        "[...document.querySelectorAll('.katex-html')].map(e => e.getBoundingClientRect().height)"
    )
    wanted, page = (host(Habits(headers=headers)).page for headers in ({}, strict))
    assert figures(page, "live") == {"ball", "bowl", "double_well"}
    assert page.evaluate(heights) == pytest.approx(wanted.evaluate(heights), abs=0.5)
    if page.get_by_role("button", name="Run all cells").count():
        row = first_row(page)
        row.get_by_role("button", name="Run").click()
        expect(row.get_by_role("status")).to_contain_text("'wasm-unsafe-eval'", timeout=START)


def first_row(page: Page):
    """The row under the first cell that runs."""
    return page.locator(".mm-py-row").first


@pytest.mark.usefixtures("_python")
@pytest.mark.parametrize(
    ("name", "fault", "said"),
    [
        ("python-worker.js", 404, "python-worker.js is not on this server (404)"),
        ("python-worker.js", "page", "sends python-worker.js as text/html"),
        ("pyodide.js", 404, "pyodide.js is not on this server (404)"),
        ("pyodide.asm.js", 503, "pyodide.asm.js is not on this server (503)"),
        ("core.bin", "page", "core.bin is not on this server, which sent a page"),
        ("stdlib.bin", "cut", "stdlib.bin is not the file that this book was built with"),
        ("snapshot.bin", "reset", "snapshot.bin did not come from the server"),
        ("numpy.bin", 403, "numpy.bin is not on this server (403)"),
        ("mlp_lib.bin", "cut", "mlp_lib.bin is not the file"),
    ],
)
def test_a_file_of_python_that_fails_is_named_and_run_tries_again(host, name, fault, said):
    faults = {name: [fault] * 2}
    page = host(Habits(faults=faults, headers=NO_SNIFFING)).page
    row = first_row(page)
    row.get_by_role("button", name="Run").click()
    expect(row.get_by_role("status")).to_contain_text("Python did not start", timeout=START)
    assert said in row.get_by_role("status").inner_text()
    assert page.locator(".mm-py-output").count() == 0
    faults[name].clear()  # a good minute later
    row.get_by_role("button", name="Run").click()
    expect(row.get_by_role("status")).to_contain_text("Finished", timeout=START)


@pytest.mark.usefixtures("_python")
def test_an_editor_that_fails_leaves_a_plain_field_and_says_so(host):
    seen = host(Habits(faults={"python-editor.js": [404] * 9}))
    page = seen.page
    code = page.locator(".mm-card .mm-code").first
    code.locator("textarea").click()
    expect(code.locator(".mm-how")).to_contain_text("could not be loaded: this is a plain field")
    expect(code.locator("textarea")).to_be_focused()
    cell = page.locator("div.cell:has(.mm-py-row)").first
    cell.get_by_role("button", name="Edit").click()
    expect(cell.get_by_role("status")).to_contain_text("this is a plain field")
    expect(cell.locator("textarea")).to_be_focused()
    cell.locator("textarea").fill("6 * 7")
    cell.get_by_role("button", name="Run", exact=True).click()
    expect(cell.locator(".mm-py-output")).to_contain_text("42", timeout=START)
    assert any("python-editor.js" in error for error in seen.errors)


@pytest.mark.usefixtures("_python")
def test_a_line_that_breaks_once_is_not_noticed(host):
    page = host(Habits(faults={"numpy.bin": ["reset"], "core.bin": ["cut"]}, headers=YEAR)).page
    assert result(page)["value"] == "14"


@pytest.mark.usefixtures("_python")
def test_python_starts_without_a_memory_snapshot_that_this_browser_cannot_use(host, built_book):
    strange = gzip.compress(b"made in another engine")
    worker = (built_book / "_static" / "mlp" / "python-worker.js").read_text("utf8")
    entry = f'"snapshot.bin":{{sha256:"{sha256(strange).hexdigest()}",bytes:{len(strange)}}}'
    worker, places = re.subn(r'"snapshot\.bin":\{[^}]*\}', entry, worker)
    assert places == 1
    habits = Habits(instead={"snapshot.bin": strange, "python-worker.js": worker.encode()})
    page = host(habits).page
    assert result(page)["value"] == "14"
    assert habits.asked.count("snapshot.bin") == 1
    page.locator("a.right-next").click()
    page.wait_for_url("**/07-one-neuron**")
    assert result(page)["value"] == "14"
    assert habits.asked.count("snapshot.bin") == 1  # known for the rest of the visit


@pytest.mark.usefixtures("_python")
def test_a_line_that_is_gone_is_said_and_run_works_when_it_is_back(host):
    habits = Habits()
    page = host(habits).page
    habits.gone = True
    row = first_row(page)
    row.get_by_role("button", name="Run").click()
    expect(row.get_by_role("status")).to_contain_text("Python did not start", timeout=START)
    habits.gone = False
    row.get_by_role("button", name="Run").click()
    expect(row.get_by_role("status")).to_contain_text("Finished", timeout=START)


@pytest.mark.usefixtures("_python")
def test_matplotlib_that_fails_is_named_and_asked_for_again(host):
    faults = {"matplotlib.bin": [503] * 2}
    page = host(Habits(faults=faults)).page
    result(page, "kept = 5")
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, kept]);"
    assert "matplotlib.bin is not on this server (503)" in result(page, plot)["error"]
    done = result(page, plot)
    assert done["error"] is None
    assert len(done["figures"]) == 1
