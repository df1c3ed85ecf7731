"""tools/neutral.py: a chapter executes to the same bytes on a desk full of settings."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import neutral

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "chapters" / "02-activations.ipynb"  # the chapter with Matplotlib

ROUNDS = "import numpy as np, warnings\nnp.set_printoptions(precision=1)\nnp.seterr(all='raise')\n"
MATPLOTLIBRC = "figure.dpi: 200\nfont.size: 20\nlines.linewidth: 7\nbackend: agg\nno.such.key: 1\n"
PROFILE = """
c = get_config()
c.InlineBackend.rc = {"font.size": 5}
c.InlineBackend.figure_formats = {"png"}
c.InlineBackend.print_figure_kwargs = {"bbox_inches": None}
c.PlainTextFormatter.float_precision = "%.1f"
"""


@pytest.fixture
def desk(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who has set much, without the marks of this test run."""
    profile = tmp_path / "ipython" / "profile_default"
    (profile / "startup").mkdir(parents=True)
    (profile / "startup" / "00.py").write_text(ROUNDS, encoding="utf-8")
    (profile / "ipython_kernel_config.py").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "startup.py").write_text(ROUNDS, encoding="utf-8")
    (tmp_path / "matplotlibrc").write_text(MATPLOTLIBRC, encoding="utf-8")
    ours = {*neutral.EMPTY_FOLDERS, *neutral.UNSET, neutral.MARK, "PYTHONUTF8"}
    return {name: value for name, value in os.environ.items() if name not in ours} | {
        "HOME": str(tmp_path / "nowhere"),
        "IPYTHONDIR": str(tmp_path / "ipython"),
        "LC_ALL": "C",
        "MATPLOTLIBRC": str(tmp_path),
        "MPLBACKEND": "agg",
        "PYTHONSTARTUP": str(tmp_path / "startup.py"),
        "PYTHONUTF8": "0",
        "PYTHONWARNINGS": "error",
    }


@pytest.mark.parametrize(
    "command",
    [[str(ROOT / "tools" / "notebooks.py"), "--check"], ["-m", "pytest", "-q", "--nbval"]],
    ids=["check", "nbval"],
)
def test_settings_of_somebody_change_no_result(desk, command):
    done = subprocess.run(
        [sys.executable, *command, str(PICTURES)],
        cwd=ROOT,
        env=desk,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not Path(desk["HOME"]).exists()
