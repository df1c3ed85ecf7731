"""Rosenblatt's perceptron: one neuron with a threshold, and his rule for learning from mistakes."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import ArrayLike

from mlp_lib.activations import step
from mlp_lib.checks import as_float, finite, number, whole
from mlp_lib.state import Stateful


def perceptron_step(
    w: ArrayLike, b: float, x: ArrayLike, y: float
) -> tuple[np.ndarray, float, bool]:
    """Show the perceptron one example and return its weights after it.

    On a mistake, y z <= 0 with z = x . w + b, the rule is w <- w + y x and b <- b + y; otherwise
    nothing changes. Source: (1.6); Rosenblatt 1958.

    Parameters
    ----------
    w : array_like, shape (D,)
        Weights.
    b : float
        Bias.
    x : array_like, shape (D,)
        One example.
    y : {-1, +1}
        Its label.

    Returns
    -------
    w : ndarray, shape (D,)
        New weights (a new array; the one passed in is never changed).
    b : float
        New bias.
    updated : bool
        Whether there was a mistake.

    Raises
    ------
    TypeError, ValueError
        If `w` and `x` differ in shape, a number is not finite and real, `y` is not -1 or +1, or
        z overflows.
    """
    w, x, b = _real(w, "w"), _real(x, "x"), number("b", b)
    if w.ndim != 1 or w.shape != x.shape:
        raise ValueError(
            f"z = x . w + b (1.1): x and w must both have shape (D,), got {x.shape} and {w.shape}"
        )
    if np.ndim(y) or y not in (-1, 1):
        raise ValueError(f"the label y must be -1 or +1, got {y}")
    with np.errstate(over="ignore", invalid="ignore"):
        z = x @ w + b
    if np.isnan(z):  # infinity minus infinity; else the weights could not overflow either
        raise ValueError("z = x . w + b (1.1) overflows; scale x")
    if y * z > 0:
        return w.copy(), b, False
    return w + y * x, float(b + y), True


class Perceptron(Stateful):
    """One neuron, trained by correcting mistakes.

    It stops at the first pass without a mistake. If a line (plane, ...) separates the classes, it
    makes at most (R / gamma)^2 corrections in all (1.7a); if none does, it never stops by itself.

    Attributes
    ----------
    w : ndarray, shape (D,)
        Weights; they start at 0. Assignable, as `b` is: numbers are copied.
    b : float
        Bias.
    mistakes : list of int
        Number of mistakes in each epoch.
    updates : int
        Number of corrections in all.
    history : list of (ndarray, float)
        (w, b) after each correction.
    """

    __slots__ = ("_b", "_history", "_mistakes", "_w")

    def __init__(self) -> None:
        self._w: np.ndarray | None = None
        self._b = 0.0
        self._mistakes: list[int] = []
        self._history: list[tuple[np.ndarray, float]] = []

    @property
    def w(self) -> np.ndarray | None:
        return self._w

    @w.setter
    def w(self, values: ArrayLike) -> None:
        w = _real(values, "w").astype(np.float64)
        if w.ndim != 1:
            raise ValueError(f"z = x . w + b (1.1): w must have shape (D,), got {w.shape}")
        self._w = w

    @property
    def b(self) -> float:
        return self._b

    @b.setter
    def b(self, value: float) -> None:
        self._b = number("b", value)

    @property
    def mistakes(self) -> list[int]:
        return self._mistakes

    @property
    def history(self) -> list[tuple[np.ndarray, float]]:
        return self._history

    @property
    def updates(self) -> int:
        return len(self.history)

    @property
    def converged(self) -> bool:
        """Whether the last epoch was free of mistakes."""
        return bool(self.mistakes) and self.mistakes[-1] == 0

    def fit(self, X: ArrayLike, y: ArrayLike, max_epochs: int = 100) -> Perceptron:
        """Learn from w = 0, b = 0, taking the examples in the order given.

        Parameters
        ----------
        X : array_like, shape (N, D)
            Examples.
        y : array_like, shape (N,)
            Labels -1 or +1.
        max_epochs : int, default 100
            Give up after so many passes.

        Returns
        -------
        Perceptron
            Itself.

        Raises
        ------
        TypeError, ValueError
            If shapes do not fit, there are no examples, an entry is not finite and real, a label is
            not -1 or +1, `max_epochs` is no positive whole number, or the weights overflow. The
            perceptron is then unchanged.

        Warns
        -----
        RuntimeWarning
            If you interrupt it (Ctrl-C): it is then as after the last whole epoch.
        """
        X, y = as_float(X, "X"), as_float(y, "y")
        if X.ndim != 2 or y.shape != X.shape[:1]:
            raise ValueError(
                f"z = X @ w + b (1.1): expected X (N, D) and y (N,), got {X.shape} and {y.shape}"
            )
        if X.size == 0:
            raise ValueError(f"no examples to learn from: X has shape {X.shape}")
        _real(X, "X")
        if not np.isin(y, (-1, 1)).all():
            raise ValueError(
                f"labels must be -1 or +1, got {np.unique(y)[:5]}; labels 0, 1 become 2 * y - 1"
            )
        max_epochs = whole("max_epochs", max_epochs)

        w, b = np.zeros(X.shape[1]), 0.0
        mistakes, history = [], []
        try:
            while len(mistakes) < max_epochs and 0 not in mistakes[-1:]:
                before = len(history)
                for x_i, y_i in zip(X, y, strict=True):
                    w, b, updated = perceptron_step(w, b, x_i, y_i)
                    if updated:
                        history.append((w, b))
                mistakes.append(len(history) - before)
        except KeyboardInterrupt:
            del history[sum(mistakes) :]
            w, b = history[-1] if history else (np.zeros(X.shape[1]), 0.0)
            warnings.warn(
                f"the fit was interrupted in epoch {len(mistakes)}; w and b are those before it",
                RuntimeWarning,
                stacklevel=2,
            )
        self.w, self.b = w, b  # w is copied, so that it is not the last entry of the history
        self._mistakes, self._history = mistakes, history
        return self

    def decision_function(self, X: ArrayLike) -> np.ndarray:
        """Return z = X @ w + b, of shape (N,) for X of shape (N, D). Source: (1.1).

        Raises
        ------
        ValueError
            If the perceptron has not been fitted, X does not have D columns, an entry is not
            finite, or the sum overflows.
        """
        if self.w is None:
            raise ValueError("this Perceptron has not learned yet: call fit(X, y) first")
        X = as_float(X, "X")
        if X.ndim != 2 or X.shape[1] != len(self.w):
            raise ValueError(
                f"z = X @ w + b (1.1): expected X of shape (N, {len(self.w)}), got {X.shape}"
            )
        with np.errstate(over="ignore", invalid="ignore"):
            return finite(_real(X, "X") @ self.w + self.b, "z")

    def predict(self, X: ArrayLike) -> np.ndarray:
        """Return the labels -1 or +1, shape (N,): +1 where z >= 0. Source: (1.3a)."""
        return (2 * step(self.decision_function(X)) - 1).astype(int)

    def __repr__(self) -> str:
        if self.w is None:
            return "Perceptron(no weights yet)"
        parts = [f"{len(self.w)} inputs"]
        if self.mistakes:
            end = "converged" if self.converged else "not converged"
            parts += [f"{len(self.mistakes)} epochs", f"{self.updates} corrections", end]
        return f"Perceptron({', '.join(parts)})"


def _real(values: ArrayLike, name: str) -> np.ndarray:
    """Return finite real numbers, or raise."""
    values = finite(as_float(values, name), name)
    if np.iscomplexobj(values):
        raise TypeError(f"{name} must be real, got complex numbers")
    return values
