"""What the build puts beside the pages for their Python."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from mlp_book import python


def test_wheel_is_the_library_with_stand_ins_for_widgets(tmp_path: Path):
    wheel = zipfile.ZipFile(io.BytesIO(python.wheel()))
    names = wheel.namelist()
    assert {"mlp_lib/__init__.py", "mlp_lib/exercises/chapter01.py"} < set(names)
    assert [name for name in names if "figures/" in name] == ["mlp_lib/figures/__init__.py"]
    target = tmp_path / "site"
    wheel.extractall(target)
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


def test_wheel_is_the_same_each_time():
    assert python.wheel.__wrapped__() == python.wheel.__wrapped__()


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
    assert ('"files": {}' in python.sources.__wrapped__()["python-worker.js"]) is without
    monkeypatch.undo()
    python.files.cache_clear()


def test_the_worker_knows_every_file_beside_it(built_book):
    folder = built_book / "_static" / "pyodide"
    if not folder.exists():
        pytest.skip("this copy of the book was built without Python")
    worker = (built_book / "_static" / "mlp" / "python-worker.js").read_text("utf8")
    for path in folder.iterdir():
        if path.name != "README.txt":
            content = path.read_bytes()
            entry = rf'"{re.escape(path.name)}":{{sha256:"{sha256(content).hexdigest()}",bytes:'
            assert re.search(entry, worker), path.name
