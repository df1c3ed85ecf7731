"""Misprints: each kind is made, checks notice them, and survivors are reported."""

import math

import numpy as np
import pytest

from mathcheck import LatexError, Mismatch, Model, holds
from mathcheck.mutate import mutants, read_survivors, survivors


def made(latex):
    return {mutant.latex.replace(" ", "") for mutant in mutants(latex)}


@pytest.mark.parametrize(
    ("latex", "mutant"),
    [
        ("a=b+c", "a=b-c"),
        ("a=-b", "a=b"),
        ("a=b", "a=-b"),
        ("a=b+c", "a=b"),
        ("a=bc", "a=c"),
        ("a=2b", "a=b"),
        ("a=2b", "a=3b"),
        ("a=b^2", "a=b"),
        ("a=b^2", "a=b^3"),
        ("a=b+c", "a=c+c"),
        (r"a=\alpha\beta", r"a=\beta\beta"),
        ("a=W_{jk}", "a=W_{kj}"),
        ("a=b_k", "a=b_{k+1}"),
        ("a=b_{k+1}", "a=b_{k}"),
        ("a=W^{[l]}", "a=W^{[l+1]}"),
        ("a=W^{[l-1]}", "a=W^{[l]}"),
        ("a=(b+c)d", "a=b+cd"),
        (r"a=\frac{b}{c}", r"a=\frac{c}{b}"),
        (r"a=\frac1N", r"a=\frac{N}{1}"),
        (r"a=\frac1Nb", r"a=(1)b"),
        (r"a=X^\top", "a=X"),
        (r"a=W^{[l]\top}", "a=W^{[l]}"),
        (r"a=\mathbf x", r"a=\mathbfx^\top"),
        (r"a\le b", r"a<b"),
        (r"a<b", r"a\leb"),
        (r"a=b\odot c", r"a=b\cdotc"),
        (r"a=\sum_ib_i", r"a=\prod_ib_i"),
        (r"a=\cos b", r"a=\sinb"),
        (r"a=\mathrm{softmax}(b)", r"a=\sigma(b)"),
        (r"a=\|b\|", "a=|b|"),
        ("a=f'(b)", "a=f(b)"),
    ],
)
def test_kinds_of_misprints(latex, mutant):
    assert mutant in made(latex)


def test_no_mutant_is_the_equation_or_comes_twice():
    latex = r"\delta^{[l]} = (\delta^{[l+1]} W^{[l+1]\top}) \odot \phi'(Z^{[l]})"
    found = [mutant.printed.replace(" ", "") for mutant in mutants(latex)]
    assert latex.replace(" ", "") not in found
    assert len(found) == len(set(found)) > 30


def test_survivors_are_those_that_are_still_true():
    generic = holds(Model({"a": 5.0, "b": 2.0, "c": 3.0}))
    assert survivors("a=b+c", generic)[0] == []
    blind = holds(Model({"a": 2.0, "b": 2.0, "c": 0.0}))
    live, count = survivors("a=b+c", blind)
    assert {mutant.printed for mutant in live} >= {"a=b - c", "b =b+c"}
    assert count > len(live)


def test_review_list_is_read(tmp_path):
    path = tmp_path / "survivors.txt"
    path.write_text("# comment\n\neq:1.1\na = b\nit is symmetric\n\n# more\neq:2.1\nc = d\nso\n")
    assert read_survivors(path) == {
        ("eq:1.1", "a = b"): "it is symmetric",
        ("eq:2.1", "c = d"): "so",
    }
    path.write_text("eq:1.1\na = b\n")
    with pytest.raises(ValueError, match="three lines"):
        read_survivors(path)


# Errors that lecture notes have really printed, on a network of unequal sizes.
RNG = np.random.default_rng(3)
SIZES = [3, 4, 5, 2]
W = {l: RNG.normal(size=(SIZES[l - 1], SIZES[l])) for l in (1, 2, 3)}
B = {l: RNG.normal(size=SIZES[l]) for l in (1, 2, 3)}
X, Y = RNG.normal(size=(6, 3)), np.eye(2)[[0, 1, 0, 0, 1, 1]]


PHI = {1: np.tanh, 2: lambda z: 1 / (1 + np.exp(-z))}


