"""What a reader needs most, in the Firefox and the WebKit that are installed here."""

from __future__ import annotations

import io
import itertools
import json
import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdf
import pytest

from mlp_lib.exercises import all_exercises, base, kinds
from tests.support.server import serving
from tools.browsers import BROWSERS

from .cards import as_typed, page_of
from .conftest import pages, pages_with_figures
from .engines import EnginePage
from .test_pages import TOO_WIDE
from .wire import FirefoxWire, Heard, WebKitWire, WireError

WIRES = {"firefox": FirefoxWire, "webkit": WebKitWire}
CHAPTER = "chapters/01-perceptron.html"
PYTHON = 120  # seconds that a start of Python may take on a busy machine

LIVE = """() => !document.querySelector(".mm-static") &&
  [...document.querySelectorAll(".mm-fig")].every((f) => f.dataset.live)"""
# What a figure shows, in its picture and in its numbers, once it has settled.
SHOWN = """async (f) => {
  for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
  const html = (selector) => [...f.querySelectorAll(selector)].map((e) => e.innerHTML).join();
  return [html(".mm-plot svg"), html(".mm-read")];
}"""
SLIDER = f"""async (i, focus) => {{
  const slider = document.querySelectorAll(".mm-fig input[type=range]")[i];
  if (focus) slider.focus();
  const figure = slider.closest(".mm-fig");
  return [`${{figure.id}}, ${{slider.ariaLabel}}`, slider.value, ...(await ({SHOWN})(figure))];
}}"""
HANDLE = f"""async (i, reset) => {{
  const figure = document.querySelectorAll(".mm-fig g.handle")[i].closest(".mm-fig");
  if (reset) [...figure.querySelectorAll("button")].find((b) => b.textContent === "Reset").click();
  await ({SHOWN})(figure);
  return [figure.id, JSON.stringify(figure.mmFigure.state()), scrollY];
}}"""
COUNT = "(selector) => document.querySelectorAll(selector).length"


#: WebKit only where somebody asks for it (`make test-webkit`): it takes minutes more.
ASKED_FOR = [name for name in WIRES if name != "webkit" or os.environ.get("WEBKIT")]


@pytest.fixture(scope="session", params=ASKED_FOR)
def engine(request, tmp_path_factory) -> Iterator[EnginePage]:
    """One page in each engine that is installed; CI has to have Firefox."""
    browser = BROWSERS[request.param]
    path = browser.find()
    if path is None and request.param == "firefox" and "CI" in os.environ:
        pytest.fail(browser.advice)
    if path is None:
        pytest.skip(browser.advice)
    wire = WIRES[request.param](path, tmp_path_factory.mktemp(request.param))
    yield EnginePage(wire)
    wire.close()


@pytest.fixture(scope="session")
def site(engine: EnginePage, built_book: Path) -> Iterator[str]:
    """Address of the built book."""
    with serving(built_book, Heard) as address:
        yield address


def none(faults: list[str]) -> None:
    """Fail with every fault on a line of its own."""
    assert not faults, "\n".join(["", *faults])


def enter(engine: EnginePage, address: str) -> None:
    """Open a page at 1280 px; its figures are live when this returns."""
    engine.resize(1280)
    engine.goto(address)
    engine.wait(LIVE)


@pytest.fixture(scope="module", params=pages())
def page(request, engine: EnginePage, site: str) -> EnginePage:
    """Each page in turn; the tests of one page come together and share it."""
    enter(engine, f"{site}/{request.param}")
    return engine


@pytest.fixture
def quiet(engine: EnginePage) -> Iterator[None]:
    """Whatever the page reports while a test uses it fails the test."""
    engine.errors()
    yield
    none(engine.errors())


BAD_PAGE = """<!doctype html><title>Bad</title>
<meta http-equiv="Content-Security-Policy" content="img-src 'none'">
<script>console.error("said aloud"); setTimeout(() => { throw Error("thrown late"); });</script>
<img src="https://127.0.0.1/blocked.png" alt=""><script src="missing.js"></script>"""


