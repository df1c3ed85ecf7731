"""What the build puts beside the pages for their Python."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "book" / "_ext"))
from mlp_book import python


def test_wheel_is_the_library_with_stand_ins_for_widgets(tmp_path: Path):
    wheel = python.write_wheel(tmp_path)
    names = zipfile.ZipFile(wheel).namelist()
    assert {"mlp_lib/__init__.py", "mlp_lib/exercises/chapter01.py"} < set(names)
    assert [name for name in names if "figures/" in name] == ["mlp_lib/figures/__init__.py"]
    target = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(target)
    code = (
        "import sys; sys.modules.update(ipywidgets=None, anywidget=None, matplotlib=None)\n"
        "from mlp_lib import figures, MLP; from mlp_lib.exercises import check, exercise\n"
        "import mlp_lib; print(mlp_lib.__file__, figures.neuron(number='1.1'), exercise('1.1'))"
    )
    command = [sys.executable, "-c", code]
    environment = os.environ | {"PYTHONPATH": str(target)}
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(target))
    assert "neuron" in done.stdout


def test_wheel_is_the_same_each_time(tmp_path: Path):
    (tmp_path / "again").mkdir()
    first, second = python.write_wheel(tmp_path), python.write_wheel(tmp_path / "again")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("without", [True, False])
def test_pages_know_whether_there_is_python(monkeypatch, without):
    for function in (python.files, python.sources):
        function.cache_clear()
    if without:
        monkeypatch.setenv("MLP_NO_PYODIDE", "1")
    else:
        monkeypatch.setattr(python, "files", lambda: {"pyodide.mjs": Path(__file__)})
    script = python.sources.__wrapped__()["python.js"]
    start = script.index("const BUILT = ") + len("const BUILT = ")
    built = json.loads(script[start : script.index(";", start)])
    assert built["available"] is not without
    assert (built["bytes"] > 0) is not without
    monkeypatch.undo()
    python.files.cache_clear()
