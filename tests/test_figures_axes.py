"""Marks in data units: where they stand, what is cut, which labels keep clear of them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.support.node import node

#: The figures' own pen on a document that only remembers what was written, and axes of 100 by 100
#: pixels: x from 0 to 10, y from -1 to 1. `drawn()` gives tag and attributes of the marks.
PAPER = """
  globalThis.document = { createElementNS: (_, tagName) => ({
    tagName, written: {}, childNodes: [], textContent: "",
    append() {}, replaceWith() {}, remove() {},
    setAttribute(name, value) { this.written[name] = value; },
    removeAttribute(name) { delete this.written[name]; },
  }) };
  const elements = [];
  const p = mlp.pen({ append: (element) => elements.push(element) });
  p.begin(140, 140);
  const x = mlp.scale(0, 10, 20, 120), y = mlp.scale(-1, 1, 120, 20);
  const a = mlp.axes(p, x, y);
  const drawn = () => elements.map(({ tagName, written }) => ({ tag: tagName, ...written }));
"""


def on_paper(script: str) -> object:
    """Draw with `a`, `p` and return what ``script`` returns."""
    return node(PAPER + script)


def places(text: str) -> np.ndarray:
    """The points of a polyline's attribute."""
    return np.array([pair.split(",") for pair in text.split()], dtype=float)


def test_marks_stand_at_their_numbers():
    line, dot, band = on_paper(
        'a.line("mark", [0, -1], [5, 0]); a.dot("solid k-act", [10, 1], 3);'
        'a.band("band", [2, 4], [0, 1]); return drawn();'
    )
    np.testing.assert_allclose(places(line["points"]), [[20, 120], [70, 70]])
    assert [dot["cx"], dot["cy"], dot["r"]] == ["120.00", "20.00", "3.00"]
    assert [band[name] for name in ("x", "y", "width", "height")] == [
        *("40.00", "20.00", "20.00", "50.00")
    ]


def test_curve_passes_through_its_function():
    (curve,) = on_paper('a.curve("curve", (v) => Math.sin(v)); return drawn();')
    x, y = places(curve["points"]).T
    np.testing.assert_allclose((70 - y) / 50, np.sin((x - 20) / 10), atol=2e-3)
    assert [x[0], x[-1]] == [20, 120]


@pytest.mark.parametrize(
    ("points", "parts"),
    [
        ([[0, 0], [2, 4]], [[[0, 0], [0.5, 1]]]),
        ([[0, -3], [2, 1], [4, -3]], [[[1, -1], [2, 1], [3, -1]]]),
        ([[0, 0], [1, 2], [2, 2], [3, 0]], [[[0, 0], [0.5, 1]], [[2.5, 1], [3, 0]]]),
        ([[0, 2], [1, 2]], []),
        ([[0, 1], [1, 1]], [[[0, 1], [1, 1]]]),
        ([[5, 0], [15, 1], [5, 0.5]], [[[5, 0], [10, 0.5]], [[10, 0.75], [5, 0.5]]]),
        ([[-5, 0], [15, 0]], [[[0, 0], [10, 0]]]),
        ([[-5, 1e6], [15, -1e6]], [[[5, 1], [5, -1]]]),
    ],
)
def test_lines_are_cut_exactly_at_the_edges_of_the_frame(points, parts):
    lines = on_paper(f'a.series("mark", {json.dumps(points)}); return drawn();')
    found = [places(line["points"]) for line in lines]
    assert len(found) == len(parts)
    for line, part in zip(found, parts, strict=True):
        np.testing.assert_allclose(line, np.array(part) * [10, -50] + [20, 70], atol=0.01)


def test_line_that_shall_not_be_cut_leaves_the_frame():
    (line,) = on_paper('a.line("mark", [0, 0], [0, 3], { cut: false }); return drawn();')
    np.testing.assert_allclose(places(line["points"]), [[20, 70], [20, -80]])


@pytest.mark.parametrize(
    ("point", "tip"),
    [
        ([5, 3], [70, 14]),  # 6 pixels beyond the edge, towards the point
        ([5, -1e300], [70, 126]),
        ([12, 0], [126, 70]),
    ],
)
def test_dot_beyond_the_frame_becomes_a_triangle_that_points_to_it(point, tip):
    (mark,) = on_paper(f'a.dot("dotm k-delta", {point}, 6); return drawn();')
    assert (mark["tag"], mark["class"]) == ("polygon", "solid k-delta")
    np.testing.assert_allclose(places(mark["points"])[0], tip)


MARKS = {
    "line": 'a.line("mark", [0, 0], [10, 0])',
    "series": 'a.series("mark", [[0, 0], [10, 0]])',
    "curve": 'a.curve("mark", () => 0)',
    "arrow": 'a.arrow("k-act", [0, 0], [10, 0])',
    "tangent": 'a.tangent("mark", [5, 0], 0, 50)',
    "dot": 'a.dot("dotm k-act", [5.5, 0], 14)',
    "dots": 'a.dots("dotm", [[4, 0], [5, 0], [6, 0]], 4)',
    "handle": "a.handle([5.5, 0], 14)",
    "axis": "a.xAxis([0, 10], { level: 0 })",
}


@pytest.mark.parametrize("mark", MARKS)
def test_labels_keep_clear_of_marks_drawn_before(mark):
    # "ab" at 12 px stands at the point itself; with the mark under it, it has to move.
    label = 'a.label("tick", [5, 0], "ab", { towards: Math.PI / 2, gap: -7 });'
    height = f"{label} return Math.abs(Number(drawn().at(-1).y) - 70);"
    assert on_paper(height) < 6
    assert on_paper(f"{MARKS[mark]}; {height}") > 8


