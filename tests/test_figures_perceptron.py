"""The perceptron figure, seen from Python: its state, and what it says to bad input."""

from __future__ import annotations

import json

import numpy as np
import pytest
from traitlets import TraitError

from mlp_lib import Perceptron, figures, perceptron_step
from mlp_lib.figures import bundle
from mlp_lib.figures.perceptron import OWN
from tests.support.node import node


def visits(data, points=OWN):
    """How many visits the page shows."""
    state = json.dumps({"data": data, "points": points})
    return node(
        f"{bundle.figure_script('perceptron')}; return mlp.figures.perceptron.steps.max({state})"
    )


def test_the_page_shows_the_whole_run():
    assert [visits(data) for data in ("AND", "OR", "XOR", "own")] == [36, 24, 16, 54]
    corners = [(0, 0), (0, 1), (1, 0), (1, 1)]
    for data, targets in (("AND", (-1, -1, -1, 1)), ("OR", (-1, 1, 1, 1))):
        assert visits(data) == 4 * len(Perceptron().fit(corners, targets).mistakes)


def test_a_run_that_takes_too_long_is_broken_off():
    assert visits("own", [(2.0, 2.0, 1), (1.999, 2.0, -1)]) == 120
    assert visits("own", []) == 0


def test_the_page_visits_as_the_library_does():
    random = np.random.default_rng(1)
    sets = [
        [[*(random.integers(-8, 9, 2) / 4), int(random.choice([-1, 1]))] for _ in range(size)]
        for size in [1, 2, 3, 4, 5, 6, 8, 12] * 12
    ]
    runs = node(f"return {json.dumps(sets)}.map((points) => mlp.perceptronRun(points, 60))")
    for points, run in zip(sets, runs, strict=True):
        w, b, epochs = np.zeros(2), 0.0, []
        for place, visit in enumerate(run["visits"]):
            x1, x2, y = points[place % len(points)]
            w, b, updated = perceptron_step(w, b, (x1, x2), y)
            assert (visit["w"], visit["b"], visit["updated"]) == ([*w], b, updated)
            if place % len(points) == 0:
                epochs.append(0)
            epochs[-1] += updated
        assert run["mistakes"] == epochs
        assert run["clean"] == (epochs[-1] == 0)
        assert all(epochs[:-1])  # the first clean epoch is the last
        if not run["clean"]:
            once = run["cycle"] or {"from": 60, "period": 0}
            assert len(epochs) == min(60, once["from"] + 4 * once["period"])
    assert len({len(run["visits"]) for run in runs}) > 20


def test_own_points_from_an_array():
    array = np.array([[0.5, 1, 1], [0.5, -1, -1]])
    assert figures.perceptron(array).points == figures.perceptron(points=array).points
    figure = figures.perceptron(points=array)
    assert figure.data == "own"
    assert figure.points == [[0.5, 1.0, 1], [0.5, -1.0, -1]]
    assert all(type(row[2]) is int for row in figure.points)


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
