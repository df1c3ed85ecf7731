"""Networks on disk (.npz, no pickle) and to and from PyTorch."""

from __future__ import annotations

import os
from io import BytesIO
from itertools import pairwise
from os import PathLike
from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from mlp_lib.activations import HIDDEN, Activation
from mlp_lib.checks import finite
from mlp_lib.parameters import flat_size

if TYPE_CHECKING:
    from mlp_lib.network import MLP

FORMAT = "mlp_lib network 1"
FIELDS = {"format", "sizes", "hidden", "slope", "output", "loss", "theta"}


def save(net: MLP, path: str | PathLike | BinaryIO) -> None:
    """Write a network to `path`, a NumPy archive of plain arrays.

    A file that is there is replaced at once and as a whole, so that it stays as it was when the
    writing is interrupted. The generator is not saved.

    Raises
    ------
    OSError
        If the file cannot be written.
    ValueError
        If `load` could not give the same network back: a parameter is not finite, or the hidden
        activation is one of your own.
    """
    slope = getattr(net.hidden, "slope", 0.0)
    if _hidden(net.hidden.name, slope) != net.hidden:
        raise ValueError(
            f"a file holds names only, and {net.hidden.name!r} would not come back as your "
            f"{type(net.hidden).__name__}; use pickle"
        )
    fields = {
        "format": FORMAT,
        "sizes": net.sizes,
        "hidden": net.hidden.name,
        "slope": slope,
        "output": net.output.activation.name,
        "loss": net.output.loss.name,
        "theta": finite(net.theta, "theta"),
    }
    if hasattr(path, "write"):
        np.savez(path, **fields)
        return
    target = Path(os.path.realpath(os.fspath(path)))
    if target.exists():
        open(target, "r+b").close()  # raises for a folder and for what must not be written
        if not target.is_file():  # a device or a pipe is written to, not replaced
            with open(target, "wb") as file:
                np.savez(file, **fields)
            return
    part = target.with_name(f".{os.urandom(8).hex()}.part")
    try:
        with open(part, "xb") as file:
            np.savez(file, **fields)
        if target.exists():
            part.chmod(S_IMODE(target.stat().st_mode))
        part.replace(target)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error
    finally:
        part.unlink(missing_ok=True)


def load(
    cls: type[MLP], path: str | PathLike | BinaryIO, rng: np.random.Generator | None = None
) -> MLP:
    """Return the network saved in `path`.

    Parameters
    ----------
    cls : type
        The class to make.
    path : path-like or file
        What `save` has written.
    rng : numpy.random.Generator, optional
        For further training; by default one seeded with 0.

    Raises
    ------
    OSError
        If there is no such file, or it cannot be opened.
    ValueError
        If the file is damaged or was not written by `save`.
    """
    if hasattr(path, "read"):
        saved = _fields(path, "the file")
    else:
        with open(os.fspath(path), "rb") as file:
            saved = _fields(file, path)
    sizes, theta = saved["sizes"].tolist(), saved["theta"]
    wrong = ValueError(
        f"{path}: sizes {sizes} need {_count(sizes)} finite parameters, got an array of shape "
        f"{theta.shape}"
    )
    if _count(sizes) not in (None, theta.size):
        raise wrong  # before a network is made: damaged sizes may ask for all the memory there is
    try:
        net = cls(
            sizes,
            _hidden(str(saved["hidden"]), float(saved["slope"])),
            str(saved["output"]),
            str(saved["loss"]),
            init="zeros",
            rng=np.random.default_rng(0) if rng is None else rng,
            dtype=theta.dtype.newbyteorder("="),
        )
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path} does not describe a network: {error}") from error
    if theta.shape != net.theta.shape or not np.isfinite(theta).all():
        raise wrong
    net.theta = theta
    return net


def _count(sizes: Any) -> int | None:
    """Return how many parameters such layers have; None if they are no sizes of layers."""
    whole = isinstance(sizes, list) and all(type(n) is int and n > 0 for n in sizes)
    return flat_size(sizes) if whole else None


