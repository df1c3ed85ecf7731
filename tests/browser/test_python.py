"""Python in the page, in a real browser: cells give what is stored, stop, and ask nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.server import Quiet, serving

from .conftest import Visit, pages

NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
CHAPTERS = [page for page in pages() if page.startswith("chapters/")]
START = 60_000  # ms that a start of Python may take on a busy machine
STARTED = "() => mlp.python.run('1').then(done => done.value)"

# Every cell: what the page says of it, and both outputs as text.
REPORT = """() => [...document.querySelectorAll('div.cell')].map(cell => {
  for (const formula of cell.querySelectorAll('.katex')) formula.remove();
  const text = kind => [...cell.querySelectorAll(kind)].map(e => e.textContent).join('');
  return {
    source: cell.querySelector('.cell_input pre').textContent,
    kind: cell.dataset.python,
    reason: cell.dataset.reason ?? '',
    said: cell.querySelector('.mm-py-what')?.textContent ?? '',
    stored: text('.cell_output :is(pre, p)'),
    shown: text('.mm-py-output :is(pre, p)'),
  };
})"""


class Serving(Quiet):
    """Serves the book; counts the bytes of Python; may isolate its pages."""

    isolated = False
    sent = 0

    def end_headers(self) -> None:
        if self.isolated:
            self.send_header("Cross-Origin-Opener-Policy", "same-origin")
            self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()

    def copyfile(self, source, outputfile) -> None:
        if "/_static/pyodide/" in self.path:
            type(self).sent += Path(source.name).stat().st_size
        super().copyfile(source, outputfile)


@pytest.fixture
def serve(built_book: Path) -> Iterator[Callable]:
    """Start a server of its own: ``address, handler = serve(isolated=True)``."""
    with ExitStack() as servers:

        def start(isolated: bool = False) -> tuple[str, type[Serving]]:
            handler = type("Own", (Serving,), {"isolated": isolated, "sent": 0})
            return servers.enter_context(serving(built_book, handler)), handler

        yield start


@pytest.fixture(autouse=True, scope="module")
def _python(built_book: Path) -> None:
    if not (built_book / "_static" / "pyodide").exists():
        pytest.skip("this copy of the book was built without Python")


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor who stays: after the first page the files of Python lie in the browser's cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture(scope="module")
def shared(context: BrowserContext, site: str) -> Page:
    """One page whose Python several tests share."""
    page = context.new_page()
    page.goto(f"{site}/chapters/01-perceptron.html")
    page.evaluate(STARTED)
    return page


def run(page: Page, code: str, **options: object) -> dict:
    """Run code in the page's Python."""
    return page.evaluate("([code, options]) => mlp.python.run(code, options)", [code, options])


def agree(one: str, other: str) -> bool:
    """Whether two outputs agree: the same words, and numbers within float tolerance."""
    if NUMBER.sub("#", one).split() != NUMBER.sub("#", other).split():
        return False
    pairs = zip(NUMBER.findall(one), NUMBER.findall(other), strict=True)
    return all(float(a) == pytest.approx(float(b), rel=1e-9, abs=1e-12) for a, b in pairs)


@pytest.mark.parametrize("path", CHAPTERS)
def test_all_cells_of_a_chapter_give_what_is_stored_and_ask_nobody(context, site, path):
    page = context.new_page()
    seen = Visit(page)
    seen.watch(site)
    page.goto(f"{site}/{path}")
    seen.figures_live()
    page.get_by_role("button", name="Run all cells").click()
    page.wait_for_function("() => mlp.python.cells.idle()", timeout=2 * START)
    for cell in page.evaluate(REPORT):
        if cell["kind"] == "figure":
            assert re.match(r"(figures\.|exercise\()", cell["source"].strip().splitlines()[-1])
            assert cell["reason"]
        else:
            assert cell["said"].startswith("Finished"), f"{cell['said']}:\n{cell['source']}"
            assert agree(cell["stored"], cell["shown"]), f"{cell['stored']}\n{cell['shown']}"
    assert seen.foreign == []
    assert seen.errors == []
    page.close()


