"""Copies, pickles and second processes: each behaves as the original and leaves it alone."""

import copy
import io
import multiprocessing
import pickle
import re

import joblib
import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import mlp_lib
from mlp_lib import MLP, SGD, Adam, AdamW, Perceptron, Value, gradcheck
from mlp_lib import initializers as init
from mlp_lib.activations import HIDDEN, OUTPUT, LeakyReLU, ReLU, Softmax
from mlp_lib.data import Split
from mlp_lib.losses import LOSSES
from mlp_lib.outputs import output_layer
from mlp_lib.schedules import cosine, exponential, inverse_time, step_decay, warmup


def pickled(protocol):
    return lambda thing: pickle.loads(pickle.dumps(thing, protocol))


def dumped(thing):
    file = io.BytesIO()
    joblib.dump(thing, file)
    file.seek(0)
    return joblib.load(file)


def from_read_only_memory(thing):
    """As from another process that shares its memory: the arrays cannot be written to."""
    buffers = []
    data = pickle.dumps(thing, 5, buffer_callback=buffers.append)
    return pickle.loads(data, buffers=[bytes(buffer) for buffer in buffers])


TOGETHER = {
    "deepcopy": copy.deepcopy,
    **{f"pickle {p}": pickled(p) for p in range(pickle.HIGHEST_PROTOCOL + 1)},
    "joblib": dumped,
    "read-only": from_read_only_memory,
}
WAYS = {"copy": copy.copy, **TOGETHER}
each_way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
each_way_of_a_pair = pytest.mark.parametrize("way", TOGETHER.values(), ids=TOGETHER)

OPTIMIZERS = {
    "SGD": lambda: SGD(0.1),
    "momentum": lambda: SGD(step_decay(0.1, 0.5, 3), momentum=0.9, weight_decay=0.01),
    "Nesterov": lambda: SGD(0.05, momentum=0.9, nesterov=True),
    "Adam": lambda: Adam(warmup(0.02, 4), weight_decay=0.1),
    "AdamW": lambda: AdamW(cosine(0.02, 12, end=0.001), betas=(0.8, 0.99)),
}
each_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)


class MyReLU(ReLU):
    """A subclass of a reader's own, with a state."""

    def __init__(self):
        self.calls = []


class MyMLP(MLP):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.note = "mine"


class SignDescent(mlp_lib.optimizers.Optimizer):
    """An optimizer of a reader's own."""

    def _start(self, theta):
        self.seen = np.zeros_like(theta)

    def _move(self, theta, gradient):
        self.seen += gradient
        theta -= self.learning_rate * np.sign(self.seen)


def data(output):
    rng = np.random.default_rng(5)
    X, labels = rng.standard_normal((14, 3)), rng.integers(0, 2, 14)
    if output == "softmax":
        return X, labels
    if output == "sigmoid":
        return X, np.eye(2)[labels]
    return X, rng.standard_normal((14, 2))


def network(cls=MLP, **kwargs):
    return cls([3, 5, 4, 2], rng=np.random.default_rng(0), **kwargs)


def trained(optimizer, epochs=4):
    net = network(hidden="tanh")
    net.fit(*data("softmax"), epochs=epochs, batch_size=4, optimizer=optimizer)
    return net, optimizer


def go_on(net, optimizer):
    """Train on; return the parameters and what was recorded."""
    history = net.fit(*data("softmax"), epochs=3, batch_size=4, optimizer=optimizer)
    return net.theta.copy(), history


def assert_same(one, other):
    np.testing.assert_array_equal(one[0], other[0])
    assert one[1] == other[1]


@each_way
@pytest.mark.parametrize("output", ["softmax", "sigmoid", "identity"])
@pytest.mark.parametrize("loss", [None, "mse"])
@pytest.mark.parametrize("hidden", ["relu", LeakyReLU(0.2), MyReLU()], ids=str)
def test_a_copied_network_computes_and_learns_as_the_original(way, output, loss, hidden):
    X, y = data(output)
    net = network(hidden=hidden, output=output, loss=loss)
    again = way(net)
    assert repr(again) == repr(net)
    np.testing.assert_array_equal(again.predict(X), net.predict(X))
    assert again.cost(X, y) == net.cost(X, y)
    assert again.gradcheck(X, y)
    if output != "identity":
        assert again.accuracy(X, y) == net.accuracy(X, y)

    kept, drawn = net.theta.copy(), net.rng.bit_generator.state
    again.fit(X, y, epochs=3, batch_size=4)
    assert not np.array_equal(again.theta, kept)
    np.testing.assert_array_equal(net.theta, kept)
    assert net.rng.bit_generator.state == drawn
    net.fit(X, y, epochs=3, batch_size=4)
    np.testing.assert_array_equal(again.theta, net.theta)


