"""Every page: asks no other host, reports no error, fits every width, is usable by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from .conftest import Visit, enter, pages, pages_with_figures, violations

# What may be wider than the window scrolls in a box of its own.
TOO_WIDE = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  // In the first a figure sees its new width, in the second it draws, in the third that is over.
  for (let i = 0; i < 3; i++) await frame();
  return [document.documentElement.scrollWidth,
  [...document.querySelectorAll('article *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
  .filter(e => !e.closest('pre, .katex, table, .mm-sr'))
  .slice(0, 3).map(e => `${e.tagName}.${e.className.baseVal ?? e.className}`)];
}"""


@pytest.fixture(scope="module", params=pages())
def opened(request, browser: Browser, site: str) -> Iterator[Visit]:
    """A page of the book; what is asked of every page is asked of this one."""
    seen = enter(browser, f"{site}/{request.param}")
    yield seen
    seen.page.context.close()


def test_page_asks_no_other_host_and_reports_no_error(opened):
    opened.page.mouse.wheel(0, 20_000)
    opened.page.wait_for_load_state("networkidle")
    assert opened.foreign == []
    assert opened.errors == []


def test_only_pages_with_cards_load_what_cards_need(opened):
    loaded = opened.page.evaluate(
        "[...document.querySelectorAll('[src], [href]')].map(e => e.src || e.href)"
        ".filter(address => /cards\\.js|exercises\\.css/.test(address)).length"
    )
    needed = opened.page.locator(".mm-card, .mm-progress").count() > 0
    assert loaded == (2 if needed else 0)


def test_axe_finds_no_violation(opened):
    assert violations(opened.page) == []


def test_page_never_scrolls_sideways(opened):
    for width in (768, 390, 360):
        opened.page.set_viewport_size({"width": width, "height": 900})
        wide = opened.page.evaluate(TOO_WIDE)
        assert wide == [width, []]


@pytest.mark.parametrize("path", pages_with_figures())
def test_figures_live_when_read_from_disk(visit, built_book: Path, path):
    seen = visit(path, origin=built_book.as_uri())
    assert seen.page.locator(".mm-fig[data-live]").count() > 0
    assert seen.errors == []
    assert seen.foreign == []


@pytest.mark.parametrize("path", pages_with_figures())
def test_static_picture_stands_where_there_is_no_javascript(visit, path):
    page = visit(path, java_script_enabled=False).page
    pictures = page.locator(".mm-static .mm-plot svg")
    assert pictures.count() > 0
    for i in range(pictures.count()):
        marks = pictures.nth(i).locator("line, polyline, polygon, path, circle, rect, text")
        assert marks.count() > 5
        assert pictures.nth(i).bounding_box()["height"] > 60


def test_paper_is_light_and_without_buttons_even_from_the_dark_theme(visit):
    page = visit(pages_with_figures()[0], theme="dark").page
    page.emulate_media(media="print", color_scheme="dark")
    ink = "getComputedStyle(document.querySelector('.mm-fig')).color"
    assert page.evaluate(ink) == "rgb(28, 35, 48)"
    assert page.locator(".mm-plot svg").first.is_visible()
    assert not page.locator(".mm-foot").first.is_visible()


def test_theme_button_switches_page_and_figures(visit):
    page = visit(pages_with_figures()[0]).page
    colour = "getComputedStyle(document.querySelector('.mm-fig')).color"
    button = page.locator("button.theme-switch-button").first
    seen = {page.evaluate("document.documentElement.dataset.theme"): page.evaluate(colour)}
    for _ in range(3):  # through system, light and dark
        button.click()
        seen[page.evaluate("document.documentElement.dataset.theme")] = page.evaluate(colour)
    assert set(seen) == {"light", "dark"}
    assert seen["light"] != seen["dark"]


def test_search_finds_a_word_of_a_chapter(visit):
    page = visit("search.html?q=perceptron").page
    page.wait_for_selector("#search-results li a")
    assert "perceptron" in page.locator("#search-results").inner_text().lower()
