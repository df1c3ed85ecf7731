"""The figures of losses and of the chain rule, chapters 3 and 4: state, bad input, mathematics."""

import json

import numpy as np
import pytest

from mlp_lib import figures
from mlp_lib.figures import bundle
from tests.support.node import node


@pytest.mark.parametrize("y", [(1, 2), 5, "12345a", (1, 2, 3, 4, float("inf")), None])
def test_targets_of_the_squares_that_are_not_five_numbers_are_refused(y):
    with pytest.raises(ValueError, match="y must be five finite numbers"):
        figures.squares(y=y)


@pytest.mark.parametrize("z", [(1, 2), 5, "abc", (1, 2, float("nan")), None])
def test_logits_that_are_not_three_numbers_are_refused(z):
    with pytest.raises(ValueError, match="z must be three finite numbers"):
        figures.softmax_bars(z=z)


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


@pytest.mark.parametrize("graph", ["products", "", "three forks"])
def test_a_graph_that_is_not_known_is_refused_with_the_known_ones(graph):
    with pytest.raises(ValueError, match="two forks"):
        figures.paths(graph=graph)
    figure = figures.paths()
    with pytest.raises(ValueError, match="two forks"):
        figure.graph = graph
    assert figure.graph == "product"


def test_the_paths_of_a_graph_are_found_in_the_order_of_its_edges():
    edges = [["x", "u"], ["u", "v"], ["x", "v"], ["v", "f"]]
    found = node(
        f"{bundle.figure_script('paths')};"
        f"{(bundle.HERE / 'js' / 'graph.js').read_text('utf8').replace('export ', '')}"
        f"return pathsThrough({json.dumps(edges)}, 'x', 'f')"
    )
    assert found == [[0, 1, 3], [2, 3]]


@pytest.mark.parametrize("graph", ["product", "fork", "two forks"])
def test_the_slope_of_every_graph_is_its_central_difference(graph):
    for x in (-3.7, 0.0, 1.0, 3.0):
        low, high, here = node(
            f"{bundle.figure_script('paths')}; const values = (x) => "
            f"mlp.figures.paths.values({{x, graph: {graph!r}, k: 9}});"
            f"return [values({x} - 1e-5), values({x} + 1e-5), values({x})]"
        )
        assert (high["f"] - low["f"]) / 2e-5 == pytest.approx(here["slope"], rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("chain", ["cube", "sine of square", "square of sine", "two"])
def test_the_product_of_the_gears_is_the_slope(chain):
    for x in (-1.2, 0.0, 0.25, 1.0):
        up, down = node(
            f"{bundle.figure_script('gears')}; const values = (s) => "
            f"mlp.figures.gears.values({{x: {x}, s, chain: {chain!r}}});"
            "return [values(1e-5), values(-1e-5)]"
        )
        slope = (up["change"] - down["change"]) / 2e-5
        assert slope == pytest.approx(up["product"], rel=1e-6, abs=1e-6)
