"""A card for code: Python that answers, is slow, stops or is missing; texts it sends back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlp_lib.exercises.card import spec
from tests.exercise_samples import SAMPLES

ROOT = Path(__file__).parents[2]
CODE = next(item for item in SAMPLES if item.kind == "code")
#: Mounts a card on the page, with a Python of the test's own.
MOUNT = """([spec, python, why]) => {
  const host = document.createElement("div");
  document.querySelector("article").prepend(host);
  const model = { get: () => spec };
  mlp.mountCard(model, host, { python: eval(`(${python})`), why });
}"""


@pytest.fixture
def card(visit):
    """Mount the sample with a Python made of JavaScript source."""

    def mount(python: str, why: str = "", formulas: dict | None = None):
        page = visit("book/progress.html", bypass_csp=True).page
        described = json.loads(json.dumps(spec(CODE))) | {"formulas": formulas or {}}
        page.evaluate(MOUNT, [described, python, why])
        return page.locator(".mm-card")

    return mount


def test_the_verdict_of_python_is_shown_with_the_books_formulas(card):
    says = json.dumps(CODE.mistakes[0].says)
    python = (
        f"{{ judge: async () => ({{ right: false, head: 'Not yet: squared', says: {says} }}) }}"
    )
    one = card(python, formulas={"$x^2$": "<i class='katex'>x squared</i>"})
    assert one.locator("textarea").input_value() == CODE.starter
    one.get_by_role("button", name="Check").click()
    assert "x squared is not $2x$." in one.locator(".mm-verdict.no").inner_text()
    assert one.locator(".mm-meta").inner_text() == "Not yet"


def test_what_python_says_is_text_and_never_markup(card):
    bad = "`NameError: <img src=x onerror=harmed=1>` in line 1." + "x" * 100_000
    one = card(f"{{ judge: async () => ({{ right: false, head: '<b>No</b>', says: {bad!r} }}) }}")
    one.get_by_role("button", name="Check").click()
    said = one.locator(".mm-verdict.no")
    assert "<img src=x" in said.inner_text()
    assert len(said.inner_text()) < 1200
    assert said.locator("img, b").count() == 0


def test_a_slow_judge_is_announced_and_can_be_stopped(card):
    python = """(() => { let end; return {
      judge: () => new Promise((_, reject) => (end = reject)),
      stop: () => end(new Error("stopped by you")) }; })()"""
    one = card(python)
    check = one.get_by_role("button", name="Check")
    check.click()
    stop = one.get_by_role("button", name="Stop")
    stop.wait_for()
    assert "Python is checking" in one.get_by_role("status").inner_text()
    stop.click()
    assert "stopped by you" in one.locator(".mm-verdict").inner_text()
    assert one.locator(".mm-meta").inner_text() == "Open"


def test_the_editor_takes_the_place_of_the_text_area(card):
    python = """{ judge: async (id, source) => ({ right: true, head: "Right", says: id + source }),
      editor: async (host, { value }) => {
        const editor = document.createElement("input");
        editor.value = value + "!";
        host.append(editor);
        const focus = () => editor.focus();
        return { get: () => editor.value, set: (v) => (editor.value = v), focus };
      } }"""
    one = card(python)
    assert not one.locator(".mm-code input").count()
    one.locator("textarea").focus()
    one.locator("textarea").wait_for(state="detached")
    assert one.locator(".mm-code input").evaluate("e => e === document.activeElement")
    one.locator(".mm-code input").fill("1 + 1")
    one.get_by_role("button", name="Check").click()
    assert "1.971 + 1" in one.locator(".mm-verdict.ok").inner_text()
    one.get_by_role("button", name="Start over").click()
    assert one.locator(".mm-code input").input_value() == CODE.starter.replace("\n", "")


def test_without_an_editor_the_text_area_stays(card):
    one = card("{ judge: async () => ({}), editor: () => Promise.reject(new Error('no file')) }")
    one.locator("textarea").fill("x = 1")
    assert one.locator("textarea").input_value() == "x = 1"
    assert "this is a plain field. (no file)" in one.locator(".mm-how").inner_text()


def test_without_python_the_card_says_how_to_do_it(card):
    one = card("null", why="From a file Python cannot start.")
    assert "double(x)" in one.locator(".mm-code pre").inner_text()
    how = one.locator(".mm-how").inner_text()
    assert how.startswith("From a file Python cannot start. In JupyterLab")
    assert 'check("1.97", double)' in how
    assert not one.get_by_role("button", name="Check").is_visible()
    one.get_by_role("button", name="Solution").click()
    assert "return 2 * x" in one.locator(".mm-solution").inner_text()
