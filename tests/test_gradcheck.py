"""The gradient check: it passes what is right, names what is wrong, and leaves no trace."""

import warnings

import numpy as np
import pytest

from mlp_lib import (
    MLP,
    gradcheck,
    leaky_relu,
    mse,
    relu,
    softmax,
    softmax_cross_entropy,
    step,
    tanh,
)
from mlp_lib import passes as passes_module
from mlp_lib.gradcheck import relative_error
from tests.support.activations import TRAINABLE


@pytest.mark.parametrize("phi", TRAINABLE, ids=str)
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


w = np.array([0.7, -1.3, 0.4, 2.2])
kept = np.empty(())


def in_one_buffer(x):
    kept[...] = (x.real**2).sum()
    return kept


def changes_its_argument(x):
    x *= 2
    return (x**2).sum() / 4


def refuses_complex_numbers(x):
    assert not np.iscomplexobj(x)
    return (x**2).sum()


def copies_into_a_real_array(x):
    copy = np.empty(4)
    copy[:] = x
    return (copy**2).sum()


def in_float32(x):
    return float((x.real.astype(np.float32) ** 2).sum())


def in_complex64(x):
    narrow = np.complex64 if np.iscomplexobj(x) else np.float32
    return (x.astype(narrow) ** 2).sum()


def ridge(x):
    return (x**2).sum()


COSTS = {  # cost, its gradient, and a wrong one
    "L1": (
        lambda x: ridge(x) + 0.1 * np.abs(x).sum(),
        lambda x: 2 * x + 0.1 * np.sign(x),
        lambda x: 2 * x,
    ),
    "weak L1": (
        lambda x: ridge(x) + 1e-6 * np.abs(x).sum(),
        lambda x: 2 * x + 1e-6 * np.sign(x),
        lambda x: 2 * x,
    ),
    "norm": (
        lambda x: ridge(x) + np.linalg.norm(x),
        lambda x: 2 * x + x / np.linalg.norm(x),
        lambda x: 2 * x,
    ),
    "vdot": (lambda x: np.vdot(x, x), lambda x: 2 * x, lambda x: 0 * x),
    "conj": (lambda x: (x * x.conj()).sum(), lambda x: 2 * x, lambda x: 0 * x),
    "sign": (lambda x: (x * np.sign(x)).sum(), np.sign, lambda x: 2 * np.sign(x)),
    "var": (np.var, lambda x: 2 * (x - x.mean()) / 4, lambda x: 0 * x),
    "maximum": (lambda x: np.maximum(x, 0).sum(), lambda x: 1.0 * (x > 0), lambda x: 0 * x),
    "sort": (
        lambda x: np.sort(x) @ np.arange(4),
        lambda x: 1.0 * x.argsort().argsort(),
        lambda x: np.arange(4.0),
    ),
    "hypot": (
        lambda x: np.hypot(x[0], x[1:]).sum(),
        lambda x: np.array([(x[0] / np.hypot(x[0], x[1:])).sum(), *(x / np.hypot(x[0], x))[1:]]),
        lambda x: x,
    ),
    "fft": (lambda x: (np.abs(np.fft.fft(x)) ** 2).sum() / 4, lambda x: 2 * x, lambda x: 0 * x),
    "float": (lambda x: sum(float(t) ** 2 for t in x), lambda x: 2 * x, lambda x: 0 * x),
    "Cholesky": (lambda x: np.linalg.cholesky(np.diag(x * x)).trace(), np.sign, lambda x: 0 * x),
    "one buffer": (in_one_buffer, lambda x: 2 * x, lambda x: 0 * x),
    "in place": (changes_its_argument, lambda x: 2 * x, lambda x: 0 * x),
    "refusal": (refuses_complex_numbers, lambda x: 2 * x, lambda x: 0 * x),
    "real copy": (copies_into_a_real_array, lambda x: 2 * x, lambda x: 0 * x),
    "one element": (lambda x: [[ridge(x)]], lambda x: 2 * x, lambda x: x),
    "complex": (lambda x: ridge(x) + 0j, lambda x: 2 * x, lambda x: x),
    "float32 inside": (in_float32, lambda x: 2 * x, lambda x: 2.02 * x),
    "complex64": (in_complex64, lambda x: 2 * x, lambda x: 2.02 * x),
    "float32 gradient": (ridge, lambda x: np.float32(2) * x.astype("f"), lambda x: 2.02 * x),
    "huge": (lambda x: 1e300 * ridge(x), lambda x: 2e300 * x, lambda x: 2.001e300 * x),
    "tiny": (lambda x: 1e-300 * ridge(x), lambda x: 2e-300 * x, lambda x: 2.001e-300 * x),
    "offset": (lambda x: 1e8 + np.sin(x.real).sum(), np.cos, lambda x: 1.01 * np.cos(x)),
    "inner offset": (
        lambda x: (1e8 + np.sin(x.real).sum()) - 1e8,
        np.cos,
        lambda x: 1.01 * np.cos(x),
    ),
    "one small entry": (
        lambda x: x @ [1e6, 1, 1, 1e-3],
        lambda x: np.array([1e6, 1, 1, 1e-3]),
        lambda x: np.array([1e6, 1, 1, 2e-3]),
    ),
    "one small entry, real": (
        lambda x: x.real @ [1e6, 1, 1, 1],
        lambda x: np.array([1e6, 1, 1, 1]),
        lambda x: np.array([1e6, 1, 1, 2]),
    ),
    "nothing": (lambda x: 3.0, lambda x: 0 * x, lambda x: 0 * x + 1e-6),
}


