"""Every figure on every page: each control answers, the numbers on show are those of mlp_lib."""

from __future__ import annotations

import json
import random
import re

import pytest
from playwright.sync_api import Locator, Page

from .conftest import pages_with_figures

FORBIDDEN = re.compile(r"NaN|Infinity|undefined|null|\[object")
PICTURE = """f => [...f.querySelectorAll('.mm-plot svg, .mm-read')].map(e => e.innerHTML).join()"""
SETTLED = """() => new Promise(done =>
  requestAnimationFrame(() => requestAnimationFrame(() => done())))"""
VISIBLE_TEXT = """f => f.innerText + [...f.querySelectorAll('[aria-label], [aria-valuetext]')]
  .map(e => `${e.ariaLabel ?? ''} ${e.getAttribute('aria-valuetext') ?? ''}`).join(' ')"""


def figures(page: Page) -> list[Locator]:
    return [
        page.locator(f"#{figure_id}")
        for figure_id in page.evaluate("[...document.querySelectorAll('.mm-fig')].map(f => f.id)")
    ]


def state(figure: Locator) -> dict:
    return figure.evaluate("f => f.mmFigure.state()")


def settle(figure: Locator) -> None:
    figure.evaluate(SETTLED)


@pytest.mark.parametrize("path", pages_with_figures())
def test_every_slider_position_by_keyboard_moves_the_picture(visit, path):
    seen = visit(path)
    for figure in figures(seen.page):
        sliders = figure.locator("input[type=range]")
        for i in range(sliders.count()):
            slider = sliders.nth(i)
            slider.focus()
            seen.page.keyboard.press("Home")
            settle(figure)
            last = figure.evaluate(PICTURE)
            positions = int(slider.get_attribute("max"))
            name = f"{figure.get_attribute('id')}, {slider.get_attribute('aria-label')}"
            still = 0
            for position in range(1, positions + 1):
                seen.page.keyboard.press("ArrowRight")
                settle(figure)
                now = figure.evaluate(PICTURE)
                still += now == last
                last = now
                shown = FORBIDDEN.search(figure.evaluate(VISIBLE_TEXT))
                assert not shown, f"{name}, position {position}: {shown.group()} on show"
            assert slider.input_value() == slider.get_attribute("max"), name
            assert still == 0, f"{name}: {still} of {positions} positions change nothing on show"
            seen.page.keyboard.press("Home")
    assert seen.errors == []


@pytest.mark.parametrize("path", pages_with_figures())
def test_every_slider_follows_the_mouse(visit, path):
    page = visit(path).page
    for figure in figures(page):
        sliders = figure.locator("input[type=range]")
        for i in range(sliders.count()):
            slider = sliders.nth(i)
            slider.scroll_into_view_if_needed()
            box = slider.bounding_box()
            middle = box["y"] + box["height"] / 2
            page.mouse.move(box["x"] + 9, middle)
            page.mouse.down()
            values, pictures = set(), set()
            for part in range(11):
                page.mouse.move(box["x"] + 9 + (box["width"] - 18) * part / 10, middle)
                settle(figure)
                values.add(slider.input_value())
                pictures.add(figure.evaluate(PICTURE))
            page.mouse.up()
            assert len(values) == 11
            assert len(pictures) == 11, slider.get_attribute("aria-label")


@pytest.mark.parametrize("path", pages_with_figures())
def test_every_handle_moves_by_keyboard_and_by_mouse(visit, path):
    page = visit(path).page
    for figure in figures(page):
        name = figure.get_attribute("id")
        handles = figure.locator("g.handle")
        for i in range(handles.count()):
            handle = handles.nth(i)
            handle.scroll_into_view_if_needed()
            before = state(figure)
            handle.focus()
            for key in ("ArrowLeft", "ArrowDown"):
                page.keyboard.press(key)
            settle(figure)
            moved = state(figure)
            assert moved != before, f"{name}: handle {i} ignores the arrow keys"
            box = handle.bounding_box()
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            page.mouse.move(x, y)
            page.mouse.down()
            page.mouse.move(x + 25, y - 20, steps=4)
            page.mouse.up()
            settle(figure)
            assert state(figure) != moved, f"{name}: handle {i} ignores the mouse"


def visit_states(figure: Locator, count: int = 25):
    """Many states: as it opens; both ends and random positions of sliders, choices, steps."""
    yield "as it opens"
    picker = random.Random(figure.get_attribute("id"))
    sliders = figure.locator("input[type=range]")
    choices = figure.locator(".mm-choice:not([hidden]) button")
    steps = figure.locator(".mm-steps button:not(.mm-play):not([hidden])")
    for turn in range(count):
        if choices.count():
            choices.nth(picker.randrange(choices.count())).click()
        for i in range(sliders.count()):
            top = int(sliders.nth(i).get_attribute("max"))
            position = [0, top][turn] if turn < 2 else picker.randint(0, top)
            sliders.nth(i).fill(str(position))
        if steps.count():
            button = steps.nth(picker.randrange(steps.count()))
            if button.is_enabled():
                button.click()
        settle(figure)
        yield json.dumps(state(figure))


