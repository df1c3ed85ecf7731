"""Gradient checking: a derivative against two numerical ones that know nothing of it.

The complex step has all digits, where it may be used; the central difference (10.2a) can always be
used, and says whether. Where the two agree, the complex step decides; where they differ, because
the cost holds an absolute value, say, or stops at complex numbers, the central difference does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from mlp_lib.activations import Activation, softmax
from mlp_lib.checks import as_float, finite
from mlp_lib.losses import mse
from mlp_lib.numerical import Numerical, numerical, value_of
from mlp_lib.passes import Cache, Gradients

if TYPE_CHECKING:
    from mlp_lib.network import MLP


def relative_error(a: np.ndarray, n: np.ndarray) -> float:
    """Return ``max |a - n| / (max |a| + max |n|)``; 0/0 = 0. Source: (10.1), for arrays."""
    difference = np.abs(a - n).max(initial=0)
    scale = np.abs(a).max(initial=0) + np.abs(n).max(initial=0)
    return float(difference / scale) if difference else 0.0


@dataclass(frozen=True)
class Entry:
    """The comparison for one parameter.

    Attributes
    ----------
    name : str
        Such as "W[0]".
    analytic : ndarray
        The derivative checked.
    numerical : Numerical
        The two numerical ones.
    tolerance, central_tolerance : float
        Largest relative errors allowed against them, see `gradcheck`.
    terms : ndarray or 0
        What the terms of each entry add up to without their signs: where they cancel, their
        rounding errors stay.
    """

    name: str
    analytic: np.ndarray
    numerical: Numerical
    tolerance: float
    central_tolerance: float
    terms: np.ndarray | float = 0.0

    @property
    def central(self) -> np.ndarray:
        return self.numerical.central

    @property
    def complex_step(self) -> np.ndarray | None:
        return self.numerical.complex_step

    @property
    def central_error(self) -> float:
        return relative_error(self.analytic, self.central)

    @property
    def complex_error(self) -> float | None:
        if self.complex_step is None:
            return None
        return relative_error(self.analytic, self.complex_step)

    @property
    def rounding(self) -> np.ndarray:
        """What rounding alone may do to each entry."""
        return 30 * self.epsilon * self.terms + self.numerical.noise + self.lost

    @property
    def lost(self) -> np.ndarray:
        """What is too small for a machine to have digits of it."""
        underflow = np.minimum(5 * self.numerical.uncertainty, 1e-270)  # for Im f is 1e-30 f'
        return underflow + float(np.finfo(self.kind).tiny)

    @property
    def kind(self) -> np.dtype:
        return self.analytic.dtype if self.analytic.dtype.kind == "f" else np.dtype(np.float64)

    @property
    def epsilon(self) -> float:
        """Relative precision of the derivative or of f, the coarser of the two."""
        return max(self.numerical.epsilon, float(np.finfo(self.kind).eps))

    @property
    def differs(self) -> np.ndarray:
        """Where the complex step contradicts the central difference, and is not believed."""
        c, exact = self.central, self.complex_step
        if exact is None:
            return np.zeros(c.shape, bool)
        largest = max(np.abs(part[np.isfinite(part)]).max(initial=0) for part in (c, exact))
        room = 5 * self.numerical.uncertainty + self.epsilon * (1000 * largest + 30 * self.terms)
        room = room + self.lost + self.central_tolerance / 100 * (np.abs(c) + np.abs(exact))
        return ~(np.isnan(c) | (np.abs(exact - c) <= room))

    @property
    def kinks(self) -> np.ndarray:
        """Where the slopes to both sides differ: every number between them counts as right."""
        return self.numerical.jump > 0

    @property
    def believed(self) -> np.ndarray:
        """The numerical derivative that decides, entry by entry."""
        c, exact = self.central, self.complex_step
        number = c if exact is None else np.where(self.differs, c, exact)
        half = self.numerical.jump / 2
        return np.where(self.kinks, np.clip(self.analytic, c - half, c + half), number)

    @property
    def off(self) -> np.ndarray:
        """How far each entry is from the number that decides."""
        return np.abs(self.analytic - self.believed)

    @property
    def relative(self) -> np.ndarray:
        """How far it may be for its size."""
        size = np.abs(self.analytic) + np.abs(self.believed)
        if self.complex_step is None:
            return self.central_tolerance * size
        coarse = self.differs | self.kinks
        return np.where(coarse, self.central_tolerance, self.tolerance) * size

    @property
    def room(self) -> np.ndarray:
        """How far it may be besides, because nobody knows better."""
        coarse = True if self.complex_step is None else self.differs | self.kinks
        return self.rounding + np.where(coarse, 5 * self.numerical.uncertainty, 0)

    @property
    def wrong(self) -> np.ndarray:
        """Which entries of the derivative are wrong."""
        return ~(self.off <= self.relative + self.room)  # written so that NaN is wrong

    @property
    def unknown(self) -> np.ndarray:
        """Which entries pass although they are not what they should be: nobody can tell."""
        size = np.abs(self.analytic) + np.abs(self.believed)
        return ~self.wrong & (self.off > self.relative) & (self.room > 1e-5 * size)

    @property
    def notes(self) -> list[str]:
        """What the numbers of the table do not show, a line each."""
        c, exact, half = self.central, self.complex_step, self.numerical.jump / 2
        lines = []
        if self.wrong.any():
            at, where = self._first(self.wrong)
            right = f"should be {self.believed[at]:.6g}"
            if np.isnan(self.believed[at]):
                right = "and f has no numerical derivative there"
            lines.append(f"{where} is {self.analytic[at]:.6g}, {right}")
        if self.unknown.any():
            at, where = self._first(self.unknown)
            hidden = "not known, for f hides it behind larger numbers"
            if np.isfinite(self.room[at]):
                hidden = f"known to {self.room[at]:.0e} only, the rest is lost to rounding"
            lines.append(f"{where} is {self.analytic[at]:.6g}: {hidden}")
        if (self.differs & ~self.kinks).any():
            at, where = self._first(self.differs & ~self.kinks)
            seen = f"central difference {c[at]:.6g}, complex step {exact[at]:.6g}"
            lines.append(f"{where}: {seen}; the central one is believed")
        if self.kinks.any():
            at, where = self._first(self.kinks)
            low, high = c[at] - half[at], c[at] + half[at]
            lines.append(f"{where}: a kink, where anything from {low:.6g} to {high:.6g} is right")
        return lines

    def _first(self, where):
        place = tuple(int(k) for k in np.argwhere(where)[0])
        name = self.name + (f"[{', '.join(map(str, place))}]" if place else "")
        more = int(where.sum()) - 1
        return place, name + (f" (and {more} more)" if more else "")


@dataclass(frozen=True)
class GradientReport:
    """The result of a gradient check; it prints as a table, and is true if the check passed.

    Attributes
    ----------
    entries : tuple of Entry
        One a parameter.
    """

    entries: tuple[Entry, ...]

    @property
    def ok(self) -> bool:
        return not self.failed

    @property
    def failed(self) -> list[str]:
        """Names of the parameters whose derivative is wrong."""
        return [entry.name for entry in self.entries if entry.wrong.any()]

    @property
    def error(self) -> float:
        """The largest relative error that counts."""
        return max((relative_error(e.analytic, e.believed) for e in self.entries), default=0.0)

    def __bool__(self) -> bool:
        return self.ok

    def __repr__(self) -> str:
        lines = [f"{'parameter':<10} {'shape':<12} {'central':>9} {'complex step':>13}"]
        for entry in self.entries:
            exact = "-" if entry.complex_error is None else f"{entry.complex_error:.1e}"
            verdict = "  WRONG" if entry.wrong.any() else ""
            shape = str(entry.analytic.shape)
            lines.append(
                f"{entry.name:<10} {shape:<12} {entry.central_error:>9.1e} {exact:>13}{verdict}"
            )
            lines += [f"  {note}" for note in entry.notes]
        return "\n".join(lines)


def gradcheck(
    f: Callable,
    x: ArrayLike,
    grad: Callable | None = None,
    *,
    h: float | None = None,
    tolerance: float = 1e-10,
    central_tolerance: float = 1e-7,
) -> GradientReport:
    """Check the derivative of `f` at `x` against central differences and the complex step.

    Parameters
    ----------
    f : callable
        Takes an array. Returns a number, or an array of the same shape where it acts on each
        element by itself, as activations do.
    x : array_like
        Where to check, in float64. At a kink (ReLU at 0) every slope between those to both sides
        counts as right, and the report names the kink.
    grad : callable, optional
        The derivative; by default ``f.grad``.
    h : float, optional
        Step of the central difference; by default found for each entry, near epsilon^(1/3).
    tolerance : float
        Largest relative error of an entry, ``|a - n| / (|a| + |n|)``, against the complex step.
        Beside it an entry may be off by what rounding does to it, which is estimated for each;
        the report says where that is all there is.
    central_tolerance : float
        The same against the central difference, beside its own uncertainty. It decides where
        there is no complex step, and where the two numerical derivatives differ.

    Returns
    -------
    GradientReport
        True if the derivative is right; prints as a table.

    Raises
    ------
    TypeError
        If there is no derivative to check.
    ValueError
        If x or f(x) is not finite, the derivative has another shape than x, or f returns an array
        that does not belong to x element by element.

    Examples
    --------
    >>> from mlp_lib import gradcheck, tanh
    >>> gradcheck(tanh, [0.5, -1.0]).ok
    True
    """
    grad = getattr(f, "grad", None) if grad is None else grad
    if grad is None:
        raise TypeError("f carries no .grad; pass the derivative: gradcheck(f, x, grad=...)")
    x = finite(as_float(x, "x"), "x")
    x = x.astype(np.result_type(x, np.float64))
    analytic = np.array(grad(x.copy()))  # a copy: f may write into it when called again
    if analytic.shape != x.shape:
        raise ValueError(
            f"the gradient must have the shape of x, {x.shape}, but has {analytic.shape}"
        )
    elementwise = x.ndim > 0 and np.shape(f(x.copy())) == x.shape
    if elementwise:
        acts_by_element(f, x)
    found = numerical(f, x, elementwise, h, analytic, grad)
    entry = Entry("x", analytic, found, tolerance, central_tolerance)
    tolerance = max(tolerance, 1000 * entry.epsilon)  # of a function or derivative in float32
    return GradientReport((replace(entry, tolerance=tolerance),))


def acts_by_element(f: Callable, x: np.ndarray) -> None:
    """Raise ValueError if an entry of f(x) moves with another entry of x."""
    here = value_of(f, x, x.shape).reshape(-1)
    step = 1e-2 * np.maximum(1, np.abs(x)).reshape(-1) * np.linspace(1, 2, x.size)
    number = np.arange(x.size)
    for bit in range(x.size.bit_length()):  # two different entries differ in some bit
        for chosen in ((number >> bit) % 2 == 0, (number >> bit) % 2 == 1):
            moved = (x.reshape(-1) + step * chosen).reshape(x.shape)
            with np.errstate(all="ignore"):
                there = value_of(f, moved, x.shape).reshape(-1)
            if not np.array_equal(here[~chosen], there[~chosen], equal_nan=True):
                raise ValueError(
                    f"f returns an array of the shape of x, {x.shape}, but its entries depend on "
                    "other entries of x too; check a number made of them, such as "
                    "gradcheck(lambda x: (weights * f(x)).sum(), x, grad=...)"
                )


def gradcheck_network(
    net: MLP,
    X: ArrayLike,
    y: ArrayLike,
    *,
    h: float | None = None,
    tolerance: float | None = None,
    central_tolerance: float = 1e-7,
) -> GradientReport:
    """Check ``net.backward`` at a batch, parameter by parameter.

    The numerical derivatives come from the plain formula of the cost in float64, whatever the
    dtype of the network, and on copies: the network is not touched. It takes about five forward
    passes a parameter, so check a small network, or a small batch.

    Parameters
    ----------
    net : MLP
        The network.
    X, y : array_like
        A batch as for ``net.cost``.
    h : float, optional
        Step of the central difference; by default found for each parameter, near 6e-6.
    tolerance : float, optional
        Largest relative error allowed against the complex step; default 1e-10 for float64 and
        1e-4 for float32.
    central_tolerance : float, default 1e-7
        The same against central differences, see `gradcheck`.

    Raises
    ------
    TypeError, ValueError
        If the batch does not fit, or the hidden activation has no derivative, or an in-place form
        (which training uses) that differs from it.
    """
    cache = net.forward(X)
    grads = net.backward(cache, y)
    for Z in cache.Z[:-1]:
        same_in_place(net.hidden, Z)
    X = net.inputs(X).astype(np.float64)
    Y = net.targets(y, len(X)).astype(np.float64)
    parameters = {"W": [W.astype(np.float64) for W in net.W], "b": [b.astype(float) for b in net.b]}

    def cost_with(kind, layer, value):
        A = X
        for k, (W, b) in enumerate(zip(parameters["W"], parameters["b"], strict=True)):
            if k == layer:
                W, b = (value, b) if kind == "W" else (W, value)
            Z = A @ W + b
            A = net.hidden(Z)
        return net.output.cost(Z, Y)

    if tolerance is None:
        tolerance = 1e-10 if net.dtype == np.float64 else 1e-4
    terms = absolute_terms(net, cache, grads, Y)
    entries = []
    for layer in range(len(net.W)):
        for kind, gradients, sizes in (("W", grads.W, terms.W), ("b", grads.b, terms.b)):
            found = numerical(
                lambda value, kind=kind, layer=layer: cost_with(kind, layer, value),
                parameters[kind][layer],
                False,
                h,
                gradients[layer],
            )
            name = f"{kind}[{layer}]"
            allowed = tolerance, central_tolerance
            entries.append(Entry(name, gradients[layer], found, *allowed, sizes[layer]))
    return GradientReport(tuple(entries))


def absolute_terms(net: MLP, cache: Cache, grads: Gradients, Y: np.ndarray) -> Gradients:
    """Return the backward pass with all its terms made positive. Source: (9.3e) to (9.6)."""
    A, Z = cache.A, cache.Z[-1]
    delta = np.abs(grads.delta[-1])
    if net.output.loss == mse:  # A - Y cancels in the cost itself
        slope = A[-1] if net.output.activation == softmax else net.output.activation.grad(Z)
        delta = delta + 2 * (np.abs(A[-1]) + np.abs(Y)) / Y.size * slope
    W, b, deltas = [], [], []
    for l in range(len(net.W) - 1, -1, -1):
        W.insert(0, np.abs(A[l]).T @ delta)
        b.insert(0, delta.sum(axis=0))
        deltas.insert(0, delta)
        if l > 0:
            delta = delta @ np.abs(net.W[l]).T * np.abs(cache.slope[l - 1])
    return Gradients(W, b, deltas)


def same_in_place(phi: Activation, z: np.ndarray) -> None:
    """Raise ValueError unless ``phi.into`` writes what phi and ``phi.grad`` return."""
    a, slope = np.full_like(z, np.nan), np.full_like(z, np.nan)
    phi.into(z.copy(), a, slope)
    for name, ours, plain in (("value", a, phi(z)), ("slope", slope, phi.grad(z))):
        if not np.allclose(ours, plain, rtol=1e-5, atol=1e-30, equal_nan=False):
            raise ValueError(
                f"{phi}.into, which training uses, writes another {name} than {phi} has: "
                "mend it, or leave it out, as the form of Activation suits every function"
            )