@pytest.mark.parametrize("name", COSTS)
def test_a_right_gradient_passes_and_a_wrong_one_fails_however_the_cost_is_written(name):
    cost, right, wrong = COSTS[name]
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # such as ComplexWarning
        assert gradcheck(cost, w, right).ok
        report = gradcheck(cost, w, wrong)
    assert report.failed == ["x"]
    assert "WRONG" in repr(report)


@pytest.mark.parametrize("shape", [(), (1,), (2,)])
@pytest.mark.parametrize(
    ("x", "cost", "right", "wrong"),
    [
        (1e6, lambda x: x.real**2, lambda x: 2 * x, lambda x: 2.001 * x),
        (1e-8, lambda x: np.log(x.real), lambda x: 1 / x, lambda x: 1.001 / x),
        (1e-8, lambda x: np.sin(x.real), np.cos, lambda x: 1.01 * np.cos(x)),
        (1e-30, lambda x: 1 / x, lambda x: -1 / x**2, lambda x: -1.01 / x**2),
        (1e150, lambda x: x.real / 1e150, lambda x: 1e-150 + 0 * x, lambda x: 0 * x),
        (1e-3, lambda x: np.sin(1e6 * x.real), lambda x: 1e6 * np.cos(1e6 * x), np.cos),
        (3.0, lambda x: np.exp(-99 * x), lambda x: -99 * np.exp(-99 * x), lambda x: 0 * x),
        (0.0, lambda x: x.real**3, lambda x: 3 * x**2, lambda x: 3 * x**2 + 1e-3),
        (0.0, lambda x: 1 + np.cos(x.real), lambda x: -np.sin(x), lambda x: 0 * x + 1e-4),
        (1e-7, lambda x: x + np.abs(x), lambda x: 0 * x + 2, lambda x: 0 * x + 1),
        (-1e-7, lambda x: x + np.abs(x), lambda x: 0 * x, lambda x: 0 * x + 1),
    ],
)
def test_the_step_suits_the_point(x, cost, right, wrong, shape):
    x = np.array(x) * np.arange(1, 1 + np.prod(shape, dtype=int)).reshape(shape)
    assert gradcheck(lambda x: cost(x).sum(), x, right).ok
    assert not gradcheck(lambda x: cost(x).sum(), x, wrong).ok
    if shape:
        assert gradcheck(cost, x, right).ok
        assert not gradcheck(cost, x, wrong).ok


def lse(z):
    return np.log(np.exp(z).sum())


def shares(z):
    return np.exp(z) / np.exp(z).sum()


