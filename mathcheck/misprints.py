"""The ways in which one misprints an equation; each function yields one misprint at a time."""

import re
from collections.abc import Iterator

from mathcheck.source import OPENING, Source

_SWAPS = {
    "sign": {"+": ["-"], "-": ["+", ""]},
    "relation": {
        r"\le": ["<", r"\ge", "="],
        r"\ge": [">", r"\le", "="],
        "<": [r"\le", ">"],
        ">": [r"\ge", "<"],
    },
    "operator": {
        r"\cdot": ["+", r"\odot"],
        r"\odot": ["+", r"\cdot"],
        r"\sum": [r"\prod"],
        r"\prod": [r"\sum"],
        r"\max": [r"\min"],
        r"\min": [r"\max"],
    },
    "function": {
        r"\cos": [r"\sin"],
        r"\sin": [r"\cos"],
        r"\ln": [r"\exp"],
        r"\exp": [r"\ln"],
        r"\tanh": [r"\sigma"],
        r"\sqrt": [""],
    },
    "norm": {r"\|": ["|"]},
    "prime": {"'": [""]},
}
_NAMED_FUNCTIONS = {
    "step": r"\mathrm{sign}",
    "sign": r"\tanh",
    "relu": r"\tanh",
    "ReLU": r"\tanh",
    "softmax": r"\sigma",
}


def _swapped(kind: str):
    def make(source: Source) -> Iterator[str]:
        for index, token in enumerate(source.tokens):
            for new in _SWAPS[kind].get(token.text, ()):
                if kind == "norm":
                    continue
                yield source.replaced(index, index, new)

    return make


def _norms(source: Source) -> Iterator[str]:
    """Replace a pair of double bars by single ones."""
    bars = [i for i, token in enumerate(source.tokens) if token.text == r"\|"]
    for first, last in zip(bars[::2], bars[1::2], strict=False):
        inside = source.text(first + 1, last - 1)
        yield source.replaced(first, last, f"|{inside}|")


def _minus_after_relation(source: Source) -> Iterator[str]:
    depth = 0
    for index, token in enumerate(source.tokens):
        depth += (token.text in OPENING) - (token.text in OPENING.values())
        if depth == 0 and token.text in ("=", r"\leftarrow", r"\le", r"\ge"):
            yield source.replaced(index, index, token.text + "-")


def _digits(source: Source) -> Iterator[str]:
    for index, token in enumerate(source.tokens):
        if token.text.isdigit():
            yield source.replaced(index, index, str((int(token.text) + 1) % 10))


def _dropped_numbers(source: Source) -> Iterator[str]:
    r"""Drop a power, or a number that multiplies."""
    texts = [token.text for token in source.tokens]
    for index, text in enumerate(texts):
        if text == "^" and index + 1 < len(texts):
            last = source.closing(index + 1) if texts[index + 1] == "{" else index + 1
            yield source.replaced(index, last, "")
        before = texts[index - 1] if index else "="
        alone = before not in ("^", "_") and not before.isdigit() and before != "."
        if text.isdigit() and alone and index + 1 < len(texts) and texts[index + 1] not in "}.":
            yield source.replaced(index, index, "")


def _dropped_factors(source: Source) -> Iterator[str]:
    """Drop a name together with its scripts."""
    texts = [token.text for token in source.tokens]
    for first, last in source.names:
        while last + 1 < len(texts) and texts[last + 1] in ("_", "^", "'"):
            if texts[last + 1] == "'":
                last += 1
            elif last + 2 < len(texts):
                last = source.closing(last + 2) if texts[last + 2] == "{" else last + 2
        yield source.replaced(first, last, "")


def _dropped_terms(source: Source) -> Iterator[str]:
    """Drop a term with the sign before it."""
    texts = [token.text for token in source.tokens]
    for index, text in enumerate(texts):
        if text not in "+-":
            continue
        depth, last = 0, index
        while last + 1 < len(texts):
            after = texts[last + 1]
            depth += (after in OPENING) - (after in OPENING.values())
            ends = after in ("+", "-", ",", ";", "=", "<", ">", r"\le", r"\ge", r"\leftarrow")
            if depth < 0 or (depth == 0 and ends):
                break
            last += 1
        yield source.replaced(index, last, "")


