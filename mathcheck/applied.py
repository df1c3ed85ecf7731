"""Evaluate functions, definitions with arguments, and sums, products and extrema."""

import numpy as np

from mathcheck import nodes as n
from mathcheck.calculus import derivative
from mathcheck.errors import LatexError
from mathcheck.evaluate import evaluate
from mathcheck.functions import SAMPLED, maximum, minimum
from mathcheck.indices import index_range


@evaluate.register
def _(node: n.Call, model, indices):
    arguments = [evaluate(argument, model, indices) for argument in node.arguments]
    function = model.function(node.function)
    if isinstance(function, dict):
        if not node.index:
            raise LatexError(f"{node.function} needs its index, as in {node.function}_l")
        function = function[int(evaluate(node.index[0], model, indices))]
    elif node.index and node.function not in SAMPLED:
        raise LatexError(f"{node.function} takes no index")
    if node.primes:
        return np.asarray(derivative(function, arguments[0], node.primes))
    return np.asarray(function(*arguments))


@evaluate.register
def _(node: n.Apply, model, indices):
    names = model.arguments[node.name]
    if len(names) != len(node.arguments):
        raise LatexError(f"{node.name} takes {len(names)} arguments: {', '.join(names)}")
    values = [evaluate(argument, model, indices) for argument in node.arguments]
    there = model.with_values({(name, None): v for name, v in zip(names, values, strict=True)})
    if not node.primes:
        return there.defined(node.name)
    return np.asarray(
        derivative(
            lambda x: model.with_values({(names[0], None): x}).defined(node.name),
            values[0],
            node.primes,
        )
    )


@evaluate.register
def _(node: n.Big, model, indices):
    if node.kind in ("max", "min") and model.has(node.variable):
        if not n.mentions(node.body, node.variable):
            raise LatexError(f"\\{node.kind} over {node.variable}, which does not occur after it")
        extremum = maximum if node.kind == "max" else minimum
        return np.asarray(extremum(evaluate(node.body, model, indices)))
    if node.source is not None:
        span = _members(node.source, model, indices)
    elif node.low is not None:
        low, high = (int(evaluate(bound, model, indices)) for bound in (node.low, node.high))
        span = range(low, high + 1)
    else:
        span = index_range(node.variable, node.body, model, indices, evaluate)
    terms = [evaluate(node.body, model, {**indices, node.variable: v}) for v in span]
    if not terms and node.kind in ("max", "min"):
        raise LatexError(f"\\{node.kind} over nothing")
    match node.kind:
        case "sum":
            return np.asarray(sum(terms, 0.0))
        case "prod":
            result = np.asarray(1.0)
            for term in terms:
                result = result * term
            return result
        case "max":
            return np.asarray(maximum(np.stack(terms)))
        case _:
            return np.asarray(minimum(np.stack(terms)))


def _members(source, model, indices):
    if isinstance(source, n.Symbol) and not source.subscripts and model.has(source.name):
        value = model(source.name)
        if isinstance(value, set | frozenset):
            return sorted(value)
    return np.ravel(evaluate(source, model, indices))
