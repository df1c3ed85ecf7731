"""Optimizers and schedules: worked numbers of chapter 12, formulas written out, bad input."""

import numpy as np
import pytest
import textbook
from hypothesis import given
from hypothesis import strategies as st

import mlp_lib
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


def test_repr_names_all_settings():
    assert repr(SGD(0.5, 0.9)) == (
        "SGD(learning_rate=0.5, weight_decay=0.0, momentum=0.9, nesterov=False)"
    )
    for optimizer in (SGD(0.1, 0.9, True, 0.5), Adam(exponential(0.5)), AdamW(betas=(0.5, 0.75))):
        again = eval(repr(optimizer), {"step_decay": step_decay, **vars(mlp_lib)})
        assert repr(again) == repr(optimizer)
    assert repr(Adam(failing)).startswith("Adam(learning_rate=<function failing")


def failing(epoch):
    raise OSError("no connection")


def changed_halfway(make, name, value):
    """The path of an optimizer whose setting changes after ten steps."""
    theta, optimizer = np.array([10.0, 1.0]), make()
    for k in range(20):
        if k == 10:
            setattr(optimizer, name, value)
        optimizer.step(theta, bowl(theta))
    return theta


@pytest.mark.parametrize(
    ("make", "name", "value"),
    [
        (lambda: SGD(0.01), "learning_rate", 0.02),
        (lambda: SGD(0.01), "schedule", lambda epoch: 0.02),
        (lambda: SGD(0.01), "momentum", 0.9),
        (lambda: SGD(0.01, momentum=0.9), "momentum", 0.0),
        (lambda: SGD(0.01, momentum=0.9), "nesterov", True),
        (lambda: SGD(0.01), "weight_decay", 0.5),
        (lambda: Adam(0.01), "learning_rate", 0.02),
        (lambda: Adam(0.01), "betas", (0.5, 0.999)),
        (lambda: Adam(0.01), "betas", (0.9, 0.5)),
        (lambda: Adam(0.01), "epsilon", 1.0),
        (lambda: Adam(0.01), "weight_decay", 0.5),
        (lambda: AdamW(0.01), "weight_decay", 0.5),
    ],
)
def test_a_setting_changed_on_the_way_counts_from_the_next_step(make, name, value):
    same = changed_halfway(make, name, getattr(make(), name))
    assert not np.allclose(changed_halfway(make, name, value), same, rtol=1e-9)


def test_betas_changed_on_the_way_are_those_of_the_formula():
    theta, optimizer = np.ones(1), Adam(0.1, epsilon=0)
    optimizer.step(theta, np.array([2.0]))
    m, v = optimizer.m * 0.1, optimizer.v * 0.001  # what the arrays stand for
    before = theta.copy()
    optimizer.betas = (0.5, 0.25)
    m, v = optimizer.m * 0.5, optimizer.v * 0.75
    optimizer.step(theta, np.array([3.0]))
    m, v = 0.5 * m + 0.5 * 3, 0.25 * v + 0.75 * 9
    expected = before - 0.1 * (m / (1 - 0.5**2)) / np.sqrt(v / (1 - 0.25**2))
    np.testing.assert_allclose(theta, expected, rtol=1e-13)


def test_momentum_that_starts_on_the_way_starts_from_rest():
    late = changed_halfway(lambda: SGD(0.01), "momentum", 0.9)
    theta, v = np.array([10.0, 1.0]), np.zeros(2)
    for k in range(20):
        v = (0.9 if k >= 10 else 0) * v - 0.01 * bowl(theta)
        theta = theta + v
        v = v if k >= 10 else np.zeros(2)
    np.testing.assert_allclose(late, theta, rtol=1e-13)


