"""What the checkers say by themselves, from ``replies.json``, which the page reads too.

A sentence has one home there; a translation replaces that file. What an exercise says of its own
mistakes stands with the exercise.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

REPLIES = json.loads((Path(__file__).parent / "replies.json").read_text("utf8"))


@dataclass(frozen=True)
class Verdict:
    """What is said about an answer: ``right``, a headline, and one or two sentences."""

    right: bool
    head: str
    says: str


def right(says: str = "") -> Verdict:
    """The verdict on a right answer."""
    return Verdict(True, REPLIES["right"], says)


def not_yet(name: str, says: str) -> Verdict:
    """The verdict on a wrong answer whose mistake has a name."""
    return Verdict(False, said("named", name=name) if name else REPLIES["not_yet"], says)


def slip(key: str, **values: object) -> Verdict:
    """The verdict on a slip that any exercise may show, by its name in ``replies.json``."""
    name, says = REPLIES["slips"][key]
    return not_yet(name, says.format(**values))


def said(key: str, **values: object) -> str:
    """A sentence with values in the place of its braces."""
    return REPLIES[key].format(**values)


def counted(count: int, noun: str) -> str:
    """``1 number``, ``3 numbers``."""
    one, several = REPLIES["counted"][noun]
    return (one if count == 1 else several).format(count=count)
