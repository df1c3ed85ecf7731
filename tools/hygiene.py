"""What every stored notebook of the book promises, as checks that say what is wrong and where.

Each check takes a notebook as a dictionary and yields complaints; `complaints` runs them all.
"""

import ast
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator

from tools.normal_form import VIEW, WIDGET_SOURCE, normalise, text

# What a chapter may import: all of it comes with requirements.txt.
PACKAGES = {"IPython", "ipywidgets", "matplotlib", "mlp_lib", "numpy"} | sys.stdlib_module_names
UNTESTED = re.compile(r"nbval[-_](skip|ignore[-_]output)", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?<![\w.])/(home|Users|root|tmp)/\w|(?<!\w)[A-Z]:\\\\?Users")
ADDRESS = re.compile(r"<[^<>]* at 0x[0-9a-f]+")
IMAGE_WITHOUT_TEXT = re.compile(r"!\[\s*\]\(|<img(?![^>]*\balt=\"[^\"])")
DIRECTIVE = re.compile(r"^(`{3,}|:{3,})\{(image|figure)\}.*?^\1", re.MULTILINE | re.DOTALL)


def code_cells(notebook: dict) -> list[tuple[str, dict]]:
    """Return the code cells, each with the name a reader would give it."""
    cells = enumerate(notebook["cells"], start=1)
    return [(f"cell {n}", cell) for n, cell in cells if cell["cell_type"] == "code"]


def check_kernel(notebook: dict) -> Iterator[str]:
    """The kernel is the plain python3, which every machine has."""
    name = notebook["metadata"].get("kernelspec", {}).get("name")
    if name != "python3":
        yield f"kernel is {name!r}, expected 'python3'"


def check_executed(notebook: dict) -> Iterator[str]:
    """Every code cell was executed, in order, and what it showed is stored."""
    cells = code_cells(notebook)
    for place, cell in cells:
        if not text(cell["source"]).strip():
            yield f"{place} is empty"
    counts = [cell["execution_count"] for _, cell in cells]
    if counts != list(range(1, len(counts) + 1)):
        yield f"execution counts are {counts}, expected 1 to {len(counts)}"
    if cells and not any(cell["outputs"] for _, cell in cells):
        yield "no outputs are stored, so nothing is compared"


def check_ids(notebook: dict) -> Iterator[str]:
    """Every cell has an id of its own, so that a diff shows what moved."""
    ids = Counter(cell.get("id") for cell in notebook["cells"])
    for name, times in ids.items():
        if name is None:
            yield f"{times} cells have no id"
        elif times > 1:
            yield f"cell id {name} is used {times} times"


def check_outputs(notebook: dict) -> Iterator[str]:
    """No warnings, nothing of one machine or one run; nothing is kept from being compared."""
    for place, cell in code_cells(notebook):
        if UNTESTED.search(text(cell["source"]) + str(cell["metadata"].get("tags"))):
            yield f"{place} keeps its output from being tested"
        for output in cell["outputs"]:
            if output.get("name") == "stderr":
                yield f"{place} writes to stderr: {text(output['text']).strip()[:100]}"
            shown = json.dumps({k: v for k, v in output.items() if k != "metadata"})
            if found := MACHINE_PATH.search(shown):
                yield f"{place} shows a path: {shown[found.start() : found.start() + 40]}"
            if found := ADDRESS.search(shown):
                yield f"{place} shows an address in memory: {found[0]}"
            expected = "raises-exception" in cell["metadata"].get("tags", [])
            if output["output_type"] == "error" and not expected:
                yield f"{place} raises {output['ename']} without the tag raises-exception"


def check_imports(notebook: dict) -> Iterator[str]:
    """All imports stand in the first code cell and come with the book's requirements."""
    for number, (place, cell) in enumerate(code_cells(notebook)):
        source = text(cell["source"])
        magics = re.findall(r"^\s*[%!].*", source, re.MULTILINE)
        if magics:
            yield f"{place} uses {magics[0].strip()!r}: chapters are plain Python"
            continue
        try:
            tree = ast.parse(source)
        except SyntaxError:
            continue  # a syntax error on show is the cell's business
        for name in imported(tree):
            if number:
                yield f"{place} imports {name}: imports stand in the first code cell"
            if name.partition(".")[0] not in PACKAGES:
                yield f"{place} imports {name}, which requirements.txt does not promise"


def imported(tree: ast.AST) -> list[str]:
    """Return the dotted names of the modules that a syntax tree imports, wherever it does."""
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append("." * node.level + (node.module or ""))
    return names


def check_text_alternatives(notebook: dict) -> Iterator[str]:
    """Who cannot see a picture is told what it shows."""
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] == "markdown":
            source = text(cell["source"])
            if IMAGE_WITHOUT_TEXT.search(source):
                yield f"cell {number} has an image without a text alternative"
            if any(":alt:" not in found[0] for found in DIRECTIVE.finditer(source)):
                yield f"cell {number} has an image directive without :alt:"
    for place, cell in code_cells(notebook):
        kinds = {kind for output in cell["outputs"] for kind in output.get("data", {})}
        alt = cell["metadata"].get("mystnb", {}).get("image", {}).get("alt")
        if any(kind.startswith("image/") for kind in kinds) and not alt:
            yield f"{place} draws an image without metadata mystnb.image.alt"


def check_widgets(notebook: dict) -> Iterator[str]:
    """Each figure's state is stored; its source code is not."""
    stored = json.dumps(notebook)
    for key in WIDGET_SOURCE:
        if f'"{key}"' in stored:
            yield f"widget source code ({key}) is stored"
    saved = json.dumps(notebook["metadata"].get("widgets", {}))
    for place, cell in code_cells(notebook):
        for output in cell["outputs"]:
            view = output.get("data", {}).get(VIEW)
            if view and f'"{view["model_id"]}"' not in saved:
                yield f"{place} shows a widget whose state is not stored"


CHECKS = (
    check_kernel,
    check_executed,
    check_ids,
    check_outputs,
    check_imports,
    check_text_alternatives,
    check_widgets,
)


def complaints(stored: str) -> list[str]:
    """Return all that is wrong with the text of a stored notebook."""
    found = [complaint for check in CHECKS for complaint in check(json.loads(stored))]
    if not found and normalise(json.loads(stored)) != stored:
        found.append("not in normal form: run make notebooks")
    return found