FAR_APART = {  # cost, its gradient, and a point at which entries are of very different sizes
    "ln": (lambda x: np.log(x).sum(), lambda x: 1 / x, [1e-12, 1e-3, 2]),
    "ln, real": (lambda x: np.log(x.real).sum(), lambda x: 1 / x, [1e-12, 1e-3, 2]),
    "exp": (lambda x: np.exp(x).sum(), np.exp, [300.0, -300, 1]),
    "ninth power": (lambda x: (x**9).sum(), lambda x: 9 * x**8, [1e-9, 1e-5, 30, -2]),
    "product": (np.prod, lambda x: np.prod(x) / x, [1e-5, 3, 1e5, 2]),
    "logistic": (lse, shares, [0.0, -40, 30, -300]),
    "square": (lambda x: np.exp(x[0]) + x[1] ** 2, lambda x: [np.exp(x[0]), 2 * x[1]], [300, 2.0]),
}


@pytest.mark.parametrize("name", FAR_APART)
def test_a_small_entry_beside_large_ones_is_judged_by_its_own_size(name):
    cost, right, x = FAR_APART[name]
    report = gradcheck(cost, x, right)
    assert report.ok, report
    assert report.entries[0].notes == []
    for k in range(len(x)):
        for factor in (0, 1.001, -1, 2):
            factors = np.where(np.arange(len(x)) == k, factor, 1)
            report = gradcheck(cost, x, lambda x, factors=factors: right(x) * factors)
            entry = report.entries[0]
            found = entry.wrong | entry.unknown & (factors == 0)  # 0 may be what rounding left
            assert (found == (factors != 1)).all(), report


def test_what_nobody_can_know_is_said():
    hidden = "x[1] is 7: not known, for f hides it behind larger numbers"
    for grad in (1, 7):  # of an absolute value, for which the complex step may not be used
        report = gradcheck(
            lambda x: np.exp(x[0]) + np.abs(x[1]),
            [300.0, 2.0],
            lambda x, grad=grad: np.array([np.exp(x[0]), grad]),
        )
        assert report.ok
        assert report.entries[0].unknown.tolist() == [False, True]
    assert hidden in repr(report)
    report = gradcheck(lambda x: np.exp(x.real).sum(), [300.0, 1.0], lambda x: np.exp(x) * [1, 2])
    assert report.ok
    assert "x[1] is 5.43656: known to" in repr(report)


table = np.array([[0.1, 1], [0.2, 2], [-0.3, 5]])
numbers = np.random.default_rng(0).standard_normal((30, 3)) * [1, 100, 1e-3]
fitted = np.linalg.lstsq(numbers, numbers @ [1, 2, 3.0], rcond=None)[0]


@pytest.mark.parametrize(
    ("cost", "right", "wrong", "x"),
    [
        (  # 1 - tanh^2 has no digits where tanh is 1
            lambda x: np.tanh(x).sum(),
            lambda x: 1 - np.tanh(x) ** 2,
            lambda x: (1 - np.tanh(x) ** 2) * [1, 1, 1.001],
            [0.5, 20, -8],
        ),
        (np.tanh, lambda x: 1 - np.tanh(x) ** 2, lambda x: 1 - np.tanh(x), [0.5, 20, -8]),
        (lambda x: (table @ x).sum(), lambda x: table.sum(0), lambda x: table[0], [0.7, 1.3]),
        (
            lambda x: ((x - x.mean()) ** 2).sum(),
            lambda x: 2 * (x - x.mean()),
            lambda x: 2.002 * (x - x.mean()),
            1e8 + np.arange(4.0) ** 2,
        ),
        (  # at the minimum nothing is left but rounding
            lambda w: ((numbers @ w - numbers @ [1, 2, 3.0]) ** 2).sum(),
            lambda w: 2 * (numbers.T @ numbers @ w - numbers.T @ (numbers @ [1, 2, 3.0])),
            lambda w: w,
            fitted,
        ),
        (lambda z: lse(z) - z[2], lambda z: shares(z) - [0, 0, 1, 0], shares, [0.0, -4, 30, -3]),
        (lambda z: lse(z) - z[2], lambda z: shares(z) - [0, 0, 1, 0], shares, [0.0, -4, 60, -3]),
    ],
)
def test_a_right_gradient_that_lost_digits_passes(cost, right, wrong, x):
    assert gradcheck(cost, x, right).ok
    assert not gradcheck(cost, x, wrong).ok


