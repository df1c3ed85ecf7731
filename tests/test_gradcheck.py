"""The gradient check: it passes what is right, names what is wrong, and leaves no trace."""

import numpy as np
import pytest

from mlp_lib import MLP, gradcheck, leaky_relu, mse, sigmoid, softmax_cross_entropy, step, tanh
from mlp_lib import passes as passes_module
from mlp_lib.gradcheck import relative_error


@pytest.mark.parametrize("phi", [sigmoid, tanh, leaky_relu], ids=str)
def test_activations_pass_by_name_only(phi):
    report = gradcheck(phi, [-2.0, -0.5, 0.3, 4.0])
    assert report
    assert report.error < 1e-15
    assert report.entries[0].central_error < 1e-8


def test_losses_pass_with_their_gradient():
    labels = [0, 2]
    assert gradcheck(
        lambda z: softmax_cross_entropy(z, labels),
        np.array([[1.0, 2.0, 0.5], [0.1, -0.3, 0.2]]),
        lambda z: softmax_cross_entropy.grad(z, labels),
    )


@pytest.mark.parametrize(
    "wrong",
    [
        lambda q: -mse.grad(q, [1.0, 2.0]),
        lambda q: 2 * mse.grad(q, [1.0, 2.0]),
        lambda q: mse.grad(q, [1.0, 2.0]) + np.array([0, 1e-6]),
        lambda q: mse.grad(q, [1.0, 2.0]) * np.nan,
    ],
)
def test_a_wrong_derivative_is_named(wrong):
    report = gradcheck(lambda q: mse(q, [1.0, 2.0]), [0.5, 3.0], wrong)
    assert not report
    assert report.failed == ["x"]
    assert "WRONG" in repr(report)


def test_a_function_that_takes_no_complex_numbers_is_checked_by_differences():
    report = gradcheck(lambda x: float(np.sum(x.real**3)), [1.0, 2.0], lambda x: 3 * x**2)
    assert report.ok
    assert report.entries[0].complex_error is None
    assert not gradcheck(lambda x: float(np.sum(x.real**3)), [1.0, 2.0], lambda x: 2 * x**2)


def test_relative_error_of_nothing_against_nothing_is_nothing():
    zero = np.zeros(3)
    assert relative_error(zero, zero) == 0
    assert relative_error(zero, zero + 1) == 1
    assert relative_error(np.array([1.0]), np.array([3.0])) == 0.5


def test_bad_calls_are_named():
    with pytest.raises(TypeError, match=r"carries no \.grad"):
        gradcheck(np.sin, [1.0])
    with pytest.raises(ValueError, match=r"shape of x, \(2,\), but has \(\)"):
        gradcheck(np.sum, [1.0, 2.0], lambda x: 1.0)
    with pytest.raises(ValueError, match="finite"):
        gradcheck(tanh, [np.nan])
    with pytest.raises(ValueError, match="derivative 0"):
        gradcheck(step, [1.0])


def test_a_right_gradient_passes_at_a_point_given_in_float32():
    assert gradcheck(tanh, np.array([0.5, -1.0], np.float32)).ok


def network_and_batch(dtype=np.float64):
    rng = np.random.default_rng(0)
    net = MLP([3, 4, 2], hidden="tanh", rng=rng, dtype=dtype)
    return net, rng.standard_normal((5, 3)), rng.integers(0, 2, 5)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_network_passes_parameter_by_parameter_and_is_not_touched(dtype):
    net, X, y = network_and_batch(dtype)
    before = net.theta.copy()
    report = net.gradcheck(X, y)
    assert report.ok
    assert [entry.name for entry in report.entries] == ["W[0]", "b[0]", "W[1]", "b[1]"]
    assert len(repr(report).splitlines()) == 5
    np.testing.assert_array_equal(net.theta, before)


def test_a_fault_in_backward_is_found_and_located(monkeypatch):
    net, X, y = network_and_batch()
    right = passes_module.backward

    def forgets_the_sum_over_examples(W, output, cache, Y, grads):
        right(W, output, cache, Y, grads)
        grads.b[0][...] = grads.delta[0][0]

    monkeypatch.setattr(passes_module, "backward", forgets_the_sum_over_examples)
    report = net.gradcheck(X, y)
    assert report.failed == ["b[0]"]
