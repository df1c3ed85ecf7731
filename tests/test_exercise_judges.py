"""How answers are read and judged: in Python, in the page's JavaScript, and for code."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from mlp_lib import exercises
from mlp_lib.exercises import arrays, base, compare, kinds, reading, slips
from mlp_lib.exercises import bundle as cards
from mlp_lib.exercises.card import ExerciseCard, spec
from mlp_lib.exercises.replies import REPLIES
from mlp_lib.figures import bundle
from tests.exercise_samples import is_known
from tests.support.node import run

ALL = exercises.all_exercises()
TEXTS = {"prompt": "?", "hints": ("a", "b", "c"), "solution": "!", "title": "t"}
SLIP = kinds.Mistake([[1.0, 2.0], [3.0, 5.0]], "a slip", "Look again.")
SCALAR = kinds.Numeric(id="0.1", lhs="z", answer=-0.25, examples=5, **TEXTS)
VECTOR = kinds.Numeric(id="0.2", lhs="z", answer=[1.0, -2.5, 4.0], examples=3, **TEXTS)
MATRIX = kinds.Numeric(
    id="0.3", lhs="Z", answer=[[1, -2, 4], [0.5, 8, 0]], mistakes=(SLIP,), decimals=2, **TEXTS
)
SQUARE = kinds.Numeric(id="0.4", lhs="Z", answer=[[1.0, -2.0], [4.0, 3.0]], **TEXTS)
EXPLORE = kinds.Explore(id="0.9", entries=("a", "b"), conditions=(), answer=(1.0, 2.0), **TEXTS)
MADE_UP = (SCALAR, VECTOR, MATRIX, SQUARE)
CODE = [item for item in ALL.values() if isinstance(item, kinds.Code)]
TYPED = [item for item in ALL.values() if isinstance(item, kinds.Numeric | kinds.Explore)]


# --- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("0.5", 0.5),
        (" −.25 ", -0.25),
        ("1e-3", 1e-3),
        ("1/6", 1 / 6),
        ("-3 / 4", -0.75),
        ("0,5", 0.5),
        ("(2)", 2.0),
        ("1, 2", [1, 2]),
        ("(1 2\t3)", [1, 2, 3]),
        ("[1, 1/2, 1e1,]", [1, 0.5, 10]),
        ("1 2; 3 4", [[1, 2], [3, 4]]),
        ("[[1, 2], [3, 4]]", [[1, 2], [3, 4]]),
        ("((1,2)(3,4))", [[1, 2], [3, 4]]),
        ("1\n2\n3", [[1], [2], [3]]),
        ("1\u00a0000", [1, 0]),
        ("–1.30", -1.3),
        ("- 1.5", -1.5),
        ("(1, - 2); 3 4", [[1, -2], [3, 4]]),
        ("≈ 1.5", 1.5),
        ("= 1.5", 1.5),
        ("54.5 %", 0.545),
        ("10%, 40 %", [0.1, 0.4]),
        ("2*10^-3", 0.002),
        ("2·10^(-3), 5", [0.002, 5]),
        ("((2 × 10**3),(1 x 10^1))", [[2000], [10]]),
        ("array([10., 2.])", [10, 2]),
        ("np.array([[1, 2],\n       [3, 4]])", [[1, 2], [3, 4]]),
        ("np.float64(0.25)", 0.25),
    ],
)
def test_typed_answer_is_read_as_meant(typed, wanted):
    np.testing.assert_array_equal(reading.read(typed), wanted)


def test_a_comma_parts_numbers_where_several_are_expected():
    np.testing.assert_array_equal(reading.read("1,5", vector=True), [1, 5])


@pytest.mark.parametrize(
    "typed",
    ["1.61 nats", "ln 5", "sqrt(2)", "78^2", "3*0.5", "210^2", "3 - 4", "L = 1.6", "½", "1 ± 2"],
)
def test_what_cannot_be_read_is_shown_with_what_to_write(typed):
    for vector, how in ((False, REPLIES["write_one"]), (True, REPLIES["write_several"])):
        with pytest.raises(ValueError, match=r"cannot read '.+' as a number") as caught:
            reading.read(typed, vector)
        assert str(caught.value).endswith(how)


def test_rows_of_different_lengths_are_counted():
    with pytest.raises(ValueError, match=r"^Row 2 has 1 number, row 1 has 2\. All rows"):
        reading.read("4 3; 6; 5 9", vector=True)


ZEROS = "1." + 100_000 * "0"
HOSTILE = [
    ZEROS,
    "",
    "   ",
    ";",
    "()",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "__import__('os')",
    "__import__('os').system('true')",
    "9" * 100_000,
    "9" * 2000,
    "9" * 2001,
    "(" * 1999,
    "1,2;3",
    "1/0",
    "0/0",
    "1e999",
    "1e-999",
    "nan",
    "inf",
    "-Infinity",
    "0x10",
    "1_000",
    "١٢",
    "1 2/",
    "1//2",
    "½",
    "--1",
    "1e",
    ".",
    "'quoted'",
    '"double"',
    "back\\slash",
    "a\x00b",
    "\u2028",
    "\ufeff1",
    "\x1c1",
    "\U0001d7ce" * 30,
    "🧮" * 1500,
    "${1}",
    "1;;2",
    ",,1,,2,,",
    "[1,2],[3,4]",
    "1\r\n2",
]
ODD = [
    *(
        "6,084",
        "6 084",
        "6'084",
        "6’084.0",
        "6.084,0",
        "-6_084",
        "2,778, 109,386",
        "1,609",
        "1 000,5",
    ),
    *(
        "10%",
        "10 %, 40 %",
        "5%/2",
        "%",
        "2*10^-3",
        "2·10^(-3)",
        "2 x 10**3",
        "10^2",
        "2*10",
        "x10^1",
    ),
    *(
        "-\u20131",
        "\u20132",
        "- 2",
        "3 - 4",
        "(1,- 2)",
        "\uff0d1",
        "=1",
        "≈1",
        "~ 1",
        "a = 1",
        "1 nats",
    ),
    *(
        "array([1., 2.])",
        "np.array(1)",
        "array",
        "np.float64(2.5)",
        "4 3; 6; 5 9",
        "1;2;3",
        "1 1/2",
    ),
    *(
        "1,5 2,5",
        "1,5; 2,5",
        "1,5; 2,5; 3,5",
        "4&3",
        "4 | 3",
        "1. 5",
        "(1 2)^T",
        "1.2.3",
        "0,1,2,3",
    ),
]


@pytest.mark.parametrize("typed", [text for text in HOSTILE if not text.strip(";()1,2[]34\r\n ")])
@pytest.mark.parametrize("item", [*TYPED, *MADE_UP], ids=lambda item: item.id)
def test_little_or_nothing_typed_is_never_right(item, typed):
    assert not item.judge(typed).right


@pytest.mark.parametrize("typed", ["<script>", "__import__('os')", ZEROS, "nan", "1/0"])
@pytest.mark.parametrize("item", [*TYPED, *MADE_UP], ids=lambda item: item.id)
def test_hostile_input_is_no_number(item, typed):
    verdict = item.judge(typed)
    assert (verdict.right, verdict.head) == (False, "Not a number yet")
    assert len(verdict.says) < 200


@pytest.mark.parametrize(
    "answer", [None, print, {}, {"a": 1}, 10**400, 1j, np.nan, [1, np.inf], [[1], [1, 2]], object()]
)
@pytest.mark.parametrize("item", [*TYPED, *MADE_UP], ids=lambda item: item.id)
def test_what_is_no_array_of_numbers_is_said_to_be_none(item, answer):
    assert item.judge(answer).head == "Not a number yet"


@pytest.mark.parametrize("item", ALL.values(), ids=lambda item: item.id)
@pytest.mark.parametrize("answer", [None, 0, 99, -1, True, "1", 1.5, [], [1], (0,) * 6, print, "x"])
def test_judge_answers_whatever_is_given(item, answer):
    verdict = item.judge(answer)
    assert isinstance(verdict, exercises.Verdict)
    assert not verdict.right


# --- the generic diagnosis -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "answer", "head"),
    [
        (SCALAR, 0.25, "the sign"),
        (SCALAR, -0.5, "a factor 2"),
        (SCALAR, -0.125, "a factor 1/2"),
        (SCALAR, -1.25, "sum for mean"),
        (SCALAR, -0.05, "mean taken twice"),
        (SCALAR, -0.25 / np.log(10), "the logarithm"),
        (SCALAR, -0.25 * np.log(2), "the logarithm"),
        (SCALAR, [-0.2, -0.05], "the sum is missing"),
        (SCALAR, 0.77, ""),
        (VECTOR, [7.0, -17.5, 28.0], "a constant factor"),
        (VECTOR, [1, 2.5, 4], "signs"),
        (VECTOR, [4, 1, -2.5], "the order"),
        (VECTOR, 2.5, "summed too far"),
        (VECTOR, [[1], [-2.5], [4]], "the shape"),
        (VECTOR, [1, 2], "the shape"),
        (MATRIX, np.transpose(MATRIX.answer), "transposed"),
        (MATRIX, [1, -2, 4, 0.5, 8, 0], "the shape"),
        (MATRIX, [1.5, 6, 4], "summed too far"),
        (MATRIX, [3, 8.5], "summed too far"),
        (MATRIX, SLIP.answer, "a slip"),
    ],
)
def test_generic_slips_have_a_name(item, answer, head):
    verdict = item.judge(answer)
    assert verdict.head == (f"Not yet: {head}" if head else "Not yet")


@pytest.mark.parametrize(
    ("item", "answer", "says"),
    [
        (VECTOR, "1;-2.5;4", f"Expected: 3 numbers; this is 3 rows of 1. {REPLIES['part'][1]}"),
        (VECTOR, [[1, 2, 3]], "Expected: 3 numbers; this is 1 row of 3."),
        (VECTOR, [7], "Expected: 3 numbers; this is 1 number."),
        (VECTOR, "7", "Expected: 3 numbers; this is one number."),
        (EXPLORE, "7", "Expected: 2 numbers; this is one number."),
        (EXPLORE, "1,5; 2,5", f"Expected: 2 numbers; this is 2 rows of 2. {REPLIES['part'][1]}"),
        (VECTOR, "1,5 2,5 3,5", f"Expected: 3 numbers; this is 6 numbers. {REPLIES['part'][1]}"),
        (SCALAR, "1 1/2", f"Expected: one number; this is 2 numbers. {REPLIES['part'][0]}"),
        (MATRIX, "1,2,3,4,5,6", f"3; this is 6 numbers. {REPLIES['part'][2]}"),
    ],
)
def test_wrong_shape_says_what_is_expected_and_how_to_part_it(item, answer, says):
    assert item.judge(answer).says.endswith(says)


THIRD = kinds.Numeric(id="0.7", lhs="z", answer=[160 / 3, -1 / 3], **TEXTS)


@pytest.mark.parametrize(
    ("item", "typed", "head", "says"),
    [
        (THIRD, "53.333, -0.333", "rounded too far", "Right to 3 decimals; 4 are asked for."),
        (THIRD, "53.3, -0.3", "rounded too far", "Right to 1 decimal; 4 are asked for."),
        (THIRD, "53, 0", "rounded too far", "Right as a whole number; 4 decimals are asked for."),
        (THIRD, "53.3333, -0.3334", "the last digits", "Nearly right."),
        (THIRD, "53.3333, -0.33", "the last digits", "at the end, to 4 decimals."),
        (THIRD, "53.35, -0.33", "", "No known slip"),
        (THIRD, "50, 0", "", "No known slip"),
        (SCALAR, "-0.3", "", "No known slip"),
        (SCALAR, "-0.251", "the last digits", "round once"),
        (SCALAR, "-0.26", "", "No known slip"),
        (replace(SCALAR, answer=0.02), "0.0203", "", "No known slip"),
    ],
)
def test_too_few_digits_are_no_other_mistake(item, typed, head, says):
    verdict = item.judge(typed)
    assert verdict.head == (f"Not yet: {head}" if head else "Not yet")
    assert says in verdict.says


LARGE = kinds.Numeric(id="0.8", lhs="z", answer=6084.5, **TEXTS)


@pytest.mark.parametrize(
    "typed", ["6,084.5", "6.084,5", "6 084,5", "6'084.5", "6’084.50", "6_084.5"]
)
def test_a_mark_between_thousands_is_named(typed):
    assert LARGE.judge(typed).head == "Not yet: the mark between thousands"
    assert "thousands" not in SCALAR.judge(typed).head


def test_digits_on_which_processors_differ_are_not_kept():
    computed = (0.5000000000000001, 1 / 3, -4.4e-16, 22026.465794806718)
    kept = (0.5, 0.333333333333, 0.0, 22026.4657948)
    mistake = kinds.Mistake(0.30000000000000004, "one", "The first.")
    item = kinds.Numeric(id="0.6", lhs="z", answer=computed, **TEXTS | {"mistakes": (mistake,)})
    assert item.answer.tolist() == list(kept)
    assert not np.signbit(item.answer[2])
    assert item.mistakes[0].answer == 0.3
    assert arrays.settled(1.23e-7, decimals=8) == 1.23e-7  # what a learner can tell from 0 stays


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("0.1, 0.2, -0.3", False),
        ("0.3, -0.1, -0.2", False),
        ("-0.1, -0.2, 0.3", False),
        ("0.1, 0.2, -0.30001", True),
    ],
)
def test_a_sum_that_is_zero_on_paper_is_not_more_than_zero(typed, right):
    more = kinds.Condition(weights=(1, 1, 1), constant=0, strict=True, says="Not more than 0.")
    less = kinds.Condition(weights=(-1, -1, -1), constant=0, strict=True, says="Not less than 0.")
    level = kinds.Condition(weights=(1, 1, 1), constant=0, strict=False, says="Less than 0.")
    fall = kinds.Condition(weights=(-1, -1, -1), constant=0, strict=False, says="More than 0.")
    texts = TEXTS | {"entries": ("a", "b", "c"), "answer": (1.0, -1.0, 0.0)}
    for condition, wanted in ((more, False), (less, right), (level, not right), (fall, True)):
        item = kinds.Explore(id="0.5", conditions=(condition,), **texts)
        assert item.judge(typed).right == wanted
        assert in_node([(spec(item), [typed])]) == [[vars(item.judge(typed))]]


def test_an_order_is_right_up_to_a_step():
    item = next(item for item in ALL.values() if isinstance(item, kinds.Order))
    steps = list(range(1, len(item.steps) + 1))
    bare = replace(item, mistakes=())
    assert bare.judge([1, *steps[:0:-1]]).says.startswith("The first step stands right")
    assert bare.judge([1, 2, *steps[:1:-1]]).says.startswith("The first 2 steps stand r")


# --- the page judges as Python does --------------------------------------------------------------

TWIN = """
console.log(JSON.stringify(JSON.parse(DATA).map(({ spec, answers }) =>
  answers.map((answer) => KINDS[spec.kind].judge(spec, answer)))));
