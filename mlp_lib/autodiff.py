"""A tape of scalars: every operation notes its inputs and its local derivatives (chapter 10).

``backward`` then walks the tape in reverse and adds up, for each value v, the adjoint dL/dv: the
sum, over all uses of v, of the adjoint of the result times the local derivative. Source: (10.3);
Linnainmaa 1970.

What is infinite is infinite here as in NumPy: ``1 / Value(0)``, ``Value(710).exp()``,
``Value(0).log()``. NaN stays NaN. What has no real value raises ValueError.
"""

from __future__ import annotations

import math
from numbers import Real
from typing import Any


class Value:
    """A number that remembers where it came from.

    Parameters
    ----------
    data : float
        The number.
    name : str, optional
        For the drawing of the graph.

    Raises
    ------
    TypeError
        If `data` is no real number.

    Attributes
    ----------
    data : float
        The number.
    grad : float
        d(result)/d(this), after ``result.backward()``.

    Examples
    --------
    >>> a, b = Value(-2.0, "a"), Value(3.0, "b")
    >>> f = (a * b) * (a + b)
    >>> f.backward()
    >>> f.data, a.grad, b.grad
    (-6.0, -3.0, -8.0)

    Notes
    -----
    ``copy.copy`` gives a value with the same inputs. ``copy.deepcopy`` and pickles take the whole
    graph along, however deep; values copied or pickled together keep what they share.
    """

    __slots__ = ("__weakref__", "_place", "data", "grad", "inputs", "name", "operation")

    def __init__(self, data: float, name: str = "") -> None:
        if isinstance(data, str | bytes) or not hasattr(data, "__float__"):
            raise TypeError(f"a Value holds one real number, got {type(data).__name__}")
        self.data = float(data)
        self.name = name
        self.grad = 0.0
        self.operation = ""
        self.inputs: tuple[tuple[Value, float], ...] = ()  # (input, local derivative)
        self._place: Place | None = None

    @classmethod
    def _of(cls, data: float, operation: str, *inputs: tuple[Value, float]) -> Value:
        result = cls(data)
        result.operation, result.inputs = operation, inputs
        return result

    def __add__(self, other: Value | float) -> Value:
        other = _value(other)
        return Value._of(self.data + other.data, "+", (self, 1.0), (other, 1.0))

    def __mul__(self, other: Value | float) -> Value:
        other = _value(other)
        return Value._of(self.data * other.data, "*", (self, other.data), (other, self.data))

    def __pow__(self, n: float) -> Value:
        if isinstance(n, Value):
            raise TypeError("the exponent must be a number; write a ** b as (b * a.log()).exp()")
        if not isinstance(n, Real):
            raise TypeError(f"the exponent must be a number, got {type(n).__name__}")
        x, n = self.data, float(n)
        if x < 0 and math.isfinite(n) and not n.is_integer():
            raise ValueError(f"{x:g} ** {n:g} has no real value: the base is negative")
        local = n * _power(x, n - 1) if n else 0.0
        return Value._of(_power(x, n), f"^{n:g}", (self, local))

    def __rpow__(self, base: float) -> Value:
        raise TypeError(
            f"the exponent must be a number, not a Value; write {base} ** b as "
            f"(b * math.log({base})).exp()"
        )

    def exp(self) -> Value:
        try:
            e = math.exp(self.data)
        except OverflowError:
            e = math.inf
        return Value._of(e, "exp", (self, e))

    def log(self) -> Value:
        if self.data < 0:
            raise ValueError(f"ln({self.data:g}) has no real value: only numbers above 0 have one")
        ln = math.log(self.data) if self.data != 0 else -math.inf
        return Value._of(ln, "ln", (self, _quotient(1.0, self.data)))

    def relu(self) -> Value:
        if math.isnan(self.data):
            return Value._of(math.nan, "relu", (self, math.nan))
        return Value._of(max(0.0, self.data), "relu", (self, float(self.data > 0)))

    def tanh(self) -> Value:
        t = math.tanh(self.data)
        root = (1 + abs(t)) * math.exp(-abs(self.data))  # 1 - t^2 = root^2, but does not cancel
        return Value._of(t, "tanh", (self, root * root))

    def sigmoid(self) -> Value:
        e = math.exp(-abs(self.data))  # never overflows
        s = (e if self.data < 0 else 1.0) / (1 + e)
        return Value._of(s, "sigmoid", (self, e / (1 + e) / (1 + e)))

    def __neg__(self) -> Value:
        return self * -1

    def __sub__(self, other: Value | float) -> Value:
        return self + -_value(other)

    def __truediv__(self, other: Value | float) -> Value:
        other = _value(other)
        ratio = _quotient(self.data, other.data)
        by_other = -_quotient(ratio, other.data)
        return Value._of(ratio, "/", (self, _quotient(1.0, other.data)), (other, by_other))

    def __rsub__(self, other: float) -> Value:
        return -self + other

    def __rtruediv__(self, other: float) -> Value:
        return _value(other) / self

    __radd__ = __add__
    __rmul__ = __mul__

    def tape(self) -> list[Value]:
        """Return every value that this one depends on, each after its inputs, itself last."""
        order, done, waiting = [], set(), [(self, False)]
        while waiting:  # no recursion, so that a graph may be deep
            value, inputs_done = waiting.pop()
            if inputs_done:
                order.append(value)
            elif id(value) not in done:
                done.add(id(value))
                waiting.append((value, True))
                waiting.extend((child, False) for child, _ in value.inputs)
        return order

    def backward(self) -> None:
        """Fill ``grad`` of every value on the tape; calling it twice changes nothing."""
        tape = self.tape()
        for value in tape:
            value.grad = 0.0
        self.grad = 1.0
        for value in reversed(tape):
            for child, local in value.inputs:
                child.grad += value.grad * local

    def __copy__(self) -> Value:
        return _remade(type(self), self._kept(), self.inputs)

    def __deepcopy__(self, memo: dict[int, Value]) -> Value:
        for value in self.tape():  # like the tape itself without recursion
            if id(value) not in memo:
                inputs = tuple((memo[id(child)], local) for child, local in value.inputs)
                memo[id(value)] = _remade(type(value), value._kept(), inputs)
        return memo[id(self)]

    def __reduce_ex__(self, protocol: int):
        rows, number = [], {}
        for value in self.tape():
            number[id(value)] = len(rows)
            value._place = value._place or Place()
            inputs = [(number[id(child)], local) for child, local in value.inputs]
            rows.append((value._place, type(value), value._kept(), inputs))
        return _unpickled, (rows,)

    def _kept(self) -> dict[str, Any]:
        """Return all attributes but the inputs, those of a subclass of your own too."""
        own = {name: getattr(self, name) for name in ("data", "name", "grad", "operation")}
        return own | getattr(self, "__dict__", {})

    def graph(self):
        """Return the drawing of the graph, which a notebook shows as SVG."""
        from mlp_lib.graph import Graph

        return Graph(self)

    def __repr__(self) -> str:
        name = f"{self.name} = " if self.name else ""
        return f"Value({name}{self.data:.6g}, grad={self.grad:.6g})"


