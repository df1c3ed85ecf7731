"""Read LaTeX into statements: a Pratt parser over the tokens, whose tables are the notation."""

import re

from mathcheck.model import Model
from mathcheck.nodes import (
    Absolute,
    Binary,
    Cases,
    Comparison,
    Negative,
    Node,
    Norm,
    Order,
    Row,
    Statement,
)
from mathcheck.notation import RELATIONS
from mathcheck.operators import JUXTAPOSED, PRODUCT, SUM, OperatorParser


def parse(latex: str, model: Model) -> list[Statement]:
    """Read ``latex`` into statements; ``model`` tells which names are functions or indexed.

    Raises
    ------
    LatexError
        Where the LaTeX lies outside the notation; the message points at the place.
    """
    return Parser(latex, model).statements()


class Parser(OperatorParser):
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
            return self.scripts(self.number())
        if text == "{":
            return self.scripts(self.argument(self.expression))
        if text in ("O", "o") and not self.model.has(text) and self.take(text, "("):
            return Order(text, self.enclosed(")", self.expression))
        read = self._READERS.get(text)
        if read is None:
            return self.symbol()
        self.next()
        return read(self)

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

    _READERS = {  # noqa: RUF012 - a table of the grammar, never changed
        "(": _parenthesis,
        "[": _bracket,
        "|": _bar,
        r"\|": _double_bar,
        r"\begin{cases}": _cases,
        r"\frac": OperatorParser.fraction,
        r"\sqrt": OperatorParser.sqrt,
        r"\partial": OperatorParser.partial,
        r"\nabla": OperatorParser.nabla,
        r"\lim": OperatorParser.limit,
        r"\sum": lambda self: self.big("sum"),
        r"\prod": lambda self: self.big("prod"),
        r"\max": lambda self: self.extremum("max"),
        r"\min": lambda self: self.extremum("min"),
    }
