"""Resolve the names in pyproject.toml into the pinned requirements files (`make requirements`).

One resolution serves Python 3.11 and newer on every platform, so that a stored output is
compared with the same NumPy everywhere. Each file holds only what the one before lacks.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# PyTorch pins its own GPU parts, and a CPU-only wheel must not drag them in.
LEFT_TO_TORCH = re.compile(r"^(cuda|nvidia|triton)")

FILES = {
    "requirements.txt": (
        ["book"],
        "-e .",
        "Everything a reader needs: run the notebooks, build the book. Binder reads this file too.",
    ),
    "requirements-test.txt": (
        ["book", "test"],
        "-r requirements.txt",
        "What `make test` and `make lint` need on top.",
    ),
    "requirements-peers.txt": (
        ["book", "test", "peers"],
        "-r requirements-test.txt",
        "What `make test-peers` and `make bench` need on top.",
    ),
}


def resolve(extras: list[str]) -> list[str]:
    """Return the pins, one a line, for the given extras of pyproject.toml."""
    command = ["uv", "pip", "compile", "pyproject.toml", "--quiet", "--upgrade", "--universal"]
    command += ["--python-version", "3.11", "--fork-strategy", "fewest"]
    command += ["--no-header", "--no-annotate"]
    for extra in extras:
        command += ["--extra", extra]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
    return [line for line in answer.stdout.splitlines() if not LEFT_TO_TORCH.match(line)]


def main() -> None:
    """Write the requirements files."""
    known: list[str] = []
    for name, (extras, first, purpose) in FILES.items():
        pins = resolve(extras)
        lost = [pin for pin in known if pin not in pins]
        if lost:
            sys.exit(f"{name}: the extras {extras} move pins made before: {', '.join(lost)}")
        head = (
            f"# {purpose}\n# Made by `make requirements` from pyproject.toml: edit that.\n{first}\n"
        )
        body = "\n".join(pin for pin in pins if pin not in known)
        (ROOT / name).write_text(head + body + "\n")
        known = pins


if __name__ == "__main__":
    main()