class Place:
    """Stands for one value in a pickle, so that graphs which share the value go on sharing it."""

    __slots__ = ("value",)

    def __init__(self) -> None:
        self.value: Value | None = None

    def __reduce__(self):
        return Place, ()

    def __repr__(self) -> str:
        return f"Place({self.value})"


def _remade(kind: type[Value], kept: dict[str, Any], inputs: tuple) -> Value:
    value = object.__new__(kind)
    value.inputs, value._place = inputs, None
    for name, part in kept.items():
        setattr(value, name, part)
    return value


def _unpickled(rows: list[tuple]) -> Value:
    """Make a graph again from its tape, a row a value, with inputs as numbers of rows."""
    values = []
    for place, kind, kept, inputs in rows:
        if place.value is None:
            inputs = tuple((values[k], local) for k, local in inputs)
            place.value = _remade(kind, kept, inputs)
        values.append(place.value)
    return values[-1]


def _value(number: Value | float) -> Value:
    if isinstance(number, Value):
        return number
    if not isinstance(number, Real):
        raise TypeError(f"expected a number or a Value, got {type(number).__name__}")
    return Value(number)


def _quotient(a: float, b: float) -> float:
    """a / b; over 0 infinite, as in NumPy."""
    if b != 0:
        return a / b
    return a * math.copysign(math.inf, b)  # 0 times infinity is NaN, like 0 / 0


def _power(x: float, n: float) -> float:
    """x ** n; infinite where it overflows, and at 0 for a negative n, as in NumPy."""
    odd = n % 2 == 1
    try:
        return x**n
    except OverflowError:
        return -math.inf if x < 0 and odd else math.inf
    except ZeroDivisionError:
        return math.copysign(math.inf, x) if odd else math.inf
