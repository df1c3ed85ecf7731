"""Figures from a small phone's width to a wide screen's: nothing vanishes or runs out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from .conftest import Visit, enter, pages_with_figures

#: The change of layout at 620 px from both sides, the static picture's 720, and what lies around.
WIDTHS = [
    280,
    300,
    320,
    340,
    360,
    400,
    480,
    560,
    619,
    620,
    640,
    680,
    720,
    760,
    820,
    900,
    1000,
    1200,
]

#: One layer at a time, the one that the reader chooses, where three have no room: below 560 px.
SHOWS_LESS = "shapes"

#: A figure at one width: what is wrong with it, and how many arrows and lines it has.
LOOK = """async ([f, width]) => {
  f.style.width = `${width}px`;
  for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
  const faults = [];
  const edge = f.getBoundingClientRect().right + 0.5;
  const parts = '.mm-read *, .mm-slider, .mm-btn, .mm-say, .mm-cap, .mm-bar > *';
  const over = e => e.getBoundingClientRect().right - edge;
  const out = [...f.querySelectorAll(parts)].filter(e => e.checkVisibility() && over(e) > 0);
  if (out.length) faults.push(`${out[0].className} "${out[0].textContent}" runs out by ` +
    `${Math.max(...out.map(over)).toFixed(1)} px`);
  let arrows = 0;
  for (const svg of f.querySelectorAll('.mm-plot svg')) {
    const box = svg.getBoundingClientRect();
    arrows += svg.querySelectorAll('polygon.solid').length;
    // A line may have no length in one state, but not at one width.
    for (const line of svg.querySelectorAll('line.mark')) arrows += line.getTotalLength() >= 1;
    const labels = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim())
      .map(t => [t.textContent, t.getBoundingClientRect()]);
    labels.forEach(([text, a], i) => {
      const across = Math.max(box.left - a.left, a.right - box.right);
      const most = Math.max(across, box.top - a.top - 3, a.bottom - box.bottom - 3); // no ink there
      if (most > 3) faults.push(`"${text}" lies outside by ${most.toFixed(1)} px`);
      for (const [other, b] of labels.slice(0, i)) {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 3 && down > 8) faults.push(`"${text}" lies on "${other}"`);
      }
    });
  }
  return [faults, arrows];
}"""


@pytest.fixture(scope="module", params=pages_with_figures())
def opened(request, browser: Browser, site: str) -> Iterator[Visit]:
    """A page with figures, on a wide screen."""
    seen = enter(browser, f"{site}/{request.param}", width=1600)
    yield seen
    errors = seen.errors
    seen.page.context.close()
    assert errors == []


def figures(page: Page) -> list[Locator]:
    ids = page.evaluate("[...document.querySelectorAll('.mm-fig')].map(f => f.id)")
    return [page.locator(f"#{figure_id}") for figure_id in ids]


def test_at_every_width_all_labels_and_arrows_are_in_their_place(opened):
    page = opened.page
    found = []
    for figure in figures(page):
        name, element = figure.get_attribute("id"), figure.element_handle()
        counts = {}
        for width in WIDTHS:
            faults, counts[width] = page.evaluate(LOOK, [element, width])
            found += [f"{name} at {width}: {fault}" for fault in faults]
        figure.evaluate("f => { f.style.width = ''; }")
        few = {n for width, n in counts.items() if name == SHOWS_LESS and width < 560}
        many = {n for width, n in counts.items() if name != SHOWS_LESS or width >= 560}
        if max(len(few), len(many)) > 1:
            found.append(f"{name}: arrows and lines by width {counts}")
    assert found == []


LABELS = "f => [...f.querySelectorAll('.mm-plot svg text')].map(t => t.textContent)"


def test_where_one_layer_is_shown_each_comes_in_its_turn(visit):
    page = visit(next(path for path in pages_with_figures() if "forward" in path)).page
    figure = page.locator(f"#{SHOWS_LESS}")
    layers = figure.get_by_role("group", name="In layer").get_by_role("button").all()
    labels = {}
    for width in [width for width in WIDTHS if width <= 560]:
        labels[width] = set()
        for layer in layers:
            layer.click()
            faults, lines = page.evaluate(LOOK, [figure.element_handle(), width])
            assert faults == [], f"{width} px, layer {layer.inner_text()}"
            assert lines > 0
            labels[width].update(figure.evaluate(LABELS))
    assert len(layers) == 3
    assert all(shown == labels[560] for shown in labels.values())


#: The arrows of two_stages: from where to where, and the boxes that they join.
ARROWS = """async ([f, width]) => {
  f.style.width = `${width}px`;
  for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
  const svg = f.querySelector('.mm-plot svg');
  const boxes = [...svg.querySelectorAll('rect.mark')].map(r => r.getBBox());
  return [...svg.querySelectorAll('polygon.solid')].map(head => {
    const line = head.previousElementSibling;
    const point = (...names) => names.map(name => Number(line.getAttribute(name)));
    const [start, end] = [point('x1', 'y1'), point('x2', 'y2')];
    const tip = head.getAttribute('points').split(' ')[0].split(',').map(Number);
    const inside = boxes.some(({x, y, width, height}) => [start, tip].some(([a, b]) =>
      a > x && a < x + width && b > y && b < y + height));
    const [along, on] = [[end, start], [tip, end]].map(([p, q]) => [p[0] - q[0], p[1] - q[1]]);
    const forward = along[0] * on[0] + along[1] * on[1] > 0;
    return {length: Math.hypot(tip[0] - start[0], tip[1] - start[1]), inside, forward};
  });
}"""


def test_arrows_between_boxes_are_longer_than_their_heads_and_point_on(visit):
    page = visit("chapters/09-backpropagation.html", width=1600).page
    element = page.locator("#two_stages").element_handle()
    for width in range(280, 1201, 20):
        arrows = page.evaluate(ARROWS, [element, width])
        assert len(arrows) == 16
        assert all(arrow["length"] > 11 for arrow in arrows), (width, arrows)
        assert all(arrow["forward"] and not arrow["inside"] for arrow in arrows), (width, arrows)


NARROW = """f => {
  const edge = f.getBoundingClientRect().right + 0.5;
  const out = e => e.getBoundingClientRect().right > edge;
  return [...f.querySelectorAll('.mm-read *')].filter(out).length;
}"""


@pytest.mark.parametrize("width", [320, 360])
def test_readouts_keep_within_the_screen_at_both_ends_of_every_slider(opened, width):
    page = opened.page
    page.set_viewport_size({"width": width, "height": 800})
    try:
        for figure in figures(page):
            for slider in figure.locator("input[type=range]:visible").all():
                for key in ("Home", "End"):
                    slider.press(key)
                    page.evaluate("new Promise(requestAnimationFrame)")
                    where = f"{figure.get_attribute('id')}, {slider.get_attribute('aria-label')}"
                    assert figure.evaluate(NARROW) == 0, f"{where}, {key}"
            figure.get_by_role("button", name="Reset").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    finally:
        page.set_viewport_size({"width": 1600, "height": 900})


SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important; }"""


@pytest.mark.parametrize("width", [360, 1280])
def test_wider_spacing_of_text_lays_no_label_on_another(opened, width):
    """WCAG 1.4.12: what readers set for themselves costs no content."""
    page = opened.page
    style = page.add_style_tag(content=SPACING)
    page.set_viewport_size({"width": width, "height": 900})
    try:
        found = []
        for figure in figures(page):
            room = figure.evaluate("f => f.clientWidth")
            faults, _ = page.evaluate(LOOK, [figure.element_handle(), room])
            figure.evaluate("f => { f.style.width = ''; }")
            found += [f"{figure.get_attribute('id')}: {fault}" for fault in faults]
        assert found == []
    finally:
        style.evaluate("s => s.remove()")
        page.set_viewport_size({"width": 1600, "height": 900})
