"""Losses: each is one object that carries its derivative.

``mse(y_hat, y)`` is the cost, the mean over the examples; ``mse.grad(y_hat, y)`` is its derivative
with respect to the first argument, with the 1/N inside. Arguments of different shapes are an error,
never broadcast: (N,) against (N, 1) would silently be a cost over N x N pairs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mlp_lib.activations import softmax
from mlp_lib.checks import as_float, class_labels, same_shape
from mlp_lib.state import Constant


class Loss(Constant):
    """A cost C(y_hat, y) with its derivative dC/dy_hat."""


class MeanSquaredError(Loss):
    """C = mean of (y_hat - y)^2 over all N (times K) entries, without 1/2. Source: (3.1).

    Parameters
    ----------
    y_hat, y : array_like
        Predictions and targets, of one shape.

    Returns
    -------
    float
        The cost.

    Raises
    ------
    ValueError
        If the shapes differ or the arrays are empty.
    """

    name = "mse"

    def __call__(self, y_hat: ArrayLike, y: ArrayLike) -> float:
        y_hat, y = self._checked(y_hat, y)
        return ((y_hat - y) ** 2).mean()

    def grad(self, y_hat: ArrayLike, y: ArrayLike) -> np.ndarray:
        """Return dC/dy_hat = 2 (y_hat - y) / (N K), of the shape of `y_hat`. Source: (7.1)."""
        y_hat, y = self._checked(y_hat, y)
        return 2 * (y_hat - y) / y.size

    def _checked(self, y_hat, y):
        y_hat, y = as_float(y_hat, "y_hat"), as_float(y, "y")
        same_shape(y_hat, y, f"C = {self.name}(y_hat, y)", ("y_hat", "y"))
        if y.size == 0:
            raise ValueError(f"{self.name} of no examples is not defined: y_hat and y are empty")
        return y_hat, y


class BinaryCrossEntropy(MeanSquaredError):
    """C = mean of -y ln p - (1 - y) ln(1 - p), for probabilities p. Source: (3.4).

    A certain mistake (p = 0 where y = 1) costs infinity. From pre-activations use ``from_logits``,
    which is never infinite and, with targets 0 and 1, right to the last digits.

    Parameters
    ----------
    y_hat : array_like
        Probabilities p in [0, 1].
    y : array_like
        Targets in [0, 1], usually 0 or 1, of the same shape.

    Raises
    ------
    ValueError
        If the shapes differ, the arrays are empty, or an entry lies outside [0, 1].
    """

    name = "binary_cross_entropy"

    def __call__(self, y_hat: ArrayLike, y: ArrayLike) -> float:
        p, y = self._checked(y_hat, y)
        with np.errstate(divide="ignore", invalid="ignore"):  # 0 ln 0 counts as 0
            on = np.where(y == 0, 0, y * np.log(p))
            off = np.where(y == 1, 0, (1 - y) * np.log1p(-p))
        return -(on + off).mean()

    def grad(self, y_hat: ArrayLike, y: ArrayLike) -> np.ndarray:
        """Return dC/dp = (p - y) / (p (1 - p) N), of the shape of `y_hat`."""
        p, y = self._checked(y_hat, y)
        with np.errstate(divide="ignore", invalid="ignore"):
            slope = (p - y) / (p * (1 - p))
        # At p = y = 0 and p = y = 1 the quotient is 0/0; the limits are 1 and -1.
        slope = np.where((p == y) & (y == 0), 1, slope)
        return np.where((p == y) & (y == 1), -1, slope) / y.size

    def from_logits(self, z: ArrayLike, y: ArrayLike) -> float:
        """Return the cost for p = sigmoid(z): the mean of ln(1 + e^z) - y z."""
        z, y = super()._checked(z, y)
        binary_targets(y)
        # Where z > 0 this is (1 - y) z + ln(1 + e^-z): nothing overflows, nothing cancels.
        linear = np.where(z.real > 0, (1 - y) * z, -y * z)
        return (linear + np.log1p(np.exp(np.where(z.real > 0, -z, z)))).mean()

    def _checked(self, y_hat, y):
        p, y = super()._checked(y_hat, y)
        if not ((p.real >= 0) & (p.real <= 1)).all():
            raise ValueError(
                "y_hat must be probabilities in [0, 1]; for pre-activations use "
                "binary_cross_entropy.from_logits"
            )
        binary_targets(y)
        return p, y


class SoftmaxCrossEntropy(Loss):
    """C = mean over examples of -ln softmax(z)_t = -z_t + ln sum_m exp(z_m). Source: (3.3).

    It takes the logits z, not the probabilities: applying softmax before it is a mistake (M28) that
    raises no error. Stable for logits of any size.

    Parameters
    ----------
    logits : array_like, shape (N, K) or (K,)
        Pre-activations of the output layer.
    labels : array_like of int, shape (N,) or ()
        The class number t of each example, 0 ... K-1.

    Raises
    ------
    TypeError
        If the labels are not integers.
    ValueError
        If shapes do not fit, a label is out of range, or there are no examples.
    """

    name = "softmax_cross_entropy"

    def __call__(self, logits: ArrayLike, labels: ArrayLike) -> float:
        z, labels = self._checked(logits, labels)
        return self.one_hot_cost(z, np.eye(z.shape[-1], dtype=bool)[labels])

    def grad(self, logits: ArrayLike, labels: ArrayLike) -> np.ndarray:
        """Return dC/dz = (P - Y) / N with P = softmax(z) and Y one-hot. Source: (9.3)."""
        z, labels = self._checked(logits, labels)
        return (softmax(z) - np.eye(z.shape[-1], dtype=z.dtype)[labels]) / labels.size

    def one_hot_cost(self, z: np.ndarray, Y: np.ndarray) -> float:
        """Return the cost for targets Y of the shape of z, a one in each row: no checks."""
        z = z - z.real.max(axis=-1, keepdims=True)  # changes nothing but the size of exp(z) (3.6)
        return (np.log(np.exp(z).sum(axis=-1)) - (Y * z).sum(axis=-1)).mean()

    def _checked(self, logits, labels):
        z = as_float(logits, "logits")
        if z.ndim not in (1, 2) or z.size == 0:
            raise ValueError(f"logits must have shape (N, K) or (K,), not empty; got {z.shape}")
        return z, class_labels(labels, z.shape[-1], z.shape[:-1])


def binary_targets(y: np.ndarray) -> None:
    """Raise ValueError unless all targets lie in [0, 1]."""
    if not ((y.real >= 0) & (y.real <= 1)).all():
        bad = y[~((y.real >= 0) & (y.real <= 1))].flat[0]
        raise ValueError(f"y must hold 0 or 1, got {bad}; labels -1, +1 become (y + 1) / 2")


mse = MeanSquaredError()
binary_cross_entropy = BinaryCrossEntropy()
softmax_cross_entropy = SoftmaxCrossEntropy()

LOSSES = {loss.name: loss for loss in (mse, binary_cross_entropy, softmax_cross_entropy)}
