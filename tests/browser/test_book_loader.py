"""The static loader in a real page: plain ipywidgets, their links, and what no page can run."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests import small_book

SLIDERS = 'input[type="range"]'


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> Path:
    """A page of plain widgets."""
    folder = tmp_path_factory.mktemp("plain")
    code, said = small_book.build(folder, {"index.ipynb": small_book.widgets_notebook()})
    assert code == 0, said
    return folder / "_build" / "html" / "index.html"


@pytest.fixture
def page(browser: Browser, plain: Path) -> Iterator[Page]:
    """The page, read from disk; any error fails the test."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: said.type == "error" and errors.append(said.text))
    page.goto(plain.as_uri())
    yield page
    assert not errors
    context.close()


def slider(page: Page, name: str, nth: int = 0):
    """The nth slider of the given name."""
    return page.locator(f".mm-live .mm-w:has(.mm-w-name:text-is('{name}')) input").nth(nth)


def test_live_views_replace_the_static_ones(page):
    assert page.locator(".mm-static").count() == 0
    assert page.locator(".mm-live").count() == 6


def test_linked_sliders_follow_each_other_in_every_view(page):
    slider(page, "left").fill("-2.4")
    assert slider(page, "right").input_value() == "-2.4"
    slider(page, "right").press("ArrowRight")
    assert slider(page, "left").input_value() == "-2.3"
    assert slider(page, "left", nth=1).input_value() == "-2.3"
    numbers = page.locator(".mm-w:has(.mm-w-name:text-is('left')) output").all_inner_texts()
    assert numbers == ["−2.30", "−2.30"]


def test_a_one_way_link_goes_one_way(page):
    assert slider(page, "target").input_value() == "3"
    slider(page, "target").fill("7")
    assert slider(page, "source").input_value() == "3"
    slider(page, "source").fill("5")
    assert slider(page, "target").input_value() == "5"


def test_choices_answer(page):
    page.get_by_label("check").uncheck()
    page.get_by_label("which").select_option(label="two")
    button = page.get_by_role("button", name="y", exact=True)
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert page.get_by_role("button", name="x", exact=True).get_attribute("aria-pressed") == "false"
    assert page.locator(".mm-w-text b").inner_text() == "bold"


def test_a_logarithmic_slider_shows_the_value_not_the_exponent(page):
    rate = slider(page, "rate")
    assert float(rate.input_value()) == pytest.approx(-1)
    rate.fill("-2")
    assert "0.01" in page.locator(".mm-w:has(.mm-w-name:text-is('rate')) output").inner_text()


def test_an_unknown_widget_is_named(page):
    note = page.locator(".mm-unknown")
    assert re.search("Stranger.*JupyterLab", note.inner_text())
    assert note.is_visible()


def test_a_binary_value_is_shown(page):
    assert page.locator(".mm-live img").evaluate("image => image.src.startsWith('data:image/png')")
