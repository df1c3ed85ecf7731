"""Optimizers and schedules: worked numbers of chapter 12, formulas written out, bad input."""

import numpy as np
import pytest
import textbook
from hypothesis import given
from hypothesis import strategies as st

from mlp_lib import SGD, Adam, AdamW
from mlp_lib.optimizers import FLUSH_EVERY
from mlp_lib.schedules import cosine, exponential, inverse_time, step_decay, warmup


def bowl(theta):
    """Gradient of (x^2 + 25 y^2) / 2."""
    return theta * [1.0, 25.0]


def race(optimizer, steps, start=(10.0, 1.0), gradient=bowl):
    theta = np.array(start)
    path = [theta.copy()]
    for _ in range(steps):
        optimizer.step(theta, gradient(theta))
        path.append(theta.copy())
    return np.array(path)


def test_worked_paths_of_chapter_12():
    np.testing.assert_allclose(
        race(SGD(0.04), 3), [(10, 1), (9.6, 0), (9.216, 0), (8.84736, 0)], rtol=1e-14, atol=1e-15
    )
    np.testing.assert_allclose(
        race(SGD(0.01, momentum=0.9), 3),
        [(10, 1), (9.9, 0.75), (9.711, 0.3375), (9.44379, -0.118125)],
        rtol=1e-13,
    )
    np.testing.assert_allclose(
        race(Adam(0.1), 3),
        [(10, 1), (9.9, 0.9), (9.800027, 0.800412), (9.700101, 0.701586)],
        atol=5e-7,
    )


@given(st.integers(0, 2**32 - 1), st.floats(0, 0.99), st.floats(0, 0.9999))
def test_adam_with_folded_scales_equals_the_formula(seed, beta1, beta2):
    start = np.random.default_rng(seed).normal(size=2)
    # A short memory divides by the last gradient alone. Where that is nearly 0, one step blows the
    # rounding of the steps before up to 1e-5, in whatever order it is computed.
    steps = 20 if beta2 > 0.3 else 1
    ours = race(Adam(0.05, betas=(beta1, beta2)), steps, start)
    np.testing.assert_allclose(
        ours, textbook.adam(start, bowl, steps, 0.05, beta1, beta2), rtol=1e-9, atol=1e-12
    )


def test_first_adam_step_is_the_learning_rate_in_every_coordinate():
    path = race(Adam(0.1, epsilon=0), 1, (3.0, -7.0))
    np.testing.assert_allclose(path[1] - path[0], [-0.1, 0.1], rtol=1e-13)


def test_nesterov_looks_ahead():
    theta, v, path = np.array([10.0, 1.0]), np.zeros(2), []
    for _ in range(5):
        g = bowl(theta)
        v = 0.9 * v - 0.01 * g
        theta = theta + 0.9 * v - 0.01 * g
        path.append(theta)
    ours = race(SGD(0.01, momentum=0.9, nesterov=True), 5)
    np.testing.assert_allclose(ours[1:], path, rtol=1e-13)


def test_decay_without_gradient():
    still = lambda theta: 0 * theta  # noqa: E731
    np.testing.assert_allclose(
        race(SGD(0.1, weight_decay=0.01), 1, (3.0, -3.0), still)[1], [2.997, -2.997], rtol=1e-15
    )
    np.testing.assert_allclose(
        race(AdamW(0.1, weight_decay=0.01), 1, (3.0, -3.0), still)[1], [2.997, -2.997], rtol=1e-15
    )
    coupled = race(Adam(0.1, weight_decay=0.01), 1, (3.0, -3.0), still)[1]
    np.testing.assert_allclose(coupled, [2.9, -2.9], rtol=1e-5)  # the moments forget its size


def test_heavy_ball_reaches_the_minimum_in_the_steps_of_the_chapter():
    path = race(SGD(1 / 9, momentum=4 / 9), 60)
    assert int(np.argmax(np.linalg.norm(path, axis=1) < 1e-6)) == 47


@pytest.mark.parametrize("optimizer", [Adam(0.1), SGD(0.1, momentum=0.5)], ids=str)
def test_memory_never_ends_among_subnormal_numbers(optimizer):
    theta = np.ones(3, np.float32)
    optimizer.step(theta, np.ones(3, np.float32))
    for _ in range(20 * FLUSH_EVERY):
        optimizer.step(theta, np.zeros(3, np.float32))
    memory = optimizer.m if isinstance(optimizer, Adam) else optimizer.velocity
    assert ((memory == 0) | (np.abs(memory) >= np.finfo(np.float32).tiny)).all()


def test_gradient_is_not_changed():
    for optimizer in (SGD(0.1, 0.9, weight_decay=0.1), Adam(weight_decay=0.1), AdamW()):
        g = np.array([1.0, 2.0])
        optimizer.step(np.ones(2), g)
        np.testing.assert_array_equal(g, [1, 2])


def test_an_optimizer_belongs_to_one_array():
    optimizer, theta = Adam(), np.ones(2)
    optimizer.step(theta, np.ones(2))
    with pytest.raises(ValueError, match="another array"):
        optimizer.step(theta.copy(), np.ones(2))
    optimizer.reset()
    optimizer.step(np.ones(3), np.ones(3))
    assert optimizer.t == 1


@pytest.mark.parametrize(
    ("theta", "gradient", "error", "message"),
    [
        ([1.0], np.ones(1), TypeError, "array of floats"),
        (np.array([1]), np.ones(1), TypeError, "array of floats"),
        (np.ones(2), np.ones((2, 1)), ValueError, r"\(2,\) but its gradient has shape \(2, 1\)"),
    ],
)
def test_arrays_that_cannot_be_moved_are_named(theta, gradient, error, message):
    with pytest.raises(error, match=message):
        SGD(0.1).step(theta, gradient)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SGD(-0.1), "learning_rate"),
        (lambda: SGD(np.nan), "learning_rate"),
        (lambda: SGD(0.1, momentum=1), "momentum"),
        (lambda: SGD(0.1, nesterov=True), "momentum must not be 0"),
        (lambda: SGD(0.1, weight_decay=-1), "weight_decay"),
        (lambda: Adam(betas=(0.9, 1.0)), "beta2"),
        (lambda: Adam(epsilon=-1), "epsilon"),
        (lambda: step_decay(0), "start"),
        (lambda: cosine(0.1, epochs=0), "epochs"),
        (lambda: warmup(0.1, 0), "epochs"),
    ],
)
def test_settings_that_make_no_sense_are_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_schedules():
    assert [step_decay(1, 0.5, 2)(e) for e in range(5)] == [1, 1, 0.5, 0.5, 0.25]
    assert exponential(2, 0.5)(3) == 0.25
    assert inverse_time(1, 10)(10) == 0.5
    wave = cosine(0.2, epochs=11, end=0.1)
    np.testing.assert_allclose([wave(0), wave(5), wave(10), wave(99)], [0.2, 0.15, 0.1, 0.1])
    assert [warmup(1.0, 3)(e) for e in range(4)] == [0.25, 0.5, 0.75, 1]
    assert warmup(step_decay(1, 0.5, 1), 1)(1) == 0.5
    assert cosine(0.3, epochs=1)(0) == pytest.approx(0.3)


def test_repr_names_the_rate():
    assert repr(Adam(exponential(0.5))) == "Adam(learning_rate=0.5)"
