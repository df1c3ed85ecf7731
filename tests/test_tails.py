"""Activations and losses over all floats, infinite ones too, against mpmath at 60 digits.

Every function is compared to a few units in the last place, in float64 and float32, by value, by
derivative and in the in-place form of the training loop; and NaN goes through all of them.
"""

import json
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_lib import (
    MLP,
    Adam,
    binary_cross_entropy,
    mse,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    step,
)
from mlp_lib.activations import HIDDEN, Activation
from mlp_lib.outputs import PAIRS, output_layer
from tests.support.activations import FORMULAS, ROUNDED, TRAINABLE, mp
from tests.support.node import node

DTYPES = [np.float64, np.float32]
INF, NAN = np.inf, np.nan
# Where exact forms matter most: saturation, overflow of exp, subnormals, the largest floats.
EDGES = [0.0, 5e-324, 1e-40, 18.0, 20.0, 40.0, 88.7, 104.0, 354.0, 372.0, 709.8, 745.0, 1e4, INF]


def floats(dtype, infinite=True):
    """All floats of the dtype, every exponent, and often those where functions bend."""
    edges = st.sampled_from(EDGES if infinite else EDGES[:-1])
    size = st.floats(0, float(np.finfo(dtype).max), width=np.finfo(dtype).bits) | edges
    return st.tuples(size, st.sampled_from([1, -1])).map(
        lambda pair: float(dtype(pair[0])) * pair[1]
    )


def vectors(dtype, least=1, most=5, **kind):
    return st.lists(floats(dtype, **kind), min_size=least, max_size=most).map(
        lambda z: np.array(z, dtype)
    )


def exact(z):
    return [mp.mpf(float(number)) for number in z]


def assert_digits(ours, theirs, ulps=8, absolute=0.0):
    """Equal to a few units in the last place, with gradual underflow and with overflow."""
    ours = np.ravel(ours)
    limits = np.finfo(ours.dtype)
    with np.errstate(over="ignore"):
        wanted = np.array([ours.dtype.type(float(t)) for t in theirs])
    least = 8 * float(limits.smallest_subnormal)
    allowed = ulps * limits.eps * np.abs(wanted) + least + absolute
    with np.errstate(invalid="ignore"):
        close = (ours == wanted) | (np.abs(ours - wanted) <= allowed)
    assert close.all(), f"{ours} instead of {wanted}"


@pytest.fixture(autouse=True)
def no_warning_leaks():
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        yield


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("phi", TRAINABLE, ids=str)
@given(data=st.data())
def test_value_slope_and_in_place_form_keep_their_digits_everywhere(phi, dtype, data):
    z = data.draw(vectors(dtype))
    value, derivative = FORMULAS[phi.name]
    values, slopes = ([f(t) for t in exact(z)] for f in (value, derivative))
    a, slope = np.full_like(z, NAN), np.full_like(z, NAN)
    phi.into(z, a, slope)
    assert phi(z).dtype == phi.grad(z).dtype == dtype
    lost = ROUNDED.get(phi.name, 0) * np.finfo(dtype).eps
    for ours in (phi(z), a):
        assert_digits(ours, values)
    for ours in (phi.grad(z), slope):
        assert_digits(ours, slopes, absolute=lost * (np.abs(z) < 2))
    phi.into(z, z)
    np.testing.assert_array_equal(z, a)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("phi", [*TRAINABLE, step], ids=str)
def test_nan_stays_nan_and_disturbs_no_neighbour(phi, dtype):
    z = np.array([NAN, -1, 0, 2, NAN, INF, -INF], dtype)
    lost = np.isnan(z)
    np.testing.assert_array_equal(np.isnan(phi(z)), lost)
    a, slope = np.zeros_like(z), np.zeros_like(z)
    phi.into(z, a, None if phi is step else slope)
    np.testing.assert_array_equal(a, phi(z))
    assert np.isnan(phi(NAN))
    if phi is not step:
        np.testing.assert_array_equal(np.isnan(phi.grad(z)), lost)
        np.testing.assert_array_equal(np.isnan(slope), lost)
        lost = np.array([complex(-1, NAN), complex(1, NAN), complex(NAN, 0)])
        assert np.isnan(phi(lost)).all()
        assert np.isnan(phi.grad(lost)).all()
    assert np.isnan(step(np.array([complex(1, NAN)])))


