"""Activation functions: each is one object that carries its derivative.

``relu(z)`` is the function, ``relu.grad(z)`` its derivative at the same ``z``. Both act element by
element on arrays of any shape and take complex numbers too, so that the complex step can check
them. The training loop uses an in-place form of the same mathematics, ``phi.into(z, a, slope)``,
that fills two arrays at once: a = phi(z), and slope = phi'(z) written in terms of a where that
saves work. A test holds the two forms equal.

All of them keep their digits for every z, infinite ones included: what would cancel or overflow is
written with ``exp(-|z|)``. At NaN, value and derivative are NaN.
"""

from __future__ import annotations

from numbers import Real

import numpy as np
from numpy.typing import ArrayLike

from mlp_lib.checks import as_float, unknown_name
from mlp_lib.state import Constant


class Activation(Constant):
    """A function phi with its derivative phi'.

    A class of your own defines ``_value(z)`` and ``_grad(z)``, both for an array of floats, and a
    ``name``. That is all that training needs. ``suits`` names the initializer with which a network
    of such units begins.

    Parameters
    ----------
    z : array_like
        Pre-activations, any shape. Integers are read as float64.

    Returns
    -------
    ndarray
        phi(z), of the shape of `z`.
    """

    suits = "glorot"

    def __call__(self, z: ArrayLike) -> np.ndarray:
        with np.errstate(invalid="ignore"):  # NaN is an answer here, not an accident
            return self._value(as_float(z, "z"))

    def grad(self, z: ArrayLike) -> np.ndarray:
        """Return phi'(z), of the shape of `z` (a pre-activation, not an activation)."""
        with np.errstate(invalid="ignore"):
            return self._grad(as_float(z, "z"))

    def into(self, z: np.ndarray, a: np.ndarray, slope: np.ndarray | None = None) -> None:
        """Write phi(z) into `a` (which may be `z` itself) and phi'(z) into `slope`, if given."""
        if slope is not None:
            slope[...] = self.grad(z)  # first, because a may be z
        a[...] = self(z)

    def _value(self, z):
        raise TypeError(f"{type(self).__name__} defines no value: give it a method _value(self, z)")

    def _grad(self, z):
        raise TypeError(
            f"{type(self).__name__} defines no derivative: give it a method _grad(self, z)"
        )


class Step(Activation):
    """Threshold function of the perceptron: 1 where z >= 0, else 0. Source: (1.3a)."""

    name = "step"

    def _value(self, z):
        return np.heaviside(real_part(z), 1)  # 1 at 0, NaN at NaN

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
        return np.where(np.isnan(z), z, 1)[()]

    def into(self, z, a, slope=None):
        if slope is not None:
            slope[...] = self._grad(z)
        if a is not z:
            a[...] = z


class Sigmoid(Activation):
    """Logistic function, sigma(z) = 1 / (1 + exp(-z)), sigma' = sigma (1 - sigma).

    Never overflows. Source: (2.1a), (2.2b).
    """

    name = "sigmoid"

    def _value(self, z):
        positive = z.real >= 0
        e = np.exp(np.where(positive, -z, z))  # exp(-|z|), at most 1
        return np.where(positive, 1, e) / (1 + e)

    def _grad(self, z):
        return self._value(z) * self._value(-z)  # sigma(-z) = 1 - sigma(z), without cancellation

    def into(self, z, a, slope=None):
        e = _exp_minus_abs(z, slope)
        total = 1 + e
        np.maximum(e, z >= 0, out=a)  # 1 where z >= 0, else e = exp(z)
        a /= total
        if slope is not None:  # which is e so far: sigma' = e / (1 + e)^2
            slope /= total
            slope /= total


class Tanh(Activation):
    """Hyperbolic tangent, with tanh' = 1 - tanh^2 = 1 / cosh^2. Source: (2.3a), (2.3b).

    1 - tanh^2 cancels where tanh is near 1, so the derivative is computed as
    ``((1 + |tanh z|) exp(-|z|))^2``, which is the same.
    """

    name = "tanh"

    def _value(self, z):
        return np.tanh(z)

    def _grad(self, z):
        outwards = np.where(z.real >= 0, z, -z)  # |z|, for complex numbers too
        return ((1 + np.tanh(outwards)) * np.exp(-outwards)) ** 2

    def into(self, z, a, slope=None):
        if slope is not None:
            _exp_minus_abs(z, slope)
        np.tanh(z, out=a)
        if slope is not None:
            rest = a * slope
            slope += np.abs(rest, out=rest)  # (1 + |tanh z|) exp(-|z|), whose square it is
            slope *= slope


