"""Data sets: the bundled handwritten digits, small made-up ones, and how to split them.

All of them give X of shape (N, D), float64, and labels or targets beside it. Whatever is random is
drawn from the generator that is passed in.
"""

from __future__ import annotations

from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mlp_lib.checks import as_float, finite, generator, not_negative, number, whole


class Split(NamedTuple):
    """Training and test part of a data set."""

    X_train: np.ndarray
    X_test: np.ndarray
    y_train: np.ndarray
    y_test: np.ndarray


def digits() -> tuple[np.ndarray, np.ndarray]:
    """Return 1,797 handwritten digits of 8 x 8 pixels.

    Returns
    -------
    X : ndarray, shape (1797, 64)
        Brightness from 0 to 1 in steps of 1/16, row by row.
    y : ndarray of int, shape (1797,)
        Classes 0 ... 9.

    Notes
    -----
    Alpaydin & Kaynak 1998, UCI Machine Learning Repository, CC BY 4.0; see
    ``mlp_lib/datasets/README.md``.
    """
    with files("mlp_lib").joinpath("datasets/digits.npz").open("rb") as file:
        archive = np.load(file, allow_pickle=False)
        return archive["pixels"] / 16, archive["labels"].astype(int)


def train_test_split(
    X: ArrayLike, y: ArrayLike, rng: np.random.Generator, test: float = 0.2
) -> Split:
    """Shuffle the examples and set a share of them aside.

    Parameters
    ----------
    X : array_like, shape (N, ...)
        Inputs.
    y : array_like, shape (N, ...)
        Labels or targets.
    rng : numpy.random.Generator
        Draws the permutation; its last examples become the test part.
    test : float or int, default 0.2
        The share (between 0 and 1) or the number of examples to set aside.

    Returns
    -------
    Split
        X_train, X_test, y_train, y_test.

    Raises
    ------
    TypeError
        If `rng` is not a generator.
    ValueError
        If the lengths differ, or one of the parts would be empty.
    """
    X, y = np.asarray(X), np.asarray(y)
    generator(rng)
    if X.ndim == 0 or y.ndim == 0 or len(X) != len(y):
        raise ValueError(f"X and y must hold one entry an example, got {X.shape} and {y.shape}")
    count = number("test", test)
    if not isinstance(test, int | np.integer):
        count *= len(X)
    count = round(count)
    if not 0 < count < len(X):
        raise ValueError(f"test={test} of {len(X)} examples leaves one part empty")
    order = rng.permutation(len(X))
    train, aside = order[:-count], order[-count:]
    return Split(X[train], X[aside], y[train], y[aside])


def gate(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return a logic gate: the corners X (4, 2) and labels (4,) 0 or 1.

    Parameters
    ----------
    name : {"AND", "OR", "NAND", "XOR"}
        Which gate. Corners come in the order 00, 01, 10, 11.

    Raises
    ------
    ValueError
        If the gate is not known.
    """
    tables = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0), "XOR": (0, 1, 1, 0)}
    if name not in tables:
        raise ValueError(f"unknown gate {name!r}. Known: {', '.join(tables)}")
    return np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array(tables[name])


def moons(n: int, rng: np.random.Generator, noise: float = 0.1) -> tuple[np.ndarray, np.ndarray]:
    """Return two half circles that reach into each other.

    Parameters
    ----------
    n : int
        Number of examples; the first half has class 0.
    rng : numpy.random.Generator
        Draws the places along the arcs and the noise.
    noise : float, default 0.1
        Standard deviation of the noise in each coordinate.

    Returns
    -------
    X : ndarray, shape (n, 2)
    y : ndarray of int, shape (n,)
    """
    _checked(n, rng, noise=noise)
    y = (np.arange(n) >= n // 2).astype(int)
    angle = rng.uniform(0, np.pi, n)
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    X = np.where(y[:, None] == 0, upper, [1.0, 0.5] - upper)
    return X + noise * rng.standard_normal((n, 2)), y


def spirals(
    n: int, rng: np.random.Generator, classes: int = 2, noise: float = 0.05
) -> tuple[np.ndarray, np.ndarray]:
    """Return spiral arms that wind around each other, one a class.

    Parameters
    ----------
    n : int
        Number of examples.
    rng : numpy.random.Generator
        Draws the places along the arms and the noise.
    classes : int, default 2
        Number of arms.
    noise : float, default 0.05
        Standard deviation of the noise in each coordinate.

    Returns
    -------
    X : ndarray, shape (n, 2)
    y : ndarray of int, shape (n,)
    """
    _checked(n, rng, noise=noise)
    y = np.arange(n) % whole("classes", classes)
    radius = np.sqrt(rng.uniform(0, 1, n))
    angle = 2 * np.pi * (1.5 * radius + y / classes)
    X = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return X + noise * rng.standard_normal((n, 2)), y


def blobs(
    n: int, rng: np.random.Generator, centers: ArrayLike = ((-1, -1), (1, 1)), std: float = 0.5
) -> tuple[np.ndarray, np.ndarray]:
    """Return round clouds of points, one a class.

    Parameters
    ----------
    n : int
        Number of examples.
    rng : numpy.random.Generator
        Draws the points.
    centers : array_like, shape (K, D)
        Where the clouds are.
    std : float, default 0.5
        Standard deviation in each coordinate.

    Returns
    -------
    X : ndarray, shape (n, D)
    y : ndarray of int, shape (n,)
    """
    _checked(n, rng, std=std)
    centers = finite(as_float(centers, "centers"), "centers")
    if centers.ndim != 2:
        raise ValueError(f"centers must have shape (K, D), got {centers.shape}")
    y = np.arange(n) % len(centers)
    return centers[y] + std * rng.standard_normal((n, centers.shape[1])), y


def _checked(n: int, rng: np.random.Generator, **spread: float) -> None:
    """Raise unless a made-up data set can be drawn, before anything is drawn from the generator."""
    whole("n", n)
    generator(rng)
    for name, value in spread.items():
        not_negative(name, value)
