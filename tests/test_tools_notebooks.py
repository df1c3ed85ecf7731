"""tools/notebooks.py: a second run changes no byte, and what goes wrong is named."""

import json
import stat
from pathlib import Path

import nbformat
import pytest

from tools.normal_form import STATE, VIEW, normalise
from tools.notebooks import main

FIGURE = """\
import anywidget, ipywidgets, traitlets
class Dial(anywidget.AnyWidget):
    _esm = "export default { render() {} }"
    _css = ".dial {}"
    w = traitlets.Float(0.5).tag(sync=True)
    def __repr__(self): return "Dial()"
unused = ipywidgets.IntSlider()
dial, slider = Dial(), ipywidgets.FloatSlider()
ipywidgets.jslink((dial, "w"), (slider, "value"))
ipywidgets.jslink((unused, "value"), (slider, "value"))
ipywidgets.VBox([dial, slider])"""


def write(path: Path, *sources: str, **first_cell) -> Path:
    """Write a notebook as an editor might: no ids, odd metadata, no outputs."""
    cells = [{"cell_type": "markdown", "metadata": {"collapsed": True}, "source": "# A chapter"}]
    for source in sources:
        cells.append({"cell_type": "code", "metadata": {}, "source": source, "outputs": []})
        cells[-1]["execution_count"] = 41
    cells[1] |= first_cell
    metadata = {"kernelspec": {"name": "julia", "display_name": "J"}, "vscode": {"x": 1}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    return tmp_path / "chapter.ipynb"


@pytest.fixture(scope="module")
def executed(tmp_path_factory) -> str:
    """The text of a small notebook in normal form."""
    path = write(tmp_path_factory.mktemp("executed") / "chapter.ipynb", "x = 2", "x * 21")
    assert run(path) == 0
    return path.read_text()


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_second_run_changes_no_byte(notebook: Path):
    write(notebook, "print('one')\nprint('two')", "1 + 1", "1 + 1", FIGURE)
    assert run(notebook) == 0
    once = notebook.read_bytes()
    assert run(notebook) == 0
    assert notebook.read_bytes() == once
    assert run("--check", notebook) == 0
    assert once.endswith(b"}\n")


def test_stored_form_is_minimal_and_complete(notebook: Path):
    write(notebook, "x = 2", "x * 21", metadata={"tags": ["hide-input"], "scrolled": True})
    run(notebook)
    stored = nbformat.read(notebook, as_version=4)
    nbformat.validate(stored)
    assert set(stored.metadata) == {"kernelspec", "language_info"}
    assert stored.metadata.kernelspec.name == "python3"
    assert [cell.metadata for cell in stored.cells] == [{}, {"tags": ["hide-input"]}, {}]
    assert [cell.execution_count for cell in stored.cells[1:]] == [1, 2]
    assert stored.cells[2].outputs[0].data["text/plain"] == "42"
    assert stored.cells[2].outputs[0].execution_count == 2


def test_present_ids_are_kept_and_missing_ones_follow_from_the_text(notebook: Path):
    write(notebook, "1", "2", "2", id="kept")
    run(notebook)
    ids = [cell["id"] for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]]
    assert ids[1] == "kept"
    assert len(set(ids)) == 4
    write(notebook, "1", "2", "2", id="kept")
    run(notebook)
    assert [cell["id"] for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]] == ids


def test_of_two_cells_with_one_id_the_first_keeps_it(notebook: Path):
    cell = {"cell_type": "markdown", "id": "twin", "metadata": {}}
    cells = [cell | {"source": "a"}, cell | {"source": "b"}, cell | {"source": "", "id": "b c"}]
    ids = [c["id"] for c in json.loads(normalise({"cells": cells, "metadata": {}}))["cells"]]
    assert ids[0] == "twin"
    assert len(set(ids)) == 3
    assert "b c" not in ids


def test_widgets_keep_what_is_on_show_and_no_source(notebook: Path):
    write(notebook, FIGURE)
    run(notebook)
    stored = json.loads(notebook.read_text(encoding="utf-8"))
    models = stored["metadata"]["widgets"][STATE]["state"]
    names = sorted(model["model_name"] for model in models.values())
    plain = [name for name in names if not name.startswith(("Layout", "SliderStyle"))]
    assert plain == ["AnyModel", "FloatSliderModel", "LinkModel", "VBoxModel"]
    assert list(models) == [f"{number:032x}" for number in range(len(models))]
    assert stored["cells"][1]["outputs"][0]["data"][VIEW]["model_id"] in models
    (dial,) = [model["state"] for model in models.values() if model["model_name"] == "AnyModel"]
    assert dial["w"] == 0.5
    assert {"_esm", "_css"}.isdisjoint(dial)


