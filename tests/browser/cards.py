"""What tests do with exercise cards: find them, answer by keyboard alone, read their replies."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page

from mlp_lib.exercises import base, kinds
from tests.exercise_samples import as_typed

PIECE = re.compile(r"`[^`]+`|\$\$.+?\$\$|\$.+?\$|\*\*|\n\s*\n", re.DOTALL)
#: From here on Tab goes to the card's first control.
START = """card => { card.tabIndex = -1; card.focus(); card.removeAttribute("tabindex"); }"""

#: Every card of the page as good as new.
START_OVER = """() => {
  for (const button of document.querySelectorAll('.mm-card .mm-btn'))
    if (button.textContent === 'Start over' && !button.hidden) button.click();
}"""

#: Where the focus is.
WHERE = """wanted => wanted === document.activeElement ? "there"
  : document.activeElement.closest(".cm-editor") ? "editor" : "elsewhere" """

#: Controls that the Tab key has reached.
REACHED: set[str] = set()


def page_of(item: base.Exercise) -> str:
    """The chapter's page that shows the exercise."""
    chapter = int(item.id.partition(".")[0])
    root = Path(__file__).parents[2]
    return f"chapters/{next(root.glob(f'chapters/{chapter:02d}-*')).stem}.html"


def card_of(page: Page, item: base.Exercise) -> Locator:
    """The exercise's card."""
    return page.locator(f'[id="exercise-{item.id}"]')


def tab_to(card: Locator, target: Locator, limit: int = 80) -> None:
    """Go to a control of the card: the first time with Tab, as proof that it leads there."""
    wanted = target.element_handle()
    if str(target) in REACHED:
        wanted.focus()
        return
    card.evaluate(START)
    for _ in range(limit):
        card.page.keyboard.press("Tab")
        at = card.page.evaluate(WHERE, wanted)
        if at == "there":
            REACHED.add(str(target))
            return
        if at == "editor":
            card.page.keyboard.press("Escape")  # the way out of an editor that indents with Tab
    raise AssertionError(f"Tab never reaches {target}")


def press(card: Locator, name: str) -> None:
    """Press one of the card's buttons by keyboard."""
    tab_to(card, card.get_by_role("button", name=name))
    card.page.keyboard.press("Enter")


def pick(card: Locator, number: int) -> None:
    """Choose an option by keyboard, counted from 1."""
    radios = card.locator("input[type=radio]")
    checked = radios.evaluate_all("inputs => inputs.findIndex(input => input.checked)")
    tab_to(card, radios.nth(max(checked, 0)))
    card.page.keyboard.press("Space")
    for _ in range((number - 1 - max(checked, 0)) % radios.count()):
        card.page.keyboard.press("ArrowDown")


def arrange(card: Locator, order: tuple[int, ...]) -> None:
    """Bring the steps into an order by keyboard."""
    rows = "rows => rows.map(row => Number(row.dataset.step))"
    for place, step in enumerate(order):
        now = card.locator(".mm-order li").evaluate_all(rows)
        if now[place] == step:
            continue
        tab_to(card, card.locator(f"li[data-step='{step}'] button").first)
        for _ in range(now.index(step) - place):
            card.page.keyboard.press("Enter")


def answer(card: Locator, item: base.Exercise, given: object) -> None:
    """Give an answer and check it, by keyboard."""
    if isinstance(item, (kinds.Numeric, kinds.Explore)):
        tab_to(card, card.locator("input"))
        card.page.keyboard.press("Control+a")
        card.page.keyboard.insert_text(given if isinstance(given, str) else as_typed(given))
        card.page.keyboard.press("Enter")
        return
    if isinstance(item, kinds.Order):
        arrange(card, given)
    else:
        pick(card, given)
    press(card, "Check")


def answer_right(card: Locator, item: base.Exercise) -> None:
    """Give the right answer by keyboard."""
    right = item.right_answer()
    for given in right if isinstance(item, kinds.Derivation) else [right]:
        answer(card, item, given)


def holds(element: Locator, text: str) -> bool:
    """Whether an element shows a text of the book: its words in their order, formulas apart."""
    shown = " ".join(element.inner_text().split())
    end = 0
    for part in PIECE.split(text):
        words = " ".join(part.split())
        end = shown.find(words, end)
        if end < 0:
            return False
        end += len(words)
    return True
