"""Learning-rate schedules: functions of the epoch, counted from 0.

Pass one where a learning rate is asked for: ``SGD(cosine(0.1, epochs=30))``. They are small frozen
objects, not functions inside functions, so that an optimizer that follows one can be pickled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi

from mlp_lib.checks import not_negative

Schedule = Callable[[int], float]


@dataclass(frozen=True)
class step_decay:
    """alpha(epoch) = start * factor^floor(epoch / every)."""

    start: float
    factor: float = 0.5
    every: int = 10

    def __post_init__(self) -> None:
        _positive(start=self.start, factor=self.factor, every=self.every)

    def __call__(self, epoch: int) -> float:
        return self.start * self.factor ** (epoch // self.every)


def exponential(start: float, factor: float = 0.95) -> Schedule:
    """Return alpha(epoch) = start * factor^epoch."""
    return step_decay(start, factor, every=1)


@dataclass(frozen=True)
class inverse_time:
    """alpha(epoch) = start / (1 + epoch / half_life).

    Its sum diverges and the sum of its squares does not, as Robbins & Monro 1951 ask.
    """

    start: float
    half_life: float = 10.0

    def __post_init__(self) -> None:
        _positive(start=self.start, half_life=self.half_life)

    def __call__(self, epoch: int) -> float:
        return self.start / (1 + epoch / self.half_life)


@dataclass(frozen=True)
class cosine:
    """Half a cosine wave from `start` at epoch 0 to `end` at the last of `epochs`.

    Source: Loshchilov & Hutter 2017.
    """

    start: float
    epochs: int
    end: float = 0.0

    def __post_init__(self) -> None:
        _positive(start=self.start, epochs=self.epochs)
        not_negative("end", self.end)

    def __call__(self, epoch: int) -> float:
        done = min(epoch / max(self.epochs - 1, 1), 1.0)
        return self.end + (self.start - self.end) * (1 + cos(pi * done)) / 2


@dataclass(frozen=True)
class warmup:
    """The schedule (or number) after a rise in equal steps over the first `epochs`."""

    schedule: float | Schedule
    epochs: int

    def __post_init__(self) -> None:
        _positive(epochs=self.epochs)
        if not callable(self.schedule):
            not_negative("schedule", self.schedule)

    def __call__(self, epoch: int) -> float:
        full = self.schedule(epoch) if callable(self.schedule) else self.schedule
        return full * min((epoch + 1) / (self.epochs + 1), 1.0)


def _positive(**settings: float) -> None:
    for name, value in settings.items():
        if not_negative(name, value) == 0:
            raise ValueError(f"{name} must be finite and positive, got {value}")
