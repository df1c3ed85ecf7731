"""tools/venv.sh and tools/chromium.py: find what is there, say in one line what is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import chromium

ROOT = Path(__file__).resolve().parents[1]


def program(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def make_venv(folder: Path, **environment: str) -> subprocess.CompletedProcess:
    """Run tools/venv.sh with nothing on the PATH but what stands in `folder`."""
    command = ["/bin/sh", str(ROOT / "tools" / "venv.sh"), str(folder / "venv")]
    environment = {"PATH": str(folder)} | environment
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")


# A Python that tells its version, is as new as `new` says, and has `venv` or not.
FAKE = """case "$*" in
*version_info*) exit {new} ;;
*python_version*) echo {version} ;;
*ensurepip*) exit {venv} ;;
*) echo "$0" > "$3" ;;
esac"""


def test_old_python_is_one_line_that_names_what_is_needed(tmp_path: Path):
    program(tmp_path / "python3", FAKE.format(new=1, version="3.9.2", venv=0))
    tried = make_venv(tmp_path)
    assert tried.returncode == 1
    assert tried.stderr.count("\n") == 1
    assert "Python 3.11 or newer is needed" in tried.stderr
    assert "python3 is 3.9.2" in tried.stderr


def test_no_python_is_one_line(tmp_path: Path):
    tried = make_venv(tmp_path)
    assert tried.returncode == 1
    assert tried.stderr.count("\n") == 1
    assert "no python3 was found" in tried.stderr


def test_newer_python_beside_an_old_one_is_taken(tmp_path: Path):
    program(tmp_path / "python3", FAKE.format(new=1, version="3.9.2", venv=0))
    newer = program(tmp_path / "python3.12", FAKE.format(new=0, version="3.12.1", venv=0))
    assert make_venv(tmp_path).returncode == 0
    assert (tmp_path / "venv").read_text().strip() == str(newer)


def test_missing_venv_module_is_one_line_that_names_the_package(tmp_path: Path):
    program(tmp_path / "python3", FAKE.format(new=0, version="3.12.1", venv=1))
    tried = make_venv(tmp_path)
    assert tried.returncode == 1
    assert tried.stderr.count("\n") == 1
    assert "apt-get install python3.12-venv" in tried.stderr


def test_chosen_python_is_the_only_one_tried(tmp_path: Path):
    program(tmp_path / "python3", FAKE.format(new=0, version="3.12.1", venv=0))
    chosen = program(tmp_path / "mine", FAKE.format(new=1, version="3.8.1", venv=0))
    tried = make_venv(tmp_path, PYTHON=str(chosen))
    assert tried.returncode == 1
    assert f"{chosen} is 3.8.1" in tried.stderr


def test_this_python_makes_a_real_environment(tmp_path: Path):
    assert make_venv(tmp_path, PYTHON=sys.executable).returncode == 0
    assert (tmp_path / "venv" / "bin" / "python").exists()
    assert (tmp_path / "venv" / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_python_may_stand_in_a_folder_with_a_blank(tmp_path: Path):
    (tmp_path / "my pythons").mkdir()
    chosen = program(
        tmp_path / "my pythons" / "python3", FAKE.format(new=0, version="3.12", venv=0)
    )
    assert make_venv(tmp_path, PYTHON=str(chosen)).returncode == 0
    assert (tmp_path / "venv").read_text(encoding="utf-8").strip() == str(chosen)


# --- make ----------------------------------------------------------------------------------------

SHOWS = """\
echo "$0 $*; $(command -v ruff); $PYTHONUTF8; ${PYTHONPATH-none}; ${PYTEST_ADDOPTS-none}; \
$(test -w "$HOME" && echo a home)"
"""


@pytest.mark.parametrize("name", ["env", "my own env"])
def test_environment_may_stand_anywhere_and_settings_of_somebody_stay_out(tmp_path: Path, name):
    if not shutil.which("make"):
        pytest.skip("there is no make")
    programs = tmp_path / name / "bin"
    (tmp_path / name / "stamps").mkdir(parents=True)
    programs.mkdir()
    for tool in ("python", "ruff", "codespell", "pytest"):
        program(programs / tool, SHOWS)
    for stamp in ("book", "test"):
        (tmp_path / name / "stamps" / stamp).touch()
    somebodys = {"PYTHONPATH": "/ros", "PYTEST_ADDOPTS": "--pdb", "PYTHONUTF8": "0"}
    somebodys["HOME"] = str(tmp_path / "nowhere")
    made = subprocess.run(
        ["make", "--no-print-directory", "-j4", f"VENV={tmp_path / name}", "test-unit", "lint"],
        cwd=ROOT,
        env=os.environ | somebodys,
        capture_output=True,
        encoding="utf-8",
    )
    assert made.returncode == 0, made.stderr
    shown = [line for line in made.stdout.splitlines() if line.startswith(str(programs))]
    assert len(shown) == 4
    assert all(line.endswith(f"; {programs}/ruff; 1; none; none; a home") for line in shown)


# --- Chromium ----------------------------------------------------------------------------------


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch) -> Path:
    """A machine without a browser; programs may be put into the folder that is returned."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "FIXED", ())
    monkeypatch.setattr(chromium, "PLAYWRIGHT", tmp_path / "none")
    return tmp_path


def test_browser_on_the_path_is_found(bare_machine: Path, capsys):
    path = program(bare_machine / "chromium", "echo Chromium 150")
    assert chromium.main([]) == 0
    assert capsys.readouterr().out.strip() == str(path)


def test_stand_in_that_does_not_start_is_passed_over(bare_machine: Path):
    program(bare_machine / "chromium-browser", "echo needs the snap; exit 1")
    path = program(bare_machine / "google-chrome", "echo Google Chrome 150")
    assert chromium.find() == str(path)


def test_named_browser_is_the_only_one_tried(bare_machine: Path, monkeypatch):
    program(bare_machine / "chromium", "echo Chromium 150")
    monkeypatch.setenv("CHROMIUM", str(bare_machine / "nowhere"))
    assert chromium.find() is None


def test_no_browser_is_one_line_that_says_what_to_install(bare_machine: Path, capsys):
    assert chromium.main([]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "apt-get install chromium" in said


def test_browser_is_installed_where_that_is_allowed(bare_machine: Path, monkeypatch):
    log = bare_machine / "log"
    arrives = f"printf '#!/bin/sh\\necho Chromium 150' > {bare_machine}/chromium"
    script = f"echo $* >> {log}\n{arrives}\n/bin/chmod +x {bare_machine}/chromium"
    program(bare_machine / "apt-get", script)
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0)
    assert chromium.main(["--install"]) == 0
    assert log.read_text().split("\n")[:2] == ["update -qq", "install -y -qq chromium"]


def test_nothing_is_installed_without_the_rights(bare_machine: Path, monkeypatch, capsys):
    program(bare_machine / "apt-get", f"touch {bare_machine}/called")
    program(bare_machine / "sudo", "exit 1")
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 1000)
    assert chromium.main(["--install"]) == 1
    assert not (bare_machine / "called").exists()
    assert "sudo apt-get install chromium" in capsys.readouterr().err
