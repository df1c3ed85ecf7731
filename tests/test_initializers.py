"""Initializers: the variances of chapter 11, and names."""

import numpy as np
import pytest

from mlp_lib import MLP
from mlp_lib import initializers as init
from mlp_lib.activations import Activation


@pytest.mark.parametrize(
    ("draw", "variance"),
    [
        (init.he, 2 / 300),
        (init.he_uniform, 2 / 300),
        (init.glorot, 2 / 500),
        (init.glorot_uniform, 2 / 500),
        (init.lecun, 1 / 300),
        (init.normal(0.01), 1e-4),
        (init.zeros, 0),
    ],
)
def test_mean_and_variance(draw, variance):
    W = draw(np.random.default_rng(0), 300, 200)
    assert W.shape == (300, 200)
    assert abs(W.mean()) <= 4 * np.sqrt(variance / W.size)
    assert W.var() == pytest.approx(variance, rel=0.03)


def test_uniform_bounds_are_kept():
    assert np.abs(init.glorot_uniform(np.random.default_rng(0), 64, 32)).max() <= 0.25


@pytest.mark.parametrize(("hidden", "std"), [("relu", 0.1), ("tanh", np.sqrt(1 / 200))])
def test_default_depends_on_the_activation(hidden, std):
    net = MLP([200, 200, 2], hidden, rng=np.random.default_rng(0))
    assert net.W[0].std() == pytest.approx(std, rel=0.02)
    assert not any(b.any() for b in net.b)


def test_an_activation_of_ones_own_says_what_suits_it():
    class Swish(Activation):
        name = "swish"

        def _value(self, z):
            return z / (1 + np.exp(-z))

    def std(hidden):
        return MLP([200, 200, 2], hidden, rng=np.random.default_rng(0)).W[0].std()

    swish = Swish()
    assert std(swish) == std("tanh")
    swish.suits = "he"
    assert std(swish) == std("relu")
    swish.suits = "hee"
    with pytest.raises(ValueError, match="unknown initializer 'hee'; did you mean 'he'"):
        std(swish)


def test_own_initializers_and_bad_ones():
    net = MLP(
        [2, 3], init=lambda rng, n_in, n_out: np.ones((n_in, n_out)), rng=np.random.default_rng(0)
    )
    assert (net.W[0] == 1).all()
    with pytest.raises(ValueError, match="must have shape"):
        MLP([2, 3], init=lambda rng, i, o: np.ones((o, i)), rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="std must be"):
        init.normal(-1)