def number_on_show(text: str) -> tuple[float, float]:
    """A displayed number and half a unit of its last digit."""
    text = text.strip("() ").replace("−", "-").lstrip("+")
    power = 0
    if match := re.fullmatch(r"(.*)·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text):
        text, digits = match.groups()
        power = int(digits.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
    decimals = len(text.partition(".")[2])
    return float(text) * 10**power, 0.5 * 10 ** (power - decimals)


@pytest.mark.parametrize("path", pages_with_figures())
def test_snippet_computes_what_the_browser_displays(visit, path):
    seen = visit(path)
    for figure in figures(seen.page):
        for where in visit_states(figure):
            values = json.loads(figure.get_attribute("data-values"))
            assert values, figure.get_attribute("id")
            code = figure.evaluate("f => f.mmFigure.python()")
            space: dict = {}
            exec(compile(code, "snippet", "exec"), space)
            for name, value in values.items():
                place = f"{figure.get_attribute('id')} at {where}: {name}"
                assert space[name] == pytest.approx(value, rel=1e-9, abs=1e-12), place
            for slot in figure.locator("[data-name]").all():
                name, text = slot.get_attribute("data-name"), slot.text_content()
                known = {**state(figure), **values}
                if name not in known or not re.search(r"\d", text):
                    continue
                shown, half = number_on_show(text)
                assert abs(shown - known[name]) <= half * 1.0001, (
                    f"{name}: {text}, is {known[name]}"
                )
    assert seen.errors == []


@pytest.mark.parametrize("path", pages_with_figures())
def test_python_panel_opens_and_follows_the_state(visit, path):
    page = visit(path).page
    for figure in figures(page):
        figure.get_by_role("button", name="In Python").click()
        code = figure.locator(".mm-panel code")
        settle(figure)
        before = code.inner_text()
        assert "import" in before
        sliders = figure.locator("input[type=range]")
        if sliders.count():
            sliders.first.focus()
            page.keyboard.press("ArrowRight")
            page.keyboard.press("ArrowRight")
        else:
            figure.get_by_role("button", name="Back").click()
        settle(figure)
        assert code.inner_text() != before


@pytest.mark.parametrize("path", pages_with_figures())
def test_reset_restores_the_state_that_the_page_opened_with(visit, path):
    page = visit(path).page
    for figure in figures(page):
        start = state(figure)
        for _ in visit_states(figure, 3):
            pass
        assert state(figure) != start
        figure.get_by_role("button", name="Reset").click()
        assert state(figure) == start


@pytest.mark.parametrize("path", pages_with_figures())
def test_link_brings_the_state_back(visit, path):
    page = visit(path).page
    for figure in figures(page):
        start = state(figure)
        for _ in visit_states(figure, 3):
            pass
        wanted = state(figure)
        figure.get_by_role("button", name="Link to this state").click()
        fragment = page.evaluate("location.hash")
        again = visit(path + fragment).page.locator(f"#{figure.get_attribute('id')}")
        assert state(again) == wanted
        again.get_by_role("button", name="Reset").click()
        assert state(again) == start


@pytest.mark.parametrize("path", pages_with_figures())
@pytest.mark.parametrize("junk", ["NaN", "null", '"x"', "[1,2", "1e999", "{}", "-1e9"])
def test_senseless_links_do_no_harm(visit, path, junk):
    page = visit(path).page
    for figure in figures(page):
        names = list(state(figure))
        figure_id = figure.get_attribute("id")
    seen = visit(f"{path}#{figure_id}?" + "&".join(f"{name}={junk}" for name in names) + "&other=1")
    figure = seen.page.locator(f"#{figure_id}")
    settle(figure)
    assert not FORBIDDEN.search(figure.evaluate(VISIBLE_TEXT))
    assert seen.errors == []


def test_figures_on_one_page_do_not_disturb_each_other(visit):
    path = max(pages_with_figures(), key=lambda p: "chapters" in p)
    page = visit(path).page
    found = figures(page)
    assert len(found) >= 2
    frames = "f => f.mmFigure.frames"
    page.wait_for_timeout(300)
    before = [figure.evaluate(frames) for figure in found]
    slider = found[0].locator("input[type=range]").first
    if not slider.count():
        pytest.skip("the first figure has no slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    settle(found[0])
    after = [figure.evaluate(frames) for figure in found]
    assert after[0] > before[0]
    assert after[1:] == before[1:]


@pytest.mark.parametrize("path", pages_with_figures())
def test_play_runs_and_pauses(visit, path):
    page = visit(path).page
    for figure in figures(page):
        play = figure.locator(".mm-play")
        if not play.count():
            continue
        figure.locator(".mm-steps button").first.click()
        settle(figure)
        before = state(figure)
        play.click()
        page.wait_for_timeout(1200)
        play.click()
        settle(figure)
        running = state(figure)
        assert running != before
        page.wait_for_timeout(1200)
        assert state(figure) == running
