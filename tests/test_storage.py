"""Networks on disk: what comes back is what went in, and nothing else is let in."""

import pickle

import numpy as np
import pytest

from mlp_lib import MLP
from mlp_lib.activations import LeakyReLU


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"hidden": "tanh", "output": "sigmoid", "loss": "mse"},
        {"hidden": LeakyReLU(0.2), "output": "identity"},
    ],
)
def test_a_saved_network_comes_back_the_same(tmp_path, settings, dtype):
    net = MLP([3, 4, 2], rng=np.random.default_rng(0), dtype=dtype, **settings)
    net.save(tmp_path / "net.npz")
    again = MLP.load(tmp_path / "net.npz")
    assert repr(again) == repr(net)
    np.testing.assert_array_equal(again.theta, net.theta)
    X = np.random.default_rng(1).standard_normal((5, 3))
    np.testing.assert_array_equal(again.predict(X), net.predict(X))
    assert getattr(again.hidden, "slope", None) == getattr(net.hidden, "slope", None)


def test_a_file_without_npz_in_its_name_keeps_its_name(tmp_path):
    MLP([2, 2], rng=np.random.default_rng(0)).save(tmp_path / "net")
    assert [path.name for path in tmp_path.iterdir()] == ["net"]
    assert MLP.load(tmp_path / "net").sizes == (2, 2)


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "net.npz"
    MLP([3, 2], rng=np.random.default_rng(0)).save(path)
    return path


def rewrite(path, **changes):
    with np.load(path) as archive:
        fields = {name: archive[name] for name in archive.files}
    fields.update(changes)
    np.savez(path, **{name: value for name, value in fields.items() if value is not None})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"theta": np.zeros(7)}, "need 8 finite parameters"),
        ({"theta": np.full(8, np.nan)}, "need 8 finite parameters"),
        ({"theta": np.zeros(8, int)}, "does not describe a network: dtype"),
        ({"sizes": np.array([3, -2])}, "does not describe a network: sizes"),
        ({"sizes": np.array(3)}, "does not describe a network"),
        ({"hidden": "evil"}, "unknown hidden activation"),
        ({"format": "other"}, "not a network saved by mlp_lib"),
        ({"loss": None}, "not a network saved by mlp_lib"),
        ({"extra": 1}, "not a network saved by mlp_lib"),
    ],
)
def test_a_foreign_archive_is_refused(saved, changes, message):
    rewrite(saved, **changes)
    with pytest.raises(ValueError, match=message):
        MLP.load(saved)


@pytest.mark.parametrize("keep", [0, 10, 200, -30])
def test_a_damaged_file_is_refused(saved, keep):
    saved.write_bytes(saved.read_bytes()[:keep])
    with pytest.raises(ValueError, match="damaged"):
        MLP.load(saved)


def test_flipped_bytes_are_noticed(saved):
    content = bytearray(saved.read_bytes())
    where = content.index(b"theta.npy") + 200
    content[where] ^= 0xFF
    saved.write_bytes(bytes(content))
    with pytest.raises(ValueError, match="damaged"):
        MLP.load(saved)


def test_a_pickle_is_never_opened(tmp_path):
    path = tmp_path / "evil.npz"
    path.write_bytes(pickle.dumps({"theta": 1}))
    with pytest.raises(ValueError, match="damaged"):
        MLP.load(path)
    np.savez(path, theta=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ValueError, match="damaged"):
        MLP.load(path)
    np.save(tmp_path / "one.npy", np.ones(3))
    with pytest.raises(ValueError, match="damaged or no"):
        MLP.load(tmp_path / "one.npy")
    with pytest.raises(FileNotFoundError):
        MLP.load(tmp_path / "absent.npz")


def linear_layers():
    rng = np.random.default_rng(0)
    return {
        "0.weight": rng.standard_normal((4, 3)),
        "0.bias": rng.standard_normal(4),
        "2.weight": rng.standard_normal((2, 4)),
        "2.bias": rng.standard_normal(2),
    }


def test_weights_from_pytorch_are_transposed():
    layers = linear_layers()
    net = MLP.from_torch(layers, hidden="tanh", output="identity")
    assert net.sizes == (3, 4, 2)
    x = np.array([0.1, -0.2, 0.3])
    hidden = np.tanh(layers["0.weight"] @ x + layers["0.bias"])
    np.testing.assert_allclose(
        net.predict(x[None, :])[0], layers["2.weight"] @ hidden + layers["2.bias"]
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"2.bias": None}, "not understood: 2.bias"),
        ({"3.running_mean": np.zeros(2)}, "3.running_mean"),
        ({"2.weight": np.zeros((2, 5))}, "do not follow"),
        ({"2.weight": np.zeros((2, 4, 3))}, "do not follow"),
        ({"2.bias": np.zeros(3)}, r"b\[1\] must have shape \(2,\)"),
        ({"0.weight": np.full((4, 3), np.nan)}, "finite"),
    ],
)
def test_state_dicts_that_do_not_fit_are_named(change, message):
    layers = linear_layers() | change
    with pytest.raises(ValueError, match=message):
        MLP.from_torch({name: value for name, value in layers.items() if value is not None})
    with pytest.raises(ValueError, match="nothing"):
        MLP.from_torch({})
