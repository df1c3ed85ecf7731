"""What the build does with pages that the real book does not have: faults, and foreign widgets."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from mlp_book import ROOT, assets, figures, pages
from mlp_book.saved import saved

from mlp_lib.figures import neuron
from tests import small_book

FAULTY = r"""# Faulty pages

Undefined: {eq}`eq:9.9` and [nothing](#nowhere) and {cite}`Nobody00`.

$$
\frac{1
$$ (eq:1.1)

$$
a = b
$$ (eq:one)

```{mlp-figure} telescope
```

```{mlp-figure} neuron
:w: (1, 2, 3)
```
"""

SOUND = r"""# Sound

By {eq}`eq:1.7a`, $C$ of $\hat y$ and ($L = A^{[L]}$).

$$
z = \mathbf{x}\cdot\mathbf{w} + b
$$ (eq:1.7a)

$$
a &= b \\
c &= d
$$

```{mlp-figure} neuron
:w: (0.5, -1.5)
:number: 6.10
```
"""


@pytest.fixture(scope="module")
def faulty(tmp_path_factory) -> tuple[Path, str]:
    """A book full of faults: its folder and what the build said."""
    folder = tmp_path_factory.mktemp("faulty")
    pages = {"index.md": FAULTY, "failing.ipynb": small_book.failing_notebook()}
    code, said = small_book.build(folder, pages)
    assert code != 0
    return folder, said


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """A book without faults: its folder."""
    folder = tmp_path_factory.mktemp("sound")
    pages = {"index.md": SOUND, "plain.ipynb": small_book.widgets_notebook()}
    code, said = small_book.build(folder, pages)
    assert code == 0, said
    return folder


@pytest.mark.parametrize(
    "fault",
    [
        r"index\.md:3.*eq:9\.9",
        r"index\.md:3.*nowhere",
        r"index\.md:3.*Nobody00",
        r"index\.md:5.*KaTeX.*frac",
        r"index\.md:9.*label 'eq:one'.*eq:<chapter>",
        r"index\.md:13.*no figure 'telescope'.*neuron",
        r"index\.md:16.*w must be two finite numbers",
        r"failing\.ipynb.*never executed: cells 2\b",
        r"failing\.ipynb.*cell 3 \(failed\) ended with NameError",
    ],
)
def test_a_fault_is_told_with_its_place(faulty, fault):
    assert re.search(fault, faulty[1]), faulty[1]


def test_a_second_build_tells_the_same_faults(faulty):
    folder, first = faulty
    code, said = small_book.rebuild(folder)
    assert code != 0
    assert "eq:9.9" in said
    assert first.count("WARNING") == said.count("WARNING")


def test_the_label_is_the_number_and_the_reference_links_to_it(sound):
    page = small_book.html(sound, "index")
    assert '<span class="eqno">(1.7a)' in page
    assert re.search(r'href="#equation-eq-1-7a"[^>]*>\(1\.7a\)<', page)


def test_punctuation_is_part_of_the_formula_that_it_leans_on(sound):
    page = small_book.html(sound, "index")
    assert "<mtext>(</mtext>" in page
    assert "<mtext>).</mtext>" in page


def test_lines_without_an_environment_are_aligned(sound):
    assert small_book.html(sound, "index").count("col-align-r") >= 1


def test_symbols_have_the_colour_of_their_kind(sound):
    page = re.sub(
        r"<script.*?</script>|<figure.*?</figure>", "", small_book.html(sound, "index"), flags=re.S
    )
    coloured = re.findall(r'class="mord math\w+ k-(\w+)"[^>]*>(\w)<', page)
    # With an index or an exponent the colour stands once, around both.
    coloured += re.findall(r'class="mord k-(\w+)"[^>]*><span class="mord math\w+">(\w)<', page)
    wanted = {("input", "x"), ("weight", "w"), ("weight", "b"), ("act", "z"), ("act", "A")}
    assert wanted <= set(coloured)
    assert 'katex-accent k-pred"' in page
    assert coloured.count(("delta", "L")) == 1  # the loss, not the number of layers above A
    assert ("delta", "C") in coloured


def test_a_figure_directive_makes_a_live_figure_of_its_options(sound):
    page = small_book.html(sound, "index")
    assert '"w1": 0.5' in page or '"w1":0.5' in page
    assert '"number":"6.10"' in page.replace('": "', '":"')
    assert "_static/mlp/neuron.js" in page
    assert '"_esm"' not in page


def test_a_figure_is_linked_to_no_slider_that_it_draws_itself(sound):
    assert "FloatSliderModel" in small_book.html(sound, "index")
    assert "LinkModel" not in small_book.html(sound, "index")
    assert "LinkModel" in small_book.html(sound, "plain")  # between sliders that are shown


def test_a_slider_that_is_shown_beside_its_figure_stays_linked():
    models, view = saved(neuron(), "a")
    text, shown = json.dumps(models), json.dumps(view)
    links = {name for name, one in models["state"].items() if one["model_name"] == "LinkModel"}
    assert pages._idle_links(models["state"], text + shown) == links
    source = models["state"][min(links)]["state"]["source"][0]
    kept = links - pages._idle_links(models["state"], text + shown + source)
    assert len(links) == 3
    assert len(kept) == 1


def test_figure_scripts_come_before_all_other_deferred_scripts(sound):
    names = re.findall(r'<script defer src="[^"]*?([\w.-]+)\?v', small_book.html(sound, "index"))
    assert names[:3] == ["shared.js", "neuron.js", "widgets.js"]


def test_a_page_without_figures_loads_none_of_their_scripts(sound):
    page = small_book.html(sound, "plain")
    assert "widgets.js" in page
    assert "shared.js" not in page


def test_every_view_has_a_static_picture(sound):
    page = small_book.html(sound, "plain")
    assert page.count('class="mm-static"') == page.count("widget-view+json")
    assert re.search(r'<input(?=[^>]*type="range")[^>]*min="-3', page)


def test_an_unknown_widget_is_named(sound):
    page = small_book.html(sound, "plain")
    assert re.search(r'class="mm-unknown".*?<code>Stranger</code>.*?JupyterLab', page)


def test_binary_values_arrive(sound):
    assert 'src="data:image/png;base64,iVBORw0KGgo' in small_book.html(sound, "plain")


@pytest.mark.parametrize(("script", "again"), [("neuron.js", ["index"]), ("tape.js", [])])
def test_an_edit_of_a_figures_script_makes_only_the_pages_anew_that_show_it(
    sound, monkeypatch, script, again
):
    app = SimpleNamespace(outdir=sound / "_build" / "html", mlp_root=ROOT)
    env = SimpleNamespace(found_docs={"index", "plain"}, mlp_scripts=figures.scripts())
    assert figures.outdated(app, env, set(), set(), set()) == []
    for_all = assets.fingerprint(app)
    edited = assets.sources() | {script: "// another"}
    monkeypatch.setattr(assets, "sources", lambda: edited)
    assert figures.outdated(app, env, set(), set(), set()) == again
    assert assets.fingerprint(app) == for_all


@pytest.mark.parametrize(
    ("file", "all_pages"), [("shared.js", True), ("cards.js", True), ("book.css", False)]
)
def test_what_draws_every_picture_makes_every_page_anew_and_a_style_none(
    monkeypatch, file, all_pages
):
    app = SimpleNamespace(mlp_root=ROOT)
    before = assets.fingerprint(app)
    edited = assets.sources() | {file: "/* another */"}
    monkeypatch.setattr(assets, "sources", lambda: edited)
    assert (assets.fingerprint(app) != before) is all_pages
