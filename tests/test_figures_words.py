"""Formulas and labels of figures and cards in words, as screen readers get them."""

import pytest

from tests.support.node import node

WORDS = {
    "w_1": "w 1",
    "x²": "x squared",
    "f′(x_0)": "f prime(x 0)",
    "∂E/∂W_1": "d E over d W 1",
    "W^{[2]}_{12}": "W [2] 12",
    "ŷ": "y hat",
    "W_2 · z²": "W 2 times z squared",
    "10^{−3}": "10 to the minus 3",
    "X^T": "X transposed",
    '"slope"': "slope",
}


@pytest.mark.parametrize("markup", WORDS)
def test_symbols_are_said_without_markup(markup):
    assert node(f"return mlp.symbolInWords({markup!r})") == WORDS[markup]
