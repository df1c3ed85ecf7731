"""Forward and backward pass of a network, on arrays that exist beforehand.

This is the whole of chapters 8 and 9, one line an equation. ``np.dot(A, W, out=Z)`` is Z = A @ W
without a new array: a training run comes here thousands of times, and for small layers making the
arrays would cost more than filling them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from mlp_lib.activations import Activation
from mlp_lib.outputs import OutputLayer
from mlp_lib.state import Stateful


@dataclass(slots=True)
class Cache(Stateful):
    """What a forward pass leaves behind for the backward pass.

    Attributes
    ----------
    Z : list of ndarray
        Pre-activations; ``Z[l] = A[l] @ W[l] + b[l]``, of shape (N, n_out of layer l).
    A : list of ndarray
        Activations, one more than layers: ``A[0]`` is X and ``A[l + 1] = phi(Z[l])``.
    slope : list of ndarray or None
        phi'(Z[l]) of the hidden layers; an entry is None until it is asked for.
    fast : bool
        Whether the output layer may save time where a probability is 0 or 1 but for the last
        digits, see `mlp_lib.outputs`.
    """

    Z: list[np.ndarray]
    A: list[np.ndarray]
    slope: list[np.ndarray | None] = field(repr=False)
    ones: np.ndarray = field(repr=False)
    fast: bool = field(default=False, repr=False)

    __setattr__ = object.__setattr__  # a fit makes one a batch, so without a look at the names


@dataclass(slots=True)
class Gradients(Stateful):
    """What a backward pass finds, one entry a layer.

    Attributes
    ----------
    W, b : list of ndarray
        dC/dW[l] and dC/db[l], of the shapes of W[l] and b[l].
    delta : list of ndarray
        dC/dZ[l], of the shape of Z[l], with the 1/N of the cost inside.
    """

    W: list[np.ndarray]
    b: list[np.ndarray]
    delta: list[np.ndarray]

    __setattr__ = object.__setattr__  # see Cache


def empty_by_column(n: int, width: int, dtype: np.dtype) -> np.ndarray:
    """Return an empty (n, width) array that lies in memory column by column.

    An output layer is narrow: work along its rows runs several times faster in this order.
    """
    return np.empty((width, n), dtype).T


def empty_layers(n: int, widths: list[int], dtype: np.dtype) -> list[np.ndarray]:
    """Return one empty array of shape (n, width) a layer."""
    *hidden, last = widths
    return [*(np.empty((n, width), dtype) for width in hidden), empty_by_column(n, last, dtype)]


def forward(
    W: list[np.ndarray],
    b: list[np.ndarray],
    hidden: Activation,
    output: OutputLayer,
    cache: Cache,
) -> None:
    """Fill `cache` from its ``A[0]``. Source: (8.3), (8.4a)."""
    Z, A = cache.Z, cache.A
    last = len(W) - 1
    for l in range(last):
        np.dot(A[l], W[l], out=Z[l])  # Z = A W + b
        Z[l] += b[l]
        hidden.into(Z[l], A[l + 1], cache.slope[l])  # A = phi(Z), and phi'(Z) on the way
    np.matmul(A[last], W[last], out=Z[last])  # matmul: dot cannot write column by column
    Z[last] += b[last]
    if cache.fast:
        output.activation.into(Z[last], A[last + 1])
    else:
        A[last + 1][...] = output.activation(Z[last])


def backward(
    W: list[np.ndarray], output: OutputLayer, cache: Cache, Y: np.ndarray, grads: Gradients
) -> None:
    """Fill `grads` from a filled cache and the targets Y (N, K). Source: (9.3e) to (9.6)."""
    A, delta = cache.A, grads.delta
    last = len(W) - 1
    if cache.fast:
        output.write_delta(A[last + 1], Y, delta[last])  # delta = dC/dZ of the last layer
    else:
        delta[last][...] = output.delta(cache.Z[last], Y)
    for l in range(last, -1, -1):
        np.dot(A[l].T, delta[l], out=grads.W[l])  # dC/dW = A^T delta
        np.dot(cache.ones, delta[l], out=grads.b[l])  # dC/db = sum of delta over the examples
        if l > 0:
            np.dot(delta[l], W[l].T, out=delta[l - 1])  # delta W^T ...
            delta[l - 1] *= cache.slope[l - 1]  # ... times phi'(Z)
