"""The training loop against one written out by hand, and what it promises besides."""

import sys
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
from mlp_lib.schedules import cosine, step_decay


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


OPTIMIZERS = [
    lambda rate: SGD(rate),
    lambda rate: SGD(rate, momentum=0.9),
    lambda rate: SGD(rate, momentum=0.9, nesterov=True),
    lambda rate: Adam(rate),
    lambda rate: AdamW(rate),
]


def state(net, optimizer):
    """All that decides how a fit goes on, as plain numbers."""
    memory = {k: np.asarray(v).tolist() for k, v in optimizer.memory().items()}
    return net.theta.tolist(), memory, net.rng.bit_generator.state


@pytest.mark.parametrize("make", OPTIMIZERS)
@pytest.mark.parametrize("before", [0, 2])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_after_a_divergence_it_goes_on_as_if_that_had_not_been(make, before, dtype):
    X, y = batch(20)
    settings = {"batch_size": 4, "epochs": 2}
    nets, optimizers = [network(dtype=dtype) for _ in range(2)], [make(0.01), make(0.01)]
    for net, optimizer in zip(nets, optimizers, strict=True):
        if before:
            net.fit(X, y, optimizer=optimizer, **settings)
    kept = state(nets[0], optimizers[0]) if before else nets[0].theta.tolist()
    optimizers[0].learning_rate = 1e300
    with pytest.warns(RuntimeWarning, match="smaller learning rate"):
        history = nets[0].fit(X, y, optimizer=optimizers[0], **settings)
    assert (history.stopped, len(history), history.best_epoch) == ("diverged", 0, None)
    assert kept == (state(nets[0], optimizers[0]) if before else nets[0].theta.tolist())
    optimizers[0].learning_rate = 0.01
    histories = [
        net.fit(X, y, optimizer=optimizer, **settings)
        for net, optimizer in zip(nets, optimizers, strict=True)
    ]
    assert histories[0] == histories[1]
    assert state(nets[0], optimizers[0]) == state(nets[1], optimizers[1])


@pytest.mark.parametrize("before", [0, 2])
def test_a_step_that_is_too_long_at_the_end_of_an_epoch_is_taken_back(before):
    X, y = batch(20)  # one batch: the cost of an epoch is the one before its step
    net, optimizer = network(), SGD(0.01, momentum=0.5)
    if before:
        net.fit(X, y, epochs=before, optimizer=optimizer)
    kept = net.theta.copy()
    optimizer.learning_rate = 1e300
    for epochs in (1, 9):
        with pytest.warns(RuntimeWarning, match=r"diverged in epoch 0 with .*1e\+300"):
            assert len(net.fit(X, y, epochs=epochs, optimizer=optimizer)) == 0
        np.testing.assert_array_equal(net.theta, kept)
    optimizer.learning_rate = 0.01
    assert net.fit(X, y, optimizer=optimizer).stopped == "epochs"


def test_moments_that_overflow_are_a_divergence():
    # In float32 the square of such a gradient is infinite, and Adam would stand still for ever.
    net = MLP([1, 1], output="identity", rng=np.random.default_rng(0), dtype=np.float32)
    with pytest.warns(RuntimeWarning, match="before the fit"):
        history = net.fit([[1e15]], [[0.0]], epochs=2, optimizer=Adam())
    assert history.stopped == "diverged"


def test_a_divergence_with_patience_goes_back_to_the_best_epoch():
    X, y = batch(20)
    net, optimizer = network(), SGD(lambda epoch: 0.05 if epoch < 3 else 1e300, momentum=0.5)
    with pytest.warns(RuntimeWarning, match=r"epoch 3 with .*as after epoch 2"):
        history = net.fit(X, y, optimizer=optimizer, validation=(X, y), patience=5, batch_size=4)
    assert (history.stopped, len(history), history.best_epoch) == ("diverged", 3, 2)
    assert net.cost(X, y) == min(history.validation_cost)
    assert optimizer.epoch == 3


class Interrupted(Adam):
    """Adam that stops in the middle of a step, half of it done."""

    def __init__(self, at, error=KeyboardInterrupt):
        super().__init__(0.01)
        self.at, self.error = at, error

    def _move(self, theta, gradient):
        if self.t == self.at:
            self.m[...] += 1
            theta += 1
            raise self.error("stop")
        super()._move(theta, gradient)


def test_an_interrupted_fit_keeps_whole_epochs_and_goes_on_as_if_not_interrupted():
    X, y = batch(20)
    whole, cut = network(), network()
    optimizer = Interrupted(at=13)  # of 5 steps an epoch
    with pytest.warns(RuntimeWarning, match=r"interrupted in epoch 2.*as after epoch 1") as caught:
        first = cut.fit(X, y, epochs=4, batch_size=4, optimizer=optimizer)
    assert caught[0].filename == __file__
    assert (first.stopped, len(first), optimizer.epoch) == ("interrupted", 2, 2)
    assert "interrupted" in repr(first)
    optimizer.at = None
    second = cut.fit(X, y, epochs=2, batch_size=4, optimizer=optimizer)
    history = whole.fit(X, y, epochs=4, batch_size=4, optimizer=Adam(0.01))
    assert first.cost + second.cost == history.cost
    np.testing.assert_array_equal(cut.theta, whole.theta)


