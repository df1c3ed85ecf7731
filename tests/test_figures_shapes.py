"""The figures of shapes, folds and costs, chapters 8 and 10: declared state and bad input."""

import pytest

from mlp_lib import figures

NAN = float("nan")


def test_shapes_opens_with_the_state_that_was_asked_for():
    figure = figures.shapes(sizes=(2, 2, 3, 1), N=7, mistake="b_column", layer=3, number="8.2")
    assert [figure.n_0, figure.n_1, figure.n_2, figure.n_3] == [2, 2, 3, 1]
    assert (figure.N, figure.mistake, figure.layer) == (7, "b_column", 3)


@pytest.mark.parametrize("sizes", [(3, 4, 2), (3, 4, 4, 2, 1), 3, None])
def test_shapes_wants_four_sizes(sizes):
    with pytest.raises(ValueError, match="sizes must be four"):
        figures.shapes(sizes=sizes)


def test_shapes_names_the_mistakes_that_it_knows():
    with pytest.raises(ValueError, match="unknown mistake 'W_transpose'; did you mean"):
        figures.shapes(mistake="W_transpose")


def test_input_plane_opens_with_the_state_that_was_asked_for():
    figure = figures.input_plane(x=(-1, 8), W1_11=1, W2_12=0, b2_2=0.25, number="8.3")
    assert (figure.x_1, figure.x_2) == (-1.0, 8.0)
    assert (figure.W1_11, figure.W2_12, figure.b2_2, figure.number) == (1.0, 0.0, 0.25, "8.3")


def test_input_plane_opens_on_the_network_of_the_book():
    figure, network = figures.input_plane(), figures.network()
    for name in ("x_1", "x_2", "W1_11", "W2_12", "b2_2"):
        assert getattr(figure, name) == getattr(network, name)


@pytest.mark.parametrize("x", [(1,), (1, 2, 3), 1, "1, 2", (0, NAN), None])
def test_input_plane_wants_a_point(x):
    with pytest.raises(ValueError, match="x must be two"):
        figures.input_plane(x=x)


def test_mode_cost_opens_with_the_state_that_was_asked_for():
    figure = figures.mode_cost(n=7, m=30, network="2-2-2-2", number="10.3")
    assert (figure.n, figure.m, figure.network, figure.number) == (7.0, 30.0, "2-2-2-2", "10.3")


def test_mode_cost_names_the_networks_that_it_knows():
    with pytest.raises(ValueError, match="unknown network '2-2-2'; did you mean '2-2-2-2'"):
        figures.mode_cost(network="2-2-2")
