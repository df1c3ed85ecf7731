"""Join the figures' JavaScript modules into what a notebook and a page can load.

JupyterLab takes one self-contained ES module a widget; a page read from disk takes classic scripts
only. Both are made here from the same files by dropping the import and export words, so no build
step and no bundler is needed. A figure's module may use named imports from ``./js/`` without
renaming, and one ``export default {...}``.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
SHARED = (
    "maths",
    "numbers",
    "plot",
    "plane",
    "readout",
    "controls",
    "descent",
    "surfaces",
    "figure",
)

_IMPORT = re.compile(r'^import \{([^}]*)\} from "[^"]+";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:function|const|class) (\w+))", re.MULTILINE)


def _body(source: str) -> str:
    return _EXPORT.sub("", _IMPORT.sub("", source))


@cache
def _shared() -> tuple[str, tuple[str, ...]]:
    """The shared modules as one text, and the names that they export."""
    sources = [(HERE / "js" / f"{name}.js").read_text("utf8") for name in SHARED]
    exported = tuple(name for source in sources for name in _EXPORT.findall(source))
    return "\n".join(map(_body, sources)), exported


def _definition(name: str) -> tuple[str, set[str]]:
    """A figure's module with its definition as a constant, and the shared names that it uses."""
    source = (HERE / f"{name}.js").read_text("utf8")
    used = {word.strip() for names in _IMPORT.findall(source) for word in names.split(",")} - {""}
    return _body(source).replace("export default ", "const definition = ", 1), used


@cache
def esm(name: str) -> str:
    """The ES module that JupyterLab loads for the figure ``name``."""
    return (
        f"{_shared()[0]}\n{_definition(name)[0]}\n"
        "export default { render: ({ model, el }) => mount(definition, model, el) };\n"
    )


@cache
def css() -> str:
    """The style sheet of all figures, with the book's colour tokens."""
    return (HERE / "figures.css").read_text("utf8")


def names() -> list[str]:
    """Names of all figures, in alphabetical order."""
    return sorted(path.stem for path in HERE.glob("*.js"))


def shared_script() -> str:
    """Classic script of the shared modules; fills ``globalThis.mlp`` for figures and page."""
    body, exported = _shared()
    return (
        f"(() => {{\n{body}\nglobalThis.mlp = {{ figures: {{}}, {', '.join(exported)} }};\n}})();\n"
    )


def figure_script(name: str) -> str:
    """Classic script that adds the figure ``name`` to ``mlp.figures``."""
    body, used = _definition(name)
    return (
        f"(() => {{\nconst {{ {', '.join(sorted(used))} }} = mlp;\n{body}\n"
        f'mlp.figures["{name}"] = definition;\n}})();\n'
    )


_CARDS = HERE.parent / "exercises"
CARD_MODULES = ("diagnose", "progress", "markup", "answers", "card")


@cache
def _cards() -> tuple[str, set[str]]:
    """The modules of the exercise cards as one text, and the shared names that they use."""
    sources = [(_CARDS / "js" / f"{name}.js").read_text("utf8") for name in CARD_MODULES]
    used = {
        word.strip() for s in sources for names in _IMPORT.findall(s) for word in names.split(",")
    }
    own = {name for source in sources for name in _EXPORT.findall(source)}
    return "\n".join(map(_body, sources)), used - own - {""}


@cache
def card_esm() -> str:
    """The ES module that JupyterLab loads for an exercise card."""
    return (
        f"{_shared()[0]}\n{_cards()[0]}\n"
        "export default { render: ({ model, el }) => mountCard(model, el) };\n"
    )


def card_script() -> str:
    """Classic script that adds ``mlp.mountCard`` and the reader's progress for the page."""
    body, used = _cards()
    return (
        f"(() => {{\nconst {{ {', '.join(sorted(used))} }} = mlp;\n{body}\n"
        "Object.assign(mlp, { mountCard, progress });\n})();\n"
    )


@cache
def card_css() -> str:
    """The style sheet of the exercise cards; it uses the figures' tokens."""
    return (_CARDS / "exercises.css").read_text("utf8")
