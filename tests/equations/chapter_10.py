"""Chapter 10: roundings enumerated, steps found by search, slopes by moving one value by hand."""

import itertools

import numpy as np

from mathcheck import Model, holds, tight, together
from mathcheck.registry import Checks

checks = Checks(10)


# --- (10.1): the share that two lengths on one ray have not in common ----------------------------


def share(a: float, n: float) -> float:
    """Cut |a| and |n| into pieces of 0.01 and count: what lies between a and n, over all."""
    piece = 0.01
    gap = len(np.arange(min(a, n), max(a, n) - piece / 2, piece))
    return gap / (round(abs(a) / piece) + round(abs(n) / piece))


checks["eq:10.1"] = holds(
    *(
        Model({"a": a, "n": n, "r": share(a, n)})
        for a, n in [(0.37, 0.52), (-0.8, 0.31), (-1.4, -0.25), (2.1, -0.4)]
    )
)

# --- (10.2a): every way in which the two values may be rounded ------------------------------------

PLACE, BASE, STEEPNESS = 0.7, 3.1, 1.7


def curve(x):
    """BASE at PLACE, where it is odd around its middle: no term of second order."""
    return BASE + np.sin(STEEPNESS * (x - PLACE))


def worst_error(h: float, epsilon: float) -> float:
    """Largest error of the central difference, over all signs of the two roundings."""
    up, down = curve(PLACE + h), curve(PLACE - h)
    quotients = [
        (up * (1 + s * epsilon) - down * (1 + t * epsilon)) / (2 * h)
        for s, t in itertools.product((-1, 0, 1), repeat=2)
    ]
    return max(abs(q - STEEPNESS) for q in quotients)


checks["eq:10.2a"] = holds(
    *(
        Model(
            {"x": PLACE, "h": h, "epsilon": epsilon},
            functions={
                "f": curve,
                "E": lambda h, epsilon=epsilon: worst_error(float(np.real(h)), epsilon),
            },
            tolerance=1e-5,
        )
        for h, epsilon in [(2e-3, 1e-9), (3e-3, 4e-9), (1.5e-3, 2e-9)]
    )
)


def best_step(epsilon: float) -> float:
    """Minimise `worst_error` over h by golden section."""
    low, high, ratio = 1e-5, 0.1, (5**0.5 - 1) / 2
    for _ in range(90):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if worst_error(left, epsilon) < worst_error(right, epsilon):
            high = right
        else:
            low = left
    return (low + high) / 2


checks["eq:10.2b"] = holds(
    *(
        Model(
            {"x": PLACE, "epsilon": epsilon, "h*": best_step(epsilon)},
            functions={"f": curve},
            tolerance=2e-3,  # a minimum is flat: the search finds it to three digits
        )
        for epsilon in (1e-9, 4e-9)
    )
)

# --- (10.3), (10.5): a program of seven values, each nudged by hand ------------------------------

PROGRAM = (
    lambda v: 0.8,
    lambda v: -1.3,
    lambda v: v[0] * v[1],
    lambda v: v[0] + v[1] * v[1],
    lambda v: np.exp(v[2]) * v[0],
    lambda v: v[3] * v[4] + v[2],
    lambda v: v[5] * v[3] + v[4] * v[5],
)


def run(nudged: int | None = None, by: complex = 0) -> list:
    """All values of the program; one of them moved, whatever it was computed from."""
    v = []
    for number, operation in enumerate(PROGRAM):
        v.append(operation(v) + (by if number == nudged else 0))
    return v


def local_slopes() -> np.ndarray:
    """[j, i]: how operation j answers when its input i alone is moved; to itself with 1."""
    v, n = run(), len(PROGRAM)
    slopes = np.eye(n)
    for j, i in itertools.product(range(n), range(n)):
        if i < j:
            moved = [value + (1e-30j if k == i else 0) for k, value in enumerate(v)]
            slopes[j, i] = np.imag(PROGRAM[j](moved)) / 1e-30
    return slopes


TOTAL = np.array([np.imag(run(i, 1e-30j)) / 1e-30 for i in range(len(PROGRAM))])  # [i, j]
LOCAL = {r"\frac{\partial v_j}{\partial v_i}": r"s_{ji}"}

checks["eq:10.3"] = holds(
    Model(
        {"vbar": TOTAL[:, -1], "s": local_slopes(), "n": len(PROGRAM)},
        ranges={"i": range(1, len(PROGRAM))},
        spelling=LOCAL,
    )
)
checks["eq:10.5"] = holds(
    *(
        Model(
            {"vdot": TOTAL[seed], "s": local_slopes()},
            ranges={"j": range(3, len(PROGRAM) + 1)},
            spelling=LOCAL,
        )
        for seed in (0, 1)
    )
)

# --- (10.4): operations counted while a program and its reverse sweep run ------------------------


class Counted:
    """A number that counts what is done with it."""

    done = 0

    def __init__(self, number: float, inputs: tuple = ()) -> None:
        self.number, self.inputs, self.adjoint = number, inputs, 0.0

    def __add__(self, other: "Counted") -> "Counted":
        Counted.done += 1
        return Counted(self.number + other.number, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other: "Counted") -> "Counted":
        Counted.done += 1
        return Counted(self.number * other.number, ((self, other.number), (other, self.number)))


def operations(factors: int, shared: bool) -> Model:
    """Count for a product of many factors; `shared` squares it with a function of one input."""
    Counted.done = 0
    inputs = [Counted(1.0 + k / 10) for k in range(factors)]
    values = [inputs[0]]
    for factor in inputs[1:]:
        values.append(values[-1] * factor)
        values.append(values[-1] + values[-2])
    forward = Counted.done
    total = forward
    values[-1].adjoint = 1.0
    for value in reversed(values):
        for source, slope in value.inputs:
            source.adjoint += value.adjoint * slope
            total += 1 if shared and slope == 1.0 else 2  # a factor 1 need not be multiplied
    return Model({"Q": float(total), "q": float(forward)})


checks["eq:10.4"] = together(
    holds(operations(5, False), operations(9, False), operations(9, True)),
    tight(operations(5, False)),
)
