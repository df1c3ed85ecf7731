"""Every exercise of the book in its page, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator

from mlp_lib.exercises import all_exercises, base, judge

from .cards import answer, answer_right, as_typed, card_of, holds, page_of, press
from .conftest import Visit, pages, violations

EVERY = [pytest.param(item, id=item.id) for item in all_exercises().values()]
#: Code needs Python in the page.
ANSWERED = [p for p in EVERY if not isinstance(p.values[0], base.Code)]
WITH_MISTAKES = [p for p in ANSWERED if p.values[0].mistakes]
TYPED = [p for p in EVERY if isinstance(p.values[0], (base.Numeric, base.Explore))]
WITH_OPTIONS = [p for p in EVERY if isinstance(p.values[0], (base.Choice, base.Derivation))]
PAGES = sorted({page_of(p.values[0]) for p in EVERY})

HOSTILE = [
    "<script>window.harmed = true</script>",
    "<img src=x onerror='window.harmed = true'>",
    "__import__('os').system('true')",
    "window.harmed = 1",
    "1" * 100_000,
    "(" * 50_000,
    "$\\href{javascript:harmed=1}{x}$ **a** `b`",
    "1e999",
    "\u202e1\u0000",
]


HEAD = ".mm-verdict.no > div > strong"


@pytest.fixture(scope="module")
def chapters(browser: Browser, site: str) -> Iterator[dict[str, Visit]]:
    """The pages with exercises, opened once."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    seen = {path: Visit(context.new_page()) for path in PAGES}
    for path, visit in seen.items():
        visit.watch(site)
        visit.page.goto(f"{site}/{path}")
        visit.figures_live()
    yield seen
    context.close()


@pytest.fixture
def card(chapters: dict[str, Visit]) -> Iterator[Callable[[base.Exercise], Locator]]:
    """The card of an exercise, as good as new; errors of its page fail the test."""
    used = []

    def fresh(item: base.Exercise) -> Locator:
        seen = chapters[page_of(item)]
        seen.page.bring_to_front()
        used.append(seen)
        card = card_of(seen.page, item)
        again = card.get_by_role("button", name="Start over")
        if again.is_visible():
            again.click()
        return card

    yield fresh
    assert [error for seen in used for error in seen.errors] == []


def on(path: str) -> list[base.Exercise]:
    """The exercises of a page."""
    return [item for item in all_exercises().values() if page_of(item) == path]


def reload(seen: Visit) -> None:
    """Open the page again."""
    seen.page.reload()
    seen.figures_live()


@pytest.mark.parametrize("item", ANSWERED)
def test_the_right_answer_is_right(card, item):
    one = card(item)
    assert one.locator(".mm-meta").inner_text() == "Open"
    answer_right(one, item)
    assert one.locator(".mm-verdict.ok").is_visible()
    assert one.locator(".mm-meta").inner_text() == "Right"


@pytest.mark.parametrize("path", PAGES)
def test_what_was_done_is_there_after_a_reload(card, chapters, path):
    items = on(path)
    cards = [card(item) for item in items]
    for number, (item, one) in enumerate(zip(items, cards, strict=True)):
        if not isinstance(item, base.Code):
            answer_right(one, item)
        for _ in range(number % 4):
            press(one, "Hint")
        if number % 2:
            press(one, "Solution")
    given = "c => [...c.querySelectorAll('input, li, .mm-settled, .mm-solution, .mm-meta')]"
    given += ".map(e => [e.value, e.checked, e.dataset.step, e.textContent, e.offsetHeight > 0])"
    before = [one.evaluate(given) for one in cards]
    reload(chapters[path])
    assert [one.evaluate(given) for one in cards] == before
    for one in cards:
        if one.get_by_role("button", name="Start over").is_visible():
            press(one, "Start over")


@pytest.mark.parametrize("item", WITH_MISTAKES)
def test_each_mistake_is_named(card, item):
    one = card(item)
    for mistake in item.mistakes:
        answer(one, item, mistake.answer)
        assert holds(one.locator(HEAD), f"Not yet: {mistake.name}")
        assert holds(one.locator(".mm-verdict.no"), mistake.says)
        assert one.locator(".mm-meta").inner_text() == "Not yet"


@pytest.mark.parametrize("item", WITH_OPTIONS)
def test_each_option_has_its_reply(card, item):
    one = card(item)
    for step in item.steps if isinstance(item, base.Derivation) else [item]:
        numbered = list(enumerate(step.options, start=1))
        for number, option in sorted(numbered, key=lambda entry: entry[1].right):
            answer(one, item, number)
            assert holds(one.locator(f".mm-verdict.{'ok' if option.right else 'no'}"), option.says)
        if isinstance(item, base.Derivation):
            assert holds(one.locator(".mm-settled").last, step.then)


