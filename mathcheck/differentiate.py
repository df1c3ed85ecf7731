"""Evaluate limits, derivatives and gradients: the part of the evaluator that moves the model."""

import numpy as np

from mathcheck import nodes as n
from mathcheck.calculus import entries_derivative, limit
from mathcheck.errors import LatexError
from mathcheck.evaluate import evaluate
from mathcheck.model import Model


@evaluate.register
def _(node: n.Limit, model, indices):
    at = float(evaluate(node.target, model, indices))
    return limit(
        lambda h: evaluate(
            node.body, model.with_values({(node.variable, None): np.asarray(h)}), indices
        ),
        at,
    )


@evaluate.register
def _(node: n.Derivative, model, indices):
    if not _depends(node.body, model):
        raise LatexError(
            "the derivative of a name without a definition would be zero: give the model a "
            "definition for it, or write its formula"
        )
    body = node.body
    if node.order > 1:
        body = n.Derivative(node.body, node.variable, node.order - 1)
    return _partial(body, node.variable, model, indices)


@evaluate.register
def _(node: n.Gradient, model, indices):
    body = node.body
    if isinstance(body, n.Apply):  # the gradient, taken where the arguments say
        names = model.arguments[body.name]
        values = [evaluate(argument, model, indices) for argument in body.arguments]
        model = model.with_values({(m, None): v for m, v in zip(names, values, strict=True)})
        body = n.Symbol(body.name)
    if not _depends(body, model):
        raise LatexError("the gradient of a name without a definition would be zero")
    parts = [_partial(body, n.Symbol(name), model, indices) for name in node.names]
    return parts[0] if len(parts) == 1 else np.stack(parts)


def _depends(body, model: Model) -> bool:
    if not isinstance(body, n.Symbol | n.Subscripted):
        return True
    names = {node.name for node in n.walk(body) if isinstance(node, n.Symbol)}
    return any(name in model.definitions for name in names)


def _partial(body, variable, model, indices):
    """Derivative of the body to a name, to one entry of it, or to all its entries."""
    if not isinstance(variable, n.Symbol):
        raise LatexError("a derivative is taken with respect to a name")
    layer = None if variable.layer is None else int(evaluate(variable.layer, model, indices))
    x = np.asarray(model(variable.name, layer))
    first = model.first.get(variable.name, 1)
    at = tuple(int(evaluate(s, model, indices)) - first for s in variable.subscripts)
    if any(not 0 <= a < size for a, size in zip(at, x.shape, strict=False)) or len(at) > x.ndim:
        raise LatexError(f"{variable.name} of shape {x.shape} has no such entry")
    shape = x.shape[len(at) :]
    spots = [at + rest for rest in np.ndindex(shape)]
    nested = any(isinstance(node, n.Derivative | n.Gradient) for node in n.walk(body)) or any(
        getattr(node, "primes", 0) for node in n.walk(body)
    )

    def value(changed):
        return evaluate(body, model.with_values({(variable.name, layer): changed}), indices)

    columns = entries_derivative(value, x, spots, nested)
    return columns.reshape(columns.shape[:-1] + shape)