def _dropped_brackets(source: Source) -> Iterator[str]:
    for index, token in enumerate(source.tokens):
        if token.text == "(":
            last = source.closing(index)
            inside = re.sub(r"\^\{\[.*?\]\}|\s", "", source.text(index + 1, last - 1))
            if len(inside) == 1 or re.fullmatch(r"\\[A-Za-z]+(\{?\w\}?)?", inside):
                continue  # f(x) and f x say the same
            yield source.replaced(index, last, source.text(index + 1, last - 1))


def _fractions(source: Source) -> Iterator[str]:
    """Turn fractions upside down, and drop a numerator's or denominator's company."""
    texts = [token.text for token in source.tokens]
    for index, text in enumerate(texts):
        if text != r"\frac":
            continue
        first = (index + 1, source.closing(index + 1) if texts[index + 1] == "{" else index + 1)
        at = first[1] + 1
        second = (at, source.closing(at) if texts[at] == "{" else at)
        top, bottom = (source.text(*part).removeprefix("{") for part in (first, second))
        top, bottom = (
            t.removesuffix("}") if t.count("}") > t.count("{") else t for t in (top, bottom)
        )
        yield source.replaced(index, second[1], rf"\frac{{{bottom}}}{{{top}}}")
        yield source.replaced(index, second[1], rf"({top})")


def _transposes(source: Source) -> Iterator[str]:
    texts = [token.text for token in source.tokens]
    for index, text in enumerate(texts):
        if text == r"\top":
            first = index - 1 if texts[index - 1] == "^" else index
            yield source.replaced(first, index, "")
    for first, last in source.names:
        bold = texts[first] in (r"\mathbf", r"\boldsymbol") or texts[last].isupper()
        if bold and texts[last + 1 : last + 2] != ["^"]:
            yield source.replaced(first, last, source.text(first, last) + r"^\top")


def _symbols(source: Source) -> Iterator[str]:
    """Print one name of the equation in the place of another."""
    printed = list(dict.fromkeys(source.text(*name) for name in source.names))
    for first, last in source.names:
        for other in printed:
            if other != source.text(first, last):
                yield source.replaced(first, last, f"{{{other}}}" if first < last else other)


def _indices(source: Source) -> Iterator[str]:
    """Shift an index or a layer, and exchange two indices."""
    texts = [token.text for token in source.tokens]
    for index, text in enumerate(texts):
        one_letter = len(text) == 1 and text.islower()
        if one_letter and index and texts[index - 1] == "_":
            yield source.replaced(index, index, f"{{{text}+1}}")
        if one_letter and index > 1 and texts[index - 2 : index] == ["_", "{"]:
            pair = texts[index + 1]
            if len(pair) == 1 and pair.islower() and texts[index + 2] == "}":
                yield source.replaced(index, index + 1, f"{pair} {text}")
            if pair in "+-" and texts[index + 3] == "}":
                yield source.replaced(index + 1, index + 2, "")
        if one_letter and index > 2 and texts[index - 3 : index] == ["^", "{", "["]:
            shifts = ["+1", "-1"] if texts[index + 1] == "]" else [""]
            last = index if texts[index + 1] == "]" else index + 2
            for shift in shifts:
                yield source.replaced(index, last, text + shift)


def _functions(source: Source) -> Iterator[str]:
    yield from _swapped("function")(source)
    for first, last in source.names:
        word = re.sub(r"\\mathrm|\\operatorname|[{}\s]", "", source.text(first, last))
        if word in _NAMED_FUNCTIONS:
            yield source.replaced(first, last, _NAMED_FUNCTIONS[word])


KINDS = {
    "sign": _swapped("sign"),
    "minus after relation": _minus_after_relation,
    "term dropped": _dropped_terms,
    "factor dropped": _dropped_factors,
    "number dropped": _dropped_numbers,
    "digit": _digits,
    "symbol": _symbols,
    "index": _indices,
    "bracket dropped": _dropped_brackets,
    "fraction": _fractions,
    "transpose": _transposes,
    "relation": _swapped("relation"),
    "operator": _swapped("operator"),
    "function": _functions,
    "norm": _norms,
    "prime": _swapped("prime"),
}