def test_what_goes_wrong_in_a_page_is_noticed(engine, tmp_path):
    (tmp_path / "bad.html").write_text(BAD_PAGE, "utf8")
    engine.errors()
    with serving(tmp_path, Heard) as address:
        engine.goto(f"{address}/bad.html")
        errors = "\n".join(engine.errors())
    for fault in ("said aloud", "thrown late", "blocked.png", "missing.js"):
        assert fault in errors
    with pytest.raises(WireError, match="no visible h1"):
        engine.click("h1")
    assert engine.errors() == []


# --- every page --------------------------------------------------------------------------------


def test_page_fits_every_width_and_reports_no_error(page):
    page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    faults = page.errors()
    for wanted in (390, 320, 1280):
        width = page.resize(wanted)
        needed, wider = page.evaluate(TOO_WIDE)
        if needed > width or wider:
            faults.append(f"{needed} px at a width of {width}: {wider}")
    none(faults + page.errors())


@pytest.mark.usefixtures("quiet")
def test_sliders_move_by_keys_and_mouse_and_change_what_is_shown(page):
    faults = []
    sliders = page.evaluate(COUNT, ".mm-fig input[type=range]")
    assert sliders or not page.evaluate(COUNT, ".mm-fig")
    for i in range(sliders):
        looks = {}
        page.evaluate(SLIDER, i, True)
        for key in ("Home", "ArrowRight", "End"):
            page.press(key)
            looks[key] = page.evaluate(SLIDER, i, False)
        for there, back in ((0.45, 0), (0, -0.45)):
            x, y, width, _ = page.place(".mm-fig input[type=range]", index=i)
            way = [(x + width * (there + (back - there) * part / 4), y) for part in range(5)]
            page.drag(way)
            looks[f"the mouse to {0.5 + back:.2f}"] = page.evaluate(SLIDER, i, False)
        for (_, before), (how, after) in itertools.pairwise(looks.items()):
            if before[1] == after[1]:
                faults.append(f"{after[0]}: {how} leaves it at {after[1]}")
            elif before[2:] == after[2:]:
                faults.append(f"{after[0]}: from {before[1]} to {after[1]} nothing changes")
    none(faults)


# A finger of WebDriver is not taken away by the page's scrolling as a real one may be: that is
# looked at in Chromium. Here it is told that a finger does what the mouse does.
@pytest.mark.usefixtures("quiet")
def test_points_in_pictures_follow_mouse_and_finger_in_the_same_directions(page):
    faults = []
    for i in range(page.evaluate(COUNT, ".mm-fig g.handle")):
        moved = {}
        for pointer in ("mouse", "touch"):
            for way in ((28, 0), (0, -28)):
                page.evaluate(HANDLE, i, True)
                x, y, *_ = page.place(".mm-fig g.handle", index=i)
                _, before, top = page.evaluate(HANDLE, i, False)
                page.drag([(x + way[0] * k / 4, y + way[1] * k / 4) for k in range(5)], pointer)
                name, after, still = page.evaluate(HANDLE, i, False)
                moved.setdefault(pointer, []).append(after != before)
                if still != top:
                    faults.append(f"{name}, point {i}: the page scrolls under the {pointer}")
        if moved["mouse"] != moved["touch"] or not any(moved["mouse"]):
            faults.append(f"{name}, point {i}: moves to the right, up: {moved}")
    none(faults)


# --- cards -------------------------------------------------------------------------------------


def first(kind: type, dimensions: int | None = None) -> base.Exercise:
    """The book's first exercise of a kind."""
    return next(
        item
        for item in all_exercises().values()
        if type(item) is kind and (dimensions is None or np.ndim(item.answer) == dimensions)
    )


ONE_OF_EACH = {
    "number": first(kinds.Numeric, 0),
    "vector": first(kinds.Numeric, 1),
    "choice": first(kinds.Choice),
    "order": first(kinds.Order),
    "explore": first(kinds.Explore),
    "derivation": first(kinds.Derivation),
    "code": first(kinds.Code),
}


