"""The repository keeps its promises: notebooks as stored, nothing cited ahead or left behind."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.support import contents
from tools.hygiene import complaints
from tools.normal_form import STATE, VIEW, normalise

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "chapters").glob("*.ipynb"))


# --- the chapters as stored --------------------------------------------------------------------


def test_there_are_chapters():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_stored_chapter_keeps_its_promises(path):
    assert complaints(path.read_text(encoding="utf-8")) == []


def test_contents_list_every_chapter_once_and_nothing_else():
    chapters = [name for name in contents.documents() if name.startswith("chapters/")]
    assert chapters == [f"chapters/{path.stem}" for path in NOTEBOOKS]


# --- every complaint is heard: one small notebook for each -------------------------------------


def code(source="1 + 1", outputs=(), metadata=None, count=1, **more):
    return {
        "cell_type": "code",
        "execution_count": count,
        "id": f"c{count}",
        "metadata": metadata or {},
        "outputs": list(outputs),
        "source": source,
        **more,
    }


def markdown(source, name="m1"):
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def result(data=None, **more):
    data = {"text/plain": "2"} if data is None else data
    output = {"data": data, "metadata": {}, "output_type": "execute_result", "execution_count": 1}
    return output | more


def stored(*cells, **metadata):
    """A notebook in normal form, but for what `cells` and `metadata` break on purpose."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {"cells": list(cells), "metadata": {"kernelspec": kernel, **metadata}}
    return json.dumps(notebook | {"nbformat": 4, "nbformat_minor": 5})


def stderr(words):
    return {"output_type": "stream", "name": "stderr", "text": words}


GOOD = code(outputs=[result()])
SVG = result({"image/svg+xml": "<svg/>", "text/plain": "<Figure>"})
WIDGET = result({VIEW: {"model_id": "00"}, "text/plain": "Neuron"})
SOURCE = {STATE: {"state": {"00": {"state": {"_esm": "export default {}"}}}}}
ERROR = {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": []}

BROKEN = {
    "kernel is 'julia'": stored(GOOD, kernelspec={"name": "julia"}),
    "cell 2 is empty": stored(GOOD, code("", count=2)),
    "execution counts are [2]": stored(code(outputs=[result()], count=2)),
    "execution counts are [None]": stored(code(outputs=[result()], count=None)),
    "no outputs are stored": stored(code()),
    "cells have no id": stored(GOOD, {**markdown("x"), "id": None}),
    "cell id c1 is used 2 times": stored(GOOD, markdown("x", "c1")),
    "writes to stderr: Warn": stored(code(outputs=[stderr("Warn")])),
    "keeps its output from being tested": stored(code("# NBVAL_SKIP\n1", [result()])),
    "cell 1 keeps its output": stored(code("1", [result()], {"tags": ["nbval-ignore-output"]})),
    "shows a path: /home/somebody": stored(
        code(outputs=[result({"text/plain": "'/home/somebody/x'"})])
    ),
    "an address in memory: <A object": stored(
        code(outputs=[result({"text/plain": "<A object at 0x7f>"})])
    ),
    "raises ValueError without the tag": stored(code(outputs=[ERROR])),
    "cell 2 imports numpy: imports stand": stored(GOOD, code("import numpy", count=2)),
    "cell 2 imports math: imports": stored(GOOD, code("def f():\n    import math", count=2)),
    "imports pandas, which requirements.txt": stored(code("import pandas", [result()])),
    "uses '!pip install numpy'": stored(code("!pip install numpy", [result()])),
    "cell 2 has an image without": stored(GOOD, markdown("![ ](a.svg)")),
    "has an image without a text": stored(GOOD, markdown('<img src="a.svg" alt="">')),
    "image directive without :alt:": stored(GOOD, markdown("```{image} a.svg\n:width: 9em\n```")),
    "without metadata mystnb.image.alt": stored(code(outputs=[SVG])),
    "widget source code (_esm)": stored(code(outputs=[WIDGET]), widgets=SOURCE),
    "a widget whose state is not stored": stored(code(outputs=[WIDGET])),
    "not in normal form": stored(GOOD),
}


@pytest.mark.parametrize(("complaint", "notebook"), BROKEN.items(), ids=list(BROKEN))
def test_broken_notebook_is_named(complaint, notebook):
    assert any(complaint in found for found in complaints(notebook)), complaints(notebook)


def test_good_notebook_draws_no_complaint():
    alt = {"mystnb": {"image": {"alt": "a line that rises"}}}
    raises = code("1 / 0", [ERROR], {"tags": ["raises-exception"]}, count=3)
    words = markdown('![two points](a.svg) <img src="a" alt="b">\n\n:::{image} a\n:alt: b\n:::')
    cells = [words, code("import numpy", [result()]), code("1", [SVG], alt, count=2), raises]
    assert complaints(normalise(json.loads(stored(*cells)))) == []


# --- nothing ahead of the chapters --------------------------------------------------------------


def test_library_cites_no_equation_of_a_chapter_that_is_not_there():
    last = max(int(path.stem[:2]) for path in NOTEBOOKS)
    ahead = [
        f"{path.name}: {cited[0]}"
        for path in sorted((ROOT / "mlp_lib").rglob("*.[pj][ys]"))
        for cited in re.finditer(r"\((\d{1,2})\.\d{1,2}[a-z]?\)", path.read_text(encoding="utf-8"))
        if int(cited[1]) > last
    ]
    assert ahead == []


# --- nothing of one machine is left behind -----------------------------------------------------


def tracked_texts() -> dict[str, str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8")
    if listed.returncode:
        pytest.skip(f"git does not know what belongs to the book: {listed.stderr.strip()}")
    texts = {}
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.is_file() and b"\0" not in path.read_bytes()[:4096]:
            texts[name] = path.read_text(encoding="utf-8")
    return texts


def test_no_file_names_a_path_of_this_machine():
    places = {str(ROOT.parent) + "/", str(Path.home()) + "/"} - {"//"}
    here = re.compile("|".join(rf"(?<![\w.]){re.escape(place)}" for place in places))
    assert [name for name, words in tracked_texts().items() if here.search(words)] == []


def test_lock_file_holds_no_addresses():
    lock = ROOT / "package-lock.json"
    assert '"resolved"' not in lock.read_text(encoding="utf-8")


def test_pins_are_exact():
    loose = []
    for path in ROOT.glob("requirements*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not re.match(r"#|-e \.$|-r requirements[-\w]*\.txt$|[\w.-]+==[\w.]+( ;|$)", line):
                loose.append(f"{path.name}: {line}")
    assert loose == []


def test_what_compares_a_notebook_comes_with_what_a_reader_installs():
    assert "\nnbval==" in (ROOT / "requirements.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_links_within_the_repository_lead_somewhere(name):
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    links = [link for link in links if ":" not in link and link != "..."]
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", ".github/workflows/tests.yml"])
def test_make_targets_named_in_a_document_exist(name):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    words = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`|run: )make ([a-z-]+)", words, re.MULTILINE))
    assert named
    assert named <= targets
