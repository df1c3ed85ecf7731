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
#: Modules that every page with a figure loads. The others in ``js/`` go into the figures that
#: import them.
SHARED = (
    *("maths", "numbers", "plot", "axes", "limits", "readout", "controls"),
    *("copy", "tools", "handles", "address", "figure"),
)

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(?:[^"]*/)?(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:(?:async )?function|const|class) (\w+))", re.MULTILINE)


def _body(source: str) -> str:
    return _EXPORT.sub("", _IMPORT.sub("", source))


def _module(name: str) -> str:
    return (HERE / "js" / f"{name}.js").read_text("utf8")


def _used(source: str) -> set[str]:
    """The names that a module imports."""
    lists = [names for names, _ in _IMPORT.findall(source)]
    return {word.strip() for names in lists for word in names.split(",")} - {""}


@cache
def _shared(names: tuple[str, ...] = SHARED) -> tuple[str, tuple[str, ...]]:
    """The shared modules as one text, and the names that they export."""
    sources = [_module(name) for name in names]
    exported = tuple(name for source in sources for name in _EXPORT.findall(source))
    return "\n".join(map(_body, sources)), exported


def _own(source: str) -> list[str]:
    """The modules that a source needs beyond the shared ones, each after those it needs itself."""
    found: list[str] = []
    for _, name in _IMPORT.findall(source):
        if name not in SHARED:
            found += [other for other in (*_own(_module(name)), name) if other not in found]
    return found


def _definition(name: str) -> tuple[str, set[str]]:
    """A figure's module with its definition as a constant, and the shared names that it uses.

    The modules that it needs beyond the shared ones stand before it.
    """
    source = (HERE / f"{name}.js").read_text("utf8")
    sources = [*map(_module, _own(source)), source]
    own = {exported for one in sources for exported in _EXPORT.findall(one)}
    body = "\n".join(map(_body, sources))
    used = set().union(*map(_used, sources)) - own
    return body.replace("export default ", "const definition = ", 1), used


@cache
def esm(name: str) -> str:
    """The ES module that JupyterLab loads for the figure ``name``."""
    return (
        f"{_shared()[0]}\n"
        f"const figure = (() => {{\n{_definition(name)[0]}\nreturn definition;\n}})();\n"
        "export default { render: ({ model, el }) => mount(figure, model, el) };\n"
    )


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
    used = set().union(*map(_used, sources))
    own = {name for source in sources for name in _EXPORT.findall(source)}
    return "\n".join(map(_body, sources)), used - own


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
