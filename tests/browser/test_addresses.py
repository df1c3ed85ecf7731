"""The state in the address: what a link, Back, Forward and a reload do to the figures."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Locator, Page

PAGE = "chapters/01-perceptron.html"
OTHER = "chapters/02-activations.html"
STATE = """async f => {
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
  return f.mmFigure.state();
}"""


def alive(page: Page) -> None:
    """Wait until the figures of the page answer."""
    page.wait_for_function(
        "() => { const all = [...document.querySelectorAll('.mm-fig')];"
        " return all.length && all.every(f => f.dataset.live); }"
    )


def first(page: Page) -> Locator:
    return page.locator(".mm-fig").first


def move(figure: Locator, times: int = 3, slider: int = 0) -> dict:
    """Move a slider by keys; return the state once the browser has been told of it."""
    control = figure.locator("input[type=range]").nth(slider)
    for _ in range(times):
        control.press("ArrowRight")
    figure.page.wait_for_timeout(400)
    return figure.evaluate(STATE)


def link(figure: Locator) -> dict:
    figure.get_by_role("button", name="Link to this state").click()
    return figure.evaluate(STATE)


@pytest.fixture
def page(visit):
    return visit(PAGE).page


def test_back_to_a_linked_state_keeps_what_was_moved_since(page):
    figure = first(page)
    move(figure)
    linked = link(figure)
    moved = move(figure)
    assert moved != linked
    page.evaluate("location.hash = '#exercises'")
    later = move(figure)
    page.go_back()
    assert figure.evaluate(STATE) == later
    page.go_forward()
    assert figure.evaluate(STATE) == later


def test_who_comes_back_from_another_page_finds_the_figures_as_they_left_them(page, visit):
    figure, second = first(page), page.locator(".mm-fig").nth(1)
    linked = link(figure)
    moved, before = move(figure), second.evaluate(STATE)
    second.get_by_role("button", name="Back").click()
    page.wait_for_timeout(400)
    other = second.evaluate(STATE)
    assert moved != linked
    assert other != before
    page.goto(page.url.split("/chapters/")[0] + "/" + OTHER)
    page.go_back()
    alive(page)
    assert first(page).evaluate(STATE) == moved
    assert page.locator(".mm-fig").nth(1).evaluate(STATE) == other


def test_a_reload_shows_what_the_address_says(page):
    figure = first(page)
    start = figure.evaluate(STATE)
    move(figure)
    page.reload()
    alive(page)
    assert first(page).evaluate(STATE) == start
    move(first(page))
    linked = link(first(page))
    move(first(page))
    page.reload()
    alive(page)
    assert first(page).evaluate(STATE) == linked


def test_a_link_that_is_followed_on_the_page_is_read_each_time_it_is_new(page):
    figure = first(page)
    name = figure.get_attribute("id")
    trait = next(iter(json.loads(figure.get_attribute("data-state"))))
    start = figure.evaluate(STATE)
    for value in (0.5, 1.5, 0.5):
        page.evaluate("hash => { location.hash = hash; }", f"#{name}?{trait}={value}")
        assert figure.evaluate(STATE) == {**start, trait: value}


def test_reset_takes_the_state_out_of_the_address(page):
    figure = first(page)
    start = figure.evaluate(STATE)
    move(figure)
    link(figure)
    assert "?" in page.evaluate("location.hash")
    figure.get_by_role("button", name="Reset").click()
    assert page.evaluate("location.hash") == ""
    page.reload()
    alive(page)
    assert first(page).evaluate(STATE) == start


def test_a_link_to_one_figure_leaves_the_others_alone(page):
    one, other = page.locator(".mm-fig").nth(0), page.locator(".mm-fig").nth(1)
    before = other.evaluate(STATE)
    move(one)
    link(one)
    page.reload()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.mm-fig')].every(f => f.dataset.live)"
    )
    assert page.locator(".mm-fig").nth(1).evaluate(STATE) == before


@pytest.mark.parametrize(
    "entry", ['{"w1": "x", "b": null}', "[]", "7", '"text"', '{"__proto__": 1}']
)
def test_what_a_history_entry_holds_is_checked_like_a_link(page, entry):
    name = first(page).get_attribute("id")
    start = first(page).evaluate(STATE)
    page.evaluate(
        "([name, entry]) => history.replaceState({[`figure ${name}`]: JSON.parse(entry)}, '')",
        [name, entry],
    )
    page.goto(page.url.split("/chapters/")[0] + "/" + OTHER)
    page.go_back()
    alive(page)
    assert first(page).evaluate(STATE) == start


def test_a_link_is_followed_though_the_note_of_a_move_is_due(visit):
    page = visit("chapters/06-gradient-descent.html").page
    followed = page.evaluate("""async () => {
      const f = document.getElementById('bowl');
      const frame = () => new Promise(requestAnimationFrame);
      f.mmFigure.set({ learning_rate: 0.02 });
      await frame();
      await frame();
      const heard = new Promise((done) => addEventListener('hashchange', done, { once: true }));
      setTimeout(() => (location.hash = '#bowl?learning_rate=0.03'), 200);
      const late = performance.now() + 600; // then first the link is due, then the note
      while (performance.now() < late);
      await heard;
      await frame();
      return f.mmFigure.state().learning_rate;
    }""")
    assert followed == 0.03
