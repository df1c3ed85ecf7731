"""Chapter 1, the neuron and the perceptron: the equations against geometry, loops and counting."""

import math

import numpy as np

from mathcheck import Model, holds, tight, together
from mathcheck.registry import Checks

checks = Checks(1)
rng = np.random.default_rng(1)

# One neuron with three inputs; its sum is added up term by term.
x, w, b = rng.normal(size=3), rng.normal(size=3), 0.3
z = b
for x_j, w_j in zip(x, w, strict=True):
    z += float(x_j) * float(w_j)
neuron = {"x": x, "w": w, "b": b, "z": z, "D": 3}

checks["eq:1.1"] = holds(Model(neuron))


def between(p, q) -> float:
    """Angle between two vectors of the plane, from their directions."""
    return math.atan2(p[1], p[0]) - math.atan2(q[1], q[0])


plane = [((3.0, 4.0), (2.0, 1.0)), ((-1.0, 2.0), (0.5, 0.25)), ((1.0, 0.0), (-2.0, 0.1))]
checks["eq:1.2"] = holds(*(Model({"x": p, "w": q, "theta": between(p, q)}) for p, q in plane))

# The step is on at zero itself.
thresholded = [(-1.5, 0), (-1e-9, 0), (0.0, 1), (1e-9, 1), (2.0, 1)]
checks["eq:1.3a"] = holds(*(Model({"z": s, "yhat": float(on)}) for s, on in thresholded))


def switching_point(bias: float) -> float:
    """Smallest weighted sum that turns the neuron on, found by bisection."""
    off, on = -100.0, 100.0
    for _ in range(200):
        middle = (off + on) / 2
        off, on = (off, middle) if middle + bias >= 0 else (middle, on)
    return on


checks["eq:1.3b"] = holds(*(Model({"tau": switching_point(v), "b": v}) for v in (-0.7, 0.4)))


def walk_to_boundary(x, w, b) -> float:
    """Signed length of the walk from x straight to the line, found by bisection along w."""
    unit = w / math.hypot(*w)
    low, high = -100.0, 100.0
    for _ in range(200):
        middle = (low + high) / 2
        positive = sum((x - middle * unit) * w) + b > 0
        low, high = (middle, high) if positive else (low, middle)
    return low


checks["eq:1.4"] = holds(Model(neuron | {"d": walk_to_boundary(x, w, b)}))

checks["eq:1.5"] = holds(Model(neuron | {"xtilde": [*x.tolist(), 1.0], "wtilde": [*w.tolist(), b]}))


def moved(value, by, label):
    """Add to or take away, by the sign of the label."""
    return value + by if label > 0 else value - by


checks["eq:1.6"] = holds(
    *(
        Model(
            {"x": x, "w": w, "b": b, "y": label},
            new={
                "w": [moved(float(u), float(v), label) for u, v in zip(w, x, strict=True)],
                "b": moved(b, 1.0, label),
            },
        )
        for label in (1.0, -1.0)
    )
)


def mistakes_of_perceptron(points, labels, u) -> list[Model]:
    """Run the perceptron from zero; one model for the state after each mistake."""
    points = [np.asarray(p, float) for p in points]
    u = np.asarray(u, float) / math.hypot(*u)
    radius = max(math.hypot(*p) for p in points)
    margin = min(y * sum(p * u) for p, y in zip(points, labels, strict=True))
    w, k, models = np.zeros(len(u)), 0, []
    for _ in range(100):
        for p, y in zip(points, labels, strict=True):
            if y * sum(w * p) <= 0:
                w, k = w + y * p, k + 1
                models.append(Model({"k": k, "w": w, "u": u, "R": radius, "gamma": margin}))
    return models


# AND with the bias as a third input, and two problems on which the bounds are attained.
logical_and = mistakes_of_perceptron(
    [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1)], [-1, -1, -1, 1], (1, 1, -1.5)
)
one_point = mistakes_of_perceptron([(3, 4)], [1], (3, 4))
two_orthogonal = mistakes_of_perceptron([(2, 0), (0, 2)], [1, 1], (1, 1))
assert len(logical_and) == 18

for label in ("eq:1.7a", "eq:1.7b", "eq:1.7c"):
    checks[label] = together(
        holds(*logical_and, *one_point, *two_orthogonal),
        tight(one_point[-1], two_orthogonal[-1]),
    )
