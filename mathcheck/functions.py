"""The functions of the notation, written for this package alone.

They accept complex numbers, because derivatives are taken with a complex step, and they share no
code with ``mlp_lib``: a mistake there must not be repeated here.
"""

import numpy as np

CONSTANTS = {"pi": np.pi, "e": np.e}


def relu(z):
    """max(0, z)."""
    z = np.asarray(z)
    return np.where(z.real > 0, z, 0)


def absolute(z):
    """|z|, by the sign of the real part."""
    z = np.asarray(z)
    return np.where(z.real < 0, -z, z)


def norm(z):
    """Square root of the sum of the squares (not of the squared moduli)."""
    z = np.asarray(z)
    return np.sqrt((z * z).sum())


def maximum(*values):
    """Largest entry of one array, or elementwise largest of several."""
    if len(values) == 1:
        flat = np.ravel(values[0])
        return flat[np.argmax(flat.real)]
    best = np.asarray(values[0])
    for value in map(np.asarray, values[1:]):
        best = np.where(value.real > best.real, value, best)
    return best


def minimum(*values):
    """Smallest entry of one array, or elementwise smallest of several."""
    return -maximum(*(-np.asarray(value) for value in values))


def softmax(z):
    """Exponentials over their sum, along the last axis."""
    z = np.asarray(z)
    powers = np.exp(z - z.real.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def expectation(samples):
    """Mean over the first axis: the samples are equally likely."""
    return np.asarray(samples).mean(0)


def variance(samples):
    """Mean squared distance from the mean, over the first axis."""
    samples = np.asarray(samples)
    return ((samples - samples.mean(0)) ** 2).mean(0)


FUNCTIONS = {
    "sigma": lambda z: 1 / (1 + np.exp(-np.asarray(z))),
    "step": lambda z: (np.asarray(z).real >= 0) * 1.0,
    "sign": np.sign,
    "relu": relu,
    "ReLU": relu,
    "softmax": softmax,
    "exp": np.exp,
    "ln": np.log,
    "log": np.log,
    "sin": np.sin,
    "cos": np.cos,
    "tanh": np.tanh,
    "sqrt": np.sqrt,
    "max": maximum,
    "min": minimum,
    "E": expectation,
    "Var": variance,
}
SAMPLED = frozenset({"E", "Var"})
