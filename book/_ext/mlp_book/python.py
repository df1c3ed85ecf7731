"""Python that runs in the pages: Pyodide and our wheel beside them, scripts for the cells."""

import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import ModuleType

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging

from . import node

logger = logging.getLogger(__name__)

HERE = Path(__file__).resolve().parents[1] / "static" / "python"
ROOT = HERE.parents[3]
FOLDER = "_static/pyodide"
#: Names in the pages of what tools/pyodide.py fetched, and of what it prepared. Every host knows
#: `.js`. Of what ends in `.mjs` some say that it is no script; what ends in `.gz` some send as if
#: it were to be unpacked on the way; some refuse `.whl`. `.bin` is nobody's business.
FETCHED = {
    "pyodide.js": "pyodide.mjs",
    "pyodide.asm.js": "pyodide.asm.js",
    "stdlib.bin": "python_stdlib.zip",
}
PREPARED = {
    "snapshot.bin": "snapshot.gz",
    "core.bin": "pyodide.asm.wasm.gz",
    "numpy.bin": "numpy.pack.gz",
    "matplotlib.bin": "matplotlib.pack.gz",
}
#: Not needed before code imports Matplotlib.
LATE = "matplotlib.bin"
WHEEL = "mlp_lib.bin"
#: Modules that need widgets have stand-ins in the pages: place in the wheel -> file.
STAND_INS = {
    "mlp_lib/figures/__init__.py": HERE / "figures.py",
    "mlp_lib/exercises/card.py": HERE / "card.py",
}
README = """Pyodide {version} (https://pyodide.org, MPL-2.0), NumPy and Matplotlib, for the cells
of the book. Fetched and checked against pinned SHA-256 by tools/pyodide.py, then prepared by
tools/pyodide_prepare.mjs: packages as bytecode, without their tests; files compressed.
"""


@cache
def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mlp_pyodide", ROOT / "tools" / "pyodide.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@cache
def files() -> dict[str, Path]:
    """Return what the pages need of Pyodide, by name; empty where it cannot be had."""
    if os.environ.get("MLP_NO_PYODIDE"):
        return {}
    fetched = _tool().fetch(say=logger.info)
    if fetched is None:
        return {}
    try:
        prepared = _tool().prepare(node=node.program("node"), say=logger.info)
    except ExtensionError:
        prepared = None
    if prepared is None:
        return {}
    found = {name: fetched / came for name, came in FETCHED.items()}
    return found | {name: prepared / made for name, made in PREPARED.items()}


@cache
def sources() -> dict[str, str]:
    """Return our own scripts and styles that pages load: name -> text."""
    from mlp_lib.figures import bundle

    # In the worker, so that it never meets the files of another build.
    worker = f"const MANIFEST = {json.dumps(manifest())};\n{(HERE / 'worker.js').read_text('utf8')}"
    early = sum(path.stat().st_size for name, path in files().items() if name != LATE)
    built = {
        "available": bool(files()),
        "bytes": early,
        "worker": f"python-worker.js?v={_digest(worker.encode())[:10]}",
        "editor": f"python-editor.js?v={_editor_digest()}",
    }
    page = f"const BUILT = {json.dumps(built)};\n{bundle.joined(HERE / 'cells.js')[0]}"
    return {
        "python.js": f'(() => {{\n"use strict";\n{page}}})();\n',
        "python-worker.js": worker,
        "python.css": (HERE / "python.css").read_text("utf8"),
    }


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _editor_digest() -> str:
    made_of = HERE / "editor.mjs", ROOT / "package-lock.json"
    return _digest(b"".join(path.read_bytes() for path in made_of))[:10]


def write_editor(modules: Path, target: Path) -> None:
    """Bundle the editor into one module.

    Raises
    ------
    ExtensionError
        With esbuild's own words, if it fails.
    """
    program = [node.program("node"), str(modules / "esbuild" / "bin" / "esbuild")]
    command = [*program, str(HERE / "editor.mjs"), f"--outfile={target}"]
    command += ["--bundle", "--minify", "--format=esm", "--log-level=warning"]
    environment = os.environ | {"NODE_PATH": str(modules)}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment)
    if done.returncode:
        raise ExtensionError(f"the editor could not be bundled:\n{done.stderr}")


@cache
def wheel() -> bytes:
    """Return the wheel of mlp_lib for the pages: the same bytes for the same sources."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]["version"]
    package = ROOT / "mlp_lib"
    content = {
        file.relative_to(ROOT).as_posix(): file
        for file in sorted(package.rglob("*"))
        if file.suffix in {".py", ".npz", ".json"}
        and "figures" not in file.relative_to(package).parts
    }
    texts = {name: file.read_bytes() for name, file in (content | STAND_INS).items()}
    info = f"mlp_lib-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: mlp_lib\nVersion: {version}\n"
    tags = "Wheel-Version: 1.0\nGenerator: mlp_book\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    texts |= {f"{info}/METADATA": metadata.encode(), f"{info}/WHEEL": tags.encode()}
    texts[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in texts).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in texts.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()


def manifest() -> dict:
    """Return what the worker must know: every file's size and hash, its own Python."""
    if not files():
        return {"files": {}}
    contents = {name: path.read_bytes() for name, path in files().items()} | {WHEEL: wheel()}
    return {
        "files": {
            name: {"sha256": _digest(content), "bytes": len(content)}
            for name, content in contents.items()
        },
        "lock": {"info": _tool().Release().pinned["info"], "packages": {}},
        "helpers": (HERE / "helpers.py").read_text("utf8"),
    }


def write(app: Sphinx, error: Exception | None) -> None:
    """Put Python beside the pages that have just been built."""
    if error or app.builder.format != "html":
        return
    write_editor(node.packages(ROOT), Path(app.outdir) / "_static" / "mlp" / "python-editor.js")
    folder = Path(app.outdir) / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    if not files():
        logger.info("in-page Python is not part of this build (python tools/pyodide.py --retry)")
        return
    folder.mkdir(parents=True)
    for name, path in files().items():
        shutil.copyfile(path, folder / name)
    (folder / WHEEL).write_bytes(wheel())
    version = _tool().Release().pinned["version"]
    (folder / "README.txt").write_text(README.format(version=version), "utf8")


def setup(app: Sphinx) -> None:
    """Write after the pages are finished."""
    app.connect("build-finished", write, priority=950)
