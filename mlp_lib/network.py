"""The multilayer perceptron: weights, forward pass, cost, backward pass, predictions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from mlp_lib import passes, storage, training
from mlp_lib.activations import HIDDEN, Activation, identity, named, softmax, step
from mlp_lib.checks import as_float, finite, generator, narrowed
from mlp_lib.gradcheck import GradientReport, gradcheck_network
from mlp_lib.initializers import Initializer, initializer
from mlp_lib.losses import Loss
from mlp_lib.outputs import OutputLayer, output_layer
from mlp_lib.parameters import Parameters, fitting, flat_size, flat_views
from mlp_lib.passes import Cache, Gradients
from mlp_lib.state import Stateful


class MLP(Stateful):
    """A fully connected network.

    Layer l computes ``Z[l] = A[l] @ W[l] + b[l]`` and ``A[l + 1] = phi(Z[l])``, with ``A[0] = X``;
    the last layer has the output activation. Source: (8.3), (8.4a).

    Parameters
    ----------
    sizes : sequence of int
        Number of units of each layer, inputs first: ``[64, 32, 10]`` has one hidden layer.
    hidden : str or Activation, default "relu"
        A name from `mlp_lib.activations.HIDDEN` ("step" goes forward only), or one of your own.
    output : str or Activation, default "softmax"
        "softmax" for classes (integer labels), "sigmoid" for yes or no (0 or 1), "identity" for
        numbers.
    loss : str or Loss, optional
        By default cross-entropy for softmax and sigmoid, and mse for identity. "mse" goes with all.
    init : str or callable, optional
        Initializer of the weights, see `mlp_lib.initializers`; by default the one that suits the
        hidden activation, "he" for ReLUs, for most others "glorot". Biases start at zero.
    rng : numpy.random.Generator
        Source of all randomness: the first weights, and the shuffling in `fit`.
    dtype : dtype, default float64
        float64 or float32.

    Attributes
    ----------
    W, b : Parameters
        Arrays of shapes (n_in, n_out) and (n_out,), one a layer, assignable: ``net.W[0] = ...``.
    theta : ndarray
        All parameters in one flat array, weights first; W and b are views of it. Assigning copies
        the numbers into it; keep them by ``net.theta.copy()``.
    hidden, rng
        As given; both may be replaced.
    sizes, output, dtype
        As given; fixed.

    Raises
    ------
    TypeError, ValueError
        If a size, a name, the dtype or the generator is not usable; unknown names are answered
        with the nearest known one.

    Notes
    -----
    Copies (`copy.copy` too) and pickles are networks of their own, with the same parameters and
    the same state of the generator: fitted on, they do as the original would. `save` keeps the
    parameters only.
    """

    __slots__ = ("_W", "_b", "_hidden", "_output", "_rng", "_sizes", "_theta")
    DERIVED = frozenset({"_W", "_b"})

    def __init__(
        self,
        sizes: Sequence[int],
        hidden: str | Activation = "relu",
        output: str | Activation = "softmax",
        loss: str | Loss | None = None,
        *,
        rng: np.random.Generator,
        init: str | Initializer | None = None,
        dtype: DTypeLike = np.float64,
    ) -> None:
        self._sizes = _checked_sizes(sizes)
        self.hidden = hidden
        self._output = output_layer(output, loss)
        if np.dtype(dtype) not in (np.float32, np.float64):
            raise TypeError(f"dtype must be float64 or float32, got {np.dtype(dtype)}")
        self.rng = rng
        draw = initializer(init, self.hidden.suits)
        self._theta = np.zeros(flat_size(self.sizes), dtype)
        self._derive()
        self.W = [draw(rng, n_in, n_out) for n_in, n_out in pairwise(self.sizes)]

    def _derive(self) -> None:
        self._W, self._b = (Parameters(name, self._theta, self._sizes) for name in ("W", "b"))

    @property
    def sizes(self) -> tuple[int, ...]:
        return self._sizes

    @property
    def output(self) -> OutputLayer:
        return self._output

    @property
    def dtype(self) -> np.dtype:
        return self._theta.dtype

    @property
    def hidden(self) -> Activation:
        return self._hidden

    @hidden.setter
    def hidden(self, phi: str | Activation) -> None:
        self._hidden = named(phi, HIDDEN, "hidden")

    @property
    def rng(self) -> np.random.Generator:
        return self._rng

    @rng.setter
    def rng(self, rng: np.random.Generator) -> None:
        self._rng = generator(rng)

    @property
    def theta(self) -> np.ndarray:
        return self._theta

    @theta.setter
    def theta(self, values: ArrayLike) -> None:
        self._theta[...] = fitting(values, self._theta, "theta")

    @property
    def W(self) -> Parameters:
        return self._W

    @W.setter
    def W(self, arrays: Iterable[ArrayLike]) -> None:
        self._W.assign(arrays)

    @property
    def b(self) -> Parameters:
        return self._b

    @b.setter
    def b(self, arrays: Iterable[ArrayLike]) -> None:
        self._b.assign(arrays)

    @property
    def n_weights(self) -> int:
        """Number of weights without biases: the part of `theta` that weight decay acts on."""
        return sum(W.size for W in self._W)

    def inputs(self, X: ArrayLike) -> np.ndarray:
        """Return X as the first layer takes it: (N, D), row by row, in the dtype of the network.

        It is X itself, and no copy, where nothing has to be changed.

        Raises
        ------
        TypeError
            If X holds no real numbers.
        ValueError
            If X is not of shape (N, D), is empty, or holds NaN or infinity.
        """
        X = as_float(X, "X")
        if X.ndim != 2 or X.shape[1] != self.sizes[0]:
            hint = "; for one example use x[None, :]" if X.shape == self.sizes[:1] else ""
            raise ValueError(
                f"Z[0] = X @ W[0] + b[0] (8.3): expected X of shape (N, {self.sizes[0]}), "
                f"got {X.shape}{hint}"
            )
        if len(X) == 0:
            raise ValueError(f"no examples: X has shape {X.shape}")
        if np.iscomplexobj(X):
            raise TypeError("X must be real, got complex numbers")
        return np.ascontiguousarray(narrowed(finite(X, "X"), self.dtype, "X"))

    def targets(self, y: ArrayLike, n: int) -> np.ndarray:
        """Return the targets of n examples as the cost takes them: Y (n, K), labels one-hot.

        Raises
        ------
        TypeError, ValueError
            If y is not what the output learns from: n integer labels for softmax, else an array
            (n, K) of finite numbers.
        """
        return self.output.targets(y, n, self.sizes[-1], self.dtype)

    def forward(self, X: ArrayLike) -> Cache:
        """Return all Z and A of a batch X of shape (N, D). Source: (8.3), (8.4a).

        Raises
        ------
        ValueError
            If X is not of shape (N, D), is empty, or holds NaN or infinity.
        """
        return self._forward(self.inputs(X).copy())  # X may change before the backward pass

    def _forward(self, X: np.ndarray) -> Cache:
        n, widths = len(X), list(self.sizes[1:])
        cache = Cache(
            Z=passes.empty_layers(n, widths, self.dtype),
            A=[X, *passes.empty_layers(n, widths, self.dtype)],
            slope=[None] * (len(widths) - 1),
            ones=np.ones(n, self.dtype),
        )
        with np.errstate(over="ignore", invalid="ignore"):
            passes.forward(self._W.arrays, self._b.arrays, self.hidden, self.output, cache)
        return cache

    def cost(self, X: ArrayLike, y: ArrayLike) -> float:
        """Return the mean loss over the examples (mse and sigmoid: over all N K outputs).

        Raises
        ------
        TypeError, ValueError
            If X or y does not fit the network.
        """
        X = self.inputs(X)
        Y = self.targets(y, len(X))
        return float(self.output.cost(self._forward(X).Z[-1], Y))

    def backward(self, cache: Cache, y: ArrayLike) -> Gradients:
        """Return the gradients of the cost at the batch of `cache`. Source: (9.3e) to (9.6).

        Raises
        ------
        TypeError, ValueError
            If y does not fit, or the hidden activation has no derivative (step).
        """
        n = len(cache.A[0])
        Y = self.targets(y, n)
        cache.slope[:] = [self.hidden.grad(Z) for Z in cache.Z[:-1]]
        _, dW, db = flat_views(self.sizes, self.dtype)
        grads = Gradients(dW, db, passes.empty_layers(n, list(self.sizes[1:]), self.dtype))
        passes.backward(self._W.arrays, self.output, cache, Y, grads)
        return grads

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """Return the probabilities, shape (N, K); ValueError where the output gives none."""
        if self.output.activation == identity:
            raise ValueError("an identity output gives numbers, no probabilities; use predict")
        return self._answers(X)

    def predict(self, X: ArrayLike) -> np.ndarray:
        """Return the most probable labels (N,), 0 or 1 (N, K) where p >= 1/2, or numbers (N, K).

        Raises
        ------
        ValueError
            If X does not fit, or the outputs are NaN, because X or the parameters are too large.
        """
        A = self._answers(X)
        if self.output.activation == softmax:
            return A.argmax(axis=1)
        return A if self.output.activation == identity else step(A - 0.5).astype(int)

    def _answers(self, X: ArrayLike) -> np.ndarray:
        """Return the outputs (N, K), row by row; ValueError if one is NaN, which is no answer."""
        A = np.ascontiguousarray(self._forward(self.inputs(X)).A[-1])
        if np.isnan(A).any():
            finite(self.theta, "theta")
            raise ValueError("the outputs are NaN, because the sums overflow; scale the inputs")
        return A

    def accuracy(self, X: ArrayLike, y: ArrayLike) -> float:
        """Return the share of right predictions; ValueError for an identity output.

        Of a sigmoid output, targets count as 1 from 1/2 on, as predictions do: 0.9 means yes.
        """
        if self.output.activation == identity:
            raise ValueError("accuracy is for classes; compare numbers by net.cost(X, y)")
        X = self.inputs(X)
        Y = self.targets(y, len(X))
        right = Y.argmax(axis=1) if self.output.activation == softmax else Y >= 0.5
        return float((self.predict(X) == right).mean())

    def fit(self, X: ArrayLike, y: ArrayLike, **settings: Any) -> training.History:
        """Train on X (N, D) and y; see `mlp_lib.training.fit` for the settings."""
        return training.fit(self, X, y, **settings)

    def gradcheck(self, X: ArrayLike, y: ArrayLike, **settings: Any) -> GradientReport:
        """Compare `backward` with two numerical derivatives; see `gradcheck_network`."""
        return gradcheck_network(self, X, y, **settings)

    def save(self, path: str | PathLike) -> None:
        """Write the network to a ``.npz`` file, without pickle."""
        storage.save(self, path)

    @classmethod
    def load(cls, path: str | PathLike, rng: np.random.Generator | None = None) -> MLP:
        """Return the network saved in `path`; ValueError if the file is damaged or foreign."""
        return storage.load(cls, path, rng)

    @classmethod
    def from_torch(cls, state_dict: dict[str, Any], **settings: Any) -> MLP:
        """Return a network with the weights of a PyTorch model; see `storage.from_torch`."""
        return storage.from_torch(cls, state_dict, **settings)

    def to_torch(self) -> dict[str, Any]:
        """Return a state dict for ``nn.Sequential(Linear, activation, Linear, ...)``."""
        return storage.to_torch(self)

    def __repr__(self) -> str:
        sizes = "-".join(map(str, self.sizes))
        return (
            f"MLP({sizes}, hidden={self.hidden}, output={self.output.activation}, "
            f"loss={self.output.loss}, {self.theta.size} parameters, {self.dtype})"
        )


def _checked_sizes(sizes: Sequence[int]) -> tuple[int, ...]:
    sizes = tuple(sizes)
    whole = all(isinstance(n, int | np.integer) and not isinstance(n, bool) for n in sizes)
    if len(sizes) < 2 or not whole or min(sizes) < 1:
        raise ValueError(
            f"sizes must be at least two positive whole numbers, inputs first, got {list(sizes)}"
        )
    return tuple(int(n) for n in sizes)
