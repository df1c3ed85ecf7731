"""The library against PyTorch: gradients, losses, whole training runs, weights in and out."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from torch import nn  # noqa: E402

from mlp_lib import MLP, SGD, Adam, AdamW  # noqa: E402
from mlp_lib.data import digits, train_test_split  # noqa: E402
from tests.support.activations import TRAINABLE  # noqa: E402

pytestmark = pytest.mark.peers

HIDDEN = [phi.name for phi in TRAINABLE]
#: PyTorch's classes by our names for them: "leaky_relu" is its LeakyReLU.
THEIRS = {name.lower(): kind for name, kind in vars(nn).items() if isinstance(kind, type)}
OUTPUTS = [
    ("softmax", "softmax_cross_entropy"),
    ("softmax", "mse"),
    ("sigmoid", "binary_cross_entropy"),
    ("sigmoid", "mse"),
    ("identity", "mse"),
]


def torch_network(net):
    """The same network in PyTorch, without its output activation, holding the same weights."""
    layers = []
    for n_in, n_out in zip(net.sizes, net.sizes[1:], strict=False):
        layers += [nn.Linear(n_in, n_out), THEIRS[net.hidden.name.replace("_", "")]()]
    twin = nn.Sequential(*layers[:-1]).to(torch.float32 if net.dtype == "f4" else torch.float64)
    twin.load_state_dict(net.to_torch())
    return twin


def torch_cost(Z, y, output, loss):
    y = torch.as_tensor(y)
    if loss == "softmax_cross_entropy":
        return nn.functional.cross_entropy(Z, y)
    if loss == "binary_cross_entropy":
        return nn.functional.binary_cross_entropy_with_logits(Z, y)
    if output == "softmax":
        y = nn.functional.one_hot(y, Z.shape[1]).to(Z.dtype)
    A = {"softmax": lambda Z: Z.softmax(1), "sigmoid": torch.sigmoid}.get(output, lambda Z: Z)(Z)
    return nn.functional.mse_loss(A, y)


def targets(rng, n, width, output, dtype):
    if output == "softmax":
        return rng.integers(0, width, n)
    y = rng.standard_normal((n, width)).astype(dtype)
    return (y > 0).astype(dtype) if output == "sigmoid" else y


@pytest.mark.parametrize(("dtype", "limit"), [("f8", 1e-14), ("f4", 1e-6)])
@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_gradients_equal_pytorchs(hidden, output, loss, dtype, limit):
    for seed in range(6):
        rng = np.random.default_rng([seed, len(hidden), len(loss)])
        sizes = [int(n) for n in rng.integers(2, 9, rng.integers(2, 5))]
        net = MLP(sizes, hidden, output, loss, rng=rng, dtype=dtype)
        net.b = [0.3 * rng.standard_normal(b.shape) for b in net.b]
        n = int(rng.choice([1, 3, 10]))
        X = rng.standard_normal((n, sizes[0])).astype(dtype)
        y = targets(rng, n, sizes[-1], output, dtype)
        # In float64 always: what is measured is our rounding, not theirs.
        twin = torch_network(net).double()
        y64 = y if output == "softmax" else y.astype(float)
        value = torch_cost(twin(torch.tensor(X).double()), y64, output, loss)
        value.backward()
        grads = net.backward(net.forward(X), y)
        ours = [part for pair in zip(grads.W, grads.b, strict=True) for part in pair]
        theirs = [p.grad.numpy().T for p in twin.parameters()]
        scale = max(np.abs(t).max() for t in theirs)
        worst = max(np.abs(o - t).max() for o, t in zip(ours, theirs, strict=True))
        # Where a squared error goes through softmax, terms near 1 cancel: a gradient that comes out
        # small keeps their rounding error.
        assert worst <= limit * max(scale, 0.1 if loss == "mse" else 0)
        assert net.cost(X, y) == pytest.approx(value.item(), rel=10 * limit)


OPTIMIZERS = {
    "sgd": (lambda: SGD(0.1), lambda p: torch.optim.SGD(p, 0.1)),
    "momentum": (lambda: SGD(0.02, 0.9), lambda p: torch.optim.SGD(p, 0.02, 0.9)),
    "nesterov": (
        lambda: SGD(0.02, 0.9, nesterov=True),
        lambda p: torch.optim.SGD(p, 0.02, 0.9, nesterov=True),
    ),
    "adam": (lambda: Adam(1e-3), lambda p: torch.optim.Adam(p, 1e-3)),
    "adamw": (
        lambda: AdamW(1e-3, weight_decay=0.05),
        lambda p: torch.optim.AdamW(p, 1e-3, weight_decay=0.05),
    ),
    "sgd with decay": (
        lambda: SGD(0.1, weight_decay=0.01),
        lambda p: torch.optim.SGD(p, 0.1, weight_decay=0.01),
    ),
    "adam with decay": (
        lambda: Adam(1e-3, weight_decay=0.01),
        lambda p: torch.optim.Adam(p, 1e-3, weight_decay=0.01),
    ),
}


def weights_apart_from_biases(twin):
    """Parameter groups that spare the biases, as ours do."""
    weights = [p for p in twin.parameters() if p.ndim == 2]
    biases = [p for p in twin.parameters() if p.ndim == 1]
    return [{"params": weights}, {"params": biases, "weight_decay": 0.0}]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_twenty_epochs_take_the_same_path(name):
    make_ours, make_theirs = OPTIMIZERS[name]
    X, y = digits()
    X, y = X[:333], y[:333]  # 11 batches, the last one of 13
    net = MLP([64, 20, 10], "tanh", rng=np.random.default_rng(0))
    twin = torch_network(net)
    optimizer = make_theirs(weights_apart_from_biases(twin))
    history = net.fit(X, y, epochs=20, optimizer=make_ours(), rng=np.random.default_rng(7))

    rng, inputs, labels, costs = np.random.default_rng(7), torch.tensor(X), torch.tensor(y), []
    for _ in range(20):
        order, total = torch.tensor(rng.permutation(len(X))), 0.0
        for rows in order.split(32):
            cost = nn.functional.cross_entropy(twin(inputs[rows]), labels[rows])
            optimizer.zero_grad()
            cost.backward()
            optimizer.step()
            total += len(rows) * cost.item()
        costs.append(total / len(X))
    np.testing.assert_allclose(history.cost, costs, rtol=1e-12)
    for ours, theirs in zip(net.W, [p for p in twin.parameters() if p.ndim == 2], strict=True):
        difference = np.abs(ours - theirs.detach().numpy().T).max()
        assert difference <= 1e-12 * np.abs(ours).max()


@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_weights_go_out_and_come_back(dtype):
    net = MLP([5, 4, 3], "tanh", rng=np.random.default_rng(0), dtype=dtype)
    twin = torch_network(net)
    X = np.random.default_rng(1).standard_normal((6, 5)).astype(dtype)
    theirs = twin(torch.tensor(X)).softmax(1).detach().numpy()
    np.testing.assert_allclose(net.predict_proba(X), theirs, rtol=1e-5 if dtype == "f4" else 1e-13)
    again = MLP.from_torch(twin.state_dict(), hidden="tanh")
    np.testing.assert_array_equal(again.theta, net.theta)
    assert again.dtype == net.dtype


def test_a_state_dict_shares_no_memory_with_the_network():
    net = MLP([2, 2], rng=np.random.default_rng(0))
    state = net.to_torch()
    state["0.weight"] += 1
    assert not np.array_equal(state["0.weight"].numpy().T, net.W[0])


def test_digits_are_learned_as_well_as_by_pytorch():
    X, y = digits()
    ours, theirs = [], []
    for seed in range(3):
        split = train_test_split(X, y, np.random.default_rng(seed))
        net = MLP([64, 64, 10], rng=np.random.default_rng(seed))
        twin = torch_network(net)
        net.fit(split.X_train, split.y_train, epochs=20)
        ours.append(net.accuracy(split.X_test, split.y_test))
        torch.manual_seed(seed)
        optimizer = torch.optim.Adam(twin.parameters(), 1e-3)
        inputs, labels = torch.tensor(split.X_train), torch.tensor(split.y_train)
        for _ in range(20):
            for rows in torch.randperm(len(inputs)).split(32):
                optimizer.zero_grad()
                nn.functional.cross_entropy(twin(inputs[rows]), labels[rows]).backward()
                optimizer.step()
        right = twin(torch.tensor(split.X_test)).argmax(1).numpy() == split.y_test
        theirs.append(right.mean())
    assert abs(np.mean(ours) - np.mean(theirs)) < 0.015
