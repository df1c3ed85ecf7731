"""The figures of chapter 6: declared state, sliders and bad input."""

import pytest

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


@pytest.mark.parametrize("start", [(10,), (10, 1, 0), 10, "10, 1", (10, float("nan")), None])
def test_a_start_of_the_bowl_that_is_no_point_is_refused(start):
    with pytest.raises(ValueError, match="start must be two"):
        figures.bowl(start=start)


def test_the_bowls_slider_reaches_its_stability_limit():
    figure = figures.bowl(kappa=25, start=(10, 1))
    assert (figure.theta_1, figure.theta_2) == (10.0, 1.0)
    ranges = figure.sliders()
    assert 2 / figure.kappa < ranges["learning_rate"]["max"]
    assert 2 / ranges["kappa"]["max"] > 10 * ranges["learning_rate"]["step"]


def test_the_double_wells_sliders_reach_the_jump_over_the_hill_and_a_divergence():
    figure = figures.double_well(start=2.0, learning_rate=0.1)
    assert gradient_descent(slope, figure.start, 0.1, 500)[-1] == pytest.approx(-1.300840, abs=1e-6)
    widest = figure.sliders()["learning_rate"]["max"]
    with pytest.warns(RuntimeWarning, match="diverged"):
        gradient_descent(slope, figure.start, widest, 500)


def slope(w):
    """Derivative of the double well."""
    return 4 * w**3 - 6 * w + 1