def test_empty_arrays_integers_and_other_precisions_go_through():
    for phi in (*TRAINABLE, step):
        assert phi(np.zeros((0, 3))).shape == (0, 3)
        assert phi(3).shape == ()
        for dtype in (np.float16, np.longdouble):
            assert phi(np.array([-2, 0.5], dtype)).dtype == dtype
        with pytest.raises(TypeError, match="must hold numbers"):
            phi(np.array([None]))
    assert softmax(np.zeros((0, 3))).shape == (0, 3)


def powers(z):
    """softmax of exact logits, and the logits below the largest, exactly."""
    below = [t - max(z) for t in z]
    e = [mp.exp(t) for t in below]
    total = mp.fsum(e)
    return [t / total for t in e], below


@pytest.mark.parametrize("dtype", DTYPES)
@given(data=st.data())
def test_softmax_and_its_jacobian_keep_their_digits_everywhere(dtype, data):
    z = data.draw(vectors(dtype, infinite=False))
    p, _ = powers(exact(z))
    # z_k - max z is rounded, by eps |z_k - max z| / 2 <= eps 373 where p_k is not 0.
    ulps = 400
    assert_digits(softmax(z), p, ulps)
    a = np.empty_like(z)
    with np.errstate(over="ignore"):  # as in training
        softmax.into(z, a)
    np.testing.assert_array_equal(a, softmax(z))
    jacobian = [
        p[k] * (mp.fsum(p[:k] + p[k + 1 :]) if k == m else -p[m])
        for k in range(len(z))
        for m in range(len(z))
    ]
    assert_digits(softmax.grad(z), jacobian, 2 * ulps)


def test_softmax_at_infinite_logits_is_its_limit_or_nan():
    cases = {
        (INF, 0, 1): (1, 0, 0),
        (-INF, 0, 0): (0, 0.5, 0.5),
        (INF, -INF, 1e308): (1, 0, 0),
        (1e308, -1e308, 0): (1, 0, 0),
        (INF, INF, 0): (NAN, NAN, NAN),
        (-INF, -INF, -INF): (NAN, NAN, NAN),
        (NAN, 0, 1): (NAN, NAN, NAN),
        (INF, NAN, 0): (NAN, NAN, NAN),
    }
    for z, p in cases.items():
        np.testing.assert_array_equal(softmax(z), p)
        a = np.array([z], float)
        with np.errstate(over="ignore", invalid="ignore"):
            softmax.into(a, a)  # NaN for what is not finite: never a wrong number
        assert np.isnan(a).all() or np.array_equal(a, [p])
    np.testing.assert_array_equal(softmax([-INF]), [1])
    np.testing.assert_array_equal(softmax.grad([INF, 0.0]), np.zeros((2, 2)))
    with pytest.raises(ValueError, match="Jacobian"):
        softmax.into(np.zeros((1, 2)), np.zeros((1, 2)), np.zeros((1, 2)))


@pytest.mark.parametrize("dtype", DTYPES)
@given(data=st.data())
def test_softmax_cross_entropy_keeps_its_digits_everywhere(dtype, data):
    z = data.draw(vectors(dtype, infinite=False))
    label = data.draw(st.integers(0, len(z) - 1))
    p, below = powers(exact(z))
    top = p.index(max(p))
    others = mp.fsum(mp.exp(t) for k, t in enumerate(below) if k != top)
    assert_digits(softmax_cross_entropy(z, label), [mp.log1p(others) - below[label]], 400)
    rest = mp.fsum(p[:label] + p[label + 1 :])
    gradient = [-rest if k == label else p[k] for k in range(len(z))]
    assert_digits(softmax_cross_entropy.grad(z, label), gradient, 400)