"""


def in_node(work: list[tuple[dict, list]]) -> list[list[dict]]:
    """What the page's diagnosis says to each answer of each exercise."""
    data = json.dumps([{"spec": one, "answers": answers} for one, answers in work])
    program = f"const DATA = {json.dumps(data)};\n{bundle.joined(cards.CARD)[0]}\n{TWIN}"
    return json.loads(run(program))


def in_words(value: object, digits: int = 17) -> str:
    """A value as a learner types it."""
    rows = np.atleast_2d(np.asarray(value, dtype=float))
    return "; ".join(", ".join(f"{v:.{digits}g}" for v in row) for row in rows)


def typed_answers(item: base.Exercise) -> list[str]:
    """Right, wrong, rounded, scaled, rearranged, random and hostile answers."""
    rng = np.random.default_rng(2)
    wanted = np.asarray(item.answer, dtype=float)
    values = [wanted, *(m.answer for m in item.mistakes), wanted.ravel(), np.abs(wanted)]
    values += [wanted * f for f in (-1, 2, 0.5, 3, 5, 0.2, 7, 2.3125, 1e-5, 1e6, np.log(2), 0)]
    values += [wanted + e for e in (4e-7, 5.2e-5, 1e-3, 0.0049, 0.0051, 0.001)]
    values += [wanted.sum(axis) for axis in range(wanted.ndim)]
    values += [wanted.T, wanted[..., None], np.sort(wanted, axis=None)[::-1], wanted.sum() / 2]
    values += list(wanted + rng.normal(0, 2, (40, *wanted.shape)))
    values = [v for v in values if np.ndim(v) <= 2]
    texts = [in_words(v, digits) for v in values for digits in (17, 3)]
    texts += ["; ".join(f"{v:.{k}f}" for v in wanted.ravel()) for k in range(6)]
    texts += [in_words(np.round(wanted, k)) for k in range(6)]
    texts += [f"{float(wanted.flat[0]):,}".replace(",", mark) for mark in " ,.'’_"]
    return [*texts, f"({in_words(wanted)})", *ODD, *HOSTILE]


