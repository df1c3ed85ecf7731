"""Gradient descent on functions whose path is known in closed form."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_lib import gradient_descent


def parabola(w):
    """Derivative of 6 (w - 2)^2, curvature 12."""
    return 12 * (w - 2)


@pytest.mark.parametrize(
    ("learning_rate", "expected"),
    [
        (0.05, [3, 2.4, 2.16, 2.064, 2.0256]),
        (0.1, [3, 1.8, 2.04, 1.992]),
        (1 / 6, [3, 1, 3, 1, 3]),
        (0.2, [3, 0.6, 3.96, -0.744]),
    ],
)
def test_worked_paths(learning_rate, expected):
    path = gradient_descent(parabola, 3.0, learning_rate, max_steps=len(expected) - 1)
    np.testing.assert_allclose(path, expected, rtol=1e-13)


@given(st.floats(-5, 5), st.floats(0.001, 0.16), st.floats(0.1, 12))
def test_on_a_quadratic_the_error_shrinks_by_one_factor_each_step(start, alpha, curvature):
    path = gradient_descent(lambda x: curvature * (x - 1), start, alpha, max_steps=12)
    expected = 1 + (1 - alpha * curvature) ** np.arange(len(path)) * (start - 1)
    np.testing.assert_allclose(path, expected, rtol=1e-12, atol=1e-12)


def test_it_stops_where_the_gradient_is_small_enough():
    path = gradient_descent(parabola, 3.0, 1 / 12)
    np.testing.assert_array_equal(path, [3, 2])
    path = gradient_descent(parabola, 3, 0.05, tolerance=1e-3)
    assert abs(parabola(path[-1])) <= 1e-3 < abs(parabola(path[-2]))


def test_any_shape_is_kept_and_the_start_is_not_touched():
    start = np.ones((2, 3))
    path = gradient_descent(lambda theta: theta, start, 0.5, max_steps=4)
    assert path.shape == (5, 2, 3)
    np.testing.assert_array_equal(start, np.ones((2, 3)))
    np.testing.assert_allclose(path[:, 0, 0], 0.5 ** np.arange(5))


def test_a_gradient_that_works_in_place_harms_neither_start_nor_path():
    def doubled(theta):
        theta *= 2
        return theta

    start = np.ones(2)
    path = gradient_descent(doubled, start, 0.25, max_steps=3)
    np.testing.assert_array_equal(start, [1, 1])
    np.testing.assert_array_equal(path[:, 0], [1, 0.5, 0.25, 0.125])


def test_integers_are_not_truncated():
    path = gradient_descent(lambda theta: theta, np.array([1, 2]), 0.5, max_steps=1)
    np.testing.assert_array_equal(path[-1], [0.5, 1])


def test_divergence_warns_and_keeps_the_finite_part():
    with pytest.warns(RuntimeWarning, match=r"step \d+ with learning_rate=0.3"):
        path = gradient_descent(parabola, 3.0, 0.3, max_steps=10_000)
    assert np.isfinite(path).all()
    assert 100 < len(path) < 10_000


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"learning_rate": -1}, "learning_rate must"),
        ({"learning_rate": np.nan}, "learning_rate must"),
        ({"max_steps": -1}, "max_steps must"),
        ({"max_steps": 10.0}, "max_steps must be a whole number"),
        ({"tolerance": -1}, "tolerance must"),
        ({"start": np.inf}, "start must be finite"),
        ({"gradient": lambda w: np.ones(3)}, r"shape of theta, \(\), got \(3,\)"),
    ],
)
def test_bad_settings_are_named(settings, message):
    call = {"gradient": parabola, "start": 3.0, "learning_rate": 0.1} | settings
    with pytest.raises(ValueError, match=message):
        gradient_descent(**call)
