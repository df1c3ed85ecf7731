"""Functions by their text: a mistake as what differs from the answer."""

from __future__ import annotations

import inspect
from collections.abc import Callable


def broken(function: Callable, *swaps: tuple[str, str]) -> Callable:
    """A copy of ``function`` whose source text has each first text replaced by the second.

    This is how a `Mistake` of a code exercise is written: as what differs from the answer.

    Raises
    ------
    ValueError
        When a text to replace does not occur exactly once.
    """
    source = inspect.getsource(function)
    for old, new in swaps:
        if source.count(old) != 1:
            raise ValueError(f"{old!r} occurs {source.count(old)} times in {function.__name__}")
        source = source.replace(old, new)
    space = dict(function.__globals__)
    exec(source, space)
    return space[function.__name__]
