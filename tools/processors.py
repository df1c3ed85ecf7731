"""Run a command as on other processors: other kernels of BLAS, other vector units for NumPy.

    python tools/processors.py make check-notebooks                as on each of USUAL
    python tools/processors.py --on Haswell make check-notebooks   as on this one
    python tools/processors.py --list                              what this machine can play

The last bits of a matrix product depend on the kernel that OpenBLAS takes, those of an exponential
on the vector unit that NumPy finds. A processor that this one cannot play is skipped with a word.
"""

import argparse
import os
import subprocess
import sys

from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

# Core types as OpenBLAS calls them, each with what it needs and the first level that NumPy must
# then do without; both as NumPy calls them. From the oldest to the newest. Zen takes Haswell's.
PLAYED = {
    "Nehalem": ("SSE42", "X86_V3"),
    "Sandybridge": ("AVX", "X86_V3"),
    "Haswell": ("X86_V3", "X86_V4"),
    "SkylakeX": ("X86_V4", None),
}
USUAL = ("Nehalem", "Haswell", "SkylakeX")


def lacks(name: str) -> str:
    """Return what this machine lacks to play a processor; empty where it can."""
    needed, _ = PLAYED[name]
    return "" if __cpu_features__.get(needed) else needed


def settings(name: str) -> dict[str, str]:
    """Return the environment variables that make BLAS and NumPy work as on a processor."""
    _, first = PLAYED[name]
    off = os.environ.get("NPY_DISABLE_CPU_FEATURES", "")
    off = off.replace(",", " ").split()  # NumPy takes both; and they stay off
    levels = [level for level in __cpu_dispatch__ if __cpu_features__.get(level) or level in off]
    without = levels[levels.index(first) :] if first in levels else []
    return {"OPENBLAS_CORETYPE": name, "NPY_DISABLE_CPU_FEATURES": " ".join(without)}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the number of processors on which the command failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--on", action="append", choices=PLAYED, help="default: " + ", ".join(USUAL)
    )
    parser.add_argument("--list", action="store_true", help="say which can be played, run nothing")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)
    if not options.list and not options.command:
        parser.error("which command shall run?")
    failed = []
    for name in options.on or (PLAYED if options.list else USUAL):
        missing = lacks(name)
        words = f"skipped, this machine has no {missing}" if missing else "can be played"
        if options.list or missing:
            print(f"{name}: {words}", flush=True)
            continue
        shown = " ".join(f"{key}='{value}'" for key, value in settings(name).items())
        print(f"{name}: {shown}", flush=True)
        if subprocess.run(options.command, env=os.environ | settings(name)).returncode:
            failed.append(name)
    if failed:
        print(f"failed as on {', '.join(failed)}", file=sys.stderr)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
