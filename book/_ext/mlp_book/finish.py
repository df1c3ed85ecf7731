"""The end of the build: static pictures drawn, pages finished, style sheets cut."""

import json
import subprocess
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging

from . import assets, cards, node, pages, slim, translate

logger = logging.getLogger(__name__)

UNUSED = (
    "scripts/fontawesome.js",
    "scripts/bootstrap.js",
    "sphinx-thebe.js",
    "sphinx-thebe.css",
    "webpack-macros.html",
    "sbt-webpack-macros.html",
)
#: Scripts of others that come with their comments.
LOOSE = ("copybutton.js", "doctools.js", "sphinx_highlight.js", "searchtools.js")


def draw_pictures(modules: Path, found: dict[str, pages.Widgets]) -> dict[str, list[str]]:
    """Draw every widget of the given pages in one node process; return markup by page."""
    shown = {name: widgets for name, widgets in found.items() if widgets.views}
    if not shown:
        return {}
    used = {f"{figure}.js" for widgets in shown.values() for figure in widgets.figures}
    used |= {"cards.js"} if any(widgets.cards for widgets in shown.values()) else set()
    names = ["shared.js", *sorted(used & set(assets.sources())), "widgets.js"]
    job = {
        "node_modules": str(modules),
        "scripts": [assets.sources()[name] for name in names],
        "pages": {name: {"state": w.state, "views": w.views} for name, w in shown.items()},
    }
    answer = subprocess.run(
        [node.program("node"), str(assets.HERE / "pictures.mjs")],
        input=json.dumps(job),
        capture_output=True,
        encoding="utf8",
    )
    if answer.returncode:
        raise ExtensionError(f"the static pictures could not be drawn:\n{answer.stderr}")
    return {
        name: [_static(view, name) for view in views]
        for name, views in json.loads(answer.stdout).items()
    }


def _static(view: str | dict, name: str) -> str:
    if isinstance(view, dict):
        logger.warning("no static picture of a widget: %s", view["error"], location=name)
        return ""
    return f'<div class="mm-static">{view}</div>'


def forget(app: Sphinx) -> None:
    """Make the next build read every page: it must see the same faults again, not pass them by."""
    (Path(app.doctreedir) / "environment.pickle").unlink(missing_ok=True)


def current_pages(app: Sphinx) -> dict[Path, str]:
    """Return every page of the theme's by its path; delete those of documents that are no more."""
    out = Path(app.outdir)
    known = {*app.env.all_docs, "search", "genindex"}
    found = {}
    for path in sorted(out.rglob("*.html")):
        text = path.read_text("utf8")
        if "data-content_root" not in text:
            continue
        if path.relative_to(out).with_suffix("").as_posix() in known:
            found[path] = text
        else:
            path.unlink()
    return found


def finish(app: Sphinx, error: Exception | None) -> None:
    """Finish the pages that Sphinx has just written."""
    if error or app._warncount:
        forget(app)
    if error or app.builder.format != "html":
        return
    modules = node.packages(app.mlp_root)
    assets.write(app, modules)
    out = Path(app.outdir)
    for name in UNUSED:
        (out / "_static" / name).unlink(missing_ok=True)
    for path in (out / "_static").rglob("*.map"):
        path.unlink()
    texts = current_pages(app)
    new = {
        path.relative_to(out).with_suffix("").as_posix(): path
        for path, text in texts.items()
        if pages.MARK not in text
    }
    fresh = cards.typeset_pages(app, modules, {n: texts[path] for n, path in new.items()})
    pictures = draw_pictures(modules, {n: pages.widgets_of(html) for n, html in fresh.items()})
    for name, path in new.items():
        made = pages.finish(fresh[name], pictures.get(name, []), name)
        texts[path] = translate.protect(made)
        path.write_text(texts[path], "utf8")
    assets.write_fonts(app, modules, texts.values())
    for name, (before, after) in slim.slim(out / "_static", texts.values()).items():
        logger.debug("%s: %d bytes, %d kept", name, before, after)
    assets.minify(modules, [out / "_static" / name for name in LOOSE])
    assets.minify(modules, sorted((out / "_static").rglob("*.css")))


def setup(app: Sphinx) -> None:
    """Run after every other extension has written its files."""
    app.connect("build-finished", finish, priority=900)
