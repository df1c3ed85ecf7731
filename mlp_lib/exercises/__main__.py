"""``python -m mlp_lib.exercises``: every exercise with its answer, for teachers."""

from __future__ import annotations

import sys

import numpy as np

from mlp_lib.exercises import all_exercises, base


def answer_in_words(item: base.Exercise) -> str:
    """The right answer of an exercise as text of one or several lines."""
    match item:
        case base.Numeric():
            value = np.array2string(np.asarray(item.answer), precision=item.decimals + 2)
            return f"{item.lhs} = {value}"
        case base.Explore():
            return f"for example ({', '.join(item.entries)}) = {tuple(map(float, item.answer))}"
        case base.Choice():
            return "\n".join(right(item.options))
        case base.Order():
            return "\n".join(f"{number}. {step}" for number, step in enumerate(item.steps, 1))
        case base.Derivation():
            return "\n".join(f"{s.ask} {' '.join(right(s.options))}" for s in item.steps)
        case base.Code():
            return item.solution_source.rstrip()
    raise TypeError(f"no answer in words for a {type(item).__name__}")


def right(options: tuple[base.Option, ...]) -> list[str]:
    """The right ones of several options, each with its number."""
    return [f"({n}) {option.text}" for n, option in enumerate(options, 1) if option.right]


def listing() -> str:
    """The whole list."""
    parts = []
    for item in all_exercises().values():
        lines = [f"{item.id} {item.title} [{item.kind}]", item.prompt]
        lines += answer_in_words(item).splitlines()
        parts.append("\n    ".join(lines))
    return "\n\n".join(parts)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # a pipe's own may lack what stands in an exercise
    print(listing())
