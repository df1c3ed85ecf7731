"""The data sets: the digits equal scikit-learn's copy, splits lose nothing, all is reproducible."""

from importlib.resources import files

import numpy as np
import pytest
from sklearn.datasets import load_digits

from mlp_lib import data


def test_digits_equal_the_copy_of_scikit_learn():
    X, y = data.digits()
    theirs = load_digits()
    np.testing.assert_array_equal(16 * X, theirs.data)
    np.testing.assert_array_equal(y, theirs.target)
    assert X.dtype == np.float64
    assert (X.min(), X.max()) == (0, 1)


def test_digits_come_with_licence_and_source():
    note = files("mlp_lib").joinpath("datasets/README.md").read_text(encoding="utf-8")
    for needed in ("CC BY 4.0", "Alpaydin", "10.24432/C50P49"):
        assert needed in note


def test_a_split_keeps_every_example_with_its_label_once():
    X, y = np.arange(20).reshape(10, 2), np.arange(10)
    split = data.train_test_split(X, y, np.random.default_rng(0), test=0.3)
    assert (len(split.X_train), len(split.X_test)) == (7, 3)
    np.testing.assert_array_equal(sorted([*split.y_train, *split.y_test]), y)
    np.testing.assert_array_equal(split.X_test[:, 0], 2 * split.y_test)
    again = data.train_test_split(X, y, np.random.default_rng(0), test=3)
    np.testing.assert_array_equal(again.y_test, split.y_test)


@pytest.mark.parametrize(
    ("X", "y", "rng", "test", "error", "message"),
    [
        (
            np.ones((3, 2)),
            [0, 1],
            np.random.default_rng(0),
            0.5,
            ValueError,
            "one entry an example",
        ),
        (np.ones((3, 2)), [0, 1, 1], np.random.default_rng(0), 0.0, ValueError, "empty"),
        (np.ones((3, 2)), [0, 1, 1], np.random.default_rng(0), 3, ValueError, "empty"),
        (np.ones((0, 2)), [], np.random.default_rng(0), 0.5, ValueError, "empty"),
        (np.ones((3, 2)), [0, 1, 1], 42, 0.5, TypeError, "Generator"),
    ],
)
def test_splits_that_make_no_sense_are_named(X, y, rng, test, error, message):
    with pytest.raises(error, match=message):
        data.train_test_split(X, y, rng, test)


@pytest.mark.parametrize("make", [data.moons, data.spirals, data.blobs])
def test_made_up_sets_are_reproducible_and_balanced(make):
    X, y = make(30, np.random.default_rng(4))
    again, _ = make(30, np.random.default_rng(4))
    np.testing.assert_array_equal(X, again)
    assert X.shape == (30, 2)
    np.testing.assert_array_equal(np.bincount(y), [15, 15])


def test_without_noise_the_moons_are_half_circles():
    X, y = data.moons(40, np.random.default_rng(0), noise=0)
    np.testing.assert_allclose(np.linalg.norm(X[y == 0], axis=1), 1)
    np.testing.assert_allclose(np.linalg.norm(X[y == 1] - [1, 0.5], axis=1), 1)
    assert (X[y == 0][:, 1] >= 0).all()
    assert (X[y == 1][:, 1] <= 0.5).all()


def test_gates():
    X, y = data.gate("XOR")
    np.testing.assert_array_equal(y, X[:, 0] != X[:, 1])
    np.testing.assert_array_equal(data.gate("AND")[1], X.all(axis=1))
    np.testing.assert_array_equal(data.gate("OR")[1], X.any(axis=1))
    np.testing.assert_array_equal(data.gate("NAND")[1], ~X.all(axis=1))
    with pytest.raises(ValueError, match="Known: AND"):
        data.gate("XNOR")


@pytest.mark.parametrize("make", [data.moons, data.spirals, data.blobs])
@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"n": 0}, ValueError, "n must be a whole number of at least 1, got 0"),
        ({"n": 3.0}, ValueError, "n must be"),
        ({"spread": -1}, ValueError, "must be finite and not negative, got -1"),
        ({"spread": None}, TypeError, "must be one number, got None"),
        ({"rng": 0}, TypeError, "Generator"),
    ],
)
def test_sets_that_make_no_sense_are_named_and_draw_nothing(make, settings, error, message):
    rng = np.random.default_rng(4)
    call = {"n": 5, "rng": rng, "spread": 0.1} | settings
    call["std" if make is data.blobs else "noise"] = call.pop("spread")
    with pytest.raises(error, match=message):
        make(**call)
    assert rng.bit_generator.state == np.random.default_rng(4).bit_generator.state


def test_data_sets_share_no_memory():
    X, y = data.digits()
    X[:] = y[:] = 0
    again, labels = data.digits()
    assert again.any()
    assert labels.any()
    split = data.train_test_split(again, labels, np.random.default_rng(0))
    split.X_train[:] = 0
    assert again.any()
    data.gate("AND")[1][:] = 7
    assert data.gate("AND")[1].max() == 1


@pytest.mark.parametrize(
    ("test", "error", "message"),
    [
        (np.nan, ValueError, "test must be finite"),
        ("1", TypeError, "test must be one number"),
        (True, TypeError, "test must be one number"),
        (-1, ValueError, "leaves one part empty"),
        (2.5, ValueError, "leaves one part empty"),
    ],
)
def test_a_share_that_makes_no_sense_is_refused(test, error, message):
    with pytest.raises(error, match=message):
        data.train_test_split(np.zeros((4, 1)), np.zeros(4), np.random.default_rng(0), test=test)


def test_a_share_may_be_a_number_of_any_kind():
    X, rng = np.zeros((8, 1)), np.random.default_rng(0)
    for test in (2, 0.25, np.int64(2), np.float32(0.25)):
        assert len(data.train_test_split(X, X, rng, test=test).X_test) == 2
