"""The evaluator: against SymPy on random expressions, and strict where print is ambiguous."""

import numpy as np
import pytest
import sympy
from sympy.printing.latex import LatexPrinter

from mathcheck import LatexError, Mismatch, Model, check, exactly_when, holds, tight, together

POINT = {"x": 0.37, "y": 1.9, "a": -0.6, "t": 2.3}
SYMBOLS = {sympy.Symbol(name, real=True): value for name, value in POINT.items()}


class Printer(LatexPrinter):
    """SymPy's printer, which otherwise prints the square of a logarithm ambiguously."""

    def _print_log(self, expression, exp=None):
        power = f"^{{{exp}}}" if exp else ""
        return rf"\ln{power}({self._print(expression.args[0])})"


def random_expression(rng, depth: int, absolute=sympy.Abs):
    """Sums, products, quotients, powers, functions and roots, nested at random."""
    if depth == 0 or rng.random() < 0.15:
        return rng.choice([*SYMBOLS, sympy.Integer(1), sympy.Integer(2), sympy.Rational(3, 2)])

    def smaller():
        return random_expression(rng, depth - 1, absolute)

    match rng.integers(10):
        case 0:
            return smaller() + smaller()
        case 1:
            return smaller() - smaller()
        case 2:
            return smaller() * smaller()
        case 3:
            return smaller() / (1 + smaller() ** 2)
        case 4:
            return smaller() ** rng.integers(2, 4)
        case 5:
            return sympy.sin(smaller())
        case 6:
            return sympy.exp(-(smaller() ** 2))
        case 7:
            return sympy.log(1 + smaller() ** 2)
        case 8:
            return sympy.sqrt(1 + smaller() ** 2)
        case _:
            return absolute(smaller())


@pytest.mark.parametrize("seed", range(300))
def test_scalar_expressions_agree_with_sympy(seed):
    expression = random_expression(np.random.default_rng(seed), 3)
    value = float(sympy.N(expression, 30, subs=SYMBOLS))
    latex = "q=" + Printer().doprint(expression)
    assert check(latex, Model({**POINT, "q": value}, tolerance=1e-12)) == 1
    with pytest.raises(Mismatch):
        check(latex, Model({**POINT, "q": value * 1.0001 + 1e-4}))


@pytest.mark.parametrize("seed", range(60))
def test_derivatives_agree_with_sympy(seed):
    expression = random_expression(np.random.default_rng(seed), 3, absolute=sympy.cos)
    x = next(iter(SYMBOLS))
    numeric = sympy.lambdify(list(SYMBOLS), expression, "numpy")
    model = Model(
        {**POINT, "q": float(sympy.N(sympy.diff(expression, x), 30, subs=SYMBOLS))},
        definitions={"C": lambda m: numeric(*(m(s) for s in POINT)) + 0 * m("x")},
        arguments={"C": ["x"]},
        absolute=1e-10,
    )
    assert check(r"q=\frac{\partial C}{\partial x}=C'(x)=\nabla_xC", model) == 3


RNG = np.random.default_rng(0)
X, W, B = RNG.normal(size=(4, 3)), RNG.normal(size=(3, 2)), RNG.normal(size=2)
BATCH = Model({"X": X, "W": W, "b": B, "Z": X @ W + B, "ones": np.ones((4, 1)), "u": [1.0, 2.0, 3]})


def test_matrices_rows_and_indices():
    assert check(r"Z=XW+\mathbf 1\mathbf b", BATCH) == 1
    assert check(r"Z_{ik}=\sum_jX_{ij}W_{jk}+b_k", BATCH) == 8
    assert check(r"W^\top X^\top=(XW)^\top", BATCH) == 1
    assert check(r"\mathbf u\mathbf u^\top=\|\mathbf u\|^2=14", BATCH) == 2
    assert check(r"\max_iu_i=3", BATCH) == check(r"\min_iu_i=\min(1,7)", BATCH) == 1
    assert check(r"\prod_{i=1}^3u_i=6", BATCH) == 1
    assert check(r"(\mathbf u,4)_4=4", BATCH) == 1


def test_sets_and_layers():
    model = Model({"B": {1, 3}, "u": [1.0, 2.0, 5.0], "W": {1: [[1.0]], 2: [[2.0]]}})
    assert check(r"\frac{1}{|B|}\sum_{i\in B}u_i=3", model) == 1
    assert check(r"\sum_{i\in T}i=0.75", Model({"T": {0.25, 0.5}})) == 1
    assert check(r"W^{[l]}_{11}=l", model) == 2
    assert check(r"W^{[l+1]}_{11}=W^{[l]}_{11}+1", model) == 1


