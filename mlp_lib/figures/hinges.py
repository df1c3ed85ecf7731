"""The hinge sculptor: a curve of straight pieces, made of up to eight ReLU neurons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

import traitlets

from mlp_lib.figures.base import Choice, Count, Figure, finite, pair

LEFT, RIGHT = -1.0, 5.0  # ends of the frame
LOW, HIGH = -1.0, 4.0
APART = 0.1  # least distance of two knots
MOST = 8
HEIGHT = {"min": LOW, "max": HIGH, "step": 0.05}
OPENING = ((0.25, 2.0), (1.5, 2.95), (3.2, 1.4), (4.4, 0.05))


def sorted_knots(knots: Any) -> list[list[float]]:
    """Knots as rows [t, y] from left to right, or an error that says what was expected."""
    wanted = f"knots must be up to {MOST} rows (t, y) such as (1.5, 2.9)"
    try:
        rows = sorted([finite(value) for value in row] for row in knots)
    except TypeError:
        raise ValueError(f"{wanted}, got {knots!r}") from None
    if len(rows) > MOST:
        raise ValueError(f"{wanted}, got {len(rows)} rows")
    before = LEFT
    for row in rows:
        if len(row) != 2:
            raise ValueError(f"{wanted}, got the row {tuple(row)}")
        if not LOW <= row[1] <= HIGH:
            raise ValueError(f"{wanted} with y from {LOW:g} to {HIGH:g}, got {row[1]:g}")
        if row[0] - before < APART - 1e-9 or RIGHT - row[0] < APART - 1e-9:
            raise ValueError(
                f"{wanted} with t between {LEFT:g} and {RIGHT:g}, at least {APART:g} from each "
                f"other and from both ends, got t = {row[0]:g}"
            )
        before = row[0]
    return rows


class Hinges(Figure):
    """Chapter 2: f(x) = c_0 + c_1 x + sum_k s_k relu(x - t_k), as in equations 2.6 and 2.7."""

    name = "hinges"
    TARGETS: ClassVar[tuple[str, ...]] = ("hat", "abs", "sine", "steps")

    target = Choice(TARGETS, "sine", help="Curve that is to be matched.")
    knots = traitlets.List(help="Rows [t, y]: corners of the curve.").tag(
        sync=True,
        limits={
            "most": MOST,
            "apart": APART,
            "t": {"min": LEFT, "max": RIGHT, "step": 0.05},
            "y": HEIGHT,
        },
    )
    ends = traitlets.List([0.25, 0.05], help="Heights at both ends of the frame.").tag(
        sync=True, limits=HEIGHT
    )
    k = Count(None, help="Hinges that are added up.")

    @traitlets.validate("knots")
    def _usable_knots(self, proposal: dict[str, Any]) -> list[list[float]]:
        return sorted_knots(proposal["value"])

    @traitlets.validate("ends")
    def _usable_ends(self, proposal: dict[str, Any]) -> list[float]:
        ends = pair("ends", proposal["value"])
        if not all(LOW <= value <= HIGH for value in ends):
            raise ValueError(f"ends must be from {LOW:g} to {HIGH:g}, got {ends}")
        return list(ends)


def hinges(
    target: str = "sine",
    knots: Iterable[Sequence[float]] = OPENING,
    ends: Sequence[float] = (0.25, 0.05),
    k: int | None = None,
    *,
    number: str = "",
) -> Hinges:
    """Show a curve made of hinges, to be bent until it matches a target.

    Parameters
    ----------
    target : {"hat", "abs", "sine", "steps"}
        3 hat(x - 2); |x - 2|; 1.5 + 1.5 sin x; or three rounded steps.
    knots : array_like, shape (K, 2)
        Up to 8 corners (t, y) that the curve passes through: t between -1 and 5, y from -1 to 4.
    ends : two numbers from -1 to 4
        Heights of the curve at x = -1 and x = 5.
    k : int, optional
        How many hinges, from the left, are added up at first; by default all.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        The target is not known, or `knots` or `ends` are not as described.
    traitlets.TraitError
        `k` counts nothing.
    """
    state = {"target": target, "knots": sorted_knots(knots), "ends": pair("ends", ends), "k": k}
    return Hinges(number=number, **state)
