"""The scalar tape against HIPS autograd, and the classic mistakes it must not make."""

import itertools
import math
import xml.dom.minidom

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_lib import MLP, Value, relu, sigmoid, tanh

numbers = st.floats(-3, 3).map(lambda x: round(x, 3))


class Plain:
    """The same operations for autograd: methods on wrapped floats become functions."""

    exp, log, tanh = staticmethod(anp.exp), staticmethod(anp.log), staticmethod(anp.tanh)

    @staticmethod
    def sigmoid(x):
        return 1 / (1 + anp.exp(-x))

    @staticmethod
    def relu(x):
        return x * (x > 0)


class Taped:
    exp, log, tanh = Value.exp, Value.log, Value.tanh
    sigmoid, relu = Value.sigmoid, Value.relu


FORMULAS = [
    lambda a, b, f: (a * b) * (a + b),
    lambda a, b, f: f.sigmoid(a) ** 2 + f.tanh(b) * a,
    lambda a, b, f: f.relu(a - b) * 3 - b / 2 + 1,
    lambda a, b, f: f.log(a * a + 1) / (2 + f.exp(-b)),
    lambda a, b, f: 1 / (a**2 + 0.5) - (2 - b) ** 3,
    lambda a, b, f: 5 - a + a + a * a * a,
]


@pytest.mark.parametrize("formula", FORMULAS)
@given(a=numbers, b=numbers)
def test_derivatives_equal_autograd(formula, a, b):
    x, y = Value(a), Value(b)
    result = formula(x, y, Taped)
    result.backward()
    assert result.data == pytest.approx(formula(a, b, Plain), rel=1e-12, abs=1e-12)
    expected = autograd.grad(lambda p: formula(p[0], p[1], Plain))(np.array([a, b]))
    np.testing.assert_allclose([x.grad, y.grad], expected, rtol=1e-10, atol=1e-12)


def test_worked_example_and_second_call():
    a, b = Value(-2.0, "a"), Value(3.0, "b")
    f = (a * b) * (a + b)
    for _ in range(2):  # adjoints are not added to those of the first call
        f.backward()
        assert (f.data, a.grad, b.grad) == (-6, -3, -8)


def test_a_value_used_twice_collects_both_paths():
    a = Value(4.0)
    (a + a).backward()
    assert a.grad == 2


def test_a_deep_graph_with_forks_is_walked_once():
    x = Value(1.0)
    y = x
    for _ in range(3000):  # 2^3000 paths
        y = (y + y) * 0.5
    y.backward()
    assert x.grad == 1
    assert len(y.tape()) == 1 + 3000 * 3


def test_a_network_on_the_tape_equals_the_library():
    rng = np.random.default_rng(0)
    net = MLP([2, 3, 1], "tanh", "sigmoid", rng=rng)
    x, y = np.array([0.5, -1.0]), 1.0
    W = [[[Value(w) for w in row] for row in part] for part in net.W]
    b = [[Value(v) for v in part] for part in net.b]
    hidden = [
        sum((float(x_j) * W[0][j][k] for j, x_j in enumerate(x)), b[0][k]).tanh() for k in range(3)
    ]
    p = sum((h * W[1][k][0] for k, h in enumerate(hidden)), b[1][0]).sigmoid()
    (-p.log()).backward()
    grads = net.backward(net.forward(x[None, :]), np.array([[y]]))
    for taped, ours in ((W[0], grads.W[0]), (W[1], grads.W[1]), ([b[0]], grads.b[0][None, :])):
        np.testing.assert_allclose([[v.grad for v in row] for row in taped], ours, rtol=1e-12)


def test_relu_has_slope_zero_at_zero_and_a_constant_power_none():
    x = Value(0.0)
    x.relu().backward()
    assert x.grad == 0
    (x**0).backward()
    assert x.grad == 0


ENDS = [0.0, -0.0, 1.0, -2.0, 0.5, 5e-324, -1e-310, 1e308, -1e200, np.inf, -np.inf, np.nan]
OPERATIONS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": lambda a, b: a ** (b.data if isinstance(b, Value) else b),
}


@pytest.mark.parametrize("sign", OPERATIONS)
def test_arithmetic_ends_as_in_numpy(sign):
    operation = OPERATIONS[sign]
    for a, b in itertools.product(ENDS, ENDS):
        with np.errstate(all="ignore"):
            expected = operation(np.float64(a), np.float64(b))
        if sign == "**" and a < 0 and math.isfinite(b) and not b.is_integer():
            with pytest.raises(ValueError, match="no real value"):
                operation(Value(a), Value(b))
            continue
        np.testing.assert_allclose(operation(Value(a), Value(b)).data, expected, rtol=1e-15)


