"""Two numerical derivatives of a function, and how far the first of them is to be trusted.

The central difference (f(x + h) - f(x - h)) / 2h errs by ``h^2 |f'''| / 6`` from the curve and by
``epsilon |f| / h`` from rounding (10.2a), so h is near epsilon^(1/3). The complex step,
Im f(x + ih) / h, subtracts nothing, so h can be 1e-30 and all digits are right; it needs an f that
takes complex numbers and is analytic. An absolute value inside drops the imaginary part, and the
result is wrong without a word. The central difference needs neither, so it has the last word; its
own error shows when h is changed.

Where a derivative to be checked and the complex step lie apart, one of them may be right but for
rounding: a sum that cancels, or 1 - tanh^2 far out. How much rounding can do to this one entry is
then measured, by moving x by its last bits.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

RATIO = 4.0  # of one step to the next
WIDEST = 8  # steps h * RATIO^k are tried up to this k, about half of x
DOUBT = 1e-7  # relative error of a central difference beyond which other steps are tried


@dataclass(frozen=True)
class Numerical:
    """Derivatives by every entry of x, arrays of its shape.

    Attributes
    ----------
    central : ndarray
        Central difference; NaN where f(x + h) or f(x - h) is not finite, however small h.
    uncertainty : ndarray
        Estimate of its error.
    jump : ndarray
        At a kink, how far the slopes on both sides lie apart; `central` is in their middle. Else 0.
    complex_step : ndarray or None
        None where f takes no complex numbers, or returns none.
    epsilon : float
        Relative precision in which f computes.
    noise : ndarray
        Where the derivative to be checked is not the complex step: what rounding may do to either
        of them. Infinite where f hides an entry from the central difference, and nothing else says
        that the complex step may be used.
    """

    central: np.ndarray
    uncertainty: np.ndarray
    jump: np.ndarray
    complex_step: np.ndarray | None
    epsilon: float
    noise: np.ndarray


@dataclass(frozen=True)
class Slopes:
    """Central differences with one step for each entry, and what was seen on the way.

    Attributes
    ----------
    central, noise : ndarray
        The difference, and what rounding of f may add to it.
    bend : ndarray
        Slope to the right minus slope to the left.
    still : ndarray of int
        On how many of the two sides f did not change at all.
    """

    central: np.ndarray
    noise: np.ndarray
    bend: np.ndarray
    still: np.ndarray


def numerical(
    f: Callable[[np.ndarray], ArrayLike],
    x: np.ndarray,
    elementwise: bool,
    h: float | None = None,
    analytic: np.ndarray | None = None,
    grad: Callable[[np.ndarray], ArrayLike] | None = None,
) -> Numerical:
    """Return the derivatives of f at x by central differences and by the complex step.

    Parameters
    ----------
    f : callable
        Takes an array like `x`; returns a number, or, if `elementwise`, an array of its shape.
        It may change its argument, and return the same array every time.
    x : ndarray of float64
        Where.
    elementwise : bool
        Whether each entry of f(x) depends on its own entry of x alone.
    h : float, optional
        Step of the central difference. By default epsilon^(1/3) ``max(1, |x|)``, and where that
        gives no reliable number, the step for which neighbouring steps agree best.
    analytic : ndarray, optional
        The derivative to be checked.
    grad : callable, optional
        Computes it.

    Raises
    ------
    TypeError
        If f returns no number, or a complex one for a real x.
    ValueError
        If f returns another shape, or is not finite at x.
    """
    shape = x.shape if elementwise else ()
    here = value_of(f, x, shape)
    if not np.isfinite(here).all():
        bad = here[~np.isfinite(here)].flat[0]
        raise ValueError(f"f has no derivative at x: f(x) is {bad}")
    epsilon = float(np.finfo(here.dtype).eps)

    def along(t, base=x):
        """Return f at `base` with entry k alone changed to t_k, for every k that this changes."""
        if elementwise:
            return value_of(f, t, shape)
        values = []
        for place in np.ndindex(x.shape):
            moved = np.array(base, t.dtype)
            moved[place] = t[place]
            same = t[place] == base[place]
            values.append(here + 0 * t[place] if same else value_of(f, moved, shape))
        if not all(np.iscomplexobj(value) == np.iscomplexobj(t) for value in values):
            raise TypeError("f drops the imaginary part")
        return np.array(values).reshape(x.shape)

    def slopes(h):
        right, left = x + h, x - h
        above, below = along(right), along(left)
        width = right - left  # 2h as the machine has it
        noise = epsilon * (np.abs(above) + np.abs(below)) / width
        bend = (above - here) / (right - x) - (here - below) / (x - left)
        still = (above == here).astype(int) + (below == here)
        return Slopes((above - below) / width, noise, bend, still)

    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # f is asked beyond its domain, and for complex numbers
        exact, coarse = complex_step(along, x)
        steps = np.full(x.shape, np.finfo(np.float64).eps ** (1 / 3)) * np.maximum(1, np.abs(x))
        steps = steps if h is None else np.full(x.shape, h)
        near, wide = slopes(steps), slopes(RATIO * steps)
        uncertainty = np.abs(near.central - wide.central) + near.noise
        jump = kink(near, wide)
        central = near.central
        if h is None:
            doubtful = doubts(central, uncertainty, near.noise, exact) | (jump > 0)
            moves = (near.still < 2) | (wide.still < 2)
            doubtful &= moves if exact is None else moves | (exact != 0)
            if doubtful.any():
                found = best_step(slopes, x, steps, doubtful)
                central, uncertainty, jump = (
                    np.where(doubtful, new, old)
                    for new, old in zip(found, (central, uncertainty, jump), strict=True)
                )
        noise = np.zeros(x.shape)
        if exact is not None and analytic is not None:
            off = np.abs(analytic - exact)
            apart = (off > 1e-10 * (np.abs(analytic) + np.abs(exact))) & (jump == 0)
            if apart.any():
                noise = lost_to_rounding(along, grad, x, here, exact, analytic, apart)
                hidden = (
                    np.maximum(abs(analytic - central), abs(exact - central)) <= 5 * uncertainty
                )
                hidden &= apart
                if hidden.any():
                    step = max(epsilon, coarse) ** (1 / 3)
                    noise[hidden & ~analytic_elsewhere(along, x, hidden, step)] = np.inf
    return Numerical(central, uncertainty, jump, exact, max(epsilon, coarse), noise)


def value_of(f: Callable, x: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return f(x) as an array of its own, real where x is real."""
    value = np.array(f(np.array(x)))  # copies: f may write into x, or return its only buffer
    if value.dtype.kind not in "biufc":
        raise TypeError(f"f must return a number, got {value.dtype}")
    if shape == () and value.size == 1:
        value = value.reshape(())
    if value.shape != shape:
        raise ValueError(
            f"f must return one number, or an array of the shape of x, {x.shape}, where it acts "
            f"on each element by itself; it returned an array of shape {value.shape}"
        )
    if value.dtype.kind in "biu":
        return value.astype(np.float64)
    if value.dtype.kind == "c" and not np.iscomplexobj(x):
        if (value.imag != 0).any():
            raise TypeError("f must be real for real x; it returned a complex number")
        return value.real
    return value


