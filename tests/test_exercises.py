"""What every exercise of the book must keep, whichever is added: no test here names one."""

from __future__ import annotations

import copy
import doctest
import itertools
import json
import os
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mlp_lib import exercises
from mlp_lib.exercises import arrays, base, kinds
from mlp_lib.exercises.__main__ import listing
from mlp_lib.exercises.card import spec
from tests.exercise_samples import is_known
from tests.support.node import run

ROOT = Path(__file__).resolve().parents[1]
ALL = exercises.all_exercises()
SLIPS = ("the sign", "a factor", "the logarithm", "sum for mean", "mean taken twice")


def of(*kinds: type) -> pytest.MarkDecorator:
    """Run a test for each exercise of these kinds."""
    items = [item for item in ALL.values() if isinstance(item, kinds)]
    return pytest.mark.parametrize("item", items, ids=lambda item: item.id)


def options(item: base.Exercise) -> list[tuple[kinds.Option, ...]]:
    return [item.options] if isinstance(item, kinds.Choice) else [s.options for s in item.steps]


# --- right, wrong, and which mistake -------------------------------------------------------------


@of(base.Exercise)
def test_right_answer_passes(item):
    verdict = item.judge(item.right_answer())
    assert verdict.right, verdict


@of(kinds.Numeric, kinds.Explore, kinds.Order, kinds.Code)
def test_every_mistake_is_recognised_as_itself(item):
    for mistake in item.mistakes:
        verdict = item.judge(mistake.answer)
        assert not verdict.right, mistake.name
        assert (verdict.head, verdict.says) == (f"Not yet: {mistake.name}", mistake.says)


def rounded(value: object, decimals: int) -> str:
    """An answer as it is typed: rounded, rows parted by semicolons."""
    rows = np.atleast_2d(np.asarray(value, dtype=float))
    return "; ".join(", ".join(f"{v:.{decimals}f}" for v in row) for row in rows)


@of(kinds.Numeric)
def test_rounded_answers_are_told_apart(item):
    assert item.judge(rounded(item.answer, item.decimals)).right
    for mistake in item.mistakes:
        verdict = item.judge(rounded(mistake.answer, item.decimals))
        assert verdict.says == mistake.says
    numbers = [arrays.as_array(a) for a in (item.answer, *(m.answer for m in item.mistakes))]
    for one, two in itertools.combinations(numbers, 2):
        if one.shape == two.shape:
            assert np.abs(one - two).max() > 2.1 * 10.0**-item.decimals


@of(kinds.Numeric)
def test_no_mistake_looks_like_a_generic_factor(item):
    for mistake in item.mistakes:
        verdict = replace(item, mistakes=()).judge(mistake.answer)
        assert not any(name in verdict.head for name in SLIPS), (mistake.name, verdict)


@of(kinds.Explore)
def test_no_mistake_meets_all_conditions_and_each_condition_speaks(item):
    for mistake in item.mistakes:
        assert not replace(item, mistakes=()).judge(mistake.answer).right
    rng = np.random.default_rng(0)
    scale = 3 * np.abs(item.answer).max()
    points = rng.uniform(-scale, scale, (4000, len(item.entries)))
    near = item.answer + rng.normal(0, 0.002, points.shape)
    straight = [np.where(rng.random(len(item.entries)) < 0.5, item.answer, p) for p in points]
    heard = {item.judge(p).says for p in (*points, *near, *straight)}
    assert heard >= {condition.says for condition in item.conditions}


@of(kinds.Choice, kinds.Derivation)
def test_each_option_has_its_own_reply_and_one_is_right(item):
    for group in options(item):
        assert sum(option.right for option in group) == 1
        assert len(group) >= 3
        assert len({option.text for option in group}) == len(group)
        assert len({option.says for option in group}) == len(group)
        for number, option in enumerate(group, 1):
            verdict = kinds.choice.chosen(group, number)
            assert (verdict.right, verdict.says) == (option.right, option.says)


