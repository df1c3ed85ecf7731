"""Imports run one way and in no circle, and `import mlp_lib` brings in NumPy and nothing more."""

import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import mlp_lib
from tools.arrows import imported, misplaced_imports, misplaced_names

ROOT = Path(mlp_lib.__file__).resolve().parents[1]


def test_import_brings_in_no_third_party_package_but_numpy():
    program = (
        "import sys, numpy; before = set(sys.modules); import mlp_lib; "
        "print(*set(sys.modules) - before)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    names = loaded.stdout.split()
    # numpy.typing is a few names; numpy.random would cost as much as all of ours together.
    assert {name.partition(".")[0] for name in names} - sys.stdlib_module_names == {
        "mlp_lib",
        "numpy",
    }
    assert "numpy.random" not in names
    assert not {"mlp_lib.figures", "mlp_lib.exercises", "mlp_lib.plots"} & set(names)


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", sorted((ROOT / "mlp_lib").rglob("*.py")), ids=dotted)
def test_library_imports_only_what_stands_below(path):
    assert misplaced_imports(dotted(path), path.read_text(encoding="utf-8")) == []
    assert misplaced_names(dotted(path), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sorted((ROOT / "mlp_lib/figures").rglob("*.js")), ids=dotted)
def test_figures_scripts_take_nothing_from_the_exercises(path):
    addresses = re.findall(r' from "([^"]+)"', path.read_text(encoding="utf-8"))
    assert [one for one in addresses if "figures" not in (path.parent / one).resolve().parts] == []


def test_a_path_to_a_layer_above_is_named():
    source = '"""Exercises, exercises."""\nCARDS = HERE.parent / "exercises"'
    (complaint,) = misplaced_names("mlp_lib.figures.bundle", source)
    assert complaint == "line 2 names exercises: figures stands below it"
    assert misplaced_names("mlp_lib.exercises.bundle", source) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("mlp_lib.losses", "import matplotlib.pyplot as plt"),
        ("mlp_lib.losses", "from . import figures"),
        ("mlp_lib.losses", "from .plots import curve"),
        ("mlp_lib.losses", "def f():\n    from . import figures"),
        ("mlp_lib.losses", "import tqdm"),
        ("mlp_lib.__init__", "from mlp_lib.figures import neuron"),
        ("mlp_lib.plots", "import mlp_lib.exercises"),
        ("mlp_lib.figures.base", "from ..exercises import one"),
        ("mlp_lib.figures.__init__", "from tools import notebooks"),
    ],
)
def test_import_against_the_arrows_is_named(module, source):
    (complaint, *_) = misplaced_imports(module, source)
    assert complaint.startswith("line ")


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("mlp_lib.training", "def f():\n    import tqdm\n    from .plots import curve"),
        (
            "mlp_lib.training",
            "import math\nfrom numpy import linalg\nfrom . import losses",
        ),
        ("mlp_lib.figures.base", "import anywidget\nfrom ..losses import mse\nfrom .js import x"),
        ("mlp_lib.exercises.ch1", "from mlp_lib import figures, plots"),
    ],
)
def test_import_along_the_arrows_passes(module, source):
    assert misplaced_imports(module, source) == []


def circle(sources):
    """Return the modules, by dotted name and source, that need each other when they run."""
    try:
        TopologicalSorter({name: imported(name, text) for name, text in sources.items()}).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_the_mathematics_runs_in_no_circle():
    files = [path for path in (ROOT / "mlp_lib").glob("*.py") if path.stem != "__init__"]
    assert circle({dotted(path): path.read_text(encoding="utf-8") for path in files}) == []


def test_a_circle_is_named_unless_it_is_for_type_checkers_alone():
    network = "from mlp_lib import storage"
    back = "from mlp_lib.network import MLP\n"
    inside = f"def load():\n    {back}"
    for storage in (back, inside):
        found = circle({"mlp_lib.network": network, "mlp_lib.storage": storage})
        assert set(found) == {"mlp_lib.network", "mlp_lib.storage"}
    types = f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {back}"
    assert circle({"mlp_lib.network": network, "mlp_lib.storage": types}) == []


def test_public_names_exist_and_say_what_they_are():
    for name in mlp_lib.__all__:
        assert getattr(mlp_lib, name).__doc__, name
