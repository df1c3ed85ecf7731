"""Look up the numbers of a chapter's prose in the outputs that the chapter has stored.

A number with three or more decimals is a result, and a result is computed: it must occur among
the outputs of the same notebook, rounded to the digits that the prose prints.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from pathlib import Path

from mathcheck.markdown import prose
from mathcheck.notebooks import markdown_cells

DECIMALS = 3

_NUMBER = re.compile(
    r"(?P<minus>-[ \t]?)?(?<![\w.])(?P<digits>\d+(?:\.\d*)?|\.\d+)"
    r"(?:[eE](?P<power>[-+]?\d+)|\s*[·*]\s*10\^(?P<printed>[-+]?\d+))?"
    r"(?!\w|\.\d)(?P<percent>\s*%)?"
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")


@dataclass(frozen=True)
class Printed:
    """A number as it is printed.

    Attributes
    ----------
    text : str
        The characters.
    value : Decimal
    unit : Decimal
        The place of its last digit.
    either_sign : bool
        Whether a minus before it subtracts, so that the sign is not the number's own.
    percent : bool
    mantissa_decimals : int
        Digits after the point, before any power of ten.
    """

    text: str
    value: Decimal
    unit: Decimal
    either_sign: bool
    percent: bool
    mantissa_decimals: int

    @property
    def is_result(self) -> bool:
        """Whether it has so many decimals that it must have been computed."""
        return self.mantissa_decimals > 0 and self.unit <= Decimal(10) ** -DECIMALS

    def rounds(self, stored: "Printed") -> bool:
        """Tell whether this is ``stored``, rounded."""
        scales = (1, Decimal("0.01")) if self.percent else (1,)
        return any(self._rounds(stored, scale) for scale in scales)

    def _rounds(self, stored: "Printed", scale) -> bool:
        value, unit, other = self.value * scale, self.unit * scale, stored.value
        if self.either_sign or stored.either_sign:
            value, other = abs(value), abs(other)
        return stored.unit <= unit and abs(value - other) <= unit / 2


def numbers(text: str) -> Iterator[Printed]:
    """Yield the numbers in a text, LaTeX and Unicode signs included."""
    text = re.sub(r"10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+)", lambda m: "10^" + m[1].translate(_SUPERSCRIPTS), text)
    text = text.replace("−", "-").replace("×", "·").replace(r"\%", "%")
    text = re.sub(r"\\(?:cdot|times)(?![A-Za-z])", "·", text)
    text = re.sub(r"(?<=\d)(?:\{,\}|\\,)(?=\d)", "", text)
    text = re.sub(r"10\s*\^\s*\{\s*([-+]?\d+)\s*\}", r"10^\1", text)
    text = re.sub(r"\\[A-Za-z]+|\\.|[{}$]", " ", text)
    for match in _NUMBER.finditer(text):
        digits = match["digits"]
        power = int(match["power"] or match["printed"] or 0)
        decimals = len(digits.partition(".")[2])
        value = Decimal(digits) * Decimal(10) ** power
        if match["minus"]:
            value = -value
        yield Printed(
            match.group().strip(),
            value,
            Decimal(10) ** (power - decimals),
            bool(match["minus"]) and _subtracts(text, match),
            bool(match["percent"]),
            decimals,
        )


def _subtracts(text: str, match: re.Match) -> bool:
    """Tell ``w-0.5`` and ``w - 0.5`` from ``from -0.5`` and ``[1. -0.5]``."""
    before = text[: match.start()]
    operand = before.rstrip()[-1:]
    follows = operand.isalnum() or operand in (")", "]", "|")
    lone = before.endswith((" ", "\n", "\t")) and match["minus"] == "-"
    return bool(operand) and follows and not lone


def stored_text(path: Path) -> str:
    """Return all text that the outputs of a notebook show, pictures' lettering included."""
    parts = []
    for cell in json.loads(Path(path).read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            parts.append(_joined(output.get("text", "")))
            parts.append(output.get("evalue", ""))
            for kind, data in output.get("data", {}).items():
                if kind in ("text/html", "image/svg+xml"):
                    parts.append(_without_tags(_joined(data)))
                elif kind.startswith("text/"):
                    parts.append(_joined(data))
    return "\n".join(parts)


def _joined(text) -> str:
    return text if isinstance(text, str) else "".join(text)


def _without_tags(markup: str) -> str:
    markup = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", " ", markup, flags=re.S)
    return unescape(re.sub(r"<[^>]*>", " ", markup))


def unfounded_numbers(path: Path) -> list[str]:
    """Return a message for each number of the prose that no stored output shows.

    Each names chapter, cell and number, and the nearest stored number.
    """
    stored = list(numbers(stored_text(path)))
    messages = []
    for index, cell_id, source in markdown_cells(path):
        for number in numbers(prose(source)):
            if number.is_result and not any(number.rounds(other) for other in stored):
                nearest = min(stored, key=lambda s, n=number: abs(s.value - n.value), default=None)
                hint = f"; the nearest is {nearest.text}" if nearest else "; there are none"
                messages.append(
                    f"{Path(path).stem}, cell {index} ({cell_id}): {number.text} is not among "
                    f"the stored outputs{hint}"
                )
    return messages
