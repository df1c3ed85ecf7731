"""Large letters and small windows: nothing is lost, and no page scrolls in two directions."""

from __future__ import annotations

import pytest

from .conftest import pages

EVERY = [*pages(), "search.html", "genindex.html"]
#: WCAG 1.4.12.
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-bottom: 2em !important }"""
LARGE = "html { font-size: 32px !important }"
#: Readouts of figures have tests of their own (test_figure_widths.py).
#: How far the page scrolls sideways; what reaches beyond the window and is in no box that scrolls;
#: text that is cut off; boxes that scroll and cannot be reached by keyboard.
FAULTS = """async () => {
  const root = document.documentElement, width = root.clientWidth;
  const article = document.querySelector('article');
  const size = () => `${article?.offsetWidth} ${article?.offsetHeight}`;
  while (root.dataset.fits !== size()) await new Promise(requestAnimationFrame);
  const name = (e) => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`;
  const scrolls = (e) => /auto|scroll/.test(getComputedStyle(e).overflowX)
    && e.scrollWidth > e.clientWidth + 1;
  const boxed = (e) => {
    for (let at = e; at !== document.body; at = at.parentElement) if (scrolls(at)) return true;
    return false;
  };
  const shown = [...document.querySelectorAll('main *')].filter((e) => e.checkVisibility()
    && !e.closest('svg, math, .mm-sr, .visually-hidden, .mm-eq, .bd-sidebar-secondary'));
  const beyond = shown.filter((e) => e.getBoundingClientRect().right > width + 1 && !boxed(e));
  const cut = shown.filter((e) => !e.closest('.katex, .katex-display') && e.clientWidth > 2
    && /hidden|clip/.test(getComputedStyle(e).overflow)
    && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1));
  const low = (e) => e.getBoundingClientRect().bottom;
  for (const one of document.querySelectorAll('.katex-display, .mm-long'))
    for (const part of one.querySelectorAll('.katex-base'))
      if (low(part) > low(one) + 1) cut.push(part);
  const focusable = 'a, button, input, [tabindex]';
  const stuck = shown.filter((e) => scrolls(e) && !e.matches('textarea')
    && e.tabIndex < 0 && !e.querySelector(focusable));
  return [root.scrollWidth - width, ...[beyond, cut, stuck].map((l) => l.slice(0, 3).map(name))];
}"""
HIDDEN_BY_THE_BAR = """async () => {
  const bar = document.querySelector('.bd-header-article');
  const hidden = [];
  const linked = 'article :is(section, div.math, figure, form)[id]';
  for (const place of document.querySelectorAll(linked)) {
    location.hash = place.id;
    await new Promise(requestAnimationFrame);
    const top = place.getBoundingClientRect().top;
    if (top < bar.getBoundingClientRect().bottom - 1) hidden.push(place.id);
  }
  return hidden;
}"""
NONE = [0, [], [], []]


@pytest.mark.parametrize("path", EVERY)
def test_no_page_loses_anything_in_small_windows_or_with_large_letters(visit, path):
    page = visit(path, width=320, bypass_csp=True).page
    assert page.evaluate(FAULTS) == NONE, "320 px, as a window of 1280 px at 400 %"
    spacing = page.add_style_tag(content=SPACING)
    assert page.evaluate(FAULTS) == NONE, "320 px, text spacing"
    spacing.evaluate("e => e.remove()")
    page.set_viewport_size({"width": 844, "height": 390})
    assert page.evaluate(FAULTS) == NONE, "a phone on its side"
    page.set_viewport_size({"width": 640, "height": 450})
    assert page.evaluate(FAULTS) == NONE, "200 %"
    page.add_style_tag(content=LARGE)
    assert page.evaluate(FAULTS) == NONE, "200 %, and letters twice as large"


@pytest.mark.parametrize("size", [(1280, 900), (844, 390), (320, 640)])
def test_no_place_that_is_linked_to_is_under_the_bar(visit, size):
    page = visit("chapters/06-gradient-descent.html", width=size[0]).page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert page.evaluate(HIDDEN_BY_THE_BAR) == []


def test_the_magnifier_stands_beside_the_words_of_its_field(visit):
    page = visit("search.html").page
    page.wait_for_load_state()
    for form in page.locator("form.bd-search").all():
        if form.is_visible():
            icon = form.locator(".fa-magnifying-glass").bounding_box()
            field = form.locator("input[type=search]").bounding_box()
            assert icon["x"] + icon["width"] <= field["x"] + 1
