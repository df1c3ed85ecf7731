"""States of a figure to visit, and its numbers against those that its Python snippet computes."""

from __future__ import annotations

import random
import re

import pytest

#: What a link may bring that is no state.
JUNK = ["NaN", "null", '"x"', "[1,2", "1e999", "{}", "-1e9"]


def picks(figure: str, count: int = 25) -> list[list[float]]:
    """Where to go: both ends and random positions of a figure's sliders, choices and steps."""
    picker = random.Random(figure)
    found = []
    for turn in range(count):
        pick = [picker.random() for _ in range(6)]
        if turn < 2:
            pick[1:-1] = [turn] * 4
        found.append(pick)
    return found


def number_on_show(text: str) -> tuple[float, float]:
    """A displayed number and half a unit of its last digit."""
    text = text.strip("() ").replace("−", "-").lstrip("+")
    power = 0
    if match := re.fullmatch(r"(.*)·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text):
        text, digits = match.groups()
        power = int(digits.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
    decimals = len(text.partition(".")[2])
    return float(text) * 10**power, 0.5 * 10 ** (power - decimals)


NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def agree(one: str, other: str) -> bool:
    """Whether two marks of `looks.everything` are the same: letters, and places to 0.1 pixels."""
    if one == other:
        return True
    (here, letters), (there, others) = one.split("\n", 1), other.split("\n", 1)
    if letters != others or NUMBER.sub("#", here) != NUMBER.sub("#", there):
        return False
    pairs = zip(NUMBER.findall(here), NUMBER.findall(there), strict=True)
    return all(abs(float(a) - float(b)) < 0.1 for a, b in pairs)


def compare(shown: dict, where: str) -> int:
    """Hold what `looks.numbers` saw to what its snippet computes; how many slots were compared."""
    assert not shown["bad"], where
    space: dict = {}
    exec(compile(shown["code"], "snippet", "exec"), space)
    assert shown["values"], where
    for name, value in shown["values"].items():
        assert name in space, f"{where}: the snippet makes no {name}"
        fault = f"{where}: {name} is {value} on the page, {space[name]} by the snippet"
        assert space[name] == pytest.approx(value, rel=1e-9, abs=1e-12), fault
    known = {**shown["state"], **shown["values"]}
    compared = 0
    for name, text in shown["slots"]:
        if name in known and re.search(r"\d", text):
            number, half = number_on_show(text)
            assert abs(number - known[name]) <= half * 1.0001, f"{where}: {name} as {text}"
            compared += 1
    return compared
