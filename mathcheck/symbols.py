"""Read names: fonts, accents, primes, layers, subscripts, and calls of functions."""

from dataclasses import replace

from mathcheck.model import Model
from mathcheck.nodes import (
    Apply,
    Binary,
    Call,
    Negative,
    Node,
    Number,
    Subscripted,
    Symbol,
    Transpose,
)
from mathcheck.notation import ACCENTS, BOLD, FONTS, LOG_LIKE, RELATIONS
from mathcheck.tokens import TokenStream

_NOT_AN_OPERAND = frozenset(
    {r"\cdot", r"\odot", r"\times", r"\circ", r"\}", r"\in", r"\to", r"\top", r"\\", *RELATIONS}
)
_GREEK_VARIANTS = {"varepsilon": "epsilon", "varphi": "phi", "vartheta": "theta"}


class SymbolParser(TokenStream):
    """The part of the grammar below the operators; it asks the model which names are functions."""

    def __init__(self, latex: str, model: Model):
        super().__init__(latex, model.spelling)
        self.model = model
        self.bold_names: set[str] = set()
        self.plain_names: dict[str, int] = {}

    def expression(self, power: int = 0) -> Node:
        """Read an expression (the grammar above this one)."""
        raise NotImplementedError

    def starts_operand(self) -> bool:
        """Tell whether the coming token can begin an operand, so that it multiplies."""
        text = self.peek()
        if text is None or text.startswith((r"\text", r"\begin", r"\end")):
            return False
        if text in ("|", r"\|"):
            return not (self.closers and self.closers[-1] == text)
        return text.isalnum() or text in "([{" or (text[0] == "\\" and text not in _NOT_AN_OPERAND)

    def items(self) -> tuple[Node, ...]:
        """Read expressions separated by commas."""
        found = [self.expression()]
        while self.take(","):
            found.append(self.expression())
        return tuple(found)

    def name(self) -> str:
        r"""Read a name without its scripts: ``x``, ``\hat y``, ``\mathbf W``, ``\mathrm{relu}``."""
        text = self.next()
        if text in ACCENTS:
            return self.argument(self.name) + ACCENTS[text]
        if text in FONTS:
            word = self.argument(self._word)
            return "ones" if word == "1" else word
        if text.isalpha():
            return text
        if text[0] == "\\" and text[1:].isalpha():
            return _GREEK_VARIANTS.get(text[1:], text[1:])
        self.fail(f"{text!r} is unexpected here", back=1)

    def _word(self) -> str:
        if (self.peek() or "").startswith("\\"):
            return self.name()
        word = ""
        while self.peek() is not None and self.peek() not in ("}", "_", "^"):
            word += self.next()
        return word

    def symbol(self) -> Node:
        """Read a name with all that belongs to it."""
        start = self.position
        name = self.name()
        bold = self.note_font(name, start)
        for star in (("^", "*"), ("^", "{", "*", "}")):
            if self.take(*star):
                name += "*"
        primes = self._primes()
        subscripts: tuple[Node, ...] = ()
        if self.peek() == "_":
            joined = f"{name}_{self._flat_subscript()}"
            self.next()
            if self.model.has(joined) or joined in self.model.functions:
                name, self.position = joined, self.argument_end()
            else:
                subscripts = self.subscripts()
        primes += self._primes()
        if self.model.function(name) is not None:
            return self._call(name, primes, subscripts)
        if name in self.model.arguments and (self.peek() == "(" or primes):
            if not self.take("("):
                self.fail(f"{name}' needs its argument in brackets")
            filled = Apply(name, primes, self.enclosed(")", self.items))
            return self.scripts(filled)
        if primes:
            self.fail(f"{name} has a prime, but the model knows no function {name}")
        if not subscripts and name not in self.model.values and self._undeclared_call(name):
            back = self.position - start
            self.fail(f"{name}(...) looks like a function that the model does not declare", back)
        return self.scripts(Symbol(name, None, subscripts, bold))

    def note_font(self, name: str, start: int) -> bool:
        """Remember how a name is printed, and where it first stands whole without bold."""
        bold = any(t.text in BOLD for t in self.tokens[start : self.position])
        if bold:
            self.bold_names.add(name)
        elif self.peek() not in ("_", "^"):
            self.plain_names.setdefault(name, start)
        return bold

    def _undeclared_call(self, name: str) -> bool:
        return len(name) > 1 and self.peek() == "(" and not self.model.has(name)

    def _primes(self) -> int:
        count = 0
        while self.take("'"):
            count += 1
        return count

    def _flat_subscript(self) -> str:
        r"""Text of the coming subscript: ``in`` for ``_{\mathrm{in}}``."""
        self.position += 1
        parts = [token.text for token in self.tokens[self.position : self.argument_end()]]
        self.position -= 1
        return "".join(p.lstrip("\\") for p in parts if p not in FONTS and p not in "{}")

    def subscripts(self) -> tuple[Node, ...]:
        """Read subscripts: ``_i``, ``_{t+1}``, ``_{i,j}``, and ``_{ij}`` as two indices."""

        def read():
            letters = []
            ahead = 0
            while (text := self.peek(ahead)) is not None and len(text) == 1 and text.isalnum():
                letters.append(text)
                ahead += 1
            if len(letters) < 2 or self.peek(ahead) not in ("}", None):
                return self.items()
            self.position += ahead
            return tuple(Number(float(c), c) if c.isdigit() else Symbol(c) for c in letters)

        return self.argument(read)

    def _call(self, name: str, primes: int, index: tuple[Node, ...]) -> Node:
        power = None
        layered = (self.peek(1), self.peek(2)) == ("{", "[")
        if self.peek() == "^" and not layered and self.peek(1) != r"\top":
            self.next()
            power = self.argument(self.expression)
            if isinstance(power, Negative):
                self.fail(f"{name}^{{-1}} may be an inverse or a quotient: write \\frac", back=1)
        braced = self.take("{", "(")
        if braced or self.take("("):
            arguments = self.enclosed(")", self.items)
            if braced:
                self.expect("}")
            if name in LOG_LIKE and self.peek() == "^":
                self.fail(f"ambiguous: write \\{name}^2(...) or put {name} in brackets")
        elif self.take("["):
            arguments = self.enclosed("]", self.items)
        elif self.starts_operand():
            arguments = (self.expression(40),)
            powered = isinstance(arguments[0], Binary) and arguments[0].operator == "^"
            if self.starts_operand() or (powered and name in LOG_LIKE):
                self.fail(f"ambiguous: put the argument of {name} in brackets")
        else:
            self.fail(f"the function {name} needs its argument")
        call = Call(name, index, primes, arguments)
        return self.scripts(call if power is None else Binary("^", call, power))

    def scripts(self, node: Node) -> Node:
        """Read the layers, transposes, powers and subscripts that follow ``node``."""
        while True:
            if self.take("_"):
                more = self.subscripts()
                if isinstance(node, Symbol):
                    node = replace(node, subscripts=node.subscripts + more)
                else:
                    node = Subscripted(node, more)
            elif self.take("^", r"\top") or self.take("^", "{", r"\top", "}"):
                node = Transpose(node)
            elif self.take("^", "{", "["):
                if not isinstance(node, Symbol):
                    self.fail("a layer [l] belongs to a name", back=1)
                node = replace(node, layer=self.enclosed("]", self.expression))
                if self.take(r"\top"):
                    node = Transpose(node)
                self.expect("}")
            elif self.peek() == "^":
                if self.peek(1) == "T" and not self.model.has("T"):
                    self.fail("write a transpose as ^\\top")
                self.next()
                node = Binary("^", node, self.argument(self.expression))
            else:
                return node
