"""The trainers that are compared: ours, scikit-learn, PyTorch, and the matrix products alone.

Each is a function of a case and its data that trains once and returns the CPU seconds spent and a
function that predicts labels (None for the bare products).
"""

import time
import warnings

import numpy as np
import torch
from sklearn.neural_network import MLPClassifier

from mlp_lib import MLP, SGD, Adam

clock = time.process_time


def ours(case, X, y):
    net = MLP(case.sizes, case.hidden, rng=np.random.default_rng(0), dtype=np.float32)
    optimizer = Adam(case.rate) if case.optimizer == "adam" else SGD(case.rate, momentum=0.9)
    start = clock()
    net.fit(X, y, epochs=case.epochs, batch_size=case.batch, optimizer=optimizer)
    return clock() - start, net.predict


def scikit_learn(case, X, y):
    net = MLPClassifier(
        case.sizes[1:-1],
        activation=case.hidden,
        solver=case.optimizer,
        alpha=0,
        batch_size=case.batch,
        learning_rate_init=case.rate,
        max_iter=case.epochs,
        tol=0,
        n_iter_no_change=10**9,
        momentum=0.9,
        nesterovs_momentum=False,
        random_state=0,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        start = clock()
        net.fit(X, y)
        return clock() - start, net.predict


def pytorch(case, X, y, fused=False):
    torch.manual_seed(0)
    layers = []
    for n_in, n_out in zip(case.sizes, case.sizes[1:], strict=False):
        linear = torch.nn.Linear(n_in, n_out)
        torch.nn.init.normal_(linear.weight, 0, (2 / n_in) ** 0.5)
        torch.nn.init.zeros_(linear.bias)
        layers += [linear, torch.nn.ReLU() if case.hidden == "relu" else torch.nn.Tanh()]
    net = torch.nn.Sequential(*layers[:-1])
    if case.optimizer == "adam":
        optimizer = torch.optim.Adam(net.parameters(), lr=case.rate, fused=fused)
    else:
        optimizer = torch.optim.SGD(net.parameters(), lr=case.rate, momentum=0.9, fused=fused)
    loss = torch.nn.CrossEntropyLoss()
    inputs, labels = torch.from_numpy(X), torch.from_numpy(y)
    start = clock()
    for _ in range(case.epochs):
        total = torch.zeros(())
        for rows in torch.randperm(len(X)).split(case.batch):
            cost = loss(net(inputs[rows]), labels[rows])
            optimizer.zero_grad()
            cost.backward()
            optimizer.step()
            total += cost.detach() * len(rows)
        total.item()
    spent = clock() - start

    def predict(Z):
        with torch.no_grad():
            return net(torch.from_numpy(Z)).argmax(1).numpy()

    return spent, predict


def pytorch_fused(case, X, y):
    return pytorch(case, X, y, fused=True)


def products(case, X, y):
    """Every matrix product of the run, on arrays that stay where they are, and nothing else."""
    rng = np.random.default_rng(0)
    n, layers = len(X), len(case.sizes) - 1

    def random(*shape):
        return rng.standard_normal(shape, dtype=np.float32)

    W = [random(a, b) for a, b in zip(case.sizes, case.sizes[1:], strict=False)]
    dW = [np.empty_like(w) for w in W]
    batches = [min(case.batch, n - start) for start in range(0, n, case.batch)]
    arrays = {
        size: ([random(size, w) for w in case.sizes], [random(size, w) for w in case.sizes])
        for size in set(batches)
    }
    start = clock()
    for _ in range(case.epochs):
        for size in batches:
            A, D = arrays[size]
            for layer in range(layers):
                np.dot(A[layer], W[layer], out=D[layer + 1])
            for layer in range(layers - 1, -1, -1):
                np.dot(A[layer].T, D[layer + 1], out=dW[layer])
                if layer:
                    np.dot(D[layer + 1], W[layer].T, out=D[layer])
    return clock() - start, None


RIVALS = {
    "mlp_lib": ours,
    "scikit-learn": scikit_learn,
    "PyTorch": pytorch,
    "PyTorch fused": pytorch_fused,
    "matrix products": products,
}
