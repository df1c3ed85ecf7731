"""tools/processors.py: which processors are played, how, and what is skipped."""

import json
import subprocess
import sys

import pytest

from tools import processors

PROBE = """
import json
import numpy as np
from numpy._core._multiarray_umath import __cpu_features__
from threadpoolctl import threadpool_info
np.ones((3, 3)) @ np.ones((3, 3))
kernels = [one["architecture"] for one in threadpool_info() if one["user_api"] == "blas"]
print(json.dumps([kernels, [name for name, on in __cpu_features__.items() if on]]))
"""


@pytest.mark.parametrize("name", processors.PLAYED)
def test_numpy_and_blas_believe_in_the_processor_that_is_played(name, capfd):
    if processors.lacks(name):
        pytest.skip(f"this machine has no {processors.lacks(name)}")
    assert processors.main(["--on", name, sys.executable, "-c", PROBE]) == 0
    kernels, features = json.loads(capfd.readouterr().out.splitlines()[-1])
    assert kernels == [name]
    needed, without = processors.PLAYED[name]
    assert needed in features
    assert without not in features


def test_processor_that_this_one_cannot_play_is_skipped_with_a_word(monkeypatch, capsys):
    monkeypatch.setitem(processors.__cpu_features__, "X86_V4", False)
    assert processors.main(["--on", "SkylakeX", sys.executable, "-c", "raise SystemExit(1)"]) == 0
    assert "SkylakeX: skipped, this machine has no X86_V4" in capsys.readouterr().out


@pytest.mark.parametrize("separator", [" ", ",", ", "])
def test_what_is_switched_off_already_stays_off(separator, monkeypatch):
    off = [level for level in processors.__cpu_dispatch__ if level in ("X86_V4", "AVX512_ICL")]
    for level in off:
        monkeypatch.setitem(processors.__cpu_features__, level, False)
    monkeypatch.setenv("NPY_DISABLE_CPU_FEATURES", separator.join(off))
    assert set(off) <= set(processors.settings("Haswell")["NPY_DISABLE_CPU_FEATURES"].split())


def test_where_the_command_fails_is_named(capsys):
    oldest = next(iter(processors.PLAYED))
    if processors.lacks(oldest):
        pytest.skip("this machine plays no other processor")
    assert processors.main(["--on", oldest, sys.executable, "-c", "raise SystemExit(3)"]) == 1
    assert f"failed as on {oldest}" in capsys.readouterr().err


def test_command_line_without_a_command_is_refused():
    command = [sys.executable, processors.__file__]
    tried = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert tried.returncode == 2
    assert "which command shall run?" in tried.stderr
