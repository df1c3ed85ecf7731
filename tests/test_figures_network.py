"""The figures of the small network, chapters 8 and 9: declared state, sliders and bad input."""

import numpy as np
import pytest

from mlp_lib import figures
from tests.support.node import node

NAN = float("nan")


def test_network_opens_with_the_state_that_was_asked_for():
    figure = figures.network(x=(-1, 8), layer=3, number="8.1")
    assert (figure.x_1, figure.x_2, figure.layer, figure.number) == (-1.0, 8.0, 3, "8.1")


def test_each_of_the_eighteen_parameters_has_a_slider_with_a_name_of_its_own():
    sliders = figures.network().sliders()
    parameters = [name for name in sliders if name[0] in "Wb"]
    assert len(parameters) == 18
    assert len({parts["label"] for parts in sliders.values()}) == 20
    names = [control["widget"].description for control in figures.network().controls]
    assert len(set(names)) == 20
    assert {"x₁", "W[1]₁₂", "b[3]₂"} <= set(names)


@pytest.mark.parametrize("x", [(1,), (1, 2, 3), 1, "1, 2", (0, NAN), None])
def test_network_wants_two_inputs(x):
    with pytest.raises(ValueError, match="x must be two"):
        figures.network(x=x)


def test_backprop_player_opens_with_all_numbers_or_hides_them():
    figure = figures.backprop_player(number="9.2")
    assert (figure.x_1, figure.x_2, figure.target) == (1.0, 1.0, 0)
    assert (figure.numbers, figure.k) == ("show", None)
    figure = figures.backprop_player(numbers="hide")
    assert (figure.k, figure.revealed) == (1, 0)
    figure = figures.backprop_player(x=(2, -1), target=1, numbers="hide", k=9)
    assert (figure.x_2, figure.target, figure.k, figure.revealed) == (-1.0, 1, 9, 8)


@pytest.mark.parametrize("make", ["backprop_player", "dead_gradients"])
@pytest.mark.parametrize("x", [(1,), (1, 2, 3), 1, "1, 2", (0, NAN), None])
def test_passes_want_two_inputs(make, x):
    with pytest.raises(ValueError, match="x must be two"):
        getattr(figures, make)(x=x)


def test_dead_gradients_open_with_the_state_that_was_asked_for():
    figure = figures.dead_gradients(x=(-1, 8), target=1, number="9.3")
    assert (figure.x_1, figure.x_2, figure.target) == (-1.0, 8.0, 1)


def test_regions_of_the_relus_tile_the_plane():
    found = node(
        "const square = [[-8, -8], [8, -8], [8, 8], [-8, 8]];"
        "return mlp.reluRegions(mlp.SMALL_NETWORK, square).map(({corners, centre, on}) => ({"
        "  corners, on, z: mlp.forwardPass(mlp.SMALL_NETWORK, centre).z.slice(0, 2).flat()}))"
    )
    area = 0.0
    for region in found:
        assert [z > 0 for z in region["z"]] == region["on"]
        x, y = np.array(region["corners"]).T
        area += 0.5 * (x @ np.roll(y, -1) - y @ np.roll(x, -1))
    assert area == pytest.approx(256, rel=1e-12)
    assert len({tuple(region["on"]) for region in found}) == len(found) == 6


def test_what_rounding_leaves_of_a_zero_counts_as_zero():
    folds = node(
        "return [[-4.75, 4.25], [-2.25, 6.75], [5.5, -6]].map((x) => {"
        "  const cache = mlp.forwardPass(mlp.SMALL_NETWORK, x);"
        "  return [mlp.onFold(cache), cache.z.slice(0, 2).flat().filter((z) => z === 0).length]})"
    )
    assert folds == [[True, 1]] * 3
    assert not node("return mlp.onFold(mlp.forwardPass(mlp.SMALL_NETWORK, [1, 1]))")