class CtrlC:
    """A trace that interrupts the library at its k-th line."""

    def __init__(self, k=0):
        self.left = k

    def __call__(self, frame, event, argument):
        if "mlp_lib" not in frame.f_code.co_filename:
            return None
        if event == "line":
            self.left -= 1
            if self.left == 0:
                raise KeyboardInterrupt
        return self

    def during(self, work):
        before = sys.gettrace()
        sys.settrace(self)
        try:
            return work()
        except KeyboardInterrupt:
            return None
        finally:
            sys.settrace(before)


@pytest.mark.parametrize("make", [lambda: Adam(0.01), lambda: SGD(0.1, momentum=0.9)])
def test_an_interruption_at_any_line_leaves_whole_epochs_behind(make):
    X, y = batch(4)

    def fit(net, optimizer, epochs):
        return net.fit(
            X, y, epochs=epochs, batch_size=3, optimizer=optimizer, validation=(X, y), patience=9
        )

    paths = []  # after 0, 1 and 2 epochs, and after one more
    for epochs in range(3):
        net, optimizer = network(), make()
        if epochs:
            fit(net, optimizer, epochs)
        now = net.theta.tolist()
        fit(net, optimizer, 1)
        paths.append((now, net.theta.tolist()))
    lines = CtrlC()
    lines.during(lambda: fit(network(), make(), 2))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "the fit was interrupted")
        for k in range(1, -lines.left, 7):
            net, optimizer = network(), make()
            history = CtrlC(k).during(lambda net=net, o=optimizer: fit(net, o, 2))
            now = net.theta.tolist()
            if history is not None:
                costs = history.validation_cost
                assert len(costs) == len(history.cost) == len(history.learning_rate)
                assert costs == sorted(costs, reverse=True)  # so that the best is the last
                assert history.best_epoch == (len(costs) - 1 if costs else None)
                assert now == paths[len(history)][0]
            fit(net, optimizer, 1)
            assert (now, net.theta.tolist()) in paths, k


def test_an_interruption_while_validating_drops_the_epoch(monkeypatch):
    X, y = batch(20)
    net, optimizer, calls = network(), Adam(), []

    def cost(self, X, y):
        calls.append(1)
        if len(calls) == 4:  # the first is before the fit
            raise KeyboardInterrupt
        return 1.0

    monkeypatch.setattr(MLP, "cost", cost)
    with pytest.warns(RuntimeWarning, match="interrupted in epoch 2"):
        history = net.fit(X, y, validation=(X, y), optimizer=optimizer)
    lengths = {
        len(record)
        for record in (history.cost, history.validation_cost, history.validation_accuracy)
    }
    assert lengths == {2} == {optimizer.epoch}


def failing(epoch):
    if epoch == 2:
        raise OSError("no connection")
    return 0.01


@pytest.mark.parametrize(
    ("optimizer", "error", "message"),
    [
        (lambda: Interrupted(11, MemoryError), MemoryError, "stop"),
        (lambda: Interrupted(11, SystemExit), SystemExit, "stop"),
        (lambda: SGD(failing, 0.9), OSError, "no connection"),
        (lambda: SGD(lambda e: [0.1, 0.1, None][e]), TypeError, "of epoch 2 must be one number"),
        (lambda: Adam(lambda e: [0.1, 0.1, np.nan][e]), ValueError, "of epoch 2 must be finite"),
        (lambda: SGD(lambda e: [0.1, 0.1, -1][e]), ValueError, "of epoch 2 .*not negative, got -1"),
        (lambda: SGD(lambda e: 0.1 if e < 2 else np.ones(2)), TypeError, "one number"),
    ],
)
def test_an_exception_leaves_the_last_whole_epoch_and_says_so(optimizer, error, message):
    X, y = batch(20)
    net, twin, optimizer, other = network(), network(), optimizer(), optimizer()
    twin.fit(X, y, epochs=2, batch_size=4, optimizer=other)
    with pytest.raises(error, match=message) as caught:
        net.fit(X, y, epochs=9, batch_size=4, optimizer=optimizer)
    assert "ended in epoch 2. Network and optimizer are as after epoch 1" in str(
        caught.value.__notes__
    )
    assert state(net, optimizer) == state(twin, other)


def overflowing_validation():
    """A fit on small numbers, and validation inputs so large that the sums overflow."""
    net = MLP([1, 2, 2], "identity", rng=np.random.default_rng(0))
    net.W = [[[3, 3]], [[1, -1], [-1, 1]]]  # inf - inf for 1e308
    return net, ([[0.1], [0.2]], [0, 1]), ([[1e308]], [0])


