"""Numbers of the prose are found among stored outputs, or named with chapter and cell."""

import json

import pytest

from mathcheck.markdown import prose
from mathcheck.prose import numbers, stored_text, unfounded_numbers


@pytest.fixture
def unfounded(tmp_path):
    """Return the numbers of a text that outputs do not show."""

    def find(text, *outputs):
        cells = [
            {"cell_type": "markdown", "id": "intro", "source": text},
            {"cell_type": "code", "id": "run", "source": "1.23456", "outputs": list(outputs)},
        ]
        path = tmp_path / "05-gradient.ipynb"
        path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
        return unfounded_numbers(path)

    return find


def printed(text):
    return {"output_type": "stream", "name": "stdout", "text": [text]}


def shown(kind, data):
    return {"output_type": "display_data", "data": {kind: data}, "metadata": {}}


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ("cos is 0.894", "0.894427191"),
        ("cos is $0.8944$", "[0.894427 0.1]"),
        ("down to −0.744,", "w = -0.744"),
        (r"from $(-0.744,\ 1.130901)$.", "[-0.744     1.130901]"),
        (r"$w-0.744$ and $w - 0.744$", "0.744"),
        ("the error is 3.4e-6", "3.4127e-06"),
        (r"the error is $3.4\cdot10^{-6}$", "3.4127e-06"),
        ("the error is 3.4·10⁻⁶", "0.0000034127"),
        ("98.611 % are right", "0.98611"),
        (r"98.611\,\% are right", "98.6111"),
        (r"$0.894\,427$", "0.894427"),
        (r"$1{,}797.125$", "1797.125"),
        ("half: 0.125", "0.1245"),
        ("up to 0.50 and 12 of 3.14", "nothing"),
        ("version 1.2.345 and 2.2.345.1", "nothing"),
    ],
)
def test_found(unfounded, text, output):
    assert unfounded(text, printed(output)) == []


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ("cos is 0.895", "0.894427191"),
        ("cos is 0.894430", "0.894427"),
        ("exactly 0.5000", "0.5"),
        ("down to 0.744", "-0.744"),
        ("down to −0.744", "0.744"),
        ("the error is 3.4e-6", "3.4127e-05"),
        ("the error is 3.4e-6", "3.46e-06"),
        ("no outputs, 0.123", ""),
        (r"inside $\frac{0.123}{2}$", "0.5"),
    ],
)
def test_not_found(unfounded, text, output):
    assert len(unfounded(text, printed(output))) == 1


def test_message_names_chapter_cell_number_and_the_nearest(unfounded):
    (message,) = unfounded("cos is 0.895", printed("0.1 0.894427"))
    assert message.startswith("05-gradient, cell 0 (intro): 0.895 is not among the stored outputs")
    assert message.endswith("the nearest is 0.894427")


def test_code_of_a_cell_is_no_output(unfounded):
    assert len(unfounded("it is 1.234")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "`0.123` and ``0.123 ` 0.123``",
        "```python\n0.123\n```",
        "````\n```\n0.123\n```\n0.123\n````",
        "[text](https://host/0.123) and <https://host/0.123> and https://host/0.123",
        "![picture](../0.123.png)",
        "doi 10.1037/h0042519",
        "$$a=b$$ (eq:0.123)",
        "(section-0.123)=",
        "{eq}`eq:0.123` and {cite}`Key0.123`",
        '<span style="width:0.123em">text</span>',
        "<!-- 0.123 -->",
        ":::{figure}\n:width: 0.123em\n:::",
    ],
)
def test_what_is_not_prose(text):
    assert not any(number.is_result for number in numbers(prose(text)))


@pytest.mark.parametrize(
    "text",
    [
        "a [link with 0.123](there)",
        "```{note}\n0.123\n```",
        ":::{admonition} Title 0.123\n:class: tip\n:::",
        "$x=0.123$",
        "$$x=0.123$$",
        "{math}`0.123`",
        "| 0.123 | table |",
    ],
)
def test_what_is_prose(text):
    assert [number.text for number in numbers(prose(text)) if number.is_result] == ["0.123"]


def test_outputs_of_all_kinds_are_read_and_coordinates_are_not(unfounded):
    svg = '<svg><path d="0.123"/><style>.a{x:0.234}</style><text x="0.345">0.456</text></svg>'
    html = '<td width="0.567">0.678</td><style>0.789</style>'
    outputs = [
        shown("image/svg+xml", svg),
        shown("text/html", [html]),
        shown("text/plain", "0.891"),
        shown("text/latex", r"$0.912$"),
        shown("image/png", "0.111"),
        shown("application/json", "0.222"),
    ]
    assert unfounded("0.456 0.678 0.891 0.912", *outputs) == []
    hidden = "0.123 0.234 0.345 0.567 0.789 0.111 0.222"
    assert len(unfounded(hidden, *outputs)) == len(hidden.split())


def test_stored_text_of_an_error(tmp_path):
    output = {"output_type": "error", "ename": "E", "evalue": "expected 0.123", "traceback": []}
    path = tmp_path / "01.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "outputs": [output]}]}))
    assert "0.123" in stored_text(path)
