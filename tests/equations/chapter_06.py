"""Chapter 6, gradient descent: the equations against hand derivatives, simulation and search."""

import itertools
import math

import numpy as np

from mathcheck import Model, exactly_when, holds
from mathcheck.registry import Checks

checks = Checks(6)
rng = np.random.default_rng(6)

# A cost of three parameters that is no quadratic: its gradient is written out by hand below.
H = np.array([[3.0, 1.0, 0.0], [1.0, 2.0, 0.5], [0.0, 0.5, 4.0]])
theta = rng.normal(size=3)


def cost(model: Model):
    """C = theta H theta / 2 + cos(theta_1)."""
    t = model("theta")
    return t @ H @ t / 2 + np.cos(t[0])


def gradient(t) -> np.ndarray:
    """Gradient of the cost, entry by entry."""
    slopes = [sum(H[i, j] * t[j] for j in range(3)) for i in range(3)]
    slopes[0] -= math.sin(t[0])
    return np.array(slopes)


smooth = {"definitions": {"C": cost}, "arguments": {"C": ["theta"]}, "gradient": "theta"}

checks["eq:6.1"] = holds(
    Model(
        {"theta": theta, "alpha": 0.05},
        new={"theta": [t - 0.05 * g for t, g in zip(theta, gradient(theta), strict=True)]},
        **smooth,
    )
)

checks["eq:6.2"] = holds(Model({"theta": theta, "alpha": 1e-3}, **smooth))

# The errors of a run on 6 (w - 2)^2, whose curvature is 12.
errors = [1.0]
for _ in range(4):
    position = 2 + errors[-1]
    errors.append(position - 0.05 * 12 * (position - 2) - 2)
checks["eq:6.3a"] = holds(
    Model({"e": np.array(errors), "alpha": 0.05, "lambda": 12.0}, first={"e": 0})
)


def converges(learning_rate: float, curvature: float = 12.0) -> bool:
    """Run many steps on a parabola and look whether the error dies out."""
    error = 1.0
    for _ in range(20000):
        error -= learning_rate * curvature * error
        if abs(error) > 1e6:
            return False
    return abs(error) < 1e-3


rates = (-0.01, 0.0, 0.001, 0.05, 1 / 12, 0.16, 0.1666, 1 / 6, 0.1667, 0.17, 0.3, 1.0)
checks["eq:6.3b"] = exactly_when(
    *((Model({"alpha": a, "lambda": 12.0}), converges(a)) for a in rates)
)


def best(loss, low: float, high: float) -> float:
    """Minimiser of a function with one valley, by golden-section search."""
    ratio = (math.sqrt(5) - 1) / 2
    while high - low > 1e-13:
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, right) if loss(left) < loss(right) else (left, high)
    return (low + high) / 2


checks["eq:6.4"] = holds(
    Model({"alpha": best(lambda a: abs(1 - a * 12), 0, 1), "lambda": 12.0}, tolerance=1e-7)
)

# Two curvatures at once: the slower of the two errors counts.
mu, largest = 1.0, 25.0


def rate(learning_rate: float) -> float:
    """Factor by which the larger of two errors shrinks in a step."""
    return max(abs(1 - learning_rate * mu), abs(1 - learning_rate * largest))


fixed = best(rate, 0, 0.2)
both = {"alpha": fixed, "mu": mu, "L": largest, "kappa": largest / mu, "r": rate(fixed)}
checks["eq:6.5a"] = holds(Model(both, tolerance=1e-7))
checks["eq:6.5b"] = holds(Model(both, tolerance=1e-7))

# All mini-batches of two out of five examples, each equally likely.
X, y = rng.normal(size=(5, 3)), rng.normal(size=5)


def batch_gradient(batch) -> np.ndarray:
    """Gradient of the mean squared error over some examples, by loops."""
    total = np.zeros(3)
    for i in batch:
        residual = sum(X[i] * theta) - y[i]
        total += np.array([2 * residual * v for v in X[i]])
    return total / len(batch)


batches = np.array([batch_gradient(pair) for pair in itertools.combinations(range(5), 2)])
mean_squared = {
    "C": lambda model: ((X @ model("theta") - y) ** 2).sum() / 5,
}
checks["eq:6.6"] = holds(
    Model(
        {"theta": theta, "g_B": batches},
        definitions=mean_squared,
        arguments={"C": ["theta"]},
        gradient="theta",
    )
)
