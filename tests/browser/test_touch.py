"""Fingers on figures, by real touch events: points follow, swipes over sliders scroll."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from .conftest import Visit, enter, pages_with_figures

PHONE = {"width": 390, "has_touch": True, "is_mobile": True}
#: What a state is, once the frame that shows it has been drawn.
STATE = """async f => {
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
  return JSON.stringify(f.mmFigure.state());
}"""
#: The middle of a point on the screen.
MIDDLE = """g => {
  const box = g.querySelector('circle').getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""
TOP = "g => g.ownerSVGElement.getBoundingClientRect().top"
AXIS = "g => ({horizontal: 'x', vertical: 'y'})[g.getAttribute('aria-orientation')] ?? 'xy'"


class Fingers:
    """Fingers on the screen of a page."""

    def __init__(self, page: Page):
        self.page = page
        self.session = page.context.new_cdp_session(page)
        self.down: list[tuple[float, float]] = []

    def _tell(self, kind: str, points: list[tuple[float, float]]) -> None:
        touches = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def press(self, *points: tuple[float, float]) -> None:
        self.down = list(points)
        self._tell("touchStart", self.down)

    def drag(self, dx: float, dy: float, steps: int = 6, finger: int = 0) -> None:
        """Move one of the fingers that are down."""
        x, y = self.down[finger]
        for step in range(1, steps + 1):
            self.down[finger] = (x + dx * step / steps, y + dy * step / steps)
            self._tell("touchMove", self.down)

    def lift(self) -> None:
        self._tell("touchEnd", [])

    def cancel(self) -> None:
        self._tell("touchCancel", [])

    def swipe(self, start: tuple[float, float], dx: float, dy: float) -> None:
        self.press(start)
        self.drag(dx, dy)
        self.lift()


@pytest.fixture(scope="module", params=pages_with_figures())
def phone(request, browser: Browser, site: str) -> Iterator[Visit]:
    """A page with figures on a phone."""
    seen = enter(browser, f"{site}/{request.param}", **PHONE)
    yield seen
    errors = seen.errors
    seen.page.context.close()
    assert errors == []


def figures(page: Page) -> list[Locator]:
    ids = page.evaluate("[...document.querySelectorAll('.mm-fig')].map(f => f.id)")
    return [page.locator(f"#{figure_id}") for figure_id in ids]


def to_the_middle(element: Locator) -> None:
    element.evaluate("e => e.scrollIntoView({block: 'center', behavior: 'instant'})")


def scrolled(page: Page) -> float:
    """How far the page is scrolled, once it rests."""
    page.wait_for_function(
        "() => { const now = scrollY; const rests = now === window.scrolledTo;"
        " window.scrolledTo = now; return rests; }",
        polling=80,
    )
    return page.evaluate("scrollY")


def reset(figure: Locator) -> None:
    figure.get_by_role("button", name="Reset").click()
    figure.evaluate(STATE)


def points(page: Page) -> Iterator[tuple[Locator, Locator, str]]:
    """Every movable point of the page, with its figure and its name; the figure is as it opened."""
    for figure in figures(page):
        for i in range(figure.locator("g.handle").count()):
            reset(figure)
            handle = figure.locator("g.handle").nth(i)
            to_the_middle(handle)
            name = f"{figure.get_attribute('id')}: {handle.get_attribute('aria-label')}"
            yield figure, handle, name


def inward(handle: Locator, x: float, y: float) -> tuple[int, int]:
    """Towards the middle of the picture, where a point can go."""
    box = handle.locator("xpath=ancestor::*[name()='svg']").bounding_box()
    return (
        1 if x < box["x"] + box["width"] / 2 else -1,
        1 if y < box["y"] + box["height"] / 2 else -1,
    )


def test_a_point_follows_the_finger_in_both_directions_and_the_page_stays(phone):
    fingers = Fingers(phone.page)
    for figure, handle, name in points(phone.page):
        axis = handle.evaluate(AXIS)
        scrolled(phone.page)
        before, place = figure.evaluate(STATE), handle.evaluate(TOP)
        x, y = handle.evaluate(MIDDLE)
        right, down = inward(handle, x, y)
        for dx, dy in ((0, 34 * down), (40 * right, 0)):
            fingers.press((x, y))
            fingers.drag(dx, dy)
            fingers.lift()
            figure.evaluate(STATE)
            x2, y2 = handle.evaluate(MIDDLE)
            if "x" in axis:
                assert abs(x2 - (x + dx)) < 16, f"{name}: {x2 - x} to the right, finger {dx}"
            if "y" in axis:
                assert abs(y2 - (y + dy)) < 16, f"{name}: {y2 - y} down, finger {dy}"
            x, y = x2, y2
        assert figure.evaluate(STATE) != before, name
        scrolled(phone.page)
        # A line more of words above may come and go: the browser then keeps the picture in place.
        assert abs(handle.evaluate(TOP) - place) < 2, f"{name}: the page has scrolled"


def test_a_swipe_over_a_slider_scrolls_the_page_and_changes_no_value(phone):
    page, fingers = phone.page, Fingers(phone.page)
    for figure in figures(page):
        for slider in figure.locator("input[type=range]:visible").all():
            to_the_middle(slider)
            before, place = figure.evaluate(STATE), scrolled(page)
            box = slider.bounding_box()
            for part in (0.15, 0.85):
                start = (box["x"] + part * box["width"], box["y"] + box["height"] / 2)
                fingers.swipe(start, 6, -120)
                moved = scrolled(page) - place
                assert moved > 40, f"{slider.get_attribute('aria-label')}: the page stands still"
                assert figure.evaluate(STATE) == before, slider.get_attribute("aria-label")
                to_the_middle(slider)
                place = scrolled(page)


def test_a_finger_moves_a_slider_sideways_and_by_a_tap(phone):
    page, fingers = phone.page, Fingers(phone.page)
    for figure in figures(page):
        for slider in figure.locator("input[type=range]:visible").all():
            to_the_middle(slider)
            place = scrolled(page)
            box = slider.bounding_box()
            middle = box["y"] + box["height"] / 2
            share = "input => input.value / input.max"
            step = 1 / int(slider.get_attribute("max"))
            fingers.swipe((box["x"] + 0.2 * box["width"], middle), 0.6 * box["width"], 4)
            figure.evaluate(STATE)
            assert abs(slider.evaluate(share) - 0.8) < 0.06 + step
            box = slider.bounding_box()  # words above it may have grown by a line
            fingers.press((box["x"] + 0.3 * box["width"], box["y"] + box["height"] / 2))
            fingers.lift()
            page.wait_for_function(
                "([input, step]) => Math.abs(input.value / input.max - .3) < .06 + step",
                arg=[slider.element_handle(), step],
            )
            assert abs(scrolled(page) - place) < 60  # words above may grow by a line or two


@pytest.fixture
def neuron(visit: Callable[..., Visit]) -> tuple[Page, Fingers, Locator, Locator]:
    """The first figure of chapter 1 on a phone: page, fingers, figure, its point."""
    page = visit("chapters/01-perceptron.html", **PHONE).page
    figure = page.locator(".mm-fig").first
    handle = figure.locator("g.handle").first
    to_the_middle(handle)
    scrolled(page)
    return page, Fingers(page), figure, handle


def test_a_gesture_that_the_browser_takes_away_moves_nothing(neuron):
    _, fingers, figure, handle = neuron
    before = figure.evaluate(STATE)
    fingers.press(handle.evaluate(MIDDLE))
    fingers.drag(40, -30)
    assert figure.evaluate(STATE) != before
    fingers.cancel()
    assert figure.evaluate(STATE) == before
    slider = figure.locator("input[type=range]").first
    to_the_middle(slider)
    box = slider.bounding_box()
    fingers.press((box["x"] + 20, box["y"] + box["height"] / 2))
    fingers.drag(120, 0)
    assert figure.evaluate(STATE) != before
    fingers.cancel()
    assert figure.evaluate(STATE) == before


def test_a_second_finger_takes_no_hold_of_a_point(neuron):
    page, fingers, figure, handle = neuron
    x, y = handle.evaluate(MIDDLE)
    fingers.press((x, y), (x + 12, y + 8))
    fingers.drag(45, -35, finger=0)
    held = figure.evaluate(STATE)
    place = handle.evaluate(MIDDLE)
    assert abs(place[0] - x - 45) < 16
    fingers.drag(-60, 60, finger=1)
    assert figure.evaluate(STATE) == held
    fingers.lift()
    assert page.evaluate("visualViewport.scale") == 1


def test_a_finger_that_leaves_the_picture_still_holds_the_point(neuron):
    _, fingers, figure, handle = neuron
    box = figure.locator(".mm-plot svg").first.bounding_box()
    x, y = handle.evaluate(MIDDLE)
    fingers.press((x, y))
    fingers.drag(0, box["y"] + box["height"] + 60 - y)
    bottom = handle.evaluate(MIDDLE)[1]
    assert abs(bottom - box["y"] - box["height"]) < 16  # held at the edge
    fingers.drag(0, y - 20 - fingers.down[0][1])
    figure.evaluate(STATE)
    assert abs(handle.evaluate(MIDDLE)[1] - (y - 20)) < 16
    fingers.lift()


def test_two_fingers_on_a_picture_zoom(neuron):
    page, fingers, figure, _ = neuron
    before = figure.evaluate(STATE)
    picture = figure.locator(".mm-plot svg").first
    box = picture.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    place = "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('.handle'))"
    spots = [(x - 20, y + 60), (x + 20, y + 60)]
    assert not any(page.evaluate(place, spot) for spot in spots)
    fingers.press(*spots)
    for _ in range(6):
        fingers.drag(-15, 0, steps=1, finger=0)
        fingers.drag(15, 0, steps=1, finger=1)
    fingers.lift()
    page.wait_for_function("() => visualViewport.scale > 1.2")
    assert figure.evaluate(STATE) == before


def test_what_a_finger_has_to_meet_is_large_enough(phone):
    small = phone.page.evaluate(
        """() => [...document.querySelectorAll('.mm-fig :is(button, input, .handle), ' +
            '.mm-card :is(button, label.mm-opt, .mm-answer input)')]
          .filter(e => e.checkVisibility({checkVisibilityCSS: true}))
          .map(e => [e, e.getBoundingClientRect()])
          .filter(([, {width, height}]) => Math.min(width, height) < 43.5)
          .map(([e, {width, height}]) => `${e.textContent || e.ariaLabel}: ${width} x ${height}`)"""
    )
    assert small == []


def test_a_pen_moves_a_point(visit):
    page = visit("chapters/01-perceptron.html").page
    session = page.context.new_cdp_session(page)
    figure = page.locator(".mm-fig").first

    def pen(kind: str, x: float, y: float) -> None:
        button = {"button": "left", "buttons": 1, "clickCount": 1, "pointerType": "pen"}
        session.send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, **button})

    def draw(x: float, y: float, dx: float, dy: float) -> None:
        pen("mousePressed", x, y)
        for part in (0.3, 0.6, 1):
            pen("mouseMoved", x + part * dx, y + part * dy)
        pen("mouseReleased", x + dx, y + dy)
        figure.evaluate(STATE)

    handle = figure.locator("g.handle").first
    to_the_middle(handle)
    x, y = handle.evaluate(MIDDLE)
    draw(x, y, 40, -30)
    now = handle.evaluate(MIDDLE)
    assert abs(now[0] - x - 40) < 16
    assert abs(now[1] - y + 30) < 16


