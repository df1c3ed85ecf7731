"""The figures of functions of one number, chapters 2, 4 and 7: state, bad input, mathematics."""

import json

import numpy as np
import pytest

import mlp_lib
from mlp_lib import figures
from mlp_lib.figures import bundle
from tests.support.node import node


def test_combination_opens_with_the_state_that_was_asked_for():
    figure = figures.combination("relu", v=(1, 0.5), w=(2, -1), b=(0, 3), number="2.1")
    assert (figure.kind, figure.v2, figure.w2, figure.b2) == ("relu", 0.5, -1.0, 3.0)
    assert set(figure.state_names()) == {"kind", "v1", "v2", "w1", "w2", "b1", "b2"}


@pytest.mark.parametrize("bad", [{"v": 1}, {"w": (1, 2, 3)}, {"b": (0, float("nan"))}, {"v": "ab"}])
def test_combination_wants_pairs_of_numbers(bad):
    name = next(iter(bad))
    with pytest.raises(ValueError, match=f"{name} must be two"):
        figures.combination(**bad)


@pytest.mark.parametrize(
    ("knots", "wanted"),
    [
        (3, "up to 8 rows"),
        (["ab"], "up to 8 rows"),
        ([(1, 2, 3)], "up to 8 rows"),
        ([(1, float("nan"))], "up to 8 rows"),
        ([(0.5 * k, 0) for k in range(9)], "9 rows"),
        ([(1, 5)], "y from -1 to 4"),
        ([(5, 0)], "from both ends"),
        ([(1, 0), (1.05, 1)], "at least 0.1"),
    ],
)
def test_knots_that_make_no_curve_are_refused(knots, wanted):
    with pytest.raises(ValueError, match=wanted):
        figures.hinges(knots=knots)


def test_hinges_sorts_its_knots_and_shows_all_of_them():
    figure = figures.hinges("hat", knots=[(3, 3), (2, 0), (4, 0)], ends=(0, 0), number="2.3")
    assert figure.knots == [[2.0, 0.0], [3.0, 3.0], [4.0, 0.0]]
    assert figure.k is None
    assert figures.hinges(knots=[], k=0).knots == []
    with pytest.raises(ValueError, match="ends must be two"):
        figures.hinges(ends=1)
    with pytest.raises(ValueError, match="did you mean 'sine'"):
        figures.hinges("sin")


def test_the_hat_of_the_book_has_the_weights_of_the_book():
    state = {"target": "hat", "knots": [[2, 0], [3, 3], [4, 0]], "ends": [0, 0], "k": 3}
    values = node(
        f"{bundle.figure_script('hinges')}; return mlp.figures.hinges.values({json.dumps(state)})"
    )
    assert values["s"] == [3, -6, 3]
    assert values["worst"] == pytest.approx(0, abs=1e-12)


def test_best_fit_of_the_page_is_least_squares():
    knots = [[0.3, 0.0], [1.1, 0.0], [2.9, 0.0], [4.0, 0.0]]
    state = {"target": "sine", "knots": knots, "ends": [0, 0], "k": 4}
    fitted = node(
        f"{bundle.figure_script('hinges')}; const s = {json.dumps(state)};"
        f"const limits = {json.dumps(figures.hinges().limits)};"
        "return mlp.figures.hinges.actions.find((a) => a.label === 'Best fit').run(s, limits)"
    )
    x = -1 + np.arange(241) / 40
    t = [k[0] for k in knots]
    columns = [np.ones_like(x), x, *(np.maximum(0, x - place) for place in t)]
    weights = np.linalg.lstsq(np.stack(columns, axis=1), 1.5 + 1.5 * np.sin(x))[0]
    at = np.array([-1, *t, 5])
    best = weights[0] + weights[1] * at + np.maximum(0, np.subtract.outer(at, t)) @ weights[2:]
    ours = [fitted["ends"][0], *(y for _, y in fitted["knots"]), fitted["ends"][1]]
    np.testing.assert_allclose(ours, best, atol=0.0006)  # heights are kept to three decimals


