"""Node for the tests: the figures' modules, and whole pages without a browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from mlp_book import assets
from mlp_book.figures import literal, saved

from mlp_lib import figures
from mlp_lib.exercises import bundle as cards
from mlp_lib.figures import bundle

ROOT = Path(__file__).resolve().parents[2]
EXTENSION = ROOT / "book" / "_ext"


HERE = Path(__file__).parent
#: Shared by the pages of a browser and of node.
LOOKS = HERE / "looks.js"
ANSWERS = HERE / "answers.js"
STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"


def run(program: str, given: str | None = None, *, module: bool = False) -> str:
    """Run a program in node, with ``given`` on its standard input; what it prints."""
    kind = "module" if module else "commonjs"
    source = ["-"] if given is None else ["--eval", program]  # an argument has to be short
    done = subprocess.run(
        [shutil.which("node"), f"--input-type={kind}", *source],
        input=program if given is None else given,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf8",
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def node(script: str) -> object:
    """Run all of the figures' shared modules and ``script`` in node; what it returns."""
    modules = sorted(path.stem for path in (bundle.HERE / "js").glob("*.js"))
    joined = bundle.shared_script((*bundle.SHARED, *(set(modules) - set(bundle.SHARED))))
    return json.loads(run(f"{joined}\nconsole.log(JSON.stringify((() => {{{script}}})()))"))


@cache
def _scripts() -> list[str]:
    """The scripts of a page with figures and cards, as the built book loads them."""
    return [
        bundle.shared_script(),
        *map(bundle.figure_script, bundle.names()),
        cards.script(),
        LOOKS.read_text("utf8"),
        ANSWERS.read_text("utf8"),
        assets.loader_script(),
    ]


@cache
def widgets(page: str) -> dict:
    """The widgets of a page of the book: their states, and the models that it shows, in order."""
    source = ROOT / page
    if source.suffix == ".md":
        return _of_directives(source.read_text("utf8"))
    notebook = json.loads(source.read_text("utf8"))
    outputs = [out.get("data", {}) for c in notebook["cells"] for out in c.get("outputs", ())]
    views = [data[VIEW]["model_id"] for data in outputs if VIEW in data]
    return {"state": notebook["metadata"]["widgets"][STATE]["state"], "views": views}


def _of_directives(text: str) -> dict:
    """The widgets of a Markdown page's ``{mlp-figure}`` directives."""
    found = {"state": {}, "views": []}
    for place, part in enumerate(re.findall(r"```\{mlp-figure\} (.+?)\n```", text, re.DOTALL)):
        name, *lines = part.splitlines()
        options = dict(re.findall(r":(\w+): (.*)", "\n".join(lines)))
        known = {
            key: value if key == "number" else literal(value) for key, value in options.items()
        }
        state, view = saved(getattr(figures, name)(**known), f"figure-{place}")
        found["state"] |= state["state"]
        found["views"].append(view["model_id"])
    return found


def in_page(page: str, ask: str, given: object = None, *, widths: dict | None = None) -> object:
    """Open a page of the book in node and ask it something.

    Parameters
    ----------
    page : str
        The page's source, from the repository's root: a notebook or a Markdown file.
    ask : str
        Source of a JavaScript function of one argument, which may be asynchronous.
    given : object
        Its argument, as JSON.
    widths : dict, optional
        Width in pixels of each figure, by id, and of its pictures.
    """
    return in_visits(page, ask, [("", given)], widths=widths)[0]


def in_visits(
    page: str, ask: str, visits: list[tuple[str, object]], *, widths: dict | None = None
) -> list:
    """Ask a page at visits: what its address ends with (``"#neuron?w1=2"``), and `given`."""
    job = {
        "node_modules": str(ROOT / "node_modules"),
        "world": (EXTENSION / "static" / "world.mjs").as_uri(),
        "scripts": _scripts(),
        "widgets": widgets(page),
        "widths": widths,
        "ask": ask,
        "visits": [{"hash": hash, "given": given} for hash, given in visits],
    }
    program = (HERE / "page.mjs").read_text("utf8")
    return json.loads(run(program, json.dumps(job), module=True))
