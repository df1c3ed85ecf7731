"""Optimizers: how parameters follow their gradients.

An optimizer moves one array in place, ``optimizer.step(theta, gradient)``; a network keeps all its
parameters in one such array. What it remembers (velocity, moments, the step count t) belongs to
that array.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mlp_lib.descent import gradient_descent

__all__ = ["SGD", "Adam", "AdamW", "Optimizer", "gradient_descent"]

FLUSH_EVERY = 100  # steps

Schedule = Callable[[int], float]


class Optimizer:
    """What all optimizers share.

    Parameters
    ----------
    learning_rate : float or callable
        alpha, or a schedule: a function of the epoch, counted from 0 (see `mlp_lib.schedules`).
    weight_decay : float, default 0
        lambda of the penalty ``(lambda / 2) ||W||^2``. `MLP.fit` spares the biases.

    Raises
    ------
    ValueError
        If a setting is negative or not finite.
    """

    def __init__(self, learning_rate: float | Schedule, weight_decay: float = 0.0) -> None:
        if not callable(learning_rate):
            _not_negative("learning_rate", learning_rate)
        _not_negative("weight_decay", weight_decay)
        self.schedule = learning_rate
        self.weight_decay = weight_decay
        self.epoch = 0
        self.reset()

    @property
    def learning_rate(self) -> float:
        """The learning rate of the current epoch."""
        return self.schedule(self.epoch) if callable(self.schedule) else self.schedule

    def reset(self) -> None:
        """Forget everything but the settings."""
        self.theta: np.ndarray | None = None
        self.t = 0

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
        if theta is not self.theta:
            self._bind(theta)
        if gradient.shape != theta.shape:
            raise ValueError(
                f"theta has shape {theta.shape} but its gradient has shape {gradient.shape}"
            )
        self.t += 1
        if self.weight_decay:
            gradient = self._decay(theta, gradient, decayed)
        self._move(theta, gradient)

    def _bind(self, theta: np.ndarray) -> None:
        if self.theta is not None:
            raise ValueError(
                "this optimizer has been moving another array; call reset() or make a new one"
            )
        if not isinstance(theta, np.ndarray) or theta.dtype.kind != "f":
            raise TypeError("theta must be an array of floats, because it is changed in place")
        self.theta = theta
        self.work = np.empty_like(theta)
        self._start(theta)

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
        return f"{type(self).__name__}(learning_rate={self.learning_rate:g})"


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
    """

    def __init__(
        self,
        learning_rate: float | Schedule = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(learning_rate, weight_decay)
        _fraction("momentum", momentum)
        if nesterov and not momentum:
            raise ValueError("nesterov looks ahead along the momentum, so momentum must not be 0")
        self.momentum, self.nesterov = momentum, nesterov

    def _start(self, theta):
        self.velocity = np.zeros_like(theta) if self.momentum else None

    def _move(self, theta, gradient):
        v, move = self.velocity, self.work
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
    """

    def __init__(
        self,
        learning_rate: float | Schedule = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        epsilon: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(learning_rate, weight_decay)
        for name, beta in zip(("beta1", "beta2"), betas, strict=True):
            _fraction(name, beta)
        _not_negative("epsilon", epsilon)
        self.betas, self.epsilon = tuple(betas), epsilon

    def _start(self, theta):
        self.m, self.v = np.zeros_like(theta), np.zeros_like(theta)
        # Numbers as arrays without axes: for a small network NumPy takes half the time to multiply
        # by one of them that it takes to multiply by a Python float.
        self.beta1, self.beta2, self.rate, self.small = (
            np.array(number, theta.dtype) for number in (*self.betas, 0, 0)
        )

    def _move(self, theta, gradient):
        # The arrays hold m / (1 - beta1) and v / (1 - beta2). The four scale factors of the
        # formula then meet in two numbers, and four of its fourteen passes over memory fall away:
        #   alpha m_hat / (sqrt(v_hat) + epsilon) = rate * m / (sqrt(v) + small).
        (beta1, beta2), t = self.betas, self.t
        unscale = ((1 - beta2**t) / (1 - beta2)) ** 0.5
        self.rate[...] = self.learning_rate * (1 - beta1) / (1 - beta1**t) * unscale
        self.small[...] = self.epsilon * unscale
        m, v, move = self.m, self.v, self.work
        if t % FLUSH_EVERY == 0:
            _flush(m)
        m *= self.beta1
        m += gradient
        np.multiply(gradient, gradient, out=move)
        v *= self.beta2
        v += move
        np.sqrt(v, out=move)
        move += self.small
        np.divide(m, move, out=move)
        move *= self.rate
        theta -= move


class AdamW(Adam):
    """Adam with decoupled decay: theta <- (1 - alpha lambda) theta before each Adam step.

    Source: Loshchilov & Hutter 2019. Settings as for `Adam`; weight_decay defaults to 0.01.
    """

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


def _not_negative(name: str, value: float) -> None:
    if not (np.isfinite(value) and value >= 0):
        raise ValueError(f"{name} must be finite and not negative, got {value}")


def _fraction(name: str, value: float) -> None:
    if not 0 <= value < 1:
        raise ValueError(f"{name} must be at least 0 and less than 1, got {value}")
