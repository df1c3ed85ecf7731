"""Join the figures' JavaScript modules into what a notebook and a page can load.

JupyterLab takes one self-contained ES module a widget; a page read from disk takes classic scripts
only. Both are made here from the same files by dropping the import and export words, so no build
step and no bundler is needed. A module may use named imports without renaming, and of a JSON file
its default with ``type: "json"``; a figure's module has one ``export default {...}``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
#: Modules that every page with a figure loads. The others in ``js/`` go into the figures that
#: import them.
SHARED = (
    *("maths", "numbers", "plot", "limits", "readout", "controls", "copy", "tools"),
    *("handles", "canvas", "steering", "telling", "address", "figure"),
)

_IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+\.js)";\n', re.MULTILINE)
_DATA = re.compile(r'^import (\w+) from "([^"]+\.json)" with \{ type: "json" \};\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:(?:async )?function|const|class) (\w+))", re.MULTILINE)


def _body(path: Path) -> str:
    """A module without its import and export words; data that it imports stand in it."""

    def constant(data: re.Match) -> str:
        value = json.loads((path.parent / data[2]).read_text("utf8"))
        return f"const {data[1]} = {json.dumps(value, ensure_ascii=False)};\n"

    source = path.read_text("utf8")
    return _EXPORT.sub("", _DATA.sub(constant, _IMPORT.sub("", source)))


@cache
def _shared(names: tuple[str, ...] = SHARED) -> tuple[str, tuple[str, ...]]:
    """The shared modules as one text, and the names that they export."""
    paths = [HERE / "js" / f"{name}.js" for name in names]
    exported = tuple(name for path in paths for name in _EXPORT.findall(path.read_text("utf8")))
    return "\n".join(map(_body, paths)), exported


def _needed(path: Path) -> list[Path]:
    """A module after those that it needs beyond the shared ones."""
    found: list[Path] = []
    for _, address in _IMPORT.findall(path.read_text("utf8")):
        other = (path.parent / address).resolve()
        if other.parent != HERE / "js" or other.stem not in SHARED:
            found += [one for one in _needed(other) if one not in found]
    return [*found, path]


def joined(path: Path) -> tuple[str, frozenset[str]]:
    """A module as one text, and the shared names that it uses.

    The modules that it needs beyond the shared ones stand before it.
    """
    paths = _needed(path)
    sources = [one.read_text("utf8") for one in paths]
    lists = [names for source in sources for names, _ in _IMPORT.findall(source)]
    used = {word.strip() for names in lists for word in names.split(",")} - {""}
    own = {name for source in sources for name in _EXPORT.findall(source)}
    return "\n".join(map(_body, paths)), frozenset(used - own)


def module(body: str, shown: str) -> str:
    """The ES module that JupyterLab loads for a widget which ``shown`` puts into ``el``."""
    render = f"export default {{ render: ({{ model, el }}) => {shown} }};"
    return f"{_shared()[0]}\n{body}\n{render}\n"


def script(body: str, used: Iterable[str], added: str) -> str:
    """Classic script that ends with ``added``: what it gives to ``mlp``."""
    return f"(() => {{\nconst {{ {', '.join(sorted(used))} }} = mlp;\n{body}\n{added}\n}})();\n"


def _definition(name: str) -> tuple[str, frozenset[str]]:
    """A figure's module with its definition as a constant, and the shared names that it uses."""
    body, used = joined(HERE / f"{name}.js")
    return body.replace("export default ", "const definition = ", 1), used


@cache
def esm(name: str) -> str:
    """The ES module that JupyterLab loads for the figure ``name``."""
    body = f"const figure = (() => {{\n{_definition(name)[0]}\nreturn definition;\n}})();"
    return module(body, "mount(figure, model, el)")


@cache
def css() -> str:
    """The style sheet of all figures, with the book's colour tokens."""
    return (HERE / "figures.css").read_text("utf8")


def names() -> list[str]:
    """Names of all figures, in alphabetical order."""
    return sorted(path.stem for path in HERE.glob("*.js"))


def shared_script(names: tuple[str, ...] = SHARED) -> str:
    """Classic script of the shared modules; fills ``globalThis.mlp`` for figures and page."""
    body, exported = _shared(names)
    return (
        f"(() => {{\n{body}\nglobalThis.mlp = {{ figures: {{}}, {', '.join(exported)} }};\n}})();\n"
    )


def figure_script(name: str) -> str:
    """Classic script that adds the figure ``name`` to ``mlp.figures``."""
    return script(*_definition(name), f'mlp.figures["{name}"] = definition;')
