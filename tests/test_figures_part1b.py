"""The figures of chapters 3 and 4: declared state, bad input, mathematics equal to the library."""

import numpy as np
import pytest
import traitlets

from mlp_lib import figures


@pytest.mark.parametrize(
    ("make", "bad"),
    [
        ("squares", {"W": 4.1}),
        ("squares", {"W": float("nan")}),
        ("squares", {"W": "three"}),
        ("surprise", {"p": 0.0}),
        ("surprise", {"p": 1.5}),
        ("surprise", {"p": None}),
        ("surprise", {"y": 2}),
        ("surprise", {"y": "one"}),
        ("softmax_bars", {"c": 801}),
        ("softmax_bars", {"T": 0.0}),
        ("softmax_bars", {"T": float("inf")}),
        ("softmax_bars", {"t": 3}),
        ("softmax_bars", {"t": 0.5}),
        ("gears", {"x": 1.6}),
        ("gears", {"x": "one"}),
        ("gears", {"s": 0.006}),
        ("gears", {"s": float("nan")}),
    ],
)
def test_impossible_states_are_refused_by_name(make, bad):
    with pytest.raises(traitlets.TraitError, match=next(iter(bad))):
        getattr(figures, make)(**bad)


@pytest.mark.parametrize("y", [(1, 2), 5, "12345a", (1, 2, 3, 4, float("inf")), None])
def test_targets_of_the_squares_that_are_not_five_numbers_are_refused(y):
    with pytest.raises(ValueError, match="y must be five finite numbers"):
        figures.squares(y=y)


def test_a_target_outside_the_frame_of_the_squares_is_refused():
    with pytest.raises(traitlets.TraitError, match="y2 must be a number from -2 to 14"):
        figures.squares(y=(0, 2, 20, 6, 8))


@pytest.mark.parametrize("z", [(1, 2), 5, "abc", (1, 2, float("nan")), None])
def test_logits_that_are_not_three_numbers_are_refused(z):
    with pytest.raises(ValueError, match="z must be three finite numbers"):
        figures.softmax_bars(z=z)


def test_a_logit_beyond_its_slider_is_refused():
    with pytest.raises(traitlets.TraitError, match="z1 must be a number from -5 to 5"):
        figures.softmax_bars(z=(0, 6, 0))


def test_the_shift_reaches_both_failures_of_the_naive_formula():
    shift = figures.softmax_bars().sliders()["c"]
    with np.errstate(over="ignore"):
        assert np.exp(shift["max"]) == np.inf
    assert np.exp(shift["min"]) == 0


@pytest.mark.parametrize("chain", ["cubes", "", "two functions"])
def test_a_chain_that_is_not_known_is_refused_with_the_known_ones(chain):
    with pytest.raises(ValueError, match="cube"):
        figures.gears(chain=chain)
    figure = figures.gears()
    with pytest.raises(ValueError, match="cube"):
        figure.chain = chain
    assert figure.chain == "cube"