def test_updates_at_once_and_one_after_the_other():
    start = {"v": 1.0, "t": 2.0}
    at_once = Model(start, new={"v": 3.0, "t": 3.0})
    in_turn = Model(start, new={"v": 3.0, "t": 5.0})
    assert check(r"v\leftarrow v+2,\ t\leftarrow t+v", at_once) == 2
    assert check(r"v\leftarrow v+2;\ t\leftarrow t+v", in_turn) == 2
    with pytest.raises(Mismatch):
        check(r"v\leftarrow v+2,\ t\leftarrow t+v", in_turn)


CUBE = {"C": lambda m: m("a") ** 3 / 3}
CUBED = {"C": ["a"]}


def test_gradient_is_taken_where_its_argument_says():
    model = Model(
        {"w": np.array([1.0, 2.0]), "g": np.array([2.0, 6.0]), "a": 0.5},
        definitions={"C": lambda m: m("w")[0] ** 2 + 1.5 * m("w")[1] ** 2},
        arguments={"C": ["w"]},
        gradient="w",
    )
    assert check(r"\mathbf g=\nabla C=\nabla C(\mathbf w)", model) == 2
    assert check(r"a\mathbf g=\nabla C(a\mathbf w)", model) == 1
    assert check(r"\frac{\partial^2C}{\partial a^2}=C''(a)=2a", Model({"a": 3.0}, CUBE, CUBED)) == 2
    assert check(r"\frac{\partial}{\partial w_2}\frac{\partial C}{\partial w_2}=3", model) == 1


def test_remainder_must_have_the_printed_order():
    model = Model({"x": 0.7, "h": 0.01}, functions={"f": np.exp})
    assert check(r"f(x+h)=f(x)+hf'(x)+O(h^2)", model) == 1
    for wrong in (r"f(x+h)=f(x)+O(h^2)", r"f(x+h)=f(x)+hf'(x)+O(h)"):
        with pytest.raises(Mismatch, match="remainder"):
            check(wrong, model)
    with pytest.raises(LatexError, match="after a plus"):
        check(r"f(x+h)=f(x)+hf'(x)-O(h^2)", model)


def test_limits_and_printed_digits():
    model = Model({"x": 0.7}, functions={"f": np.sin})
    assert (
        check(
            r"\lim_{h\to0}\frac{f(x+h)-f(x)}{h}=\cos x",
            Model({"x": 0.7}, tolerance=1e-7, functions={"f": np.sin}),
        )
        == 1
    )
    assert check(r"\sin x\approx0.644", model) == 1
    with pytest.raises(Mismatch):
        check(r"\sin x\approx0.645", model)
    with pytest.raises(LatexError, match="printed number"):
        check(r"\sin x\approx x", model)


@pytest.mark.parametrize(
    ("latex", "message"),
    [
        (r"1=\mathbf u\mathbf u", "two vectors side by side"),
        (r"1=\mathbf u+\mathbf b", "differ"),
        (r"1=XX", "do not multiply"),
        (r"1=\mathbf u\cdot\mathbf u^\top", "leave the transpose out"),
        (r"1=\mathbf u\odot\mathbf b", "odot between"),
        (r"Z=XW+\mathbf b", "differ"),
        (r"1=u\cdot u", "print it in bold"),
        (r"1=\mathbf u_1", "without bold"),
        (r"1=u_9", "no element 9"),
        (r"1=u_{1/2}", "no integer"),
        (r"1=\mathbf u^2", "power of an array"),
        (r"1=W^2", "power of an array"),
        (r"1=q", "not bound; the model of this equation binds"),
        (r"1=W^{[1]}", "no layers"),
        (r"1=\|u_1\|", "norm of a number"),
        (r"1=u_1^\top", "no transpose"),
        (r"1=\frac{\partial Z}{\partial\mathbf u}", "without a definition"),
        (r"1=\max_Z\mathbf u", "does not occur"),
    ],
)
def test_ambiguous_or_unbound_is_an_error(latex, message):
    with pytest.raises(LatexError, match=message):
        check(latex, BATCH)


def test_lost_imaginary_part_is_noticed():
    model = Model({"x": 1.0}, definitions={"C": lambda m: np.abs(m("x")) ** 2 * 1.0})
    with pytest.raises(LatexError, match="imaginary part"):
        check(r"\frac{dC}{dx}=0", model)


def test_combinations_of_checks():
    loose, exact = Model({"k": 1, "R": 2}), Model({"k": 2, "R": 2})
    assert holds(loose, exact)(r"k\le R") == 2
    assert tight(exact)(r"k\le R") == 1
    with pytest.raises(Mismatch):
        tight(loose)(r"k\le R")
    assert together(holds(loose), tight(exact))(r"k\le R") == 2
    condition = exactly_when((loose, True), (exact, False))
    assert condition("k<R") == 2
    with pytest.raises(Mismatch, match="observed truth"):
        condition(r"k\le R")


def test_false_equation_shows_both_sides():
    with pytest.raises(Mismatch, match=r"d  =  2x  is false: 5\.? against 4\.?"):
        check("d=2x", Model({"d": 5.0, "x": 2.0}))
