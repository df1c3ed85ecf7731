"""Initializers: how large the random weights of a new network are.

Each takes a generator and the two sizes of a layer and returns weights of shape (n_in, n_out).
Biases start at zero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlp_lib.checks import not_negative, unknown_name

Initializer = Callable[["np.random.Generator", int, int], np.ndarray]


def he(rng: np.random.Generator, n_in: int, n_out: int) -> np.ndarray:
    """Normal with variance 2 / n_in, which keeps E[a^2] through ReLUs. Source: He et al. 2015."""
    return np.sqrt(2 / n_in) * rng.standard_normal((n_in, n_out))


def he_uniform(rng: np.random.Generator, n_in: int, n_out: int) -> np.ndarray:
    """Uniform with variance 2 / n_in: on +-sqrt(6 / n_in). Source: He et al. 2015."""
    bound = np.sqrt(6 / n_in)
    return rng.uniform(-bound, bound, (n_in, n_out))


def glorot(rng: np.random.Generator, n_in: int, n_out: int) -> np.ndarray:
    """Normal with variance 2 / (n_in + n_out). Source: Glorot & Bengio 2010."""
    return np.sqrt(2 / (n_in + n_out)) * rng.standard_normal((n_in, n_out))


def glorot_uniform(rng: np.random.Generator, n_in: int, n_out: int) -> np.ndarray:
    """Uniform with variance 2 / (n_in + n_out): on +-sqrt(6 / (n_in + n_out)).

    Source: Glorot & Bengio 2010.
    """
    bound = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-bound, bound, (n_in, n_out))


def lecun(rng: np.random.Generator, n_in: int, n_out: int) -> np.ndarray:
    """Normal with variance 1 / n_in, which keeps Var(z) through linear layers.

    Source: LeCun et al. 1998.
    """
    return np.sqrt(1 / n_in) * rng.standard_normal((n_in, n_out))


def zeros(rng: np.random.Generator, n_in: int, n_out: int) -> np.ndarray:
    """All zero: units of a layer then stay equal for ever. To see it fail."""
    return np.zeros((n_in, n_out))


@dataclass(frozen=True)
class normal:
    """An initializer that draws from a normal with standard deviation `std`.

    Raises
    ------
    TypeError, ValueError
        If `std` is no number, negative or not finite.
    """

    std: float

    def __post_init__(self) -> None:
        not_negative("std", self.std)

    def __call__(self, rng: np.random.Generator, n_in: int, n_out: int) -> np.ndarray:
        return self.std * rng.standard_normal((n_in, n_out))


INITIALIZERS = {
    init.__name__: init for init in (he, he_uniform, glorot, glorot_uniform, lecun, zeros)
}


def initializer(name: str | Initializer | None, usual: str) -> Initializer:
    """Return the initializer of that name, or the usual one for None.

    Raises
    ------
    ValueError
        If the name is not known; the message suggests the nearest one.
    """
    name = usual if name is None else name
    if callable(name):
        return name
    if name not in INITIALIZERS:
        raise unknown_name("initializer", name, INITIALIZERS)
    return INITIALIZERS[name]
