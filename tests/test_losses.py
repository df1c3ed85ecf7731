"""Losses against SymPy at 50 digits and the complex step; their bad input."""

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from mlp_lib import binary_cross_entropy, mse, sigmoid, softmax, softmax_cross_entropy

seeds = st.integers(0, 2**32 - 1)


def complex_step(cost, point):
    point = np.asarray(point, dtype=float)
    gradient = np.empty_like(point)
    for k in np.ndindex(point.shape):
        moved = point.astype(complex)
        moved[k] += 1e-30j
        gradient[k] = cost(moved).imag / 1e-30
    return gradient


def test_worked_numbers():
    assert mse([0, 3, 6, 9, 12], [0, 2, 4, 6, 8]) == 6
    assert binary_cross_entropy(0.8, 1) == pytest.approx(-np.log(0.8), rel=1e-15)
    assert binary_cross_entropy(0.8, 0) == pytest.approx(-np.log(0.2), rel=1e-15)
    assert softmax_cross_entropy([2, 1, 0], 0) == pytest.approx(0.40760596444438, rel=1e-13)
    assert softmax_cross_entropy([[1000, 0]], [1]) == 1000


@pytest.mark.parametrize("label", [0, 1, 2])
def test_softmax_cross_entropy_is_minus_the_log_of_the_probability(label):
    logits = [sympy.Rational(k) for k in (1.5, -2.25, 0.75)]
    exact = -sympy.log(sympy.exp(logits[label]) / sum(map(sympy.exp, logits)))
    ours = softmax_cross_entropy([float(k) for k in logits], label)
    assert ours == pytest.approx(float(exact.evalf(50)), rel=4e-16)


@pytest.mark.parametrize("z", [-700.0, -30.0, -1.5, 0.0, 0.25, 12.0, 800.0])
@pytest.mark.parametrize("y", [0, 1])
def test_binary_cross_entropy_from_logits_is_the_formula(z, y):
    p = 1 / (1 + sympy.exp(-sympy.Rational(z)))
    exact = -sympy.log(p) if y else -sympy.log(1 - p)
    assert binary_cross_entropy.from_logits(z, y) == pytest.approx(
        float(exact.evalf(400)), rel=1e-15, abs=0
    )


@given(seeds)
def test_gradients_equal_the_complex_step(seed):
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(1, 5, 2))
    y_hat, y = rng.normal(size=shape), rng.normal(size=shape)
    p, t = rng.uniform(0.01, 0.99, shape), rng.integers(0, 2, shape)
    labels = rng.integers(0, shape[1], shape[0])
    for loss, point, target in (
        (mse, y_hat, y),
        (binary_cross_entropy, p, t),
        (softmax_cross_entropy, y_hat, labels),
    ):
        numeric = complex_step(lambda q, loss=loss, target=target: loss(q, target), point)
        np.testing.assert_allclose(loss.grad(point, target), numeric, rtol=1e-12, atol=1e-15)


@given(seeds)
def test_cost_ignores_the_order_of_the_examples(seed):
    rng = np.random.default_rng(seed)
    logits, order = rng.normal(size=(6, 3)), rng.permutation(6)
    labels = rng.integers(0, 3, 6)
    p, t = sigmoid(logits), rng.integers(0, 2, (6, 3))
    for loss, y_hat, y in (
        (mse, logits, p),
        (binary_cross_entropy, p, t),
        (softmax_cross_entropy, logits, labels),
    ):
        assert loss(y_hat[order], y[order]) == pytest.approx(loss(y_hat, y), rel=1e-14)


@given(seeds)
def test_gradient_of_the_mean_is_the_mean_of_the_gradients(seed):
    rng = np.random.default_rng(seed)
    logits, labels = rng.normal(size=(5, 3)), rng.integers(0, 3, 5)
    together = softmax_cross_entropy.grad(logits, labels)
    one_by_one = [softmax_cross_entropy.grad(z, t) / 5 for z, t in zip(logits, labels, strict=True)]
    np.testing.assert_allclose(together, one_by_one, rtol=1e-14, atol=1e-17)


def test_softmax_then_log_agrees_where_it_is_stable():
    logits, labels = np.array([[0.5, 1.5], [2.0, -1.0]]), np.array([0, 1])
    plain = -np.log(softmax(logits)[[0, 1], labels]).mean()
    assert softmax_cross_entropy(logits, labels) == pytest.approx(plain, rel=1e-15)


def test_a_certain_mistake_costs_infinity_and_a_certain_success_nothing():
    assert binary_cross_entropy([1.0], [1]) == 0
    assert binary_cross_entropy([0.0], [0]) == 0
    assert binary_cross_entropy([0.0], [1]) == np.inf
    np.testing.assert_array_equal(binary_cross_entropy.grad([0.0, 1.0], [0, 1]), [0.5, -0.5])


def test_column_against_vector_is_an_error_not_a_broadcast():
    with pytest.raises(ValueError, match=r"mse.*\(3, 1\).*\(3,\).*reshape"):
        mse(np.zeros((3, 1)), np.zeros(3))
    with pytest.raises(ValueError, match="one shape"):
        mse.grad(np.zeros((3, 1)), np.zeros(3))
    with pytest.raises(ValueError, match="one shape"):
        binary_cross_entropy(np.full(3, 0.5), np.zeros((3, 1)))


@pytest.mark.parametrize("loss", [mse, binary_cross_entropy])
def test_no_examples_are_an_error(loss):
    with pytest.raises(ValueError, match="empty"):
        loss([], [])


def test_values_that_are_no_probabilities_or_targets_are_errors():
    with pytest.raises(ValueError, match="from_logits"):
        binary_cross_entropy([1.5], [1])
    with pytest.raises(ValueError, match="probabilities"):
        binary_cross_entropy([np.nan], [1])
    with pytest.raises(ValueError, match=r"\(y \+ 1\) / 2"):
        binary_cross_entropy([0.5], [-1])
    with pytest.raises(ValueError, match="y must hold 0 or 1"):
        binary_cross_entropy.from_logits([0.5], [2])


@pytest.mark.parametrize(
    ("logits", "labels", "error", "message"),
    [
        ([[1, 2]], [2], ValueError, r"0 \.\.\. 1 .*got 2"),
        ([[1, 2]], [-1], ValueError, "got -1"),
        ([[1, 2]], [1.0], TypeError, "integers"),
        ([[1, 2]], [[0, 1]], ValueError, "one-hot"),
        ([[1, 2]], [[1]], ValueError, "second axis"),
        ([[1, 2]], [0, 1], ValueError, r"shape \(1,\)"),
        (3.0, 0, ValueError, "logits must have shape"),
        (np.zeros((0, 3)), np.zeros(0, int), ValueError, "not empty"),
    ],
)
def test_labels_that_do_not_fit_are_named(logits, labels, error, message):
    with pytest.raises(error, match=message):
        softmax_cross_entropy(logits, labels)
