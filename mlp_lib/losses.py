"""Losses: each is one object that carries its derivative.

``mse(y_hat, y)`` is the cost, the mean over the examples; ``mse.grad(y_hat, y)`` is its derivative
with respect to the first argument, with the 1/N inside. Arguments of different shapes are an error,
never broadcast: (N,) against (N, 1) would silently be a cost over N x N pairs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mlp_lib.activations import below_largest, softmax, times
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
        with np.errstate(over="ignore", invalid="ignore"):
            cost = ((y_hat - y) ** 2).mean()
            if np.isfinite(cost):
                return cost
            return (((y_hat - y) / y.size**0.5) ** 2).sum()  # where only the sum overflows

    def grad(self, y_hat: ArrayLike, y: ArrayLike) -> np.ndarray:
        """Return dC/dy_hat = 2 (y_hat - y) / (N K), of the shape of `y_hat`. Source: (7.1)."""
        y_hat, y = self._checked(y_hat, y)
        with np.errstate(over="ignore", invalid="ignore"):
            error = y_hat - y
            grad = error / (y.size / 2)
            # A difference of numbers near 1e308 overflows, unless they are halved before it.
            return np.where(np.isinf(error), 4 * ((y_hat / 2 - y / 2) / y.size), grad)

    def _checked(self, y_hat, y):
        y_hat, y = _numbers(y_hat, "y_hat"), _numbers(y, "y")
        same_shape(y_hat, y, f"C = {self.name}(y_hat, y)", ("y_hat", "y"))
        if y.size == 0:
            raise ValueError(f"{self.name} of no examples is not defined: y_hat and y are empty")
        return y_hat, y


class BinaryCrossEntropy(MeanSquaredError):
    """C = mean of -y ln p - (1 - y) ln(1 - p), for probabilities p. Source: (3.4a).

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
        return mean(-on - off)

    def grad(self, y_hat: ArrayLike, y: ArrayLike) -> np.ndarray:
        """Return dC/dp = (p - y) / (p (1 - p) N), of the shape of `y_hat`."""
        p, y = self._checked(y_hat, y)
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            # 1/N goes to whichever factor leaves neither range nor digits of the floats.
            n, error = y.size, p - y
            slope = np.where(np.abs(error) < 1e-20, error / p / n, error / n / p) / (1 - p)
            # What cancels for y = 0 and y = 1, down to 0/0 at p = y, is left out.
            slope = np.where(y == 0, 1 / n / (1 - p), slope)
            return np.where(y == 1, -1 / n / p, slope)

    def from_logits(self, z: ArrayLike, y: ArrayLike) -> float:
        """Return the cost for p = sigmoid(z): the mean of ln(1 + e^z) - y z."""
        z, y = super()._checked(z, y)
        binary_targets(y)
        # With |z|, and the share q of the target on the other side than z, this is
        # q |z| + ln(1 + e^-|z|): nothing overflows, nothing cancels. 0 times infinity counts as 0.
        positive = z.real > 0
        size, q = np.where(positive, z, -z), np.where(positive, 1 - y, y)
        with np.errstate(invalid="ignore"):
            linear = np.where(q == 0, 0, times(q, size))
        return mean(linear + np.log1p(np.exp(-size)))

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
    """C = mean over examples of -ln softmax(z)_t = -z_t + ln sum_m exp(z_m). Source: (3.3b).

    It takes the logits z, not the probabilities: applying softmax before it is a mistake that
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
        """Return dC/dz = (P - Y) / N with P = softmax(z) and Y one-hot. Source: (9.3e)."""
        z, labels = self._checked(logits, labels)
        return self.one_hot_grad(z, np.eye(z.shape[-1], dtype=z.dtype)[labels])

    def one_hot_cost(self, z: np.ndarray, Y: np.ndarray) -> float:
        """Return the cost for targets Y of the shape of z, a one in each row: no checks."""
        z = below_largest(z)  # changes nothing but the size of exp(z) (3.6a)
        e = np.exp(z)
        with np.errstate(invalid="ignore"):
            z_t = (Y * z).sum(axis=-1)
        if np.isnan(z_t).any():  # 0 times -inf
            z_t = np.where(Y, z, 0).sum(axis=-1)
        cost = mean(np.log(e.sum(axis=-1)) - z_t)
        if cost.real > 0.01:
            return cost
        # The logarithm of nearly 1 has lost digits. So: the sum of e without one e^0 = 1, which
        # log1p puts back.
        top = z == 0
        others = (e * ~top).sum(axis=-1) + (top.sum(axis=-1, dtype=z.dtype) - 1)
        return mean(np.log1p(others) - z_t)

    def one_hot_grad(self, z: np.ndarray, Y: np.ndarray) -> np.ndarray:
        """Return dC/dz for targets Y of the shape of z, a one in each row: no checks."""
        grad = softmax(z) * (1 - Y)
        # p_t - 1 would cancel. A row of P - Y sums to 0, so it is minus the sum of the others.
        grad -= Y * grad.sum(axis=-1, keepdims=True)
        return grad / (Y.size // Y.shape[-1])

    def _checked(self, logits, labels):
        z = _numbers(logits, "logits")
        if z.ndim not in (1, 2) or z.size == 0:
            raise ValueError(f"logits must have shape (N, K) or (K,), not empty; got {z.shape}")
        return z, class_labels(labels, z.shape[-1], z.shape[:-1])


def mean(costs: np.ndarray) -> float:
    """Return the mean of costs, also where their sum would overflow."""
    if np.iscomplexobj(costs):  # by parts, for a complex division makes NaN of infinity
        return mean(costs.real) + 1j * mean(costs.imag)
    with np.errstate(over="ignore"):
        cost = costs.mean()
    return cost if np.isfinite(cost) else (costs / costs.size).sum()


def _numbers(values: ArrayLike, name: str) -> np.ndarray:
    """Return floats; float16, which cannot count beyond 65504 examples, as float32."""
    values = as_float(values, name)
    return values.astype(np.float32) if values.dtype == np.float16 else values


def binary_targets(y: np.ndarray) -> None:
    """Raise ValueError unless all targets lie in [0, 1]."""
    if not ((y.real >= 0) & (y.real <= 1)).all():
        bad = y[~((y.real >= 0) & (y.real <= 1))].flat[0]
        raise ValueError(f"y must hold 0 or 1, got {bad}; labels -1, +1 become (y + 1) / 2")


mse = MeanSquaredError()
binary_cross_entropy = BinaryCrossEntropy()
softmax_cross_entropy = SoftmaxCrossEntropy()

LOSSES = {loss.name: loss for loss in (mse, binary_cross_entropy, softmax_cross_entropy)}
