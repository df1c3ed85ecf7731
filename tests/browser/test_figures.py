"""Every figure on every page: each control answers, the numbers on show are those of mlp_lib."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from .conftest import Visit, enter, pages_with_figures

# What a figure shows, to people and to screen readers; and whether it answers to each position.
TOOLS = """
const parts = f => [...f.querySelectorAll('.mm-plot svg, .mm-read')];
const picture = f => parts(f).map(e => e.innerHTML).join();
const onShow = f => f.textContent + [...f.querySelectorAll('[aria-label], [aria-valuetext]')]
  .map(e => `${e.ariaLabel ?? ''} ${e.getAttribute('aria-valuetext') ?? ''}`).join(' ');
const forbidden = f => /NaN|Infinity|undefined|null|\\[object/.exec(onShow(f))?.[0];
const frame = () => new Promise(requestAnimationFrame);
const settle = async () => { await frame(); await frame(); };
// Draw frames without waiting for the screen, which would take most of the time of many states.
const unseen = async (work) => {
  await frame();
  await frame(); // a frame that already waits for the screen would hold up the others
  const screen = globalThis.requestAnimationFrame;
  globalThis.requestAnimationFrame = (draw) => (queueMicrotask(draw), 1);
  try { return await work(); } finally { globalThis.requestAnimationFrame = screen; }
};
"""
LOOK = f"async f => {{ {TOOLS} await settle(); return [picture(f), forbidden(f) ?? '']; }}"
SETTLED = f"async () => {{ {TOOLS} await settle(); }}"
SWEEP = f"""async (f, i) => {{ {TOOLS}
  const slider = f.querySelectorAll('input[type=range]')[i];
  const faults = [];
  let last = null;
  await unseen(async () => {{
    for (let position = 0; position <= Number(slider.max); position++) {{
      slider.value = position;
      slider.dispatchEvent(new Event('input', {{bubbles: true}}));
      await frame();
      const now = picture(f);
      if (now === last) faults.push(`${{position}}: nothing changes`);
      if (forbidden(f)) faults.push(`${{position}}: ${{forbidden(f)}} on show`);
      last = now;
    }}
  }});
  return faults;
}}"""
# One state: picks for choices, sliders and step buttons go in; what the test compares comes out.
STATE = f"""async (f, pick) => {{ {TOOLS}
  const all = selector => [...f.querySelectorAll(selector)];
  const visible = selector => all(selector).filter(e => !e.closest('[hidden]'));
  const choose = (list, x) => list.length && list[Math.floor(x * list.length)];
  if (pick) await unseen(async () => {{
    choose(visible('.mm-choice button'), pick[0])?.click?.();
    visible('input[type=range]').forEach((slider, i) => {{
      slider.value = Math.round(pick[1 + (i % (pick.length - 2))] * slider.max);
      slider.dispatchEvent(new Event('input', {{bubbles: true}}));
    }});
    choose(visible('.mm-steps button:not(.mm-play)'), pick.at(-1))?.click?.();
    await frame();
    await frame();
  }});
  const slots = [...f.querySelectorAll('[data-name]')].map(e => [e.dataset.name, e.textContent]);
  const values = JSON.parse(f.dataset.values);
  return {{slots, values, state: f.mmFigure.state(), code: f.mmFigure.python(), bad: forbidden(f)}};
}}"""


@pytest.fixture(scope="module", params=pages_with_figures())
def opened(request, browser: Browser, site: str) -> Iterator[Visit]:
    """A page with figures; all tests of a page come together and share it."""
    seen = enter(browser, f"{site}/{request.param}")
    yield seen
    seen.page.context.close()


@pytest.fixture
def seen(opened: Visit) -> Iterator[Visit]:
    """The page with its figures as it opens; errors of the page fail the test."""
    for figure in figures(opened.page):
        figure.get_by_role("button", name="Reset").click()
        settle(figure)
    yield opened
    errors = opened.errors.copy()
    opened.errors.clear()
    assert errors == []


def figures(page: Page) -> list[Locator]:
    return [
        page.locator(f"#{figure_id}")
        for figure_id in page.evaluate("[...document.querySelectorAll('.mm-fig')].map(f => f.id)")
    ]


def state(figure: Locator) -> dict:
    return figure.evaluate("f => f.mmFigure.state()")


def settle(figure: Locator) -> None:
    figure.evaluate(SETTLED)


def look(figure: Locator) -> str:
    """The picture once it has settled; nothing on show is senseless."""
    picture, forbidden = figure.evaluate(LOOK)
    assert not forbidden
    return picture


def test_every_slider_position_changes_what_is_shown(seen):
    for figure in figures(seen.page):
        for i in range(figure.locator("input[type=range]").count()):
            faults = figure.evaluate(SWEEP, i)
            assert faults == [], f"{figure.get_attribute('id')}, slider {i}"
            figure.get_by_role("button", name="Reset").click()


def test_every_slider_obeys_the_keyboard(seen):
    for figure in figures(seen.page):
        sliders = figure.locator("input[type=range]")
        for i in range(sliders.count()):
            slider = sliders.nth(i)
            slider.focus()
            seen.page.keyboard.press("Home")
            assert slider.input_value() == "0"
            pictures = [look(figure)]
            for key in ("ArrowRight", "PageUp", "PageUp", "End", "ArrowLeft"):
                seen.page.keyboard.press(key)
                pictures.append(look(figure))
            assert slider.input_value() == str(int(slider.get_attribute("max")) - 1)
            name = f"{figure.get_attribute('id')}, {slider.get_attribute('aria-label')}"
            assert len(set(pictures)) >= len(pictures) - 1, f"{name}: a key changed nothing"
            figure.get_by_role("button", name="Reset").click()


def test_every_slider_follows_the_mouse(seen):
    page = seen.page
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
            for part in range(5):
                page.mouse.move(box["x"] + 9 + (box["width"] - 18) * part / 4, middle)
                pictures.add(look(figure))
                values.add(slider.input_value())
            page.mouse.up()
            assert len(values) == 5
            assert len(pictures) == 5, slider.get_attribute("aria-label")


def test_every_handle_moves_by_keyboard_and_by_mouse(seen):
    page = seen.page
    for figure in figures(page):
        name = figure.get_attribute("id")
        handles = figure.locator("g.handle")
        for i in range(handles.count()):
            handle = handles.nth(i)
            handle.scroll_into_view_if_needed()
            before = state(figure)
            handle.focus()
            page.keyboard.press("ArrowRight")
            settle(figure)
            if state(figure) == before:  # it stood at the right end
                page.keyboard.press("ArrowLeft")
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
    yield figure.evaluate(STATE)
    picker = random.Random(figure.get_attribute("id"))
    for turn in range(count):
        picks = [picker.random() for _ in range(6)]
        if turn < 2:
            picks[1:-1] = [turn] * 4
        yield figure.evaluate(STATE, picks)


def number_on_show(text: str) -> tuple[float, float]:
    """A displayed number and half a unit of its last digit."""
    text = text.strip("() ").replace("−", "-").lstrip("+")
    power = 0
    if match := re.fullmatch(r"(.*)·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text):
        text, digits = match.groups()
        power = int(digits.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
    decimals = len(text.partition(".")[2])
    return float(text) * 10**power, 0.5 * 10 ** (power - decimals)


def test_snippet_computes_what_the_browser_displays(seen):
    for figure in figures(seen.page):
        compared = 0
        for shown in visit_states(figure):
            where = f"{figure.get_attribute('id')} at {shown['state']}"
            assert not shown["bad"], where
            space: dict = {}
            exec(compile(shown["code"], "snippet", "exec"), space)
            assert shown["values"], where
            for name, value in shown["values"].items():
                assert space[name] == pytest.approx(value, rel=1e-9, abs=1e-12), f"{where}: {name}"
            known = {**shown["state"], **shown["values"]}
            for name, text in shown["slots"]:
                if name in known and re.search(r"\d", text):
                    number, half = number_on_show(text)
                    assert abs(number - known[name]) <= half * 1.0001, f"{where}: {name} as {text}"
                    compared += 1
        assert compared > 25, f"{figure.get_attribute('id')} shows hardly a number"


def test_python_panel_opens_and_follows_the_state(seen):
    page = seen.page
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


def test_reset_restores_the_state_that_the_page_opened_with(seen):
    page = seen.page
    for figure in figures(page):
        start = state(figure)
        for _ in visit_states(figure, 3):
            pass
        assert state(figure) != start
        figure.get_by_role("button", name="Reset").click()
        assert state(figure) == start


def test_link_brings_the_state_back(seen):
    page = seen.page
    for figure in figures(page):
        start = state(figure)
        for _ in visit_states(figure, 3):
            pass
        wanted = state(figure)
        figure.get_by_role("button", name="Link to this state").click()
        page.reload()
        seen.figures_live()
        assert state(figure) == wanted
        figure.get_by_role("button", name="Reset").click()
        assert state(figure) == start


def test_senseless_links_do_no_harm(seen):
    page = seen.page
    names = {f.get_attribute("id"): list(state(f)) for f in figures(page)}
    *others, last = names
    junk = ["NaN", "null", '"x"', "[1,2", "1e999", "{}", "-1e9"]

    def follow(figure_id: str, value: str) -> None:
        link = f"#{figure_id}?" + "&".join(f"{n}={value}" for n in names[figure_id]) + "&other=1"
        page.evaluate("link => { location.hash = link }", link)

    follow(last, junk[0])
    page.reload()  # a page that opens with a senseless link
    seen.figures_live()
    for figure_id in (last, *others):
        for value in junk:
            follow(figure_id, value)
            look(page.locator(f"#{figure_id}"))


def test_figures_on_one_page_do_not_disturb_each_other(seen):
    page = seen.page
    page.wait_for_timeout(300)
    for one in figures(page):
        slider = one.locator("input[type=range]").first
        if not slider.count():
            continue
        frames = "all => Object.fromEntries(all.map(f => [f.id, f.mmFigure.frames]))"
        before = page.locator(".mm-fig").evaluate_all(frames)
        slider.focus()
        page.keyboard.press("ArrowRight")
        settle(one)
        after = page.locator(".mm-fig").evaluate_all(frames)
        drawn = [name for name in after if after[name] != before[name]]
        assert drawn == [one.get_attribute("id")]


def test_play_runs_and_pauses(seen):
    page = seen.page
    for figure in figures(page):
        play = figure.locator(".mm-play")
        if not play.count():
            continue
        first = figure.locator(".mm-steps button").first
        if first.is_enabled():  # else the figure opens at its first step
            first.click()
        settle(figure)
        before = state(figure)
        play.click()
        for _ in range(50):  # the slowest takes a step in 1.4 seconds
            page.wait_for_timeout(100)
            if state(figure) != before:
                break
        play.click()
        settle(figure)
        running = state(figure)
        assert running != before, figure.get_attribute("id")
        page.wait_for_timeout(1600)
        assert state(figure) == running, figure.get_attribute("id")