def test_softmax_cross_entropy_at_infinite_logits_is_its_limit():
    assert softmax_cross_entropy([-INF, 0, 1], 2) == pytest.approx(np.log1p(np.exp(-1)), rel=1e-15)
    assert softmax_cross_entropy([-INF, 0, 1], 0) == INF
    assert softmax_cross_entropy([1e308, -1e308], 0) == 0
    assert softmax_cross_entropy([INF, 0], 0) == 0
    assert softmax_cross_entropy([INF, 0], 1) == INF
    assert softmax_cross_entropy([50.0, 0], 0) == pytest.approx(np.exp(-50.0), rel=1e-15)
    np.testing.assert_array_equal(softmax_cross_entropy.grad([INF, 0, -INF], 1), [1, -1, 0])
    for z in ([NAN, 0, 1], [INF, INF, 0], [-INF, -INF, -INF]):
        assert np.isnan(softmax_cross_entropy(z, 2))
        assert np.isnan(softmax_cross_entropy.grad(z, 2)).all()


@pytest.mark.parametrize("dtype", DTYPES)
@given(data=st.data())
def test_binary_cross_entropy_from_logits_keeps_its_digits_everywhere(dtype, data):
    z = data.draw(vectors(dtype, infinite=False))
    share = st.sampled_from([0.0, 1.0]) | st.floats(0, 1, width=np.finfo(dtype).bits)
    y = np.array(data.draw(st.lists(share, min_size=len(z), max_size=len(z))), dtype)
    parts = [
        mp.log1p(mp.exp(-abs(t))) + abs(t) * (1 - q if t > 0 else q)
        for t, q in zip(exact(z), exact(y), strict=True)
    ]
    assert_digits(binary_cross_entropy.from_logits(z, y), [mp.fsum(parts) / len(z)])


def test_binary_cross_entropy_from_infinite_logits_is_its_limit():
    from_logits = binary_cross_entropy.from_logits
    assert from_logits([INF, -INF], [1, 0]) == 0
    assert from_logits([INF, -INF], [0, 0]) == INF
    assert from_logits([-INF], [0.5]) == INF
    assert from_logits([1e308, 1.7e308, 1e308], [0, 0, 0]) == pytest.approx(1.2333333333333333e308)
    for y in (0, 0.5, 1):
        assert np.isnan(from_logits([NAN, 0.0], [y, y]))


@pytest.mark.parametrize("dtype", DTYPES)
@given(data=st.data())
def test_binary_cross_entropy_and_its_slope_keep_their_digits_up_to_the_ends(dtype, data):
    width, n = np.finfo(dtype).bits, data.draw(st.sampled_from([1, 3, 1000]))
    ends = st.sampled_from([5e-324, 1e-310, 1e-45, 1 - 2**-24])
    p = dtype(data.draw(st.floats(0, 1, width=width) | ends))
    y = dtype(data.draw(st.sampled_from([0, 1]) | st.floats(0, 1, width=width) | ends))
    t, q = exact([p, y])
    if (p == 0 and y > 0) or (p == 1 and y < 1):  # a certain mistake
        cost, slope = mp.inf, mp.inf if p else -mp.inf
    else:
        cost = -q * (mp.log(t) if q else 0) - (1 - q) * (mp.log1p(-t) if q != 1 else 0)
        slope = (t - q) / (t * (1 - t)) / n if 0 < q < 1 else (-1 / t if q else 1 / (1 - t)) / n
    p, y = np.full(n, p), np.full(n, y)
    assert_digits(binary_cross_entropy(p, y), [cost])
    assert_digits(binary_cross_entropy.grad(p, y)[0], [slope])


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_smallest_error_has_a_slope(dtype):
    tiny = np.finfo(dtype).smallest_subnormal
    for size, y_hat, grad in ((1, 1, 2), (2, -1, -1), (3, 3, 2)):
        found = mse.grad(np.full(size, y_hat * tiny), np.zeros(size, dtype))
        np.testing.assert_array_equal(found, np.full(size, grad * tiny))


