"""``python -m mlp_lib.exercises``: every exercise with its answer, for teachers."""

from __future__ import annotations

import sys

from mlp_lib.exercises import all_exercises


def listing() -> str:
    """The whole list."""
    parts = []
    for item in all_exercises().values():
        lines = [f"{item.id} {item.title} [{item.kind}]", item.prompt]
        lines += item.in_words().splitlines()
        parts.append("\n    ".join(lines))
    return "\n\n".join(parts)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # a pipe's own may lack what stands in an exercise
    print(listing())
