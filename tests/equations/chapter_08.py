"""Chapter 8, the forward pass: the equations against signals that are sent edge by edge."""

import math

import numpy as np

from mathcheck import Model, holds
from mathcheck.registry import Checks

checks = Checks(8)
rng = np.random.default_rng(8)

# Unequal sizes, three examples, and another bend in each hidden layer.
SIZES, N = [3, 4, 5, 2], 3
L = len(SIZES) - 1
BENDS = {1: lambda z: np.where(z.real > 0, z, 0 * z), 2: np.tanh}
W = {l: rng.normal(size=(SIZES[l - 1], SIZES[l])) for l in range(1, L + 1)}
b = {l: rng.normal(size=SIZES[l]) for l in range(1, L + 1)}
X = rng.normal(size=(N, SIZES[0]))

# The picture of the network: (layer, from, to, weight); a bias comes from a node that is always 1.
EDGES = [(l, j, k, W[l][j, k]) for l in W for j in range(SIZES[l - 1]) for k in range(SIZES[l])]
EDGES += [(l, "one", k, b[l][k]) for l in b for k in range(SIZES[l])]


def send(x) -> tuple[dict, dict]:
    """Send one example through the picture: every edge adds its part to the node it leads to."""
    z = {(l, k): 0.0 for l in range(1, L + 1) for k in range(SIZES[l])}
    a = {(0, j): value for j, value in enumerate(x)}
    for l in range(1, L + 1):
        for layer, source, target, weight in EDGES:
            if layer == l:
                z[l, target] += weight * (1.0 if source == "one" else a[l - 1, source])
        if l < L:
            a.update({(l, k): float(BENDS[l](np.array(z[l, k]))) for k in range(SIZES[l])})
    shares = [math.exp(z[L, k]) for k in range(SIZES[L])]
    a.update({(L, k): share / math.fsum(shares) for k, share in enumerate(shares)})
    return z, a


def gathered(values: list[dict], l: int) -> np.ndarray:
    """The values of one layer, a row for each example."""
    return np.array([[row[l, k] for k in range(SIZES[l])] for row in values])


sent = [send(x) for x in X]
Z = {l: gathered([z for z, _ in sent], l) for l in range(1, L + 1)}
A = {l: gathered([a for _, a in sent], l) for l in range(L + 1)}
sizes = {"n": SIZES, "L": L, "N": N}

for label in ("eq:8.1", "eq:8.2"):
    checks[label] = holds(
        *(
            Model(
                {
                    "z": {l: Z[l][i] for l in Z},
                    "a": {l: A[l][i] for l in A},
                    "W": W,
                    "b": b,
                    **sizes,
                },
                first={"n": 0},
            )
            for i in range(N)
        )
    )

batch = {"Z": Z, "A": A, "W": W, "b": {l: b[l][None] for l in b}, "ones": np.ones((N, 1)), **sizes}
checks["eq:8.3"] = holds(Model(batch, first={"n": 0}))
checks["eq:8.4a"] = holds(
    Model({"Z": {l: Z[l] for l in (1, 2)}, "A": A, **sizes}, functions={"phi": BENDS})
)
checks["eq:8.4b"] = holds(Model({"Z": Z, "P": A[L], **sizes}))

# Each edge of the picture carries one parameter.
checks["eq:8.5"] = holds(Model({"n": SIZES, "L": L, "n_par": len(EDGES)}, first={"n": 0}))
