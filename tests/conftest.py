"""What the tests share: the repository's root and the built book."""

import os
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest

# A busy machine is not a failure. In CI the same examples each time; at home, new ones.
hypothesis.settings.register_profile("book", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("book")

ROOT = Path(__file__).resolve().parents[1]
BUILD = ["build", ".", "-W", "-n", "--keep-going"]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def built_book() -> Path:
    """The folder of the built book: `MLP_BOOK` where set, else built now."""
    if os.environ.get("MLP_BOOK"):
        return ROOT / os.environ["MLP_BOOK"]
    command = [str(Path(sys.executable).with_name("jupyter-book")), *BUILD]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert built.returncode == 0, f"the book does not build:\n{built.stdout}\n{built.stderr}"
    return ROOT / "_build" / "html"
