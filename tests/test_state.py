"""What may be assigned to the objects of the library, and how they show themselves."""

import inspect
import warnings
from importlib import import_module

import numpy as np
import pytest

import mlp_lib
from mlp_lib import MLP, SGD, Adam, AdamW, Perceptron, Value
from mlp_lib import initializers as init
from mlp_lib.data import Split
from mlp_lib.history import Checkpoint, History
from mlp_lib.losses import LOSSES
from mlp_lib.numerical import numerical
from mlp_lib.schedules import cosine, inverse_time, step_decay, warmup
from mlp_lib.training import Batches

X, y = np.array([[1.0, 2.0], [2.0, 1.0], [0.0, 1.0]]), np.array([0, 1, 1])
STRANGE = [None, -1, 0, 1, 0.5, 2.5, "x", True, False, np.nan, np.inf, [], np.ones(2), SGD]
STRANGE += [lambda: 0]


def network():
    return MLP([2, 3, 2], "tanh", rng=np.random.default_rng(0))


def public(thing):
    return [name for name in dir(thing) if name[0] != "_" and not name.isupper()]


def assigned(thing, name, value):
    """Whether `value` was accepted; if not, nothing has changed."""
    before = repr(getattr(thing, name))
    try:
        setattr(thing, name, value)
    except (AttributeError, TypeError, ValueError) as error:
        said = str(error)
    else:
        return True
    assert any(word in said for word in (name, "learning_rate", "beta", "not be 0")), said
    assert repr(getattr(thing, name)) == before
    return False


OPTIMIZERS = [
    lambda: SGD(0.1),
    lambda: SGD(0.1, momentum=0.9, nesterov=True),
    lambda: Adam(0.01),
    lambda: AdamW(0.01),
]


@pytest.mark.parametrize("make", OPTIMIZERS)
def test_what_is_assigned_to_an_optimizer_is_refused_or_used(make):
    used = set()
    for name in public(make()):
        for value in STRANGE:
            net, optimizer = network(), make()
            net.fit(X, y, epochs=2, optimizer=optimizer)
            if not assigned(optimizer, name, value):
                continue
            if callable(value):  # a schedule that makes no sense can only be seen when it is asked
                with pytest.raises(TypeError, match=r"one number|positional argument"):
                    net.fit(X, y, optimizer=optimizer)
                continue
            used.add(name)
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "nothing was learned")
                history = net.fit(X, y, epochs=2, optimizer=optimizer)
            assert history.stopped == "epochs", (name, value)
    settings = {*make().SETTINGS, "learning_rate", "t", "epoch"}
    assert used == settings - {"betas"}  # of which no value above is a pair


def test_what_is_assigned_to_a_history_is_refused_or_shown():
    for name in public(History()):
        for value in STRANGE:
            history = network().fit(X, y, epochs=2, validation=(X, y))
            assigned(history, name, value)
            repr(history)
            len(history)
            history.cut(1)
    with pytest.raises(TypeError, match="cost must be a list, one number an epoch"):
        history.cost = np.ones(3)
    with pytest.raises(ValueError, match="did you mean 'diverged'"):
        history.stopped = "divergd"
    with pytest.raises(AttributeError, match="did you mean 'validation_cost'"):
        history.validation_costs = []


def test_what_is_assigned_to_a_network_or_perceptron_is_refused_or_used():
    for name in public(network()):
        for value in STRANGE:
            net = network()
            assigned(net, name, value)
            assert net.fit(X, y, epochs=1).stopped == "epochs"
    for name in public(Perceptron()):
        for value in STRANGE:
            neuron = Perceptron().fit(X, 2 * y - 1)
            assigned(neuron, name, value)
            assert len(neuron.fit(X, 2 * y - 1).predict(X)) == 3


def test_a_misspelt_attribute_of_a_value_is_an_error():
    with pytest.raises(AttributeError, match="grd"):
        Value(1.0).grd = 0.0


def test_everything_shows_itself_in_words():
    net, optimizer = network(), Adam()
    cache = net.forward(X)
    shown = [
        *(net, net.W, net.output, optimizer, SGD(), AdamW(), cache, net.backward(cache, y)),
        *(net.fit(X, y, epochs=1), Perceptron(), Perceptron().fit(X, 2 * y - 1)),
        *(Value(1.0), Value(1.0).graph(), Split(X, X, y, y), *LOSSES.values()),
        *(init.normal(0.1), cosine(0.1, 3), step_decay(1), inverse_time(1), warmup(0.1, 3)),
        *mlp_lib.activations.HIDDEN.values(),
        *mlp_lib.activations.OUTPUT.values(),
        (report := mlp_lib.gradcheck(mlp_lib.tanh, [0.5])),
        *report.entries,
        numerical(np.sin, np.ones(2), True),
    ]
    for thing in shown:
        assert type(thing).__repr__ is not object.__repr__, type(thing)
        assert " at 0x" not in repr(thing)
    modules = {type(thing).__module__ for thing in shown}
    known = {cls for thing in shown for cls in type(thing).__mro__} | {Batches, Checkpoint}
    for module in modules:
        for cls in vars(import_module(module)).values():
            if inspect.isclass(cls) and cls.__module__ == module:
                assert cls in known or cls.__repr__ is not object.__repr__, cls


def test_a_perceptron_tells_what_it_has_learned():
    neuron = Perceptron()
    assert repr(neuron) == "Perceptron(no weights yet)"
    neuron.w = [1.0, 2.0]
    assert repr(neuron) == "Perceptron(2 inputs)"
    gate = [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert repr(neuron.fit(gate, [-1, -1, -1, 1])) == (
        "Perceptron(2 inputs, 9 epochs, 18 corrections, converged)"
    )
    assert "3 epochs" in repr(neuron.fit(gate, [-1, 1, 1, -1], max_epochs=3))
    assert "not converged" in repr(neuron)
