"""The figures of surfaces and of one neuron on its surface, chapters 5 and 7: state, bad input."""

import json

import numpy as np
import pytest

from mlp_lib import figures
from mlp_lib.figures.surface import SURFACES
from tests.support.node import node


def test_surface_opens_with_the_state_that_was_asked_for():
    figure = figures.surface(surface="bowl", point=(-1, 0.5), angle=53.13, number="5.1")
    assert figure.directions == "one"
    assert figures.surface(directions="all").directions == "all"
    assert (figure.surface, figure.x, figure.z, figure.angle) == ("bowl", -1.0, 0.5, 53.13)
    assert set(figure.state_names()) == {"surface", "x", "z", "angle", "directions"}


def test_slices_open_with_the_state_that_was_asked_for():
    figure = figures.slices(surface="saddle", point=(0, -1.5), h=0.25, number="5.2")
    assert (figure.surface, figure.x, figure.z, figure.h) == ("saddle", 0.0, -1.5, 0.25)
    assert set(figure.state_names()) == {"surface", "x", "z", "h"}


@pytest.mark.parametrize("make", ["surface", "slices"])
def test_a_surface_that_is_not_known_is_refused_with_the_known_ones(make):
    with pytest.raises(ValueError, match=r"did you mean 'saddle'.*bowl, cubic, saddle"):
        getattr(figures, make)(surface="sadle")
    with pytest.raises(ValueError, match="unknown surface None"):
        getattr(figures, make)(surface=None)


@pytest.mark.parametrize("point", [(1,), (1, 2, 3), 1, "1, 2", (0, float("nan")), None])
@pytest.mark.parametrize("make", ["surface", "slices"])
def test_a_point_that_is_no_point_is_refused(make, point):
    with pytest.raises(ValueError, match="point must be two"):
        getattr(figures, make)(point=point)


def test_pipeline_opens_with_the_state_that_was_asked_for():
    figure = figures.pipeline(w=(1, 2, -3), b=0.5, example=4, loss="binary_cross_entropy")
    assert (figure.w1, figure.w2, figure.w3, figure.b) == (1.0, 2.0, -3.0, 0.5)
    assert (figure.example, figure.loss) == (4, "binary_cross_entropy")


@pytest.mark.parametrize("w", [(1, 2), (1, 2, 3, 4), 1, "a b", (0, float("nan"), 0), None])
def test_pipeline_wants_three_weights(w):
    with pytest.raises(ValueError, match="w must be three finite numbers"):
        figures.pipeline(w=w)


@pytest.mark.parametrize("make", ["pipeline", "weight_path"])
def test_a_loss_that_is_not_known_is_refused_with_the_known_ones(make):
    with pytest.raises(ValueError, match="unknown loss 'cross-entropy'; did you mean 'binary"):
        getattr(figures, make)(loss="cross-entropy")
    with pytest.raises(ValueError, match="Known: binary_cross_entropy, mse"):
        getattr(figures, make)(loss=2)


def test_weight_path_opens_with_the_state_that_was_asked_for():
    figure = figures.weight_path(loss="binary_cross_entropy", learning_rate=1, start=(1, -5), k=12)
    assert (figure.loss, figure.learning_rate) == ("binary_cross_entropy", 1.0)
    assert (figure.start_1, figure.start_2, figure.k) == (1.0, -5.0, 12)


@pytest.mark.parametrize("start", [(1,), (1, 2, 3), 1, "1, 2", (float("nan"), 0), None])
def test_a_start_of_the_weights_that_is_no_point_is_refused(start):
    with pytest.raises(ValueError, match="start must be two"):
        figures.weight_path(start=start)


def test_contours_lie_where_the_function_has_the_level():
    segments = node(
        "const grid = mlp.sampled((x, y) => x * x + y * y, [-2, 2], [-2, 2], 40);"
        "return mlp.contour(grid, 1.5)"
    )
    ends = np.array(segments).reshape(-1, 2)
    assert np.hypot(*ends.T) == pytest.approx(np.sqrt(1.5), abs=2e-3)
    lengths = [np.hypot(x1 - x0, y1 - y0) for x0, y0, x1, y1 in segments]
    assert sum(lengths) == pytest.approx(2 * np.pi * np.sqrt(1.5), rel=2e-3)
    assert node("return mlp.contour(mlp.sampled(() => 1, [0, 1], [0, 1], 4), 2)") == []


def test_both_branches_of_a_contour_pass_a_saddle_apart():
    segments = node(
        "const grid = mlp.sampled((x, y) => x * y, [-1, 1], [-1, 1], 9);"
        "return mlp.contour(grid, 0.004)"
    )
    for x0, y0, x1, y1 in segments:
        assert (x0 + x1) * (y0 + y1) > 0


@pytest.mark.parametrize("name", SURFACES)
def test_surfaces_carry_their_derivatives_and_their_python(name):
    points = np.random.default_rng(3).uniform(-2.5, 2.5, (20, 2))
    ours = node(
        f"const {{f, f_x, f_z, python}} = mlp.SURFACES[{name!r}];"
        f"return {{python, rows: {points.tolist()}.map((p) => [f(...p), f_x(...p), f_z(...p)])}}"
    )
    functions = [eval(f"lambda x, z: {text}") for text in ours["python"]]
    for (x, z), row in zip(points, ours["rows"], strict=True):
        assert [function(x, z) for function in functions] == pytest.approx(row, rel=1e-12)
        f, h = functions[0], 1e-5
        slopes = [(f(x + h, z) - f(x - h, z)) / (2 * h), (f(x, z + h) - f(x, z - h)) / (2 * h)]
        assert row[1:] == pytest.approx(slopes, abs=1e-6)


def test_a_path_draws_each_segment_once_and_joins_those_that_touch():
    rng = np.random.default_rng(3)
    square = [[0, 0, 1, 0], [1, 0, 1, 1], [1, 1, 0, 1], [0, 1, 0, 0]]
    star = [[3, 3, 3 + dx, 3 + dy] for dx, dy in [(1, 0), (0, 1), (-1, 0), (0, -1), (1, 1)]]
    loose = [[5, 5, 6, 6]]
    for segments in (square, star, loose, square + star + loose):
        mixed = [list(segments[i]) for i in rng.permutation(len(segments))]
        mixed = [s if rng.integers(2) else [*s[2:], *s[:2]] for s in mixed]
        path = node(f"return mlp.segmentsPath({json.dumps(mixed)}, (v) => v, (v) => v)")
        drawn = []
        for line in path.split("M")[1:]:
            start, rest = line.split("L")
            numbers = np.array([float(v) for v in f"{start} {rest}".split()]).reshape(-1, 2)
            drawn += [frozenset(map(tuple, numbers[i : i + 2])) for i in range(len(numbers) - 1)]
        wanted = {frozenset({(a, b), (c, d)}) for a, b, c, d in segments}
        assert len(drawn) == len(segments)
        assert set(drawn) == wanted
    assert node(f"return mlp.segmentsPath({square}, (v) => v, (v) => v)").count("M") == 1