@pytest.mark.parametrize(
    ("name", "value", "error", "message"),
    [
        ("learning_rate", -1, ValueError, "learning_rate must be finite and not negative, got -1"),
        ("learning_rate", "0.1", TypeError, "learning_rate must be one number, got '0.1'"),
        ("learning_rate", None, TypeError, "one number"),
        ("learning_rate", np.ones(2), TypeError, "one number"),
        ("schedule", np.inf, ValueError, "learning_rate must be finite"),
        ("weight_decay", np.nan, ValueError, "weight_decay"),
        ("betas", (0.9, 1), ValueError, "beta2"),
        ("betas", (0.9,), ValueError, "betas must be a pair"),
        ("betas", 0.9, ValueError, "betas must be a pair"),
        ("epsilon", -1, ValueError, "epsilon"),
        ("lerning_rate", 1, AttributeError, "did you mean 'learning_rate'"),
        ("momentum", 0.9, AttributeError, "unknown attribute of Adam 'momentum'"),
        ("theta", np.ones(2), AttributeError, "cannot be assigned"),
    ],
)
def test_settings_are_checked_when_they_are_changed(name, value, error, message):
    optimizer = Adam(0.1)
    theta = np.ones(2)
    optimizer.step(theta, theta)
    with pytest.raises(error, match=message):
        setattr(optimizer, name, value)
    assert (optimizer.learning_rate, optimizer.betas, optimizer.theta is theta) == (
        0.1,
        (0.9, 0.999),
        True,
    )


def test_looking_ahead_needs_momentum_whenever_it_is_asked_for():
    optimizer = SGD(0.1)
    with pytest.raises(ValueError, match="momentum must not be 0"):
        optimizer.nesterov = True
    assert not optimizer.nesterov
    optimizer = SGD(0.1, momentum=0.9, nesterov=True)
    with pytest.raises(ValueError, match="momentum must not be 0"):
        optimizer.momentum = 0
    assert optimizer.momentum == 0.9
    with pytest.raises(TypeError, match="nesterov must be True or False, got 'no'"):
        optimizer.nesterov = "no"


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("epsilon", [0, 1e-60])
def test_a_gradient_that_is_always_zero_moves_nothing(dtype, epsilon):
    theta, optimizer = np.ones(2, dtype), Adam(0.1, epsilon=epsilon)
    for _ in range(3):
        optimizer.step(theta, np.array([0, 2], dtype))
    np.testing.assert_allclose(theta, [1, 0.7], rtol=1e-6)


def test_a_step_that_is_refused_binds_nothing():
    optimizer = Adam()
    with pytest.raises(ValueError, match="its gradient has shape"):
        optimizer.step(np.ones(2), np.ones(3))
    optimizer.step(np.ones(3), np.ones(3))
    assert optimizer.t == 1


def test_what_is_recalled_goes_on_as_before():
    for make in (lambda: SGD(0.01, 0.9), lambda: Adam(0.1), lambda: AdamW(0.1)):
        optimizer, theta = make(), np.array([10.0, 1.0])
        for _ in range(3):
            optimizer.step(theta, bowl(theta))
        kept, memory = theta.copy(), optimizer.memory()
        paths = []
        for _ in range(2):
            theta[:] = kept
            optimizer.recall(memory)
            memory = optimizer.memory()
            optimizer.step(theta, bowl(theta))
            optimizer.step(theta, bowl(theta))
            paths.append(theta.copy())
        np.testing.assert_array_equal(*paths)
        assert optimizer.t == 5


def test_a_schedule_cannot_be_changed_behind_an_optimizer():
    with pytest.raises(AttributeError, match="cannot assign"):
        step_decay(0.1).start = 1
    assert repr(step_decay(0.1)) == "step_decay(start=0.1, factor=0.5, every=10)"


def test_an_epoch_that_is_set_before_the_first_step_counts():
    optimizer, theta = SGD(exponential(1.0, 0.5)), np.ones(1)
    optimizer.epoch = 3
    optimizer.step(theta, np.ones(1))
    np.testing.assert_array_equal(theta, [1 - 0.125])
