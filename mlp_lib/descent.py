"""Gradient descent on any function, keeping every point of the path."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from mlp_lib.checks import as_float, finite, not_negative, whole


def gradient_descent(
    gradient: Callable[[np.ndarray], ArrayLike],
    start: ArrayLike,
    learning_rate: float,
    max_steps: int = 100,
    tolerance: float = 0.0,
) -> np.ndarray:
    """Repeat theta <- theta - learning_rate * gradient(theta). Source: (6.1); Cauchy 1847.

    Parameters
    ----------
    gradient : callable
        Takes theta, returns the gradient there, of the same shape.
    start : array_like
        Where to begin; a number or an array of any shape. It is not changed.
    learning_rate : float
        Step size alpha >= 0.
    max_steps : int, default 100
        Stop after so many steps.
    tolerance : float, default 0.0
        Stop where the norm of the gradient is at most this.

    Returns
    -------
    ndarray, shape (steps + 1, *shape of start)
        Every point visited; ``path[0]`` is `start`, ``path[-1]`` the last finite point.

    Warns
    -----
    RuntimeWarning
        If a point is no longer finite: the step and the learning rate are named, and the finite
        part of the path is returned.

    Raises
    ------
    TypeError, ValueError
        If a setting is no number, negative or not finite, `max_steps` is not whole, or the gradient
        has another shape than theta.
    """
    theta = finite(as_float(start, "start"), "start")
    learning_rate = not_negative("learning_rate", learning_rate)
    tolerance = not_negative("tolerance", tolerance)
    max_steps = whole("max_steps", max_steps, least=0)

    path = [theta.copy()]
    for t in range(1, max_steps + 1):
        with np.errstate(over="ignore", invalid="ignore"):
            g = as_float(gradient(theta.copy()), "gradient(theta)")  # it may change its argument
            if g.shape != theta.shape:
                raise ValueError(
                    "theta <- theta - alpha * gradient (6.1): the gradient must have the shape of "
                    f"theta, {theta.shape}, got {g.shape}"
                )
            if np.linalg.norm(g) <= tolerance:
                break
            theta = theta - learning_rate * g
        if not np.isfinite(theta).all():
            warnings.warn(
                f"gradient descent diverged: step {t} with learning_rate={learning_rate:g} is not "
                "finite; the path up to there is returned. Try a smaller learning rate",
                RuntimeWarning,
                stacklevel=2,
            )
            break
        path.append(theta)
    return np.array(path)
