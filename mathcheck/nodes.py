"""The tree that a printed equation is read into: one small class for each construct."""

from collections.abc import Iterator
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Node:
    """Part of an equation."""


@dataclass(frozen=True)
class Number(Node):
    """A number, with the digits as they are printed."""

    value: float
    printed: str


@dataclass(frozen=True)
class Symbol(Node):
    r"""A name with its layer and subscripts: ``\mathbf b^{[l]}_k``; bold ones hold arrays."""

    name: str
    layer: Node | None = None
    subscripts: tuple[Node, ...] = ()
    bold: bool = False


@dataclass(frozen=True)
class Subscripted(Node):
    """Subscripts on something in brackets, or on an applied function."""

    body: Node
    subscripts: tuple[Node, ...]


@dataclass(frozen=True)
class Negative(Node):
    """Minus in front."""

    body: Node


@dataclass(frozen=True)
class Binary(Node):
    r"""Two operands; ``operator`` is one of ``+ - juxtaposed \cdot \odot / ^``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Transpose(Node):
    r"""``X^\top``."""

    body: Node


@dataclass(frozen=True)
class Absolute(Node):
    """``|x|``: absolute value, or the size of a set."""

    body: Node


@dataclass(frozen=True)
class Norm(Node):
    r"""``\|x\|``: Euclidean norm, Frobenius for a matrix."""

    body: Node


@dataclass(frozen=True)
class Row(Node):
    r"""``(\mathbf x, 1)``: entries and vectors joined into one vector."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Comparison(Node):
    """``[z > 0]``: one where the relation holds, zero elsewhere."""

    relation: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Cases(Node):
    """Values with their conditions, the first that holds counts; no condition: otherwise."""

    rows: tuple[tuple[Node, Node | None], ...]


@dataclass(frozen=True)
class Call(Node):
    """A function of the notation or of the model, with index, primes and arguments."""

    function: str
    index: tuple[Node, ...]
    primes: int
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Apply(Node):
    """A definition of the model with its arguments filled in: ``C(w + h)``, ``C'(w)``."""

    name: str
    primes: int
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Big(Node):
    r"""``\sum \prod \max \min`` over an index, with its bounds or its set."""

    kind: str
    variable: str
    low: Node | None
    high: Node | None
    source: Node | None
    body: Node


@dataclass(frozen=True)
class Limit(Node):
    r"""``\lim_{h\to 0}``."""

    variable: str
    target: Node
    body: Node


@dataclass(frozen=True)
class Derivative(Node):
    """A derivative written as a fraction, of the given order."""

    body: Node
    variable: Node
    order: int = 1


@dataclass(frozen=True)
class Gradient(Node):
    r"""``\nabla C`` with respect to the named variables."""

    body: Node
    names: tuple[str, ...]


@dataclass(frozen=True)
class Order(Node):
    r"""``O(h^2)`` or ``o(h)``."""

    kind: str
    body: Node


@dataclass(frozen=True)
class Statement:
    """A chain of sides joined by relations.

    Attributes
    ----------
    sides : tuple of Node
    relations : tuple of str
        One fewer than the sides: ``= < > <= >= != ~ <-``.
    printed : tuple of str
        The LaTeX of each side.
    sequential : bool
        Whether a semicolon follows: later statements see the updated value.
    """

    sides: tuple[Node, ...]
    relations: tuple[str, ...]
    printed: tuple[str, ...]
    sequential: bool = False


def walk(tree) -> Iterator[Node]:
    """Yield every node of a tree, or of the trees in a tuple, from the outside in."""
    if isinstance(tree, Node):
        yield tree
        for field in fields(tree):
            yield from walk(getattr(tree, field.name))
    elif isinstance(tree, tuple):
        for item in tree:
            yield from walk(item)


def mentions(tree, name: str) -> bool:
    """Tell whether the symbol ``name`` occurs in the tree."""
    return any(isinstance(node, Symbol) and node.name == name for node in walk(tree))
