"""A book of a few small pages, built by the real extension, of what the real one never holds."""

import os
import re
import subprocess
import sys
from pathlib import Path

import ipywidgets
import nbformat
import traitlets
import yaml
from ipywidgets.embed import embed_data
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parents[1]
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"


def build(folder: Path, pages: dict[str, str]) -> tuple[int, str]:
    """Build a book of the given pages in ``folder``; return its exit code and what it said."""
    for name, text in pages.items():
        (folder / name).write_text(text, "utf8")
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf8"))
    book = os.fsencode(ROOT / "book").decode("utf8")  # in an ASCII locale str() would hold no text
    config["bibtex_bibfiles"] = [f"{book}/references.bib"]
    config["html"]["favicon"] = ""
    config["sphinx"]["local_extensions"] = {"mlp_book": f"{book}/_ext"}
    config["sphinx"]["config"]["templates_path"] = [f"{book}/_ext/templates"]
    (folder / "_config.yml").write_text(yaml.safe_dump(config))
    first, *others = [Path(name).stem for name in pages]
    toc = {"format": "jb-book", "root": first}
    if others:
        toc["chapters"] = [{"file": name} for name in others]
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc))
    return rebuild(folder)


def rebuild(folder: Path) -> tuple[int, str]:
    """Build again what is in ``folder``."""
    program = str(Path(sys.executable).with_name("jupyter-book"))
    command = [program, "build", ".", "-W", "-n", "--keep-going"]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")
    said = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    return done.returncode, said


def html(folder: Path, page: str) -> str:
    """The built page."""
    return (folder / "_build" / "html" / f"{page}.html").read_text("utf8")


class Stranger(ipywidgets.DOMWidget):
    """A widget type that no page can know."""

    _model_name = traitlets.Unicode("StrangerModel").tag(sync=True)


def plain_widgets() -> dict[str, ipywidgets.Widget]:
    """One of each plain widget, some linked, one view a name."""
    left = ipywidgets.FloatSlider(1.5, min=-3, max=3, step=0.1, description="left")
    right = ipywidgets.FloatSlider(0, min=-3, max=3, step=0.1, description="right")
    source = ipywidgets.IntSlider(3, max=10, description="source")
    target = ipywidgets.IntSlider(0, max=10, description="target")
    links = [
        ipywidgets.jslink((left, "value"), (right, "value")),
        ipywidgets.jsdlink((source, "value"), (target, "value")),
    ]
    dot = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478"
        "9c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    return {
        "linked": ipywidgets.VBox([left, ipywidgets.HBox([right, ipywidgets.Label("beside")])]),
        "again": left,
        "one-way": ipywidgets.VBox([source, target]),
        "choices": ipywidgets.VBox(
            [
                ipywidgets.Checkbox(True, description="check"),
                ipywidgets.Dropdown(options=["one", "two"], description="which"),
                ipywidgets.ToggleButtons(options=["x", "y", "z"], description="pick"),
                ipywidgets.FloatLogSlider(0.1, min=-3, max=1, description="rate"),
                ipywidgets.HTML("<b>bold</b>"),
            ]
        ),
        "picture": ipywidgets.Image(value=dot, format="png"),
        "stranger": Stranger(),
        "links": links,
    }


def widgets_notebook() -> str:
    """A notebook that shows `plain_widgets`, each in a cell named after it."""
    ipywidgets.Widget.close_all()  # embed_data takes all that are open, those of other tests too
    shown = plain_widgets()
    links = shown.pop("links")
    cells = [new_markdown_cell("# Plain widgets", id="title")]
    for count, (name, widget) in enumerate(shown.items(), start=1):
        view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
        output = new_output("display_data", {VIEW: view, "text/plain": name})
        cell = new_code_cell(f"show({name!r})", execution_count=count, outputs=[output])
        cell.id = name
        cells.append(cell)
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel()})
    data = embed_data(views=list(shown.values()), drop_defaults=False)
    notebook.metadata["widgets"] = {STATE: data["manager_state"]}
    assert all(link.model_id in data["manager_state"]["state"] for link in links)
    return nbformat.writes(notebook)


def kernel() -> dict[str, str]:
    """The kernel that chapters name."""
    return {"name": "python3", "display_name": "Python 3", "language": "python"}


def failing_notebook() -> str:
    """A notebook with a cell that was never run and one that failed."""
    never = new_code_cell("1 + 1", id="never")
    error = new_output("error", ename="NameError", evalue="name 'y' is not defined", traceback=[])
    failed = new_code_cell("y", execution_count=1, outputs=[error], id="failed")
    cells = [new_markdown_cell("# Faulty", id="title"), never, failed]
    return nbformat.writes(new_notebook(cells=cells, metadata={"kernelspec": kernel()}))