def test_agreement_means_numbers_and_words():
    assert agree("w = [3. 2.]", "w = [3.0  2.0]")
    assert agree("z = 0.1", "z = 0.10000000000000001")
    assert not agree("z = 0.1", "z = 0.11")
    assert not agree("z = 0.1", "w = 0.1")
    assert not agree("z = 0.1", "")


def test_edit_run_and_original_code(shared):
    cell = shared.locator("div.cell", has_text="with the bias: z =").first
    row = cell.get_by_role("toolbar")
    row.get_by_role("button", name="Edit").click()
    editor = cell.get_by_role("textbox")
    expect(editor).to_be_focused()
    shared.keyboard.press("Control+a")
    shared.keyboard.type("import numpy as np\nprint('mine', np.float64(2) ** 10 / 2)")
    shared.keyboard.press("Shift+Enter")
    expect(cell.locator(".mm-py-output pre")).to_have_text("mine 512.0\n", timeout=START)
    expect(cell.locator(".cell_output")).to_be_hidden()
    row.get_by_role("button", name="Original code").click()
    expect(cell.locator(".cell_input .highlight").first).to_be_visible()
    expect(editor).to_have_count(0)
    row.get_by_role("button", name="Run again").click()
    expect(cell.locator(".mm-py-output pre")).to_contain_text("with the bias: z = 0.50")


def test_a_cell_runs_those_above_first_and_reset_forgets(shared):
    shared.get_by_role("button", name="Reset Python").click()
    expect(shared.locator(".mm-py-output")).to_have_count(0)
    assert "NameError" in run(shared, "X_tilde")["error"]
    cell = shared.locator("div.cell", has_text="with the bias: z =").nth(0)
    expect(cell.locator(".cell_output")).to_be_visible()
    shared.locator("div.cell", has_text="by directions").get_by_role("button", name="Run").click()
    expect(cell.locator(".mm-py-output")).to_contain_text("with the bias", timeout=START)


def test_errors_are_shown_as_the_readers_own(shared):
    done = run(shared, "def halve(n):\n    return 1 / n\nhalve(0)", space="errors", name="cell 9")
    assert done["error"].startswith('Traceback (most recent call last):\n  File "<cell 9>", line 3')
    assert "return 1 / n" in done["error"]
    assert "ZeroDivisionError" in done["error"].splitlines()[-1]
    assert "SyntaxError" in run(shared, "for", space="errors")["error"]
    assert "EOFError" in run(shared, "input()", space="errors")["error"]


def test_output_keeps_its_order_and_has_an_end(shared):
    code = "print('a', end='')\nprint('b' * 300_000)\n7"
    done = run(shared, code, space="output")
    assert done["stdout"].startswith("ab")
    assert "the rest is not shown" in done["stdout"]
    assert len(done["stdout"]) < 201_000
    assert done["value"] == "7"


