"""Optimizers: how parameters follow their gradients.

An optimizer moves one array in place, ``optimizer.step(theta, gradient)``; a network keeps all its
parameters in one such array. What it remembers (velocity, moments, the step count t) belongs to
that array.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np

from mlp_lib.checks import not_negative, whole
from mlp_lib.descent import gradient_descent
from mlp_lib.state import Stateful

__all__ = ["SGD", "Adam", "AdamW", "Optimizer", "gradient_descent"]

FLUSH_EVERY = 100  # steps

Schedule = Callable[[int], float]


def _rate(_: str, rate: float | Schedule) -> float | Schedule:
    return rate if callable(rate) else not_negative("learning_rate", rate)


def _fraction(name: str, value: float) -> float:
    if not 0 <= not_negative(name, value) < 1:
        raise ValueError(f"{name} must be at least 0 and less than 1, got {value}")
    return float(value)


def _two_fractions(_: str, betas: tuple[float, float]) -> tuple[float, float]:
    if np.shape(betas) != (2,):
        raise ValueError(f"betas must be a pair (beta1, beta2), got {betas!r}")
    beta1, beta2 = betas
    return _fraction("beta1", beta1), _fraction("beta2", beta2)


def _yes_or_no(name: str, value: bool) -> bool:
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False, got {value!r}")
    return bool(value)


class Optimizer(Stateful):
    """What all optimizers share.

    Settings may be changed at any time: they are checked, and the next step uses them. A copy goes
    on from where the original is: with the copy of the network where both are copied together,
    ``copy.deepcopy((net, optimizer))``, else with an array that holds the same numbers.

    Parameters
    ----------
    learning_rate : float or callable
        alpha, or a schedule: a function of the epoch, counted from 0 (see `mlp_lib.schedules`).
    weight_decay : float, default 0
        lambda of the penalty ``(lambda / 2) ||W||^2``. `MLP.fit` spares the biases.

    Attributes
    ----------
    t, epoch : int
        Steps made and epochs of `MLP.fit` completed since the start or since `reset`. Assignable:
        ``optimizer.epoch = 0`` starts the schedule again.

    Raises
    ------
    TypeError, ValueError
        If a setting is no number, negative or not finite.
    """

    __slots__ = ("_copied", "_theta", "_work", "epoch", "schedule", "t", "weight_decay")
    DERIVED = frozenset({"_work"})
    SETTINGS: ClassVar[dict[str, Callable[[str, Any], Any]]] = {
        "schedule": _rate,
        "weight_decay": not_negative,
    }

    def __init__(self, learning_rate: float | Schedule, weight_decay: float = 0.0) -> None:
        self.reset()
        self.schedule = learning_rate
        self.weight_decay = weight_decay

    @property
    def learning_rate(self) -> float:
        """The learning rate of the current epoch."""
        if callable(self.schedule):
            return not_negative(f"learning_rate of epoch {self.epoch}", self.schedule(self.epoch))
        return self.schedule

    @learning_rate.setter
    def learning_rate(self, rate: float | Schedule) -> None:
        self.schedule = rate

    @property
    def theta(self) -> np.ndarray | None:
        """The array that it moves."""
        return self._theta

    def reset(self) -> None:
        """Forget everything but the settings: moments, steps, and epochs of a schedule."""
        self._theta: np.ndarray | None = None
        self._copied = False
        self.t = self.epoch = 0

    def step(self, theta: np.ndarray, gradient: np.ndarray, decayed: int | None = None) -> None:
        """Move `theta` by one step, in place.

        Parameters
        ----------
        theta : ndarray of floats
            The parameters; the same array at every step.
        gradient : ndarray
            dC/dtheta, of the shape of `theta`. Not changed.
        decayed : int, optional
            Weight decay acts on ``theta[:decayed]``; by default on all.

        Raises
        ------
        TypeError, ValueError
            If `theta` is no array of floats, the shapes differ, or `theta` is not the array of
            the steps before.
        """
        if theta is not self._theta or gradient.shape != theta.shape:
            self._may_move(theta, gradient)
            self.attach(theta)
        object.__setattr__(self, "t", self.t + 1)  # each step comes here: past the checks
        if self.weight_decay:
            gradient = self._decay(theta, gradient, decayed)
        self._move(theta, gradient)

    def _may_move(self, theta: np.ndarray, gradient: np.ndarray) -> None:
        if not isinstance(theta, np.ndarray) or theta.dtype.kind != "f":
            raise TypeError("theta must be an array of floats, because it is changed in place")
        mine = self._theta
        if not (mine is None or mine is theta or (self._copied and self._left(theta))):
            raise ValueError(
                "this optimizer has been moving another array; call reset() or make a new one"
            )
        if np.shape(gradient) != theta.shape:
            raise ValueError(
                f"theta has shape {theta.shape} but its gradient has shape {np.shape(gradient)}"
            )

    def attach(self, theta: np.ndarray) -> None:
        """Move `theta` from now on: go on if it holds what the last step left, else start afresh.

        Parameters
        ----------
        theta : ndarray of floats
            The parameters.
        """
        if theta is self._theta:
            return
        goes_on = self._left(theta)
        if not goes_on and self._theta is not None:
            self.reset()
        before = self._theta, self._copied
        try:
            self._theta, self._copied = theta, False
            if not goes_on:
                self._start(theta)
            self._derive()
        except BaseException:  # Ctrl-C too: half attached it could neither go on nor start
            self._theta, self._copied = before
            raise

    def _left(self, theta: np.ndarray) -> bool:
        """Whether `theta` holds what the last step left, bit for bit, as a copy does."""
        mine = self._theta
        return mine is not None and mine.dtype == theta.dtype and np.array_equal(mine, theta)

    def memory(self) -> dict[str, Any]:
        """Return a copy of all that it remembers, for `recall`: everything but the settings."""
        kept = self.__getstate__()
        for name in ("_theta", *self.SETTINGS):
            kept.pop(name, None)
        for name, value in kept.items():
            if isinstance(value, np.ndarray):
                kept[name] = value.copy()
            elif not isinstance(value, int):  # t, epoch
                kept[name] = copy.deepcopy(value)
        return kept

    def recall(self, memory: dict[str, Any]) -> None:
        """Go back to what `memory` returned."""
        for name, value in memory.items():
            setattr(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, self._checked(name, value))
        if name in self.SETTINGS and self._theta is not None:
            self._derive()

    def _checked(self, name: str, value: Any) -> Any:
        """Return `value` in the form in which it is kept; TypeError or ValueError if it is none."""
        if name in ("t", "epoch"):
            return whole(name, value, least=0)
        return self.SETTINGS[name](name, value) if name in self.SETTINGS else value

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        self._copied = True

    def _derive(self) -> None:
        if self._theta is not None:
            self._work = np.empty_like(self._theta)

    def _decay(self, theta, gradient, decayed):
        """Add the gradient of the penalty, lambda W."""
        gradient = gradient.copy()
        gradient[:decayed] += self.weight_decay * theta[:decayed]
        return gradient

    def _start(self, theta: np.ndarray) -> None:
        raise NotImplementedError

    def _move(self, theta: np.ndarray, gradient: np.ndarray) -> None:
        raise NotImplementedError

    def __repr__(self) -> str:
        settings = {name: getattr(self, name) for name in self.SETTINGS}
        settings = {"learning_rate": settings.pop("schedule")} | settings
        parts = [f"{name}={value!r}" for name, value in settings.items()]
        return f"{type(self).__name__}({', '.join(parts)})"


class SGD(Optimizer):
    """Gradient descent on mini-batches, with momentum if asked for.

    v <- beta v - alpha g, theta <- theta + v; with Nesterov's look ahead
    theta <- theta + beta v - alpha g. Source: (6.1); Polyak 1964, Sutskever 2013.

    Parameters
    ----------
    learning_rate : float or callable, default 0.01
        alpha, or a schedule.
    momentum : float, default 0
        beta, in [0, 1).
    nesterov : bool, default False
        Whether to look ahead.
    weight_decay : float, default 0
        lambda of the penalty, as in `Optimizer`.

    Attributes
    ----------
    velocity : ndarray or None
        v; None before the first step with momentum.
    """

    __slots__ = ("_velocity", "momentum", "nesterov")
    SETTINGS = Optimizer.SETTINGS | {"momentum": _fraction, "nesterov": _yes_or_no}

    def __init__(
        self,
        learning_rate: float | Schedule = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(learning_rate, weight_decay)
        self.momentum, self.nesterov = momentum, nesterov

    @property
    def velocity(self) -> np.ndarray | None:
        return self._velocity

    def _checked(self, name, value):
        value = super()._checked(name, value)
        start = {"momentum": 0.0, "nesterov": False}
        kept = {key: getattr(self, key, zero) for key, zero in start.items()} | {name: value}
        if kept["nesterov"] and not kept["momentum"]:
            raise ValueError("nesterov looks ahead along the momentum, so momentum must not be 0")
        return value

    def _start(self, theta):
        self._velocity = None  # until there is momentum

    def _move(self, theta, gradient):
        v, move = self._velocity, self._work
        if v is None and self.momentum:
            v = self._velocity = np.zeros_like(theta)
        if v is not None and self.t % FLUSH_EVERY == 0:
            _flush(v)
        np.multiply(gradient, -self.learning_rate, out=move)  # -alpha g
        if v is not None:
            v *= self.momentum
            v += move
            if self.nesterov:
                theta += move
                np.multiply(v, self.momentum, out=move)
            else:
                move = v
        theta += move


class Adam(Optimizer):
    """Steps of about alpha in every coordinate, whatever the scale of its gradient.

    m <- beta1 m + (1 - beta1) g, v <- beta2 v + (1 - beta2) g^2, and with the bias of the zero
    start removed, theta <- theta - alpha m_hat / (sqrt(v_hat) + epsilon), where
    m_hat = m / (1 - beta1^t) and v_hat = v / (1 - beta2^t), t from 1. Source: Kingma & Ba
    2015.

    Parameters
    ----------
    learning_rate : float or callable, default 0.001
        alpha, or a schedule.
    betas : (float, float), default (0.9, 0.999)
        beta1 and beta2, in [0, 1).
    epsilon : float, default 1e-8
        Outside the root.
    weight_decay : float, default 0
        lambda of an L2 penalty, which goes through the moments; see `AdamW`.

    Attributes
    ----------
    m, v : ndarray
        Held as m / (1 - beta1) and v / (1 - beta2), once there was a step.
    """

    __slots__ = ("_beta1", "_beta2", "_least", "_m", "_rate", "_small", "_v", "betas", "epsilon")
    DERIVED = Optimizer.DERIVED | {"_beta1", "_beta2", "_least", "_rate", "_small"}
    SETTINGS = Optimizer.SETTINGS | {"betas": _two_fractions, "epsilon": not_negative}

    def __init__(
        self,
        learning_rate: float | Schedule = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        epsilon: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(learning_rate, weight_decay)
        self.betas, self.epsilon = betas, epsilon

    @property
    def m(self) -> np.ndarray:
        return self._m

    @property
    def v(self) -> np.ndarray:
        return self._v

    def _start(self, theta):
        self._m, self._v = np.zeros_like(theta), np.zeros_like(theta)

    def _derive(self):
        super()._derive()
        if self._theta is None:
            return
        # Numbers as arrays without axes: for a small network NumPy takes half the time to multiply
        # by one of them that it takes to multiply by a Python float.
        self._beta1, self._beta2, self._rate, self._small = (
            np.array(number, self._theta.dtype) for number in (*self.betas, 0, 0)
        )
        self._least = float(np.finfo(self._theta.dtype).tiny)

    def _move(self, theta, gradient):
        # The arrays hold m / (1 - beta1) and v / (1 - beta2). The four scale factors of the
        # formula then meet in two numbers, and four of its fourteen passes over memory fall away:
        #   alpha m_hat / (sqrt(v_hat) + epsilon) = rate * m / (sqrt(v) + small).
        (beta1, beta2), t = self.betas, self.t
        unscale = ((1 - beta2**t) / (1 - beta2)) ** 0.5
        self._rate[...] = self.learning_rate * (1 - beta1) / (1 - beta1**t) * unscale
        # Never 0, not even in float32, so that a gradient that is always 0 moves nothing.
        self._small[...] = max(self.epsilon * unscale, self._least)
        m, v, move = self._m, self._v, self._work
        if t % FLUSH_EVERY == 0:
            _flush(m)
        m *= self._beta1
        m += gradient
        np.multiply(gradient, gradient, out=move)
        v *= self._beta2
        v += move
        np.sqrt(v, out=move)
        move += self._small
        np.divide(m, move, out=move)
        move *= self._rate
        theta -= move


class AdamW(Adam):
    """Adam with decoupled decay: theta <- (1 - alpha lambda) theta before each Adam step.

    Source: Loshchilov & Hutter 2019. Settings as for `Adam`; weight_decay defaults to 0.01.
    """

    __slots__ = ()

    def __init__(
        self,
        learning_rate: float | Schedule = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        epsilon: float = 1e-8,
        weight_decay: float = 0.01,
    ) -> None:
        super().__init__(learning_rate, betas, epsilon, weight_decay)

    def _decay(self, theta, gradient, decayed):
        theta[:decayed] *= 1 - self.learning_rate * self.weight_decay
        return gradient


def _flush(memory: np.ndarray) -> None:
    """Set to zero what is too small ever to matter.

    Where gradients have stopped (a unit that is off, a pixel that is always black), a decaying
    average would end among the subnormal numbers, on which processors are up to a hundred times
    slower.
    """
    memory[np.abs(memory) < 1e8 * np.finfo(memory.dtype).tiny] = 0
