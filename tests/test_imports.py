"""Imports run one way, and `import mlp_lib` brings in NumPy and nothing more."""

import ast
import subprocess
import sys
from pathlib import Path

import mlp_lib

LIBRARY = Path(mlp_lib.__file__).parent
HEAVY = {
    "matplotlib",
    "ipywidgets",
    "anywidget",
    "tqdm",
    "torch",
    "sklearn",
    "traitlets",
    "IPython",
}
ABOVE = {"mlp_lib.figures", "mlp_lib.exercises", "mlp_lib.plots"}


def imports_at_the_top(path):
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_import_brings_in_no_third_party_package_but_numpy():
    program = (
        "import sys, numpy; before = set(sys.modules); import mlp_lib; "
        "print(*set(sys.modules) - before)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    roots = {name.partition(".")[0] for name in loaded.stdout.split()}
    # numpy.typing is a few names; numpy.random would cost as much as all of ours together.
    assert roots - set(sys.stdlib_module_names) == {"mlp_lib", "numpy"}
    assert "numpy.random" not in loaded.stdout.split()
    assert not roots & HEAVY
    assert not ABOVE & set(loaded.stdout.split())


def test_the_mathematics_imports_nothing_above_it():
    for path in LIBRARY.glob("*.py"):
        if path.stem == "plots":
            continue
        imported = set(imports_at_the_top(path))
        assert not imported & ABOVE, path
        assert not {name.partition(".")[0] for name in imported} & HEAVY, path


def test_public_names_exist_and_say_what_they_are():
    for name in mlp_lib.__all__:
        assert getattr(mlp_lib, name).__doc__, name