def test_mark_that_labels_may_lie_on_moves_none():
    label = 'a.label("tick", [5, 0], "ab", { towards: 1.57, gap: -7 }); return drawn().at(-1).y;'
    assert on_paper(f'a.line("mark", [0, 0], [10, 0], {{ clear: false }}); {label}') == on_paper(
        label
    )


def test_labels_of_points_beyond_the_frame_stand_at_its_edge():
    y = on_paper('a.label("tick", [5, 1e300], "ab"); return drawn()[0].y;')
    assert 10 < float(y) < 40


def test_logarithmic_scale_spaces_decades_evenly_and_inverts():
    found = node(
        "const s = mlp.logScale(1e-3, 1e3, 100, 40);"
        "return [[1e-3, 1e-2, 1, 1e3].map(s), s.inv(s(0.02)), s(0), s(-1)];"
    )
    decades, inverse, *none = found
    np.testing.assert_allclose(decades, [100, 90, 70, 40], rtol=1e-12)
    assert inverse == pytest.approx(0.02, rel=1e-12)
    assert min(none) > 3000  # far below the axis, and finite


def test_curve_over_a_logarithmic_axis_has_points_at_even_distances():
    points = on_paper(
        "const b = mlp.axes(p, mlp.logScale(1, 1000, 20, 120), mlp.logScale(1e-3, 1, 120, 20));"
        'b.curve("mark", (v) => 1 / v, { n: 10 }); return drawn()[0].points;'
    )
    np.testing.assert_allclose(places(points), np.linspace([20, 20], [120, 120], 11), atol=0.01)


@pytest.mark.parametrize(
    ("scale", "ticks", "labels"),
    [
        ("scale(0, 10, 0, 1)", [0, 2, 4, 6, 8, 10], "0 2 4 6 8 10"),
        ("scale(-0.3, 0.72, 0, 1)", [-0.2, 0, 0.2, 0.4, 0.6], "−0.2 0 0.2 0.4 0.6"),
        ("scale(0, 2500, 0, 1)", [0, 500, 1000, 1500, 2000, 2500], "0 500 1000 1500 2000 2500"),
        (
            "scale(0, 2e-7, 0, 1)",
            [0, 5e-8, 1e-7, 1.5e-7, 2e-7],
            "0 0.00000005 0.0000001 0.00000015 0.0000002",
        ),
        ("logScale(0.02, 40, 0, 1)", [0.1, 1, 10], "10^{−1} 1 10"),
        ("logScale(1e-16, 1, 0, 1)", [1e-15, 1e-10, 1e-5, 1], "10^{−15} 10^{−10} 10^{−5} 1"),
    ],
)
def test_ticks_are_round_numbers_within_the_axis(scale, ticks, labels):
    found, texts = node(
        f"const s = mlp.{scale}, found = mlp.ticksOf(s);"
        "return [found, found.map((t) => mlp.tickLabel(t, s.log))];"
    )
    np.testing.assert_allclose(found, ticks, rtol=1e-12, atol=1e-15)
    assert " ".join(texts) == labels


def test_axis_carries_its_numbers_at_their_places():
    marks = on_paper("a.xAxis([0, 2.5]); a.yGrid([0.5]); return drawn();")
    texts = [(m["x"], m["y"], m["text-anchor"]) for m in marks if m["tag"] == "text"]
    assert texts == [
        ("20.00", "137.00", "middle"),
        ("45.00", "137.00", "middle"),
        ("14.00", "49.00", "end"),
    ]


def test_histogram_counts_as_numpy_does():
    values = np.random.default_rng(0).normal(size=500).round(1)
    bars = node(f"return mlp.histogram({json.dumps(values.tolist())}, [-2, 2], 8)")
    counts, edges = np.histogram(values, bins=8, range=(-2, 2))
    np.testing.assert_allclose([bar[0] for bar in bars], edges[:-1])
    np.testing.assert_allclose([bar[1] for bar in bars], edges[1:])
    assert [bar[2] for bar in bars] == counts.tolist()


def test_bars_stand_on_their_base_and_end_at_their_value():
    (bars,) = on_paper(
        'a.bars("solid", [[0, 5, 0.5], [5, 10, -9]], { base: 0, gap: 2 }); return drawn();'
    )
    assert bars["d"] == "M21.0 70.0V45.0h48.0V70.0zM71.0 70.0V120.0h48.0V70.0z"  # cut at the frame


def test_heat_gives_each_cell_its_place_and_strength():
    cells = on_paper(
        "mlp.heat(p, [10, 20, 20, 40], [[0, 1], [-2, 0.5]],"
        ' { kinds: ["k-act", "k-delta"], levels: 4 }); return drawn();'
    )
    found = {(m["class"], m["opacity"]): m["d"] for m in cells if m["d"]}
    assert found == {
        ("solid k-act", "0.50"): "M20.0 20.0h10.0v20.0h-10.0z",
        ("solid k-act", "0.25"): "M20.0 40.0h10.0v20.0h-10.0z",
        ("solid k-delta", "1.00"): "M10.0 40.0h10.0v20.0h-10.0z",
    }
    assert len(cells) == 8  # as many for every image


def test_image_of_zeros_is_empty():
    assert not any(m["d"] for m in on_paper("mlp.heat(p, [0, 0, 8, 8], [[0, 0]]); return drawn();"))