@of(kinds.Derivation)
def test_derivation_goes_on_only_past_right_steps(item):
    chosen = item.right_answer()
    assert 3 <= len(chosen) <= 6
    assert len(set(chosen)) > 1, "the right option stands in the same place in each step"
    for at, step in enumerate(item.steps):
        wrong = next(n for n, o in enumerate(step.options, 1) if not o.right)
        verdict = item.judge([*chosen[:at], wrong, *chosen[at + 1 :]])
        assert not verdict.right
        assert verdict.says == step.options[wrong - 1].says
        assert not item.judge(chosen[:at]).right


@of(kinds.Order)
def test_only_one_order_is_right(item):
    wanted = item.right_answer()
    for order in itertools.permutations(wanted):
        verdict = item.judge(order)
        assert verdict.right == (order == wanted)
        assert is_known(item, verdict) == any(order == tuple(m.answer) for m in item.mistakes)


@of(kinds.Numeric, kinds.Explore)
def test_random_wrong_answer_is_called_wrong_and_no_mistake_is_claimed(item):
    rng = np.random.default_rng(1)
    wanted = np.asarray(item.answer, dtype=float)
    decimals = getattr(item, "decimals", 9)
    known = [arrays.as_array(a) for a in (wanted, *(m.answer for m in item.mistakes))]
    for _ in range(200):
        guess = wanted + rng.normal(0, 1 + np.abs(wanted).max(), wanted.shape)
        if any(arrays.close(guess, other, decimals) for other in known):
            continue
        verdict = item.judge(guess)
        assert not is_known(item, verdict)
        met = isinstance(item, kinds.Explore) and all(
            np.dot(c.weights, guess) + c.constant >= 0 for c in item.conditions
        )
        assert verdict.right == met


# --- code ----------------------------------------------------------------------------------------


@of(kinds.Code)
def test_unknown_wrong_function_is_called_wrong_and_no_mistake_is_claimed(item):
    results = item.outcomes(item.answer)
    for wrong in (None, 12345.0, np.ones((2, 7)), "?", {}, (), (1, 2, 3), results[0]):
        verdict = item.judge(lambda *_, wrong=wrong: wrong)
        assert not verdict.right
        assert not is_known(item, verdict)


@of(kinds.Code)
def test_other_conventions_are_right_and_named(item):
    for other in item.conventions:
        verdict = item.judge(other.answer)
        assert verdict.right
        assert other.name in verdict.head


def failures(item: kinds.Code, source: str) -> int:
    """How many of the starter's examples fail when ``source`` follows it."""
    space: dict = {}
    exec(item.starter, space)
    text = space[item.function].__doc__
    exec(source, space)
    examples = doctest.DocTestParser().get_doctest(text, space, item.function, None, 0)
    assert examples.examples
    return doctest.DocTestRunner(verbose=False).run(examples, out=lambda _: None).failed


@of(kinds.Code)
def test_starter_runs_but_fails_its_example_and_the_solution_passes_it(item):
    assert failures(item, "") > 0
    assert failures(item, item.source) == 0
    verdict = item.judge_source(item.starter)
    assert not verdict.right
    assert not is_known(item, verdict)
    assert item.judge_source(item.solution_source).right  # in place of the starter


# --- texts ---------------------------------------------------------------------------------------


def texts(part: object, key: str = "") -> list[str]:
    """Every text of an exercise that a reader sees typeset."""
    if isinstance(part, str):
        return [part] if key not in ("id", "kind", "function", "starter", "source") else []
    if isinstance(part, dict):
        return [text for name, value in part.items() for text in texts(value, name)]
    if isinstance(part, list | tuple):
        return [text for value in part for text in texts(value, key)]
    if isinstance(part, kinds.Mistake):
        return [part.name, part.says]
    return []


def all_texts(item: base.Exercise) -> list[str]:
    more = (*item.mistakes, *getattr(item, "conventions", ()))
    return texts({**spec(item), "mistakes": more, "entries": []})


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_copies_and_pickles_of_the_books_exercises_are_the_same_exercises(way):
    for item in exercises.all_exercises().values():
        assert way(item) is item
    own = replace(exercises.get("1.1"), title="My own")
    assert way(own).title == "My own"
    card = exercises.exercise("1.1")
    again = way(card)
    assert (repr(again), again.item is card.item) == (repr(card), True)
    assert again.model_id != card.model_id


