"""Activations against formulas at 60 digits, the complex step, and their own properties."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

import mlp_lib
from mlp_lib import leaky_relu, relu, sigmoid, softmax, step, tanh
from mlp_lib.activations import HIDDEN, OUTPUT, LeakyReLU, named
from mlp_lib.initializers import INITIALIZERS
from tests.support.activations import FORMULAS, TRAINABLE, mp

finite_arrays = arrays(
    np.float64, array_shapes(max_dims=3, max_side=5), elements=st.floats(-1000, 1000)
)


@pytest.mark.parametrize("phi", TRAINABLE, ids=str)
@pytest.mark.parametrize("point", [-20.5, -3.25, -1.0, -0.125, 0.5, 1.0, 2.75, 15.0])
def test_value_and_derivative_are_those_of_the_formula(phi, point):
    value, slope = FORMULAS[phi.name]
    assert phi(point) == pytest.approx(float(value(mp.mpf(point))), rel=4e-16, abs=0)
    derived = mp.diff(value, point)
    assert phi.grad(point) == pytest.approx(float(derived), rel=1e-15, abs=0)
    assert mp.almosteq(slope(mp.mpf(point)), derived, 1e-25)


@pytest.mark.parametrize("phi", TRAINABLE, ids=str)
@given(points=finite_arrays)
def test_derivative_equals_the_complex_step(phi, points):
    points = points + 0.1 * (points == 0)  # the kink of relu has no derivative
    numeric = phi(points + 1e-30j).imag / 1e-30
    np.testing.assert_allclose(phi.grad(points), numeric, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("phi", TRAINABLE, ids=str)
@given(points=finite_arrays)
def test_in_place_form_equals_the_plain_one(phi, points):
    a, slope = np.empty_like(points), np.empty_like(points)
    kept = points.copy()
    phi.into(points, a, slope)
    np.testing.assert_array_equal(points, kept)
    np.testing.assert_allclose(a, phi(points), rtol=2e-15, atol=1e-322)
    np.testing.assert_allclose(slope, phi.grad(points), rtol=2e-15, atol=1e-322)
    phi.into(points, points)
    np.testing.assert_array_equal(points, a)


@given(arrays(np.float64, (3, 4), elements=st.floats(-1000, 1000)))
def test_softmax_in_place_equals_the_plain_one_in_either_memory_order(logits):
    for order in "CF":
        z = np.asarray(logits, order=order)
        a = np.empty_like(z)
        softmax.into(z, a)
        np.testing.assert_allclose(a, softmax(logits), rtol=1e-15)


def test_step_in_place_has_a_value_but_no_slope():
    z = np.array([-1.0, 0.0, 2.0])
    a = np.empty(3)
    step.into(z, a)
    np.testing.assert_array_equal(a, [0, 1, 1])
    with pytest.raises(ValueError, match="derivative 0"):
        step.into(z, a, np.empty(3))


@pytest.mark.parametrize("phi", [*TRAINABLE, step, softmax], ids=str)
def test_nothing_overflows_at_a_thousand(phi):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for dtype in (np.float32, np.float64):
            values = phi(np.array([-1000, -1, 0, 1, 1000], dtype))
            assert np.isfinite(values).all()
            assert values.dtype == dtype
            if phi is not step:
                assert np.isfinite(phi.grad(np.array([-1000, 1000], dtype))).all()


def test_values_at_the_ends_and_at_zero():
    np.testing.assert_array_equal(sigmoid([-1000, 0, 1000]), [0, 0.5, 1])
    np.testing.assert_array_equal(step([-1e-300, 0.0, 2.0]), [0, 1, 1])
    assert relu.grad(0) == 0
    assert leaky_relu.grad(0) == 0.01
    assert sigmoid.grad(40.0) == pytest.approx(np.exp(-40.0), rel=1e-15)


def test_integers_and_lists_are_read_as_floats():
    assert relu([1, -2, 3]).dtype == np.float64
    assert tanh(0) == 0
    with pytest.raises(TypeError, match="z must hold numbers"):
        relu("three")
    with pytest.raises(TypeError, match="rectangular"):
        relu([[1, 2], [3]])


def test_relu_passes_nan_on_instead_of_hiding_it():
    assert np.isnan(relu([np.nan])).all()


def test_step_has_no_gradient_to_offer():
    with pytest.raises(ValueError, match="derivative 0"):
        step.grad(1.0)


@given(finite_arrays, st.floats(-1000, 1000))
def test_softmax_rows_sum_to_one_and_ignore_a_shift(logits, shift):
    p = softmax(logits)
    np.testing.assert_allclose(p.sum(axis=-1), 1, rtol=1e-14)
    assert (p >= 0).all()
    # Adding the shift rounds the logits by up to 2 eps 1000, which is a relative change of p.
    np.testing.assert_allclose(softmax(logits + shift), p, rtol=2e-12, atol=1e-300)


def test_softmax_jacobian_equals_the_complex_step():
    logits = np.random.default_rng(0).normal(size=(3, 4))
    jacobian = softmax.grad(logits)
    assert jacobian.shape == (3, 4, 4)
    for m in range(4):
        direction = 1e-30j * np.eye(4)[m]
        numeric = softmax(logits + direction).imag / 1e-30
        np.testing.assert_allclose(jacobian[:, :, m], numeric, atol=1e-16)


def test_softmax_of_a_single_number_is_refused():
    with pytest.raises(ValueError, match="last axis"):
        softmax(3.0)


def test_names_are_found_and_near_misses_suggested():
    assert named("relu", HIDDEN, "hidden") is relu
    assert named(LeakyReLU(0.2), HIDDEN, "hidden").slope == 0.2
    with pytest.raises(ValueError, match="unknown hidden activation 'Relu'; did you mean 'relu'"):
        named("Relu", HIDDEN, "hidden")
    with pytest.raises(ValueError, match="did you mean 'softmax'"):
        named("sofmax", OUTPUT, "output")
    with pytest.raises(ValueError, match="Known: "):
        named(None, HIDDEN, "hidden")


@pytest.mark.parametrize("slope", [0, 1, -0.1, np.nan, "0.1", None, np.ones(2)])
def test_a_leaky_slope_outside_zero_to_one_is_refused(slope):
    with pytest.raises(ValueError, match="slope must lie"):
        LeakyReLU(slope)


@pytest.mark.parametrize("name", [*HIDDEN, *OUTPUT])
def test_every_activation_is_public_and_names_an_initializer(name):
    phi = (HIDDEN | OUTPUT)[name]
    assert getattr(mlp_lib, name, None) is phi
    assert name in mlp_lib.__all__
    assert phi.suits in INITIALIZERS


def test_repr_is_stable_for_stored_outputs():
    assert repr(relu) == "relu"


@pytest.mark.parametrize("phi", HIDDEN.values(), ids=HIDDEN)
def test_a_number_gives_a_number(phi):
    assert isinstance(phi(3.0), np.float64)
    if phi is not step:
        assert isinstance(phi.grad(3.0), np.float64)
