"""The parameters of a network: one flat array, seen as a matrix and a vector a layer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from mlp_lib.checks import as_float, finite, narrowed
from mlp_lib.state import Stateful


def flat_size(sizes: Sequence[int]) -> int:
    """Return the number of parameters of a network with these sizes. Source: (8.5)."""
    return sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))


def flat_views(
    sizes: Sequence[int], dtype: np.dtype
) -> tuple[np.ndarray, list[np.ndarray], list[np.ndarray]]:
    """Return a flat array of zeros and its views W (n_in, n_out) and b (n_out,), one a layer."""
    flat = np.zeros(flat_size(sizes), dtype)
    return flat, *views(flat, sizes)


def views(flat: np.ndarray, sizes: Sequence[int]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return a flat array seen as W (n_in, n_out) and b (n_out,), one a layer.

    All weights come first, then all biases. An optimizer moves the flat array in one go.
    """
    shapes = [*pairwise(sizes), *((n,) for n in sizes[1:])]
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
    parts = [part.reshape(s) for part, s in zip(np.split(flat, ends[:-1]), shapes, strict=True)]
    layers = len(sizes) - 1
    return parts[:layers], parts[layers:]


class Parameters(Stateful):
    """A list of arrays that stay where they are: assigning to an entry copies numbers into it.

    Parameters
    ----------
    name : {"W", "b"}
        Which of the two.
    flat : ndarray
        All parameters of the network.
    sizes : sequence of int
        Its layers.

    Attributes
    ----------
    arrays : tuple of ndarray
        Views of the flat array.
    """

    __slots__ = ("_arrays", "_flat", "_name", "_sizes")
    DERIVED = frozenset({"_arrays"})

    def __init__(self, name: str, flat: np.ndarray, sizes: Sequence[int]) -> None:
        self._name, self._flat, self._sizes = name, flat, sizes
        self._derive()

    def _derive(self) -> None:
        W, b = views(self._flat, self._sizes)
        self._arrays = tuple({"W": W, "b": b}[self._name])

    @property
    def arrays(self) -> tuple[np.ndarray, ...]:
        return self._arrays

    def __len__(self) -> int:
        return len(self._arrays)

    def __iter__(self) -> Iterator[np.ndarray]:
        return iter(self._arrays)

    def __getitem__(self, layer: int) -> np.ndarray:
        return self._arrays[layer]

    def __setitem__(self, layer: int, value: ArrayLike) -> None:
        """Copy `value` into a layer; ValueError if its shape differs or it is not finite."""
        self._arrays[layer][...] = self._checked(layer, value)

    def assign(self, values: Iterable[ArrayLike]) -> None:
        """Copy one array a layer; nothing is changed unless all of them fit."""
        values = list(values)
        if len(values) != len(self):
            raise ValueError(f"{self._name} takes {len(self)} arrays, got {len(values)}")
        # Copies, because a value may be a view of another layer, as where two layers change places.
        checked = [self._checked(layer, value).copy() for layer, value in enumerate(values)]
        for array, value in zip(self._arrays, checked, strict=True):
            array[...] = value

    def _checked(self, layer: int, value: ArrayLike) -> np.ndarray:
        if not isinstance(layer, int | np.integer):
            raise TypeError(f"{self._name} takes the number of one layer, got {layer!r}")
        return fitting(value, self._arrays[layer], f"{self._name}[{layer}]")

    def __repr__(self) -> str:
        return f"[{', '.join(map(repr, self._arrays))}]"


def fitting(value: ArrayLike, place: np.ndarray, name: str) -> np.ndarray:
    """Return `value` as an array that can be copied into the parameters at `place`.

    Raises
    ------
    TypeError, ValueError
        If it does not hold finite real numbers in that shape.
    """
    value = as_float(value, name)
    if value.shape != place.shape:
        hint = "; this is its transpose" if value.T.shape == place.shape else ""
        raise ValueError(
            f"Z = A @ W + b (8.3): {name} must have shape {place.shape}, got {value.shape}{hint}"
        )
    if np.iscomplexobj(value):
        raise TypeError(f"{name} must be real, got complex numbers")
    return narrowed(finite(value, name), place.dtype, name)
