"""What a training run records, and where it can go back to."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isfinite
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from mlp_lib.checks import unknown_name, whole
from mlp_lib.optimizers import Optimizer
from mlp_lib.state import Stateful

if TYPE_CHECKING:
    from mlp_lib.network import MLP


RECORDS = ("cost", "validation_cost", "validation_accuracy", "learning_rate")
REASONS = ("epochs", "patience", "diverged", "interrupted")


@dataclass(slots=True)
class History(Stateful):
    """What happened in each epoch; ``history.plot()`` draws it.

    Attributes
    ----------
    cost : list of float
        Mean cost of the examples, each taken when its batch came, so while the weights moved.
    validation_cost, validation_accuracy : list of float
        After the epoch; empty without validation data (accuracy also for numbers).
    learning_rate : list of float
        In use during the epoch.
    stopped : str
        Why it ended: "epochs", "patience", "diverged" or "interrupted".
    best_epoch : int or None
        The epoch of least validation cost, counted from 0; None if no cost was finite.
    """

    cost: list[float] = field(default_factory=list)
    validation_cost: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    learning_rate: list[float] = field(default_factory=list)
    stopped: str = "epochs"
    best_epoch: int | None = None

    def __setattr__(self, name: str, value: Any) -> None:
        if name in RECORDS and not (
            isinstance(value, list) and all(isinstance(v, Real) for v in value)
        ):
            raise TypeError(f"{name} must be a list, one number an epoch, got {value!r}")
        if name == "stopped" and not (isinstance(value, str) and value in REASONS):
            raise unknown_name("reason why a fit stopped", value, REASONS)
        if name == "best_epoch" and value is not None:
            value = whole(name, value, least=0)
        Stateful.__setattr__(self, name, value)

    def __len__(self) -> int:
        return len(self.cost)

    def cut(self, epochs: int) -> None:
        """Keep the first `epochs` epochs only."""
        for name in RECORDS:
            del getattr(self, name)[epochs:]

    def plot(self, ax=None):
        """Draw the costs over the epochs (needs Matplotlib); return the axes."""
        from mlp_lib.plots import plot_history

        return plot_history(self, ax)

    def __repr__(self) -> str:
        if not self.cost:
            return f"History(no epochs, stopped: {self.stopped})"
        parts = [f"{len(self)} epochs", f"cost {self.cost[0]:.4f} -> {self.cost[-1]:.4f}"]
        if self.validation_cost:
            parts.append(f"validation cost {self.validation_cost[-1]:.4f}")
        if self.validation_accuracy:
            parts.append(f"validation accuracy {self.validation_accuracy[-1]:.4f}")
        return f"History({', '.join(parts)}, stopped: {self.stopped})"


class Checkpoint:
    """Network, optimizer and generator as they are after some epochs, to go back to."""

    def __init__(
        self, epochs: int, net: MLP, optimizer: Optimizer, rng: np.random.Generator
    ) -> None:
        self.epochs = epochs
        self.theta = net.theta.copy()
        self.memory = optimizer.memory()
        self.drawn = rng.bit_generator.state

    @property
    def finite(self) -> bool:
        """Whether parameters, moments and velocity are numbers that one can go on with."""
        arrays = [self.theta, *(v for v in self.memory.values() if isinstance(v, np.ndarray))]
        # As in checks.finite, the sum of squares is the quick look.
        return all(isfinite(np.vdot(a, a)) or np.isfinite(a).all() for a in arrays)

    def restore(
        self, net: MLP, optimizer: Optimizer, rng: np.random.Generator | None = None
    ) -> None:
        """Go back; with `rng`, the generator too, as if the epochs since then had never been."""
        net.theta[...] = self.theta
        optimizer.recall(self.memory)
        if rng is not None:
            rng.bit_generator.state = self.drawn

    def __str__(self) -> str:
        when = f"after epoch {self.epochs - 1}" if self.epochs else "before the fit"
        return f"Network and optimizer are as {when}"
