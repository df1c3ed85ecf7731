"""The figures of shapes, folds and costs, chapters 8 and 10: declared state and bad input."""

import pytest
import traitlets

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


@pytest.mark.parametrize("bad", [0, 13, NAN, "two", None, True])
def test_shapes_refuses_a_size_beyond_its_sliders(bad):
    with pytest.raises(traitlets.TraitError, match="n_2 must be a number from 1 to 12"):
        figures.shapes(sizes=(3, 4, bad, 2))
    with pytest.raises(traitlets.TraitError, match="N must be a number from 1 to 12"):
        figures.shapes(N=bad)


def test_shapes_refuses_half_a_unit():
    with pytest.raises(traitlets.TraitError, match="n_1 must be a whole number, got"):
        figures.shapes(sizes=(3, 2.5, 4, 2))


def test_shapes_names_the_mistakes_that_it_knows():
    with pytest.raises(ValueError, match="unknown mistake 'W_transpose'; did you mean"):
        figures.shapes(mistake="W_transpose")
    with pytest.raises(traitlets.TraitError, match="layer"):
        figures.shapes(layer=0)
