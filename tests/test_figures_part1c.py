"""The figures of chapters 5 and 7: declared state, sliders and bad input."""

import pytest
import traitlets

from mlp_lib import figures


def test_surface_opens_with_the_state_that_was_asked_for():
    figure = figures.surface(surface="bowl", point=(-1, 0.5), angle=53.13, number="5.1")
    assert (figure.surface, figure.x, figure.z, figure.angle) == ("bowl", -1.0, 0.5, 53.13)
    assert set(figure.state_names()) == {"surface", "x", "z", "angle"}


def test_slices_open_with_the_state_that_was_asked_for():
    figure = figures.slices(surface="saddle", point=(0, -1.5), h=0.25, number="5.2")
    assert (figure.surface, figure.x, figure.z, figure.h) == ("saddle", 0.0, -1.5, 0.25)
    assert set(figure.state_names()) == {"surface", "x", "z", "h"}


@pytest.mark.parametrize("make", ["surface", "slices"])
def test_a_surface_that_is_not_known_is_refused_with_the_known_ones(make):
    with pytest.raises(ValueError, match=r"did you mean 'saddle'.*bowl, cubic, saddle"):
        getattr(figures, make)(surface="sadle")
    with pytest.raises(ValueError, match="unknown surface None"):
        getattr(figures, make)(surface=None)


@pytest.mark.parametrize("point", [(1,), (1, 2, 3), 1, "1, 2", (0, float("nan")), None])
@pytest.mark.parametrize("make", ["surface", "slices"])
def test_a_point_that_is_no_point_is_refused(make, point):
    with pytest.raises(ValueError, match="point must be two"):
        getattr(figures, make)(point=point)


@pytest.mark.parametrize(
    ("make", "bad", "name"),
    [
        ("surface", {"point": (2.6, 0)}, "x"),
        ("surface", {"point": (0, -3)}, "z"),
        ("surface", {"angle": 181}, "angle"),
        ("surface", {"angle": float("nan")}, "angle"),
        ("surface", {"angle": "north"}, "angle"),
        ("slices", {"point": (2.1, 0)}, "x"),
        ("slices", {"h": 0}, "h"),
        ("slices", {"h": 1.5}, "h"),
        ("pipeline", {"w": (0, 3.5, 0)}, "w2"),
        ("pipeline", {"b": -4}, "b"),
        ("counterexample", {"angle": -200}, "angle"),
        ("counterexample", {"r": 0}, "r"),
        ("counterexample", {"r": float("inf")}, "r"),
    ],
)
def test_impossible_states_are_refused_by_name(make, bad, name):
    with pytest.raises(traitlets.TraitError, match=f"{name} must be a number from"):
        getattr(figures, make)(**bad)


def test_pipeline_opens_with_the_state_that_was_asked_for():
    figure = figures.pipeline(w=(1, 2, -3), b=0.5, example=4, loss="binary_cross_entropy")
    assert (figure.w1, figure.w2, figure.w3, figure.b) == (1.0, 2.0, -3.0, 0.5)
    assert (figure.example, figure.loss) == (4, "binary_cross_entropy")


@pytest.mark.parametrize("w", [(1, 2), (1, 2, 3, 4), 1, "a b", (0, float("nan"), 0), None])
def test_pipeline_wants_three_weights(w):
    with pytest.raises(ValueError, match="w must be three finite numbers"):
        figures.pipeline(w=w)


@pytest.mark.parametrize("make", ["pipeline"])
def test_a_loss_that_is_not_known_is_refused_with_the_known_ones(make):
    with pytest.raises(
        ValueError, match="unknown loss 'cross-entropy'; did you mean 'binary_cross"
    ):
        getattr(figures, make)(loss="cross-entropy")
    with pytest.raises(ValueError, match="Known: binary_cross_entropy, mse"):
        getattr(figures, make)(loss=2)


@pytest.mark.parametrize("example", [0, 5, 1.5, "first"])
def test_pipeline_has_four_examples(example):
    with pytest.raises(traitlets.TraitError, match="example"):
        figures.pipeline(example=example)