class ReLU(Activation):
    """Rectified linear unit, max(0, z), with derivative [z > 0].

    At 0 any value in [0, 1] would do; the book takes 0 (Bertoin et al. 2021).
    Source: (2.4a), (2.4b).
    """

    name = "relu"
    suits = "he"

    def _value(self, z):
        if np.iscomplexobj(z):  # decided by the real part
            return np.where((z.real > 0) | np.isnan(z), z, 0)
        return np.maximum(z, 0)

    def _grad(self, z):
        return np.sign(np.maximum(real_part(z), 0))  # 1, or 0, or NaN

    def into(self, z, a, slope=None):
        np.maximum(z, 0, out=a)
        if slope is not None:
            np.sign(a, out=slope)


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
    suits = "he"

    def __init__(self, slope: float = 0.01) -> None:
        if not (isinstance(slope, Real) and 0 < slope < 1):
            raise ValueError(f"slope must lie between 0 and 1, got {slope!r}")
        vars(self)["slope"] = float(slope)  # and never again: see Constant

    def _value(self, z):
        return np.where(z.real > 0, z, times(self.slope, z))[()]  # [()]: a number for a number

    def _grad(self, z):
        return np.maximum(np.sign(real_part(z)), self.slope)  # 1 where z > 0, else the small slope

    def into(self, z, a, slope=None):
        if slope is not None:
            np.sign(z, out=slope)
            np.maximum(slope, self.slope, out=slope)
        np.maximum(z, self.slope * z, out=a)


class GELU(Activation):
    """z Phi(z), where Phi(z) is the probability that a standard normal number is at most z.

    Its derivative is Phi(z) + z exp(-z^2 / 2) / sqrt(2 pi). Both are made of one small number, the
    tail ``Phi(-|z|) = exp(-z^2 / 2) r(|z|)``, and gelu(z) is ``relu(z) - |z| Phi(-|z|)``, so that
    nothing cancels; except in the derivative, where it passes 0 near z = -0.75.
    Source: Hendrycks & Gimpel 2016.
    """

    name = "gelu"
    suits = "he"

    def _value(self, z):
        return self._both(z)[0]

    def _grad(self, z):
        return self._both(z)[1]

    def into(self, z, a, slope=None):
        value, derivative = self._both(z)
        if slope is not None:
            slope[...] = derivative
        a[...] = value

    def _both(self, z):
        wide = z.astype(np.result_type(z, np.float64), copy=False)  # of 32 bits, all are right then
        positive = wide.real >= 0
        x = np.where(positive, wide, -wide)  # |z|, for complex numbers too
        x = np.where(x.real > 40, 40, x)  # where the tail is 0, and an infinite z no longer is
        above, below = (_polynomial(x, coefficients) for coefficients in _TAIL)
        r = above / below
        # exp(-x^2 / 2) would make the rounding error of x^2 a large one. near^2 has none, and what
        # is left is small. The root is multiplied twice, for its square may have lost digits.
        near = np.rint(16 * x.real) / 16
        root, rest = np.exp(near * near / -4), np.exp((near - x) * (near + x) / 2)
        value = np.where(positive, wide, 0) - x * r * rest * root * root
        tail = (r - x / np.sqrt(2 * np.pi)) * rest * root * root
        return value.astype(z.dtype), np.where(positive, 1 - tail, tail).astype(z.dtype)[()]


class Softmax(Activation):
    """exp(z_k) / sum_m exp(z_m) along the last axis; unchanged when all z_k shift by one number.

    ``grad`` is the whole Jacobian, dp_k/dz_m = p_k ([k = m] - p_m), of shape (..., K, K).
    One infinite z_k takes all, p_k = 1; of two, or of all -inf, there is no limit: NaN.
    Source: (3.2a), (9.2); Bridle 1990.
    """

    name = "softmax"

    def _value(self, z):
        if z.ndim == 0 or z.shape[-1] == 0:
            raise ValueError(f"softmax needs the classes on the last axis, got shape {z.shape}")
        e = np.exp(below_largest(z))
        return e / e.sum(axis=-1, keepdims=True)

    def into(self, z, a, slope=None):
        if slope is not None:
            raise ValueError("softmax has a Jacobian, not one slope an element: see softmax.grad")
        # An infinite logit gives NaN here, where its limit would cost a look at every row.
        np.subtract(z, np.maximum.reduce(z, axis=-1, keepdims=True), out=a)
        np.exp(a, out=a)
        a /= np.add.reduce(a, axis=-1, keepdims=True)

    def _grad(self, z):
        p = self._value(z)
        jacobian = -p[..., :, None] * p[..., None, :]
        # Each row sums to 0. So p_k (1 - p_k), which cancels, is what the others of its row leave.
        k = np.arange(p.shape[-1])
        jacobian[..., k, k] = 0
        jacobian[..., k, k] = -jacobian.sum(axis=-1)
        return jacobian


