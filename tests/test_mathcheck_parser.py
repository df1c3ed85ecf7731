"""The reader of printed equations: what binds how, what is refused, and how errors point."""

import re

import pytest

from mathcheck import LatexError, Model, parse
from mathcheck import nodes as n

MODEL = Model(
    {"x": 1.0, "y": 2.0, "a": 3.0, "w": [1.0, 2.0], "n_in": 4, "W": {1: [[1.0]]}},
    definitions={"C": lambda m: m("x")},
    arguments={"C": ["x"]},
    functions={"f": lambda x: x},
    gradient="x",
)


def right_side(latex: str):
    (statement,) = parse("y=" + latex, MODEL)
    return statement.sides[1]


X, Y, A = n.Symbol("x"), n.Symbol("y"), n.Symbol("a")


@pytest.mark.parametrize(
    ("latex", "tree"),
    [
        ("a+xy", n.Binary("+", A, n.Binary("juxtaposed", X, Y))),
        ("a-x-y", n.Binary("-", n.Binary("-", A, X), Y)),
        ("-xy", n.Negative(n.Binary("juxtaposed", X, Y))),
        ("a/x\\cdot y", n.Binary("\\cdot", n.Binary("/", A, X), Y)),
        (r"\frac xy", n.Binary("/", X, Y)),
        (r"\frac12x", n.Binary("juxtaposed", n.Binary("/", *map(n.Number, (1, 2), "12")), X)),
        (r"x^23", n.Binary("juxtaposed", n.Binary("^", X, n.Number(2, "2")), n.Number(3, "3"))),
        (r"\ln x", n.Call("ln", (), 0, (X,))),
        (r"\ln x+y", n.Binary("+", n.Call("ln", (), 0, (X,)), Y)),
        (r"n_{\mathrm{in}}", n.Symbol("n_in")),
        (r"f''(x)", n.Call("f", (), 2, (X,))),
        (r"C'(x)", n.Apply("C", 1, (X,))),
        (r"\nabla C", n.Gradient(n.Symbol("C"), ("x",))),
        (r"\frac{dC}{dx}", n.Derivative(n.Symbol("C"), X)),
        (r"\frac{\partial^2C}{\partial x^2}", n.Derivative(n.Symbol("C"), X, 2)),
        (r"\frac{\partial x^2}{\partial x}", n.Derivative(n.Binary("^", X, n.Number(2, "2")), X)),
        (r"\partial C/\partial x", n.Derivative(n.Symbol("C"), X)),
        (r"\theta^*", n.Symbol("theta*")),
        (r"|x||y|", n.Binary("juxtaposed", n.Absolute(X), n.Absolute(Y))),
        (r"\lvert x\rvert", n.Absolute(X)),
        (r"[x\ge y]", n.Comparison(">=", X, Y)),
    ],
)
def test_tree(latex, tree):
    assert right_side(latex) == tree


def test_sum_reaches_over_the_product_that_follows():
    tree = right_side(r"\sum_i a_ix+y")
    assert tree.operator == "+"
    assert tree.left.body == n.Binary("juxtaposed", n.Symbol("a", None, (n.Symbol("i"),)), X)


def test_names_keep_accents_and_drop_fonts():
    for latex, name in {
        r"\hat y": "yhat",
        r"\tilde{\mathbf x}": "xtilde",
        r"\mathbf{\hat y}": "yhat",
        r"\mathrm{BCE}": "BCE",
        r"\varepsilon": "epsilon",
        r"\boldsymbol\delta": "delta",
        r"\mathbf 1": "ones",
    }.items():
        assert right_side(latex).name == name


def test_layers_and_transposes():
    assert right_side(r"W^{[l]\top}") == n.Transpose(n.Symbol("W", n.Symbol("l")))
    assert right_side(r"W^{[l]}_{jk}").subscripts == (n.Symbol("j"), n.Symbol("k"))


def test_statements_are_separated_and_chained():
    first, second = parse(r"x=y\le a,\quad a=3.", MODEL)
    assert first.relations == ("=", "<=")
    assert second.sides == (A, n.Number(3, "3"))
    assert parse("x=y; a=x", MODEL)[0].sequential


def test_rows_of_aligned_are_statements_unless_they_go_on():
    separate = parse(r"\begin{aligned}x&=y\\ a&=x\end{aligned}", MODEL)
    assert [s.sides for s in separate] == [(X, Y), (A, X)]
    (chain,) = parse(r"\begin{aligned}x&=y\\ &=a\\&\quad+x\end{aligned}", MODEL)
    assert chain.sides == (X, Y, n.Binary("+", A, X))


def test_cases_with_words():
    tree = right_side(r"\begin{cases}x&\text{if }x>0\\ a&\text{otherwise}\end{cases}")
    assert tree == n.Cases(((X, n.Comparison(">", X, n.Number(0, "0"))), (A, None)))


@pytest.mark.parametrize(
    ("latex", "message"),
    [
        ("x+y", "needs a relation"),
        ("x=x", "says nothing"),
        ("x=", "operand is missing"),
        ("x=(y", "expected ')'"),
        ("x=y)", "unexpected"),
        ("x=a/yx", "ambiguous: a product after /"),
        (r"x=\ln xy", "ambiguous: put the argument of ln"),
        (r"x=\ln", "needs its argument"),
        ("x=C'", "needs its argument"),
        ("x=a'", "has a prime"),
        (r"x=\ln(y)^2", r"ambiguous: write \ln^2"),
        (r"x=\ln y^2", "ambiguous: put the argument of ln"),
        (r"x=\sigma^{-1}(x)", "inverse or a quotient"),
        (r"x=w^T", "write a transpose as"),
        (r"x=\mathbf w\cdot\mathbf w+w", "bold and plain"),
        (r"x=\sum_i^3w_i", "both bounds or none"),
        (r"x=\frac{dC}{x}", "half a derivative"),
        (r"x=\frac{\partial^2C}{\partial x}", "order 2 above and 1 below"),
        (r"x=[y]", "square brackets hold a relation"),
        (r"x=\mathrm{foo}(y)", "looks like a function"),
        (r"x\sim y", "states nothing"),
        (r"x=\pm y", "two statements"),
        (r"x=x_1+\dots+x_n", "dots leave terms"),
        (r"x=y% + 1", "comment hides"),
        (r"x=\phantom{-}y", "hides from the reader"),
        (r"x=\textcolor{red}{y}", "take the colour out"),
        (r"x=y\tag{1}", "comes from the label"),
        ("x=α", "Unicode"),
        (r"x=\begin{pmatrix}1\end{pmatrix}", "not part of the notation"),
        (r"y\in x", "no relation that can be computed"),
        (r"x=\underbrace{y}_{a}", "put them in the text"),
    ],
)
def test_refused_constructs_say_what_to_do(latex, message):
    with pytest.raises(LatexError, match=re.escape(message)):
        parse(latex, MODEL)


def test_error_points_at_the_place():
    with pytest.raises(LatexError) as caught:
        parse("x=y,\n  a=(x+y]", MODEL)
    *_, line, caret = str(caught.value).splitlines()
    assert line[caret.index("^")] == "]"
