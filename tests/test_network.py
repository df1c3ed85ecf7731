"""The network: gradients against three independent oracles, invariances, worked numbers."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
import textbook
from hypothesis import given, settings
from hypothesis import strategies as st

from mlp_lib import MLP, relu, softmax_cross_entropy
from tests.support.activations import TRAINABLE

HIDDEN = [phi.name for phi in TRAINABLE]
OUTPUTS = [
    ("softmax", "softmax_cross_entropy"),
    ("softmax", "mse"),
    ("sigmoid", "binary_cross_entropy"),
    ("sigmoid", "mse"),
    ("identity", "mse"),
]
seeds = st.integers(0, 2**32 - 1)


def random_network(rng, hidden="tanh", output="softmax", loss=None, dtype=np.float64):
    """A network of random, unequal sizes with random biases, and a batch for it."""
    sizes = [int(n) for n in rng.integers(1, 8, rng.integers(2, 5))]
    if output == "softmax":
        sizes[-1] += 1
    net = MLP(sizes, hidden, output, loss, rng=rng, dtype=dtype)
    net.b = [0.3 * rng.standard_normal(b.shape) for b in net.b]
    n = int(rng.choice([1, 2, 3, 10]))
    X = rng.standard_normal((n, sizes[0])).astype(dtype)
    if output == "softmax":
        y = rng.integers(0, sizes[-1], n)
        return net, X, y, np.eye(sizes[-1])[y]
    y = rng.standard_normal((n, sizes[-1]))
    y = (y > 0).astype(dtype) if output == "sigmoid" else y.astype(dtype)
    return net, X, y, y.astype(float)


def relative(ours, theirs):
    """Largest difference over the largest gradient, over all parameters."""
    largest = max(np.abs(t).max() for t in theirs)
    if largest == 0:
        return max(np.abs(o).max() for o in ours)
    return max(np.abs(o - t).max() for o, t in zip(ours, theirs, strict=True)) / largest


@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(("dtype", "limit"), [(np.float64, 1e-14), (np.float32, 1e-6)])
def test_gradients_equal_autograd(hidden, output, loss, dtype, limit):
    errors = []
    for seed in range(12):
        rng = np.random.default_rng([seed, HIDDEN.index(hidden)])
        net, X, y, Y = random_network(rng, hidden, output, loss, dtype)
        # In longdouble: plain formulas lose digits of their own, as many as BLAS's kernel decides.
        W, b = [[p.astype(np.longdouble) for p in part] for part in (net.W, net.b)]
        differentiate = autograd.grad(
            lambda both, X=X, Y=Y: textbook.cost(
                *both, X.astype(np.longdouble), Y, hidden, output, loss, np=anp
            )
        )
        expected = [part for group in differentiate((W, b)) for part in group]
        grads = net.backward(net.forward(X), y)
        errors.append(relative([*grads.W, *grads.b], expected))
    assert max(errors) <= limit


@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
@settings(max_examples=25, deadline=None)
@given(seed=seeds, hidden=st.sampled_from(HIDDEN))
def test_gradients_equal_the_complex_step(output, loss, seed, hidden):
    net, X, y, _ = random_network(np.random.default_rng(seed), hidden, output, loss)
    report = net.gradcheck(X, y)
    scale = max(np.abs(entry.complex_step).max() for entry in report.entries)
    for entry in report.entries:
        # Predictions of order one carry a rounding of 1e-16 into a gradient however small.
        assert np.abs(entry.analytic - entry.complex_step).max() <= 1e-14 * max(scale, 0.1)


@settings(max_examples=50, deadline=None)
@given(seed=seeds)
def test_fast_passes_equal_the_textbook(seed):
    rng = np.random.default_rng(seed)
    net, X, y, Y = random_network(rng, "relu")
    plain = textbook.gradients(
        [*net.W], [*net.b], X, Y, relu.grad, relu, lambda Z, Y: softmax_cross_entropy.grad(Z, y)
    )
    grads = net.backward(net.forward(X), y)
    for ours, theirs in zip((grads.W, grads.b, grads.delta), plain, strict=True):
        for one, other in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-13, atol=1e-16)
    assert net.cost(X, y) == pytest.approx(
        textbook.cost([*net.W], [*net.b], X, Y, "relu", "softmax", "softmax_cross_entropy"),
        rel=1e-13,
    )


@settings(max_examples=50, deadline=None)
@given(seed=seeds)
def test_order_of_examples_does_not_matter_and_means_add_up(seed):
    rng = np.random.default_rng(seed)
    net, X, y, _ = random_network(rng)
    order = rng.permutation(len(X))
    assert net.cost(X[order], y[order]) == pytest.approx(net.cost(X, y), rel=1e-13)
    together = net.backward(net.forward(X), y)
    one_by_one = [net.backward(net.forward(X[i : i + 1]), y[i : i + 1]).W[0] for i in range(len(X))]
    np.testing.assert_allclose(together.W[0], np.mean(one_by_one, axis=0), rtol=1e-12, atol=1e-15)


@settings(max_examples=50, deadline=None)
@given(seed=seeds)
def test_permuting_hidden_units_changes_nothing(seed):
    rng = np.random.default_rng(seed)
    net = MLP([3, 6, 4], rng=rng)
    X = rng.standard_normal((5, 3))
    before = net.predict_proba(X)
    order = rng.permutation(6)
    net.W = [net.W[0][:, order], net.W[1][order]]
    net.b = [net.b[0][order], net.b[1]]
    np.testing.assert_allclose(net.predict_proba(X), before, rtol=1e-13)


def test_the_network_with_two_hidden_layers_of_chapters_8_and_9():
    net = MLP([2, 2, 2, 2], rng=np.random.default_rng(0))
    net.W = [[[0.5, 0.2], [0.1, 0.2]], [[0.3, -0.1], [0.2, 0.1]], [[0.1, -0.2], [0.1, 0.2]]]
    net.b = [[0.1, 0.1], [0.2, -0.1], [0.1, 0.0]]
    cache = net.forward([[1, 1]])
    np.testing.assert_allclose(cache.A[1], [[0.7, 0.5]], rtol=1e-15)
    np.testing.assert_allclose(cache.Z[1], [[0.51, -0.12]], rtol=1e-14)
    np.testing.assert_array_equal(np.signbit(cache.A[2]), False)
    np.testing.assert_allclose(cache.A[3], [[0.562915, 0.437085]], atol=5e-7)
    grads = net.backward(cache, [0])
    np.testing.assert_allclose(grads.delta[0], [[-0.039338, -0.026225]], atol=5e-7)
    np.testing.assert_allclose(grads.delta[1], [[-0.131126, 0]], atol=5e-7)
    np.testing.assert_allclose(grads.W[1], [[-0.091788, 0], [-0.065563, 0]], atol=5e-7)
    assert net.cost([[1, 1]], [0]) == pytest.approx(0.574627, abs=5e-7)
    assert sum(part.size for part in (*net.W, *net.b)) == net.theta.size == 18


def test_a_cache_is_its_own_and_backward_does_not_disturb_it():
    net, X, y, _ = random_network(np.random.default_rng(1))
    first, second = net.forward(X), net.forward(2 * X)
    kept = [Z.copy() for Z in first.Z]
    gradients = net.backward(first, y)
    again = net.backward(first, y)
    for Z, copy in zip(first.Z, kept, strict=True):
        np.testing.assert_array_equal(Z, copy)
    np.testing.assert_array_equal(gradients.W[0], again.W[0])
    assert not np.shares_memory(first.Z[0], second.Z[0])
    assert not np.shares_memory(gradients.W[0], again.W[0])


def test_step_goes_forward_only():
    net = MLP([2, 3, 2], hidden="step", rng=np.random.default_rng(0))
    assert set(np.unique(net.forward([[1, -1], [0.5, 2]]).A[1])) <= {0, 1}
    with pytest.raises(ValueError, match="derivative 0"):
        net.backward(net.forward([[1, 2]]), [0])
    before = net.theta.copy()
    with pytest.raises(ValueError, match="derivative 0"):
        net.fit([[1, 2]], [0])
    np.testing.assert_array_equal(net.theta, before)


def test_predictions_of_each_output():
    rng = np.random.default_rng(0)
    X = rng.standard_normal((4, 3))
    classes = MLP([3, 5], rng=rng)
    np.testing.assert_allclose(classes.predict_proba(X).sum(axis=1), 1)
    np.testing.assert_array_equal(classes.predict(X), classes.predict_proba(X).argmax(axis=1))
    yes_no = MLP([3, 2], output="sigmoid", rng=rng)
    np.testing.assert_array_equal(yes_no.predict(X), yes_no.predict_proba(X) >= 0.5)
    assert yes_no.predict(X).dtype.kind == "i"
    numbers = MLP([3, 2], output="identity", rng=rng)
    np.testing.assert_allclose(numbers.predict(X), X @ numbers.W[0] + numbers.b[0])
    with pytest.raises(ValueError, match="no probabilities"):
        numbers.predict_proba(X)
    with pytest.raises(ValueError, match="accuracy is for classes"):
        numbers.accuracy(X, X[:, :2])
    assert classes.accuracy(X, classes.predict(X)) == 1


def test_parameters_are_plain_arrays_that_can_be_assigned():
    net = MLP([2, 3, 1], output="identity", rng=np.random.default_rng(0))
    assert isinstance(net.W[0], np.ndarray)
    net.W[0] = [[1, 2, 3], [4, 5, 6]]
    net.W[1][:] = 1
    net.b[1] = [0.5]
    assert net.predict([[1, 1]])[0, 0] == 5 + 7 + 9 + 0.5
    assert len(net.W) == 2
    assert "array" in repr(net.b)


@pytest.mark.parametrize(
    ("layer", "value", "error", "message"),
    [
        (
            0,
            np.zeros((3, 2)),
            ValueError,
            r"W\[0\] must have shape \(2, 3\), got \(3, 2\); .*tr",
        ),
        (0, np.zeros(3), ValueError, r"W\[0\] must have shape"),
        (0, np.full((2, 3), np.nan), ValueError, "finite"),
        (0, np.full((2, 3), 1j), TypeError, "real"),
        (0, "abc", TypeError, "numbers"),
    ],
)
def test_assigning_what_does_not_fit_changes_nothing(layer, value, error, message):
    net = MLP([2, 3, 1], output="identity", rng=np.random.default_rng(0))
    before = net.theta.copy()
    with pytest.raises(error, match=message):
        net.W[layer] = value
    with pytest.raises(error, match=message):
        net.W = [value, np.zeros((3, 1))]
    with pytest.raises(ValueError, match="takes 2 arrays, got 1"):
        net.W = [np.zeros((2, 3))]
    np.testing.assert_array_equal(net.theta, before)


@pytest.mark.parametrize(
    ("X", "error", "message"),
    [
        (np.zeros((4, 3)), ValueError, r"Z\[0\] = X @ W\[0\].*\(N, 2\), got \(4, 3\)"),
        (np.zeros(2), ValueError, r"x\[None, :\]"),
        (np.zeros((0, 2)), ValueError, "no examples"),
        ([[1, np.nan]], ValueError, r"X\[0, 1\] = nan"),
        ([[np.inf, 1]], ValueError, "finite"),
        ([[1j, 1]], TypeError, "real"),
        ([["a", "b"]], TypeError, "numbers"),
        ([[1, 2], [3]], TypeError, "rectangular"),
    ],
)
def test_inputs_that_do_not_fit_are_named(X, error, message):
    net = MLP([2, 3], rng=np.random.default_rng(0))
    for use in (net.inputs, net.forward):
        with pytest.raises(error, match=message):
            use(X)


def test_large_but_finite_inputs_are_not_mistaken_for_infinite_ones():
    net = MLP([2, 3], rng=np.random.default_rng(0))
    assert np.isfinite(net.forward([[1e200, -1e200]]).A[0]).all()


@pytest.mark.parametrize(
    ("output", "y", "error", "message"),
    [
        ("softmax", [0, 3], ValueError, "got 3"),
        ("softmax", [0.0, 1.0], TypeError, "integers"),
        ("softmax", [[0], [1]], ValueError, "second axis"),
        ("identity", [1.0, 2.0], ValueError, r"A has shape \(2, 3\) and y has shape \(2,\)"),
        ("identity", np.full((2, 3), np.inf), ValueError, "y must be finite"),
        ("sigmoid", np.full((2, 3), -1), ValueError, "must hold 0 or 1"),
    ],
)
def test_targets_that_do_not_fit_are_named(output, y, error, message):
    net = MLP([2, 3], output=output, rng=np.random.default_rng(0))
    X = np.ones((2, 2))
    through = (lambda X, y: net.backward(net.forward(X), y), lambda X, y: net.targets(y, len(X)))
    for use in (net.cost, net.fit, *through):
        with pytest.raises(error, match=message):
            use(X, y)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_inputs_and_targets_are_what_training_works_on(dtype):
    net = MLP([2, 3], rng=np.random.default_rng(0), dtype=dtype)
    columns = np.asfortranarray([[1, 2], [3, 4], [5, 6]])
    X, Y = net.inputs(columns), net.targets([2, 0, 1], 3)
    np.testing.assert_array_equal(X, columns)
    np.testing.assert_array_equal(Y, [[0, 0, 1], [1, 0, 0], [0, 1, 0]])
    assert X.dtype == Y.dtype == dtype
    assert X.flags.c_contiguous
    assert net.inputs(X) is X  # nothing to be changed, so no copy
    np.testing.assert_array_equal(net.forward(columns).A[0], X)
    numbers = MLP([2, 1], output="identity", rng=np.random.default_rng(0), dtype=dtype)
    np.testing.assert_array_equal(numbers.targets([[0.1], [2]], 2), np.array([[0.1], [2]], dtype))
    with pytest.raises(ValueError, match=r"labels must have shape \(3,\)"):
        net.targets([0, 1], 3)


def test_a_vector_is_not_broadcast_against_a_column():
    net = MLP([2, 1], output="sigmoid", rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"\(3, 1\).*\(3,\).*y\.reshape\(3, 1\)"):
        net.cost(np.ones((3, 2)), np.ones(3))


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"sizes": [3]}, ValueError, "at least two"),
        ({"sizes": [3, 0]}, ValueError, "positive"),
        ({"sizes": [3, 2.5]}, ValueError, "whole"),
        ({"hidden": "rellu"}, ValueError, "did you mean 'relu'"),
        ({"output": "softmaks"}, ValueError, "did you mean 'softmax'"),
        ({"loss": "msee"}, ValueError, "did you mean 'mse'"),
        ({"loss": "binary_cross_entropy"}, ValueError, "goes with sigmoid"),
        ({"init": "hee"}, ValueError, "did you mean 'he'"),
        ({"dtype": int}, TypeError, "float64 or float32"),
        ({"rng": 0}, TypeError, "Generator"),
    ],
)
def test_settings_that_make_no_sense_are_named(settings, error, message):
    call = {"sizes": [2, 3], "rng": np.random.default_rng(0)} | settings
    with pytest.raises(error, match=message):
        MLP(**call)


def test_integers_and_float32_are_converted():
    net = MLP([2, 3], rng=np.random.default_rng(0), dtype=np.float32)
    cache = net.forward(np.array([[1, 2]]))
    assert {Z.dtype for Z in (*cache.Z, *cache.A)} == {np.dtype(np.float32)}
    assert "float32" in repr(net)


def test_the_flat_array_can_be_assigned_and_moves_the_network():
    net = MLP([2, 3], output="identity", rng=np.random.default_rng(0))
    theta = net.theta
    net.theta = net.theta - 0.5
    assert net.theta is theta
    np.testing.assert_array_equal(net.b[0], [-0.5] * 3)
    net.theta = range(9)
    np.testing.assert_array_equal(net.predict([[1, 0]]), [[0 + 6, 1 + 7, 2 + 8]])
    for wrong, error in (
        (np.ones(8), ValueError),
        (np.full(9, np.inf), ValueError),
        (np.ones(9) * 1j, TypeError),
    ):
        with pytest.raises(error, match="theta"):
            net.theta = wrong
    np.testing.assert_array_equal(net.theta, range(9))


def test_networks_share_no_numbers():
    one, other = (MLP([3, 3, 3], rng=np.random.default_rng(seed)) for seed in (0, 1))
    one.W, one.b, one.theta = other.W, other.b, other.theta
    one.W[0][:] = 7
    assert (other.W[0] != 7).all()
    W = [W.copy() for W in other.W]
    other.W = [other.W[1], other.W[0]]  # two layers change places
    np.testing.assert_array_equal(other.W[0], W[1])
    np.testing.assert_array_equal(other.W[1], W[0])


def test_hidden_activation_and_generator_can_be_replaced():
    net, rng = MLP([2, 3, 1], output="identity", rng=np.random.default_rng(0)), np.random
    net.hidden = "tanh"
    X = np.ones((5, 2))
    np.testing.assert_allclose(
        net.predict(X), np.tanh(X @ net.W[0] + net.b[0]) @ net.W[1] + net.b[1], rtol=1e-14
    )
    net.rng = rng.default_rng(7)
    net.fit(X, X[:, :1], epochs=1)
    assert net.rng.bit_generator.state != rng.default_rng(7).bit_generator.state
    with pytest.raises(ValueError, match="did you mean 'relu'"):
        net.hidden = "rellu"
    with pytest.raises(TypeError, match="Generator"):
        net.rng = 7
    assert net.hidden.name == "tanh"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("sizes", (2, 4, 1), "fixed, or follows from the rest; make a new MLP"),
        ("dtype", np.float32, "make a new MLP"),
        ("output", "sigmoid", "make a new MLP"),
        ("n_weights", 3, "make a new MLP"),
        ("thetta", 3, "did you mean 'theta'"),
        ("w", 3, "did you mean 'W'|Known: W, b"),
    ],
)
def test_what_would_be_ignored_cannot_be_assigned(name, value, message):
    net = MLP([2, 3, 1], output="identity", rng=np.random.default_rng(0))
    with pytest.raises(AttributeError, match=message):
        setattr(net, name, value)
    for part in (net.W, net.forward([[1, 2]]), relu, net.output):
        with pytest.raises(AttributeError):
            part.anything = value
    with pytest.raises(TypeError):
        net.W.arrays[0] = np.zeros((2, 3))


def test_a_slope_belongs_to_its_activation():
    with pytest.raises(AttributeError, match="other networks may share it; make a new LeakyReLU"):
        MLP([2, 3], "leaky_relu", rng=np.random.default_rng(0)).hidden.slope = 0.3


def test_inputs_that_change_after_the_forward_pass_do_not_change_its_gradients():
    net, X, y, _ = random_network(np.random.default_rng(1))
    expected = net.backward(net.forward(X), y).W[0]
    cache = net.forward(X)
    X[:] = 5
    np.testing.assert_array_equal(net.backward(cache, y).W[0], expected)


def test_numbers_too_large_for_float32_are_named():
    net = MLP([2, 3], output="identity", rng=np.random.default_rng(0), dtype=np.float32)
    huge = np.full((2, 3), 1e300)
    for use in (
        lambda: net.predict(huge[:, :2]),
        lambda: net.cost(np.ones((2, 2)), huge),
        lambda: setattr(net, "theta", np.full(9, 1e300)),
        lambda: net.W.__setitem__(0, huge),
    ):
        with pytest.raises(ValueError, match=r"1e\+300, too large for float32"):
            use()
    assert np.isfinite(net.theta).all()


@pytest.mark.parametrize("output", ["softmax", "sigmoid", "identity"])
def test_nan_is_no_prediction(output):
    net = MLP([1, 2, 2], "identity", output, rng=np.random.default_rng(0))
    net.W = [[[3, 3]], [[1, -1], [-1, 1]]]  # inf - inf for 1e308
    with pytest.raises(ValueError, match="outputs are NaN, because the sums overflow"):
        net.predict([[1e308]])
    net.W[0][0, 1] = np.nan
    with pytest.raises(ValueError, match=r"theta\[1\] = nan"):
        net.predict([[1]])


def test_accuracy_takes_smoothed_targets_for_the_nearer_answer():
    net = MLP([1, 2], output="sigmoid", rng=np.random.default_rng(0))
    net.W[0] = [[9, -9]]
    X = [[1.0], [-1.0], [1.0]]
    assert net.accuracy(X, [[1, 0], [0, 1], [1, 0]]) == 1
    assert net.accuracy(X, [[0.95, 0.05], [0.05, 0.95], [0.95, 0.95]]) == 5 / 6
    assert net.accuracy(X, [[0.5, 0.4], [0.4, 0.5], [0.6, 0.4]]) == 1
