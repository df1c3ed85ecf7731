"""The figures of chapter 6: declared state, sliders and bad input."""

import pytest
import traitlets

from mlp_lib import figures, gradient_descent


def test_ball_opens_with_the_state_that_was_asked_for():
    figure = figures.ball(start=3, learning_rate=0.05, number="6.1", k=4)
    assert (figure.start, figure.learning_rate, figure.k) == (3.0, 0.05, 4)
    assert figure.number == "6.1"
    assert set(figure.state_names()) == {"start", "learning_rate", "k"}


def test_one_step_and_the_stability_limit_are_positions_of_the_balls_slider():
    parts = figures.ball().sliders()["learning_rate"]
    for exact in (1 / 12, 1 / 6, 0.14):
        positions = (exact - parts["min"]) / parts["step"]
        assert positions == pytest.approx(round(positions), abs=1e-9)
        assert exact <= parts["max"]


@pytest.mark.parametrize(
    ("make", "bad"),
    [
        ("ball", {"start": 5.1}),
        ("ball", {"start": float("nan")}),
        ("ball", {"learning_rate": -0.01}),
        ("ball", {"learning_rate": "fast"}),
        ("ball", {"k": 13}),
        ("ball", {"k": 1.5}),
        ("double_well", {"start": -2.3}),
        ("double_well", {"start": None}),
        ("double_well", {"learning_rate": 0.0}),
        ("double_well", {"k": 41}),
    ],
)
def test_impossible_states_are_refused_by_name(make, bad):
    with pytest.raises(traitlets.TraitError, match=next(iter(bad))):
        getattr(figures, make)(**bad)


def test_the_double_wells_sliders_reach_the_jump_over_the_hill_and_a_divergence():
    figure = figures.double_well(start=2.0, learning_rate=0.1)
    assert gradient_descent(slope, figure.start, 0.1, 500)[-1] == pytest.approx(-1.300840, abs=1e-6)
    widest = figure.sliders()["learning_rate"]["max"]
    with pytest.warns(RuntimeWarning, match="diverged"):
        gradient_descent(slope, figure.start, widest, 500)


def slope(w):
    """Derivative of the double well."""
    return 4 * w**3 - 6 * w + 1
