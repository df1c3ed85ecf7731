"""Every card of every chapter, in node: each answer given through its controls, each reply read.

The formulas of the replies stand as their source here: the book's build typesets them, and
tests/browser/test_exercises.py reads some replies in a browser.
"""

from __future__ import annotations

import re

import pytest

from mlp_lib.exercises import all_exercises, base, kinds
from tests.exercise_samples import HOSTILE, WRONG, as_typed
from tests.support.node import ROOT, in_page

if not (ROOT / "node_modules/linkedom").exists():
    pytest.skip("linkedom is not installed: npm ci", allow_module_level=True)

PAGES = sorted(path.name for path in (ROOT / "chapters").glob("*.ipynb"))
TYPED = (kinds.Numeric, kinds.Explore)
GIVE = """async (given) => {
  const replies = {};
  for (const [id, [how, list]] of Object.entries(given)) {
    const card = document.getElementById(`exercise-${id}`);
    replies[id] = [];
    for (const answer of list) replies[id].push(await answers.give(card, how, answer));
    answers.startOver(card);
    replies[id].push(card.querySelector('.mm-meta').textContent);
  }
  return replies;
}"""


@pytest.fixture(scope="module", params=PAGES)
def page(request) -> str:
    """A chapter."""
    return request.param


def on(page: str, *kinds: type) -> list[base.Exercise]:
    """The exercises of a chapter, of these kinds."""
    chapter = str(int(page[:2]))
    here = [item for item in all_exercises().values() if item.id.partition(".")[0] == chapter]
    return [item for item in here if isinstance(item, kinds)]


def replies(page: str, answers: dict[str, tuple[str, list]]) -> dict[str, list[dict]]:
    """What each card says to each of its answers; it is open again when it starts over."""
    found = in_page(f"chapters/{page}", GIVE, answers)
    assert all(replies.pop() == "Open" for replies in found.values())
    return found


def plain(text: str) -> str:
    """A text of the book as a card without formulas shows it, blanks apart."""
    return re.sub(r"\s+|\*\*|`", "", text)


def test_each_mistake_is_named(page):
    items = [item for item in on(page, *TYPED, kinds.Order) if item.mistakes]
    answers = {
        item.id: ("order", [list(m.answer) for m in item.mistakes])
        if isinstance(item, kinds.Order)
        else ("text", [as_typed(m.answer) for m in item.mistakes])
        for item in items
    }
    found = replies(page, answers)
    for item in items:
        for mistake, reply in zip(item.mistakes, found[item.id], strict=True):
            assert not reply["right"], f"{item.id}: {mistake.name}"
            assert reply["head"] == plain(f"Not yet: {mistake.name}"), item.id
            assert reply["says"] == plain(mistake.says), item.id
            assert reply["state"] == "Not yet"


def test_each_option_has_its_reply(page):
    for item in on(page, kinds.Choice, kinds.Derivation):
        steps = item.steps if isinstance(item, kinds.Derivation) else [item]
        order, wanted = [], []
        for step in steps:
            numbered = sorted(enumerate(step.options, start=1), key=lambda entry: entry[1].right)
            order += [number for number, _ in numbered]
            wanted += [(step, option) for _, option in numbered]
        found = replies(page, {item.id: ("option", order)})[item.id]
        for reply, (step, option) in zip(found, wanted, strict=True):
            assert (reply["right"], reply["says"]) == (option.right, plain(option.says)), item.id
            if option.right and isinstance(item, kinds.Derivation):
                assert reply["settled"][-1] == plain(step.then), item.id
        assert found[-1]["state"] == "Right"


def test_hostile_input_does_nothing(page):
    items = on(page, *TYPED)
    found = replies(page, {item.id: ("text", ["?", *HOSTILE]) for item in items})
    for item in items:
        first, *others = found[item.id]
        assert "cannotread'?'" in first["says"]
        for reply in others:
            assert reply["head"] == "Notanumberyet", item.id
            assert len(reply["says"]) < 400
            assert set(reply["tags"]) - {"STRONG", "CODE"} <= set(first["tags"])


def test_page_and_python_say_the_same(page):
    items = on(page, *TYPED)
    found = replies(page, {item.id: ("text", WRONG) for item in items})
    for item in items:
        for text, reply in zip(WRONG, found[item.id], strict=True):
            verdict = item.judge(text)
            assert (reply["head"], reply["says"]) == (plain(verdict.head), plain(verdict.says))
