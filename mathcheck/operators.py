"""Read roots, fractions, derivatives, gradients, limits, sums and extrema."""

from mathcheck.nodes import Big, Binary, Call, Derivative, Gradient, Limit, Node, Number
from mathcheck.symbols import SymbolParser

# How tightly an operator binds; a sum reaches over products, a function over one operand.
SUM, BIG, PRODUCT, JUXTAPOSED, OPERAND = 10, 15, 20, 30, 40


class OperatorParser(SymbolParser):
    """The part of the grammar with commands that take TeX arguments."""

    def number(self) -> Number:
        """Read the digits of a number."""
        digits = self.next()
        while (text := self.peek()) is not None and (
            text.isdigit() or (text == "." and "." not in digits and (self.peek(1) or "").isdigit())
        ):
            digits += self.next()
        return Number(float(digits), digits)

    def sqrt(self) -> Node:
        """Read what stands under a root."""
        return self.scripts(Call("sqrt", (), 0, (self.argument(self.expression),)))

    def fraction(self) -> Node:
        """Read a fraction, or a derivative written as one."""
        top, bottom = (self.argument(self._part_of_fraction) for _ in range(2))
        if isinstance(top, tuple) and isinstance(bottom, tuple):
            (body, order), (variable, _) = top, bottom
            power = 1
            if isinstance(variable, Binary) and isinstance(variable.right, Number):
                variable, power = variable.left, int(variable.right.value)
            if order != power:
                self.fail(f"a derivative of order {order} above and {power} below")
            return self.scripts(Derivative(body or self.expression(PRODUCT), variable, order))
        if isinstance(top, tuple) or isinstance(bottom, tuple):
            self.fail("half a derivative: a d or \\partial above needs one below")
        return self.scripts(Binary("/", top, bottom))

    def _part_of_fraction(self):
        r"""Read a numerator or denominator; ``(body, order)`` after ``\partial`` or a ``d``."""
        if not self._take_differential():
            return self.expression()
        order = int(self.argument(self.number).value) if self.take("^") else 1
        return (None if self.peek() in ("}", None) else self.expression()), order

    def _take_differential(self) -> bool:
        if self.take(r"\partial") or self.take(r"\mathrm", "{", "d", "}"):
            return True
        return not self.model.has("d") and self.take("d")

    def partial(self) -> Derivative:
        r"""Read ``\partial C/\partial b``."""
        top = self.expression(OPERAND)
        self.expect("/")
        self.expect(r"\partial")
        return Derivative(top, self.expression(OPERAND))

    def nabla(self) -> Gradient:
        r"""Read what follows ``\nabla``."""
        names = self.model.gradient
        if self.take("_"):
            names = self.argument(self.symbol).name
        if names is None:
            self.fail("the model does not say which variable this \\nabla is for (gradient=...)")
        return Gradient(
            self.expression(OPERAND), (names,) if isinstance(names, str) else tuple(names)
        )

    def limit(self) -> Limit:
        r"""Read what follows ``\lim``."""

        def under():
            name = self.name()
            self.expect(r"\to")
            return name, self.expression()

        self.expect("_")
        name, target = self.argument(under)
        return Limit(name, target, self.expression(BIG))

    def big(self, kind: str) -> Node:
        """Read a sum, a product or an extremum over an index."""
        variable = low = high = source = None

        def under():
            name = self.name()
            if self.take("="):
                return name, self.expression(), None
            return name, None, self.expression() if self.take(r"\in") else None

        while self.peek() in ("_", "^"):
            if self.next() == "_":
                variable, low, source = self.argument(under)
            else:
                high = self.argument(self.expression)
        if variable is None:
            self.fail(f"\\{kind} needs an index below it")
        if (low is None) != (high is None):
            self.fail(f"\\{kind} needs both bounds or none")
        return Big(kind, variable, low, high, source, self.expression(BIG))

    def extremum(self, kind: str) -> Node:
        r"""Read ``\max_i`` as an operator and ``\max(0, z)`` as a function."""
        if self.peek() == "_":
            return self.big(kind)
        self.position -= 1
        return self.symbol()
