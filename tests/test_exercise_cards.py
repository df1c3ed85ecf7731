"""Cards without a browser: description, texts typeset, the kernel's side, the scripts."""

from __future__ import annotations

import json
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from mlp_book import cards, node
from mlp_book.katex import Katex, KatexError
from mlp_book.kinds import KINDS

from mlp_lib.exercises import all_exercises, exercise
from mlp_lib.exercises import bundle as scripts
from mlp_lib.exercises.card import ExerciseCard, spec
from tests.exercise_samples import SAMPLES, notebook
from tests.support.node import run
from tools.normal_form import normalise

ROOT = Path(__file__).parents[1]


EVERY = [*all_exercises().values(), *SAMPLES]
CODE = next(item for item in SAMPLES if item.kind == "code")


def in_node(script: str) -> object:
    """Run the cards' modules and ``script`` in Node; what it returns."""
    path = ROOT / "mlp_lib" / "exercises" / "js" / "markup.js"
    program = path.read_text("utf8").replace("export ", "")
    program += f"\nconsole.log(JSON.stringify((() => {{{script}}})()))"
    return json.loads(run(program))


@pytest.fixture(scope="module")
def katex():
    """KaTeX, as the build uses it."""
    with closing(Katex(node.packages(ROOT))) as made:
        yield made


@pytest.mark.parametrize("item", EVERY, ids=lambda item: item.id)
def test_every_formula_of_every_text_is_typeset(katex, item):
    described = json.loads(json.dumps(spec(item)))
    made = cards.typeset(described, katex, KINDS, "page")
    texts = list(cards.texts(described))
    script = f"return {json.dumps(texts)}.map(t => markup(t, {json.dumps(made)}))"
    for text, html in zip(texts, in_node(script), strict=True):
        assert "$" not in html
        assert "**" not in html
        assert html.count('class="katex"') == len(list(cards.formulas(text)))


@pytest.mark.parametrize("item", EVERY, ids=lambda item: item.id)
def test_a_card_knows_every_text_that_may_be_said_of_an_answer(item):
    known = set(cards.texts(spec(item)))
    for one in (*item.mistakes, *getattr(item, "conventions", ())):
        assert {one.name, one.says} <= known


def test_a_formula_that_katex_cannot_read_is_no_formula(katex):
    with pytest.raises(KatexError):
        katex.html(r"\frac{1", False)


def test_markup_escapes_what_is_no_markup():
    text = '<script>"&" **a < `b<`** $x<y$ $known$\n\nsecond'
    html = in_node(f"return markup({json.dumps(text)}, {{'$known$': '<i>k</i>'}})")
    assert html == (
        "<p>&lt;script&gt;&quot;&amp;&quot; <strong>a &lt; <code>b&lt;</code></strong> "
        "$x&lt;y$ <i>k</i></p><p>second</p>"
    )
    assert in_node("return markup('$constructor$ $toString$')") == "$constructor$ $toString$"


def test_symbols_of_a_card_have_their_colours(katex):
    described = {"id": "1.1", "title": r"$\hat y$ and $w_1$"}
    made = cards.typeset(described, katex, KINDS, "page")
    assert "k-pred" in made[r"$\hat y$"]
    assert "k-weight" in made["$w_1$"]
    assert "k-" not in cards.typeset(described, katex, {}, "page")["$w_1$"]


@pytest.mark.parametrize("exercise_id", all_exercises())
def test_the_text_form_of_a_card_is_stable(exercise_id):
    card = exercise(exercise_id)
    data, _ = card._repr_mimebundle_()
    assert data["text/plain"] == repr(card)
    assert repr(card) == f"Exercise {exercise_id}: {all_exercises()[exercise_id].title}"
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == card.model_id


def test_a_stored_card_holds_its_description_and_no_source():
    stored = json.loads(normalise(json.loads(notebook(SAMPLES[:2]))))
    models = stored["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    shown = [model["state"] for model in models.values() if "card_name" in model["state"]]
    assert sorted(state["spec"]["id"] for state in shown) == ["1.91", "1.92"]
    assert all(state["card_name"] == "exercise" for state in shown)
    assert not any({"_esm", "_css"} & state.keys() for state in shown)


@pytest.mark.parametrize(
    ("source", "head"),
    [
        ("def double(x):\n    return 2 * x", "Right"),
        ("def double(x):\n    return x * x", "Not yet: squared"),
        ("def double(x):\n    return x +", "Your code does not compile"),
        ("def double(x):\n    return y", "Your code stopped"),
        ("import sys; sys.exit()", "Your code stopped"),
        ("def double(x):\n    exit()", "Your code stopped"),
        ("raise KeyboardInterrupt", "Your code stopped"),
        (None, "Not yet"),
    ],
)
def test_the_kernel_answers_whatever_it_is_sent(monkeypatch, source, head):
    sent = []
    card = ExerciseCard(CODE)
    monkeypatch.setattr(card, "send", sent.append)
    card._handle_custom_msg({"source": source}, [])
    assert [message["verdict"]["head"] for message in sent] == [head]


@pytest.mark.parametrize("make", [scripts.esm, scripts.script])
def test_scripts_of_the_cards_are_whole(tmp_path, make):
    name = "card.mjs" if make is scripts.esm else "card.cjs"
    (tmp_path / name).write_text(make(), "utf8")
    command = [shutil.which("node"), "--check", str(tmp_path / name)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
