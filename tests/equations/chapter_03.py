"""Chapter 3, losses and costs: the equations against loops, counting, whole numbers and search."""

import math
import statistics
from fractions import Fraction

import numpy as np

from mathcheck import Model, holds, tight, together
from mathcheck.registry import Checks

checks = Checks(3)
rng = np.random.default_rng(3)

# Five examples with errors of both signs; their squares are added up one by one.
y = rng.normal(size=5)
yhat = y + np.array([0.5, -1.0, 0.25, 2.0, -0.75])
squares = 0.0
for target, prediction in zip(y.tolist(), yhat.tolist(), strict=True):
    squares += abs(target - prediction) ** 2.0
C = squares / 5

checks["eq:3.1"] = holds(Model({"C": C, "y": y, "yhat": yhat, "N": 5}))

# --- softmax: logits that are logarithms of whole numbers, so the shares are fractions -----------

COUNTS = ([3, 7, 1, 9], [5, 2])


def shares(counts) -> list[float]:
    """Each count as a share of all."""
    return [float(Fraction(count, sum(counts))) for count in counts]


def scored(counts) -> dict:
    """Logits, probabilities and number of classes for some counts."""
    return {"z": [math.log(count) for count in counts], "p": shares(counts), "K": len(counts)}


checks["eq:3.2a"] = holds(*(Model(scored(counts)) for counts in COUNTS))
checks["eq:3.2b"] = holds(*(Model(scored(counts)) for counts in COUNTS))


def by_counts(z) -> np.ndarray:
    """Softmax of logits that are logarithms of whole numbers, up to a common factor."""
    z = np.asarray(z)
    ratios = [Fraction(math.exp(z_k - min(z))).limit_denominator(1000) for z_k in z]
    return np.array([float(ratio / sum(ratios)) for ratio in ratios])


checks["eq:3.2c"] = holds(
    *(
        Model(scored(counts) | {"c": c, "ones": np.ones(len(counts))}, functions={"softmax": f})
        for counts in COUNTS
        for c in (-2.5, 0.7)
        for f in (by_counts, lambda z: np.exp(z) / np.exp(z).sum())
    )
)

# --- cross-entropy: how many bits of surprise, from the share of the true class ------------------


def surprise(share: float) -> float:
    """How often a share must be doubled to become 1, times ln 2."""
    low, high = 0.0, 100.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if share * 2**middle < 1 else (low, middle)
    return low * 0.6931471805599453


def labelled(counts, t: int) -> dict:
    """The same, with a true class (counted from 1), its one-hot vector and its loss."""
    one_hot = [float(k == t) for k in range(1, len(counts) + 1)]
    loss = surprise(shares(counts)[t - 1])
    return scored(counts) | {"t": t, "y": one_hot, "L": loss}


every_class = [labelled(c, t) for c in COUNTS for t in range(1, len(c) + 1)]
checks["eq:3.3a"] = holds(*map(Model, every_class))
checks["eq:3.3b"] = holds(*map(Model, every_class))

# Two classes with counts a and b: the logit is the difference of the scores.
two_classes = [
    {"z": math.log(on) - math.log(off), "p": on / (on + off), "y": label, "L": surprise(share)}
    for on, off in ((5, 2), (1, 9))
    for label, share in ((1.0, on / (on + off)), (0.0, off / (on + off)))
]
checks["eq:3.4a"] = holds(*map(Model, two_classes))
checks["eq:3.4b"] = holds(*map(Model, two_classes))

# --- likelihood ---------------------------------------------------------------------------------

drawn = [Fraction(1, 3), Fraction(2, 5), Fraction(1, 7)]
checks["eq:3.5a"] = holds(Model({"q": [float(f) for f in drawn], "N": 3}))

classes = [
    model | {"q": float(Fraction(counts[model["t"] - 1], sum(counts)))}
    for counts in COUNTS
    for model in (labelled(counts, t) for t in range(1, len(counts) + 1))
]
for label in ("eq:3.5b", "eq:3.5c"):
    checks[label] = holds(*map(Model, classes))

# The bell curve comes from the standard library; its mean is the prediction.
bells = [
    {"yhat": mean, "s": s, "y": at, "q": statistics.NormalDist(mean, s).pdf(at)}
    for mean, s, at in ((1.0, 0.7, 2.5), (-0.4, 2.3, -1.6))
]
for label in ("eq:3.5d", "eq:3.5e"):
    checks[label] = holds(*map(Model, bells))

checks["eq:3.5f"] = holds(
    *(
        Model(
            {
                "q": [statistics.NormalDist(m, s).pdf(v) for m, v in zip(yhat, y, strict=True)],
                "C": C,
                "s": s,
                "N": 5,
            }
        )
        for s in (0.8, 2.3)
    )
)

# --- log-sum-exp --------------------------------------------------------------------------------

checks["eq:3.6a"] = holds(
    *(Model(scored(counts) | {"c": c}) for counts in COUNTS for c in (-1.3, 0.0, 4.2))
)

# Both bounds are attained: one class for the lower one, equal scores for the upper one.
alone, equal = Model({"z": [1.7], "K": 1}), Model({"z": [0.9, 0.9, 0.9], "K": 3})
wide = Model({"z": [2.0, -1.0, 0.5], "K": 3})
checks["eq:3.6b"] = together(holds(alone, equal, wide), tight(alone))
