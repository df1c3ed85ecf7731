"""A figure as a notebook saves it, and the script that shows such figures. No Sphinx here."""

import json
from functools import cache
from pathlib import Path

LOADER = Path(__file__).resolve().parents[1] / "static" / "widgets" / "loader.js"

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
#: Traits of the Lab front end: the page takes the figures' source from `_static`.
SOURCE = {"_esm", "_css"}


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
    for widget in (*figure.links, *box.children, box):
        widget.close()
    return json.loads(text), json.loads(view)


def embedded(kind: str, content: dict) -> str:
    """Return saved widgets as the script element that a page holds them in."""
    body = json.dumps(content).replace("<", "\\u003c")
    return f'<script type="{kind}">{body}</script>'


@cache
def loader_script() -> str:
    """Return the widget loader as one classic script."""
    from mlp_lib.figures import bundle

    return f'(() => {{\n"use strict";\n{bundle.joined(LOADER)[0]}}})();\n'
