"""Learning-rate schedules: functions of the epoch, counted from 0.

Pass one where a learning rate is asked for: ``SGD(cosine(0.1, epochs=30))``.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi

import numpy as np

Schedule = Callable[[int], float]


def step_decay(start: float, factor: float = 0.5, every: int = 10) -> Schedule:
    """Return alpha(epoch) = start * factor^floor(epoch / every)."""
    _positive(start=start, factor=factor, every=every)
    return lambda epoch: start * factor ** (epoch // every)


def exponential(start: float, factor: float = 0.95) -> Schedule:
    """Return alpha(epoch) = start * factor^epoch."""
    return step_decay(start, factor, every=1)


def inverse_time(start: float, half_life: float = 10.0) -> Schedule:
    """Return alpha(epoch) = start / (1 + epoch / half_life).

    Its sum diverges and the sum of its squares does not, as Robbins & Monro 1951 ask.
    """
    _positive(start=start, half_life=half_life)
    return lambda epoch: start / (1 + epoch / half_life)


def cosine(start: float, epochs: int, end: float = 0.0) -> Schedule:
    """Return half a cosine wave from `start` at epoch 0 to `end` at the last of `epochs`.

    Source: Loshchilov & Hutter 2017.
    """
    _positive(start=start, epochs=epochs)

    def rate(epoch: int) -> float:
        done = min(epoch / max(epochs - 1, 1), 1.0)
        return end + (start - end) * (1 + cos(pi * done)) / 2

    return rate


def warmup(schedule: float | Schedule, epochs: int) -> Schedule:
    """Return the schedule after a rise in equal steps over the first `epochs`."""
    _positive(epochs=epochs)

    def rate(epoch: int) -> float:
        full = schedule(epoch) if callable(schedule) else schedule
        return full * min((epoch + 1) / (epochs + 1), 1.0)

    return rate


def _positive(**settings: float) -> None:
    for name, value in settings.items():
        if not (np.isfinite(value) and value > 0):
            raise ValueError(f"{name} must be finite and positive, got {value}")