def test_the_report_says_where_its_two_derivatives_differ_and_which_it_believes():
    cost, right, wrong = COSTS["L1"]
    table, note = repr(gradcheck(cost, w, right)).split("\n  ")
    assert "WRONG" not in table
    assert note == (
        "x[0] (and 3 more): central difference 1.5, complex step 1.4; the central one is believed"
    )
    report = gradcheck(cost, w, wrong)
    assert "x[0] (and 3 more) is 1.4, should be 1.5" in repr(report)
    assert report.error == pytest.approx(0.1 / 8.9)
    assert gradcheck(cost, w[:0], wrong).ok


def test_at_a_kink_every_slope_between_both_sides_is_right_and_the_report_says_so():
    for x in ([0.0, 1.0], [[0.0], [1.0]]):
        report = gradcheck(lambda x: np.abs(x).sum(), x, np.sign)
        assert report.ok
        assert "a kink, where anything from -1 to 1 is right" in repr(report)
    assert not gradcheck(lambda x: np.abs(x).sum(), [0.0], lambda x: 0 * x + 1.1)
    for phi in (relu, leaky_relu):
        report = gradcheck(phi, [-1.0, 0.0, 2.0])
        assert report.ok
        assert "a kink" in repr(report)
    assert not gradcheck(relu, [0.0], lambda z: 0 * z - 0.1)
    net = MLP([2, 3, 2], rng=np.random.default_rng(0))
    assert net.gradcheck([[0.0, 0.0], [1.0, 2.0]], [0, 1]).ok  # all z of one example are 0


def test_a_jump_has_no_derivative():
    report = gradcheck(lambda x: np.floor(x.real).sum(), [2.0, 0.5], lambda x: np.array([9.0, 0]))
    assert not report.ok
    assert "x[0] is 9, and f has no numerical derivative there" in repr(report)


def test_a_function_that_mixes_its_entries_is_not_taken_for_an_elementwise_one():
    for grad in (lambda z: softmax(z) * (1 - softmax(z)), lambda z: 0 * z):
        with pytest.raises(ValueError, match="depend on other entries"):
            gradcheck(softmax, [0.1, 0.2, 0.3], grad)
    with pytest.raises(ValueError, match="depend on other entries"):
        gradcheck(lambda x: x - x.mean(), w, lambda x: 0 * x)
    weights = np.array([1.0, -2, 3])
    assert gradcheck(
        lambda z: softmax(z) @ weights, [0.1, 0.2, 0.3], lambda z: softmax.grad(z) @ weights
    )


@pytest.mark.parametrize("phi", TRAINABLE, ids=str)
def test_activations_pass_far_out_too(phi):
    assert gradcheck(phi, [-300.0, -40, -20, -8, -1e-3, 1e-5, 0.5, 8, 20, 40, 300])
    assert gradcheck(phi, [8.0])


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
    with pytest.raises(ValueError, match=r"no derivative at x: f\(x\) is inf"):
        gradcheck(lambda x: np.inf, [1.0], lambda x: x)
    with pytest.raises(ValueError, match=r"one number, or an array.*\(3,\).*of shape \(2,\)"):
        gradcheck(lambda x: x[:2], [1.0, 2.0, 3.0], lambda x: x)
    with pytest.raises(TypeError, match="must return a number"):
        gradcheck(lambda x: "cost", [1.0], lambda x: x)
    with pytest.raises(TypeError, match="real for real x"):
        gradcheck(lambda x: 1j * x.sum(), [1.0], lambda x: x)
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


def test_sums_that_cancel_are_not_called_wrong_for_their_rounding():
    net = MLP([2, 3, 1], "tanh", "identity", rng=np.random.default_rng(0))
    X = np.random.default_rng(1).standard_normal((5, 2))
    assert net.gradcheck(X, net.predict(X) + 1e-12).ok  # fitted but for the last digits
    for hidden in ("sigmoid", "tanh", "relu"):
        for dtype in (np.float64, np.float32):
            rng = np.random.default_rng(2)
            net = MLP([3, 4, 4, 2], hidden, "softmax", "mse", rng=rng, dtype=dtype)
            net.W = [10 * W for W in net.W]
            X = 100 * rng.standard_normal((6, 3))
            assert net.gradcheck(X, rng.integers(0, 2, 6)).ok