def answer(page: EnginePage, item: base.Exercise, right: bool) -> None:
    """Give a right or a wrong answer with mouse and keys, and check it."""
    card = f'[id="exercise-{item.id}"]'
    if isinstance(item, (kinds.Numeric, kinds.Explore)):
        given = item.answer if right else np.full_like(np.asarray(item.answer, float), -3.25)
        page.click(f"{card} input")
        page.press("Control+a", *as_typed(given), "Enter")
        return
    if isinstance(item, kinds.Order):
        arrange(page, card, range(1, len(item.steps) + 1) if right else item.mistakes[0].answer)
    elif isinstance(item, kinds.Code):
        imports = re.findall("^(?:import|from) .*", item.starter, re.MULTILINE)
        code = "\n".join([*imports, item.source])
        page.click(f"{card} textarea, {card} .cm-content")
        page.wait("() => document.activeElement.matches('.cm-content')")
        # In one line: of several, the editor would indent the next by itself.
        page.press("Control+a", *(f"exec({code!r})" if right else f"{item.function} = print"))
    else:
        first, *others = np.atleast_1d(item.right_answer()).tolist()
        pick(page, card, first if right else first % 3 + 1)
        for number in others if right else ():
            page.click(f"{card} button", "Check")
            pick(page, card, number)
    page.click(f"{card} button", "Check")


def pick(page: EnginePage, card: str, number: int) -> None:
    """Choose an option, counted from 1."""
    page.click(f"{card} .mm-opt", index=number - 1)


def arrange(page: EnginePage, card: str, order: Iterator[int]) -> None:
    """Bring the steps into an order with the button that moves one up."""
    rows = "(rows) => [...document.querySelectorAll(rows)].map((row) => Number(row.dataset.step))"
    for place, step in enumerate(order):
        for _ in range(page.evaluate(rows, f"{card} .mm-order li").index(step) - place):
            page.click(f"{card} li[data-step='{step}'] button")


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_card_says_what_is_wrong_and_what_is_right(engine, site, kind):
    item = ONE_OF_EACH[kind]
    enter(engine, f"{site}/{page_of(item)}")
    engine.evaluate("() => mlp.progress.clear()")
    card = f'[id="exercise-{item.id}"]'
    read = "(selector) => document.querySelector(selector)?.innerText"
    for right, verdict, state in ((False, "no", "Not yet"), (True, "ok", "Right")):
        answer(engine, item, right)
        engine.wait(read, f"{card} .mm-verdict.{verdict}", seconds=PYTHON)
        assert engine.evaluate(read, f"{card} .mm-meta") == state


# --- Python ------------------------------------------------------------------------------------

# The cells that Python runs: their rows of buttons, and both outputs as text.
CELLS = """() => [...document.querySelectorAll(".mm-py-row")].map((row) => {
  const cell = row.closest("div.cell");
  const text = (part) => [...cell.querySelectorAll(part)].map((e) => e.textContent).join("");
  return [row.ariaLabel, text(".cell_output pre"), text(".mm-py-output pre")];
})"""


@pytest.mark.usefixtures("quiet")
def test_cell_runs_a_loop_stops_and_python_starts_anew(engine, site):
    enter(engine, f"{site}/{CHAPTER}")
    label, stored, _ = next(cell for cell in engine.evaluate(CELLS) if cell[1])
    row = f'[aria-label="{label}"]'
    says = "(row, word) => document.querySelector(`${row} .mm-py-what`).textContent.includes(word)"

    def press(button: str, then: str) -> None:
        engine.click(f"{row} button", button)
        engine.wait(says, row, then, seconds=PYTHON)

    press("Run", "Finished")
    shown = next(shown for name, _, shown in engine.evaluate(CELLS) if name == label)
    assert shown.split() == stored.split()
    engine.click(f"{row} button", "Edit")
    engine.wait("() => document.activeElement.matches('.cm-content')")
    engine.press("Control+a", *"while True: pass", "Shift+Enter")
    engine.wait(says, row, "Running", seconds=PYTHON)
    press("Stop", "topped")
    engine.click(f"{row} button", "Original code")
    press("Run", "Finished")


# --- paper -------------------------------------------------------------------------------------