def test_a_mean_over_more_examples_than_float16_can_count():
    many = 100_000
    errors = np.full(many, 200, np.float16)
    assert mse(errors, 0 * errors) == 40_000
    np.testing.assert_allclose(mse.grad(errors, 0 * errors), 0.004)
    quarter = np.full(many, 0.25, np.float16)
    np.testing.assert_allclose(binary_cross_entropy.grad(quarter, 0 * quarter), 4 / 3 / many)
    assert binary_cross_entropy.from_logits(0 * quarter, quarter) == pytest.approx(np.log(2))
    grad = softmax_cross_entropy.grad(np.zeros((many, 2), np.float16), np.zeros(many, int))
    np.testing.assert_allclose(grad, np.tile([-0.5 / many, 0.5 / many], (many, 1)))


@pytest.mark.parametrize("dtype", [np.complex128, np.complex64])
def test_complex_numbers_go_to_infinity_as_real_ones_do(dtype):
    z = np.array([INF, -INF, 2.0**99, -(2.0**99)], dtype) + dtype(1e-30j)
    for phi in TRAINABLE:
        np.testing.assert_array_equal(phi(z).real, phi(z.real), err_msg=phi.name)
        np.testing.assert_array_equal(phi.grad(z).real, phi.grad(z.real), err_msg=phi.name)
        assert not np.isnan(phi(z)).any(), phi
        assert np.isnan(phi(dtype(complex(NAN, 0)))), phi
    for z in ([INF, 0], [-INF, 1], [2.0**99, -(2.0**99)]):
        z = np.array(z)
        there = z.astype(dtype)
        np.testing.assert_array_equal(softmax(there), softmax(z))
        for label in (0, 1):
            assert softmax_cross_entropy(there, label) == softmax_cross_entropy(z, label)
            y = [label, 0.25]
            ours = binary_cross_entropy.from_logits(there, y)
            np.testing.assert_allclose(ours, binary_cross_entropy.from_logits(z, y), rtol=1e-6)


@pytest.mark.parametrize("dtype", DTYPES)
@given(data=st.data())
def test_squared_error_overflows_only_where_the_mean_does(dtype, data):
    y_hat = data.draw(vectors(dtype, infinite=False))
    y = data.draw(vectors(dtype, len(y_hat), len(y_hat), infinite=False))
    errors = [a - b for a, b in zip(exact(y_hat), exact(y), strict=True)]
    assert_digits(mse(y_hat, y), [mp.fsum(e**2 for e in errors) / len(y)])
    assert_digits(mse.grad(y_hat, y), [2 * e / len(y) for e in errors])