def test_page_and_python_agree_on_typed_answers():
    items = [*TYPED, *MADE_UP, THIRD, LARGE, EXPLORE]
    work = [(spec(item), typed_answers(item)) for item in items]
    for item, (_, answers), found in zip(items, work, in_node(work), strict=True):
        for answer, verdict in zip(answers, found, strict=True):
            assert verdict == vars(item.judge(answer)), (item.id, answer[:60])


def test_page_and_python_agree_on_orders_and_options():
    work, wanted = [], []
    for item in ALL.values():
        one = spec(item)
        if isinstance(item, kinds.Order):
            answers = list(itertools.permutations(range(1, len(item.steps) + 1)))
            work.append((one, answers))
            wanted.append([vars(item.judge(answer)) for answer in answers])
        for group in [item, *getattr(item, "steps", ())]:
            if isinstance(group, kinds.Choice | kinds.Step):
                answers = list(range(len(group.options) + 2))
                options = [vars(option) for option in group.options]
                work.append(({"kind": "choice", "options": options}, answers))
                wanted.append([vars(kinds.choice.chosen(group.options, a)) for a in answers])
    assert in_node(work) == wanted


def test_page_and_python_try_the_same_slips_in_the_same_order():
    names = "[OTHER_SHAPE, SAME_SHAPE].map(table => table.map(slip => slip.name))"
    found = json.loads(run(f"{bundle.joined(cards.CARD)[0]}\nconsole.log(JSON.stringify({names}))"))
    for table, twins in zip((slips.OTHER_SHAPE, slips.SAME_SHAPE), found, strict=True):
        assert [one.__name__.replace("_", "") for one in table] == [t.lower() for t in twins]


