"""Chapter 9, backpropagation: the equations against costs in plain loops and complex steps."""

import cmath

import numpy as np

from mathcheck import Model, holds
from mathcheck.registry import Checks

checks = Checks(9)
rng = np.random.default_rng(9)

# A network of unequal sizes and a batch of another size; no two numbers could be confused.
SIZES = {0: 3, 1: 4, 2: 6, 3: 5}
LAST, N = 3, 7
W = {l: rng.normal(size=(SIZES[l - 1], SIZES[l])) for l in (1, 2, 3)}
b = {l: rng.normal(size=SIZES[l]) for l in (1, 2, 3)}
X = rng.normal(size=(N, SIZES[0]))
labels = [0, 3, 1, 4, 2, 2, 0]
PHI = {1: np.tanh, 2: lambda z: 1 / (1 + np.exp(-z))}


def loss_from(z, layer: int, label: int, phi=PHI):
    """Surprise at the right class, from the sums of any layer, term by term."""
    for l in range(layer, LAST):
        a = [phi[l](v) for v in z]
        z = [
            sum(a[j] * W[l + 1][j, k] for j in range(SIZES[l])) + b[l + 1][k]
            for k in range(SIZES[l + 1])
        ]
    weights = [cmath.exp(v) for v in z]
    return -cmath.log(weights[label] / sum(weights))


def slope(f, values) -> list[float]:
    """Derivatives of f(list) by complex steps, which need no formula."""
    found = []
    for k in range(len(values)):
        moved = [complex(v) for v in values]
        moved[k] += 1e-30j
        found.append(f(moved).imag / 1e-30)
    return found


# Forward values of the whole batch, one example and one unit after the other.
A, Z = {0: X}, {}
for l in (1, 2, 3):
    Z[l] = np.array([[row @ W[l][:, k] + b[l][k] for k in range(SIZES[l])] for row in A[l - 1]])
    if l < LAST:
        A[l] = PHI[l](Z[l])
P = np.array([[1 / sum(np.exp(v - u) for v in row) for u in row] for row in Z[LAST]])
Y = np.array([[float(k == label) for k in range(SIZES[LAST])] for label in labels])


def row_of_delta(layer: int, i: int) -> np.ndarray:
    """What the loss of example i does when its sums of one layer are pushed."""
    return np.array(slope(lambda z: loss_from(z, layer, labels[i]), Z[layer][i]))


delta = {l: np.array([row_of_delta(l, i) for i in range(N)]) / N for l in (1, 2, 3)}


def pre_activations(m, layer):
    """Z of a layer from the values below, so that slopes pass through."""
    below = X if layer == 1 else PHI[layer - 1](m("Z", layer - 1))
    return below @ m("W", layer) + m("b", layer)


def cost(m):
    """Mean surprise over the batch, computed from the logits."""
    z = m("Z", LAST)
    return (np.log(np.exp(z).sum(axis=1)) - (z * Y).sum(axis=1)).sum() / N


batch = Model(
    {"X": X, "W": W, "b": b, "Y": Y, "P": P, "A": A, "delta": delta, "N": N, "L": LAST},
    definitions={"Z": pre_activations, "C": cost},
    layers={"Z": (1, 2, 3)},
    functions={"phi": PHI},
)
for label in ("eq:9.1", "eq:9.3e", "eq:9.4", "eq:9.5", "eq:9.6"):
    checks[label] = holds(batch)

checks["eq:9.2"] = holds(
    Model(
        {"z": [0.3, -1.1, 0.8, 0.1]},
        definitions={"p": lambda m: np.exp(m("z")) / np.exp(m("z")).sum()},
    )
)


# One example in scalars, with the same bend in every layer.
TANH = {1: np.tanh, 2: np.tanh}
x, target = X[1], labels[1]
a, z = {0: x}, {}
for l in (1, 2, 3):
    z[l] = np.array([a[l - 1] @ W[l][:, k] + b[l][k] for k in range(SIZES[l])])
    if l < LAST:
        a[l] = np.tanh(z[l])
p = np.array([1 / sum(np.exp(v - u) for v in z[LAST]) for u in z[LAST]])
sensitivity = {
    l: np.array(slope(lambda v, l=l: loss_from(v, l, target, TANH), z[l])) for l in (1, 2, 3)
}


def loss(m):
    """Surprise at the right class as a function of all weights and biases."""
    v = x
    for l in (1, 2, 3):
        v = v @ m("W", l) + m("b", l)
        v = np.tanh(v) if l < LAST else v
    return np.log(np.exp(v).sum()) - v[target]


checks["eq:9.3a"] = holds(Model({"delta": sensitivity, "p": p, "y": Y[1], "L": LAST}))
checks["eq:9.3b"] = holds(
    Model({"delta": sensitivity, "z": z, "W": W}, functions={"phi": np.tanh}),
)
for label in ("eq:9.3c", "eq:9.3d"):
    checks[label] = holds(
        Model({"delta": sensitivity, "a": a, "W": W, "b": b}, definitions={"L": loss})
    )


def multiplications(sizes: list[int], examples: int) -> tuple[int, int]:
    """Count them one by one, in loops that do nothing else: forward, and backward."""
    forward = backward = 0
    for l in range(1, len(sizes)):
        for _ in range(examples):
            for _ in range(sizes[l - 1]):
                for _ in range(sizes[l]):
                    forward += 1  # A[i, j] * W[j, k]
                    backward += 1  # A[i, j] * delta[i, k]
                    if l > 1:
                        backward += 1  # delta[i, k] * W[j, k]
    return forward, backward


counts = []
for sizes, examples in (([3, 4, 6, 5], 7), ([5, 2, 3], 4), ([6, 11], 3)):
    forward, backward = multiplications(sizes, examples)
    values = {"F": forward, "B": backward, "n": sizes, "N": examples, "L": len(sizes) - 1}
    counts.append(Model(values, first={"n": 0}))
for label in ("eq:9.7a", "eq:9.7b"):
    checks[label] = holds(*counts)
