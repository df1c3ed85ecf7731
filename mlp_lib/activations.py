"""Activation functions: each is one object that carries its derivative.

``relu(z)`` is the function, ``relu.grad(z)`` its derivative at the same ``z``. Both act element by
element on arrays of any shape and take complex numbers too, so that the complex step can check
them. The training loop uses an in-place form of the same mathematics, ``phi.into(z, a, slope)``,
that fills two arrays at once: a = phi(z), and slope = phi'(z) written in terms of a where that
saves work. A test holds the two forms equal.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mlp_lib.checks import as_float, unknown_name
from mlp_lib.state import Constant


class Activation(Constant):
    """A function phi with its derivative phi'.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape. Integers are read as float64.

    Returns
    -------
    ndarray
        phi(z), of the shape of `z`.
    """

    def __call__(self, z: ArrayLike) -> np.ndarray:
        return self._value(as_float(z, "z"))

    def grad(self, z: ArrayLike) -> np.ndarray:
        """Return phi'(z), of the shape of `z` (a pre-activation, not an activation)."""
        return self._grad(as_float(z, "z"))

    def into(self, z: np.ndarray, a: np.ndarray, slope: np.ndarray | None = None) -> None:
        """Write phi(z) into `a` (which may be `z` itself) and phi'(z) into `slope`, if given."""
        a[...] = self._value(z)
        if slope is not None:
            self.grad(z)  # raises for step, the only activation that has no form of its own


class Step(Activation):
    """Threshold function of the perceptron: 1 where z >= 0, else 0. Source: (1.3)."""

    name = "step"

    def _value(self, z):
        return (z.real >= 0).astype(z.real.dtype)

    def grad(self, z: ArrayLike) -> np.ndarray:
        """Raise ValueError: the derivative is 0 wherever it exists, so nothing can be learned."""
        raise ValueError(
            "step has derivative 0 everywhere except at 0, where it has none, so gradient descent "
            "cannot train it; use sigmoid, tanh or relu, or the rule of mlp_lib.Perceptron"
        )


class Identity(Activation):
    """The identity, phi(z) = z with phi'(z) = 1: the output of a regression network."""

    name = "identity"

    def _value(self, z):
        return +z

    def _grad(self, z):
        return np.ones_like(z)

    def into(self, z, a, slope=None):
        if a is not z:
            a[...] = z
        if slope is not None:
            slope[...] = 1


class Sigmoid(Activation):
    """Logistic function, sigma(z) = 1 / (1 + exp(-z)), sigma' = sigma (1 - sigma).

    Never overflows. Source: (2.1), (2.2).
    """

    name = "sigmoid"

    def _value(self, z):
        positive = z.real >= 0
        e = np.exp(np.where(positive, -z, z))  # exp(-|z|), at most 1
        return np.where(positive, 1, e) / (1 + e)

    def _grad(self, z):
        return self._value(z) * self._value(-z)  # sigma(-z) = 1 - sigma(z), without cancellation

    def into(self, z, a, slope=None):
        np.multiply(z, 0.5, out=a)  # sigma(z) = (1 + tanh(z / 2)) / 2, (2.3) solved for sigma
        np.tanh(a, out=a)
        a += 1
        a *= 0.5
        if slope is not None:
            np.subtract(1, a, out=slope)
            slope *= a


class Tanh(Activation):
    """Hyperbolic tangent, with tanh' = 1 - tanh^2. Source: (2.3)."""

    name = "tanh"

    def _value(self, z):
        return np.tanh(z)

    def _grad(self, z):
        return 1 - np.tanh(z) ** 2

    def into(self, z, a, slope=None):
        np.tanh(z, out=a)
        if slope is not None:
            np.multiply(a, a, out=slope)
            np.subtract(1, slope, out=slope)


class ReLU(Activation):
    """Rectified linear unit, max(0, z), with derivative [z > 0].

    At 0 any value in [0, 1] would do; the book takes 0 (Bertoin et al. 2021). Source: (2.4).
    """

    name = "relu"

    def _value(self, z):
        return np.where(z.real > 0, z, 0) if np.iscomplexobj(z) else np.maximum(z, 0)

    def _grad(self, z):
        return (z.real > 0).astype(z.real.dtype)

    def into(self, z, a, slope=None):
        if slope is None:
            np.maximum(z, 0, out=a)
        else:
            slope[...] = z > 0
            np.multiply(z, slope, out=a)


class LeakyReLU(Activation):
    """z where z > 0, else slope * z; the derivative is 1 or `slope` (and `slope` at 0).

    Parameters
    ----------
    slope : float, default 0.01
        Between 0 and 1.

    Raises
    ------
    ValueError
        If the slope is not between 0 and 1.
    """

    name = "leaky_relu"

    def __init__(self, slope: float = 0.01) -> None:
        if not 0 < slope < 1:
            raise ValueError(f"slope must lie between 0 and 1, got {slope}")
        vars(self)["slope"] = float(slope)  # and never again: see Constant

    def _value(self, z):
        return np.where(z.real > 0, z, self.slope * z)

    def _grad(self, z):
        return np.where(z.real > 0, 1, self.slope).astype(z.real.dtype)

    def into(self, z, a, slope=None):
        if slope is not None:
            slope[...] = z > 0
            np.maximum(slope, self.slope, out=slope)  # 1 where z > 0, else the small slope
        np.maximum(z, self.slope * z, out=a)


class Softmax(Activation):
    """exp(z_k) / sum_m exp(z_m) along the last axis; unchanged when all z_k shift by one number.

    ``grad`` is the whole Jacobian, dp_k/dz_m = p_k ([k = m] - p_m), of shape (..., K, K).
    Source: (3.2), (9.2); Bridle 1990.
    """

    name = "softmax"

    def _value(self, z):
        if z.ndim == 0 or z.shape[-1] == 0:
            raise ValueError(f"softmax needs the classes on the last axis, got shape {z.shape}")
        e = np.exp(z - z.real.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)

    def into(self, z, a, slope=None):
        np.subtract(z, np.maximum.reduce(z, axis=-1, keepdims=True), out=a)
        np.exp(a, out=a)
        a /= np.add.reduce(a, axis=-1, keepdims=True)

    def _grad(self, z):
        p = self._value(z)
        return p[..., :, None] * (np.eye(p.shape[-1], dtype=p.dtype) - p[..., None, :])


step, identity, sigmoid, tanh = Step(), Identity(), Sigmoid(), Tanh()
relu, leaky_relu, softmax = ReLU(), LeakyReLU(), Softmax()

HIDDEN = {phi.name: phi for phi in (step, sigmoid, tanh, relu, leaky_relu, identity)}
OUTPUT = {phi.name: phi for phi in (softmax, sigmoid, identity)}


def named(name: str | Activation, known: dict[str, Activation], role: str) -> Activation:
    """Return the activation of that name (an `Activation` passes through).

    Raises
    ------
    ValueError
        If the name is not known; the message suggests the nearest one.
    """
    if isinstance(name, Activation) and name.name in known:
        return name
    if isinstance(name, str) and name in known:
        return known[name]
    raise unknown_name(f"{role} activation", name, known)
