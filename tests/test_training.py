"""The training loop against one written out by hand, and what it promises besides."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from mlp_lib import MLP, SGD, Adam, AdamW
from mlp_lib import training as training_module
from mlp_lib.data import digits, gate, moons, train_test_split
from mlp_lib.schedules import step_decay


def network(seed=0, **kwargs):
    return MLP([3, 5, 4, 3], rng=np.random.default_rng(seed), **kwargs)


def batch(n, seed=1):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n, 3)), rng.integers(0, 3, n)


@settings(max_examples=30, deadline=None)
@given(
    n=st.integers(1, 20),
    size=st.integers(1, 25),
    hidden=st.sampled_from(["relu", "tanh", "sigmoid"]),
)
def test_fit_equals_the_loop_written_out(n, size, hidden):
    X, y = batch(n)
    ours, plain = network(hidden=hidden), network(hidden=hidden)
    history = ours.fit(
        X, y, epochs=3, batch_size=size, optimizer=SGD(0.1), rng=np.random.default_rng(5)
    )
    rng, costs = np.random.default_rng(5), []
    for _ in range(3):
        order, total = rng.permutation(n), 0.0
        for start in range(0, n, size):
            rows = order[start : start + size]
            total += len(rows) * plain.cost(X[rows], y[rows])
            grads = plain.backward(plain.forward(X[rows]), y[rows])
            plain.W = [W - 0.1 * dW for W, dW in zip(plain.W, grads.W, strict=True)]
            plain.b = [b - 0.1 * db for b, db in zip(plain.b, grads.b, strict=True)]
        costs.append(total / n)
    np.testing.assert_allclose(ours.theta, plain.theta, rtol=1e-10, atol=1e-13)
    np.testing.assert_allclose(history.cost, costs, rtol=1e-12)


@pytest.mark.parametrize("output", ["softmax", "sigmoid", "identity"])
def test_shuffling_batch_by_batch_equals_shuffling_whole(output, monkeypatch):
    X, y = batch(10)
    y = y if output == "softmax" else np.eye(3)[y]
    small = network(output=output)
    small.fit(X, y, epochs=2, batch_size=4)
    monkeypatch.setattr(training_module, "SHUFFLE_LIMIT", 0)
    large = network(output=output)
    large.fit(X, y, epochs=2, batch_size=4)
    np.testing.assert_array_equal(small.theta, large.theta)


def test_same_generators_same_network():
    X, y = batch(20)
    first, second = network(), network()
    first.fit(X, y, epochs=3)
    second.fit(X, y, epochs=3)
    np.testing.assert_array_equal(first.theta, second.theta)


def test_data_are_not_changed():
    X, y = batch(12)
    kept = X.copy(), y.copy()
    network().fit(X, y, epochs=2, batch_size=5)
    np.testing.assert_array_equal(X, kept[0])
    np.testing.assert_array_equal(y, kept[1])


def test_fitting_twice_with_one_optimizer_goes_on_where_it_stopped():
    X, y = batch(12)
    once, twice = network(), network()
    once.fit(X, y, epochs=4, shuffle=False, optimizer=Adam(0.01))
    optimizer = Adam(0.01)
    twice.fit(X, y, epochs=2, shuffle=False, optimizer=optimizer)
    twice.fit(X, y, epochs=2, shuffle=False, optimizer=optimizer)
    np.testing.assert_array_equal(once.theta, twice.theta)
    other, fresh = network(), network()
    other.fit(X, y, epochs=2, shuffle=False, optimizer=optimizer)
    fresh.fit(X, y, epochs=2, shuffle=False, optimizer=Adam(0.01))
    np.testing.assert_array_equal(other.theta, fresh.theta)


def test_xor_is_solved():
    X, y = gate("XOR")
    net = MLP([2, 8, 1], "tanh", "sigmoid", rng=np.random.default_rng(0))
    history = net.fit(X, y[:, None], epochs=400, batch_size=4, optimizer=Adam(0.03))
    assert net.accuracy(X, y[:, None]) == 1
    assert history.cost[-1] < 0.1 < history.cost[0]


def test_zero_weights_keep_all_units_equal():
    X, y = batch(30)
    net = network(init="zeros", hidden="tanh")
    net.fit(X, y, epochs=5)
    assert (net.W[0] == 0).all()
    assert not (net.b[-1] == 0).all()


def test_weight_decay_spares_the_biases():
    X, y = np.zeros((4, 3)), np.zeros((4, 2))
    net = MLP([3, 2], output="identity", rng=np.random.default_rng(0))
    W = net.W[0].copy()
    net.b[0] = [0, 0]
    net.fit(X, y, epochs=1, optimizer=SGD(0.1, weight_decay=0.01))
    np.testing.assert_allclose(net.W[0], W * (1 - 0.1 * 0.01), rtol=1e-15)
    net.b[0] = [1, 1]  # already the targets, so that only decay could move them
    net.fit(X, y + 1, epochs=1, optimizer=AdamW(0.1, weight_decay=0.5))
    np.testing.assert_array_equal(net.b[0], [1, 1])
    np.testing.assert_allclose(net.W[0], W * (1 - 0.1 * 0.01) * (1 - 0.1 * 0.5), rtol=1e-15)


def test_schedule_is_followed_and_recorded():
    X, y = batch(8)
    history = network().fit(X, y, epochs=4, optimizer=SGD(step_decay(0.4, 0.5, every=2)))
    assert history.learning_rate == [0.4, 0.4, 0.2, 0.2]


def test_early_stopping_returns_to_the_best_parameters():
    rng = np.random.default_rng(3)
    X, y = moons(40, rng, noise=0.4)
    Xv, yv = moons(200, rng, noise=0.4)
    net = MLP([2, 64, 64, 2], rng=rng)
    history = net.fit(
        X, y, epochs=500, validation=(Xv, yv), patience=8, optimizer=Adam(0.01), batch_size=8
    )
    assert history.stopped == "patience"
    assert len(history) == history.best_epoch + 9
    assert net.cost(Xv, yv) == min(history.validation_cost)


def test_a_diverging_fit_warns_keeps_the_history_and_the_last_good_parameters():
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((50, 3)), rng.standard_normal((50, 1))
    net = MLP([3, 4, 1], "identity", "identity", rng=rng)
    with pytest.warns(RuntimeWarning, match=r"epoch \d+ with learning_rate=0.9.*smaller") as caught:
        history = net.fit(X, y, epochs=300, optimizer=SGD(0.9))
    assert caught[0].filename == __file__
    assert history.stopped == "diverged"
    assert np.isfinite(history.cost).all()
    assert np.isfinite(net.theta).all()
    assert "diverged" in repr(history)


def test_very_wrong_but_finite_costs_are_no_divergence():
    net = MLP([1, 2], rng=np.random.default_rng(0), dtype=np.float32)
    net.W[0] = [[1000, -1000]]
    history = net.fit([[1.0]], [1], epochs=1, optimizer=SGD(1e-3))
    assert history.cost == [2000.0]


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"batch_size": 0}, ValueError, "batch_size must be a whole number of at least 1, got 0"),
        ({"batch_size": 2.5}, ValueError, "batch_size"),
        ({"epochs": 0}, ValueError, "epochs"),
        ({"patience": 3}, ValueError, "validation"),
        ({"rng": 0}, TypeError, "Generator"),
        ({"optimizer": 0.1}, TypeError, "Optimizer"),
        ({"validation": (np.zeros((2, 9)), [0, 1])}, ValueError, r"\(N, 3\), got \(2, 9\)"),
        ({"epoch": 3}, TypeError, "epoch"),
    ],
)
def test_settings_that_make_no_sense_change_nothing(settings, error, message):
    net = network()
    before, state = net.theta.copy(), net.rng.bit_generator.state
    with pytest.raises(error, match=message):
        net.fit(*batch(6), **settings)
    np.testing.assert_array_equal(net.theta, before)
    assert net.rng.bit_generator.state == state


@pytest.mark.parametrize(("ci", "silent"), [("1", True), ("", False)])
def test_progress_bar_is_silent_in_continuous_integration(ci, silent, monkeypatch):
    bars = []

    def bar(epochs, **settings):
        bars.append(settings)
        return epochs

    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr("tqdm.tqdm", bar)
    history = network().fit(*batch(6), epochs=2, progress=True)
    assert len(history) == 2
    assert [settings["disable"] for settings in bars] == [silent]


def test_history_tells_its_story():
    history = network().fit(*batch(6), epochs=2, validation=batch(4, 2))
    assert repr(history).startswith("History(2 epochs, cost ")
    assert "validation accuracy" in repr(history)
    assert len(history.validation_accuracy) == 2


def test_digits_are_learned_as_well_as_by_scikit_learn():
    X, y = digits()
    ours, theirs = [], []
    for seed in range(3):
        split = train_test_split(X, y, np.random.default_rng(seed))
        net = MLP([64, 64, 10], rng=np.random.default_rng(seed))
        net.fit(split.X_train, split.y_train, epochs=20)
        ours.append(net.accuracy(split.X_test, split.y_test))
        peer = MLPClassifier(64, batch_size=32, max_iter=20, alpha=0, random_state=seed, tol=0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            peer.fit(split.X_train, split.y_train)
        theirs.append(peer.score(split.X_test, split.y_test))
    assert np.mean(ours) > 0.96
    assert abs(np.mean(ours) - np.mean(theirs)) < 0.015
