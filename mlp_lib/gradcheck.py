"""Gradient checking: a derivative against two numerical ones that know nothing of it.

The central difference (f(x + h) - f(x - h)) / 2h errs by ``h^2 |f'''| / 6`` from the curve and by
``epsilon |f| / h`` from rounding (10.2), so h is near epsilon^(1/3). The complex step,
Im f(x + ih) / h, subtracts nothing, so h can be 1e-30 and all digits are right; it needs an f that
takes complex numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from mlp_lib.checks import as_float, finite

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
    analytic, central, complex_step : ndarray
        The derivative checked and the two numerical ones; `complex_step` is None where the
        function takes no complex numbers.
    """

    name: str
    analytic: np.ndarray
    central: np.ndarray
    complex_step: np.ndarray | None

    @property
    def central_error(self) -> float:
        return relative_error(self.analytic, self.central)

    @property
    def complex_error(self) -> float | None:
        if self.complex_step is None:
            return None
        return relative_error(self.analytic, self.complex_step)


@dataclass(frozen=True)
class GradientReport:
    """The result of a gradient check; it prints as a table, and is true if the check passed.

    Attributes
    ----------
    entries : tuple of Entry
        One a parameter.
    tolerance : float
        Largest relative error allowed against the complex step.
    central_tolerance : float
        The same against central differences; decides only where there is no complex step.
    """

    entries: tuple[Entry, ...]
    tolerance: float
    central_tolerance: float

    @property
    def ok(self) -> bool:
        return not self.failed

    @property
    def failed(self) -> list[str]:
        """Names of the parameters whose derivative is wrong."""
        return [entry.name for entry in self.entries if not self._passes(entry)]

    @property
    def error(self) -> float:
        """The largest relative error that counts."""
        return max((self._counts(entry)[0] for entry in self.entries), default=0.0)

    def _counts(self, entry):
        if entry.complex_error is None:
            return entry.central_error, self.central_tolerance
        return entry.complex_error, self.tolerance

    def _passes(self, entry):
        error, tolerance = self._counts(entry)
        return error <= tolerance  # false for NaN

    def __bool__(self) -> bool:
        return self.ok

    def __repr__(self) -> str:
        lines = [f"{'parameter':<10} {'shape':<12} {'central':>9} {'complex step':>13}"]
        for entry in self.entries:
            exact = "-" if entry.complex_error is None else f"{entry.complex_error:.1e}"
            verdict = "" if self._passes(entry) else "  WRONG"
            shape = str(entry.analytic.shape)
            lines.append(
                f"{entry.name:<10} {shape:<12} {entry.central_error:>9.1e} {exact:>13}{verdict}"
            )
        return "\n".join(lines)


def numerical(
    f: Callable[[np.ndarray], ArrayLike], x: np.ndarray, elementwise: bool, h: float | None = None
) -> tuple[np.ndarray, np.ndarray | None]:
    """Return the derivative of f at x by central differences, and by the complex step or None."""
    h = float(np.finfo(x.dtype).eps ** (1 / 3)) if h is None else h

    def each(change):
        if elementwise:
            return change(np.ones(x.shape, x.dtype))
        gradient = np.empty(x.shape)
        for place in np.ndindex(x.shape):
            direction = np.zeros(x.shape, x.dtype)
            direction[place] = 1
            gradient[place] = change(direction)
        return gradient

    central = each(lambda d: (np.asarray(f(x + h * d)) - np.asarray(f(x - h * d))) / (2 * h))
    try:
        exact = each(lambda d: _imaginary(f(x + 1e-30j * d)) / 1e-30)
    except (TypeError, ValueError):
        exact = None
    return central, exact


def _imaginary(value):
    value = np.asarray(value)
    if not np.iscomplexobj(value):
        raise TypeError("f drops the imaginary part")
    return value.imag


def gradcheck(
    f: Callable,
    x: ArrayLike,
    grad: Callable | None = None,
    *,
    h: float | None = None,
    tolerance: float = 1e-10,
    central_tolerance: float = 1e-5,
) -> GradientReport:
    """Check the derivative of `f` at `x` against central differences and the complex step.

    Parameters
    ----------
    f : callable
        Takes an array. Returns a number, or an array of the same shape where it acts on each
        element by itself, as activations do.
    x : array_like
        Where to check, in float64; at a kink (ReLU at 0) there is no derivative to check.
    grad : callable, optional
        The derivative; by default ``f.grad``.
    h : float, optional
        Step of the central difference; default epsilon^(1/3).
    tolerance, central_tolerance : float
        Largest relative error (10.1) allowed against the complex step, and, where `f` takes no
        complex numbers, against the central difference.

    Returns
    -------
    GradientReport
        True if the derivative is right; prints as a table.

    Raises
    ------
    TypeError
        If there is no derivative to check.
    ValueError
        If x is not finite, or the derivative has another shape than x.

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
    analytic = np.asarray(grad(x))
    if analytic.shape != x.shape:
        raise ValueError(
            f"the gradient must have the shape of x, {x.shape}, but has {analytic.shape}"
        )
    elementwise = x.ndim > 0 and np.shape(f(x)) == x.shape
    central, exact = numerical(f, x, elementwise, h)
    return GradientReport((Entry("x", analytic, central, exact),), tolerance, central_tolerance)


def gradcheck_network(
    net: MLP,
    X: ArrayLike,
    y: ArrayLike,
    *,
    h: float | None = None,
    tolerance: float | None = None,
    central_tolerance: float = 1e-5,
) -> GradientReport:
    """Check ``net.backward`` at a batch, parameter by parameter.

    The numerical derivatives come from the plain formula of the cost in float64, whatever the
    dtype of the network, and on copies: the network is not touched. It takes about four forward
    passes a parameter, so check a small network, or a small batch.

    Parameters
    ----------
    net : MLP
        The network.
    X, y : array_like
        A batch as for ``net.cost``.
    h : float, optional
        Step of the central difference; default epsilon^(1/3), near 6e-6.
    tolerance : float, optional
        Largest relative error allowed against the complex step; default 1e-10 for float64 and
        1e-4 for float32.
    central_tolerance : float, default 1e-5
        The same against central differences.

    Raises
    ------
    TypeError, ValueError
        If the batch does not fit, or the hidden activation has no derivative.
    """
    grads = net.backward(net.forward(X), y)
    X = net._inputs(X).astype(np.float64)
    Y = net.output.targets(y, len(X), net.sizes[-1], np.dtype(np.float64))
    parameters = {"W": [W.astype(np.float64) for W in net.W], "b": [b.astype(float) for b in net.b]}

    def cost_with(kind, layer, value):
        A = X
        for k, (W, b) in enumerate(zip(parameters["W"], parameters["b"], strict=True)):
            if k == layer:
                W, b = (value, b) if kind == "W" else (W, value)
            Z = A @ W + b
            A = net.hidden(Z)
        return net.output.cost(Z, Y)

    entries = []
    for layer in range(len(net.W)):
        for kind, gradients in (("W", grads.W), ("b", grads.b)):
            central, exact = numerical(
                lambda value, kind=kind, layer=layer: cost_with(kind, layer, value),
                parameters[kind][layer],
                False,
                h,
            )
            entries.append(Entry(f"{kind}[{layer}]", gradients[layer], central, exact))
    if tolerance is None:
        tolerance = 1e-10 if net.dtype == np.float64 else 1e-4
    return GradientReport(tuple(entries), tolerance, central_tolerance)
