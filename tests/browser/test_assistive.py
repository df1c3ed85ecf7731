"""What screen readers, keyboards and readers with colours of their own get of figures and cards."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import Error as PlaywrightError

from .conftest import Visit, enter, pages_with_figures

CHAPTER = "chapters/06-gradient-descent.html"
CONTROLS = {"button", "slider", "radio", "checkbox", "textbox", "link", "combobox", "searchbox"}
#: Controls with their context: the nearest thing around them that has a name of its own.
IN_CONTEXT = """() => {
  const named = '.mm-fig, .mm-card, [role=group], [role=toolbar], [role=radiogroup], div.cell';
  const name = e => e.ariaLabel || e.textContent.trim();
  const context = e => {
    const around = e.parentElement.closest(named);
    if (!around) return '';
    return `${context(around)} / ${around.ariaLabel || around.id || around.className}`;
  };
  return [...document.querySelectorAll('.mm-fig, .mm-card, .mm-py-row')].flatMap(part =>
    [...part.querySelectorAll('button, input, .handle')]
      .filter(e => e.checkVisibility({checkVisibilityCSS: true}) && !e.matches('[type=radio]'))
      .map(e => `${part.id}${context(e)}: ${name(e)}`));
}"""
#: What the focused element shows of being focused; empty where nothing.
FOCUS = """() => {
  const e = document.activeElement;
  if (e === document.body) return null;
  const style = getComputedStyle(e);
  const text = e.ariaLabel ?? e.textContent.trim().slice(0, 30);
  const name = `${e.localName}.${e.className.baseVal ?? e.className} ${text}`;
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
  const ring = e.querySelector(':scope > .focus-ring');
  const ringed = ring && getComputedStyle(ring).stroke !== 'none';
  const editor = e.closest('.cm-editor.cm-focused');
  const framed = editor && getComputedStyle(editor).outlineStyle !== 'none';
  return [name, Boolean((outlined || ringed || framed) && style.opacity > 0.5)];
}"""


@pytest.fixture(scope="module", params=pages_with_figures())
def opened(request, browser: Browser, site: str) -> Iterator[Visit]:
    """A page with figures."""
    seen = enter(browser, f"{site}/{request.param}")
    yield seen
    seen.page.context.close()


def tree(page: Page) -> list[dict]:
    """The page's accessibility tree as a list: role, name, and properties by name."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        {
            "role": node["role"]["value"],
            "name": node.get("name", {}).get("value", ""),
            "value": node.get("value", {}).get("value"),
            **{entry["name"]: entry["value"].get("value") for entry in node.get("properties", [])},
        }
        for node in nodes
        if not node.get("ignored")
    ]


def test_every_control_has_a_name_and_a_value_within_its_range(opened):
    nodes = tree(opened.page)
    controls = [node for node in nodes if node["role"] in CONTROLS]
    assert len(controls) > 40
    assert [node for node in controls if not node["name"].strip()] == []
    sliders = [node for node in nodes if node["role"] == "slider"]
    assert sliders
    for node in sliders:
        low, high = float(node["valuemin"]), float(node["valuemax"])
        assert low <= float(node["value"]) <= high, node
        assert low < high, node

    points = opened.page.locator(".mm-fig g.handle")
    told = points.evaluate_all("all => all.map(g => g.getAttribute('aria-valuetext'))")
    assert all(re.search(r"\d", text) for text in told)


def test_a_slider_says_what_is_shown_beside_it(opened):
    pairs = opened.page.evaluate(
        "[...document.querySelectorAll('.mm-slider input')].map(e =>"
        " [e.getAttribute('aria-valuetext'), e.parentElement.querySelector('.num').textContent])"
    )
    assert all(said == shown for said, shown in pairs)


VALUES = """g => ['valuemin', 'valuenow', 'valuemax']
  .map(name => Number(g.getAttribute(`aria-${name}`)))"""


def test_a_point_tells_its_value_and_its_range(opened):
    """Without a range, -1 would be told as 0."""
    page = opened.page
    for handle in page.locator(".mm-fig g.handle").all():
        low, now, high = handle.evaluate(VALUES)
        assert low <= now <= high
        assert low < high
        axis = handle.get_attribute("aria-orientation")
        both = handle.get_attribute("aria-roledescription")
        assert bool(axis) != bool(both), "one direction is named, or two are"
        handle.focus()
        key = {"vertical": "ArrowUp"}.get(axis, "ArrowRight")
        back = {"vertical": "ArrowDown"}.get(axis, "ArrowLeft")
        page.keyboard.press(back if now >= high - (high - low) / 50 else key)
        page.evaluate("new Promise(f => requestAnimationFrame(() => requestAnimationFrame(f)))")
        assert handle.evaluate(VALUES)[1] != now, handle.get_attribute("aria-label")


