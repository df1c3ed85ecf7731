"""What the names of one equation stand for."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from mathcheck.errors import LatexError
from mathcheck.functions import FUNCTIONS

Key = tuple[str, int | None]


@dataclass
class Model:
    """Values for the names of one equation, found without the equation.

    Accents and fonts are written out or dropped in names: ``\\hat y`` is ``yhat``,
    ``\\tilde{\\mathbf x}`` is ``xtilde``, ``\\mathbf w`` is ``w``, ``h^*`` is ``h*``, ``g_B`` is
    ``g_B`` where that name is bound and an indexed ``g`` otherwise, ``\\mathbf 1`` is ``ones``.

    Parameters
    ----------
    values : mapping
        Numbers, arrays, sets, or ``{layer: array}``.
    definitions : mapping
        ``name: f(model)`` or ``f(model, layer)``: computed from other names, so that derivatives
        pass through. They must be written for complex arguments.
    arguments : mapping
        ``name: [names]``: a definition that may be printed with arguments, ``C(\\theta)``.
    functions : mapping
        Further functions, or other versions of the standard ones.
    new : mapping
        For an update: ``name: value afterwards``, found independently.
    first : mapping
        Printed index of the first element, where it is not 1.
    layers : mapping
        Layers of a definition.
    ranges : mapping
        Values of an index, where they do not follow from the sizes.
    samples : collection of str
        Names of random quantities: their first axis lists equally likely cases, for ``E[g]`` and
        ``\\mathrm{Var}(w)``.
    gradient : str or sequence of str
        Variables of a ``\\nabla`` that is printed without any.
    tolerance, absolute : float
        Allowed difference: relative to the larger side, and absolute.
    spelling : mapping
        LaTeX that is read as one name: ``{r"D_{\\mathbf u}f": r"\\mathrm{Duf}"}``.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    definitions: Mapping[str, Callable] = field(default_factory=dict)
    arguments: Mapping[str, Sequence[str]] = field(default_factory=dict)
    functions: Mapping[str, Any] = field(default_factory=dict)
    new: Mapping[str, Any] = field(default_factory=dict)
    first: Mapping[str, int] = field(default_factory=dict)
    layers: Mapping[str, Sequence[int]] = field(default_factory=dict)
    ranges: Mapping[str, Sequence[int]] = field(default_factory=dict)
    samples: Collection[str] = ()
    gradient: str | Sequence[str] | None = None
    tolerance: float = 1e-9
    absolute: float = 1e-12
    spelling: Mapping[str, str] = field(default_factory=dict)
    overrides: Mapping[Key, Any] = field(default_factory=dict, repr=False)
    _known: dict = field(default_factory=dict, init=False, repr=False, compare=False)

    def has(self, name: str) -> bool:
        """Tell whether the name is bound."""
        return (
            name in self.values
            or name in self.definitions
            or name in self.new
            or (name, None) in self.overrides
        )

    def function(self, name: str):
        """Return the function called ``name`` (or ``{index: function}``), or None."""
        if name in self.functions:
            return self.functions[name]
        return None if self.has(name) else FUNCTIONS.get(name)

    def with_values(self, overrides: Mapping[Key, Any]) -> "Model":
        """Return a model in which these ``(name, layer)`` have other values."""
        return replace(self, overrides={**self.overrides, **overrides})

    def __call__(self, name: str, layer: int | None = None):
        """Return the value of a name, computed once."""
        key = (name, layer)
        if key in self.overrides:
            return self.overrides[key]
        if key not in self._known:
            value = self._find(name, layer)
            plain = isinstance(value, dict | set | frozenset)
            self._known[key] = value if plain else np.asarray(value)
        return self._known[key]

    def defined(self, name: str):
        """Compute a definition afresh."""
        return np.asarray(self.definitions[name](self))

    def must_be_bold(self, name: str) -> bool:
        """Tell whether a vector of this name is printed in bold: a Latin small letter."""
        return bool(re.fullmatch("[a-z](hat|tilde|bar|dot)?", name)) and name not in self.samples

    def layer_set(self, name: str) -> set[int]:
        """Return the layers in which a name exists."""
        value = self.values.get(name)
        return set(value) if isinstance(value, dict) else set(self.layers.get(name, ()))

    def _find(self, name: str, layer: int | None):
        if name in self.values:
            value = self.values[name]
            if layer is None:
                return value
            if not isinstance(value, dict):
                raise LatexError(f"{name} has no layers in the model")
            if layer not in value:
                raise LatexError(f"{name} has no layer {layer}; it has {sorted(value)}")
            return value[layer]
        if name in self.definitions:
            define = self.definitions[name]
            return define(self) if layer is None else define(self, layer)
        bound = sorted({*self.values, *self.definitions, *self.new})
        raise LatexError(f"{name!r} is not bound; the model of this equation binds {bound}")
