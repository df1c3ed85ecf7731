"""Chapter 4, derivatives and the chain rule: complex steps through functions written out whole."""

import numpy as np

from mathcheck import Model, holds
from mathcheck.registry import Checks

checks = Checks(4)


def wave(x):
    """A function without symmetries: x^3 / 3 + sin 2x + e^(x/2)."""
    return x * x * x / 3 + np.sin(2 * x) + np.exp(x / 2)


def one_function(x: float, h: float) -> Model:
    """The function and a nudge; its slopes are taken by a complex step, not by a quotient."""
    return Model({"x": x, "h": h}, functions={"f": wave}, tolerance=1e-8)


for label, nudge in [("eq:4.1a", 1e-3), ("eq:4.1b", 1e-3), ("eq:4.2a", 0.02), ("eq:4.2b", 0.2)]:
    checks[label] = holds(*(one_function(x, nudge) for x in (0.7, -1.3)))


# Two and three functions: the composed one is written out, its parts are not linear.
def inner(x):
    """u = x^2 + x."""
    return x * x + x


def middle(u):
    """v = sin u + 2u."""
    return np.sin(u) + 2 * u


def outer(v):
    """v^3 - v."""
    return v * v * v - v


def two(x):
    """outer(inner(x)), multiplied out: (x^2 + x)^3 - (x^2 + x)."""
    return x**6 + 3 * x**5 + 3 * x**4 + x**3 - x**2 - x


def three(x):
    """outer(middle(inner(x))) in one expression."""
    v = np.sin(x * x + x) + 2 * x * x + 2 * x
    return v**3 - v


checks["eq:4.3"] = holds(
    *(
        Model({"x": x}, functions={"f": two, "h": outer, "g": inner}, tolerance=1e-8)
        for x in (0.6, -1.7)
    )
)
checks["eq:4.4"] = holds(
    *(
        Model(
            {"x": x},
            functions={"f": three, "A": outer, "B": middle, "C": inner},
            tolerance=1e-8,
        )
        for x in (0.6, -1.7)
    )
)

# Three values between x and f.
checks["eq:4.5"] = holds(
    *(
        Model(
            {"x": x},
            definitions={
                "u": lambda m: np.stack(
                    [m("x") * m("x"), 3 * m("x") - 1, np.sin(m("x"))],
                ),
                "f": lambda m: m("u")[0] * m("u")[1] + np.exp(m("u")[2]) * m("u")[0],
            },
            tolerance=1e-8,
        )
        for x in (0.7, -1.3)
    )
)
