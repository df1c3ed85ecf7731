"""Read LaTeX into statements: a Pratt parser over the tokens, whose tables are the notation."""

import re

from mathcheck.model import Model
from mathcheck.nodes import (
    Absolute,
    Big,
    Binary,
    Call,
    Cases,
    Comparison,
    Derivative,
    Gradient,
    Limit,
    Negative,
    Node,
    Norm,
    Number,
    Order,
    Row,
    Statement,
)
from mathcheck.notation import RELATIONS
from mathcheck.symbols import SymbolParser

# How tightly an operator binds; a sum reaches over products, a function over one operand.
SUM, BIG, PRODUCT, JUXTAPOSED, OPERAND = 10, 15, 20, 30, 40


def parse(latex: str, model: Model) -> list[Statement]:
    """Read ``latex`` into statements; ``model`` tells which names are functions or indexed.

    Raises
    ------
    LatexError
        Where the LaTeX lies outside the notation; the message points at the place.
    """
    return Parser(latex, model).statements()


class Parser(SymbolParser):
    """The grammar of numbered equations."""

    def statements(self) -> list[Statement]:
        """Read all statements, separated by commas, semicolons or the word *and*."""
        found = []
        while self.peek() is not None:
            found.append(self.statement())
        for name in self.bold_names & self.plain_names.keys():
            self.position = self.plain_names[name]
            self.fail(f"{name} is printed in bold and plain: a vector is bold wherever it is whole")
        return found

    def statement(self) -> Statement:
        """Read one chain of relations."""
        sides, relations, printed = [], [], []
        while True:
            start = self.position
            sides.append(self.expression())
            printed.append(self._source(start, self.position))
            if self.peek() not in RELATIONS:
                break
            relations.append(RELATIONS[self.next()])
        if not relations:
            self.fail("a numbered equation needs a relation with a left side")
        for left, right, text in zip(sides, sides[1:], printed, strict=False):
            if left == right:
                self.fail(f"both sides are {text!r}: this says nothing")
        sequential = self.peek() == ";"
        separated = self.take(",") or self.take(";") or self.take(".")
        word = self.peek() or ""
        if re.fullmatch(r"\\text\{\s*(and|with|where)\s*\}", word):
            separated = bool(self.next())
        if not separated and self.peek() is not None:
            self.fail(f"{self.peek()!r} is unexpected here")
        return Statement(tuple(sides), tuple(relations), tuple(printed), sequential)

    def _source(self, start: int, end: int) -> str:
        stop = self.tokens[end].offset if end < len(self.tokens) else len(self.latex)
        return " ".join(self.latex[self.tokens[start].offset : stop].strip(" &\n,;.").split())

    def expression(self, power: int = 0) -> Node:
        """Read operands and operators that bind tighter than ``power``."""
        left = self.operand()
        while True:
            text = self.peek()
            if text in ("+", "-") and power < SUM:
                self.next()
                left = Binary(text, left, self.expression(SUM))
            elif text in (r"\cdot", r"\times", r"\odot") and power < PRODUCT:
                self.next()
                operator = r"\odot" if text == r"\odot" else r"\cdot"
                left = Binary(operator, left, self.expression(PRODUCT))
            elif text == "/" and power < PRODUCT:
                self.next()
                left = Binary("/", left, self.expression(JUXTAPOSED))
                if self.starts_operand():
                    self.fail("ambiguous: a product after / needs brackets, or write \\frac")
            elif power < JUXTAPOSED and self.starts_operand():
                left = Binary("juxtaposed", left, self.expression(JUXTAPOSED))
            else:
                return left

    def operand(self) -> Node:
        """Read one operand with the scripts that follow it."""
        text = self.peek()
        if text is None or text in RELATIONS or text in (",", ";", "/", r"\cdot", r"\odot"):
            self.fail("an operand is missing here")
        if text in ("-", "+"):
            self.next()
            body = self.expression(SUM)
            return Negative(body) if text == "-" else body
        if text.isdigit():
            return self.scripts(self._number())
        if text == "{":
            return self.scripts(self.argument(self.expression))
        if text in ("O", "o") and not self.model.has(text) and self.take(text, "("):
            return Order(text, self.enclosed(")", self.expression))
        read = self._READERS.get(text)
        if read is None:
            return self.symbol()
        self.next()
        return read(self)

    def _number(self) -> Number:
        digits = self.next()
        while (text := self.peek()) is not None and (
            text.isdigit() or (text == "." and "." not in digits and (self.peek(1) or "").isdigit())
        ):
            digits += self.next()
        return Number(float(digits), digits)

    def _parenthesis(self) -> Node:
        items = self.enclosed(")", self.items)
        return self.scripts(items[0] if len(items) == 1 else Row(items))

    def _bracket(self) -> Node:
        return self.scripts(self.enclosed("]", self._comparison))

    def _bar(self) -> Node:
        return self.scripts(Absolute(self.enclosed("|", self.expression)))

    def _double_bar(self) -> Node:
        return self.scripts(Norm(self.enclosed(r"\|", self.expression)))

    def _comparison(self) -> Comparison:
        left = self.expression()
        if self.peek() not in RELATIONS:
            self.fail("square brackets hold a relation, as in [z > 0]")
        relation = RELATIONS[self.next()]
        return Comparison(relation, left, self.expression())

    def _cases(self) -> Cases:
        rows = []
        while self.peek() != r"\end{cases}":
            value, condition = self.expression(), None
            if self.take("&"):
                word = self.next() if (self.peek() or "").startswith(r"\text") else ""
                if not re.search("otherwise|else", word):
                    condition = self._comparison()
            rows.append((value, condition))
            if self.peek() in (",", "."):
                self.next()
            if not self.take(r"\\"):
                break
        self.expect(r"\end{cases}")
        return Cases(tuple(rows))

    def _sqrt(self) -> Node:
        return self.scripts(Call("sqrt", (), 0, (self.argument(self.expression),)))

    def _fraction(self) -> Node:
        top, bottom = (self.argument(self._part_of_fraction) for _ in range(2))
        if isinstance(top, tuple) and isinstance(bottom, tuple):
            (body, order), (variable, again) = top, bottom
            return self.scripts(
                Derivative(body or self.expression(PRODUCT), variable, max(order, again))
            )
        if isinstance(top, tuple) or isinstance(bottom, tuple):
            self.fail("half a derivative: a d or \\partial above needs one below")
        return self.scripts(Binary("/", top, bottom))

    def _part_of_fraction(self):
        r"""Read a numerator or denominator; ``(body, order)`` after ``\partial`` or a ``d``."""
        if not self._take_differential():
            return self.expression()
        order = int(self.argument(self._number).value) if self.take("^") else 1
        if self.peek() in ("}", None):
            return None, order
        body = self.expression()
        if isinstance(body, Binary) and body.operator == "^" and isinstance(body.right, Number):
            return body.left, int(body.right.value)
        return body, order

    def _take_differential(self) -> bool:
        if self.take(r"\partial") or self.take(r"\mathrm", "{", "d", "}"):
            return True
        return not self.model.has("d") and self.take("d")

    def _partial(self) -> Derivative:
        top = self.expression(OPERAND)
        self.expect("/")
        self.expect(r"\partial")
        return Derivative(top, self.expression(OPERAND))

    def _nabla(self) -> Gradient:
        names = self.model.gradient
        if self.take("_"):
            names = self.argument(self.symbol).name
        if names is None:
            self.fail("the model does not say which variable this \\nabla is for (gradient=...)")
        return Gradient(
            self.expression(OPERAND), (names,) if isinstance(names, str) else tuple(names)
        )

    def _limit(self) -> Limit:
        def under():
            name = self.name()
            self.expect(r"\to")
            return name, self.expression()

        self.expect("_")
        name, target = self.argument(under)
        return Limit(name, target, self.expression(BIG))

    def _big(self, kind: str) -> Node:
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

    def _extremum(self, kind: str) -> Node:
        if self.peek() == "_":
            return self._big(kind)
        self.position -= 1
        return self.symbol()

    _READERS = {  # noqa: RUF012 - a table of the grammar, never changed
        "(": _parenthesis,
        "[": _bracket,
        "|": _bar,
        r"\|": _double_bar,
        r"\begin{cases}": _cases,
        r"\frac": _fraction,
        r"\sqrt": _sqrt,
        r"\partial": _partial,
        r"\nabla": _nabla,
        r"\lim": _limit,
        r"\sum": lambda self: self._big("sum"),
        r"\prod": lambda self: self._big("prod"),
        r"\max": lambda self: self._extremum("max"),
        r"\min": lambda self: self._extremum("min"),
    }