def test_widgets_of_an_earlier_run_do_not_stay(notebook: Path):
    write(notebook, FIGURE)
    run(notebook)
    stored = json.loads(notebook.read_text(encoding="utf-8"))
    stored["cells"][1]["source"] = "1 + 1"
    notebook.write_text(json.dumps(stored), encoding="utf-8")
    run(notebook)
    assert "widgets" not in json.loads(notebook.read_text(encoding="utf-8"))["metadata"]


def test_failing_cell_is_named_and_the_file_left_alone(notebook: Path, capsys):
    write(notebook, "x = 1", "x / 0", "print('never')")
    before = notebook.read_bytes()
    assert run(notebook) == 1
    said = capsys.readouterr().out
    assert "chapter.ipynb" in said
    assert "cell 3" in said
    assert "ZeroDivisionError: division by zero" in said
    assert notebook.read_bytes() == before


def test_expected_error_is_stored_without_the_paths_of_a_machine(notebook: Path):
    write(notebook, "import json; json.loads('[')", metadata={"tags": ["raises-exception"]})
    assert run(notebook) == 0
    (output,) = json.loads(notebook.read_text(encoding="utf-8"))["cells"][1]["outputs"]
    assert output["traceback"] == [f"JSONDecodeError: {output['evalue']}"]


def test_cell_that_never_ends_is_stopped_and_named(notebook: Path, capsys):
    write(notebook, "1", "while True: pass")
    assert run("--timeout", 2, notebook) == 1
    assert "cell 3" in (said := capsys.readouterr().out)
    assert "longer than 2 seconds" in said


def test_cell_that_ends_its_kernel_is_named(notebook: Path, capsys):
    write(notebook, "1", "import os; os._exit(3)")
    assert run(notebook) == 1
    assert "cell 3" in (said := capsys.readouterr().out)
    assert "its kernel died" in said


def test_one_bad_notebook_does_not_hide_the_others(notebook: Path, tmp_path: Path):
    write(notebook, "1 / 0")
    other = write(tmp_path / "other.ipynb", "6 * 7")
    assert run(notebook, other) == 1
    assert json.loads(other.read_text())["cells"][1]["outputs"]


def test_kernel_runs_in_the_notebooks_own_folder(notebook: Path):
    (notebook.parent / "beside.txt").write_text("found")
    write(notebook, "open('beside.txt').read()")
    assert run(notebook) == 0


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lambda nb: nb["cells"][2]["outputs"].clear(), "cell 3"),
        (lambda nb: nb["cells"][2]["outputs"][0]["data"].update({"text/plain": "43"}), "'43'"),
        (lambda nb: nb["cells"][1].update(execution_count=9), "cell 2"),
        (lambda nb: nb["cells"][0].pop("id"), "cell 1"),
        (lambda nb: nb["metadata"].update(kernelspec={"name": "x"}), "metadata"),
        (lambda nb: None, "layout of the file"),
    ],
)
def test_check_names_the_cell_that_would_change(
    executed: str, notebook: Path, capsys, damage, complaint
):
    stored = json.loads(executed)
    damage(stored)
    notebook.write_text(json.dumps(stored), encoding="utf-8")
    before = notebook.read_bytes()
    assert run("--check", notebook) == 1
    assert complaint.strip("'") in capsys.readouterr().out
    assert notebook.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(None, "no such file"), ("{", "not a notebook"), ('{"nbformat": 3}', "format 4")],
)
def test_what_is_not_a_notebook_is_said(notebook: Path, capsys, content, complaint):
    if content is not None:
        notebook.write_text(content, encoding="utf-8")
    assert run(notebook) == 1
    assert complaint in capsys.readouterr().out


def test_edit_made_meanwhile_is_not_lost(notebook: Path, capsys):
    write(notebook, "open('chapter.ipynb', 'a').write(' ')")  # an author saves while it runs
    assert run(notebook) == 1
    assert "edited while it ran" in capsys.readouterr().out
    assert notebook.read_text(encoding="utf-8").endswith("} ")


def test_rights_of_the_file_stay(notebook: Path):
    write(notebook, "1 + 1").chmod(0o664)
    run(notebook)
    assert stat.S_IMODE(notebook.stat().st_mode) == 0o664
