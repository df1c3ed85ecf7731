"""Drawing of a tape: values from left to right, each with its number and its adjoint."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlp_lib.autodiff import Value

WIDTH, HEIGHT, GAP_X, GAP_Y = 104, 44, 44, 16
MOST = 150  # values in one picture, about 2,500 x 3,300 pixels; nobody follows more lines


class Graph:
    """The graph of a value, as an SVG picture that takes its ink from the page around it.

    A graph of more than 150 values is not drawn; its ``repr`` says so, and what to draw instead.

    Parameters
    ----------
    result : Value
        Drawn with everything that it depends on, unless that is more than can be read: then a
        notebook shows the text form, which says so.
    """

    def __init__(self, result: Value) -> None:
        self.tape = result.tape()
        depth: dict[int, int] = {}
        for value in self.tape:
            depth[id(value)] = 1 + max((depth[id(child)] for child, _ in value.inputs), default=-1)
        filled: dict[int, int] = {}
        self.places = {}
        for value in self.tape:
            column = depth[id(value)]
            row = filled.get(column, 0)
            filled[column] = row + 1
            self.places[id(value)] = column * (WIDTH + GAP_X), row * (HEIGHT + GAP_Y)
        self.size = (
            (max(filled) + 1) * (WIDTH + GAP_X) - GAP_X,
            max(filled.values()) * (HEIGHT + GAP_Y) - GAP_Y,
        )

    def __reduce__(self):
        return Graph, (self.tape[-1],)  # a copy has other values, so it finds their places anew

    def _repr_svg_(self) -> str | None:
        if len(self.tape) > MOST:
            return None  # a notebook then shows the repr
        width, height = self.size
        lines = [self._line(value, child) for value in self.tape for child, _ in value.inputs]
        boxes = [self._box(value) for value in self.tape]
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(repr(self))}" '
            f'viewBox="-1 -1 {width + 2} {height + 2}" width="{width + 2}" '
            f'font-family="sans-serif" font-size="12" fill="currentColor" stroke="none">'
            f"{''.join(lines + boxes)}</svg>"
        )

    def _line(self, value: Value, child: Value) -> str:
        (x1, y1), (x2, y2) = self.places[id(child)], self.places[id(value)]
        x1, y1, y2 = x1 + WIDTH, y1 + HEIGHT / 2, y2 + HEIGHT / 2
        bend = (x1 + x2) / 2
        return (
            f'<path d="M{x1} {y1:g}C{bend:g} {y1:g} {bend:g} {y2:g} {x2} {y2:g}" fill="none" '
            'stroke="currentColor" stroke-opacity="0.5"/>'
        )

    def _box(self, value: Value) -> str:
        x, y = self.places[id(value)]
        label = " ".join(part for part in (value.name, value.operation) if part)
        head = f"{label}: {value.data:.5g}" if label else f"{value.data:.5g}"
        middle = x + WIDTH / 2
        return (
            f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="5" fill="none" '
            'stroke="currentColor"/>'
            f'<text x="{middle:g}" y="{y + 18}" text-anchor="middle">{escape(head)}</text>'
            f'<text x="{middle:g}" y="{y + 35}" text-anchor="middle" fill-opacity="0.75">'
            f"grad {value.grad:.5g}</text>"
        )

    def __repr__(self) -> str:
        words = f"Graph of {len(self.tape)} values, result {self.tape[-1].data:.6g}"
        if len(self.tape) > MOST:
            words += f"; more than {MOST} are not drawn: take one unit, or a smaller network"
        return words