def test_squared_error_of_nan_or_of_two_infinities_is_nan():
    for a, b in ((NAN, 1.0), (1.0, NAN), (INF, INF)):
        assert np.isnan(mse([a, 0], [b, 0]))
        assert np.isnan(mse.grad([a, 0], [b, 0])[0])
    assert mse([INF], [0.0]) == INF


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: "-".join(map(str, pair)))
@given(data=st.data())
def test_delta_of_an_output_layer_is_exact_where_the_fast_one_is_close(pair, data):
    activation, loss = pair
    output = output_layer(activation, loss)
    rows = data.draw(st.integers(1, 4))
    draw = st.floats(-60, 60) | st.sampled_from([-700.0, -40.0, 40.0, 700.0])
    Z = np.array(
        data.draw(st.lists(st.lists(draw, min_size=3, max_size=3), min_size=rows, max_size=rows))
    )
    labels = np.array(data.draw(st.lists(st.integers(0, 2), min_size=rows, max_size=rows)))
    Y = np.eye(3)[labels]
    ours, fast = output.delta(Z, Y), np.empty_like(Z)
    output.write_delta(activation(Z), Y, fast)
    np.testing.assert_allclose(
        ours, fast, rtol=1e-13, atol=5e-16 * max(1, np.abs(Y - activation(Z)).max())
    )
    for n in range(rows):
        z = exact(Z[n])
        p, _ = powers(z)
        if activation is softmax:
            off = [mp.fsum(p[:k] + p[k + 1 :]) * -1 if Y[n, k] else p[k] for k in range(3)]
        elif activation is sigmoid:
            off = [
                -1 / (1 + mp.exp(t)) if q else 1 / (1 + mp.exp(-t))
                for t, q in zip(z, Y[n], strict=True)
            ]
        else:
            off = [t - q for t, q in zip(z, exact(Y[n]), strict=True)]
        delta, absolute = [t / rows for t in off], 0
        if loss is binary_cross_entropy:
            delta = [t / 3 for t in delta]
        if loss is mse:
            g = [2 * t / 3 for t in delta]
            if activation is sigmoid:
                g = [t / (2 + mp.exp(u) + mp.exp(-u)) for t, u in zip(g, z, strict=True)]
            if activation is softmax:
                h = [[p[m] * (g[k] - g[m]) for m in range(3)] for k in range(3)]
                # Probabilities that are nearly equal leave few digits to their difference.
                rounded = [[p[m] * (abs(g[k]) + abs(g[m])) for m in range(3)] for k in range(3)]
                lost = [float(p[k] * (mp.fsum(rounded[k]) - rounded[k][k])) for k in range(3)]
                absolute = 1e-13 * np.array(lost)
                g = [p[k] * mp.fsum(h[k]) for k in range(3)]
            delta = g
        assert_digits(ours[n], delta, 400, absolute)


def test_a_network_says_nothing_is_certain():
    net = MLP([1, 1], output="sigmoid", rng=np.random.default_rng(0))
    net.W = [[[1.0]]]
    for z in (-40.0, -740.0):
        assert net.predict_proba([[z]])[0, 0] == pytest.approx(np.exp(z), rel=1e-14)
    cache = net.forward([[40.0], [-40.0]])
    np.testing.assert_allclose(
        net.backward(cache, [[1], [0]]).delta[0], np.exp([[-40.0], [-40.0]]) * [[-0.5], [0.5]]
    )
    narrow = MLP([1, 1], output="sigmoid", rng=np.random.default_rng(0), dtype=np.float32)
    narrow.W = [[[1.0]]]
    assert narrow.predict_proba([[-18.0]])[0, 0] == pytest.approx(np.exp(-18.0), rel=1e-6)


@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
def test_a_saturated_network_still_passes_its_gradient_check(output):
    rng = np.random.default_rng(1)
    net = MLP([3, 4, 2], "tanh", output, rng=rng)
    net.W = [8 * net.W[0], {"softmax": 60, "sigmoid": 1000}[output] * net.W[1]]
    X = rng.standard_normal((5, 3))
    y = net.predict(X)  # what the network is sure of
    assert net.cost(X, y) < 1e-5
    report = net.gradcheck(X, y)
    assert report.ok, report
    assert report.error < 1e-12


class Swish(Activation):
    """Someone's own activation, by value and derivative alone."""

    name = "swish"

    def _value(self, z):
        return z * sigmoid(z)

    def _grad(self, z):
        return sigmoid(z) + z * sigmoid.grad(z)