def pre_activation(m, layer):
    below = m("X") if layer == 1 else PHI[layer - 1](m("Z", layer - 1))
    return below @ m("W", layer) + m("b", layer)


def cost(m):
    z = m("Z", 3)
    return (np.log(np.exp(z).sum(1)) - (z * Y).sum(1)).sum() / 6


NETWORK = Model(
    {"X": X, "W": W, "b": B, "Y": Y, "N": 6, "L": 3},
    definitions={"Z": pre_activation, "C": cost},
    layers={"Z": (1, 2, 3)},
)


def central_differences(layer, h=1e-5):
    z = np.asarray(NETWORK("Z", layer))
    out = np.zeros(z.shape)
    for spot in np.ndindex(z.shape):
        step = np.zeros(z.shape)
        step[spot] = h
        up, down = (NETWORK.with_values({("Z", layer): z + s * step})("C") for s in (1, -1))
        out[spot] = (up - down) / (2 * h)
    return out


Z = {l: np.asarray(NETWORK("Z", l)) for l in (1, 2, 3)}
P = np.array([[1 / sum(math.exp(v - u) for v in row) for u in row] for row in Z[3]])
BACKPROPAGATION = Model(
    {
        **NETWORK.values,
        "delta": {l: central_differences(l) for l in (1, 2, 3)},
        "A": {0: X, 1: PHI[1](Z[1]), 2: PHI[2](Z[2])},
        "P": P,
    },
    definitions=NETWORK.definitions,
    layers=NETWORK.layers,
    functions={"phi": PHI},
    tolerance=1e-7,
)
TRUE = {
    "output": r"\delta^{[L]}=(P-Y)/N",
    "hidden": r"\delta^{[l]}=(\delta^{[l+1]}W^{[l+1]\top})\odot\phi_l'(Z^{[l]})",
    "weights": r"\partial C/\partial W^{[l]}=A^{[l-1]\top}\delta^{[l]}",
    "biases": r"\partial C/\partial\mathbf b^{[l]}=\sum_{i=1}^{N}\delta^{[l]}_i",
}


@pytest.mark.parametrize("name", TRUE)
def test_backpropagation_as_printed_is_true(name):
    assert holds(BACKPROPAGATION)(TRUE[name]) >= 1


@pytest.mark.parametrize(
    "misprint",
    [
        r"\delta^{[L]}=P-Y",
        r"\delta^{[L]}=(Y-P)/N",
        r"\delta^{[l]}=(\delta^{[l+1]}W^{[l]\top})\odot\phi_l'(Z^{[l]})",
        r"\delta^{[l]}=(W^{[l+1]\top}\delta^{[l+1]})\odot\phi_l'(Z^{[l]})",
        r"\delta^{[l]}=(\delta^{[l+1]}W^{[l+1]\top})\odot\phi_l'(A^{[l]})",
        r"\delta^{[l]}=(\delta^{[l+1]}W^{[l+1]\top})\phi_l'(Z^{[l]})",
        r"\delta^{[l]}=(\delta^{[l+1]}W^{[l+1]\top})\odot\phi_l(Z^{[l]})",
        r"\partial C/\partial W^{[l]}=\delta^{[l]}A^{[l-1]\top}",
        r"\partial C/\partial W^{[l]}=A^{[l]\top}\delta^{[l]}",
        r"\partial C/\partial W^{[l]}=\frac1NA^{[l-1]\top}\delta^{[l]}",
        r"\partial C/\partial\mathbf b^{[l]}=\frac1N\sum_{i=1}^{N}\delta^{[l]}_i",
    ],
)
def test_classic_errors_of_backpropagation_are_noticed(misprint):
    with pytest.raises((Mismatch, LatexError)):
        holds(BACKPROPAGATION)(misprint)


@pytest.mark.parametrize("name", TRUE)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_backpropagation_lets_few_mutants_pass(name):
    live, count = survivors(TRUE[name], holds(BACKPROPAGATION))
    # (a b) ⊙ c is a b ⊙ c: the brackets are a courtesy.
    assert [mutant.kind for mutant in live] == (["bracket dropped"] if name == "hidden" else [])
    assert count > 15
