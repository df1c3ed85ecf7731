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
        ("counterexample", {"angle": -200}, "angle"),
        ("counterexample", {"r": 0}, "r"),
        ("counterexample", {"r": float("inf")}, "r"),
    ],
)
def test_impossible_states_are_refused_by_name(make, bad, name):
    with pytest.raises(traitlets.TraitError, match=f"{name} must be a number from"):
        getattr(figures, make)(**bad)