# The words of the text, and those in the pictures. Firefox prints letters as shapes where a
# variable font has not its usual weight, and where they have a rim in the paper's colour: what is
# bold and what stands on lines is on the paper, but no text. It cannot be told here.
ON_PAPER = """() => {
  const words = { text: [], pictures: [] };
  const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    const inside = (selector) => parent.closest(selector);
    if (getComputedStyle(parent).fontWeight !== "400" || !parent.getClientRects().length) continue;
    if (inside(".katex, .headerlink, .mm-sr")) continue;
    if (inside(".mm-plot svg text")) {
      if (getComputedStyle(parent).stroke === "none") words.pictures.push(node.data);
    }
    else if (inside(".mm-prompt") || (inside("p, li") && !inside(".mm-fig, .mm-card, nav")))
      words.text.push(node.data);
  }
  return [words.text.join(" "), words.pictures.join(" ")];
}"""


def plain(text: str) -> str:
    """Letters and digits only: lines and hyphens are the printer's business.

    Ligatures (ff, fi, ft and their like) go too: Firefox writes them as one sign of replacement.
    """
    return re.sub(r"f+[bhijklt]?|[\W_]", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("path", [CHAPTER, pages_with_figures()[-1]])
def test_all_words_and_those_in_pictures_are_printed(engine, site, path):
    enter(engine, f"{site}/{path}")
    text, pictures = engine.evaluate(ON_PAPER)
    try:
        file = io.BytesIO(engine.pdf())
    except WireError as error:
        if "unknown command" in str(error).lower():
            pytest.skip(f"this driver cannot print: {error}")
        raise
    printed = plain("".join(part.extract_text() for part in pypdf.PdfReader(file).pages))

    def lost(words: str) -> list[str]:
        return sorted({word for word in map(plain, words.split()) if word not in printed})

    none(lost(text))
    assert len(pictures.split()) > 50
    none(lost(pictures))


# --- the rest of the page ----------------------------------------------------------------------


@pytest.mark.usefixtures("quiet")
def test_page_read_from_disk_is_live(engine, built_book):
    enter(engine, f"{built_book.as_uri()}/{CHAPTER}")
    assert engine.evaluate(COUNT, ".mm-fig[data-live]") > 0


@pytest.mark.usefixtures("quiet")
def test_search_finds_a_word_of_a_chapter(engine, site):
    engine.goto(f"{site}/search.html?q=perceptron")
    found = "() => document.querySelector('#search-results li a')?.textContent"
    assert "erceptron" in engine.wait(found)


@pytest.mark.usefixtures("quiet")
def test_theme_button_switches_page_and_figures(engine, site):
    enter(engine, f"{site}/{CHAPTER}")
    look = """() => [document.documentElement.dataset.theme,
      getComputedStyle(document.querySelector(".mm-fig")).color]"""
    seen = [engine.evaluate(look)]
    for _ in range(3):  # through system, light and dark
        engine.click("button.theme-switch-button")
        seen.append(engine.evaluate(look))
    assert {theme for theme, _ in seen} == {"light", "dark"}
    assert len({colour for _, colour in seen}) == 2


# A file chosen by the reader, and the content of one that is saved.
CHOOSE = """(text) => {
  const files = new DataTransfer();
  files.items.add(new File([text], "mine.json", { type: "application/json" }));
  const field = document.querySelector(".mm-progress input[type=file]");
  field.files = files.files;
  field.dispatchEvent(new Event("change"));
}"""
KEEP = """() => {
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => (blob.text().then((text) => (window.kept = text)), make(blob));
}"""


@pytest.mark.usefixtures("quiet")
def test_progress_is_loaded_saved_and_reset(engine, site):
    enter(engine, f"{site}/book/progress.html")
    one = next(iter(all_exercises()))
    right = f"() => document.querySelector('[data-exercise=\"{one}\"]').textContent"
    engine.evaluate("() => mlp.progress.clear()")
    state = {"version": 1, "exercises": {one: {"state": "right", "hints": 1, "answer": "2.8"}}}
    engine.evaluate(CHOOSE, json.dumps(state))
    engine.wait("() => document.querySelector('.mm-progress-said').textContent.includes('mine')")
    assert engine.evaluate(right).startswith("Right")
    engine.evaluate(KEEP)
    engine.click(".mm-progress button", "Save to a file")
    assert json.loads(engine.wait("() => window.kept"))["exercises"].keys() == {one}
    engine.click(".mm-progress button", "Reset")
    engine.click(".mm-progress button", "Delete it")
    assert engine.evaluate(right) == "Open"