@pytest.mark.parametrize("z", [-800.0, -745.0, -40.0, -1e-9, 0.0, 20.0, 710.0, np.inf, -np.inf])
def test_functions_of_a_value_keep_their_digits(z):
    for name, phi in (("sigmoid", sigmoid), ("tanh", tanh), ("relu", relu)):
        x = Value(z)
        result = getattr(x, name)()
        result.backward()
        assert result.data == pytest.approx(float(phi(z)), rel=1e-14, abs=1e-322)
        assert x.grad == pytest.approx(float(phi.grad(z)), rel=1e-14, abs=1e-322)
    with np.errstate(over="ignore"):
        assert Value(z).exp().data == pytest.approx(float(np.exp(z)), rel=1e-15, abs=1e-322)


def test_nan_goes_through_every_operation():
    x = Value(np.nan)
    for result in (x.relu(), x.tanh(), x.sigmoid(), x.exp(), x.log(), x**2, 1 / x, x - x, 2 * x):
        result.backward()
        assert math.isnan(result.data)
        if result.operation in ("relu", "tanh", "sigmoid", "exp", "ln", "^2"):
            assert math.isnan(x.grad)


@pytest.mark.parametrize(
    ("x", "n", "value", "slope"),
    [
        (0.0, 0, 1, 0),
        (0.0, 1, 0, 1),
        (0.0, 0.5, 0, np.inf),
        (0.0, -1, np.inf, -np.inf),
        (-2.0, 3, -8, 12),
        (1e200, 2, np.inf, 2e200),
        (-1e200, 3, -np.inf, np.inf),
        (4.0, np.int64(2), 16, 8),
    ],
)
def test_powers_and_their_slopes(x, n, value, slope):
    x = Value(x)
    (x**n).backward()
    assert ((x**n).data, x.grad) == (value, slope)


def test_quotients_and_logarithms_at_zero_are_infinite():
    x = Value(0.0)
    (1 / x).backward()
    assert ((1 / x).data, x.grad) == (np.inf, -np.inf)
    x.log().backward()
    assert (x.log().data, x.grad) == (-np.inf, np.inf)
    assert (Value(1e-310) / 1e-310).data == 1
    assert math.isnan((x / 0).data)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: Value(-2.0) ** 0.5, ValueError, r"-2 \*\* 0\.5 has no real value"),
        (lambda: Value(-1.0).log(), ValueError, r"ln\(-1\) has no real value"),
        (lambda: Value(2.0) ** "3", TypeError, "exponent must be a number, got str"),
        (lambda: Value(2.0) ** None, TypeError, "got NoneType"),
        (lambda: Value(2.0) ** 1j, TypeError, "got complex"),
        (lambda: 2 ** Value(3.0), TypeError, r"write 2 \*\* b as \(b \* math.log\(2\)\).exp\(\)"),
    ],
)
def test_what_has_no_real_value_says_so(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_the_graph_is_a_picture_with_every_value_in_it():
    a, b = Value(-2.0, "a<"), Value(3.0, "b")
    f = a * b + a
    f.backward()
    svg = f.graph()._repr_svg_()
    document = xml.dom.minidom.parseString(svg)
    assert len(document.getElementsByTagName("rect")) == 4
    assert len(document.getElementsByTagName("path")) == 4
    assert "grad 4" in svg
    assert repr(f.graph()) == "Graph of 4 values, result -8"
    assert repr(a) == "Value(a< = -2, grad=4)"


def test_a_graph_too_large_to_look_at_says_so_and_is_not_drawn():
    total = Value(0.0)
    for _ in range(74):
        total = total + 1.0
    assert len(total.tape()) == 149
    assert total.graph()._repr_svg_() is not None
    larger = (total + 1.0).graph()
    assert larger._repr_svg_() is None
    assert "Graph of 151 values" in repr(larger)
    assert "more than 150 are not drawn" in repr(larger)


@pytest.mark.parametrize("data", ["3", b"3", [1.0], None, 1j, Value(1.0)])
def test_a_value_holds_one_real_number(data):
    with pytest.raises(TypeError, match="one real number, got"):
        Value(data)


def test_what_is_no_number_is_refused():
    with pytest.raises(TypeError, match="number or a Value, got str"):
        Value(1.0) + "2"
    with pytest.raises(TypeError, match="exponent"):
        Value(1.0) ** Value(2.0)
    assert (Value(1.0) + np.int64(2)).data == 3
