"""The scalar tape against HIPS autograd, and the classic mistakes it must not make."""

import xml.dom.minidom

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_lib import MLP, Value

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
    for _ in range(2):  # adjoints are not added to those of the first call (M42)
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


def test_what_is_no_number_is_refused():
    with pytest.raises(TypeError, match="number or a Value, got str"):
        Value(1.0) + "2"
    with pytest.raises(TypeError, match="exponent"):
        Value(1.0) ** Value(2.0)
    assert (Value(1.0) + np.int64(2)).data == 3
