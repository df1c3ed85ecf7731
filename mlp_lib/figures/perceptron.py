"""The perceptron rule, visit by visit, on AND, OR, XOR or points of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

import traitlets

from mlp_lib.figures.base import Choice, Count, Figure, finite, pair

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
PLACE = {"min": -LIMIT, "max": LIMIT, "step": 0.25}


def labelled(points: Any) -> list[list[float]]:
    """Points as lists [x1, x2, y], or an error that says what was expected and what came."""
    wanted = f"points must be up to {MOST} rows (x1, x2, y) such as (0.5, -1, +1)"
    try:
        rows = [[finite(value) for value in row] for row in points]
    except TypeError:
        raise ValueError(f"{wanted}, got {points!r}") from None
    if len(rows) > MOST:
        raise ValueError(f"{wanted}, got {len(rows)} rows")
    for row in rows:
        if len(row) != 3:
            raise ValueError(f"{wanted}, got the row {tuple(row)}")
        if max(abs(row[0]), abs(row[1])) > LIMIT:
            raise ValueError(
                f"{wanted} with x1 and x2 from {-LIMIT:g} to {LIMIT:g}, got the row {tuple(row)}"
            )
        if row[2] not in (-1, 1):
            raise ValueError(f"labels y must be -1 or +1, got {row[2]:g}; 0, 1 become 2 * y - 1")
        row[2] = int(row[2])
    return rows


class PerceptronRule(Figure):
    """Chapter 1: how Rosenblatt's rule moves the line, one visit at a time (equation 1.6)."""

    name = "perceptron"
    DATA: ClassVar[tuple[str, ...]] = ("AND", "OR", "XOR", "own")

    data = Choice(DATA, "AND", kind="data set", help="AND, OR, XOR or own.")
    points = traitlets.List(help="Own points, rows [x1, x2, y].").tag(
        sync=True, limits={"most": MOST, **PLACE}
    )
    visit = Count(None, help="Visits made so far.")
    tool = Choice(("+1", "-1", "remove"), "+1", help="What a tap does.")
    cursor = traitlets.List([-0.5, 1.0], help="Where Enter adds a point.").tag(
        sync=True, limits=PLACE
    )

    @traitlets.validate("points")
    def _usable_points(self, proposal: dict[str, Any]) -> list[list[float]]:
        return labelled(proposal["value"])

    @traitlets.validate("cursor")
    def _usable_cursor(self, proposal: dict[str, Any]) -> list[float]:
        place = pair("cursor", proposal["value"])
        if max(map(abs, place)) > LIMIT:
            raise ValueError(f"cursor must be from {-LIMIT:g} to {LIMIT:g}, got {place}")
        return list(place)


def perceptron(
    data: str | Iterable[Sequence[float]] | None = None,
    points: Iterable[Sequence[float]] | None = None,
    visit: int | None = None,
    *,
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
        The data set is not known, or `points` are not as described.
    traitlets.TraitError
        `visit` counts nothing.
    """
    if data is not None and not isinstance(data, str):
        data, points = None, data
    rows = labelled(OWN if points is None else points)
    data = data or ("AND" if points is None else "own")
    return PerceptronRule(data=data, points=rows, visit=visit, number=number)
