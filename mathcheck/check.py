"""Decide whether printed LaTeX is true of a model, and combine such decisions into checks."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from mathcheck import applied, differentiate  # noqa: F401 - they teach evaluate their nodes
from mathcheck.errors import LatexError, Mismatch
from mathcheck.evaluate import COMPARE, evaluate
from mathcheck.indices import Indices, assignments, free_indices
from mathcheck.model import Model
from mathcheck.nodes import Binary, Number, Order, Statement, Symbol, walk
from mathcheck.parser import parse

Check = Callable[[str], int]
"""A check takes the LaTeX that is printed and returns the number of comparisons it made."""


def holds(*models: Model) -> Check:
    """Return the check that the equation is true of every model."""
    return lambda latex: sum(check(latex, model) for model in models)


def tight(*models: Model) -> Check:
    r"""Return the check that ``\le`` and ``\ge`` hold with equality: no closer bound exists."""
    return lambda latex: sum(check(latex, model, tight=True) for model in models)


def exactly_when(*observed: tuple[Model, bool]) -> Check:
    """Return the check of a condition: true of a model exactly when the second entry says so."""

    def run(latex: str) -> int:
        for model, truth in observed:
            try:
                check(latex, model)
                found = True
            except Mismatch:
                found = False
            if found != truth:
                raise Mismatch(
                    f"the printed condition is {str(found).lower()} where the observed truth is "
                    f"{str(truth).lower()}: {dict(model.values)}"
                )
        return len(observed)

    return run


def together(*checks: Check) -> Check:
    """Return the check that passes when all of them do."""
    return lambda latex: sum(run(latex) for run in checks)


def check(latex: str, model: Model, tight: bool = False) -> int:
    """Evaluate every relation in ``latex`` for every value of its free indices.

    Parameters
    ----------
    latex : str
        The equation as it is printed.
    model : Model
        What its names stand for.
    tight : bool
        Whether inequalities must hold with equality.

    Returns
    -------
    int
        The number of comparisons made, at least one.

    Raises
    ------
    Mismatch
        Where a relation is false.
    LatexError
        Where the LaTeX cannot be read, or a name is not bound.
    """
    try:
        return _check(latex, model, tight)
    except (LatexError, Mismatch):
        raise
    except Exception as error:
        raise LatexError(f"{type(error).__name__}: {error}", latex) from error


def _check(latex: str, model: Model, tight: bool) -> int:
    count = 0
    statements = parse(latex, model)
    for statement in statements:
        free = free_indices(statement.sides, model)
        for indices in assignments(statement.sides, model, free, evaluate):
            count += _check_statement(statement, model, indices, tight)
        if statement.sequential:
            model = _after(statement, model)
    if not count:
        raise LatexError("nothing was compared", latex)
    return count


def _check_statement(statement: Statement, model: Model, indices: Indices, tight: bool) -> int:
    sides = list(pairwise(zip(statement.sides, statement.printed, strict=True)))
    for relation, ((left, left_text), (right, right_text)) in zip(
        statement.relations, sides, strict=True
    ):
        where = f"{left_text}  {relation}  {right_text}"
        if indices:
            where += "  at " + ", ".join(f"{k}={v}" for k, v in indices.items())
        right, order = _without_order(right)
        if order:
            _compare_order(left, right, order, model, indices, where)
            continue
        update = relation == "<-"
        a = _updated(left, model) if update else evaluate(left, model, indices)
        b = evaluate(right, model, indices)
        if tight and relation in ("<=", ">="):
            relation = "="
        compare(relation, a, b, model, where, _printed_half_unit(left, right))
    return len(sides)


def _updated(left, model: Model) -> np.ndarray:
    if not isinstance(left, Symbol) or left.subscripts or left.name not in model.new:
        raise LatexError(
            "left of \\leftarrow stands a name whose value afterwards the model gives in new=..."
        )
    return np.asarray(model.new[left.name])


def _after(statement: Statement, model: Model) -> Model:
    """Model in which an update has been made, for the statements after a semicolon."""
    left = statement.sides[0]
    if statement.relations != ("<-",):
        return model
    return model.with_values({(left.name, None): evaluate(statement.sides[1], model, {})})


def _printed_half_unit(left, right) -> float | None:
    for side in (right, left):
        if isinstance(side, Number):
            decimals = len(side.printed.partition(".")[2])
            return 0.5 * 10.0**-decimals * (1 + 1e-9)
    return None


def compare(
    relation: str, a: np.ndarray, b: np.ndarray, model: Model, where: str, half: float | None
) -> None:
    """Raise Mismatch unless ``a relation b`` holds in every entry."""
    if a.shape != b.shape:
        raise Mismatch(f"the sides have the shapes {a.shape} and {b.shape}: {where}")
    if not (np.all(np.isfinite(a)) and np.all(np.isfinite(b))):
        raise Mismatch(f"not finite: {where}")
    scale = max(np.max(np.abs(a), initial=0), np.max(np.abs(b), initial=0))
    margin = model.tolerance * scale + model.absolute
    if relation in ("=", "<-"):
        true = np.all(np.abs(a - b) <= margin)
    elif relation == "~":
        if half is None:
            raise LatexError("\\approx needs a printed number on one side, else write =")
        true = np.all(np.abs(a - b) <= half)
    else:
        slack = {"<=": margin, ">=": -margin}.get(relation, 0.0)
        true = np.all(COMPARE[relation](a.real, b.real + slack))
    if not true:
        raise Mismatch(f"{where}  is false: {_short(a)} against {_short(b)}")


def _short(value: np.ndarray) -> str:
    return np.array2string(value, precision=6, threshold=12).replace("\n", "")


def _without_order(side) -> tuple:
    """Split ``a + O(h)`` into ``a`` and ``O(h)``; elsewhere O(...) has no meaning here."""
    order = None
    if isinstance(side, Binary) and side.operator == "+" and isinstance(side.right, Order):
        side, order = side.left, side.right
    return side, order


def _compare_order(left, right, order: Order, model: Model, indices, where: str) -> None:
    """Check a remainder: its ratio to the printed order must stay, neither grow nor vanish."""
    small = next((node.name for node in walk(order.body) if isinstance(node, Symbol)), None)
    if small is None:
        raise LatexError("O(...) needs the small quantity as a name")
    ratios = []
    for size in (float(model(small)), float(model(small)) / 4):
        there = model.with_values({(small, None): np.asarray(size)})
        gap = np.abs(evaluate(left, there, indices) - evaluate(right, there, indices))
        unit = abs(float(evaluate(order.body, there, indices)))
        ratios.append(float(np.max(gap)) / unit)
    first, second = ratios
    if not np.isfinite(ratios).all() or second > first * (1.5 if order.kind == "O" else 0.5):
        raise Mismatch(f"the remainder is larger than printed: {where}")
    if first == 0 or (order.kind == "O" and second < first * 0.6):
        raise Mismatch(f"the remainder is of higher order than printed: {where}")
