"""Find the free indices of an equation and all values that they may take.

``z_k = \\sum_j a_j W_{jk}`` speaks about every ``k``: the range follows from the sizes of what
carries the index, shifted where ``k + 1`` is printed, and from the layers that exist.
"""

from collections.abc import Callable, Iterator

import numpy as np

from mathcheck.errors import LatexError
from mathcheck.functions import CONSTANTS
from mathcheck.model import Model
from mathcheck.nodes import (
    Big,
    Call,
    Comparison,
    Node,
    Subscripted,
    Symbol,
    mentions,
    walk,
)

Indices = dict[str, int]
Evaluate = Callable[[Node, Model, Indices], np.ndarray]


def free_indices(tree, model: Model) -> list[str]:
    """Return the unbound one-letter names that stand in subscripts, layers or comparisons."""
    found: list[str] = []

    def visit(node, bound: frozenset[str], inside: bool) -> None:
        if isinstance(node, tuple):
            for item in node:
                visit(item, bound, inside)
        elif isinstance(node, Big):
            for part in (node.low, node.high, node.source):
                visit(part, bound, inside)
            visit(node.body, bound | {node.variable}, inside)
        elif isinstance(node, Symbol):
            name = node.name
            known = model.has(name) or name in CONSTANTS or name in bound or name in found
            if inside and len(name) == 1 and not known:
                found.append(name)
            visit(node.layer, bound, True)
            visit(node.subscripts, bound, True)
        elif isinstance(node, Subscripted):
            visit(node.body, bound, inside)
            visit(node.subscripts, bound, True)
        elif isinstance(node, Call):
            visit(node.index, bound, True)
            visit(node.arguments, bound, inside)
        elif isinstance(node, Comparison):
            visit((node.left, node.right), bound, True)
        elif isinstance(node, Node):
            for part in vars(node).values():
                visit(part, bound, inside)

    visit(tree, frozenset(), False)
    return found


def index_range(name: str, tree, model: Model, indices: Indices, evaluate: Evaluate) -> list[int]:
    """Return every printed value of an index that keeps all its subscripts valid."""
    if name in model.ranges:
        return list(model.ranges[name])
    allowed: set[int] | None = None
    for node in walk(tree):
        for expression, positions in _places(name, node, model, indices, evaluate):
            offset = int(evaluate(expression, model, {**indices, name: 0}))
            values = {position - offset for position in positions}
            allowed = values if allowed is None else allowed & values
    if not allowed:
        raise LatexError(f"no value of the index {name} fits all places where it is printed")
    return sorted(allowed)


def _places(name: str, node: Node, model: Model, indices: Indices, evaluate: Evaluate):
    """Yield each expression in ``name`` that addresses something, with the valid positions."""
    if isinstance(node, Symbol):
        if node.layer is not None and mentions(node.layer, name):
            yield node.layer, model.layer_set(node.name)
        if not any(mentions(subscript, name) for subscript in node.subscripts):
            return
        try:
            layer = None if node.layer is None else int(evaluate(node.layer, model, indices))
        except LatexError:
            return  # the layer is an index that has no value yet
        first = model.first.get(node.name, 1)
        yield from _axes(name, node.name, node.subscripts, model(node.name, layer), first)
    elif isinstance(node, Subscripted):
        if any(mentions(subscript, name) for subscript in node.subscripts):
            body = evaluate(node.body, model, indices)
            yield from _axes(name, "the bracket", node.subscripts, body, 1)
    elif isinstance(node, Call) and any(mentions(index, name) for index in node.index):
        table = model.function(node.function)
        if isinstance(table, dict):
            yield node.index[0], set(table)


def _axes(name: str, where: str, subscripts, value, first: int):
    for axis, subscript in enumerate(subscripts):
        if mentions(subscript, name):
            if axis >= np.ndim(value):
                raise LatexError(
                    f"{where} has {np.ndim(value)} axes in the model, "
                    f"subscript number {axis + 1} is printed"
                )
            yield subscript, set(range(first, first + np.shape(value)[axis]))


def assignments(
    tree, model: Model, free: list[str], evaluate: Evaluate, indices: Indices | None = None
) -> Iterator[Indices]:
    """Yield every combination of values of the free indices; layers are chosen first."""
    indices = indices or {}
    if not free:
        yield indices
        return

    def is_layer(name: str) -> bool:
        return any(
            isinstance(node, Symbol) and node.layer is not None and mentions(node.layer, name)
            for node in walk(tree)
        )

    name = next((n for n in free if is_layer(n)), free[0])
    rest = [n for n in free if n != name]
    for value in index_range(name, tree, model, indices, evaluate):
        yield from assignments(tree, model, rest, evaluate, {**indices, name: value})
