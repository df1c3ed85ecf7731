"""Networks on disk (.npz, no pickle) and to and from PyTorch."""

from __future__ import annotations

from itertools import pairwise
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from mlp_lib.activations import LeakyReLU

if TYPE_CHECKING:
    from mlp_lib.network import MLP

FORMAT = "mlp_lib network 1"
FIELDS = {"format", "sizes", "hidden", "slope", "output", "loss", "theta"}


def save(net: MLP, path: str | PathLike) -> None:
    """Write a network to `path`, a NumPy archive of plain arrays."""
    with open(path, "wb") as file:
        np.savez(
            file,
            format=FORMAT,
            sizes=net.sizes,
            hidden=net.hidden.name,
            slope=getattr(net.hidden, "slope", 0.0),
            output=net.output.activation.name,
            loss=net.output.loss.name,
            theta=net.theta,
        )


def load(cls: type[MLP], path: str | PathLike, rng: np.random.Generator | None = None) -> MLP:
    """Return the network saved in `path`.

    Parameters
    ----------
    cls : type
        The class to make.
    path : path-like
        A file written by `save`.
    rng : numpy.random.Generator, optional
        For further training; by default one seeded with 0.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is damaged or was not written by `save`.
    """
    from zipfile import BadZipFile  # here, because most programs never load a network

    try:
        with np.load(path, allow_pickle=False) as archive:
            saved = {name: archive[name] for name in archive.files}
    except FileNotFoundError:
        raise
    except (TypeError, ValueError, OSError, EOFError, KeyError, BadZipFile) as error:
        raise ValueError(f"{path} is damaged or no .npz archive: {error}") from error
    if saved.keys() != FIELDS or str(saved["format"]) != FORMAT:
        raise ValueError(f"{path} is not a network saved by mlp_lib: it holds {sorted(saved)}")
    hidden = str(saved["hidden"])
    try:
        net = cls(
            saved["sizes"].tolist(),
            LeakyReLU(float(saved["slope"])) if hidden == "leaky_relu" else hidden,
            str(saved["output"]),
            str(saved["loss"]),
            init="zeros",
            rng=np.random.default_rng(0) if rng is None else rng,
            dtype=saved["theta"].dtype,
        )
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path} does not describe a network: {error}") from error
    theta = saved["theta"]
    if theta.shape != net.theta.shape or not np.isfinite(theta).all():
        raise ValueError(
            f"{path}: sizes {list(net.sizes)} need {net.theta.size} finite parameters, "
            f"got an array of shape {theta.shape}"
        )
    net.theta[...] = theta
    return net


def from_torch(cls: type[MLP], state_dict: dict[str, Any], **settings: Any) -> MLP:
    """Return a network with the weights of a PyTorch model made of linear layers.

    PyTorch stores weights as (out, in) and computes x A^T + b; ours are the transposes (M15).

    Parameters
    ----------
    cls : type
        The class to make.
    state_dict : dict
        Pairs ``<name>.weight`` (out, in) and ``<name>.bias`` (out,) in the order of the layers, as
        of ``nn.Sequential(nn.Linear(...), nn.ReLU(), ...).state_dict()``; tensors or arrays.
    **settings
        Passed on: hidden, output, loss, rng, dtype. They are not in the state dict, except the
        dtype. By default `rng` is seeded with 0.

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
    settings = {"rng": np.random.default_rng(0), "dtype": W[0].dtype, "init": "zeros"} | settings
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
    return np.asarray(value)
