"""A chapter without its outputs, or with a failed cell, does not become a page."""

import json
from collections.abc import Iterator

from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)


def faults(notebook: dict) -> Iterator[str]:
    """Tell what keeps a stored notebook from being a page."""
    never = []
    for place, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] != "code" or not "".join(cell["source"]).strip():
            continue
        if cell.get("execution_count") is None:
            never.append(str(place))
        for output in cell["outputs"]:
            expected = "raises-exception" in cell["metadata"].get("tags", [])
            if output["output_type"] == "error" and not expected:
                name = f"cell {place} ({cell.get('id', 'no id')})"
                yield f"{name} ended with {output['ename']}: {output['evalue']}"
    if never:
        yield f"never executed: cells {', '.join(never)} (run tools/notebooks.py)"


def check(app: Sphinx, docname: str, source: list[str]) -> None:
    """Warn about each fault of a notebook that is about to be read."""
    if not app.env.doc2path(docname).endswith(".ipynb"):
        return
    for fault in faults(json.loads(source[0])):
        logger.warning(fault, location=docname, type="mlp", subtype="notebook")


def setup(app: Sphinx) -> None:
    """Look at every notebook before it is read."""
    app.connect("source-read", check)