@each_way
def test_weights_of_a_copy_are_views_of_its_parameters(way):
    again = way(network(dtype=np.float32))
    again.theta[:] = 0
    assert not any(part.any() for part in (*again.W, *again.b))
    again.W[0][1, 2] = 7
    assert again.theta[1 * 5 + 2] == 7


def test_a_pickle_holds_each_number_once():
    net = MLP([100, 200, 10], rng=np.random.default_rng(0))
    assert net.theta.nbytes < len(pickle.dumps(net)) < 1.1 * net.theta.nbytes
    assert len(pickle.dumps((net, net.W, net.theta))) < 1.1 * net.theta.nbytes


@each_way_of_a_pair
def test_weights_copied_beside_their_network_stay_its_weights(way):
    net, W, theta = way([(net := network()), net.W, net.theta])
    np.testing.assert_array_equal(W[0].ravel(), net.theta[: W[0].size])
    if way not in (dumped, from_read_only_memory):  # which tear apart what one array held together
        assert theta is net.theta
        W[0][0, 0] = 3
        assert net.theta[0] == net.W[0][0, 0] == 3


@each_optimizer
@each_way_of_a_pair
def test_network_and_optimizer_copied_together_go_on_in_step(way, optimizer):
    net, opt = trained(optimizer())
    again = way((net, opt))
    assert_same(go_on(*again), go_on(net, opt))
    assert again[1].theta is again[0].theta


@each_optimizer
@each_way
def test_network_and_optimizer_copied_apart_go_on_in_step(way, optimizer):
    net, opt = trained(optimizer())
    copies = way(net), way(opt)
    expected = go_on(net, opt)
    assert_same(go_on(*copies), expected)
    net, opt = trained(optimizer())
    assert_same(go_on(net, way(opt)), expected)  # the copy takes over the original network


@each_way
def test_a_copied_optimizer_leaves_the_memory_of_the_original_alone(way):
    net, opt = trained(Adam(0.01))
    expected = go_on(*copy.deepcopy((net, opt)))
    go_on(way(net), way(opt))
    assert_same(go_on(net, opt), expected)


@each_optimizer
@each_way
def test_a_copied_optimizer_steps_a_copied_array(way, optimizer):
    theta, opt = np.ones(4), optimizer()
    for k in range(3):
        opt.step(theta, theta * k)
    again, twin = way(opt), theta.copy()
    opt.step(theta, theta)
    again.step(twin, twin)
    np.testing.assert_array_equal(twin, theta)
    with pytest.raises(ValueError, match="another array"):
        way(opt).step(np.ones(4), np.ones(4))


@each_way
def test_optimizers_not_yet_used_are_copied_with_their_settings(way):
    opt = AdamW(exponential(0.5), betas=(0.5, 0.6), epsilon=0.1, weight_decay=0.2)
    again = way(opt)
    assert vars_of(again) == vars_of(opt)
    assert_same(go_on(network(), again), go_on(network(), opt))


def vars_of(opt):
    return opt.learning_rate, opt.betas, opt.epsilon, opt.weight_decay, opt.t, opt.epoch, opt.theta


@each_way
def test_classes_of_a_readers_own_are_copied_whole(way):
    net, opt = network(MyMLP), SignDescent(0.01)
    net.fit(*data("softmax"), epochs=2, optimizer=opt)
    again = way(net)
    assert type(again) is MyMLP
    assert again.note == "mine"
    assert_same(go_on(again, way(opt)), go_on(net, opt))


SHARED = {phi.name: phi for phi in (*HIDDEN.values(), *OUTPUT.values(), *LOSSES.values())}


@each_way
@pytest.mark.parametrize("function", SHARED.values(), ids=SHARED)
def test_functions_of_the_library_are_themselves_after_a_copy(way, function):
    assert way(function) is function
    assert type(function)() == function
    assert hash(type(function)()) == hash(function)