def test_every_sentence_is_said_somewhere():
    """A reply that nobody gives any more would be translated for nothing."""
    folder = cards.HERE
    files = [*folder.rglob("*.py"), *folder.rglob("*.js")]
    sources = "\n".join(path.read_text("utf8") for path in files)
    nested = [REPLIES["slips"], REPLIES["counted"]]
    for key in {key for table in (REPLIES, *nested) for key in table}:
        assert f'"{key}"' in sources or f"REPLIES.{key}" in sources, key


def test_joined_scripts_load():
    for script in (
        f"{bundle.shared_script()}{cards.script()}\nconsole.log(typeof mlp.mountCard);",
        cards.esm() + "\nconsole.log(typeof mountCard);",
    ):
        assert run(script, module="export default" in script) == "function\n"


# --- check, and code -----------------------------------------------------------------------------


def halve(x):
    return np.asarray(x) / 2


HALVE = kinds.Code(
    id="0.5",
    function="halve",
    starter="",
    answer=halve,
    source="",
    cases=((np.array([2.0, 4.0]),), (3.0,)),
    mistakes=(kinds.Mistake(lambda x: x * 2, "doubled", "The other way."),),
    conventions=(kinds.Mistake(lambda x: np.asarray(x) // 2, "rounded down", "Fine too."),),
    **TEXTS,
)


@pytest.mark.parametrize(
    ("source", "head", "says"),
    [
        ("def halve(x):\n    return x / 2", "Right", ""),
        ("def halve(x):\n    return x // 2", "Right, rounded down", "Fine too."),
        ("def halve(x):\n    return 2 * x", "Not yet: doubled", "The other way."),
        ("def halve(x)\n    return x", "Your code does not compile", "in line 1"),
        ("x = 1\n  y = 2", "Your code does not compile", "IndentationError"),
        ("a\x00b", "Your code", "null bytes"),
        ("import nothing_of_this_name", "Your code stopped", "in line 1"),
        ("exit()", "Your code stopped", "SystemExit"),
        ("def halve(x):\n    y = x\n    return y / z", "Your code stopped", "in line 3"),
        ("def halve(x):\n    return y / z", "Your code stopped", "`return y / z`"),
        ("def halve(x):\n    return g(x)\ndef g(x):\n    1 / 0", "Your code stopped", "line 4"),
        ("def halve(x):\n    return halve(x)", "Your code stopped", "RecursionError"),
        ("def halve():\n    return 1", "Not yet: the parameters", "`halve(x)`; yours is `halve()`"),
        ("def halve(x, y):\n    return 1", "Not yet: the parameters", "yours is `halve(x, y)`"),
        ("def halve(other, n=2):\n    return other / n", "Right", ""),
        ("def halve(*xs):\n    return xs[0] / 2", "Right", ""),
        ("class halve:\n    pass", "Not a function yet", "this is a class"),
        ("def halve(x):\n    raise OSError('`' + 5000 * 'x')", "Your code stopped", "xxx...` in"),
        ("def halve(x):\n    exit()", "Your code stopped", "SystemExit"),
        ("def halve(x):\n    x / 2", "Not yet: nothing is returned", "`None`"),
        ("def halve(x):\n    print(x / 2)", "Not yet: nothing is returned", "`print` only shows"),
        ("def halve(x):\n    x *= 0\n    return x", "Not yet", "All entries of yours are 0."),
        (
            "import numpy as np\ndef halve(x):\n    return np.sum(x)",
            "Not yet: the shape",
            "(2,), yours is a number.",
        ),
        ("def halve(x):\n    return [[1], [1, 2]]", "Not yet: the type", "makes no array of num"),
        ("halve = 3", "Not a function yet", "this is a number. Define it with `def`"),
        ("def Halve(x):\n    return x / 2", "Not yet", "no function `halve`, only `Halve`."),
        ("", "Not yet", "no function `halve`. Keep"),
    ],
)
def test_source_is_judged_and_its_faults_are_the_learners(source, head, says):
    verdict = HALVE.judge_source(source)
    assert verdict.head.startswith(head)
    assert says in verdict.says
    assert verdict.right == head.startswith("Right")


def test_a_failing_call_is_shown():
    says = HALVE.judge(lambda x: 1 / 0).says
    assert says.endswith("It was called as `halve(array([2., 4.]))`.")


A = np.arange(1.0, 7.0).reshape(2, 3)
LAYERS = {2: A, 1: A[:, :2]}


@pytest.mark.parametrize(
    ("got", "wanted", "says"),
    [
        (5.0, 6.0, "should be `6`, yours is `5`."),
        (1.0000021, 1.0, "should be `1`, yours is `1.000002`."),
        (True, 0.5, "should be `0.5`, yours is `True`."),
        (np.nan, 0.5, "should be `0.5`, yours is `nan`."),
        (10**400, 0.5, "yours is a number: `a number of many digits`."),
        ("0.5", 0.5, "should be `0.5`, yours is text: `'0.5'`."),
        (1j, 0.5, "should be `0.5`, yours is a complex number: `1j`."),
        (0.5 + 0j, 0.5, "yours is a complex number"),
        ((x for x in "ab"), A, "yours is a generator. Use `return`"),
        (map(abs, A), A, "yours is an iterator. Make a list"),
        (abs, 0.5, "yours is a function. Call it."),
        (A.astype(str), A, "yours is an array of text."),
        (A + 0j, A, "yours is an array of complex numbers."),
        ({}, A, "should be an array of shape (2, 3), yours is a dict of 0."),
        (["a", 2], np.ones(2), "yours is a list of 2 that makes no array of numbers."),
        ([5.0], 5.0, "should be a number, yours is an array of shape (1,). The numbers are right."),
        (A.T, A, "yours is an array of shape (3, 2). Its transpose is right."),
        (A[:, :2].T, A[:, :2], "entry `[0, 1]` should be `2`, yours is `4`. Its transpose is ri"),
        (A.ravel(), A, "yours is an array of shape (6,). The numbers are right."),
        (np.ones(10**7), A, "yours is an array of shape (10000000,)."),
        (3 * A, A, "entry `[0, 0]` should be `1`, yours is `3`. All entries are 3 times"),
        (-A, A, "All entries have the other sign."),
        (0 * A, A, "All entries of yours are 0."),
        (A + 1, A, "entry `[0, 0]` should be `1`, yours is `2`. 6 of 6 entries differ."),
        (np.where(A == 5, 0, A), A, "entry `[1, 1]` should be `5`, yours is `0`. 1 of 6 entries d"),
        (
            np.where(A == 5, 1e-16, A),
            A,
            "entry `[1, 1]` should be `5`, yours is `0`. 1 of 6 entries d",
        ),
        (5.0, (5.0, 6), "should be 2 values, yours is a number: `5`."),
        (A[0, :2], (A, 6.0), "should be 2 values, yours is an array of shape (2,)."),
        ((A, 7), (A, 6.0), "value 2 of 2 should be `6`, yours is `7`."),
        ((A, None), (A, 6.0), "value 2 of 2 should be `6`, yours is `None`."),
        ((6.0, A), (A, 6.0), "value 1 of 2 should be an array of shape (2, 3), yours is a number."),
        ((5.0, "no"), (5.0, "yes"), "value 2 of 2 should be `'yes'`, yours is `'no'`."),
        ((5.0, True), (5.0, "yes"), "value 2 of 2 should be `'yes'`, yours is a number: `True`."),
        ([A], [A, A], "should be a list of 2, yours is a list of 1."),
        ([A, A, 2 * A], [A, A, A], "index 2, entry `[0, 0]` should be `1`, yours is `2`. All"),
        (([A, A.T], 1), ([A, A], 1), "value 1 of 2, index 1 should be an array of shape (2, 3), y"),
        ([A], LAYERS, "should be a dict with the keys `2`, `1`, yours is a list of 1."),
        ({1: A, 0: A}, LAYERS, "the keys `2`, `1`, yours has `1`, `0`."),
        ({}, LAYERS, "yours has no keys."),
        ({2: A, 1: A}, LAYERS, "key `1` should be an array of shape (2, 2), yours is an array of "),
        (({2: A}, 1), ({2: A + A}, 1), "value 1 of 2, key `2`, entry `[0, 0]` should be `2`, your"),
    ],
)
def test_the_part_that_differs_is_named_and_how(got, wanted, says):
    found = compare.difference(got, wanted)
    assert says in f"{found.where} {found.says}".strip()
    assert not compare.same(got, wanted)


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        (A.tolist(), A),
        (np.array([5, 6]), (5.0, 6)),
        ([5, 6], np.array([5.0, 6.0])),
        (np.stack([A, A]), [A, A]),
        ([A, 1], (A, 1.0)),
        ({2: A, 1: A[:, :2].tolist()}, LAYERS),
        (np.nan, np.nan),
        (None, None),
        (np.bool_(True), 1),
        ("yes", "yes"),
    ],
)
def test_results_that_mean_the_same_are_the_same(got, wanted):
    assert compare.same(got, wanted)


