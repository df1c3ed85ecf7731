"""Links and code are copied, or stand there to be copied by hand, whatever the browser allows."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tools.browsers import CHROMIUM, FLAGS

from .conftest import Visit, enter

PAGE = "chapters/01-perceptron.html"
MISSING = "Object.defineProperty(Navigator.prototype, 'clipboard', {get: () => undefined});"
REFUSING = """Object.defineProperty(Navigator.prototype, 'clipboard', {get: () => ({
  writeText: () => Promise.reject(new DOMException('denied', 'NotAllowedError'))})});"""
NEITHER = MISSING + "document.execCommand = () => false;"


def with_rules(visit, rules: str) -> Visit:
    """The page in a browser that behaves so."""
    seen = visit("book/index.html")
    seen.page.context.add_init_script(rules)
    seen.page.goto(f"{seen.page.url.rsplit('/', 2)[0]}/{PAGE}")
    seen.figures_live()
    return seen


def pasted(page: Page) -> str:
    """What the clipboard holds."""
    page.evaluate(
        "() => { const area = document.createElement('textarea'); area.id = 'paste';"
        " document.body.append(area); area.focus(); }"
    )
    page.keyboard.press("Control+v")
    text = page.locator("#paste").input_value()
    page.evaluate("document.querySelector('#paste').remove()")
    return text


@pytest.mark.parametrize("rules", [MISSING, REFUSING], ids=["missing", "refusing"])
def test_without_the_clipboard_of_the_page_link_and_code_are_copied_all_the_same(visit, rules):
    seen = with_rules(visit, rules)
    copies(seen.page)
    assert seen.errors == []


def copies(page: Page) -> None:
    figure = page.locator(".mm-fig").first
    link = figure.get_by_role("button", name="Link to this state")
    link.click()
    expect(figure.locator(".mm-done")).to_have_text("Link copied")
    expect(link).to_be_focused()
    assert pasted(page) == page.url
    figure.get_by_role("button", name="In Python").click()
    figure.get_by_role("button", name="Copy the Python").click()
    expect(figure.locator(".mm-done")).to_have_text("Python copied")
    assert pasted(page).strip() == figure.locator(".mm-panel code").text_content().strip()


def test_where_nothing_can_be_copied_it_stands_there_selected(visit):
    seen = with_rules(visit, NEITHER)
    page = seen.page
    figure = page.locator(".mm-fig").first
    figure.get_by_role("button", name="Link to this state").click()
    field = figure.get_by_role("textbox", name="Link to this state")
    expect(field).to_be_focused()
    expect(field).to_have_value(page.url)
    selected = "e => e.value.slice(e.selectionStart, e.selectionEnd)"
    assert field.evaluate(selected) == page.url
    figure.get_by_role("button", name="In Python").click()
    figure.get_by_role("button", name="Copy the Python").click()
    assert (
        page.evaluate("String(getSelection())").strip()
        == figure.locator("code").inner_text().strip()
    )
    expect(figure.locator(".mm-done")).to_contain_text("Selected")
    assert seen.errors == []


@pytest.fixture
def elsewhere(site: str, browser) -> Iterator[Visit]:
    """The page as from another machine: over plain http, under a name."""
    rules = "--host-resolver-rules=MAP book.example 127.0.0.1"
    chromium = browser.browser_type.launch(executable_path=CHROMIUM.find(), args=[*FLAGS, rules])
    seen = enter(chromium, f"http://book.example:{urlsplit(site).port}/{PAGE}")
    yield seen
    chromium.close()


def test_a_page_from_another_machine_copies_too(elsewhere):
    page = elsewhere.page
    assert page.evaluate("[isSecureContext, typeof navigator.clipboard]") == [False, "undefined"]
    copies(page)
    page.locator(".copybtn").first.focus()
    page.keyboard.press("Enter")
    code = page.locator("div.highlight pre").first.text_content()
    assert pasted(page).strip() == code.strip()
    assert elsewhere.errors == []


def test_progress_is_saved_from_another_machine_too(elsewhere):
    page = elsewhere.page
    page.locator('[id="exercise-1.1"] input').fill("2.8")
    page.locator('[id="exercise-1.1"] input').press("Enter")
    expect(page.locator('[id="exercise-1.1"] .mm-meta')).to_have_text("Right")
    page.goto(page.url.split("/chapters/")[0] + "/book/progress.html")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    assert '"1.1"' in download.value.path().read_text("utf8")
    assert elsewhere.errors == []
