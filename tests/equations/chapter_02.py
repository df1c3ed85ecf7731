"""Chapter 2, activations: the equations against other formulas, interpolation and truth tables."""

import numpy as np

from mathcheck import Model, holds, tight, together
from mathcheck.registry import Checks

checks = Checks(2)
rng = np.random.default_rng(2)


def logistic(z):
    """The sigmoid from its differential equation a' = a (1 - a), a(0) = 1/2, solved by tanh."""
    return (1 + np.tanh(np.asarray(z) / 2)) / 2


def hyperbolic(z):
    """The tangent as sine over cosine, hyperbolic both."""
    return np.sinh(z) / np.cosh(z)


def corner(z):
    """The larger of 0 and z, by looking."""
    z = np.asarray(z)
    return np.where(z.real > 0, z, 0 * z)


def at(*points: float, **functions) -> list[Model]:
    """A model for each z, with functions of our own in place of those of the notation."""
    return [Model({"z": z}, functions=functions) for z in points]


POINTS = (-3.1, -0.4, 0.7, 2.3)
sigmoid = at(*POINTS, sigma=logistic)
for label in ("eq:2.1a", "eq:2.1b", "eq:2.2a", "eq:2.2b"):
    checks[label] = holds(*sigmoid)
checks["eq:2.2c"] = together(
    holds(*sigmoid, *at(0.0, sigma=logistic)), tight(*at(0.0, sigma=logistic))
)

for label in ("eq:2.3a", "eq:2.3b"):
    checks[label] = holds(*at(*POINTS, sigma=logistic, tanh=hyperbolic))

checks["eq:2.4a"] = holds(*at(*POINTS, 0.0, relu=corner))
# At 0 itself the slope is a convention, and nothing could compute it.
checks["eq:2.4b"] = holds(*at(*POINTS))

# Three inputs, then layers of four and two neurons.
checks["eq:2.5"] = holds(
    Model(
        {
            "x": rng.normal(size=3),
            "W": {1: rng.normal(size=(3, 4)), 2: rng.normal(size=(4, 2))},
            "b": {1: rng.normal(size=4), 2: rng.normal(size=2)},
        }
    )
)

checks["eq:2.6"] = holds(
    *(Model({"x": x}, functions={"relu": corner}) for x in (-2.5, -0.3, 0.0, 0.8, 4.0))
)


def drawn(x):
    """The hat as one draws it: straight lines between its corners."""
    return np.interp(np.real(x), [-9, 0, 1, 2, 9], [0, 0, 1, 0, 0])


checks["eq:2.7"] = holds(
    *(Model({"x": x}, functions={"h": drawn}) for x in (-1.0, 0.3, 0.5, 1.0, 1.5, 1.8, 3.0, 7.0))
)

# The truth table, and places between its corners by the same drawing of x_1 + x_2.
corners = [((0, 0), 0), ((0, 1), 1), ((1, 0), 1), ((1, 1), 0)]
between = [(p, float(drawn(sum(p)))) for p in ((0.3, 0.2), (0.9, 0.4), (0.1, 1.3), (-0.6, 0.2))]
checks["eq:2.8"] = holds(
    *(Model({"x": [float(v) for v in x], "yhat": float(y)}) for x, y in (*corners, *between))
)