@pytest.mark.parametrize("item", CODE, ids=lambda item: item.id)
@pytest.mark.parametrize("change", [lambda a: a * 7.5, lambda a: a + 1000, np.sin, lambda a: a.T])
def test_the_reply_to_an_unknown_slip_is_short_and_names_the_part(item, change):
    def slip(part):
        if isinstance(part, dict):
            return {key: slip(value) for key, value in part.items()}
        if isinstance(part, tuple | list):
            return type(part)(map(slip, part))
        return part if isinstance(part, str) else change(np.asarray(part, dtype=float))

    verdict = item.judge(lambda *args: slip(item.answer(*args)))
    if verdict.right:  # numbers and vectors are their own transpose
        return
    assert len(verdict.says) < 330
    if not is_known(item, verdict):
        assert verdict.says.startswith(f"`{item.function}(")
        assert "should be" in verdict.says
    if isinstance(item.answer(*item.cases[0]), tuple) and not is_known(item, verdict):
        assert "value 1 of" in verdict.says


def test_case_is_not_changed_by_the_learners_function():
    def careless(x):
        x *= 0
        return x

    HALVE.judge(careless)
    assert HALVE.cases[0][0].tolist() == [2.0, 4.0]


def test_broken_refuses_what_is_not_there_or_there_twice():
    assert kinds.broken(halve, ("/ 2", "/ 4"))(8) == 2
    for old in ("/ 3", "x"):
        with pytest.raises(ValueError, match="occurs"):
            kinds.broken(halve, (old, "?"))


