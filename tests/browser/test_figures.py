"""Every figure on every page of a browser: each control answers, and it shows what node computed.

tests/test_figures_shown.py goes through all positions and many states, without a browser.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.support import contents, states
from tests.support.node import ROOT, in_page

from .conftest import Visit, enter

# A key or a move of the mouse at a time; what the figure shows after each comes out at the end.
RECORD = """(f, event) => {
  globalThis.recorded = [];
  const note = async () => { await looks.frame(); recorded.push(await looks.look(f)); };
  f.addEventListener(event, note);
  globalThis.recording = async () => {
    f.removeEventListener(event, note);
    await looks.settle();
    return recorded;
  };
}"""
TOLD = "() => recording()"


#: It shows what rounding leaves of a difference: the last bit of exp, which is each engine's own.
OF_ROUNDING = "step_size"


@pytest.fixture(scope="module", params=contents.with_figures())
def opened(request, browser: Browser, site: str) -> Iterator[tuple[str, Visit]]:
    """A page with figures and its document; all tests of a page come together and share it."""
    seen = enter(browser, f"{site}/{request.param}.html")
    yield request.param, seen
    seen.page.context.close()


@pytest.fixture
def seen(opened: tuple[str, Visit]) -> Iterator[Visit]:
    """The page with its figures as it opens, drawn at once; errors of the page fail the test."""
    _, visit = opened
    visit.page.evaluate("looks.hurry()")
    reset(visit.page)
    yield visit
    errors = visit.errors.copy()
    visit.errors.clear()
    assert errors == []


def reset(page: Page) -> None:
    """Bring every figure of the page back to its start."""
    page.evaluate("document.querySelectorAll('.mm-fig').forEach(looks.reset), looks.settle()")


def figures(page: Page) -> list[Locator]:
    return [
        page.locator(f"#{figure_id}")
        for figure_id in page.evaluate("[...document.querySelectorAll('.mm-fig')].map(f => f.id)")
    ]


def state(figure: Locator) -> dict:
    return figure.evaluate("f => f.mmFigure.state()")


def settle(figure: Locator) -> None:
    figure.evaluate("looks.settle")


def look(figure: Locator) -> str:
    """The picture once it has settled; nothing on show is senseless."""
    picture, forbidden = figure.evaluate("looks.look")
    assert not forbidden
    return picture


def wander(figure: Locator, count: int) -> None:
    """Through a few states, by sliders, choices and steps."""
    picks = states.picks(figure.get_attribute("id"), count)
    figure.evaluate("async (f, picks) => { for (const p of picks) await looks.go(f, p); }", picks)


def recorded(page: Page) -> list[str]:
    """The pictures that `RECORD` has seen; nothing in them was senseless."""
    found = page.evaluate(TOLD)
    assert [bad for _, bad in found if bad] == []
    return [picture for picture, _ in found]


def test_every_slider_obeys_the_keyboard(seen):
    for figure in figures(seen.page):
        for slider in figure.locator("input[type=range]").all():
            name = f"{figure.get_attribute('id')}, {slider.get_attribute('aria-label')}"
            slider.focus()
            figure.evaluate(RECORD, "keyup")
            seen.page.keyboard.press("Home")
            assert slider.input_value() == "0"
            for key in ("ArrowRight", "PageUp", "PageUp", "End", "ArrowLeft"):
                seen.page.keyboard.press(key)
            pictures = recorded(seen.page)
            assert slider.input_value() == str(int(slider.get_attribute("max")) - 1)
            assert len(pictures) == 6
            assert len(set(pictures)) >= len(pictures) - 1, f"{name}: a key changed nothing"
            figure.evaluate("looks.reset")


def test_every_slider_follows_the_mouse(seen):
    page = seen.page
    for figure in figures(page):
        for slider in figure.locator("input[type=range]").all():
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


def test_browser_shows_what_node_computes(opened, seen):
    """As it opens, at both ends of its sliders and at random: each mark, label and number."""
    visit = """async (f, picks) => {
      const found = [];
      for (const pick of [null, ...picks]) {
        if (pick) await looks.go(f, pick);
        found.push({...looks.numbers(f), all: looks.everything(f)});
      }
      return found;
    }"""
    seen.page.mouse.move(0, 0)  # what the mouse or the keyboard is at would be highlighted
    seen.page.evaluate("document.activeElement.blur()")
    found, picks, widths = {}, {}, {}
    for figure in figures(seen.page):
        name = figure.get_attribute("id")
        picks[name] = states.picks(name, 4)
        widths[name] = figure.evaluate("looks.widths")
        found[name] = figure.evaluate(visit, picks[name])
    source = str(contents.source(opened[0]).relative_to(ROOT))
    ask = f"""async (picks) => {{
      const found = {{}};
      for (const name in picks)
        found[name] = await ({visit})(document.getElementById(name), picks[name]);
      return found;
    }}"""
    expected = in_page(source, ask, picks, widths=widths)
    for name, visited in found.items():
        compared = 0
        for here, there in zip(visited, expected[name], strict=True):
            where = f"{name} at {here['state']}"
            compared += states.compare(here, where)
            assert here["state"] == there["state"], where
            assert here["code"] == there["code"], where
            assert len(here["all"]) == len(there["all"]), where
            if name == OF_ROUNDING:
                continue
            assert here["slots"] == there["slots"], where
            for one, other in zip(here["all"], there["all"], strict=True):
                assert states.agree(one, other), f"{where}:\n{one}\n{other}"
        assert compared > 0, f"{name} shows no number"


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
    for figure in figures(seen.page):
        start = state(figure)
        wander(figure, 3)
        assert state(figure) != start
        figure.get_by_role("button", name="Reset").click()
        assert state(figure) == start


def test_link_brings_the_state_back(seen):
    page = seen.page
    for figure in figures(page):
        start = state(figure)
        wander(figure, 3)
        wanted = state(figure)
        figure.get_by_role("button", name="Link to this state").click()
        link = page.evaluate("location.hash")
        figure.get_by_role("button", name="Reset").click()
        assert state(figure) == start
        assert page.evaluate("location.hash") == ""
        follow(page, link)
        assert state(figure) == wanted
    page.reload()  # a page that opens with the link to its last figure
    seen.figures_live()
    assert state(figure) == wanted
    figure.get_by_role("button", name="Reset").click()
    assert state(figure) == start


def follow(page: Page, link: str) -> None:
    """Go to a place of the page, as a click on a link does; the figures have then heard of it."""
    page.evaluate(
        """link => new Promise((heard) => {
          addEventListener("hashchange", () => heard(looks.settle()), { once: true });
          location.hash = link;
        })""",
        link,
    )


def test_senseless_links_do_no_harm(seen):
    page = seen.page
    names = {f.get_attribute("id"): list(state(f)) for f in figures(page)}

    def link(figure_id: str, value: str, other: int = 1) -> str:
        query = "&".join(f"{n}={value}" for n in names[figure_id])
        return f"#{figure_id}?{query}&other={other}"

    follow(page, link(list(names)[-1], states.JUNK[0]))
    page.reload()  # a page that opens with a senseless link
    seen.figures_live()
    page.evaluate("looks.hurry()")
    for figure_id in names:
        for value in states.JUNK:
            follow(page, link(figure_id, value, 2))
            look(page.locator(f"#{figure_id}"))


def test_figures_on_one_page_do_not_disturb_each_other(seen):
    page = seen.page
    page.evaluate("looks.calm()")  # real frames, each in its turn
    frames = "all => Object.fromEntries(all.map(f => [f.id, f.mmFigure.frames]))"
    for one in figures(page):
        slider = one.locator("input[type=range]").first
        if not slider.count():
            continue
        before = page.locator(".mm-fig").evaluate_all(frames)
        slider.focus()
        page.keyboard.press("ArrowRight")
        settle(one)
        after = page.locator(".mm-fig").evaluate_all(frames)
        drawn = [name for name in after if after[name] != before[name]]
        assert drawn == [one.get_attribute("id")]


# A clock that goes on when the test says so; what it is asked for is what a reader would wait.
CLOCK = """() => {
  const running = new Map();
  let last = 1e6; // far from the numbers of intervals that run already
  globalThis.setInterval = (act, wait) => (running.set(++last, [act, wait]), last);
  globalThis.clearInterval = (id) => running.delete(id);
  globalThis.tick = async () => {
    for (const [act] of running.values()) act();
    await looks.settle();
    return [...running.values()].map(([, wait]) => wait);
  };
}"""


def test_play_runs_and_pauses(seen):
    page = seen.page
    page.evaluate(CLOCK)
    for figure in figures(page):
        play = figure.locator(".mm-play")
        if not play.count():
            continue
        name = figure.get_attribute("id")
        first = figure.locator(".mm-steps button").first
        if first.is_enabled():  # else the figure opens at its first step
            first.click()
        settle(figure)
        before = state(figure)
        play.click()
        assert [16 <= wait <= 5000 for wait in page.evaluate("tick()")] == [True]  # ms; a frame
        running = state(figure)
        assert running != before, name
        play.click()
        assert page.evaluate("tick()") == []
        assert state(figure) == running, name
    page.reload()  # with the usual clock
    seen.figures_live()
