"""Plots draw what they are given; checked on the numbers in the axes."""

from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest

from mlp_lib import MLP
from mlp_lib.data import digits, moons
from mlp_lib.training import History
from tools.notebooks import execute

mpl.use("agg")
plots = pytest.importorskip("mlp_lib.plots")


@pytest.fixture(autouse=True)
def close():
    yield
    plots.plt.close("all")


def test_history_plots_itself_with_the_best_epoch_marked():
    history = History(cost=[3.0, 2.0, 1.0], validation_cost=[3.0, 1.5, 2.0], best_epoch=1)
    ax = history.plot()
    train, validation, best = ax.lines
    np.testing.assert_array_equal(train.get_ydata(), [3, 2, 1])
    np.testing.assert_array_equal(validation.get_xdata(), [1, 2, 3])
    assert (best.get_xdata()[0], best.get_ydata()[0]) == (2, 1.5)
    with pytest.raises(ValueError, match=r"no epochs \(stopped: diverged\)"):
        History(stopped="diverged").plot()


def test_a_history_without_a_best_epoch_is_drawn():
    ax = History([3.0, 2.0], [np.nan, np.nan], learning_rate=[0.1, 0.1]).plot()
    assert [line.get_label() for line in ax.lines] == ["training", "validation"]


def test_decision_plot_shows_every_example_once():
    X, y = moons(30, np.random.default_rng(0))
    net = MLP([2, 4, 2], rng=np.random.default_rng(0))
    ax = plots.plot_decision(net, X, y)
    shown = np.concatenate([c.get_offsets() for c in ax.collections if len(c.get_offsets()) == 15])
    np.testing.assert_array_equal(shown, X)
    with pytest.raises(ValueError, match="64 inputs"):
        plots.plot_decision(MLP([64, 2], rng=np.random.default_rng(0)), X, y)


def test_digits_are_drawn_with_their_labels():
    X, y = digits()
    axes = plots.plot_digits(X[:12], y[:12], columns=5)
    assert axes.shape == (3, 5)
    np.testing.assert_array_equal(axes[0, 1].images[0].get_array(), X[1].reshape(8, 8))
    assert axes[2, 1].get_title() == str(y[11])
    assert not axes[2, 2].images


def test_confusion_counts_are_written_out():
    ax = plots.plot_confusion([0, 0, 1, 2], [0, 1, 1, 2])
    cells = {(t.get_position(), t.get_text()) for t in ax.texts}
    assert cells == {((0, 0), "1"), ((1, 0), "1"), ((1, 1), "1"), ((2, 2), "1")}


@pytest.mark.parametrize(
    "own",
    [{"font.size": 20.0}, {"figure.dpi": 200.0}, {"axes.grid": True}, {"svg.fonttype": "none"}],
)
def test_notebook_style_starts_from_matplotlibs_own_settings(own):
    with mpl.rc_context(own):
        plots.inline_svg()
        for name in own:
            assert mpl.rcParams[name] == mpl.rcParamsDefault[name]
        assert mpl.get_backend() == "agg"


SET_BY_SOMEBODY = """\
settings = get_ipython().config.InlineBackend
settings.rc, settings.figure_formats = {"font.size": 5}, {"png"}
settings.print_figure_kwargs = {"bbox_inches": None}"""
DRAWN = """\
import matplotlib as mpl
from mlp_lib import plots
mpl.use("agg")
plots.inline_svg()
axes = plots.plot_confusion([0, 1], [0, 1])"""


def outputs(first):
    """What a notebook shows when `first` runs before it draws."""
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    cells = [cell | {"id": "a", "source": first}, cell | {"id": "b", "source": DRAWN}]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    return execute(notebook, Path.cwd(), 60)["cells"][1]["outputs"]


def test_notebook_style_comes_after_a_profile_and_shows_svg():
    *_, picture = shown = outputs("pass")
    assert "<svg" in picture["data"]["image/svg+xml"]
    assert outputs(SET_BY_SOMEBODY) == shown


def test_notebook_style_needs_no_notebook_and_makes_svg_that_repeats(tmp_path):
    with mpl.rc_context():
        plots.inline_svg()
        drawn = []
        for name in ("one.svg", "two.svg"):
            figure, ax = plots.plt.subplots(figsize=(2, 2))
            ax.fill_between([0, 1], [0, 1], label="area")
            ax.legend()
            figure.savefig(tmp_path / name, metadata={"Date": None})
            drawn.append((tmp_path / name).read_bytes())
    assert drawn[0] == drawn[1]
    assert plots.INK.encode() in drawn[0]