def test_only_the_main_button_of_a_mouse_drags(visit):
    page = visit("chapters/01-perceptron.html").page
    figure = page.locator(".mm-fig").first
    handle = figure.locator("g.handle").first
    to_the_middle(handle)
    before = figure.evaluate(STATE)
    x, y = handle.evaluate(MIDDLE)
    for button, key in (("right", None), ("middle", None), ("left", "Control")):
        if key:
            page.keyboard.down(key)
        page.mouse.move(x, y)
        page.mouse.down(button=button)
        page.mouse.move(x + 40, y - 30, steps=3)
        page.mouse.up(button=button)
        if key:
            page.keyboard.up(key)
        assert figure.evaluate(STATE) == before, (button, key)


def test_a_drag_ends_where_the_pointer_is_lost(visit):
    page = visit("chapters/01-perceptron.html").page
    figure = page.locator(".mm-fig").first
    handle = figure.locator("g.handle").first
    to_the_middle(handle)
    x, y = handle.evaluate(MIDDLE)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y - 30, steps=3)
    handle.evaluate(
        "g => [1, 2, 3].forEach(id => g.hasPointerCapture(id) && g.releasePointerCapture(id))"
    )
    page.mouse.move(x + 31, y - 31)
    held = figure.evaluate(STATE)
    page.mouse.move(x + 60, y - 60, steps=3)
    assert figure.evaluate(STATE) == held
    page.mouse.up()


def test_a_picture_that_changes_its_size_in_mid_drag_keeps_the_point_at_the_pointer(visit):
    page = visit("chapters/01-perceptron.html").page
    figure = page.locator(".mm-fig").first
    handle = figure.locator("g.handle").first
    to_the_middle(handle)
    x, y = handle.evaluate(MIDDLE)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 10, y - 10)
    figure.evaluate("f => { f.style.width = '82%'; }")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("() => document.documentElement.dataset.theme === 'dark'")
    figure.evaluate(STATE)
    box = figure.locator(".mm-plot svg").first.bounding_box()
    target = (box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.3)
    page.mouse.move(*target)
    figure.evaluate(STATE)
    now = handle.evaluate(MIDDLE)
    assert abs(now[0] - target[0]) < 12
    assert abs(now[1] - target[1]) < 12
    page.mouse.up()
