"""The training loop: shuffle, cut into batches, forward, backward, step; and what it records."""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from mlp_lib import passes
from mlp_lib.activations import identity
from mlp_lib.optimizers import Adam, Optimizer
from mlp_lib.parameters import flat_views
from mlp_lib.passes import Cache, Gradients

if TYPE_CHECKING:
    from mlp_lib.network import MLP

SHUFFLE_LIMIT = 8 << 20  # bytes: smaller inputs are shuffled whole, larger ones batch by batch


@dataclass
class History:
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
        Why it ended: "epochs", "patience" or "diverged".
    best_epoch : int or None
        The epoch of least validation cost, counted from 0.
    """

    cost: list[float] = field(default_factory=list)
    validation_cost: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    learning_rate: list[float] = field(default_factory=list)
    stopped: str = "epochs"
    best_epoch: int | None = None

    def __len__(self) -> int:
        return len(self.cost)

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


class Batches:
    """The arrays of a training run, made once: shuffled data, and a workspace for each batch size.

    The last batch holds what is left over and has a workspace of its own size, so that its mean is
    over its own examples (M58).
    """

    def __init__(self, net: MLP, X: np.ndarray, Y: np.ndarray, batch_size: int) -> None:
        n, width = Y.shape
        self.X, self.Y_T = X, np.ascontiguousarray(Y.T)
        self.whole = X.nbytes <= SHUFFLE_LIMIT
        self.X_now = np.empty_like(X) if self.whole else None
        # Targets and last pre-activations of the whole epoch lie column by column, see passes.
        self.Y_now = passes.empty_by_column(n, width, net.dtype)
        self.Z_now = passes.empty_by_column(n, width, net.dtype)
        self.gradient, self.dW, self.db = flat_views(net.sizes, net.dtype)
        self.plan = []
        workspaces = {}
        for start in range(0, n, batch_size):
            rows = slice(start, min(start + batch_size, n))
            size = rows.stop - rows.start
            if size not in workspaces:
                workspaces[size] = self._workspace(net, size)
            Z, A, slope, ones, delta = workspaces[size]
            first = self.X_now[rows] if self.whole else A[0]
            cache = Cache([*Z, self.Z_now[rows]], [first, *A[1:]], slope, ones, fast=True)
            self.plan.append((rows, cache, self.Y_now[rows], Gradients(self.dW, self.db, delta)))

    def _workspace(self, net, size):
        widths = list(net.sizes[1:])
        hidden = [np.empty((size, width), net.dtype) for width in widths[:-1]]
        output = passes.empty_by_column(size, widths[-1], net.dtype)
        first = None if self.whole else np.empty((size, net.sizes[0]), net.dtype)
        slope = [np.empty_like(A) for A in hidden]
        delta = passes.empty_layers(size, widths, net.dtype)
        # A hidden Z is not needed once A and the slope are known: A takes its place.
        return hidden, [first, *hidden, output], slope, np.ones(size, net.dtype), delta

    def epoch(self, net: MLP, optimizer: Optimizer, order: np.ndarray) -> float:
        """Train once on all examples in the given order; return the mean cost met on the way."""
        W, b, hidden, output = net.W.arrays, net.b.arrays, net.hidden, net.output
        theta, gradient, decayed = net.theta, self.gradient, net.n_weights
        if self.whole:
            self.X.take(order, axis=0, out=self.X_now, mode="clip")  # clip: no copy for safety
        self.Y_T.take(order, axis=1, out=self.Y_now.T, mode="clip")
        for rows, cache, Y, grads in self.plan:
            if not self.whole:
                self.X.take(order[rows], axis=0, out=cache.A[0], mode="clip")
            passes.forward(W, b, hidden, output, cache)
            passes.backward(W, output, cache, Y, grads)
            optimizer.step(theta, gradient, decayed)
        return float(output.cost(self.Z_now, self.Y_now))


def fit(
    net: MLP,
    X: ArrayLike,
    y: ArrayLike,
    *,
    epochs: int = 30,
    batch_size: int = 32,
    optimizer: Optimizer | None = None,
    rng: np.random.Generator | None = None,
    shuffle: bool = True,
    validation: tuple[ArrayLike, ArrayLike] | None = None,
    patience: int | None = None,
    progress: bool = False,
) -> History:
    """Train a network by mini-batch gradient descent.

    Parameters
    ----------
    net : MLP
        Its parameters are changed in place.
    X : array_like, shape (N, D)
        Inputs.
    y : array_like
        Integer labels (N,) for a softmax output, else targets (N, K).
    epochs : int, default 30
        Passes over the data.
    batch_size : int, default 32
        Examples a step; the last batch holds what is left.
    optimizer : Optimizer, optional
        Default ``Adam()``. It goes on where it stopped when the same network is fitted again, and
        starts afresh with another.
    rng : numpy.random.Generator, optional
        Draws the order of the examples; default the generator that the network was made with.
    shuffle : bool, default True
        Whether to draw a new order every epoch.
    validation : (X, y), optional
        Measured after every epoch, never trained on.
    patience : int, optional
        Early stopping: end after so many epochs without a lower validation cost, and go back to
        the best parameters.
    progress : bool, default False
        Show a bar (needs tqdm) on runs of more than a second; silent where ``CI`` is set.

    Returns
    -------
    History
        Costs an epoch.

    Warns
    -----
    RuntimeWarning
        If the cost is no longer finite. Training ends, the parameters go back to the end of the
        last good epoch, and the history of the epochs before is kept.

    Raises
    ------
    TypeError, ValueError
        If the data do not fit the network or a setting makes no sense. Nothing is changed then.
    """
    for name, value in (("epochs", epochs), ("batch_size", batch_size), ("patience", patience)):
        if value is not None and not (isinstance(value, int | np.integer) and value >= 1):
            raise ValueError(f"{name} must be a whole number of at least 1, got {value!r}")
    if patience is not None and validation is None:
        raise ValueError("patience watches the validation cost: pass validation=(X, y)")
    rng = net.rng if rng is None else rng
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a numpy Generator, np.random.default_rng(0); got {rng!r}")
    optimizer = Adam() if optimizer is None else optimizer
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"optimizer must be an Optimizer such as Adam(1e-3), got {optimizer!r}")
    X = net._inputs(X)
    Y = net.output.targets(y, len(X), net.sizes[-1], net.dtype)
    net.hidden.grad(0.0)  # step has no derivative and says so here
    if validation is not None:
        net.cost(*validation)
    if optimizer.theta is not net.theta:
        optimizer.reset()

    history = History()
    batches = Batches(net, X, Y, min(batch_size, len(X)))
    order = np.arange(len(X))
    best = None
    for epoch in _bar(range(epochs), progress):
        optimizer.epoch = epoch
        before = net.theta.copy()
        if shuffle:
            order = rng.permutation(len(X))
        with np.errstate(all="ignore"):
            cost = batches.epoch(net, optimizer, order)
        if not (np.isfinite(cost) and np.isfinite(net.theta).all()):
            net.theta[...] = before
            history.stopped = "diverged"
            warnings.warn(
                f"the fit diverged in epoch {epoch} with learning_rate="
                f"{optimizer.learning_rate:g}: the cost is not finite. The parameters are those "
                "before that epoch. Try a smaller learning rate, or scale the inputs",
                RuntimeWarning,
                stacklevel=3,
            )
            break
        history.cost.append(cost)
        history.learning_rate.append(optimizer.learning_rate)
        if validation is None:
            continue
        history.validation_cost.append(net.cost(*validation))
        if net.output.activation is not identity:
            history.validation_accuracy.append(net.accuracy(*validation))
        if best is None or history.validation_cost[-1] < best[0]:
            best = history.validation_cost[-1], net.theta.copy()
            history.best_epoch = epoch
        elif patience is not None and epoch - history.best_epoch >= patience:
            history.stopped = "patience"
            break
    if patience is not None and best is not None:
        net.theta[...] = best[1]
    return history


def _bar(epochs: range, progress: bool):
    if not progress:
        return epochs
    try:
        from tqdm import tqdm
    except ImportError:
        raise ImportError("progress=True needs tqdm: pip install tqdm") from None
    return tqdm(epochs, unit="epoch", delay=1, disable=bool(os.environ.get("CI")))
