"""``{mlp-figure}``: a live figure in a Markdown page, as a notebook's cell would show it."""

import ast
import inspect
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from . import assets, pages
from .saved import STATE, VIEW, embedded, saved

logger = logging.getLogger(__name__)


class AnyOption(dict):
    """Accepts every option: what a figure understands is for its factory function to say."""

    def __bool__(self) -> bool:
        return True

    def __contains__(self, name: object) -> bool:
        return True

    def __getitem__(self, name: str):
        return directives.unchanged

    def get(self, name: str, default=None):
        return directives.unchanged


class FigureDirective(SphinxDirective):
    """Show ``figures.<name>(**options)``: options are keyword arguments, Python literals or text.

    ``:number:`` always stays text, so that 6.10 is not 6.1.
    """

    required_arguments = 1
    option_spec = AnyOption()

    def run(self) -> list[nodes.Node]:
        """Return the figure's saved state and its view, or warn with what was wrong."""
        from mlp_lib import figures

        name = self.arguments[0]
        if name.startswith("_") or name not in figures.__all__:
            known = ", ".join(sorted(figures.__all__))
            return self._wrong(f"there is no figure {name!r}; known are: {known}")
        factory = getattr(figures, name)
        self.env.note_dependency(inspect.getsourcefile(factory))
        try:
            state, view = saved(factory(**self._keywords()), self._prefix())
        except Exception as error:  # whatever the factory says is for the author to read
            return self._wrong(f"figures.{name}: {error}")
        markup = f"{embedded(STATE, state)}\n{embedded(VIEW, view)}"
        return [nodes.raw("", f'<div class="output">{markup}</div>', format="html")]

    def _keywords(self) -> dict:
        return {
            name: text if name == "number" else literal(text) for name, text in self.options.items()
        }

    def _prefix(self) -> str:
        place = self.env.new_serialno("mlp-figure")
        return f"{self.env.docname.replace('/', '-')}-{place}"

    def _wrong(self, message: str) -> list[nodes.Node]:
        logger.warning(message, location=self.get_location(), type="mlp")
        return []


def literal(text: str):
    """Return the Python value that ``text`` spells, else the text itself."""
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return text


def scripts() -> dict[str, str]:
    """Return a digest of each figure's own script, by the figure's name."""
    from mlp_lib.figures import bundle

    return {name: assets.digest(assets.sources()[f"{name}.js"]) for name in bundle.names()}


def outdated(app: Sphinx, env: BuildEnvironment, *_: object) -> list[str]:
    """Return the documents that show a figure whose script is not what it was: a new picture."""
    before = getattr(env, "mlp_scripts", {})
    env.mlp_scripts = scripts()
    changed = {name for name, now in env.mlp_scripts.items() if now != before.get(name)}
    return [name for name in sorted(env.found_docs) if changed & _figures(app, name)]


def _figures(app: Sphinx, document: str) -> set[str]:
    """Return the figures that a document showed when its page was last written."""
    path = Path(app.outdir) / f"{document}.html"
    return set(pages.widgets_of(path.read_text("utf8")).figures) if path.exists() else set()


def setup(app: Sphinx) -> None:
    """Register the directive, and what a changed figure means for the pages."""
    app.add_directive("mlp-figure", FigureDirective)
    app.connect("env-get-outdated", outdated)
