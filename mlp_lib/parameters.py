"""The parameters of a network: one flat array, seen as a matrix and a vector a layer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from mlp_lib.checks import as_float, finite


def flat_views(
    sizes: Sequence[int], dtype: np.dtype
) -> tuple[np.ndarray, list[np.ndarray], list[np.ndarray]]:
    """Return a flat array of zeros and its views W (n_in, n_out) and b (n_out,), one a layer.

    All weights come first, then all biases. An optimizer moves the flat array in one go.
    """
    shapes = [*pairwise(sizes), *((n,) for n in sizes[1:])]
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
    flat = np.zeros(ends[-1], dtype)
    parts = [part.reshape(s) for part, s in zip(np.split(flat, ends[:-1]), shapes, strict=True)]
    layers = len(sizes) - 1
    return flat, parts[:layers], parts[layers:]


class Parameters:
    """A list of arrays that stay where they are: assigning to an entry copies numbers into it.

    Parameters
    ----------
    name : str
        "W" or "b", for messages.
    arrays : list of ndarray
        Views of the flat array.
    """

    def __init__(self, name: str, arrays: list[np.ndarray]) -> None:
        self.name = name
        self.arrays = arrays

    def __len__(self) -> int:
        return len(self.arrays)

    def __iter__(self) -> Iterator[np.ndarray]:
        return iter(self.arrays)

    def __getitem__(self, layer: int) -> np.ndarray:
        return self.arrays[layer]

    def __setitem__(self, layer: int, value: ArrayLike) -> None:
        """Copy `value` into a layer; ValueError if its shape differs or it is not finite."""
        self.arrays[layer][...] = self._checked(layer, value)

    def assign(self, values: Iterable[ArrayLike]) -> None:
        """Copy one array a layer; nothing is changed unless all of them fit."""
        values = list(values)
        if len(values) != len(self):
            raise ValueError(f"{self.name} takes {len(self)} arrays, got {len(values)}")
        checked = [self._checked(layer, value) for layer, value in enumerate(values)]
        for array, value in zip(self.arrays, checked, strict=True):
            array[...] = value

    def _checked(self, layer: int, value: ArrayLike) -> np.ndarray:
        name = f"{self.name}[{layer}]"
        value = as_float(value, name)
        expected = self.arrays[layer].shape
        if value.shape != expected:
            hint = "; this is its transpose" if value.T.shape == expected else ""
            raise ValueError(
                f"Z = A @ W + b (8.3): {name} must have shape {expected}, got {value.shape}{hint}"
            )
        if np.iscomplexobj(value):
            raise TypeError(f"{name} must be real, got complex numbers")
        return finite(value, name)

    def __repr__(self) -> str:
        return f"[{', '.join(map(repr, self.arrays))}]"
