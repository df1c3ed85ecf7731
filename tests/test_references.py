"""Whoever names an equation by its number names one that the book prints."""

import pytest

from tools.references import named, places, printed, unprinted


def test_every_equation_that_is_named_is_printed():
    assert [str(place) for place in unprinted()] == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Source: (9.3e) to (9.6).", ["9.3e", "9.6"]),
        ("# equations (8.3), (8.4a)", ["8.3", "8.4a"]),
        ("Chapter 2 (equations 2.1a to 2.4b)", ["2.1a", "2.4b"]),
        ("equation 10.3 and {eq}`eq:4.2b`", ["10.3", "4.2b"]),
        ("p.text(x(5.5), (0.5) * y(2.7))", []),  # arguments and factors
        (r"\ln(1.5) + f^{(1.2)} and 3(2.5)", []),
        ("version 1.4, or (12 of 14)", []),
    ],
)
def test_what_counts_as_naming_an_equation(text, numbers):
    assert list(named(text)) == numbers


def test_the_check_of_each_equation_is_found_by_its_number():
    files = {number: set() for number in printed()}
    for place in places():
        files.get(place.number, set()).add(place.file)
    for number, found in files.items():
        chapter = int(number.partition(".")[0])
        assert f"tests/equations/chapter_{chapter:02}.py" in found, number
