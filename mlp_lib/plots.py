"""Still pictures with Matplotlib, for notebooks. Interactive ones are in `mlp_lib.figures`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

if TYPE_CHECKING:
    from mlp_lib.network import MLP
    from mlp_lib.training import History

# Okabe-Ito; legible in light and dark pages, and told apart by line style as well.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
INK = "#757575"  # 4.6 to 1 on white, and as legible on the dark page


def inline_svg() -> None:
    """Let a notebook show its plots as SVG: no background, grey ink, the same bytes each time.

    All else is as Matplotlib comes, whatever a matplotlibrc, a style or a profile of IPython says,
    so that a chapter's pictures and numbers are the same on every desk. Elsewhere, as in the page's
    own Python, only Matplotlib's settings change.
    """
    if shell := _notebook():
        from matplotlib_inline.backend_inline import set_matplotlib_formats

        shell.enable_matplotlib("inline")  # a profile's settings come with it, so it is first
        set_matplotlib_formats("svg", metadata={"Date": None}, bbox_inches="tight")
    plt.rcdefaults()  # the backend stays
    parts = "text.color axes.labelcolor axes.edgecolor xtick.color ytick.color legend.labelcolor"
    plt.rcParams.update(dict.fromkeys(parts.split(), INK))
    plt.rcParams.update({"svg.hashsalt": "mlp_lib", "figure.facecolor": "none"})
    plt.rcParams.update({"axes.facecolor": "none", "savefig.facecolor": "none"})


def _notebook() -> Any:
    """The shell of the kernel that runs this, if one does: it has loaded IPython already."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return shell if hasattr(shell, "kernel") else None


def plot_history(history: History, ax: Axes | None = None) -> Axes:
    """Draw training and validation cost over the epochs, the best epoch marked.

    Parameters
    ----------
    history : History
        What ``MLP.fit`` returned.
    ax : Axes, optional
        Where to draw; by default new axes.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there is no epoch to draw.
    """
    if not history.cost:
        raise ValueError(f"the history holds no epochs (stopped: {history.stopped})")
    ax = plt.subplots(figsize=(6, 3.5))[1] if ax is None else ax
    epochs = np.arange(1, len(history) + 1)
    ax.plot(epochs, history.cost, color=COLOURS[0], label="training")
    if history.validation_cost:
        ax.plot(epochs, history.validation_cost, "--", color=COLOURS[1], label="validation")
        best = history.best_epoch
        if best is not None:
            ax.plot(best + 1, history.validation_cost[best], "o", color=COLOURS[1], label="best")
    ax.set(xlabel="epoch", ylabel="cost", ylim=(0, None))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.legend(frameon=False)
    return ax


def plot_decision(net: MLP, X: ArrayLike, y: ArrayLike, ax: Axes | None = None) -> Axes:
    """Colour the plane by the class that a network predicts, with the examples on it.

    Parameters
    ----------
    net : MLP
        A network with two inputs.
    X : array_like, shape (N, 2)
        Examples.
    y : array_like of int, shape (N,) or (N, 1)
        Their classes.
    ax : Axes, optional
        Where to draw; by default new axes.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the network does not have two inputs.
    """
    if net.sizes[0] != 2:
        raise ValueError(f"a plane has 2 coordinates, but the network has {net.sizes[0]} inputs")
    X, y = np.asarray(X, dtype=float), np.asarray(y).reshape(-1)
    ax = plt.subplots(figsize=(4.5, 4))[1] if ax is None else ax
    low, high = X.min(axis=0) - 0.3, X.max(axis=0) + 0.3
    grid = np.stack(np.meshgrid(*np.linspace(low, high, 150).T), axis=-1)
    classes = net.predict(grid.reshape(-1, 2)).reshape(grid.shape[:2])
    count = max(int(classes.max()), int(y.max())) + 1
    colours = [COLOURS[k % len(COLOURS)] for k in range(count)]
    levels = np.arange(count + 1) - 0.5
    ax.contourf(*np.moveaxis(grid, -1, 0), classes, levels, colors=colours, alpha=0.25)
    for k in range(count):
        marker = "osD^v*"[k % 6]
        ax.scatter(*X[y == k].T, s=14, marker=marker, color=colours[k], label=f"class {k}")
    ax.set(xlabel="$x_1$", ylabel="$x_2$")
    ax.legend(frameon=False)
    return ax


def plot_digits(X: ArrayLike, labels: ArrayLike | None = None, columns: int = 10) -> Axes:
    """Draw images of 8 x 8 pixels in rows, with a label above each.

    Parameters
    ----------
    X : array_like, shape (N, 64)
        Images, one a row.
    labels : array_like, shape (N,), optional
        What to write above them.
    columns : int, default 10
        Images in a row.

    Returns
    -------
    ndarray of Axes
    """
    X = np.asarray(X, dtype=float).reshape(-1, 8, 8)
    rows = -(-len(X) // columns)
    figure, axes = plt.subplots(rows, columns, figsize=(columns * 0.8, rows * 1.0), squeeze=False)
    for ax in axes.flat:
        ax.axis("off")
    for k, (image, ax) in enumerate(zip(X, axes.flat, strict=False)):
        ax.imshow(image, cmap="gray_r", vmin=0, vmax=1)
        if labels is not None:
            ax.set_title(str(labels[k]), fontsize=9)
    figure.tight_layout()
    return axes


def plot_confusion(y: ArrayLike, predicted: ArrayLike, ax: Axes | None = None) -> Axes:
    """Draw how often each class was taken for each other one.

    Parameters
    ----------
    y, predicted : array_like of int, shape (N,)
        True and predicted classes.
    ax : Axes, optional
        Where to draw; by default new axes.

    Returns
    -------
    Axes
    """
    y, predicted = np.asarray(y), np.asarray(predicted)
    count = int(max(y.max(), predicted.max())) + 1
    table = np.zeros((count, count), int)
    np.add.at(table, (y, predicted), 1)
    ax = plt.subplots(figsize=(4.5, 4.5))[1] if ax is None else ax
    ax.imshow(np.sqrt(table), cmap="Blues")
    for i, j in zip(*table.nonzero(), strict=True):
        dark = table[i, j] > table.max() / 3
        ax.text(j, i, table[i, j], ha="center", va="center", color="white" if dark else "black")
    ax.set(xlabel="predicted", ylabel="true", xticks=range(count), yticks=range(count))
    return ax
