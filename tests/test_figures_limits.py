"""The state of each figure against its page: what Python takes the page takes, and nothing else."""

from __future__ import annotations

import json
from contextlib import suppress
from urllib.parse import urlencode

import pytest
import traitlets

from mlp_lib import figures
from mlp_lib.figures.base import Figure
from tests.support.node import ROOT, in_page

if not (ROOT / "node_modules/linkedom").exists():
    pytest.skip("linkedom is not installed: npm ci", allow_module_level=True)

#: What hardly a part of any state may be.
GARBAGE = ("NaN", "1e999", "-1e999", "{}", "[]", "[1,2", "true", '"1"', "-1e9", "0.123456", '"x"')
#: Lists that can be drawn, and some that cannot.
LISTS = {
    "knots": (
        [[1, 2], [0, 4]],
        [[-0.9, -1], [4.9, 4]],
        [[1, 2, 3]],
        [[1, 4.1]],
        [[-0.95, 0]],
        [[1, 0], [1.05, 0]],
        [[k / 2, 0] for k in range(9)],
        [["1", "2"]],
        [[True, 1]],
        [None],
        7,
    ),
    "ends": ([-1, 4], [0, 4.1], [-1.1, 0], [1], [1, 2, 3], ["1", 2], [None, 1], [True, 1]),
    "points": (
        [[2, -2, 1], [0.3, 0, -1]],
        [[2.1, 0, 1]],
        [[0, 0, 0]],
        [[0, 0, 0.5]],
        [[0, 0]],
        [[0, k / 10, 1] for k in range(13)],
        [["1", "1", "1"]],
        [[0, 0, True]],
        [3],
    ),
    "cursor": ([2, -2], [0, 2.1], [1], ["0", 0], [None, 0], [0, 0, 0]),
}


def tried(name: str, limits: dict) -> list[str]:
    """Values of one part of the state as a link writes them, inside its limits and outside."""
    found: list[object] = []
    if "names" in limits:
        found += [*limits["names"], len(limits["names"]) + 1, None]
    elif name in LISTS:
        found += LISTS[name]
    else:
        low, high = limits["min"], limits.get("max", 7)
        found += [low, high, (low + high) / 2, round((low + high) / 2), low - 1, high + 1, None]
        found += [high + 1e-10, high + 1e-6, low - 1e-10, low - 1e-6, 1e6]
    return [*map(json.dumps, found), *GARBAGE]


def taken(figure: Figure, name: str, text: str) -> object:
    """What Python has after it was offered a value: that value, or what was there before."""
    before = getattr(figure, name)
    with suppress(ValueError, traitlets.TraitError):
        setattr(figure, name, json.loads(text))
    after = getattr(figure, name)
    setattr(figure, name, before)
    return after


def alike(value: object) -> object:
    """The same for a whole number as int and as float, but not for True and 1."""
    if isinstance(value, list | tuple):
        return [alike(item) for item in value]
    return float(value) if type(value) is int else value


def rounds(offers: dict[str, list[str]]) -> list[dict[str, str]]:
    """Offer all parts of a state at once, until each has been offered all of its values."""
    most = max(map(len, offers.values()), default=0)
    return [{name: texts[i % len(texts)] for name, texts in offers.items()} for i in range(most)]


@pytest.mark.parametrize("name", figures.__all__)
def test_the_page_takes_what_python_takes_and_refuses_what_it_refuses(name, tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"```{{mlp-figure}} {name}\n```\n", "utf8")
    figure = getattr(figures, name)()
    offers = {trait: tried(trait, limits) for trait, limits in figure.limits.items()}
    counts = {trait: offers.pop(trait) for trait in list(offers) if "none" in figure.limits[trait]}
    offered = [dict.fromkeys(counts, "null"), *rounds(counts), *rounds(offers)]
    ask = """async (links) => {
      const f = document.querySelector('.mm-fig');
      const found = [];
      for (const link of links) {
        looks.reset(f);
        followLink(link);
        await looks.settle();
        found.push([f.mmFigure.state(), looks.forbidden(f)]);
      }
      return found;
    }"""
    shown = in_page(str(page), ask, [f"#{name}?{urlencode(values)}" for values in offered])
    end, _ = shown[0]  # None stands for the last of the steps that the page finds
    for values, (state, bad) in zip(offered, shown, strict=True):
        assert bad in ("", "?"), values  # a question mark hides the numbers of a game
        for trait, text in values.items():
            wanted = taken(figure, trait, text)
            if trait in counts and end[trait] is not None:
                wanted = end[trait] if wanted is None else min(wanted, end[trait])
            assert alike(state[trait]) == alike(wanted), f"{trait} was offered {text}"
