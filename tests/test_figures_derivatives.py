"""The figures of two stages, the tape and the step size, chapters 9 and 10: state and bad input."""

import pytest
import traitlets

from mlp_lib import figures


def test_two_stages_opens_with_the_state_that_was_asked_for():
    figure = figures.two_stages(x=1, W1=-2, t=5, by="weight", k=3, number="9.1")
    assert (figure.x, figure.W1, figure.W2, figure.t) == (1.0, -2.0, 1.0, 5.0)
    assert (figure.by, figure.k, figure.number) == ("weight", 3, "9.1")
    assert set(figure.state_names()) == {"x", "W1", "W2", "t", "m", "by", "k"}


def test_tape_opens_with_the_inputs_of_each_expression():
    for expression, (a, b) in figures.tape().EXPRESSIONS.items():
        figure = figures.tape(expression, number="10.2")
        assert (figure.a, figure.b, figure.k) == (a, b, None)
    assert figures.tape("double", a=2, k=0).k == 0


@pytest.mark.parametrize("method", ["one-sided", "central", "complex"])
def test_step_size_takes_each_method_in_each_precision(method):
    for dtype in ("float64", "float32"):
        figure = figures.step_size(z=-1, m=-16, method=method, dtype=dtype)
        assert (figure.z, figure.m, figure.method, figure.dtype) == (-1.0, -16.0, method, dtype)


@pytest.mark.parametrize(
    ("make", "choice"),
    [("two_stages", "by"), ("tape", "expression"), ("step_size", "method"), ("step_size", "dtype")],
)
@pytest.mark.parametrize("bad", ["both", "", None, 1])
def test_unknown_choices_name_the_known_ones(make, choice, bad):
    with pytest.raises(ValueError, match=f"unknown {choice}"):
        getattr(figures, make)(**{choice: bad})
    figure = getattr(figures, make)()
    before = getattr(figure, choice)
    with pytest.raises((ValueError, traitlets.TraitError)):
        setattr(figure, choice, bad)
    assert getattr(figure, choice) == before