SHOWN = """f => [...f.querySelectorAll('.mm-read .val')]
  .map(e => e.textContent.trim()).filter(Boolean)"""
TOLD = "f => f.querySelector('.mm-sr[aria-atomic]').textContent"
ALL_TOLD = f"f => ({SHOWN})(f).every(number => ({TOLD})(f).includes(number))"


def test_the_equation_is_there_in_words_with_the_numbers_on_show(opened):
    page = opened.page
    for figure in [page.locator(f"#{i}") for i in ids(page)]:
        words = figure.locator(".mm-sr[aria-atomic]")
        expect(words).to_have_attribute("role", "status")
        for _ in range(2):  # as it opens, and after a move has ended
            page.wait_for_timeout(700)
            with suppress(PlaywrightError):  # a busy machine may be late
                page.wait_for_function(ALL_TOLD, arg=figure.element_handle(), timeout=5000)
            told = figure.evaluate(TOLD)
            missing = [number for number in figure.evaluate(SHOWN) if number not in told]
            assert missing == [], figure.get_attribute("id")
            assert not re.search(r"[_^{}$\\]|undefined|NaN", told), told
            control = figure.locator("input[type=range]:visible, .mm-steps button:enabled").first
            control.press("ArrowRight" if control.get_attribute("type") == "range" else "Enter")
        assert figure.evaluate(TOLD) == told  # not at once: a drag would say every step


def ids(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('.mm-fig')].map(f => f.id)")


def test_names_of_controls_differ_within_their_part_of_the_page(opened):
    named = opened.page.evaluate(IN_CONTEXT)
    twice = sorted({name for name in named if named.count(name) > 1})
    assert twice == []


def test_no_heading_is_told_twice(opened):
    headings = [node["name"] for node in tree(opened.page) if node["role"] == "heading"]
    plain = [re.sub(r"[^\w.]+", " ", name).strip() for name in headings]
    assert sorted({name for name in plain if plain.count(name) > 1}) == []


def test_an_option_is_told_once_and_without_markup(opened):
    nodes = tree(opened.page)
    radios = [node["name"] for node in nodes if node["role"] == "radio"]
    if not radios:
        pytest.skip("no choices on this page")
    assert not [name for name in radios if re.search(r"\\[a-z]|\$|\^\{", name)]
    doubled = opened.page.evaluate(
        "[...document.querySelectorAll('.mm-card input[aria-label]')].filter(e =>"
        " !(e.labels[0].ariaHidden || e.labels[0].querySelector('[aria-hidden=true]')))"
        ".map(e => e.ariaLabel)"
    )
    assert doubled == []


def test_tab_leads_through_every_code_field_and_out(visit):
    seen = visit(CHAPTER)
    page = seen.page
    card = page.locator(".mm-card:has(.mm-code)").first
    card.locator("textarea").focus()
    editor = card.locator(".cm-content")
    expect(editor).to_be_focused()
    keys = page.locator(f"#{editor.get_attribute('aria-describedby')}")
    expect(keys).to_be_visible()
    expect(keys).to_contain_text("Tab")
    before = editor.inner_text()
    page.keyboard.press("Tab")
    expect(card.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(editor).to_be_focused()
    assert editor.inner_text() == before
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+]")
    assert editor.inner_text().startswith("    ")
    page.keyboard.press("Control+[")
    assert editor.inner_text() == before
    assert seen.errors == []


def test_tab_leaves_the_editor_of_a_cell(visit):
    page = visit(CHAPTER).page
    cell = page.locator("div.cell:has(.mm-py-row)").first
    cell.get_by_role("button", name="Edit").click()
    editor = cell.locator(".cm-content")
    expect(editor).to_be_focused()
    assert editor.get_attribute("aria-describedby")
    page.keyboard.type("x = 1")
    page.keyboard.press("Tab")
    expect(editor).not_to_be_focused()


NAME = "document.activeElement.ariaLabel ?? document.activeElement.textContent"


