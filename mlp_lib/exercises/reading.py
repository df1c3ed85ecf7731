"""What was typed becomes numbers, or a sentence that says why not.

The page reads without Python: ``js/reading.js`` does the same and is tested against it.
"""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np

from mlp_lib.exercises.arrays import as_array
from mlp_lib.exercises.replies import REPLIES, Verdict, counted, said
from mlp_lib.exercises.words import in_kind

_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
_ENTRY = re.compile(rf"({_NUMBER})(?:/({_NUMBER}))?(%?)")
_BLANK = re.compile("[\r\f\v\u00a0\u2009\u202f]")
_DASH = re.compile("[\u2010-\u2014\u2212\ufe63\uff0d]")
#: What may stand for something else: a copied array, 2·10^-3, a sign and a gap, 5 %.
_SPELLINGS = (
    (r"^[=\u2248~][ \t]*|(?:np\.)?(?:array|float64)(?=\()", ""),
    (
        r"[ \t]*[*x\u00b7\u00d7][ \t]*10[ \t]*(?:\^|\*\*)[ \t]*"
        r"(?:\(([+-]?[0-9]{1,3})\)|([+-]?[0-9]{1,3}))",
        r"e\1\2",
    ),
    (r"(^|[,;(\[{\n])([ \t]*[+-])[ \t]+(?=[0-9.])", r"\1\2"),
    (r"[ \t]+%", "%"),
)
_THOUSANDS = re.compile(r"([+-]?[0-9]{1,3}([ ,.'\u2019_])[0-9]{3}(?:\2[0-9]{3})*)([.,][0-9]*)?")
LONGEST = 2000


def read(text: str, vector: bool = False) -> np.ndarray:
    """Read what was typed: ``0.5``, ``0,5``, ``1/6``, ``5 %``, ``2*10^-3``, ``[[1, 2], [3, 4]]``.

    Parameters
    ----------
    text : str
        The answer as typed.
    vector : bool
        Whether several numbers are expected; only then is the comma of ``1,5`` a separator.

    Raises
    ------
    ValueError
        With a sentence for the learner.
    """
    how = REPLIES["write_several" if vector else "write_one"]
    if len(text) > LONGEST:
        raise ValueError(said("too_long", count=len(text), how=how))
    text = _BLANK.sub(" ", _DASH.sub("-", text)).strip(" \t\n")
    for spelling, replacement in _SPELLINGS:
        text = re.sub(spelling, replacement, text)
    if not vector and re.fullmatch("[+-]?[0-9]+,[0-9]+", text):
        text = text.replace(",", ".")
    text = re.sub(r"[\])}][ \t\n]*,?[ \t\n]*[\[({]", ";", text)
    rows = re.split(r"[;\n]", re.sub(r"[\[\](){}]", " ", text))
    values = [
        [_value(entry, how) for entry in re.split("[ \t,]+", row.strip(" \t,"))]
        for row in (re.sub("[ \t]*/[ \t]*", "/", row) for row in rows)
        if row.strip(" \t")
    ]
    if not values:
        raise ValueError(how)
    for number, row in enumerate(values, 1):
        if len(row) != len(values[0]):
            numbers = counted(len(row), "number")
            raise ValueError(said("uneven", row=number, numbers=numbers, first=len(values[0])))
    array = np.array(values)
    if array.size == 1:
        return array.reshape(())
    return array[0] if len(values) == 1 else array


def _value(entry: str, how: str) -> float:
    match = _ENTRY.fullmatch(entry)
    value = math.nan
    if match:
        top, bottom = float(match[1]), float(match[2] or 1)
        value = top / bottom / (100 if match[3] else 1) if bottom else math.nan
    if not math.isfinite(value):
        shown = entry if len(entry) <= 20 else entry[:20] + "..."
        raise ValueError(said("unreadable", entry=shown, how=how))
    return value


def without_thousands(typed: str) -> float | None:
    """The number meant by ``6,084`` or ``6 084.5``, if there are such marks between thousands."""
    match = _THOUSANDS.fullmatch(typed.strip(" "))
    if not match:
        return None
    number = re.sub("[^0-9+-]", "", match[1]) + (match[3] or "").replace(",", ".")
    return float(number)


def parting(axes: int) -> str:
    """How a typed answer of so many axes is parted, as the end of a reply."""
    return f" {REPLIES['part'][axes]}"


def understood(answer: Any, vector: bool) -> np.ndarray | Verdict:
    """An answer as an array, or the verdict that it is none; typed text is read."""
    try:
        array = read(answer, vector) if isinstance(answer, str) else as_array(answer)
    except (ValueError, TypeError, OverflowError) as error:
        kind = f"A number, a list or an array of numbers is asked for, not {in_kind(answer)}."
        says = str(error) if isinstance(answer, str) else kind
        return Verdict(False, REPLIES["no_number"], says)
    if not np.all(np.isfinite(array)):
        return Verdict(False, REPLIES["no_number"], "The answer holds nan or inf.")
    return array