@each_way
def test_functions_are_equal_where_type_and_settings_are(way):
    assert way(LeakyReLU(0.2)) == LeakyReLU(0.2) != LeakyReLU(0.3)
    assert LeakyReLU(0.01) == mlp_lib.leaky_relu != mlp_lib.relu
    assert MyReLU() != mlp_lib.relu
    layer = output_layer(Softmax())
    assert way(layer) == layer == output_layer("softmax")


@pytest.mark.parametrize("loss", [None, *LOSSES])
@pytest.mark.parametrize("output", OUTPUT)
def test_functions_made_anew_are_as_good_as_those_of_the_library(output, loss):
    fresh = type(OUTPUT[output])()
    try:
        net = network(output=output, loss=loss)
    except ValueError as error:
        with pytest.raises(ValueError, match=re.escape(str(error))):
            network(output=fresh, loss=loss)
        return
    twin = network(output=fresh, loss=loss and type(LOSSES[loss])())
    X, y = data(output)
    assert twin.cost(X, y) == net.cost(X, y)
    np.testing.assert_array_equal(twin.predict(X), net.predict(X))
    assert twin.fit(X, y, epochs=2, validation=(X, y)) == net.fit(X, y, epochs=2, validation=(X, y))
    for use in (net.accuracy, twin.accuracy) if output == "identity" else ():
        with pytest.raises(ValueError, match="accuracy is for classes"):
            use(X, y)


def test_an_output_of_a_readers_own_is_refused():
    class Mine(Softmax):
        pass

    with pytest.raises(ValueError, match="Mine cannot be an output"):
        network(output=Mine())


@each_way
@pytest.mark.parametrize(
    "schedule",
    [step_decay(1), exponential(2, 0.5), inverse_time(1), cosine(1, 9), warmup(cosine(1, 9), 3)],
    ids=repr,
)
def test_copied_schedules_run_the_same(way, schedule):
    assert way(schedule) == schedule
    assert [way(schedule)(epoch) for epoch in range(12)] == [schedule(e) for e in range(12)]


@each_way
@pytest.mark.parametrize("draw", [*init.INITIALIZERS.values(), init.normal(0.1)])
def test_copied_initializers_draw_the_same(way, draw):
    ours, copied = (f(np.random.default_rng(3), 4, 5) for f in (draw, way(draw)))
    np.testing.assert_array_equal(ours, copied)


@each_way
def test_a_copied_perceptron_predicts_and_learns_by_itself(way):
    X, y = np.array([[0.0, 1], [1, 1], [2, 0]]), np.array([-1, 1, 1])
    p = Perceptron().fit(X, y)
    again = way(p)
    np.testing.assert_array_equal(again.predict(X), p.predict(X))
    assert (again.mistakes, again.updates, again.b) == (p.mistakes, p.updates, p.b)
    w = p.w.copy()
    assert not np.shares_memory(again.history[0][0], p.history[0][0])
    again.w += 1
    again.fit(X, -y)
    np.testing.assert_array_equal(p.w, w)
    assert way(Perceptron()).w is None


