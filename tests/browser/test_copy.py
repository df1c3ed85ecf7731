"""What a reader copies: words with LaTeX in place, code as it is, numbers that Python reads."""

from __future__ import annotations

import ast
import re

import pytest

CHAPTER = "chapters/06-gradient-descent.html"
SELECT = """([first, last]) => {
  const range = document.createRange();
  range.setStartBefore(first);
  range.setEndAfter(last);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
#: From the middle of one text node to the middle of another, as a mouse would.
SELECT_INSIDE = """([first, last]) => {
  const texts = (element) => {
    const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walk.nextNode()) if (walk.currentNode.data.trim()) found.push(walk.currentNode);
    return found;
  };
  const start = texts(first)[0], end = texts(last).at(-1);
  getSelection().setBaseAndExtent(start, 0, end, end.data.length);
}"""


@pytest.fixture(scope="module")
def open_chapter(browser, site):
    """One page for all: it may read the clipboard."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}/{CHAPTER}")
    page.wait_for_function("() => !document.querySelector('.mm-static')")
    yield page
    context.close()


def copied(page, first, last=None, select: str = SELECT, kind: str = "text/plain") -> str:
    """What is on the clipboard after Ctrl+C over a part of the page."""
    ends = [first.element_handle(), (last or first).element_handle()]
    page.evaluate(select, ends)
    page.keyboard.press("Control+c")
    return page.evaluate(
        """async kind => {
          const [item] = await navigator.clipboard.read();
          return item.types.includes(kind) ? (await item.getType(kind)).text() : '';
        }""",
        kind,
    )


def source(formula) -> str:
    """The LaTeX that the author wrote."""
    return formula.get_attribute("data-tex")


@pytest.mark.parametrize("select", [SELECT, SELECT_INSIDE], ids=["around", "inside"])
def test_a_formula_is_copied_as_its_latex(open_chapter, select):
    page = open_chapter
    inline = page.locator("article section > p > .katex").first
    assert re.fullmatch(r"[(]?\$[^$]+\$[.,;:)]*", source(inline))
    assert copied(page, inline, select=select) == source(inline)
    display = page.locator("div.math > .katex-display").first
    assert source(display).startswith("$$")
    assert copied(page, display, select=select) == source(display)


def test_a_piece_of_a_formula_is_copied_as_the_whole(open_chapter):
    page = open_chapter
    display = page.locator("div.math > .katex-display").first
    piece = display.locator(".katex-html .mord.mathnormal").nth(1)
    assert copied(page, piece, select=SELECT_INSIDE) == source(display)


def test_a_paragraph_keeps_its_words_with_latex_in_place(open_chapter):
    page = open_chapter
    paragraph = page.locator("article section > p:has(> .katex)").first
    expected = paragraph.evaluate(
        """p => [...p.childNodes]
          .map(n => n.dataset?.tex ?? n.textContent).join('').replace(/\\s+/g, ' ').trim()"""
    )
    assert copied(page, paragraph) == expected
    assert copied(page, paragraph, kind="text/html").count("katex") == 0


def test_two_paragraphs_and_a_display_stay_apart(open_chapter):
    page = open_chapter
    display = page.locator("p + div.math:has(.eqno)").first
    before = display.locator("xpath=preceding-sibling::p[1]")
    lines = [line for line in copied(page, before, display).split("\n") if line.strip()]
    number = display.locator(".eqno").inner_text().split(")")[0] + ")"
    assert source(display.locator(".katex-display")) in "\n".join(lines)
    assert lines[-1].strip() == number
    assert len(lines) >= 3


def test_a_table_and_a_heading_with_formulas_are_copied_with_latex(visit):
    seen = visit("book/notation.html", permissions=["clipboard-read", "clipboard-write"])
    cell = seen.page.locator("td:has(.katex)").first
    assert source(cell.locator("[data-tex]").first) in copied(seen.page, cell.locator(".."))


def test_a_card_is_copied_with_latex_and_without_its_buttons(open_chapter):
    page = open_chapter
    prompt = page.locator(".mm-card .mm-prompt:has(.katex)").first
    card = prompt.locator("..")
    text = copied(page, card)
    for formula in prompt.locator("[data-tex]").all():
        assert source(formula) in text
    assert not re.search(r"^(Check|Hint|Solution|Start over)", text, re.MULTILINE)


def test_a_hint_that_came_later_is_copied_with_latex(open_chapter):
    page = open_chapter
    for card in page.locator(".mm-card").all():
        card.get_by_role("button", name="Hint").click()
        hint = card.locator(".mm-hints li").first
        page.wait_for_function(
            "e => !e.textContent.includes('$') || e.querySelector('.katex')",
            arg=hint.element_handle(),
        )
        if hint.locator(".katex").count():
            formula = hint.locator("[data-tex]").first
            assert copied(page, formula) == source(formula)
            return
    pytest.fail("no hint of this chapter holds a formula")


def test_code_is_copied_as_it_is(open_chapter):
    page = open_chapter
    code = page.locator(".cell_input pre").filter(has_text="def ").first
    text = copied(page, code)
    assert text.strip() == code.evaluate("e => e.textContent").strip()
    ast.parse(text)


def test_a_cell_with_the_words_around_it_brings_no_names_of_buttons(open_chapter):
    page = open_chapter
    cell = page.locator(".cell:has(.cell_input)").nth(1)
    before = cell.locator("xpath=preceding::p[1]")
    text = copied(page, before, cell)
    assert not re.search(r"^(Run|Edit|Copy|#)$", text, re.MULTILINE)
    code = cell.locator(".cell_input pre").evaluate("e => e.textContent").strip()
    assert code in text


def test_numbers_and_symbols_of_a_figure_can_be_pasted(open_chapter):
    page = open_chapter
    readout = page.locator(".mm-eq").first
    symbols, numbers = copied(page, readout).split("\n")[:2]
    assert re.fullmatch(r"\$.*=.*\$", symbols)
    for value in readout.locator(".val").all():
        shown = value.inner_text().replace("−", "-")
        assert shown in numbers
    slider = page.locator(".mm-slider .num").first
    page.evaluate("e => e.textContent = '−1.25'", slider.element_handle())
    assert float(copied(page, slider)) == -1.25


def test_fields_copy_what_is_in_them(open_chapter):
    page = open_chapter
    field = page.locator(".mm-answer input").first
    field.fill("−3")
    field.select_text()
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == "−3"