@pytest.mark.parametrize("item", EVERY)
def test_hints_come_in_turn_then_the_solution_then_start_over(card, item):
    one = card(item)
    hints = one.locator(".mm-hints li")
    for number, hint in enumerate(item.hints, start=1):
        press(one, "Hint")
        assert hints.count() == number
        assert holds(hints.nth(number - 1), hint)
    press(one, "Hint")
    assert hints.count() == 3
    assert one.page.evaluate("document.activeElement.textContent") == "Hint"
    press(one, "Solution")
    assert holds(one.locator(".mm-solution"), item.solution)
    code = """(card, display) => card.querySelectorAll('code, textarea, .cm-editor')
      .forEach(e => e.style.setProperty('display', display, display && 'important'))"""
    one.evaluate(code, "none")
    one.page.wait_for_function("card => !card.innerText.includes('$')", arg=one.element_handle())
    shown = one.inner_text()
    assert not [sign for sign in ("$", "**", "\\", "`") if sign in shown], "a text is not typeset"
    if "$" in "".join((item.prompt, item.solution, *item.hints)):
        assert one.locator(".katex").count() > 0
    one.evaluate(code, "")
    press(one, "Start over")
    assert not hints.count()
    assert not one.locator(".mm-solution").is_visible()
    assert one.locator(".mm-meta").inner_text() == "Open"
    assert one.evaluate("c => c.contains(document.activeElement)")


@pytest.mark.parametrize("item", TYPED)
def test_hostile_input_does_nothing(card, chapters, item):
    one = card(item)
    opened = []
    one.page.once("dialog", lambda dialog: opened.append(dialog.message))
    tags = "c => [...c.querySelectorAll('*')].map(e => e.tagName)"
    answer(one, item, "?")
    assert "cannot read '?'" in one.locator(".mm-verdict.no").inner_text()
    before = set(one.evaluate(tags))
    for text in HOSTILE:
        answer(one, item, text)
        said = one.locator(".mm-verdict.no").inner_text()
        assert "Not a number yet" in said
        assert len(said) < 400
        assert set(one.evaluate(tags)) - {"STRONG", "CODE"} <= before
    reload(chapters[page_of(item)])
    assert not one.page.evaluate("window.harmed")
    assert opened == []


@pytest.mark.parametrize("item", TYPED)
def test_page_and_python_say_the_same(card, item):
    one = card(item)
    wrong = [as_typed(-3.25), as_typed([0.5, 1.5, -2.5]), "1, 2; 3, 4", "1/3", "", "(2", "-0"]
    for text in wrong:
        answer(one, item, text)
        verdict = judge(item, text)
        assert holds(one.locator(".mm-verdict strong").first, verdict.head), text
        assert holds(one.locator(".mm-verdict p"), verdict.says), text


def test_two_cards_of_a_page_do_not_disturb_each_other(card):
    one = TYPED[0].values[0]
    two = next(p.values[0] for p in TYPED[1:] if page_of(p.values[0]) == page_of(one))
    first = card(one)
    second = card_of(first.page, two)
    answer(second, two, "7")
    said = second.inner_text()
    answer_right(first, one)
    press(first, "Hint")
    assert second.inner_text() == said
    press(second, "Start over")
    assert first.locator(".mm-meta").inner_text() == "Right"
    assert first.locator(".mm-hints li").count() == 1


def test_a_second_tab_hears_of_it(card):
    item = ANSWERED[0].values[0]
    one = card(item)
    other = one.page.context.new_page()
    other.goto(one.page.url)
    answer_right(one, item)
    card_of(other, item).locator(".mm-meta", has_text="Right").wait_for()
    other.close()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_violation_in_any_state(visit, path):
    page = visit(path, bypass_csp=True).page
    cards = page.locator(".mm-card")
    for name in ("Hint", "Solution", "Check"):
        for button in cards.get_by_role("button", name=name).all():
            button.click()
    assert violations(page, ".mm-card") == []
    for item in on(path):
        if not isinstance(item, base.Code):
            answer_right(card_of(page, item), item)
    for _ in range(2):
        for button in cards.get_by_role("button", name="Hint").all():
            button.click()
    assert violations(page, ".mm-card") == []


@pytest.mark.parametrize("path", PAGES)
def test_open_cards_fit_a_narrow_screen(visit, path):
    page = visit(path, width=390).page
    for name in ("Hint", "Solution", "Check"):
        for button in page.locator(".mm-card").get_by_role("button", name=name).all():
            button.click()
    for width in (390, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("path", PAGES)
def test_the_task_is_readable_without_javascript_and_on_paper(visit, path):
    page = visit(path, java_script_enabled=False).page
    live = visit(path, theme="dark").page
    live.emulate_media(media="print")
    for item in on(path):
        still = page.locator(f'.mm-static [id="exercise-{item.id}"]')
        for one in (still, card_of(live, item)):
            assert holds(one.locator(".mm-prompt"), item.prompt), item.id
            assert one.locator(".mm-prompt").is_visible()
            assert not any(button.is_visible() for button in one.get_by_role("button").all())


def test_cards_work_when_read_from_disk(visit, built_book):
    item = TYPED[0].values[0]
    seen = visit(page_of(item), origin=built_book.as_uri())
    answer_right(card_of(seen.page, item), item)
    assert card_of(seen.page, item).locator(".mm-verdict.ok").is_visible()
    assert seen.errors == []


@pytest.mark.parametrize("path", pages())
def test_only_pages_with_cards_load_what_cards_need(visit, path):
    page = visit(path).page
    loaded = page.evaluate(
        "[...document.querySelectorAll('[src], [href]')].map(e => e.src || e.href)"
        ".filter(address => /cards\\.js|exercises\\.css/.test(address)).length"
    )
    needed = page.locator(".mm-card, .mm-progress").count() > 0
    assert loaded == (2 if needed else 0)