@each_way
def test_records_are_copied_whole(way):
    net = network(hidden="tanh")
    X, y = data("softmax")
    history = net.fit(X, y, epochs=2, validation=(X, y))
    again = way(history)
    assert again == history
    again.cost.append(1.0)
    assert len(history) == 2

    cache = net.forward(X)
    twin = way(cache)
    grads, copied = net.backward(cache, y), way(net.backward(twin, y))
    for ours, theirs in zip((*grads.W, *grads.b), (*copied.W, *copied.b), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert not np.shares_memory(cache.Z[0], twin.Z[0])

    report = gradcheck(mlp_lib.tanh, [0.5, -1.0])
    assert repr(way(report)) == repr(report)
    assert way(report).ok
    assert isinstance(way(Split(X, X, y, y)), Split)


@each_way_of_a_pair
def test_a_copied_graph_keeps_its_shared_values(way):
    a, b = Value(-2.0, "a"), Value(3.0, "b")
    f = (a * b) * (a + b)
    f2, a2 = way((f, a))
    f2.backward()
    assert (f2.data, a2.grad, a2.name) == (-6.0, -3.0, "a")
    assert a.grad == 0


@pytest.mark.parametrize("way", [copy.deepcopy, pickled(pickle.HIGHEST_PROTOCOL)])
def test_a_deep_graph_is_copied(way):
    x = Value(1.0)
    total = x
    for _ in range(100_000):
        total = total + x
    again, x2 = way((total, x))
    again.backward()
    assert (again.data, x2.grad, x.grad) == (100_001, 100_001, 0)


@each_way_of_a_pair
def test_graphs_that_share_values_share_them_after_a_copy_too(way):
    w = Value(2.0, "w")
    first, second = w * 3, w.exp() * w
    second.backward()
    w2, second2, first2, again = way([w, second, first, w])
    assert w2 is again
    assert first2.inputs[0][0] is second2.inputs[1][0] is w2
    assert (w2.grad, second2.grad, first2.operation) == (w.grad, 1, "*")
    w2.data = 7
    assert w.data == 2


def test_a_shallow_copy_of_a_value_has_the_same_inputs():
    a = Value(3.0)
    b = a * a
    twin = copy.copy(b)
    assert twin is not b
    assert twin.inputs is b.inputs
    twin.backward()
    assert a.grad == 6


@each_way
def test_a_copied_drawing_draws_the_same(way):
    a = Value(3.0, "a")
    drawing = (a * a + 1).graph()
    assert way(drawing)._repr_svg_() == drawing._repr_svg_()


class Named(Value):
    """A value of a reader's own, with a word of its own."""


@each_way
def test_a_value_of_a_readers_own_is_copied_whole(way):
    value = Named(1.0, "v")
    value.word = "mine"
    again = way(value)
    assert type(again) is Named
    assert (again.data, again.name, again.word) == (1, "v", "mine")


def test_a_second_process_goes_on_as_this_one():
    pair = trained(OPTIMIZERS["momentum"]())
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        theirs = pool.apply(go_on, pair)
    ours = go_on(*pair)
    np.testing.assert_allclose(theirs[0], ours[0], rtol=1e-12)  # their BLAS may use more threads
    assert theirs[1].learning_rate == ours[1].learning_rate


class Drift(RuleBasedStateMachine):
    """Whatever is done to a network, its matrices, its flat array and its answers agree."""

    def __init__(self):
        super().__init__()
        self.net, self.optimizer = network(hidden="tanh"), Adam(0.01)
        self.numbers = np.random.default_rng(1)

    @rule(way=st.sampled_from([*WAYS.values()]))
    def replace_by_a_copy(self, way):
        self.net = way(self.net)

    @rule(way=st.sampled_from([*TOGETHER.values()]))
    def replace_both(self, way):
        self.net, self.optimizer = way((self.net, self.optimizer))

    @rule(layer=st.integers(0, 2), name=st.sampled_from("Wb"))
    def assign_a_layer(self, layer, name):
        part = getattr(self.net, name)
        part[layer] = self.numbers.standard_normal(part[layer].shape)

    @rule(layer=st.integers(0, 2), name=st.sampled_from("Wb"))
    def change_a_layer_in_place(self, layer, name):
        getattr(self.net, name)[layer] *= 0.5

    @rule()
    def assign_all(self):
        self.net.theta = self.net.theta - 0.1 * self.numbers.standard_normal(self.net.theta.size)

    @rule()
    def change_all_in_place(self):
        self.net.theta *= 0.9

    @rule()
    def train(self):
        before = self.net.theta.copy()
        self.net.fit(*data("softmax"), epochs=1, optimizer=self.optimizer)
        assert not np.array_equal(before, self.net.theta)

    @invariant()
    def all_agree(self):
        net, X = self.net, data("softmax")[0]
        flat = np.concatenate([part.ravel() for part in (*net.W, *net.b)])
        np.testing.assert_array_equal(net.theta, flat)
        A = np.tanh(np.tanh(X @ net.W[0] + net.b[0]) @ net.W[1] + net.b[1])
        np.testing.assert_allclose(net.forward(X).Z[-1], A @ net.W[2] + net.b[2], rtol=1e-12)


TestDrift = Drift.TestCase
TestDrift.settings = settings(max_examples=20, stateful_step_count=12, deadline=None)
