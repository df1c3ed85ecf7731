"""The training loop: shuffle, cut into batches, forward, backward, step."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from mlp_lib import passes
from mlp_lib.activations import identity
from mlp_lib.checks import finite, generator, whole
from mlp_lib.history import Checkpoint, History
from mlp_lib.optimizers import Adam, Optimizer
from mlp_lib.parameters import flat_views
from mlp_lib.passes import Cache, Gradients

if TYPE_CHECKING:
    from mlp_lib.network import MLP

SHUFFLE_LIMIT = 8 << 20  # bytes: smaller inputs are shuffled whole, larger ones batch by batch


class Batches:
    """The arrays of a training run, made once: shuffled data, and a workspace for each batch size.

    The last batch holds what is left over and has a workspace of its own size, so that its mean is
    over its own examples.
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

    def finite(self, net: MLP) -> bool:
        """Whether the network as it is now has a cost on the last batch that is finite."""
        _, cache, Y, _ = self.plan[-1]
        with np.errstate(all="ignore"):
            passes.forward(net.W.arrays, net.b.arrays, net.hidden, net.output, cache)
            return bool(np.isfinite(net.output.cost(cache.Z[-1], Y)))


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
        Default ``Adam()``. It goes on where it stopped, with its moments and with the epochs of
        its schedule, when the same network is fitted again (or a copy, or one that was saved and
        loaded), and starts afresh with another. ``optimizer.reset()`` makes it start afresh too.
    rng : numpy.random.Generator, optional
        Draws the order of the examples; default the generator that the network was made with.
    shuffle : bool, default True
        Whether to draw a new order every epoch.
    validation : (X, y), optional
        Measured after every epoch, never trained on.
    patience : int, optional
        Early stopping: end after so many epochs without a lower validation cost. Whatever ends
        the fit, network and optimizer go back to the best epoch.
    progress : bool, default False
        Show a bar (needs tqdm) on runs of more than a second; silent where ``CI`` is set.

    Returns
    -------
    History
        Costs an epoch. When you interrupt the fit (Ctrl-C), it is that of the epochs before, and
        the fit can be taken up again.

    Warns
    -----
    RuntimeWarning
        If the fit diverges (a cost, a parameter or a moment is no longer finite) or is
        interrupted. Network, optimizer and generator are then as after the last good epoch. Also
        if a validation cost is not finite, and if a schedule has come down to 0 throughout.

    Raises
    ------
    TypeError, ValueError
        If the data do not fit the network or a setting makes no sense. Nothing is changed then.
    Exception
        What else is raised on the way, say by a schedule of your own, after network, optimizer
        and generator have gone back to the last good epoch.
    """
    for name, value in (("epochs", epochs), ("batch_size", batch_size)):
        whole(name, value)
    if patience is not None:
        whole("patience", patience)
        if validation is None:
            raise ValueError("patience watches the validation cost: pass validation=(X, y)")
    rng = generator(net.rng if rng is None else rng)
    optimizer = Adam() if optimizer is None else optimizer
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"optimizer must be an Optimizer such as Adam(1e-3), got {optimizer!r}")
    X = net.inputs(X)
    Y = net.targets(y, len(X))
    finite(net.theta, "theta")
    net.hidden.grad(0.0)  # step has no derivative and says so here
    if validation is not None:
        _validate(net, validation)
    bar = _bar(range(epochs), progress)

    optimizer.attach(net.theta)
    batches = Batches(net, X, Y, min(batch_size, len(X)))
    order = np.arange(len(X))
    history, best = History(), None
    good = earlier = Checkpoint(0, net, optimizer, rng)
    rate, watched, least = np.nan, np.nan, np.inf
    try:
        for epoch in bar:
            rate = optimizer.learning_rate  # before anything moves, for a schedule may raise
            if shuffle:
                order = rng.permutation(len(X))
            with np.errstate(all="ignore"):
                cost = batches.epoch(net, optimizer, order)
                optimizer.epoch += 1
                now = Checkpoint(epoch + 1, net, optimizer, rng)
                if not (np.isfinite(cost) and now.finite):
                    history.stopped = "diverged"
                    break
            history.cost.append(cost)
            history.learning_rate.append(rate)
            if validation is not None:
                watched, accuracy = _validate(net, validation)
                if not np.isfinite(watched) and np.isfinite(history.validation_cost).all():
                    warnings.warn(_not_finite(epoch, watched), RuntimeWarning, stacklevel=3)
                history.validation_cost.append(watched)
                history.validation_accuracy += accuracy
            earlier, good = good, now
            if watched < least:  # false for NaN
                best, least = now, watched
            if patience is not None and epoch + 1 - (best.epochs if best else 0) >= patience:
                history.stopped = "patience"
                break
    except KeyboardInterrupt:
        history.stopped = "interrupted"
    except BaseException as error:
        good.restore(net, optimizer, rng)
        error.add_note(f"The fit ended in epoch {good.epochs}. {good}. Costs: {history.cost}")
        raise

    if history.stopped in ("diverged", "interrupted"):
        good.restore(net, optimizer, rng)
    if good is not best and not batches.finite(net):  # its very last step went too far
        history.stopped, good = "diverged", earlier
        good.restore(net, optimizer, rng)
    rate = [*history.learning_rate, rate][good.epochs]
    history.cut(good.epochs)
    if history.validation_cost and history.validation_cost[-1] < least:
        best = good  # Ctrl-C came before that was noted
    history.best_epoch = best.epochs - 1 if best else None
    if patience is not None and best:
        good = best
        best.restore(net, optimizer)
    if message := _what_happened(history, good, rate):
        warnings.warn(message, RuntimeWarning, stacklevel=3)
    return history


def _what_happened(history: History, good: Checkpoint, rate: float) -> str | None:
    """Return what to say of a fit that did not go as it was meant to."""
    epoch = len(history)
    if history.stopped == "interrupted":
        return f"the fit was interrupted in epoch {epoch}. {good}. Fit again to go on"
    if history.stopped == "diverged":
        return (
            f"the fit diverged in epoch {epoch} with learning_rate={rate:g}: the cost is not "
            f"finite. {good}. Try a smaller learning rate, or scale the inputs"
        )
    if not any(history.learning_rate):
        return (
            "nothing was learned: the learning rate was 0 in all epochs. A schedule that has come "
            "to its end starts again after optimizer.reset()"
        )
    return None


def _not_finite(epoch: int, cost: float) -> str:
    return (
        f"the validation cost of epoch {epoch} is {cost}: such an epoch is never the best. "
        "Are the validation inputs scaled as those trained on?"
    )


def _validate(net: MLP, validation: tuple[ArrayLike, ArrayLike]) -> tuple[float, list[float]]:
    """Return the cost of the validation data, and the accuracy where there is one."""
    if not (isinstance(validation, tuple | list) and len(validation) == 2):
        raise TypeError(f"validation must be a pair (X, y), got {type(validation).__name__}")
    with np.errstate(all="ignore"):
        cost = net.cost(*validation)
        if net.output.activation == identity:
            return cost, []
        return cost, [np.nan if np.isnan(cost) else net.accuracy(*validation)]


def _bar(epochs: range, progress: bool):
    if not progress:
        return epochs
    try:
        from tqdm import tqdm
    except ImportError:
        raise ImportError("progress=True needs tqdm: pip install tqdm") from None
    return tqdm(epochs, unit="epoch", delay=1, disable=bool(os.environ.get("CI")))