def test_zoom_refuses_a_curve_that_it_does_not_know():
    assert (figures.zoom("corner", x0=0, m=2).curve, figures.zoom().x0) == ("corner", 3.0)
    with pytest.raises(ValueError, match="did you mean 'sine'"):
        figures.zoom("sin")


@pytest.mark.parametrize(("m", "gap"), [(0, 120), (1, 1.2), (4, 1.2e-6)])
def test_the_gap_to_the_tangent_falls_a_hundredfold_when_h_falls_tenfold(m, gap):
    script = f"{bundle.figure_script('zoom')}; return mlp.figures.zoom.values"
    seen = node(f"{script}({{curve: 'parabola', x0: 3, m: {m}}})")
    assert seen["slope"] == 60
    assert seen["gap"] == pytest.approx(gap, rel=1e-6)
    assert seen["central"] == pytest.approx(60)
    corner = node(f"{script}({{curve: 'corner', x0: 0, m: {m}}})")
    assert (corner["forward"], corner["backward"], corner["central"]) == (1, -1, 0)
    assert "slope" not in corner


def test_the_slowdown_starts_with_the_gradients_of_the_book():
    state = {"w": 2, "b": 2, "learning_rate": 0.15, "k": 0}
    values = node(
        f"{bundle.figure_script('slowdown')}; "
        f"return mlp.figures.slowdown.values({json.dumps(state)})"
    )
    assert values["start_mse"] / 2 == pytest.approx(0.017345, abs=5e-7)
    assert values["start_ce"] == pytest.approx(0.982014, abs=5e-7)
    z, y = np.array([4.0]), np.array([0.0])
    y_hat = mlp_lib.sigmoid(z)
    for loss, name in [(mlp_lib.mse, "start_mse"), (mlp_lib.binary_cross_entropy, "start_ce")]:
        chain = loss.grad(y_hat, y) * mlp_lib.sigmoid.grad(z)
        np.testing.assert_allclose(values[name], chain[0], rtol=1e-12)


@pytest.mark.parametrize("make", ["combination", "activation"])
def test_unknown_names_are_answered_with_the_nearest(make):
    with pytest.raises(ValueError, match=r"rleu.*relu"):
        getattr(figures, make)(kind="rleu")


@pytest.mark.parametrize(
    ("points", "parts"),
    [
        ([[0, 0], [2, 4]], [[[0, 0], [0.5, 1]]]),
        ([[0, -3], [2, 1], [4, -3]], [[[1, -1], [2, 1], [3, -1]]]),
        ([[0, 0], [1, 2], [2, 2], [3, 0]], [[[0, 0], [0.5, 1]], [[2.5, 1], [3, 0]]]),
        ([[0, 2], [1, 2]], []),
        ([[0, 1], [1, 1]], [[[0, 1], [1, 1]]]),
    ],
)
def test_a_polyline_is_cut_exactly_at_the_edges_of_the_frame(points, parts):
    assert node(f"return mlp.within({json.dumps(points)}, -1, 1)") == parts


def test_relu_of_the_page_is_relu_of_the_library():
    z = np.linspace(-2, 2, 9)
    page = node(f"return {json.dumps(z.tolist())}.map(mlp.relu)")
    np.testing.assert_array_equal(page, np.maximum(z, 0))


def test_activations_of_the_page_are_those_of_the_library():
    z = [-6.0, -2.5, -0.05, 0.0, 0.3, 1.0, 5.95]
    script = (
        "return Object.fromEntries(Object.entries(mlp.ACTIVATIONS).map("
        f"([name, {{f, slope}}]) => [name, {json.dumps(z)}.map((t) => [f(t), slope(t)])]))"
    )
    page = node(script)
    assert set(page) == set(figures.activation().KINDS)
    for name, pairs in page.items():
        phi = getattr(mlp_lib, name)
        values, slopes = zip(*pairs, strict=True)
        np.testing.assert_allclose(values, phi(z), rtol=1e-14, err_msg=name)
        if name == "step":
            assert slopes == (0, 0, 0, None, 0, 0, 0)
            with pytest.raises(ValueError, match="derivative 0"):
                phi.grad(z)
        else:
            np.testing.assert_allclose(slopes, phi.grad(z), rtol=1e-10, err_msg=name)
