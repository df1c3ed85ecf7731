"""Join the cards' JavaScript modules into what a notebook and a page can load.

It begins at ``js/card.js`` and follows the imports; see `mlp_lib.figures.bundle`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mlp_lib.figures import bundle

HERE = Path(__file__).resolve().parent
CARD = HERE / "js" / "card.js"


@cache
def esm() -> str:
    """The ES module that JupyterLab loads for an exercise card."""
    body = f"const mountCard = (() => {{\n{bundle.joined(CARD)[0]}\nreturn mountCard;\n}})();"
    return bundle.module(body, "mountCard(model, el)")


def script() -> str:
    """Classic script that adds ``mlp.mountCard`` and the reader's progress for the page."""
    return bundle.script(*bundle.joined(CARD), "Object.assign(mlp, { mountCard, progress });")


@cache
def css() -> str:
    """The style sheets of figures and cards; the cards use the figures' tokens."""
    return bundle.css() + own_css()


def own_css() -> str:
    """The style sheet of the cards alone."""
    return (HERE / "exercises.css").read_text("utf8")