def test_a_validation_cost_that_is_not_finite_is_never_the_best():
    net, data, validation = overflowing_validation()
    with pytest.warns(RuntimeWarning, match="validation cost of epoch 0 is") as caught:
        history = net.fit(*data, epochs=3, validation=validation)
    assert len(caught) == 1
    assert caught[0].filename == __file__
    assert (history.stopped, history.best_epoch, len(history)) == ("epochs", None, 3)
    assert not np.isfinite(history.validation_cost).any()
    assert "validation cost nan" in repr(history)


def test_patience_ends_where_no_validation_cost_is_finite():
    net, data, validation = overflowing_validation()
    with pytest.warns(RuntimeWarning, match="never the best"):
        history = net.fit(*data, epochs=30, validation=validation, patience=3)
    assert (history.stopped, history.best_epoch, len(history)) == ("patience", None, 3)
    assert np.isfinite(net.theta).all()


def test_a_nan_on_the_way_is_passed_over(monkeypatch):
    X, y = batch(6)
    costs = iter([9.0, np.nan, 3.0, np.nan, 2.0, np.nan, 4.0, np.nan, 5.0])
    monkeypatch.setattr(MLP, "cost", lambda self, X, y: next(costs))
    with pytest.warns(RuntimeWarning, match="epoch 0 is nan"):
        history = network().fit(X, y, epochs=8, validation=(X, y), patience=4)
    assert history.best_epoch == 3
    assert history.stopped == "patience"
    assert len(history) == 8


def test_early_stopping_takes_the_optimizer_back_too():
    rng = np.random.default_rng(3)
    X, y = moons(40, rng, noise=0.4)
    Xv, yv = moons(200, rng, noise=0.4)
    net, twin = (MLP([2, 64, 2], rng=np.random.default_rng(0)) for _ in range(2))
    stopped, optimizer = Adam(0.05), Adam(0.05)
    history = net.fit(X, y, epochs=500, validation=(Xv, yv), patience=8, optimizer=stopped)
    twin.fit(X, y, epochs=history.best_epoch + 1, optimizer=optimizer)
    assert state(net, stopped)[:2] == state(twin, optimizer)[:2]


def test_a_schedule_goes_on_when_the_fit_does_and_starts_again_after_reset():
    X, y = batch(8)
    net, optimizer = network(), SGD(step_decay(0.4, 0.5, every=2))
    assert net.fit(X, y, epochs=3, optimizer=optimizer).learning_rate == [0.4, 0.4, 0.2]
    assert net.fit(X, y, epochs=2, optimizer=optimizer).learning_rate == [0.2, 0.1]
    assert network(1).fit(X, y, epochs=1, optimizer=optimizer).learning_rate == [0.4]
    optimizer.reset()
    assert net.fit(X, y, epochs=1, optimizer=optimizer).learning_rate == [0.4]


def test_a_fit_in_vain_is_named():
    X, y = batch(8)
    net, optimizer = network(), SGD(cosine(0.4, epochs=3))
    net.fit(X, y, epochs=3, optimizer=optimizer)
    with pytest.warns(RuntimeWarning, match=r"learning rate was 0 .*reset\(\)"):
        net.fit(X, y, epochs=3, optimizer=optimizer)


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
        ({"epochs": True}, ValueError, "epochs"),
        ({"patience": 2.0, "validation": batch(3)}, ValueError, "patience"),
        ({"validation": batch(3)[0]}, TypeError, r"a pair \(X, y\), got ndarray"),
        ({"validation": (batch(3)[0], [0, 1, 7])}, ValueError, "got 7"),
        ({"validation": (batch(3)[0] * np.nan, [0, 1, 2])}, ValueError, "X must be finite"),
        ({"X": batch(6)[0] * np.nan}, ValueError, "X must be finite"),
    ],
)
def test_settings_that_make_no_sense_change_nothing(settings, error, message):
    net, optimizer = network(), Adam()
    X, y = batch(6)
    net.fit(X, y, epochs=1, optimizer=optimizer)
    before = state(net, optimizer)
    with pytest.raises(error, match=message):
        net.fit(**({"X": X, "y": y, "optimizer": optimizer} | settings))
    assert state(net, optimizer) == before


def test_a_network_that_is_not_finite_is_not_blamed_on_the_learning_rate():
    net = network()
    net.W[0][1, 2] = np.nan
    with pytest.raises(ValueError, match=r"theta must be finite.*theta\[7\] = nan"):
        net.fit(*batch(6))


def test_inputs_too_large_for_float32_are_named():
    X, y = batch(6)
    for data in ((1e300 * X, y), (X, y)):
        with pytest.raises(ValueError, match=r"too large for float32; scale them, or .*float64"):
            network(dtype=np.float32).fit(*data, validation=(1e300 * X, y))


def test_a_progress_bar_that_is_not_there_changes_nothing(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    net, optimizer = network(), Adam()
    net.fit(*batch(6), epochs=1, optimizer=optimizer)
    before = state(net, optimizer)
    with pytest.raises(ImportError, match="pip install tqdm"):
        net.fit(*batch(6), optimizer=optimizer, progress=True)
    assert state(net, optimizer) == before


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