def test_an_activation_of_ones_own_needs_value_and_derivative_only():
    swish = Swish()
    z = np.array([-2.0, 0.5])
    a, slope = z.copy(), np.full(2, NAN)
    swish.into(a, a, slope)  # in place of its argument
    np.testing.assert_array_equal(a, swish(z))
    np.testing.assert_array_equal(slope, swish.grad(z))
    rng = np.random.default_rng(0)
    net = MLP([2, 8, 2], swish, rng=rng)
    X = rng.standard_normal((40, 2))
    y = (X[:, 0] > X[:, 1]).astype(int)
    assert net.gradcheck(X[:5], y[:5]).ok
    history = net.fit(X, y, epochs=60, optimizer=Adam(0.02))
    assert history.stopped == "epochs"
    assert history.cost[-1] < 0.5 * history.cost[0]


def test_an_in_place_form_that_differs_is_found_before_it_trains_on_garbage():
    class Careless(Swish):
        def into(self, z, a, slope=None):
            a[...] = self(z)  # and no slope

    net = MLP([2, 3, 2], Careless(), rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"swish\.into.*another slope"):
        net.gradcheck([[1.0, 2.0]], [0])


def test_half_an_activation_says_what_is_missing():
    class NoSlope(Activation):
        name = "no_slope"

        def _value(self, z):
            return z

    class Empty(Activation):
        name = "empty"

    rng = np.random.default_rng(0)
    net = MLP([2, 3, 2], NoSlope(), rng=rng)
    before = net.theta.copy()
    with pytest.raises(TypeError, match=r"NoSlope defines no derivative.*_grad\(self, z\)"):
        net.fit([[1.0, 2.0]], [0])
    np.testing.assert_array_equal(net.theta, before)
    with pytest.raises(TypeError, match="NoSlope defines no derivative"):
        NoSlope().into(np.ones(2), np.ones(2), np.ones(2))
    with pytest.raises(TypeError, match=r"Empty defines no value.*_value\(self, z\)"):
        Empty()(1.0)
    with pytest.raises(ValueError, match="Activation needs a name"):
        MLP([2, 3, 2], Activation(), rng=rng)
    with pytest.raises(ValueError, match="unknown output activation"):
        MLP([2, 3], output=Swish(), rng=rng)
    with pytest.raises(ValueError, match="unknown hidden activation"):
        MLP([2, 3, 2], softmax, rng=rng)


def test_the_page_keeps_the_same_digits_as_python():
    z = [sign * size for size in EDGES for sign in (1, -1)]
    texts = json.dumps([repr(t) for t in z] + ["NaN"]).replace("inf", "Infinity")
    script = (
        f"const z = {texts}.map(Number);"
        "const texts = (g) => z.map((t) => String(g(t)));"
        "const both = ([name, {f, slope}]) => [name, [texts(f), texts(slope)]];"
        "return Object.fromEntries(Object.entries(mlp.ACTIVATIONS).map(both))"
    )
    z = np.array([*z, NAN])
    for name, (values, slopes) in node(script).items():
        phi = HIDDEN[name]
        np.testing.assert_allclose(np.array(values, float), phi(z), rtol=1e-14, err_msg=name)
        if phi is not step:
            np.testing.assert_allclose(
                np.array(slopes, float), phi.grad(z), rtol=1e-14, atol=1e-322, err_msg=name
            )
        else:
            assert slopes[-1] == "NaN"


def test_softmax_of_the_page_has_the_same_limits():
    rows = [[INF, 0], [0, -INF], [INF, INF], [-INF, -INF], [NAN, 0], [1e308, -1e308], [800, 60]]
    texts = json.dumps([[repr(float(t)) for t in row] for row in rows])
    texts = texts.replace("inf", "Infinity").replace("nan", "NaN")
    page = node(f"return {texts}.map((row) => mlp.softmax(row.map(Number)).p.map(String))")
    for row, p in zip(rows, page, strict=True):
        np.testing.assert_allclose(np.array(p, float), softmax(row), rtol=1e-14)
    near = "[[0, -50], [3, 3], [800, 60]]"
    page = node(f"return {near}.map((z) => mlp.softmax(z).lnTotal)")
    cost = [softmax_cross_entropy(z, 0) for z in json.loads(near)]
    np.testing.assert_allclose(page, cost, rtol=1e-14)