def test_check_takes_numbers_arrays_text_and_functions():
    for item in ALL.values():
        if isinstance(item, kinds.Numeric | kinds.Code):
            reply = exercises.check(item.id, item.answer)
            assert reply.right
            assert repr(reply).startswith("Right")
            assert reply._repr_markdown_().startswith("**Right.**")
    item = next(i for i in ALL.values() if isinstance(i, kinds.Code) and i.mistakes)
    reply = exercises.check(item.id, item.mistakes[0].answer)
    assert repr(reply) == f"Not yet: {item.mistakes[0].name}. {item.mistakes[0].says}"
    assert exercises.check(item.id, 3).head == "Not a function yet"


@pytest.mark.parametrize(
    "call", [exercises.get, exercises.exercise, lambda i: exercises.check(i, 1)]
)
def test_unknown_id_names_near_ones(call):
    with pytest.raises(KeyError, match=r"no exercise '1\.77'; .* 1\.\d, 1\.\d, 1\.\d"):
        call("1.77")
    for odd in ("", 1.1, None, "<script>"):
        with pytest.raises(KeyError, match="there are, for example"):
            call(odd)


def test_an_exercise_is_found_without_the_other_chapters():
    script = "import sys; from mlp_lib import exercises; exercises.get('1.1'); "
    script += "print([name for name in sys.modules if 'exercises.chapter' in name])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout == "['mlp_lib.exercises.chapter01']\n"


def test_card_answers_source_that_is_sent_to_the_kernel(monkeypatch):
    sent = []
    monkeypatch.setattr(ExerciseCard, "send", lambda self, content: sent.append(content))
    card = ExerciseCard(HALVE)
    card._answer(card, {"source": "def halve(x):\n    return x / 2"}, [])
    card._answer(card, {}, [])
    assert [one["verdict"]["right"] for one in sent] == [True, False]
    json.dumps(sent)