def real_part(z: np.ndarray) -> np.ndarray:
    """Return the real part, which decides on which side z lies; NaN where any part of z is."""
    return np.where(np.isnan(z), np.nan, z.real) if np.iscomplexobj(z) else z


def times(factor: np.ndarray | float, z: np.ndarray) -> np.ndarray:
    """Return factor * z; by parts for a real factor, as a complex product makes NaN of infinity."""
    if np.iscomplexobj(factor) or not np.iscomplexobj(z):
        return factor * z
    return factor * z.real + 1j * (factor * z.imag)


def _exp_minus_abs(z, out=None):
    """exp(-|z|) of real z, in a new array or in `out`."""
    out = np.abs(z, out=out)
    np.negative(out, out=out)
    return np.exp(out, out=out)


def below_largest(z: np.ndarray) -> np.ndarray:
    """Return z_k - max_m z_m along the last axis, which changes no softmax. Source: (3.6a).

    Beside one infinite entry all others are infinitely far below. With two of them, or with
    nothing but -inf, the difference is inf - inf: NaN.
    """
    if np.iscomplexobj(z):  # the whole entry, so that what is left of it is exactly 0
        largest = np.take_along_axis(z, z.real.argmax(axis=-1, keepdims=True), axis=-1)
    else:
        largest = z.max(axis=-1, keepdims=True)
    with np.errstate(over="ignore", invalid="ignore"):
        below = z - largest
    if np.isinf(largest).any():
        at_top = z.real == largest.real
        alone = np.isinf(largest) & (at_top.sum(axis=-1, keepdims=True) == 1)
        below = np.where(at_top & alone, 0, below)
    return below


# Phi(-x) exp(x^2 / 2) of x from 0 to 40 is the quotient of these two polynomials, highest power
# first, to 2e-18; all are positive, so that nothing cancels. In the manner of Cody 1969.
_TAIL = (
    (
        0.3989422804015158,
        12.45647957057926,
        190.783948709867,
        1865.0332702304893,
        12798.155696289725,
        64176.39865437565,
        237874.47813408074,
        644421.5066769192,
        1226753.402323317,
        1495815.6470928595,
        904162.9032482101,
    ),
    (
        1.0,
        31.223763894026863,
        479.2244401765545,
        4706.168892532388,
        32556.443355875024,
        165478.87354780769,
        627396.6498636378,
        1767154.1450816393,
        3611821.4810211346,
        5087536.285942072,
        4434466.536090603,
        1808325.8064964202,
    ),
)


def _polynomial(x, coefficients):
    """Horner's rule, in one array."""
    total = np.full_like(x, coefficients[0])
    for c in coefficients[1:]:
        total *= x
        total += c
    return total


def _by_name(*functions: Activation) -> dict[str, Activation]:
    return {phi.name: phi for phi in functions}


#: What hidden layers may have, by name: ``MLP(sizes, hidden="tanh", ...)``.
HIDDEN = _by_name(
    step := Step(),
    sigmoid := Sigmoid(),
    tanh := Tanh(),
    relu := ReLU(),
    leaky_relu := LeakyReLU(),
    gelu := GELU(),
    identity := Identity(),
)
#: What the output layer may have, by name.
OUTPUT = _by_name(softmax := Softmax(), sigmoid, identity)


def named(name: str | Activation, known: dict[str, Activation], role: str) -> Activation:
    """Return the activation of that name (an `Activation` that suits the role passes through).

    Raises
    ------
    ValueError
        If the name is not known; the message suggests the nearest one.
    """
    if isinstance(name, Activation):
        if not isinstance(getattr(name, "name", None), str):
            raise ValueError(f"{type(name).__name__} needs a name: give the class one, name = ...")
        if name.name in known or _own(name, role):
            return name
    if isinstance(name, str) and name in known:
        return known[name]
    raise unknown_name(f"{role} activation", name, known)


def _own(phi: Activation, role: str) -> bool:
    """Whether this is somebody's own activation, in the only role that is open to it."""
    return role == "hidden" and type(phi).__module__ != __name__
