"""Execute the book's notebooks and store them in their normal form.

    python tools/notebooks.py                       every notebook of the book
    python tools/notebooks.py chapters/06-*.ipynb   these
    python tools/notebooks.py --check               change nothing; fail where a byte would change

Running it twice changes no byte. A cell that fails, or an output that is not what the file
holds, is named by notebook and cell, and the file stays as it was.
"""

import argparse
import difflib
import json
import os
import shutil
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.neutral import settle
from tools.normal_form import assign_cell_ids, normalise

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("chapters", "book")
DIFF_LINES = 12


class NotebookError(Exception):
    """A notebook that cannot be read or executed; the message names the place."""


def parse(stored: str) -> dict:
    """Return the notebook that a file holds, every cell with an id.

    Raises
    ------
    NotebookError
        When the text is not a notebook of format 4.
    """
    try:
        notebook = json.loads(stored)
    except ValueError as error:
        raise NotebookError(f"not a notebook ({error})") from None
    if not isinstance(notebook, dict) or notebook.get("nbformat") != 4 or "cells" not in notebook:
        raise NotebookError("not a notebook of format 4")
    assign_cell_ids(notebook)
    return {**notebook, "nbformat_minor": 5}


def place(notebook: dict, index: int) -> str:
    """Name a cell as a reader counts it: from 1, Markdown included, with its id."""
    return f"cell {index + 1} (id {notebook['cells'][index]['id']})"


def execute(notebook: dict, folder: Path, timeout: int) -> dict:
    """Return the notebook with the outputs of a fresh kernel.

    Parameters
    ----------
    notebook : dict
        As `parse` returns it; not changed.
    folder : Path
        Where the kernel runs: the notebook's own folder.
    timeout : int
        Seconds that one cell may take.

    Raises
    ------
    NotebookError
        When a cell raises, runs too long or ends its kernel.
    """
    node = nbformat.reads(json.dumps(notebook), as_version=4)
    reached = 0

    def remember(cell: object, cell_index: int) -> None:
        nonlocal reached
        reached = cell_index

    client = NotebookClient(
        node,
        kernel_name="python3",
        timeout=timeout,
        record_timing=False,
        coalesce_streams=True,
        on_cell_start=remember,
        resources={"metadata": {"path": str(folder)}},
        extra_arguments=["--log-level=ERROR"],
    )
    try:
        client.execute()
    except CellExecutionError as error:
        reason = f"{error.ename}: {error.evalue}"
    except CellTimeoutError:
        reason = f"took longer than {timeout} seconds"
    except DeadKernelError:
        reason = "its kernel died"
    else:
        return json.loads(json.dumps(node))
    raise NotebookError(f"{place(notebook, reached)}: {reason}")


def _lines(cell: dict) -> list[str]:
    return json.dumps(cell, indent=1, sort_keys=True, ensure_ascii=False).splitlines()


def differences(stored: str, fresh: str) -> list[str]:
    """Say, cell by cell, what a fresh execution would change in a stored notebook."""
    if stored == fresh:
        return []
    before, after = json.loads(stored), json.loads(fresh)
    found = []
    for index, (old, new) in enumerate(zip(before["cells"], after["cells"], strict=True)):
        if old != new:
            diff = difflib.unified_diff(_lines(old), _lines(new), "stored", "fresh", "", "", n=1)
            shown = [line[:160] for line in list(diff)[3 : 3 + DIFF_LINES]]
            found.append("\n    ".join([f"{place(after, index)} changes:", *shown]))
    if before["metadata"] != after["metadata"]:
        found.append("the notebook's metadata (kernel, or a saved figure or card) changes")
    return found or ["only the layout of the file changes"]


def process(path: Path, check: bool, timeout: int) -> list[str]:
    """Bring one notebook up to date, or check that it is; return what is wrong with it."""
    try:
        stored = path.read_text(encoding="utf-8")
        fresh = normalise(execute(parse(stored), path.resolve().parent, timeout))
    except FileNotFoundError:
        return ["no such file"]
    except NotebookError as error:
        return [str(error)]
    if check:
        return differences(stored, fresh)
    if path.read_text(encoding="utf-8") != stored:
        return ["was edited while it ran, and is left as it is: run this again"]
    if fresh != stored:
        scratch = path.with_suffix(".ipynb.part")
        scratch.write_text(fresh, encoding="utf-8")
        shutil.copymode(path, scratch)
        os.replace(scratch, path)
    return []


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all of the book")
    parser.add_argument("--check", action="store_true", help="change nothing, report differences")
    parser.add_argument("--timeout", type=int, default=300, help="seconds for one cell (300)")
    options = parser.parse_args(arguments)
    settle()
    paths = options.notebooks or sorted(p for f in FOLDERS for p in (ROOT / f).rglob("*.ipynb"))
    wrong = 0
    for path in paths:
        found = process(path, options.check, options.timeout)
        wrong += bool(found)
        shown = os.path.relpath(path)
        print(f"{shown}: {'; '.join(found) if len(found) == 1 else 'ok' if not found else ''}")
        if len(found) > 1:
            print("\n".join(f"  {line}" for line in found))
    return int(wrong > 0)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # a pipe's own may lack what stands in a chapter
    sys.exit(main())
