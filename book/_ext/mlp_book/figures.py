"""``{mlp-figure}``: a live figure in a Markdown page, as a notebook's cell would show it."""

import ast
import json

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
#: Traits of the Lab front end: the page takes the figures' source from `_static`.
SOURCE = {"_esm", "_css"}


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
        try:
            state, view = saved(getattr(figures, name)(**self._keywords()), self._prefix())
        except Exception as error:  # whatever the factory says is for the author to read
            return self._wrong(f"figures.{name}: {error}")
        markup = f"{_script(STATE, state)}\n{_script(VIEW, view)}"
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


def saved(figure, prefix: str) -> tuple[dict, dict]:
    """Return a figure's state and view as a notebook saves them, with ids that never change."""
    from ipywidgets.embed import dependency_state

    box = figure.box
    models = dependency_state(box, drop_defaults=False)
    for model in models.values():
        model["state"] = {k: v for k, v in model["state"].items() if k not in SOURCE}
    text = json.dumps({"version_major": 2, "version_minor": 0, "state": models})
    view = json.dumps({"version_major": 2, "version_minor": 0, "model_id": box.model_id})
    for place, model_id in enumerate(models):
        text = text.replace(model_id, f"{prefix}-{place}")
        view = view.replace(model_id, f"{prefix}-{place}")
    for widget in (*box.children, box):
        widget.close()
    return json.loads(text), json.loads(view)


def _script(kind: str, content: dict) -> str:
    body = json.dumps(content).replace("<", "\\u003c")
    return f'<script type="{kind}">{body}</script>'


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("mlp-figure", FigureDirective)
