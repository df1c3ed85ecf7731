"""Networks on disk: what comes back is what went in, and nothing else is let in."""

import io
import os
import pickle
import zipfile

import numpy as np
import pytest

from mlp_lib import MLP
from mlp_lib.activations import LeakyReLU, ReLU


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


def test_every_damaged_byte_is_noticed_or_does_no_harm():
    net = MLP([3, 2], rng=np.random.default_rng(0))
    file = io.BytesIO()
    net.save(file)
    content, rng, refused = file.getvalue(), np.random.default_rng(1), 0
    for place in range(len(content)):
        for byte in {content[place] ^ 0xFF, content[place] ^ (1 << int(rng.integers(8)))}:
            damaged = content[:place] + bytes([byte]) + content[place + 1 :]
            try:
                again = MLP.load(io.BytesIO(damaged))
            except ValueError:
                refused += 1
            else:
                assert repr(again) == repr(net)
                np.testing.assert_array_equal(again.theta, net.theta)
    assert refused > len(content)  # of two changes each; what nobody reads does no harm


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"a text\n" * 100,
        bytes(1000),
        b"\x93NUMPY" + bytes(50),
        b"PK\x05\x06" + bytes(18),
    ],
)
def test_what_is_no_archive_is_refused(tmp_path, content):
    path = tmp_path / "net.npz"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"damaged or no|not a network"):
        MLP.load(path)


def archive(path, **members):
    with zipfile.ZipFile(path, "w") as file:
        for name, content in members.items():
            file.writestr(f"{name}.npy", content)


def header(shape, dtype="<f8"):
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        file, {"descr": dtype, "fortran_order": False, "shape": shape}
    )
    return file.getvalue()


def test_sizes_beyond_all_memory_are_refused_before_they_are_made(saved):
    rewrite(saved, sizes=np.array([10**7, 10**7, 2]))
    with pytest.raises(ValueError, match=r"need 100000030000002 finite parameters, got .*\(8,\)"):
        MLP.load(saved)
    archive(saved, theta=header((10**13,)) + bytes(64))
    with pytest.raises(ValueError, match="damaged"):
        MLP.load(saved)


def test_a_compressed_archive_is_refused(saved):
    with np.load(saved) as fields:
        np.savez_compressed(saved, **fields)
    with pytest.raises(ValueError, match="compressed, as save does not do"):
        MLP.load(saved)


def test_a_folder_is_no_network(tmp_path):
    net = MLP([2, 2], rng=np.random.default_rng(0))
    for use in (MLP.load, net.save):
        with pytest.raises(IsADirectoryError):
            use(tmp_path)
        with pytest.raises(TypeError, match="PathLike"):
            use(1)
    with pytest.raises(FileNotFoundError, match=r"absent/net\.npz"):
        net.save(tmp_path / "absent" / "net.npz")
    assert list(tmp_path.iterdir()) == []


def test_files_that_are_open_can_be_used(tmp_path):
    net = MLP([2, 2], rng=np.random.default_rng(0))
    with open(tmp_path / "net", "w+b") as file:
        net.save(file)
        file.seek(0)
        np.testing.assert_array_equal(MLP.load(file).theta, net.theta)
    net.save(str(tmp_path / "text"))
    np.testing.assert_array_equal(MLP.load(str(tmp_path / "text")).theta, net.theta)
    net.save(os.devnull)
    assert not os.path.isfile(os.devnull)


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_interrupted_save_leaves_the_file_that_was_there(saved, monkeypatch, error):
    before = saved.read_bytes()

    def half(file, **fields):
        file.write(before[:100])
        raise error

    monkeypatch.setattr(np, "savez", half)
    with pytest.raises(
        error if isinstance(error, type) else OSError, match=r"^$|No space.*net\.npz"
    ):
        MLP([3, 2], rng=np.random.default_rng(1)).save(saved)
    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]


def test_saving_keeps_links_and_permissions(saved, tmp_path):
    saved.chmod(0o640)
    link = tmp_path / "link"
    link.symlink_to(saved)
    net = MLP([4, 2], rng=np.random.default_rng(1))
    net.save(link)
    assert link.is_symlink()
    assert saved.stat().st_mode & 0o777 == 0o640
    assert MLP.load(saved).sizes == (4, 2)


def test_what_would_not_come_back_is_not_saved(saved):
    class Mine(ReLU):
        pass

    before = saved.read_bytes()
    net = MLP([3, 4, 2], Mine(), rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="'relu' would not come back as your Mine; use pickle"):
        net.save(saved)
    net = MLP([3, 2], rng=np.random.default_rng(0))
    net.W[0][1, 0] = np.nan
    with pytest.raises(ValueError, match=r"theta must be finite"):
        net.save(saved)
    assert saved.read_bytes() == before


def test_bytes_in_the_other_order_are_read(saved):
    net = MLP.load(saved)
    rewrite(saved, theta=net.theta.astype(net.theta.dtype.newbyteorder("S")))
    again = MLP.load(saved)
    np.testing.assert_array_equal(again.theta, net.theta)
    assert again.dtype == np.float64


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


class Tensor:
    """As little of a PyTorch tensor as is needed here; NumPy has no name for its dtype."""

    def __init__(self, numbers, size):
        self.numbers, self.size = numbers, size

    def detach(self):
        return self

    cpu = detach

    def is_floating_point(self):
        return True

    def element_size(self):
        return self.size

    def float(self):
        return Tensor(self.numbers.astype(np.float32), 4)

    def numpy(self):
        assert self.size >= 4, "Got unsupported ScalarType BFloat16"
        return self.numbers


def test_sixteen_bit_weights_become_float32():
    half = {name: value.astype(np.float16) for name, value in linear_layers().items()}
    bfloat = {name: Tensor(value, 2) for name, value in half.items()}
    nets = [MLP.from_torch(half, output="identity"), MLP.from_torch(bfloat, output="identity")]
    for net in nets:
        assert net.dtype == np.float32
        np.testing.assert_array_equal(net.W[0], half["0.weight"].T)


def test_mixed_precision_keeps_every_digit():
    layers = linear_layers()
    layers["0.weight"] = layers["0.weight"].astype(np.float32)
    net = MLP.from_torch(layers)
    assert net.dtype == np.float64
    np.testing.assert_array_equal(net.W[1], layers["2.weight"].T)


def test_weights_from_pytorch_are_copies():
    layers = linear_layers()
    net = MLP.from_torch(layers)
    net.theta[:] = 0
    assert all(value.any() for value in layers.values())
