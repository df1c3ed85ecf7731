"""Functions by their text: a solution as it is shown, a mistake as what differs from it."""

from __future__ import annotations

import inspect
from collections.abc import Callable


def source_of(*parts: Callable) -> str:
    """The text of functions and classes, one after the other."""
    return "\n\n".join(map(inspect.getsource, parts))


def broken(function: Callable | tuple[Callable, ...], *swaps: tuple[str, str]) -> Callable:
    """A copy of ``function`` whose source text has each first text replaced by the second.

    This is how a `Mistake` of a code exercise is written: as what differs from the answer. An
    answer of several parts is a tuple, first the function that is called.

    Raises
    ------
    ValueError
        When a text to replace does not occur exactly once.
    """
    parts = function if isinstance(function, tuple) else (function,)
    source, called = source_of(*parts), parts[0]
    for old, new in swaps:
        if source.count(old) != 1:
            raise ValueError(f"{old!r} occurs {source.count(old)} times in {called.__name__}")
        source = source.replace(old, new)
    space = dict(called.__globals__)
    exec(source, space)
    return space[called.__name__]
