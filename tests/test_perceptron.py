"""Rosenblatt's rule: the worked numbers, Novikoff's bound, and bad input."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_lib import Perceptron, perceptron_step

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
AND = np.array([-1, -1, -1, 1])
XOR = np.array([-1, 1, 1, -1])


def test_and_takes_eighteen_corrections():
    p = Perceptron().fit(CORNERS, AND)
    assert p.updates == 18
    assert p.mistakes == [2, 3, 3, 2, 2, 3, 2, 1, 0]
    assert p.converged
    np.testing.assert_array_equal(p.w, [3, 2])
    assert p.b == -4
    np.testing.assert_array_equal(p.predict(CORNERS), AND)


def test_xor_goes_round_in_a_circle():
    p = Perceptron().fit(CORNERS, XOR, max_epochs=7)
    assert p.mistakes == [4] * 7
    assert not p.converged
    for w, b in p.history[3::4]:
        np.testing.assert_array_equal(w, [0, 0])
        assert b == 0


def test_history_holds_every_correction_and_ends_at_the_result():
    p = Perceptron().fit(CORNERS, AND)
    assert len(p.history) == p.updates
    w, b = np.zeros(2), 0.0
    for new_w, new_b in p.history:
        step_of_one_example = [(y * x, y) for x, y in zip(CORNERS, AND, strict=True)]
        assert any(
            np.array_equal(new_w - w, dw) and new_b - b == db for dw, db in step_of_one_example
        )
        w, b = new_w, new_b
    np.testing.assert_array_equal(w, p.w)


@given(st.integers(0, 2**32 - 1))
def test_novikoffs_bound_holds_on_separable_data(seed):
    rng = np.random.default_rng(seed)
    u = rng.normal(size=3)
    u /= np.linalg.norm(u)
    X = rng.normal(size=(20, 2))
    augmented = np.column_stack([X, np.ones(20)])
    margins = augmented @ u
    keep = np.abs(margins) > 0.05
    if not keep.any():
        return
    gamma, R = np.abs(margins[keep]).min(), np.linalg.norm(augmented[keep], axis=1).max()
    bound = (R / gamma) ** 2
    p = Perceptron().fit(X[keep], np.sign(margins[keep]), max_epochs=int(bound) + 2)
    assert p.converged
    assert p.updates <= bound


def test_a_step_changes_nothing_that_was_passed_in():
    w = np.array([0.0, 0.0])
    new_w, new_b, updated = perceptron_step(w, 0, [1, 2], -1)
    assert updated
    np.testing.assert_array_equal(w, [0, 0])
    np.testing.assert_array_equal(new_w, [-1, -2])
    assert new_b == -1
    again, b, updated = perceptron_step(new_w, new_b, [1, 2], -1)
    assert not updated
    assert again is not new_w
    assert b == new_b


@pytest.mark.parametrize(
    ("w", "b", "x", "y", "error", "message"),
    [
        ([np.nan, 0], 0, [0, 1], 1, ValueError, r"w must be finite.*w\[0\] = nan"),
        ([0, 0], 0, [np.inf, 1], 1, ValueError, "x must be finite"),
        ([0, 0], np.nan, [0, 1], 1, ValueError, "b must be finite"),
        ([1j, 0], 0, [0, 1], 1, TypeError, "w must be real"),
        ([0, 0], 0, [0, 1], np.ones(2), ValueError, r"must be -1 or \+1"),
        ([1e308, 1e308], 0, [1e308, -1e308], 1, ValueError, "overflow"),
    ],
)
def test_a_step_on_what_is_no_number_is_refused(w, b, x, y, error, message):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(error, match=message):
            perceptron_step(w, b, x, y)


def test_a_step_is_right_where_z_is_infinite():
    w, b, updated = perceptron_step([0, 1.7e308], 1, [0, 1.7e308], -1)
    assert (w.tolist(), b, updated) == ([0, 0], 0, True)
    assert not perceptron_step([1.7e308], 1, [-1.7e308], -1)[2]


def test_a_point_on_the_line_counts_as_a_mistake():
    _, _, updated = perceptron_step([1, -1], 0, [2, 2], 1)
    assert updated


def test_fitting_twice_starts_afresh():
    p = Perceptron().fit(CORNERS, XOR, max_epochs=3).fit(CORNERS, AND)
    assert p.updates == 18


@pytest.mark.parametrize(
    ("X", "y", "settings", "message"),
    [
        (CORNERS, [0, 0, 0, 1], {}, r"2 \* y - 1"),
        (CORNERS, AND[:, None], {}, r"y \(N,\), got \(4, 2\) and \(4, 1\)"),
        (CORNERS, AND[:3], {}, "expected X"),
        (CORNERS[0], AND[:2], {}, "expected X"),
        (np.zeros((0, 2)), [], {}, "no examples"),
        (CORNERS * np.nan, AND, {}, r"X must be finite.*X\[0, 0\] = nan"),
        (CORNERS, AND, {"max_epochs": 0}, "max_epochs"),
        (CORNERS, AND, {"max_epochs": 10.0}, "max_epochs must be a whole number .*, got 10.0"),
        (CORNERS, AND, {"max_epochs": True}, "max_epochs"),
    ],
)
def test_bad_input_is_named_and_changes_nothing(X, y, settings, message):
    p = Perceptron().fit(CORNERS, AND)
    with pytest.raises(ValueError, match=message):
        p.fit(X, y, **settings)
    assert p.updates == 18
    np.testing.assert_array_equal(p.w, [3, 2])


def test_predicting_before_learning_or_with_the_wrong_width_is_an_error():
    with pytest.raises(ValueError, match="call fit"):
        Perceptron().predict(CORNERS)
    with pytest.raises(ValueError, match=r"shape \(N, 2\), got \(4, 3\)"):
        Perceptron().fit(CORNERS, AND).predict(np.zeros((4, 3)))
    with pytest.raises(ValueError, match=r"z = x \. w \+ b"):
        perceptron_step([1, 2], 0, [1, 2, 3], 1)
    with pytest.raises(ValueError, match="label y"):
        perceptron_step([1, 2], 0, [1, 2], 0)


@pytest.mark.parametrize(
    ("X", "error", "message"),
    [
        ([[0, np.nan]], ValueError, r"X\[0, 1\] = nan"),
        ([[-np.inf, 1]], ValueError, "X must be finite"),
        ([[1j, 1]], TypeError, "real"),
    ],
)
def test_what_is_no_number_has_no_label(X, error, message):
    p = Perceptron().fit(CORNERS, AND)
    for use in (p.predict, p.decision_function, lambda X: Perceptron().fit(X, [1])):
        with pytest.raises(error, match=message):
            use(X)


def test_an_interrupted_fit_ends_with_its_last_whole_epoch(monkeypatch):
    calls = []

    def step(*arguments):
        calls.append(1)
        if len(calls) == 11:  # in the third epoch of four visits
            raise KeyboardInterrupt
        return perceptron_step(*arguments)

    whole = Perceptron().fit(CORNERS, AND, max_epochs=2)
    monkeypatch.setattr("mlp_lib.perceptron.perceptron_step", step)
    p = Perceptron()
    with pytest.warns(RuntimeWarning, match="interrupted in epoch 2") as caught:
        assert p.fit(CORNERS, AND) is p
    assert caught[0].filename == __file__
    assert (p.mistakes, p.updates, p.b) == (whole.mistakes, whole.updates, whole.b)
    np.testing.assert_array_equal(p.w, whole.w)
    assert not p.converged


def test_an_exception_on_the_way_changes_nothing(monkeypatch):
    p = Perceptron().fit(CORNERS, AND)
    with pytest.raises(ValueError, match="overflows; scale x"):
        p.fit([[1e308, 1e308], [1e308, -1.7e308]], [1, 1])
    monkeypatch.setattr("mlp_lib.perceptron.perceptron_step", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        p.fit(CORNERS, XOR)
    assert (p.updates, p.converged) == (18, True)


def test_weights_and_bias_can_be_assigned_and_are_checked():
    p, w = Perceptron(), np.array([3, 2])
    p.w, p.b = w, -4
    np.testing.assert_array_equal(p.predict(CORNERS), AND)
    w[:] = 0
    np.testing.assert_array_equal(p.w, [3, 2])
    p.w += 1
    np.testing.assert_array_equal(p.w, [4, 3])
    for name, value, error, message in [
        ("w", [[1, 2]], ValueError, r"w must have shape \(D,\), got \(1, 2\)"),
        ("w", [1, np.nan], ValueError, "w must be finite"),
        ("w", "ab", TypeError, "numbers"),
        ("b", np.nan, ValueError, "b must be finite"),
        ("b", [1, 2], TypeError, "b must be one number"),
        ("mistakes", [0], AttributeError, "cannot be assigned"),
        ("bias", 1, AttributeError, "unknown attribute of Perceptron 'bias'"),
    ]:
        with pytest.raises(error, match=message):
            setattr(p, name, value)
    np.testing.assert_array_equal(p.w, [4, 3])


def test_the_history_does_not_follow_the_weights():
    p = Perceptron().fit(CORNERS, XOR, max_epochs=3)
    kept = p.history[-1][0].copy()
    p.w[:] = 99
    np.testing.assert_array_equal(p.history[-1][0], kept)
