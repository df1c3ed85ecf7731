"""The perceptron figure, seen from Python: its state, and what it says to bad input."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from traitlets import TraitError

from mlp_lib import Perceptron, figures
from mlp_lib.figures.perceptron import CORNERS, EPOCHS, OWN, TARGETS, visits_until_end
from tests.support.node import run


@pytest.mark.parametrize(("data", "visits"), [("AND", 36), ("OR", 24), ("XOR", 16), ("own", 54)])
def test_opens_on_the_finished_run(data, visits):
    figure = figures.perceptron(data=data)
    assert (figure.data, figure.visit) == (data, visits)


@pytest.mark.parametrize("data", ["AND", "OR"])
def test_number_of_visits_is_that_of_the_library(data):
    rows = [(*x, y) for x, y in zip(CORNERS, TARGETS[data], strict=True)]
    model = Perceptron().fit(CORNERS, TARGETS[data])
    assert visits_until_end(rows) == 4 * len(model.mistakes)


def test_a_run_that_takes_too_long_is_broken_off():
    narrow = [(2.0, 2.0, 1), (1.999, 2.0, -1)]
    assert visits_until_end(narrow) == 120
    assert visits_until_end([]) == 0


def test_the_page_shows_as_many_visits():
    random = np.random.default_rng(1)
    sets = [
        [[*(random.integers(-8, 9, 2) / 4), int(random.choice([-1, 1]))] for _ in range(size)]
        for size in [0, 1, 2, 3, 4, 5, 6, 8, 12] * 12
    ]
    maths = Path(figures.__file__).parent / "js" / "maths.js"
    script = f"{maths.read_text('utf8')}\nconst sets = {json.dumps(sets)};\n" + (
        f"console.log(JSON.stringify(sets.map((s) => perceptronRun(s, {EPOCHS}).visits.length)));"
    )
    counts = run(script, module=True)
    assert json.loads(counts) == [visits_until_end(points) for points in sets]
    assert len(set(json.loads(counts))) > 20


def test_own_points_from_an_array():
    array = np.array([[0.5, 1, 1], [0.5, -1, -1]])
    assert figures.perceptron(array).points == figures.perceptron(points=array).points
    figure = figures.perceptron(points=array)
    assert figure.data == "own"
    assert figure.points == [[0.5, 1.0, 1], [0.5, -1.0, -1]]
    assert all(type(row[2]) is int for row in figure.points)


def test_a_run_may_open_anywhere():
    assert figures.perceptron("XOR", visit=0).visit == 0
    with pytest.raises(ValueError, match="from 0 to 16"):
        figures.perceptron("XOR", visit=17)


def test_unknown_data_set_names_the_known_ones():
    with pytest.raises(ValueError, match=r"unknown data set 'NAND'.*AND, OR, XOR, own"):
        figures.perceptron(data="NAND")
    figure = figures.perceptron()
    with pytest.raises(ValueError, match="AND, OR, XOR, own"):
        figure.data = "nor"
    assert figure.data == "AND"


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ([(1, 2)], "rows"),
        ([(1, float("nan"), 1)], "rows"),
        ([(1, 2.5, 1)], "from -2 to 2"),
        ([(1, 1, 0)], "0, 1 become 2"),
        ([(0, 0, 1)] * 13, "13 rows"),
        ("AND", "rows"),
        (3, "rows"),
    ],
)
def test_points_that_cannot_be_drawn_are_refused(points, message):
    with pytest.raises(ValueError, match=message):
        figures.perceptron(points=points)
    figure = figures.perceptron()
    with pytest.raises((ValueError, TraitError)):
        figure.points = points
    assert figure.points == [list(row) for row in OWN]


@pytest.mark.parametrize(
    ("state", "message"),
    [({"N": 7.5}, "whole number"), ({"N": 2}, "from 4 to 60"), ({"gamma": 0}, "from 0.02 to 1")],
)
def test_margins_that_cannot_be_drawn_are_refused(state, message):
    with pytest.raises((ValueError, TraitError), match=message):
        figures.margin(**state)