@of(base.Exercise)
def test_three_hints_a_solution_and_different_sentences(item):
    assert len({*item.hints, item.solution, item.prompt}) == 5
    assert all(len(text) > 20 for text in (*item.hints, item.solution, item.prompt))
    says = [mistake.says for mistake in item.mistakes]
    assert len(set(says)) == len(says)


@of(base.Exercise)
def test_markup_is_balanced(item):
    for text in all_texts(item):
        assert not re.search(r"[\x00-\x09\x0b-\x1f]", text), f"a lost backslash in {text!r}"
        words = re.sub(r"`[^`]+`", "", text)
        assert words.count("$") % 2 == 0, text
        words = re.sub(r"\$[^$]+\$", "", words)
        assert not re.search(r"[$`\\]", words), text
        assert not re.search(r"[*_<>]", re.sub(r"\*\*.+?\*\*", "", words)), text


def test_katex_accepts_every_formula():
    if not (ROOT / "node_modules/katex").exists():
        pytest.skip("KaTeX is not installed: npm ci")
    formulas = sorted(
        {
            tex
            for item in ALL.values()
            for text in all_texts(item)
            for tex in re.findall(r"\$([^$]+)\$", re.sub(r"`[^`]+`", "", text))
        }
    )
    script = """
    const katex = require("katex");
    const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));
    const bad = formulas.flatMap((tex) => {
      try { katex.renderToString(tex, { strict: "error" }); return []; }
      catch (error) { return [`${tex}: ${error.message}`]; }
    });
    console.log(JSON.stringify(bad));"""
    found = json.loads(run(script, json.dumps(formulas)))
    assert formulas
    assert found == []


# --- the list, the cards, the chapters -----------------------------------------------------------


def test_teachers_list_holds_every_exercise_with_its_answer():
    text = listing()
    for item in ALL.values():
        assert f"{item.id} {item.title}" in text
        assert item.in_words().splitlines()[-1].strip() in text


def test_teachers_list_reaches_a_pipe_of_any_encoding():
    command = [sys.executable, "-m", "mlp_lib.exercises"]
    latin = os.environ | {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    printed = subprocess.run(command, env=latin, capture_output=True, encoding="utf-8", check=True)
    assert printed.stdout.strip() == listing()


@of(base.Exercise)
def test_card_state_is_plain_json(item):
    assert json.loads(json.dumps(spec(item), allow_nan=False)) == spec(item)
    assert repr(exercises.exercise(item.id)) == f"Exercise {item.id}: {item.title}"


def floats(part: object) -> list[float]:
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list | tuple):
        return [number for one in part for number in floats(one)]
    return [part] if isinstance(part, float) else []


@of(base.Exercise)
def test_card_keeps_no_digit_on_which_processors_differ(item):
    for number in floats(spec(item)):
        assert number == float(f"{number:.12g}")
        assert str(number) != "-0.0"


def stored(path: Path) -> tuple[dict[str, str], dict[str, dict]]:
    """A chapter's exercises: id to the heading above its cell, and id to the stored card."""
    notebook = json.loads(path.read_text("utf8"))
    headings, above = {}, ""
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and (found := re.fullmatch(r'exercise\("(.+)"\)', source)):
            assert found[1] not in headings, f"{found[1]} is shown twice"
            headings[found[1]] = above
        above = source.splitlines()[0]
    states = notebook["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    cards = [s["state"]["spec"] for s in states.values() if "card_name" in s["state"]]
    return headings, {card["id"]: card for card in cards}


def test_chapters_show_each_exercise_once_under_its_heading_as_it_now_is():
    shown = {}
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        headings, cards = stored(path)
        assert all(key.split(".")[0] == str(int(path.stem[:2])) for key in headings)
        for key, heading in headings.items():
            assert heading == f"### Exercise {key} {exercises.get(key).title}"
            assert cards[key] == spec(exercises.get(key)), f"run {path.name} again"
        shown |= headings
    assert list(shown) == list(ALL)