def test_plots_are_drawn(shared):
    done = run(shared, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('$x^2$');")
    assert done["error"] is None
    assert done["stdout"] == ""
    assert len(done["figures"]) == 1


def test_python_of_the_page_reaches_no_other_host(shared):
    code = "from pyodide.http import pyfetch\nawait_me = pyfetch('https://example.org')"
    asked = []
    shared.on("request", lambda request: asked.append(request.url))
    run(shared, code, space="network")
    run(shared, "import js\njs.fetch('https://example.org')\nhasattr(js, 'XMLHttpRequest')")
    assert not [url for url in asked if "example.org" in url]


def test_figures_and_cards_have_stand_ins(shared):
    code = "from mlp_lib import figures\nfigures.neuron(number='1.1')"
    assert "stands in the page" in run(shared, code, space="stand-ins")["value"]
    code = "from mlp_lib.exercises import check, exercise\nexercise('1.1')"
    assert "stands in the page" in run(shared, code, space="stand-ins")["value"]


def test_code_of_an_exercise_is_judged(shared, root):
    from mlp_lib import exercises
    from mlp_lib.exercises.kinds import Code

    code = [item for item in exercises.all_exercises().values() if isinstance(item, Code)]
    judge = "([id, source]) => mlp.python.judge(id, source)"
    for item in code:
        verdict = shared.evaluate(judge, [item.id, item.solution_source])
        assert verdict["right"], f"{item.id}: {verdict}"
        assert not shared.evaluate(judge, [item.id, item.starter])["right"], item.id
    wrong = shared.evaluate(judge, [code[0].id, "1 / 0"])
    assert "ZeroDivisionError" in wrong["says"]
    assert "line 1" in wrong["says"]


def stop_a_loop(page: Page) -> dict:
    """Run an endless loop from a cell's button, stop it, and say how long that took."""
    page.evaluate(STARTED)
    page.evaluate("() => mlp.python.run('kept = 5')")
    page.evaluate("() => { window.loop = mlp.python.run('while True: pass') }")
    page.wait_for_timeout(300)
    return page.evaluate(
        """async () => {
          const begin = performance.now();
          mlp.python.stop();
          return {...await loop, took: performance.now() - begin};
        }"""
    )


def test_runaway_loop_stops_and_python_starts_anew(visit):
    page = visit("chapters/06-gradient-descent.html").page
    done = stop_a_loop(page)
    assert done["stopped"]
    assert done["restarted"]
    assert done["took"] < 2000
    assert "NameError" in run(page, "kept")["error"]
    assert run(page, "1 + 1")["value"] == "2"


def test_runaway_loop_keeps_variables_where_the_server_isolates(visit, serve):
    address, _ = serve(isolated=True)
    page = visit("chapters/06-gradient-descent.html", origin=address).page
    assert page.evaluate("mlp.python.isolated")
    done = stop_a_loop(page)
    assert done["stopped"]
    assert not done["restarted"]
    assert done["took"] < 2000
    assert run(page, "kept")["value"] == "5"


def test_second_page_starts_from_the_cache(visit, serve):
    address, handler = serve()
    page = visit("chapters/01-perceptron.html", origin=address).page
    page.evaluate(STARTED)
    first = handler.sent
    assert first > 5e6
    page.goto(f"{address}/chapters/06-gradient-descent.html")
    page.evaluate(STARTED)
    assert handler.sent - first < 20_000


@pytest.mark.parametrize("name", ["mlp_lib.bin", "core.bin"])
def test_tampered_file_is_refused(visit, built_book, name):
    seen = visit("chapters/06-gradient-descent.html")
    page = seen.page
    file = built_book / "_static" / "pyodide" / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    page.context.route(f"**/{file.name}*", lambda route: route.fulfill(body=bytes(content)))
    done = run(page, "1 + 1")
    assert done["value"] is None
    assert f"{file.name} is not the file" in done["error"]


def test_page_read_from_disk_says_how_to_serve_it(visit, built_book):
    page = visit("chapters/01-perceptron.html", origin=built_book.as_uri()).page
    expect(page.locator(".mm-py-bar")).to_contain_text("python -m http.server")
    for button in ("Run", "Edit", "Run all cells"):
        assert page.get_by_role("button", name=button).count() == 0


def test_copy_without_python_says_so(visit, built_book, browser, site):
    script = (built_book / "_static" / "mlp" / "python.js").read_text("utf8")
    without, places = re.subn(r"(available\W{1,3})(true|!0)", r"\1false", script, count=1)
    assert places == 1
    page = browser.new_context().new_page()
    page.route("**/python.js*", lambda route: route.fulfill(body=without))
    page.goto(f"{site}/chapters/01-perceptron.html")
    expect(page.locator(".mm-py-bar")).to_contain_text("not part of this copy")
    assert page.get_by_role("button", name="Run").count() == 0
    page.context.close()


def test_page_weighs_nothing_more_before_the_first_click(visit):
    asked = []
    page = visit("chapters/01-perceptron.html").page
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "pyodide" in url or "editor" in url or "worker" in url]
