"""Chapter 7, one neuron learns: the equations against costs in plain loops and complex steps."""

import cmath

import numpy as np

from mathcheck import Model, holds
from mathcheck.registry import Checks

checks = Checks(7)
rng = np.random.default_rng(7)

# Five examples with three inputs, targets that are 0 or 1, a neuron at a generic place.
N, D = 5, 3
X, w, b = rng.normal(size=(N, D)), rng.normal(size=D), 0.3
y = np.array([0.0, 1.0, 1.0, 0.0, 1.0])


def sums(w, b) -> list:
    """The z of each example, added up term by term."""
    return [sum(X[i, j] * w[j] for j in range(D)) + b for i in range(N)]


def squared_error(z, target):
    """Loss of one example, from its z."""
    return (1 / (1 + cmath.exp(-z)) - target) ** 2


def surprise(z, target):
    """Minus the logarithm of the probability that the neuron gave to what happened."""
    probability = 1 / (1 + cmath.exp(-z))
    return -cmath.log(probability if target else 1 - probability)


def mean_loss(loss, z):
    """Cost: the mean of a loss over the examples."""
    return sum(loss(z[i], y[i]) for i in range(N)) / N


def slope(f, values, k: int) -> float:
    """Derivative of f(list) to entry k: a complex step, which needs no formula."""
    moved = [complex(v) for v in values]
    moved[k] += 1e-30j
    return f(moved).imag / 1e-30


def sensitivities(loss) -> list[float]:
    """What the cost does when one z after the other is pushed."""
    return [slope(lambda z: mean_loss(loss, z), sums(w, b), i) for i in range(N)]


def parameter_slopes(loss) -> list[float]:
    """What the cost does when one parameter after the other is pushed; the bias is the last."""
    theta = [*w, b]
    return [slope(lambda t: mean_loss(loss, sums(t[:D], t[D])), theta, k) for k in range(D + 1)]


y_hat = np.array([1 / (1 + np.exp(-z)) for z in sums(w, b)])
sizes = {"N": N, "D": D}

checks["eq:7.1"] = holds(
    Model(
        {"yhat": y_hat, "y": y, **sizes},
        definitions={"C": lambda m: ((m("yhat") - y) ** 2).mean()},
    )
)

checks["eq:7.2"] = holds(
    Model({"z": sums(w, b), **sizes}, definitions={"yhat": lambda m: 1 / (1 + np.exp(-m("z")))})
)

checks["eq:7.3"] = holds(
    Model(
        {"w": w, "b": b, "x": X, **sizes},
        definitions={"z": lambda m: np.array([X[i] @ m("w") + m("b") for i in range(N)])},
    )
)

neuron = {"yhat": y_hat, "y": y, "X": X, **sizes}
for label, loss in (("eq:7.4", squared_error), ("eq:7.6", surprise)):
    checks[label] = holds(Model(neuron | {"delta": sensitivities(loss)}))


def cost_of(loss):
    """The cost as a function of the model's weights and bias, for complex numbers too."""

    def cost(m):
        p = 1 / (1 + np.exp(-(X @ m("w") + m("b"))))
        losses = {
            squared_error: (p - y) ** 2,
            surprise: -np.log(np.where(y == 1, p, 1 - p)),
        }
        return losses[loss].mean()

    return cost


checks["eq:7.5"] = holds(
    *(
        Model(
            neuron | {"w": w, "b": b, "delta": sensitivities(loss)},
            definitions={"C": cost_of(loss)},
        )
        for loss in (squared_error, surprise)
    )
)


def after_a_step(loss, alpha: float) -> dict:
    """Weights and bias, each moved against its own slope."""
    *dw, db = parameter_slopes(loss)
    return {
        "w": [v - alpha * g for v, g in zip(w, dw, strict=True)],
        "b": b - alpha * db,
    }


checks["eq:7.7"] = holds(
    *(
        Model(
            neuron | {"w": w, "b": b, "alpha": 0.4, "delta": sensitivities(loss)},
            new=after_a_step(loss, 0.4),
        )
        for loss in (squared_error, surprise)
    )
)

# Curvatures: the loss itself is differentiated twice, at places on both sides of ln 2.
places = (-2.1, 0.3, 0.9, 3.7)


def cross_entropy(target: float):
    """Loss as a function of the model's z."""
    return lambda m: np.log(1 + np.exp(m("z"))) - target * m("z")


checks["eq:7.8"] = holds(
    *(
        Model({"z": z}, definitions={"L": cross_entropy(t)}, tolerance=1e-8)
        for z in places
        for t in (0.0, 1.0)
    )
)
checks["eq:7.9"] = holds(
    *(
        Model({"z": z}, definitions={"L": lambda m: (1 + np.exp(-m("z"))) ** -2.0}, tolerance=1e-8)
        for z in places
    )
)
