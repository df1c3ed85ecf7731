"""The page of progress: every exercise and its state, to a file and back, reset."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page

from mlp_lib.exercises import all_exercises

from .cards import answer_right, card_of, page_of
from .conftest import violations

PATH = "book/progress.html"
IDS = list(all_exercises())
GOOD = {"version": 1, "exercises": {IDS[0]: {"state": "right", "hints": 1, "answer": "2.8"}}}
BAD = {
    "no JSON": "{",
    "another kind": '{"cells": []}',
    "another version": json.dumps(GOOD | {"version": 2}),
    "an unknown state": json.dumps(GOOD | {"exercises": {IDS[0]: {"state": "<b>"}}}),
    "a list": json.dumps(GOOD | {"exercises": []}),
    "many hints": json.dumps(GOOD | {"exercises": {IDS[0]: {"state": "right", "hints": 1e9}}}),
    "empty": "",
}


def states(page: Page) -> dict[str, str]:
    """The state that the page shows of each exercise."""
    return dict(
        page.locator("[data-exercise]").evaluate_all(
            "all => all.map(e => [e.dataset.exercise, e.firstChild.textContent])"
        )
    )


def load(page: Page, text: str, name: str = "book-progress.json") -> str:
    """Load a file; what the page says."""
    file = {"name": name, "mimeType": "application/json", "buffer": text.encode()}
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Load from a file").press("Enter")
    chooser.value.set_files(file)
    said = page.locator(".mm-progress-said")
    said.filter(has_text=name).wait_for()
    return said.inner_text()


def test_every_exercise_is_listed_and_leads_to_its_card(visit):
    seen = visit(PATH)
    assert list(states(seen.page)) == IDS
    assert set(states(seen.page).values()) == {"Open"}
    item = all_exercises()[IDS[-1]]
    seen.page.locator(f"tr:has([data-exercise='{item.id}']) a").press("Enter")
    seen.figures_live()
    assert page_of(item) in seen.page.url
    seen.page.wait_for_function("() => scrollY > 500")
    place = card_of(seen.page, item).bounding_box()
    assert 0 <= place["y"] < 500
    assert seen.errors == []


def test_the_table_follows_the_cards(visit):
    item = all_exercises()[IDS[0]]
    page = visit(page_of(item)).page
    card = card_of(page, item)
    answer_right(card, item)
    card.get_by_role("button", name="Hint").click()
    page.goto(page.url.replace(page_of(item), PATH))
    assert states(page)[item.id] == "Right"
    assert "1 hint" in page.locator(f"tr:has([data-exercise='{item.id}'])").inner_text()
    assert f"1 of {len(IDS)} exercises right" in page.locator(".mm-progress").inner_text()


def test_a_saved_file_brings_the_progress_to_another_browser(visit):
    seen = visit(PATH)
    load(seen.page, json.dumps(GOOD))
    with seen.page.expect_download() as download:
        seen.page.get_by_role("button", name="Save to a file").press("Enter")
    text = download.value.path().read_text("utf8")
    assert json.loads(text)["exercises"].keys() == GOOD["exercises"].keys()
    item = all_exercises()[IDS[0]]
    other = visit(PATH).page
    assert "1 exercise taken over" in load(other, text)
    assert states(other)[item.id] == "Right"
    other.goto(other.url.replace(PATH, page_of(item)))
    assert card_of(other, item).locator(".mm-hints li").count() == 1
    assert card_of(other, item).locator("input").input_value() == "2.8"
    assert seen.errors == []


def test_loading_loses_nothing_that_is_further(visit):
    page = visit(PATH).page
    load(page, json.dumps(GOOD))
    behind = {"version": 1, "exercises": {i: {"state": "tried"} for i in IDS[:2]}}
    assert "1 exercise taken over" in load(page, json.dumps(behind), "behind.json")
    assert list(states(page).values())[:3] == ["Right", "Not yet", "Open"]


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_and_nothing_is_lost(visit, text):
    seen = visit(PATH)
    load(seen.page, json.dumps(GOOD))
    before = seen.page.evaluate("localStorage.getItem('mlp-book-progress')")
    said = load(seen.page, text, "bad.json")
    assert "not a progress file" in said
    assert "Nothing was changed" in said
    assert seen.page.evaluate("localStorage.getItem('mlp-book-progress')") == before
    assert states(seen.page)[IDS[0]] == "Right"
    assert seen.errors == []


def test_senseless_answers_from_a_file_do_no_harm(visit):
    seen = visit(page_of(all_exercises()[IDS[0]]))
    for value in [{"a": 1}, [9, 9], "<img src=x onerror=harmed=1>", 1e9, -1, True]:
        entries = {i: {"state": "tried", "answer": value} for i in IDS}
        saved = json.dumps({"version": 1, "exercises": entries})
        seen.page.evaluate("text => mlp.progress.restore(text)", saved)
        seen.page.reload()
        seen.figures_live()
        cards = " ".join(seen.page.locator(".mm-card").all_inner_texts())
        assert "undefined" not in cards
        assert "[object" not in cards
        seen.page.evaluate("mlp.progress.clear()")
    assert not seen.page.evaluate("window.harmed")
    assert seen.errors == []


def test_reset_asks_first(visit):
    page = visit(PATH).page
    load(page, json.dumps(GOOD))
    reset = page.get_by_role("button", name="Reset")
    reset.press("Enter")
    page.keyboard.press("Enter")  # the safe answer has the focus
    assert states(page)[IDS[0]] == "Right"
    assert reset.evaluate("e => e === document.activeElement")
    reset.press("Enter")
    page.get_by_role("button", name="Delete it").press("Enter")
    assert set(states(page).values()) == {"Open"}
    assert page.evaluate("mlp.progress.all()") == {}
    assert reset.is_disabled()


def test_axe_finds_no_violation_with_progress(visit):
    page = visit(PATH, bypass_csp=True).page
    load(page, json.dumps(GOOD))
    page.get_by_role("button", name="Reset").click()
    assert violations(page, "article") == []


def test_without_javascript_the_page_says_what_it_needs(visit):
    page = visit(PATH, java_script_enabled=False).page
    assert "needs JavaScript" in page.locator(".mm-progress").inner_text()
    assert page.locator("[data-exercise]").count() == len(IDS)


def test_a_browser_that_stores_nothing_still_does_exercises(visit):
    item = all_exercises()[IDS[0]]
    page = visit(page_of(item)).page
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full'); }; }"
    )
    card = card_of(page, item)
    answer_right(card, item)
    for _ in range(2):
        card.get_by_role("button", name="Hint").click()
    assert card.locator(".mm-hints li").count() == 2
    assert card.locator(".mm-meta").inner_text() == "Right, not kept by this browser"