def _fields(file: BinaryIO, name: object) -> dict[str, np.ndarray]:
    """Return the arrays of an archive that `save` has written."""
    from zipfile import ZIP_STORED, ZipFile  # here, because most programs never load a network

    saved = {}
    try:
        with ZipFile(file) as archive:
            for entry in archive.infolist():
                # What is not compressed cannot be larger than the file.
                if entry.compress_type != ZIP_STORED:
                    raise ValueError(f"{entry.filename} is compressed, as save does not do")
                array = np.lib.format.read_array(BytesIO(archive.read(entry)), allow_pickle=False)
                saved[entry.filename.removesuffix(".npy")] = array
    except Exception as error:  # whatever zipfile and NumPy raise where bytes make no sense
        raise ValueError(f"{name} is damaged or no .npz archive: {error}") from error
    if saved.keys() != FIELDS or str(saved["format"]) != FORMAT:
        raise ValueError(f"{name} is not a network saved by mlp_lib: it holds {sorted(saved)}")
    return saved


def _hidden(name: str, slope: float) -> str | Activation:
    known = HIDDEN.get(name, name)
    return type(known)(slope) if hasattr(known, "slope") else known


def from_torch(cls: type[MLP], state_dict: dict[str, Any], **settings: Any) -> MLP:
    """Return a network with the weights of a PyTorch model made of linear layers.

    PyTorch stores weights as (out, in) and computes x A^T + b; ours are the transposes.

    Parameters
    ----------
    cls : type
        The class to make.
    state_dict : dict
        Pairs ``<name>.weight`` (out, in) and ``<name>.bias`` (out,) in the order of the layers, as
        of ``nn.Sequential(nn.Linear(...), nn.ReLU(), ...).state_dict()``; tensors or arrays.
    **settings
        Passed on: hidden, output, loss, rng, dtype. They are not in the state dict, except the
        dtype; numbers of 16 bits become float32. By default `rng` is seeded with 0.

    Raises
    ------
    ValueError
        If the dict holds anything but linear layers with biases that fit together.
    """
    arrays = {name: _array(value) for name, value in state_dict.items()}
    layers = [name[: -len(".weight")] for name in arrays if name.endswith(".weight")]
    wanted = {f"{layer}.{part}" for layer in layers for part in ("weight", "bias")}
    if not layers or wanted != set(arrays):
        strange = sorted(wanted ^ set(arrays)) or ["nothing"]
        raise ValueError(
            "a state dict must hold one .weight and one .bias for each linear layer; "
            f"missing or not understood: {', '.join(strange)}"
        )
    W = [arrays[f"{layer}.weight"].T for layer in layers]
    b = [arrays[f"{layer}.bias"] for layer in layers]
    shapes = [w.shape for w in W]
    if any(len(shape) != 2 for shape in shapes) or any(
        left[1] != right[0] for left, right in pairwise(shapes)
    ):
        raise ValueError(f"layers of shapes (in, out) {shapes} do not follow on each other")
    dtype = np.result_type(*W, *b)
    settings = {"rng": np.random.default_rng(0), "dtype": dtype, "init": "zeros"} | settings
    net = cls([W[0].shape[0], *(w.shape[1] for w in W)], **settings)
    net.W, net.b = W, b
    return net


def to_torch(net: MLP) -> dict[str, Any]:
    """Return the weights as a state dict of ``nn.Sequential(Linear, activation, Linear, ...)``.

    The linear layers there have the numbers 0, 2, 4, ...

    Raises
    ------
    ImportError
        If PyTorch is not installed.
    """
    try:
        import torch
    except ImportError:
        raise ImportError("to_torch needs PyTorch: pip install torch") from None
    state_dict = {}
    for layer, (W, b) in enumerate(zip(net.W, net.b, strict=True)):
        state_dict[f"{2 * layer}.weight"] = torch.tensor(W.T.copy())
        state_dict[f"{2 * layer}.bias"] = torch.tensor(b.copy())
    return state_dict


def _array(value: Any) -> np.ndarray:
    if hasattr(value, "detach"):  # a tensor, perhaps on a GPU and part of a graph
        value = value.detach().cpu()
        if value.is_floating_point() and value.element_size() < 4:  # NumPy knows no bfloat16
            value = value.float()
        value = value.numpy()
    value = np.asarray(value)
    return value.astype(np.float32) if value.dtype == np.float16 else value
