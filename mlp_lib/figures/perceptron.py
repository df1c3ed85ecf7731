"""The perceptron rule, visit by visit, on AND, OR, XOR or points of one's own."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

import numpy as np
import traitlets

from mlp_lib.checks import unknown_name
from mlp_lib.figures.base import Choice, Figure, pair
from mlp_lib.perceptron import perceptron_step

TARGETS = {"AND": (-1, -1, -1, 1), "OR": (-1, 1, 1, 1), "XOR": (-1, 1, 1, -1)}
CORNERS = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))
OWN = (
    (1.25, 0.75, 1),
    (-1.0, -1.75, -1),
    (1.75, -0.25, 1),
    (-1.25, 0.25, -1),
    (1.25, -1.25, 1),
    (1.5, 1.5, -1),
)
LIMIT = 2.0  # of a coordinate
MOST = 12  # points
EPOCHS = 60  # after which a run is broken off


def labelled(points: Any) -> list[list[float]]:
    """Points as lists [x1, x2, y], or an error that says what was expected and what came."""
    wanted = f"points must be up to {MOST} rows (x1, x2, y) such as (0.5, -1, +1)"
    try:
        rows = [[float(value) for value in row] for row in points]
    except (TypeError, ValueError):
        raise ValueError(f"{wanted}, got {points!r}") from None
    if len(rows) > MOST:
        raise ValueError(f"{wanted}, got {len(rows)} rows")
    for row in rows:
        if len(row) != 3 or not all(map(math.isfinite, row)):
            raise ValueError(f"{wanted}, got the row {tuple(row)}")
        if max(abs(row[0]), abs(row[1])) > LIMIT:
            raise ValueError(
                f"{wanted} with x1 and x2 from {-LIMIT:g} to {LIMIT:g}, got the row {tuple(row)}"
            )
        if row[2] not in (-1, 1):
            raise ValueError(f"labels y must be -1 or +1, got {row[2]:g}; 0, 1 become 2 * y - 1")
        row[2] = int(row[2])
    return rows


def visits_until_end(points: Sequence[Sequence[float]]) -> int:
    """Count the visits that the figure shows: to the first clean epoch, else as its script says."""
    w, b, epoch, last = np.zeros(2), 0.0, 0, EPOCHS if points else 0
    seen = {(0.0, 0.0, 0.0): 0}
    cycle = 0
    while epoch < last:
        epoch, mistakes = epoch + 1, 0
        for x1, x2, y in points:
            w, b, updated = perceptron_step(w, b, (x1, x2), y)
            mistakes += updated
        if mistakes == 0:
            break
        here = (*w.tolist(), b)
        if not cycle and here in seen:
            cycle = epoch - seen[here]
            last = min(EPOCHS, epoch + 3 * cycle)
        seen[here] = epoch
    return epoch * len(points)


class PerceptronRule(Figure):
    """Chapter 1: how Rosenblatt's rule moves the line, one visit at a time (equation 1.6)."""

    name = "perceptron"
    DATA: ClassVar[tuple[str, ...]] = (*TARGETS, "own")

    data = Choice(DATA, "AND", kind="data set", help="AND, OR, XOR or own.")
    points = traitlets.List(help="Own points, rows [x1, x2, y].").tag(sync=True)
    visit = traitlets.Int(0, min=0, help="Visits made so far.").tag(sync=True)
    tool = traitlets.Enum(("+1", "-1", "remove"), "+1", help="What a tap does.").tag(sync=True)
    cursor = traitlets.List([-0.5, 1.0], help="Where Enter adds a point.").tag(sync=True)

    @traitlets.validate("points")
    def _usable_points(self, proposal: dict[str, Any]) -> list[list[float]]:
        return labelled(proposal["value"])

    @traitlets.validate("cursor")
    def _usable_cursor(self, proposal: dict[str, Any]) -> list[float]:
        return [min(max(value, -LIMIT), LIMIT) for value in pair("cursor", proposal["value"])]


def perceptron(
    data: str | Iterable[Sequence[float]] | None = None,
    points: Iterable[Sequence[float]] | None = None,
    visit: int | None = None,
    number: str = "",
) -> PerceptronRule:
    """Show Rosenblatt's rule on a data set, one visit of one point at a time.

    The rule starts at w = 0, b = 0, takes the points in their order again and again, and stops
    after the first epoch without a mistake. If that does not happen it is shown until it has
    repeated itself, or for 60 epochs.

    Parameters
    ----------
    data : {"AND", "OR", "XOR", "own"} or array_like
        Data set to begin with; "AND" unless `points` are given. An array stands for `points`.
    points : array_like, shape (N, 3), optional
        Up to 12 rows (x1, x2, y) for the data set "own": coordinates from -2 to 2, labels -1 or +1.
    visit : int, optional
        Visits made so far; by default all.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        The data set is not known, or `points` or `visit` are not as described.
    """
    if data is not None and not isinstance(data, str):
        data, points = None, data
    rows = labelled(OWN if points is None else points)
    data = data or ("AND" if points is None else "own")
    if data not in PerceptronRule.DATA:
        raise unknown_name("data set", data, PerceptronRule.DATA)
    shown = rows
    if data != "own":
        shown = [[*x, y] for x, y in zip(CORNERS, TARGETS[data], strict=True)]
    last = visits_until_end(shown)
    if visit is not None and not 0 <= visit <= last:
        raise ValueError(f"visit must be from 0 to {last} for these points, got {visit}")
    visit = last if visit is None else visit
    return PerceptronRule(data=data, points=rows, visit=visit, number=number)
