"""What the objects of the library have in common: how they are copied, and what may be assigned.

`Stateful` ones change (a network, an optimizer), `Constant` ones never do (an activation, a loss).
"""

from __future__ import annotations

import copy
import sys
from typing import Any, ClassVar

import numpy as np

from mlp_lib.checks import unknown_name


class Stateful:
    """An object with a state of its own.

    Its attributes are those that its class names in ``__slots__``, and no others: a misspelt one
    would be ignored, so it is an error. A subclass without ``__slots__`` may add what it likes.

    ``copy.copy`` and ``copy.deepcopy`` both give an independent object, as ``copy.copy`` does with
    a NumPy array: what happens to a copy never touches the original. Objects that belong together
    are copied together, ``copy.deepcopy((net, optimizer))``, or pickled in one go.

    Nothing is held twice: the attributes in `DERIVED` follow from the rest. Copies and pickles
    leave them out, and `_derive` makes them again.
    """

    __slots__ = ("__weakref__",)

    DERIVED: ClassVar[frozenset[str]] = frozenset()

    def _derive(self) -> None:
        """Make the attributes that `DERIVED` names."""

    def __copy__(self):
        return copy.deepcopy(self)

    def __getstate__(self) -> dict[str, Any]:
        state = super().__getstate__() or {}
        if isinstance(state, tuple):
            own, slots = state
            state = (own or {}) | slots
        for name in self.DERIVED:
            state.pop(name, None)
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            if isinstance(value, np.ndarray) and (
                type(value) is not np.ndarray or not value.flags.writeable
            ):
                value = np.array(value)  # joblib hands large arrays over as read-only files
            object.__setattr__(self, name, value)
        self._derive()

    def __setattr__(self, name: str, value: Any) -> None:
        try:
            super().__setattr__(name, value)
        except AttributeError:
            kind = type(self)
            if hasattr(kind, name):
                raise AttributeError(
                    f"{name} of this {kind.__name__} cannot be assigned: it is fixed, or follows "
                    f"from the rest; make a new {kind.__name__}"
                ) from None
            known = [n for n in dir(kind) if n[0] != "_" and not callable(getattr(kind, n))]
            known = [n for n in known if len(n) == 1 or not n.isupper()]
            raise AttributeError(
                str(unknown_name(f"attribute of {kind.__name__}", name, known))
            ) from None


class Constant:
    """A function that never changes, so that networks can share it.

    Two of one type with the same settings are equal. Those of the library are found by their name
    in the module that makes them, and are themselves again after a copy or a pickle.
    """

    name: str

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(type(self))

    def __reduce_ex__(self, protocol: int):
        shared = _ours(self) and vars(sys.modules[type(self).__module__]).get(self.name) is self
        return self.name if shared else super().__reduce_ex__(protocol)

    def __setattr__(self, name: str, value: Any) -> None:
        if _ours(self):
            raise AttributeError(
                f"{self} cannot be changed, for other networks may share it; "
                f"make a new {type(self).__name__}"
            )
        super().__setattr__(name, value)

    def __repr__(self) -> str:
        return self.name


def _ours(thing: object) -> bool:
    """Whether its class is the library's, so not a reader's own subclass."""
    return type(thing).__module__.startswith("mlp_lib.")
