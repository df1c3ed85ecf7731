"""The one form in which a notebook is stored: same content, same bytes.

Whatever differs between two executions of the same cells, or between two editors, and means
nothing to a reader is fixed here: widget ids, editor metadata, tracebacks, layout of the file.
"""

import hashlib
import json
import re

import nbformat

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
LINKS = ("LinkModel", "DirectionalLinkModel")
WIDGET_SOURCE = ("_esm", "_css")  # the page and Lab take both from the package

KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}
NOTEBOOK_METADATA = ("widgets",)
CELL_METADATA = ("mystnb", "tags")
CELL_ID = re.compile(r"^[A-Za-z0-9_-]{1,64}$")


def text(source: str | list[str]) -> str:
    """Join what the notebook format allows to be a string or a list of lines."""
    return source if isinstance(source, str) else "".join(source)


def assign_cell_ids(notebook: dict) -> None:
    """Keep every usable cell id; derive the missing ones from the cell's text.

    Parameters
    ----------
    notebook : dict
        A notebook of format 4; changed in place.
    """
    taken = {cell.get("id") for cell in notebook["cells"]}
    seen = set()
    for cell in notebook["cells"]:
        name = cell.get("id", "")
        if not CELL_ID.match(name) or name in seen:
            digest = hashlib.sha256(text(cell["source"]).encode()).hexdigest()[:8]
            name, salt = digest, 0
            while name in taken:
                salt += 1
                name = f"{digest}-{salt}"
            cell["id"] = name
            taken.add(name)
        seen.add(name)


def _mentioned(model: dict) -> set[str]:
    """Return the ids of the widget models that a model's state refers to."""
    return set(re.findall("IPY_MODEL_([0-9a-f]+)", json.dumps(model["state"])))


def _on_show(models: dict, roots: set[str]) -> set[str]:
    """Return the displayed models, all that they refer to, and the links between those."""
    kept = roots & models.keys()
    while True:
        more = {name for old in kept for name in _mentioned(models[old])} & models.keys()
        for name, model in models.items():  # nothing refers to a link: it refers to its two ends
            if model["model_name"] in LINKS and _mentioned(model) <= kept | more:
                more.add(name)
        if more <= kept:
            return kept
        kept |= more


def normalise_widgets(notebook: dict) -> dict:
    """Keep the widgets on show, without source code, under ids in order of creation.

    Parameters
    ----------
    notebook : dict
        A notebook whose saved widget models stand in the order in which they were made.

    Returns
    -------
    dict
        The same notebook, its models renamed throughout.
    """
    saved = notebook["metadata"].pop("widgets", {}).get(STATE)
    if not saved:
        return notebook
    outputs = [out for cell in notebook["cells"] for out in cell.get("outputs", [])]
    views = [out["data"][VIEW] for out in outputs if VIEW in out.get("data", {})]
    kept = _on_show(saved["state"], {view["model_id"] for view in views})
    models = {name: model for name, model in saved["state"].items() if name in kept}
    if not models:
        return notebook
    for model in models.values():
        state = {k: v for k, v in model["state"].items() if k not in WIDGET_SOURCE}
        if model["model_name"] == "LayoutModel":  # forty times "not set" says nothing
            state = {k: v for k, v in state.items() if v is not None}
        model["state"] = state
    notebook["metadata"]["widgets"] = {STATE: {**saved, "state": models}}
    new = {old: f"{number:032x}" for number, old in enumerate(models)}
    ids = re.compile("|".join(new))
    return json.loads(ids.sub(lambda found: new[found[0]], json.dumps(notebook)))


def normalise(notebook: dict) -> str:
    """Return the text of the file in which an executed notebook is stored.

    Parameters
    ----------
    notebook : dict
        A notebook of format 4, executed from its first cell to its last.
    """
    notebook = normalise_widgets({**notebook, "nbformat": 4, "nbformat_minor": 5})
    assign_cell_ids(notebook)
    kept = {key: value for key, value in notebook["metadata"].items() if key in NOTEBOOK_METADATA}
    notebook["metadata"] = KERNEL | kept
    count = 0
    for cell in notebook["cells"]:
        cell["metadata"] = {k: v for k, v in cell["metadata"].items() if k in CELL_METADATA}
        if cell["cell_type"] != "code":
            continue
        runs = bool(text(cell["source"]).strip())
        count += runs
        cell["execution_count"] = count if runs else None
        for output in cell["outputs"]:
            if output["output_type"] == "execute_result":
                output["execution_count"] = count
            if output["output_type"] == "error":
                # Its frames hold the paths of one machine; the message is the lesson.
                output["traceback"] = [f"{output['ename']}: {output['evalue']}"]
    return nbformat.writes(nbformat.from_dict(notebook)).rstrip("\n") + "\n"
