"""A tape of scalars: every operation notes its inputs and its local derivatives (chapter 10).

``backward`` then walks the tape in reverse and adds up, for each value v, the adjoint dL/dv: the
sum, over all uses of v, of the adjoint of the result times the local derivative. Source: (10.3);
Linnainmaa 1970.
"""

from __future__ import annotations

import math
from numbers import Real


class Value:
    """A number that remembers where it came from.

    Parameters
    ----------
    data : float
        The number.
    name : str, optional
        For the drawing of the graph.

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
    """

    def __init__(self, data: float, name: str = "") -> None:
        self.data = float(data)
        self.name = name
        self.grad = 0.0
        self.operation = ""
        self.inputs: tuple[tuple[Value, float], ...] = ()  # (input, local derivative)

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
        return Value._of(self.data**n, f"^{n:g}", (self, n * self.data ** (n - 1) if n else 0.0))

    def exp(self) -> Value:
        e = math.exp(self.data)
        return Value._of(e, "exp", (self, e))

    def log(self) -> Value:
        return Value._of(math.log(self.data), "ln", (self, 1 / self.data))

    def relu(self) -> Value:
        return Value._of(max(0.0, self.data), "relu", (self, float(self.data > 0)))

    def tanh(self) -> Value:
        t = math.tanh(self.data)
        return Value._of(t, "tanh", (self, 1 - t**2))

    def sigmoid(self) -> Value:
        s = (1 + math.tanh(self.data / 2)) / 2
        return Value._of(s, "sigmoid", (self, s * (1 - s)))

    def __neg__(self) -> Value:
        return self * -1

    def __sub__(self, other: Value | float) -> Value:
        return self + -_value(other)

    def __truediv__(self, other: Value | float) -> Value:
        return self * _value(other) ** -1

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

    def __deepcopy__(self, memo: dict[int, Value]) -> Value:
        """Copy the whole graph, like `tape` without recursion; grads and shared uses are kept."""
        for value in self.tape():
            if id(value) not in memo:
                twin = memo[id(value)] = object.__new__(type(value))
                inputs = tuple((memo[id(child)], local) for child, local in value.inputs)
                vars(twin).update(vars(value) | {"inputs": inputs})
        return memo[id(self)]

    def graph(self):
        """Return the drawing of the graph, which a notebook shows as SVG."""
        from mlp_lib.graph import Graph

        return Graph(self)

    def __repr__(self) -> str:
        name = f"{self.name} = " if self.name else ""
        return f"Value({name}{self.data:.6g}, grad={self.grad:.6g})"


def _value(number: Value | float) -> Value:
    if isinstance(number, Value):
        return number
    if not isinstance(number, Real):
        raise TypeError(f"expected a number or a Value, got {type(number).__name__}")
    return Value(number)
