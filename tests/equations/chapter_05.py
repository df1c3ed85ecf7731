"""Chapter 5, partial derivatives and the gradient: against walks, searches and single nudges."""

import math

import numpy as np

from mathcheck import Model, holds, tight, together
from mathcheck.registry import Checks

checks = Checks(5)
rng = np.random.default_rng(5)

X, Z = 0.7, -1.3  # where: no entry is 0 or 1, and the two slopes differ


def height(x, z):
    """Curved in each letter, and not alike in them."""
    return x * x * z + np.sin(2 * z) + np.exp(x * z)


def slope(f, t: float = 1e-3) -> float:
    """Derivative of f at 0 by central differences of two widths, extrapolated."""
    near, far = (f(t) - f(-t)) / (2 * t), (f(2 * t) - f(-2 * t)) / (4 * t)
    return float((4 * near - far) / 3)


along_x = slope(lambda t: height(X + t, Z))
along_z = slope(lambda t: height(X, Z + t))
length = math.hypot(along_x, along_z)
surface = {
    "definitions": {"f": lambda m: height(m("x"), m("z"))},
    "arguments": {"f": ["x", "z"]},
    "gradient": ("x", "z"),
    "tolerance": 1e-7,
}

for label in ("eq:5.1a", "eq:5.1b"):
    checks[label] = holds(
        Model({"x": X, "z": Z}, **surface), Model({"x": 0.4, "z": 0.9}, **surface)
    )

checks["eq:5.2"] = holds(Model({"x": X, "z": Z}, **surface))


def walk(angle: float) -> float:
    """Slope of the height along a walk in the direction of an angle."""
    c, s = math.cos(angle), math.sin(angle)
    return slope(lambda t: height(X + t * c, Z + t * s))


def direction(angle: float) -> Model:
    """Direction u and the slope that a walk finds; theta is measured from the steepest walk."""
    return Model(
        {
            "x": X,
            "z": Z,
            "u": [math.cos(angle), math.sin(angle)],
            "u_x": math.cos(angle),
            "u_z": math.sin(angle),
            "theta": angle - steepest,
            "Duf": walk(angle),
        },
        spelling={r"D_{\mathbf u}f": r"\mathrm{Duf}"},
        **surface,
    )


def search() -> float:
    """Angle of the steepest walk: the zero of the change of the slope, by bisection."""
    best = max(np.linspace(0, 2 * math.pi, 360, endpoint=False), key=walk)
    low, high = best - 0.02, best + 0.02
    for _ in range(40):
        middle = (low + high) / 2
        if walk(middle + 0.5) > walk(middle - 0.5):  # lower on the left: the top is to the right
            low = middle
        else:
            high = middle
    return low


steepest = search()
checks["eq:5.3"] = holds(*map(direction, (0.3, 2.0, 4.4)))

a, b = rng.normal(size=(2, 3))
checks["eq:5.4a"] = together(
    holds(Model({"g": a, "v": b}), Model({"g": b, "v": -a}), Model({"g": a, "v": 0 * b})),
    tight(Model({"g": a, "v": 1.7 * a}), Model({"g": a, "v": -0.4 * a})),
)
checks["eq:5.4b"] = together(holds(*map(direction, (0.3, 2.0, 4.4))), tight(direction(steepest)))
checks["eq:5.4c"] = holds(
    Model({"x": X, "z": Z, "u*": [math.cos(steepest), math.sin(steepest)]}, **surface)
)
checks["eq:5.4d"] = holds(*map(direction, (0.3, 2.0, 4.4)))

# A step that is not short, and what the height would do if it went on as it starts.
step = {"dx": 0.8, "dz": -0.3}
checks["eq:5.5"] = holds(
    Model(
        {
            "x": X,
            "z": Z,
            **step,
            "df": slope(lambda t: height(X + t * step["dx"], Z + t * step["dz"])),
        },
        spelling={"df": r"\mathrm{df}", r"\,dx": r"\mathrm{dx}", r"\,dz": r"\mathrm{dz}"},
        **surface,
    )
)

# One layer of two inputs and three outputs; every weight is nudged by itself.
W, x_in = rng.normal(size=(2, 3)), rng.normal(size=2)


def layer_cost(weights):
    """Sum of the outputs' cubes."""
    return ((x_in @ weights) ** 3).sum()


checks["eq:5.6"] = holds(Model({"W": W}, definitions={"C": lambda m: layer_cost(m("W"))}))

w, x = rng.normal(size=(2, 4))
checks["eq:5.7"] = holds(
    Model(
        {"w": w, "x": x, "b": 0.3},
        definitions={"z": lambda m: sum(m("x")[j] * m("w")[j] for j in range(4)) + m("b")},
    )
)
