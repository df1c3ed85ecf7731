"""Every exercise of the book in its page, by keyboard alone.

tests/test_exercise_cards_shown.py gives every card all its answers, without a browser.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from mlp_lib.exercises import all_exercises, base, kinds
from tests.exercise_samples import HOSTILE, WRONG

from .cards import START_OVER, answer, answer_right, card_of, holds, page_of, press
from .conftest import Visit, enter, violations

PAGES = sorted({page_of(item) for item in all_exercises().values()})
HEAD = ".mm-verdict.no > div > strong"
#: Code needs Python in the page.
ANSWERED = (kinds.Numeric, kinds.Explore, kinds.Choice, kinds.Order, kinds.Derivation)
TYPED = (kinds.Numeric, kinds.Explore)
#: What an answer and hints change on a card.
NEW = ".mm-said, .mm-hints, .mm-settled, .mm-answer, .mm-meta, .mm-card .mm-bar"
#: Press buttons of one name on every card.
PRESS = """names => { for (const name of names)
  for (const button of document.querySelectorAll('.mm-card .mm-btn'))
    if (button.textContent.startsWith(name)) button.click(); }"""


#: A Python that is at work until it is told to give up; how many cards it serves.
AT_WORK = """() => {
  globalThis.giveUp = [];
  if (!mlp.python?.available()) return 0;
  mlp.python.judge = () => new Promise((_, reject) => giveUp.push(reject));
  return document.querySelectorAll('.mm-card .mm-code :is(textarea, .cm-editor)').length;
}"""


@pytest.fixture(scope="module", params=PAGES)
def opened(request, browser: Browser, site: str) -> Iterator[Visit]:
    """A page with exercises; all tests of a page come together and share it."""
    seen = enter(browser, f"{site}/{request.param}")
    yield seen
    seen.page.context.close()


@pytest.fixture
def page(opened: Visit) -> Iterator[Page]:
    """The page with its cards as good as new; errors of the page fail the test."""
    opened.page.evaluate(START_OVER)
    yield opened.page
    errors = opened.errors.copy()
    opened.errors.clear()
    assert errors == []


def on(page: Page, *kinds: type) -> list[base.Exercise]:
    """The exercises of a page, of these kinds."""
    kinds = kinds or (base.Exercise,)
    here = [item for item in all_exercises().values() if page_of(item) in page.url]
    return [item for item in here if isinstance(item, kinds)]


def one_of_each(items: list[base.Exercise]) -> list[base.Exercise]:
    """The first exercise with a field for one number, for several numbers, for a point."""
    found = {(item.kind, isinstance(item.answer, float | int)): item for item in reversed(items)}
    return list(found.values())


def reload(page: Page) -> None:
    """Open the page again."""
    page.reload()
    Visit(page).figures_live()


def test_the_right_answer_is_right(page):
    for item in on(page, *ANSWERED):
        one = card_of(page, item)
        assert one.locator(".mm-meta").inner_text() == "Open"
        answer_right(one, item)
        assert one.locator(".mm-verdict.ok").is_visible(), item.id
        assert one.locator(".mm-meta").inner_text() == "Right"


def test_what_was_done_is_there_after_a_reload(page):
    items = on(page)
    cards = [card_of(page, item) for item in items]
    for number, (item, one) in enumerate(zip(items, cards, strict=True)):
        if not isinstance(item, kinds.Code):
            answer_right(one, item)
        for _ in range(number % 4):
            press(one, "Hint")
        if number % 2:
            press(one, "Solution")
    given = "c => [...c.querySelectorAll('input, li, .mm-settled, .mm-solution, .mm-meta')]"
    given += ".map(e => [e.value, e.checked, e.dataset.step, e.textContent, e.offsetHeight > 0])"
    before = [one.evaluate(given) for one in cards]
    reload(page)
    assert [one.evaluate(given) for one in cards] == before


def test_a_mistake_is_named(page):
    """Here the first and the last of each card: node gives them all."""
    for item in on(page, *ANSWERED):
        one = card_of(page, item)
        for mistake in (*item.mistakes[:1], *item.mistakes[1:][-1:]):
            answer(one, item, mistake.answer)
            assert holds(one.locator(HEAD), f"Not yet: {mistake.name}"), item.id
            assert holds(one.locator(".mm-verdict.no"), mistake.says), item.id
            assert one.locator(".mm-meta").inner_text() == "Not yet"


def test_each_option_has_its_reply(page):
    for item in on(page, kinds.Choice, kinds.Derivation):
        one = card_of(page, item)
        for step in item.steps if isinstance(item, kinds.Derivation) else [item]:
            numbered = list(enumerate(step.options, start=1))
            for number, option in sorted(numbered, key=lambda entry: entry[1].right):
                answer(one, item, number)
                verdict = one.locator(f".mm-verdict.{'ok' if option.right else 'no'}")
                assert holds(verdict, option.says), f"{item.id}: {option.text}"
            if isinstance(item, kinds.Derivation):
                assert holds(one.locator(".mm-settled").last, step.then), item.id


def test_hints_come_in_turn_then_the_solution_then_start_over(page):
    for item in on(page):
        one = card_of(page, item)
        hints = one.locator(".mm-hints li")
        for number, hint in enumerate(item.hints, start=1):
            press(one, "Hint")
            assert hints.count() == number
            assert holds(hints.nth(number - 1), hint), item.id
        press(one, "Hint")
        assert hints.count() == 3
        assert page.evaluate("document.activeElement.textContent") == "Hint"
        press(one, "Solution")
        assert holds(one.locator(".mm-solution"), item.solution), item.id
        is_typeset(one, item)
        press(one, "Start over")
        assert not hints.count()
        assert not one.locator(".mm-solution").is_visible()
        assert one.locator(".mm-meta").inner_text() == "Open"
        assert one.evaluate("c => c.contains(document.activeElement)")


def is_typeset(one: Locator, item: base.Exercise) -> None:
    """No text of an open card, code apart, shows its source."""
    code = """(card, display) => card.querySelectorAll('code, textarea, .cm-editor')
      .forEach(e => e.style.setProperty('display', display, display && 'important'))"""
    one.evaluate(code, "none")
    one.page.wait_for_function("card => !card.innerText.includes('$')", arg=one.element_handle())
    shown = one.inner_text()
    signs = [sign for sign in ("$", "**", "\\", "`") if sign in shown]
    assert not signs, f"{item.id}: a text is not typeset"
    if "$" in "".join((item.prompt, item.solution, *item.hints)):
        assert one.locator(".katex").count() > 0
    one.evaluate(code, "")


def test_hostile_input_does_nothing(page):
    dialogs = []
    page.once("dialog", lambda dialog: dialogs.append(dialog.message))
    tags = "c => [...c.querySelectorAll('*')].map(e => e.tagName)"
    for item in one_of_each(on(page, *TYPED)):
        one = card_of(page, item)
        answer(one, item, "?")
        assert "cannot read '?'" in one.locator(".mm-verdict.no").inner_text()
        before = set(one.evaluate(tags))
        for text in HOSTILE:
            answer(one, item, text)
            said = one.locator(".mm-verdict.no").inner_text()
            assert "Not a number yet" in said
            assert len(said) < 400
            assert set(one.evaluate(tags)) - {"STRONG", "CODE"} <= before
    reload(page)  # with what the cards have kept of it
    assert not page.evaluate("window.harmed")
    assert dialogs == []


def test_page_and_python_say_the_same(page):
    for item in one_of_each(on(page, *TYPED)):
        one = card_of(page, item)
        for text in WRONG:
            answer(one, item, text)
            verdict = item.judge(text)
            assert holds(one.locator(".mm-verdict strong").first, verdict.head), text
            assert holds(one.locator(".mm-verdict p"), verdict.says), text


def open_all(page: Page) -> None:
    """Open a hint and the solution of every card and check what stands in it; Python is at work."""
    judged = page.evaluate(AT_WORK)
    page.evaluate(PRESS, ["Hint", "Solution", "Check"])
    expect(page.locator(".mm-verdict.wait")).to_have_count(judged)


def test_axe_finds_no_violation_in_any_state(page):
    open_all(page)
    assert violations(page, ".mm-card") == []
    for item in on(page, *ANSWERED):
        answer_right(card_of(page, item), item)
    page.evaluate(PRESS, ["Hint", "Hint"])
    page.evaluate("giveUp.forEach(end => end(new Error('over')))")
    expect(page.locator(".mm-verdict.wait")).to_have_count(0)
    # Colours of what stands as before have just been looked at.
    assert violations(page, ".mm-card", NEW) == []


def test_open_cards_fit_a_narrow_screen(page):
    open_all(page)
    for width in (390, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("giveUp.forEach(end => end(new Error('over')))")


def test_the_task_is_readable_on_paper(page):
    page.emulate_media(media="print", color_scheme="dark")
    for item in on(page):
        assert_readable(card_of(page, item), item)
    page.emulate_media(media="screen", color_scheme="light")


@pytest.mark.parametrize("path", PAGES)
def test_the_task_is_readable_without_javascript(visit, path):
    page = visit(path, java_script_enabled=False).page
    for item in on(page):
        assert_readable(page.locator(f'.mm-static [id="exercise-{item.id}"]'), item)


def assert_readable(card: Locator, item: base.Exercise) -> None:
    """The card shows its prompt and no button."""
    assert holds(card.locator(".mm-prompt"), item.prompt), item.id
    assert card.locator(".mm-prompt").is_visible()
    assert card.locator("button:visible").count() == 0, item.id


def first_typed() -> list[base.Exercise]:
    """The first two exercises with a field, which stand on one page."""
    return [item for item in all_exercises().values() if isinstance(item, TYPED)][:2]


def test_two_cards_of_a_page_do_not_disturb_each_other(visit):
    one, two = first_typed()
    assert page_of(one) == page_of(two)
    page = visit(page_of(one)).page
    first, second = card_of(page, one), card_of(page, two)
    answer(second, two, "7")
    said = second.inner_text()
    answer_right(first, one)
    press(first, "Hint")
    assert second.inner_text() == said
    press(second, "Start over")
    assert first.locator(".mm-meta").inner_text() == "Right"
    assert first.locator(".mm-hints li").count() == 1
    answer_right(second, two)
    other = page.context.new_page()  # a second tab hears of what happens in the first
    other.goto(page.url)
    press(first, "Start over")
    card_of(other, one).locator(".mm-meta", has_text="Open").wait_for()
    answer_right(first, one)
    card_of(other, one).locator(".mm-meta", has_text="Right").wait_for()


def test_cards_work_when_read_from_disk(visit, built_book):
    item = first_typed()[0]
    seen = visit(page_of(item), origin=built_book.as_uri())
    answer_right(card_of(seen.page, item), item)
    assert card_of(seen.page, item).locator(".mm-verdict.ok").is_visible()
    assert seen.errors == []
