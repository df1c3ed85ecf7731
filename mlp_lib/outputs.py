"""Output layers: an activation, a loss, and the delta that the two give together.

For softmax with cross-entropy, and for a sigmoid with binary cross-entropy, the product of the two
derivatives is as short as can be: delta = (A - Y) / N (9.3e), (7.6). It is used as such, so nothing
is ever divided by a small probability.

Each delta has two forms. ``write_delta`` is the one of the training loop: fast, with A - Y as it
stands, so that it is right to 1e-16 (float32: 1e-7) of the largest that a delta can be. Where A is
within so little of its target, it is 0. ``delta`` keeps all digits there; ``net.backward`` uses it.
A test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from mlp_lib.activations import OUTPUT, Activation, identity, named, sigmoid, softmax
from mlp_lib.checks import (
    as_float,
    class_labels,
    finite,
    narrowed,
    same_shape,
    unknown_name,
)
from mlp_lib.losses import (
    LOSSES,
    Loss,
    binary_cross_entropy,
    binary_targets,
    mse,
    softmax_cross_entropy,
)


def minus_targets(A: np.ndarray, Y: np.ndarray, delta: np.ndarray) -> None:
    """delta = (A - Y) / N, with N the number of examples. Source: (9.3e), (7.6)."""
    np.subtract(A, Y, out=delta)
    delta /= len(Y)


def minus_targets_each(A: np.ndarray, Y: np.ndarray, delta: np.ndarray) -> None:
    """delta = (A - Y) / (N K): binary cross-entropy is a mean over all N K outputs."""
    np.subtract(A, Y, out=delta)
    delta /= Y.size


def squared_error(A: np.ndarray, Y: np.ndarray, delta: np.ndarray) -> None:
    """delta = 2 (A - Y) / (N K). Source: (7.1)."""
    np.subtract(A, Y, out=delta)
    delta *= 2 / Y.size


def squared_error_of_sigmoid(A: np.ndarray, Y: np.ndarray, delta: np.ndarray) -> None:
    """delta = 2 (A - Y) / (N K) * A (1 - A). Source: (7.4)."""
    squared_error(A, Y, delta)
    delta *= A * (1 - A)


def squared_error_of_softmax(A: np.ndarray, Y: np.ndarray, delta: np.ndarray) -> None:
    """delta = A * (g - sum_k g_k A_k) with g = 2 (A - Y) / (N K): g through the Jacobian (9.2)."""
    squared_error(A, Y, delta)
    delta -= (delta * A).sum(axis=1, keepdims=True)
    delta *= A


def sigmoid_minus_targets(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """Return (sigma(Z) - Y) / (N K), with 1 - sigma(z) as sigma(-z), which does not cancel."""
    return ((1 - Y) * sigmoid(Z) - Y * sigmoid(-Z)) / Y.size


def squared_error_through_sigmoid(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """Return 2 (A - Y) / (N K) * sigma'(Z). Source: (7.4)."""
    return 2 * sigmoid_minus_targets(Z, Y) * sigmoid.grad(Z)


def squared_error_through_softmax(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """Return g through the Jacobian (9.2): p_k sum_m p_m (g_k - g_m), g = 2 (A - Y) / (N K)."""
    P, g = softmax(Z), 2 * softmax_cross_entropy.one_hot_grad(Z, Y) / Y.shape[1]
    return P * (P[:, None, :] * (g[:, :, None] - g[:, None, :])).sum(axis=2)


@dataclass(frozen=True)
class OutputLayer:
    """What a network needs to know of its last layer.

    Attributes
    ----------
    activation : Activation
        A = activation(Z), by rows.
    loss : Loss
        The cost C.
    write_delta : callable
        ``write_delta(A, Y, delta)`` writes dC/dZ into `delta`; arrays of shape (N, K).
    delta : callable
        ``delta(Z, Y)`` returns dC/dZ with all digits.
    """

    activation: Activation
    loss: Loss
    write_delta: Callable[[np.ndarray, np.ndarray, np.ndarray], None] = field(repr=False)
    delta: Callable[[np.ndarray, np.ndarray], np.ndarray] = field(repr=False)

    def targets(self, y: ArrayLike, n: int, width: int, dtype: np.dtype) -> np.ndarray:
        """Return the targets of n examples as an array Y of shape (n, width); labels one-hot.

        Raises
        ------
        TypeError, ValueError
            If `y` is not what this output layer learns from.
        """
        if self.activation == softmax:
            return np.eye(width, dtype=dtype)[class_labels(y, width, (n,))]
        Y = as_float(y, "y")
        same_shape(np.empty((n, width)), Y, "C = loss(A, y)", ("A", "y"))
        finite(Y, "y")
        if self.loss == binary_cross_entropy:
            binary_targets(Y)
        return narrowed(Y, dtype, "y")

    def cost(self, Z: np.ndarray, Y: np.ndarray) -> float:
        """Return the cost of pre-activations Z (N, K) against targets Y (N, K)."""
        if self.loss == softmax_cross_entropy:
            return self.loss.one_hot_cost(Z, Y)
        if self.loss == binary_cross_entropy:
            return self.loss.from_logits(Z, Y)
        return self.loss(self.activation(Z), Y)


PAIRS = {  # write_delta, delta
    (softmax, softmax_cross_entropy): (minus_targets, softmax_cross_entropy.one_hot_grad),
    (sigmoid, binary_cross_entropy): (minus_targets_each, sigmoid_minus_targets),
    (identity, mse): (squared_error, mse.grad),
    (sigmoid, mse): (squared_error_of_sigmoid, squared_error_through_sigmoid),
    (softmax, mse): (squared_error_of_softmax, squared_error_through_softmax),
}
DEFAULT_LOSS = {softmax: softmax_cross_entropy, sigmoid: binary_cross_entropy, identity: mse}


def output_layer(output: str | Activation, loss: str | Loss | None = None) -> OutputLayer:
    """Return the output layer of that name, with its usual loss or the one asked for.

    Raises
    ------
    ValueError
        If a name is not known, or the loss does not go with the output.
    """
    activation = named(output, OUTPUT, "output")
    if activation not in DEFAULT_LOSS:
        raise ValueError(
            f"{type(activation).__name__} cannot be an output: its cost and delta are not known; "
            f"use {', '.join(OUTPUT)}"
        )
    if loss is None:
        loss = DEFAULT_LOSS[activation]
    elif isinstance(loss, str) and loss in LOSSES:
        loss = LOSSES[loss]
    elif loss not in LOSSES.values():
        raise unknown_name("loss", loss if isinstance(loss, str) else type(loss).__name__, LOSSES)
    if (activation, loss) not in PAIRS:
        fits = sorted(pair[0].name for pair in PAIRS if pair[1] == loss)
        raise ValueError(
            f"loss {loss} does not go with output {activation}; it goes with {', '.join(fits)}"
        )
    return OutputLayer(activation, loss, *PAIRS[activation, loss])
