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
def run_errors(learning_rate: float) -> list[float]:
    """Distances from the minimum during four steps."""
    position, errors = 3.0, [1.0]
    for _ in range(4):
        position -= learning_rate * 12 * (position - 2)
        errors.append(position - 2)
    return errors


checks["eq:6.3a"] = holds(
    *(
        Model({"e": run_errors(a), "alpha": a, "lambda": 12.0}, first={"e": 0})
        for a in (0.05, 0.1, 0.2)
    )
)


def converges(learning_rate: float, curvature: float) -> bool:
    """Run many steps on a parabola and look whether the error dies out."""
    error = 1.0
    for _ in range(5000):
        error -= learning_rate * curvature * error
        if abs(error) > 1e6:
            return False
    return abs(error) < 1e-3


checks["eq:6.3b"] = exactly_when(
    *(
        (
            Model({"alpha": step / curvature, "lambda": curvature}),
            converges(step / curvature, curvature),
        )
        for step in (-0.1, 0.0, 0.01, 0.6, 1.0, 1.99, 2.0, 2.01, 2.4, 12.0)
        for curvature in (0.5, 12.0)
    )
)


def best(loss, low: float, high: float) -> float:
    """Minimiser of a function with one valley, by golden-section search."""
    ratio = (math.sqrt(5) - 1) / 2
    while high - low > 1e-13:
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, right) if loss(left) < loss(right) else (left, high)
    return (low + high) / 2


def after_one_step(learning_rate: float, curvature: float) -> float:
    """Distance from the minimum of a parabola after one step from distance one."""
    return abs(1 - learning_rate * curvature)


checks["eq:6.4"] = holds(
    *(
        Model(
            {"alpha": best(lambda a, c=curvature: after_one_step(a, c), 0, 9), "lambda": curvature},
            tolerance=1e-7,
        )
        for curvature in (0.5, 12.0)
    )
)


def best_fixed_step(mu: float, largest: float) -> Model:
    """Search the learning rate whose slower direction is fastest, for two curvatures."""

    def rate(learning_rate: float) -> float:
        return max(after_one_step(learning_rate, c) for c in (mu, largest))

    alpha = best(rate, 0, 2 / mu)
    values = {"alpha": alpha, "mu": mu, "L": largest, "kappa": largest / mu, "r": rate(alpha)}
    return Model(values, tolerance=1e-7)


for label in ("eq:6.5a", "eq:6.5b"):
    checks[label] = holds(best_fixed_step(1.0, 25.0), best_fixed_step(0.7, 3.1))

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
