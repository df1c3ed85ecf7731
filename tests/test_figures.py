"""The Python side of every figure: state, sliders, errors; the JavaScript modules as a whole."""

from __future__ import annotations

import copy
import json
import math
import pickle
import re

import ipywidgets
import numpy as np
import pytest
import traitlets

import mlp_lib
from mlp_lib import figures
from mlp_lib.figures import bundle
from mlp_lib.figures.base import Figure
from tests.support.node import node, run

ALL = [pytest.param(getattr(figures, name), id=name) for name in figures.__all__]


@pytest.mark.parametrize("make", ALL)
def test_opens_without_arguments_and_has_a_stable_text_form(make):
    one, two = make(), make()
    assert isinstance(one, Figure)
    assert repr(one) == repr(two)
    assert "0x" not in repr(one)
    data, _ = one._repr_mimebundle_()
    assert data["text/plain"] == repr(one)
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == one.box.model_id


@pytest.mark.parametrize("make", ALL)
def test_each_slider_is_a_real_ipywidget_linked_both_ways(make):
    figure = make()
    assert [control["trait"] for control in figure.controls] == list(figure.sliders())
    for control in figure.controls:
        widget, trait = control["widget"], control["trait"]
        assert isinstance(widget, ipywidgets.FloatSlider)
        widget.value = widget.max
        assert getattr(figure, trait) == pytest.approx(widget.max)
        setattr(figure, trait, widget.min)
        assert widget.value == pytest.approx(widget.min)


@pytest.mark.parametrize("make", ALL)
def test_what_no_state_may_be_is_answered_with_what_it_may_be(make):
    figure = make()
    for trait, limits in figure.limits.items():
        before = getattr(figure, trait)
        if isinstance(before, list):
            continue
        says = f"unknown|{trait} must be "
        for value in (math.nan, math.inf, limits.get("min", 0) - 1, "nought", object(), True):
            with pytest.raises((ValueError, traitlets.TraitError), match=says):
                setattr(figure, trait, value)
            assert getattr(figure, trait) == before
        if "max" in limits:
            ends = f"{trait} must be a (whole )?number from {limits['min']:g} to {limits['max']:g}"
            with pytest.raises(traitlets.TraitError, match=ends):
                setattr(figure, trait, limits["max"] + 1)


@pytest.mark.parametrize("make", ALL)
def test_unknown_state_names_the_known_one(make):
    with pytest.raises(TypeError, match="its state is"):
        type(make())(colour="red")


@pytest.mark.parametrize("make", ALL)
def test_copies_and_pickles_are_figures_of_their_own_in_the_same_state(make):
    figure = make(number="1.1")
    for trait, parts in figure.sliders().items():
        setattr(figure, trait, parts["min"])
    before = repr(figure)
    for again in (copy.copy(figure), copy.deepcopy(figure), pickle.loads(pickle.dumps(figure))):
        assert (repr(again), again.number, again.name) == (before, "1.1", figure.name)
        assert again.model_id != figure.model_id
        for control in again.controls:
            control["widget"].value = control["widget"].max
            assert getattr(again, control["trait"]) == control["widget"].max
        assert repr(figure) == before


@pytest.mark.parametrize("make", ALL)
def test_a_misspelt_trait_is_not_ignored(make):
    figure = make()
    with pytest.raises(AttributeError, match=f"{type(figure).__name__} 'lerning_rate'.*Known: "):
        figure.lerning_rate = 1


@pytest.mark.parametrize("make", ALL)
def test_slider_positions_hit_the_value_that_the_figure_opens_with(make):
    figure = make()
    for trait, parts in figure.sliders().items():
        steps = (getattr(figure, trait) - parts["min"]) / parts["step"]
        assert steps == pytest.approx(round(steps), abs=1e-6), trait


def test_neuron_wants_two_weights():
    for w in [(1, 2, 3), (1,), 5, "ab", (1, math.nan)]:
        with pytest.raises(ValueError, match="w must be two"):
            figures.neuron(w=w)
    assert figures.neuron(w=(1, -0.5), b=0.2).w2 == -0.5