def test_a_cell_is_one_stop_and_its_arrows_lead_to_every_button(visit):
    page = visit(CHAPTER).page
    cells = page.locator("div.cell:has(.mm-py-row)")
    stops = cells.evaluate_all(
        "all => all.map(c => [...c.querySelectorAll('.copybtn, .mm-py-row button')]"
        ".filter(button => button.tabIndex >= 0 && !button.hidden).length)"
    )
    assert set(stops) == {1}
    first = cells.first
    first.get_by_role("button", name="Run", exact=True).focus()
    names = []
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        names.append(
            page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent")
        )
        assert page.evaluate(FOCUS)[1], names[-1]
    assert names == ["Edit", "Copy the code of cell 1", "Run"]


@pytest.mark.parametrize("path", [CHAPTER, "book/index.html"])
def test_focus_is_seen_at_every_stop(visit, path):
    page = visit(path).page
    unseen, stops = [], 0
    for _ in range(400):
        page.keyboard.press("Tab")
        told = page.evaluate(FOCUS)
        if told is None:
            break
        stops += 1
        if not told[1]:
            unseen.append(told[0])
    assert stops > 20
    assert unseen == []


def pixels(element: Locator) -> np.ndarray:
    """What an element looks like: brightness by row and column."""
    return np.asarray(Image.open(io.BytesIO(element.screenshot())).convert("L"), float)


#: How bright the reader's paper is.
PAPER = """() => {
  const probe = document.createElement('p');
  probe.style.backgroundColor = 'Canvas';
  document.body.append(probe);
  const parts = getComputedStyle(probe).backgroundColor.match(/\\d+/g).slice(0, 3);
  probe.remove();
  return parts.reduce((sum, part) => sum + Number(part), 0) / 3;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("chosen", ["light", "dark"], ids=lambda name: f"chosen-{name}")
def test_colours_of_the_readers_own_leave_everything_to_be_seen(visit, scheme, chosen):
    seen = visit("chapters/02-activations.html", theme=scheme, forced_colors="active")
    page = seen.page
    page.evaluate("name => { document.documentElement.dataset.theme = name; }", chosen)
    paper = page.evaluate(PAPER)
    slider = page.locator(".mm-slider input").first
    track = pixels(slider)
    row = track[track.shape[0] // 2]
    assert (abs(row - paper) > 40).mean() > 0.8, "the track cannot be seen"
    choice = page.locator(".mm-choice:has([aria-pressed=true])").first
    on, off = (
        pixels(choice.locator(f"[aria-pressed={state}]").first) for state in ("true", "false")
    )
    assert abs(np.median(on) - np.median(off)) > 60, "the pressed choice looks like the others"
    figure = page.locator(".mm-fig:has(.handle)").first
    drawn = pixels(figure.locator(".mm-plot svg").first)
    assert abs(np.median(drawn) - paper) < 40, "a picture stands on paper of its own"
    assert (abs(drawn - paper) > 60).mean() > 0.01, "nothing of the picture can be seen"
    handle = figure.locator(".handle").first
    before = pixels(handle)
    handle.focus()
    page.keyboard.press("Shift")  # focus by keyboard
    assert abs(pixels(handle) - before).max() > 60, "the focused point looks like any other"


def test_right_and_wrong_can_be_told_apart_without_colours(visit):
    page = visit("chapters/01-perceptron.html", forced_colors="active").page
    card = page.locator('[id="exercise-1.1"]')
    looks = []
    for answer in ("99", "2.8"):
        card.locator("input").fill(answer)
        card.locator("input").press("Enter")
        verdict = card.locator(".mm-verdict")
        expect(verdict).to_be_visible()
        looks.append(
            verdict.evaluate(
                "v => [v.querySelector('svg').innerHTML, v.querySelector('strong').textContent]"
            )
        )
    assert looks[0][0] != looks[1][0]
    assert looks[0][1] != looks[1][1]


def test_more_contrast_is_given_where_it_is_asked_for(visit):
    ink = "getComputedStyle(document.querySelector('.mm-say')).color"
    quiet = "getComputedStyle(document.querySelector('.mm-cap')).color"
    page = visit(CHAPTER, contrast="more").page
    assert page.evaluate(quiet) == page.evaluate(ink)
    page = visit(CHAPTER).page
    assert page.evaluate(quiet) != page.evaluate(ink)