def complex_step(along: Callable, x: np.ndarray) -> tuple[np.ndarray | None, float]:
    """Return Im f(x + ih) / h, or None where f stops or stays real; and the precision of f."""
    h = imaginary(x)
    try:
        value = along(x + 1j * h)
    except Exception:  # whatever a program does that was never meant for complex numbers
        return None, 0.0
    if not np.iscomplexobj(value):
        return None, 0.0
    return value.imag / h, float(np.finfo(value.dtype).eps)


def imaginary(x: np.ndarray) -> np.ndarray:
    """Return the step of the complex step: so small that it has no error of its own."""
    size = np.abs(x)
    return 1e-30 * np.where((size > 0) & (size < 1), np.maximum(size, 1e-250), 1)


def asked(along: Callable, t: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Return f along t, or NaN where a program does not go."""
    try:
        return along(t, base)
    except Exception:
        return np.full(t.shape, np.nan, t.dtype)


def lost_to_rounding(
    along: Callable,
    grad: Callable | None,
    x: np.ndarray,
    here: np.ndarray,
    exact: np.ndarray,
    analytic: np.ndarray,
    where: np.ndarray,
) -> np.ndarray:
    """Return how far rounding may move the complex step, or the derivative to be checked.

    At points close by, the two lie apart in other ways where that is rounding, and in the same way
    where one of them is wrong. And what is computed from the value of f, as 1 - tanh^2 is, comes in
    whole steps of that value's last digit.
    """
    epsilon, rng = np.finfo(np.float64).eps, np.random.default_rng(0)
    spread = np.zeros(x.shape)
    for size in [2 * epsilon] * 5 + [1e-7, 1e-5, 1e-4] * (grad is not None):
        near = np.array(x * (1 + size * rng.uniform(-1, 1, x.shape)))
        h = imaginary(x) * rng.uniform(0.5, 1, x.shape)
        step = asked(along, np.where(where, near + 1j * h, near), near).imag / h
        there = analytic if grad is None else np.asarray(grad(near.copy()))
        # The longer way only where the derivative is still the same at its end.
        usable = (size < 1e-9) | (np.abs(step - exact) <= 0.01 * np.abs(exact))
        moved = np.abs((there - step) - (analytic - exact))
        spread = np.maximum(spread, np.where(usable & np.isfinite(moved), moved, 0))
    value = np.abs(asked(along, np.where(where, 0, x), x) - here)  # what the entry brings to f
    value = np.minimum(np.nan_to_num(value, posinf=0), np.abs(here))
    in_steps = np.fmod(analytic, np.spacing(value) / 4) == 0
    steps = 4 * epsilon * value / np.clip(np.abs(x), 1e-300, 1)
    return 10 * spread + np.where(in_steps, steps, 0)


def analytic_elsewhere(
    along: Callable, x: np.ndarray, where: np.ndarray, step: float
) -> np.ndarray:
    """Return where the two derivatives agree at one of two tamer points, none of it beyond 1.

    Beside a large number a central difference sees nothing of a small one. At such a point it may,
    and then tells whether f is analytic.
    """
    agree = np.zeros(x.shape, bool)
    tame = np.clip(x, -1, 1)
    for point in (tame, np.where(where, np.copysign(1, x), tame)):
        h = np.where(where, step * np.where(point == 0, 1, np.abs(point)), 0)
        central = (asked(along, point + h, point) - asked(along, point - h, point)) / (2 * h)
        h = np.where(where, imaginary(point), 0)
        exact = asked(along, point + 1j * h, point).imag / h
        agree |= np.abs(central - exact) <= 1e-3 * np.abs(exact)  # false for NaN
    return agree


def doubts(
    central: np.ndarray, uncertainty: np.ndarray, noise: np.ndarray, exact: np.ndarray | None
) -> np.ndarray:
    """Where the first central difference is not good enough to judge by."""
    if exact is None:
        return ~(uncertainty <= DOUBT * np.abs(central))
    vague = uncertainty > np.maximum(1e-3 * np.abs(central), 10 * noise)
    return vague | ~(np.abs(exact - central) <= 5 * uncertainty + 1e-9 * np.abs(central))


def kink(near: Slopes, wide: Slopes) -> np.ndarray:
    """Return right minus left slope where that does not fade with the step, else 0."""
    lasting = np.abs(near.bend) > 0.5 * np.abs(wide.bend)  # on a curve it is 1 / RATIO
    seen = np.abs(near.bend) > 40 * near.noise + 1e-6 * np.abs(near.central)
    limit = (RATIO * near.bend - wide.bend) / (RATIO - 1)  # for h to 0, without the curve's share
    return np.where(lasting & seen, np.abs(limit), 0)


def best_step(
    slopes: Callable, x: np.ndarray, h: np.ndarray, where: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return central, uncertainty and jump for the step around which three steps agree best."""
    size = np.abs(x)
    least = np.where(size > 0, 1e-10 * size, 1e-12)  # below, rounding is all that is left
    deepest = int(np.ceil(np.log(h / least)[where].max() / np.log(RATIO)))
    steps = np.array([h * RATIO**k for k in range(-min(deepest, 600), WIDEST + 1)])
    steps[~(where & (steps >= least))] = 0
    ladder = [slopes(step) for step in steps]
    central, noise, bend, still = (
        np.array([getattr(s, part.name) for s in ladder]) for part in fields(Slopes)
    )
    # Where f does not move with a step but does with longer ones, it is coarser than its numbers;
    # unless one side never moves: then a kink is near, and x on its flat side.
    unmoved = (still == 2) & (still[-1] != 1)
    noise += np.abs(central) * np.where(unmoved, steps, 0).max(axis=0) / steps
    error = np.ptp([central[:-2], central[1:-1], central[2:]], axis=0) + noise[:-2]
    error[unmoved[:-2] | np.isnan(error)] = np.inf
    relative = np.nan_to_num(np.where(error > 0, error / np.abs(central[:-2]), 0), nan=np.inf)
    best = np.where(relative.min(axis=0) < 0.1, relative.argmin(axis=0), error.argmin(axis=0))

    def at(k):
        parts = (central, noise, bend, still)
        return Slopes(*(np.take_along_axis(part, k[None], axis=0)[0] for part in parts))

    near, wide = at(best), at(best + 1)
    uncertainty = np.take_along_axis(error, best[None], axis=0)[0]
    # At a jump of f itself the difference grows without end as h shrinks: it has no meaning.
    grows = np.abs(near.central) > 2 * np.abs(wide.central)
    endless = grows & (uncertainty > np.maximum(0.1 * np.abs(near.central), 10 * near.noise))
    found = np.where(endless, np.nan, near.central)
    return found, uncertainty, np.where(endless, 0, kink(near, wide))
