"""Every figure of every page, in node: all positions of its sliders, many of its states, its links.

The pages run the book's own scripts, with the widgets that the chapters have stored, on a DOM
without a browser. tests/browser/test_figures.py proves that a browser shows the same.
"""

from __future__ import annotations

import itertools
import json
from urllib.parse import quote

import pytest

from mlp_lib import figures as live
from tests.support import contents, states
from tests.support.node import ROOT, in_page, in_visits

if not (ROOT / "node_modules/linkedom").exists():
    pytest.skip("linkedom is not installed: npm ci", allow_module_level=True)


def link(figure: str, state: dict) -> str:
    """The end of an address that opens a figure in a state."""
    return f"#{figure}?" + "&".join(f"{n}={quote(json.dumps(v))}" for n, v in state.items())


#: Asks each figure of the page and returns its answers by the figures' ids.
EACH = """async (given) => {
  const figures = [...document.querySelectorAll('.mm-fig')];
  const found = {};
  for (const f of figures) found[f.id] = await (%s)(f, given?.[f.id]);
  return found;
}"""


@pytest.fixture(scope="module", params=contents.with_figures())
def page(request) -> str:
    """The source of a page with figures."""
    return str(contents.source(request.param).relative_to(ROOT))


@pytest.fixture(scope="module")
def figures(page) -> dict[str, list[dict]]:
    """The figures of the page by id: the state that each opens with, and another one."""
    away = """async (f, picks) => {
      const start = f.mmFigure.state();
      for (const pick of picks) await looks.go(f, pick);
      return [start, f.mmFigure.state()];
    }"""
    found = in_page(page, EACH.replace("?.[f.id]", "") % away, states.picks(page, 3))
    assert found, "the page shows no figure"
    return found


def test_every_slider_position_changes_what_is_shown(page):
    sweep = """async (f) => {
      const faults = {};
      for (const slider of f.querySelectorAll('input[type=range]')) {
        const found = await looks.sweep(f, slider);
        if (found.length) faults[slider.getAttribute('aria-label')] = found;
        looks.reset(f);
        await looks.settle();
      }
      return faults;
    }"""
    found = in_page(page, EACH % sweep)
    assert {figure: faults for figure, faults in found.items() if faults} == {}


def test_snippet_computes_what_is_displayed(page, figures):
    visit = """async (f, picks) => {
      const found = [looks.numbers(f)];
      for (const pick of picks) {
        await looks.go(f, pick);
        found.push(looks.numbers(f));
      }
      return found;
    }"""
    found = in_page(page, EACH % visit, {figure: states.picks(figure) for figure in figures})
    for figure, visited in found.items():
        compared = sum(states.compare(one, f"{figure} at {one['state']}") for one in visited)
        assert compared > 25, f"{figure} shows hardly a number"


def test_link_opens_the_page_in_its_state(page, figures):
    there_and_back = """async (figure) => {
      const f = document.getElementById(figure);
      const state = f.mmFigure.state();
      looks.reset(f);
      return [state, f.mmFigure.state()];
    }"""
    visits = [(link(figure, other), figure) for figure, (_, other) in figures.items()]
    seen = in_visits(page, there_and_back, visits)
    for pair, (start, other) in zip(seen, figures.values(), strict=True):
        assert other != start
        assert pair == [other, start]


def test_page_opens_with_a_senseless_link(page, figures):
    visits = []
    for place, (figure, (start, _)) in enumerate(figures.items()):
        values = itertools.cycle(states.JUNK[place:] + states.JUNK[:place])
        query = "&".join(f"{name}={quote(bad)}" for name, bad in zip(start, values, strict=False))
        visits.append((f"#{figure}?{query}&other=1", None))
    for found in in_visits(page, EACH % "f => looks.look(f)", visits):
        assert [bad for _, bad in found.values()] == [""] * len(figures)


def test_tangent_of_an_activation_passes_through_its_point_at_every_position():
    visit = """async (picks) => {
      const f = document.getElementById('activation');
      const found = [];
      for (const pick of picks) {
        await looks.go(f, pick);
        const numbers = (e, names) => names.map((name) => Number(e.getAttribute(name)));
        const point = numbers(f.querySelector('circle.dotm.k-act:not(.hollow)'), ['cx', 'cy']);
        const ends = f.querySelector('polyline.tangent')?.getAttribute('points');
        found.push([f.mmFigure.state(), point, ends]);
      }
      return found;
    }"""
    known = live.activation().KINDS
    places = [place / len(known) for place in range(len(known))]
    picks = [[place + 0.01, *[z / 40] * 5] for place in places for z in range(41)]
    missed, kinds = [], set()
    for state, (x, y), ends in in_page("chapters/02-activations.ipynb", visit, picks):
        if ends is None:
            continue  # at the jump of the step
        kinds.add(state["kind"])
        (x1, y1), (x2, y2) = (map(float, end.split(",")) for end in ends.split())
        if abs((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) > 0.05 * (x2 - x1):
            missed.append(state)
    assert missed == []
    assert kinds == set(known)
