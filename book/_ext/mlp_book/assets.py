"""What the pages load from ``_static/mlp``: figure scripts, the widget loader, styles, KaTeX."""

import json
import os
import re
import subprocess
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from . import fonts, node, python
from .saved import loader_script

HERE = Path(__file__).resolve().parents[1] / "static"
FOLDER = "_static/mlp"
SWAPPED = {"display": "fallback"}
#: Scripts that draw in the static pictures of all figures or cards.
DRAWING = ("shared.js", "widgets.js", "cards.js")
#: Fonts that nearly every page needs for its first screen: file -> family, what sets it apart.
EARLY_FONTS = {
    f"{FOLDER}/fonts/book-serif.woff2": ("Book Serif", SWAPPED | {"weight": "400 700"}),
    f"{FOLDER}/fonts/book-serif-italic.woff2": ("Book Serif", SWAPPED | {"style": "italic"}),
    "_static/katex/fonts/KaTeX_Main-Regular.woff2": ("KaTeX_Main", {}),
    "_static/katex/fonts/KaTeX_Math-Italic.woff2": ("KaTeX_Math", {"style": "italic"}),
}


@cache
def early_script() -> str:
    """Return the script that stands inline in every page."""
    text = (HERE / "early.js").read_text("utf8")
    return text.replace("FONTS", json.dumps(EARLY_FONTS), 1)


@cache
def sources() -> dict[str, str]:
    """Return every file of ours that pages may load: name -> text."""
    from mlp_lib.exercises import bundle as cards
    from mlp_lib.figures import bundle

    figures = {f"{name}.js": bundle.figure_script(name) for name in bundle.names()}
    return {
        "shared.js": bundle.shared_script(),
        **figures,
        "widgets.js": loader_script(),
        "cards.js": cards.script(),
        "page.js": "".join((HERE / f"{name}.js").read_text("utf8") for name in ("page", "copy")),
        "progress.js": (HERE / "progress.js").read_text("utf8"),
        "figures.css": bundle.css(),
        "exercises.css": cards.own_css(),
        "book.css": (HERE / "book.css").read_text("utf8"),
        **python.sources(),
    }


def digest(text: str) -> str:
    """Return a short name for a content, so that a changed file has a new address."""
    return sha256(text.encode()).hexdigest()[:10]


def address(name: str, root: str) -> str:
    """Return the address of one of `sources` for a page whose way to the root is ``root``.

    `hosts` adds the digest of what is there in the end.
    """
    if name not in sources():
        raise ExtensionError(f"no script or style sheet of ours is called {name!r}")
    return f"{root}{FOLDER}/{name}"


def fingerprint(app: Sphinx) -> str:
    """Return a digest of the code that shapes every page; when it changes, all are made anew.

    The script of a figure shapes the pages that show it: see `figures.outdated`. Styles, fonts and
    what only acts in a page shape none; they are written in each build.
    """
    book = Path(__file__).resolve().parents[1]
    files = [app.mlp_root / "package-lock.json"]
    files += [path for path in book.rglob("*") if path.suffix in {".py", ".mjs", ".html"}]
    texts = [path.read_text("utf8") for path in sorted(files)]
    return digest("".join([*texts, early_script(), *(sources()[name] for name in DRAWING)]))


def write(app: Sphinx, modules: Path) -> None:
    """Write our own files and KaTeX's style sheet and fonts into the built book."""
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in sources().items():
        (folder / name).write_text(text, "utf8")
    minify(modules, [folder / name for name in sources()])
    katex = modules / "katex" / "dist"
    target = Path(app.outdir) / "_static" / "katex"
    target.mkdir(parents=True, exist_ok=True)
    css = (katex / "katex.min.css").read_text("utf8")
    css = re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("[^"]*"\)', "", css)
    (target / "katex.css").write_text(css, "utf8")


def minify(modules: Path, files: list[Path]) -> None:
    """Take comments, spaces and long local names out of scripts and style sheets, in place.

    Raises
    ------
    ExtensionError
        With esbuild's own words, if it cannot read one.
    """
    program = [node.program("node"), str(modules / "esbuild" / "bin" / "esbuild")]
    options = ["--minify", "--charset=utf8", "--allow-overwrite", "--log-level=error"]
    folder = Path(os.path.commonpath([path.parent for path in files]))
    command = [*program, *map(str, files), *options, f"--outbase={folder}", f"--outdir={folder}"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise ExtensionError(f"the pages' scripts could not be minified:\n{done.stderr}")


def write_fonts(app: Sphinx, modules: Path, pages: Iterable[str]) -> None:
    """Write the fonts of prose and formulas with the letters of all pages and of all figures."""
    letters = set().union(*pages, *sources().values()) - set("\n\r\t")
    static = Path(app.outdir) / "_static"
    fonts.write_prose(modules, Path(app.outdir) / FOLDER / "fonts", letters)
    fonts.write_maths(modules / "katex" / "dist" / "fonts", static / "katex" / "fonts", letters)
