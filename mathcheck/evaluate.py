"""Evaluate a tree on the arrays of a model, strictly: what is ambiguous in print is an error."""

from functools import singledispatch

import numpy as np

from mathcheck import nodes as n
from mathcheck.errors import LatexError
from mathcheck.functions import CONSTANTS, absolute, norm
from mathcheck.indices import Indices
from mathcheck.model import Model

COMPARE = {
    "=": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    ">": np.greater,
    "<=": np.less_equal,
    ">=": np.greater_equal,
}


@singledispatch
def evaluate(node, model: Model, indices: Indices) -> np.ndarray:
    """Return the value of ``node`` where the free indices have the given printed values."""
    raise LatexError(f"{type(node).__name__} cannot be evaluated")


@evaluate.register
def _(node: n.Number, model, indices):
    return np.asarray(node.value)


@evaluate.register
def _(node: n.Symbol, model, indices):
    if node.layer is None and not node.subscripts:
        if node.name in indices:
            return np.asarray(indices[node.name])
        if node.name in CONSTANTS and not model.has(node.name):
            return np.asarray(CONSTANTS[node.name])
    layer = None if node.layer is None else int(evaluate(node.layer, model, indices))
    value = model(node.name, layer)
    if isinstance(value, dict):
        raise LatexError(f"{node.name} needs its layer, as in {node.name}^{{[l]}}")
    first = model.first.get(node.name, 1)
    value = pick(node.name, value, node.subscripts, first, model, indices)
    if node.bold and np.ndim(value) == 0:
        raise LatexError(f"{node.name} is a number here: print it without bold")
    if not node.bold and np.ndim(value) == 1 and model.must_be_bold(node.name):
        raise LatexError(f"{node.name} is a vector here: print it in bold, or one entry of it")
    return value


@evaluate.register
def _(node: n.Order, model, indices):
    raise LatexError(f"{node.kind}(...) stands at the end of the right side, after a plus")


@evaluate.register
def _(node: n.Subscripted, model, indices):
    value = evaluate(node.body, model, indices)
    return pick("the bracket", value, node.subscripts, 1, model, indices)


def pick(name, value, subscripts, first, model, indices):
    """Return the entry of ``value`` at printed subscripts, the first of which is ``first``."""
    for subscript in subscripts:
        printed = float(evaluate(subscript, model, indices))
        if not printed.is_integer():
            raise LatexError(f"the index {printed} of {name} is no integer")
        printed = int(printed)
        if np.ndim(value) == 0 or not 0 <= printed - first < value.shape[0]:
            raise LatexError(f"{name} of shape {np.shape(value)} has no element {printed}")
        value = value[printed - first]
    return value


@evaluate.register
def _(node: n.Negative, model, indices):
    return -evaluate(node.body, model, indices)


@evaluate.register
def _(node: n.Binary, model, indices):
    left, right = evaluate(node.left, model, indices), evaluate(node.right, model, indices)
    match node.operator:
        case "+":
            return _elementwise(np.add, left, right)
        case "-":
            return _elementwise(np.subtract, left, right)
        case "/":
            return _elementwise(np.divide, left, right)
        case "^":
            if left.ndim == 2 or (left.ndim and getattr(node.left, "bold", False)):
                raise LatexError("the power of an array: write \\odot, a norm or a product")
            return left.astype(complex if np.iscomplexobj(left) else float) ** right
        case r"\odot":
            if left.shape != right.shape or left.ndim == 0:
                raise LatexError(f"\\odot between the shapes {left.shape} and {right.shape}")
            return left * right
        case _:
            return _product(left, right, dotted=node.operator == r"\cdot")


def _elementwise(operation, left, right):
    if left.ndim and right.ndim and left.shape != right.shape:
        raise LatexError(f"the shapes {left.shape} and {right.shape} differ")
    return operation(left, right)


def _product(left, right, dotted: bool):
    if left.ndim == 0 or right.ndim == 0:
        return left * right
    if left.ndim == right.ndim == 1 and not dotted:
        raise LatexError("two vectors side by side: write \\cdot, \\odot or a transpose")
    if dotted and any(factor.ndim == 2 and 1 in factor.shape for factor in (left, right)):
        raise LatexError("\\cdot joins vectors as they are: leave the transpose out")
    if left.ndim == 2 and left.shape[1] == 1 and right.ndim == 1:
        right = right[None]  # a column times a row
    try:
        result = left @ right
    except ValueError as error:
        raise LatexError(f"the shapes {left.shape} and {right.shape} do not multiply") from error
    return result[0] if result.shape == (1,) else result


@evaluate.register
def _(node: n.Transpose, model, indices):
    value = evaluate(node.body, model, indices)
    if value.ndim == 0:
        raise LatexError("a number has no transpose")
    return value[:, None] if value.ndim == 1 else value.T


@evaluate.register
def _(node: n.Row, model, indices):
    return np.concatenate([np.atleast_1d(evaluate(item, model, indices)) for item in node.items])


@evaluate.register
def _(node: n.Absolute, model, indices):
    if isinstance(node.body, n.Symbol) and not node.body.subscripts:
        value = model(node.body.name) if model.has(node.body.name) else None
        if isinstance(value, set | frozenset):
            return np.asarray(float(len(value)))
    return absolute(evaluate(node.body, model, indices))


@evaluate.register
def _(node: n.Norm, model, indices):
    if isinstance(node.body, n.Transpose):
        raise LatexError("a norm needs no transpose")
    value = evaluate(node.body, model, indices)
    if value.ndim == 0:
        raise LatexError("the norm of a number: write |x|, or print the vector")
    return norm(value)


@evaluate.register
def _(node: n.Comparison, model, indices):
    left, right = (evaluate(side, model, indices).real for side in (node.left, node.right))
    return COMPARE[node.relation](left, right) * 1.0


@evaluate.register
def _(node: n.Cases, model, indices):
    for value, condition in node.rows:
        if condition is None or evaluate(condition, model, indices):
            return evaluate(value, model, indices)
    raise LatexError("none of the cases applies")
