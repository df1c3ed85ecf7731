"""tools/venv.sh and tools/browsers.py: find what is there, say in one line what is missing."""

import dataclasses
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import browsers
from tools.browsers import CHROMIUM, FIREFOX, WEBKIT, main

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
    for tool in ("python", "ruff", "codespell", "pytest", "node"):
        program(programs / tool, SHOWS)
    for stamp in ("book", "test", "node"):
        (tmp_path / name / "stamps" / stamp).touch()
    (tmp_path / ".package-lock.json").touch()
    somebodys = {"PYTHONPATH": "/ros", "PYTEST_ADDOPTS": "--pdb", "PYTHONUTF8": "0"}
    somebodys["HOME"] = str(tmp_path / "nowhere")
    make = ["make", "--no-print-directory", "-j4", "test-unit", "lint"]
    made = subprocess.run(
        [*make, f"VENV={tmp_path / name}", f"JS={tmp_path}"],
        cwd=ROOT,
        env=os.environ | somebodys,
        capture_output=True,
        encoding="utf-8",
    )
    assert made.returncode == 0, made.stderr
    shown = [line for line in made.stdout.splitlines() if line.startswith(str(programs))]
    assert len(shown) == 6
    assert all(line.endswith(f"; {programs}/ruff; 1; none; none; a home") for line in shown)


# --- browsers ----------------------------------------------------------------------------------

#: What each says of itself, and what installs it on Debian.
EACH = [
    pytest.param(CHROMIUM, "Chromium 150", "chromium", id="chromium"),
    pytest.param(FIREFOX, "Mozilla Firefox 150.0esr", "firefox-esr", id="firefox"),
    pytest.param(WEBKIT, "Usage: WebKitWebDriver", "webkit2gtk-driver xvfb", id="webkit"),
]


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch) -> Path:
    """A machine without a browser; programs may be put into the folder that is returned."""
    monkeypatch.setenv("PATH", str(tmp_path))
    for browser in (CHROMIUM, FIREFOX, WEBKIT):
        monkeypatch.delenv(browser.variable, raising=False)
    for name, browser in browsers.BROWSERS.items():
        monkeypatch.setitem(browsers.BROWSERS, name, dataclasses.replace(browser, fixed=()))
    monkeypatch.setattr(browsers, "PLAYWRIGHT", tmp_path / "none")
    return tmp_path


def name_of(browser: browsers.Browser) -> str:
    """The name of a browser on the command line."""
    return browser.variable.lower()


@pytest.mark.parametrize(("browser", "says", "packages"), EACH)
def test_browser_on_the_path_is_found(bare_machine: Path, capsys, browser, says, packages):
    path = program(bare_machine / browser.programs[-1], f"echo {says}")
    for other in browser.beside:
        program(bare_machine / other, "")
    assert main([name_of(browser)]) == 0
    assert capsys.readouterr().out.strip() == str(path)


def test_stand_in_that_does_not_start_is_passed_over(bare_machine: Path):
    program(bare_machine / "chromium-browser", "echo needs the snap; exit 1")
    path = program(bare_machine / "google-chrome", "echo Google Chrome 150")
    assert browsers.BROWSERS["chromium"].find() == str(path)


def test_driver_without_the_program_beside_it_is_not_found(bare_machine: Path):
    program(bare_machine / "WebKitWebDriver", "echo Usage: WebKitWebDriver")
    assert browsers.BROWSERS["webkit"].find() is None


@pytest.mark.parametrize(("browser", "says", "packages"), EACH)
def test_named_browser_is_the_only_one_tried(
    bare_machine: Path, monkeypatch, browser, says, packages
):
    program(bare_machine / browser.programs[0], f"echo {says}")
    monkeypatch.setenv(browser.variable, str(bare_machine / "nowhere"))
    assert browsers.BROWSERS[name_of(browser)].find() is None


@pytest.mark.parametrize(("browser", "says", "packages"), EACH)
def test_no_browser_is_one_line_that_says_what_to_install(
    bare_machine: Path, capsys, browser, says, packages
):
    assert main([name_of(browser)]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"apt-get install {packages}" in said
    assert f"{browser.variable}=/path" in said


def test_unknown_browser_is_one_line_that_names_the_known(bare_machine: Path, capsys):
    for wrong in ([], ["opera"], ["--install", "chromium", "edge"]):
        assert main(wrong) == 2
        assert "chromium, firefox, webkit" in capsys.readouterr().err


@pytest.mark.parametrize(("browser", "says", "packages"), EACH)
def test_browser_is_installed_where_that_is_allowed(
    bare_machine: Path, monkeypatch, browser, says, packages
):
    log = bare_machine / "log"
    arrives = "\n".join(
        f"printf '#!/bin/sh\\necho {says}' > {path}\n/bin/chmod +x {path}"
        for path in map(bare_machine.joinpath, (browser.programs[0], *browser.beside))
    )
    program(bare_machine / "apt-get", f"echo $* >> {log}\n{arrives}")
    monkeypatch.setattr(browsers.os, "geteuid", lambda: 0)
    assert main(["--install", name_of(browser)]) == 0
    assert log.read_text().split("\n")[:2] == ["update -qq", f"install -y -qq {packages}"]


def test_one_missing_of_two_is_a_failure_that_names_it(bare_machine: Path, capsys):
    program(bare_machine / "chromium", "echo Chromium 150")
    assert main(["chromium", "firefox"]) == 1
    said = capsys.readouterr()
    assert said.out.strip() == str(bare_machine / "chromium")
    assert said.err.startswith("No Firefox found")


def test_nothing_is_installed_without_the_rights(bare_machine: Path, monkeypatch, capsys):
    program(bare_machine / "apt-get", f"touch {bare_machine}/called")
    program(bare_machine / "sudo", "exit 1")
    monkeypatch.setattr(browsers.os, "geteuid", lambda: 1000)
    assert main(["--install", "chromium"]) == 1
    assert not (bare_machine / "called").exists()
    assert "sudo apt-get install chromium" in capsys.readouterr().err