@pytest.mark.parametrize("name", bundle.names())
def test_modules_join_without_a_name_twice(name):
    exported = bundle._shared()[1]
    assert len(exported) == len(set(exported))
    esm = bundle.esm(name)
    assert not re.search(r"^import ", esm, re.MULTILINE)
    assert esm.count("export default") == 1
    runs = esm.replace("export default", "const front =") + "\nconsole.log(typeof front.render)"
    assert run(runs) == "function\n"
    made = node(f"{bundle.figure_script(name)}; return Object.keys(mlp.figures[{name!r}])")
    assert {"name", "title", "predict", "see", "state", "pictures", "readout"} <= set(made)


@pytest.mark.parametrize("name", bundle.names())
def test_python_and_javascript_name_the_same_state(name):
    figure = getattr(figures, name)()
    state = node(f"{bundle.figure_script(name)}; return mlp.figures[{name!r}].state")
    assert sorted(state) == sorted(figure.state_names())


def test_javascript_mathematics_equals_the_library():
    rng = np.random.default_rng(5)
    for _ in range(20):
        x, w, b = rng.normal(size=3), rng.normal(size=3), rng.normal()
        y = rng.choice([-1, 1])
        ours = node(
            f"const [x, w, b, y] = {json.dumps([x.tolist(), w.tolist(), b, int(y)])};"
            "const z = mlp.dot(x, w) + b, next = mlp.perceptronStep(w, b, x, y);"
            "return {z, step: mlp.step(z), sigmoid: mlp.sigmoid(z),"
            " w: next.w, b: next.b, updated: next.updated,"
            " path: mlp.gradientDescent((t) => t.map((v, j) => x[j] * x[j] * v), w, 0.1, 5)}"
        )
        z = x @ w + b
        new_w, new_b, updated = mlp_lib.perceptron_step(w, b, x, y)
        path = mlp_lib.gradient_descent(lambda t, x=x: x * x * t, w, 0.1, max_steps=5)
        expected = {
            "z": z,
            "step": mlp_lib.step(z),
            "sigmoid": mlp_lib.sigmoid(z),
            "w": new_w,
            "b": new_b,
            "updated": updated,
            "path": path,
        }
        for name, value in expected.items():
            np.testing.assert_allclose(ours[name], value, rtol=1e-14, err_msg=name)


def test_numbers_are_written_for_people():
    cases = {
        "num(-0.001)": "0.00",
        "num(-1.5)": "−1.50",
        "num(1234.5)": "1235",
        "num(99999999)": "1.0·10⁸",
        "num(NaN)": "?",
        "num(-Infinity)": "−∞",
        "par(-2)": "(−2.00)",
        "signed(2)": "+2.00",
        "small(0.00042)": "4.2·10⁻⁴",
        "py(3)": "3.0",
        "py(-0)": "0.0",
        "py(1e-7)": "1e-7",
    }
    assert node(f"return [{', '.join('mlp.' + call for call in cases)}]") == list(cases.values())


def test_passes_of_the_small_network_equal_the_library():
    rng = np.random.default_rng(8)
    for sizes in ([2, 2, 2, 2], [3, 4, 2], [2, 5, 3, 4]):
        net = mlp_lib.MLP(sizes, rng=rng)
        net.b = [rng.normal(size=n) for n in sizes[1:]]
        x, label = rng.normal(size=sizes[0]), int(rng.integers(sizes[-1]))
        layers = [{"W": W.tolist(), "b": b.tolist()} for W, b in zip(net.W, net.b, strict=True)]
        y = [int(k == label) for k in range(sizes[-1])]
        page = node(
            f"const layers = {json.dumps(layers)}, cache = mlp.forwardPass(layers, {x.tolist()});"
            f"return {{...cache, ...mlp.backwardPass(layers, cache, {y})}}"
        )
        cache = net.forward(x[None])
        gradients = net.backward(cache, [label])
        assert page["loss"] == pytest.approx(net.cost(x[None], [label]), rel=1e-12)
        for l in range(len(net.W)):
            close = {"rtol": 1e-12, "atol": 1e-15}
            np.testing.assert_allclose(page["z"][l], cache.Z[l][0], **close)
            np.testing.assert_allclose(page["a"][l + 1], cache.A[l + 1][0], **close)
            np.testing.assert_allclose(page["delta"][l], gradients.delta[l][0], **close)
            np.testing.assert_allclose(page["dW"][l], gradients.W[l], **close)
            np.testing.assert_allclose(page["db"][l], gradients.b[l], **close)
        np.testing.assert_allclose(page["dx"], gradients.delta[0][0] @ net.W[0].T, **close)
