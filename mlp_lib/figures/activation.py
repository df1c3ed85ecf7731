"""The activation explorer: a function, its slope, and where it saturates."""

from __future__ import annotations

from typing import ClassVar

from mlp_lib.activations import HIDDEN, identity
from mlp_lib.figures.base import Choice, Figure, slider


class Activation(Figure):
    """Chapter 2: activations and their derivatives (equations 2.1a to 2.4b)."""

    name = "activation"
    KINDS: ClassVar[tuple[str, ...]] = tuple(name for name in HIDDEN if name != identity.name)

    kind = Choice(KINDS, "sigmoid", kind="activation", help="Which activation is shown.")
    z = slider(2.0, -6, 6, 0.05, symbol="z", label="pre-activation z")


def activation(kind: str = "sigmoid", z: float = 2.0, *, number: str = "") -> Activation:
    """Show an activation and its derivative at a point that can be moved.

    Parameters
    ----------
    kind : str
        Activation that is shown at first: a name from `mlp_lib.activations.HIDDEN`, all but
        "identity", which has no bend.
    z : float from -6 to 6
        Pre-activation at which value, tangent and slope are shown.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `kind` is not known.
    traitlets.TraitError
        `z` is not a number or lies outside its range.
    """
    return Activation(kind=kind, z=z, number=number)
