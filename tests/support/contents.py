"""What the book holds: its documents in the order of `_toc.yml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]


def files(node: object) -> list[str]:
    """Every document that a part of the table of contents names, without suffix, in order."""
    if isinstance(node, list):
        return [name for part in node for name in files(part)]
    if not isinstance(node, dict):
        return []
    own = [node[key] for key in ("root", "file") if key in node]
    return own + [name for value in node.values() for name in files(value)]


@cache
def documents() -> tuple[str, ...]:
    """Every document of the book, without suffix: ``chapters/01-perceptron``."""
    listed = files(yaml.safe_load((ROOT / "_toc.yml").read_text("utf8")))
    return tuple(name.removesuffix(".ipynb") for name in listed)


def source(document: str) -> Path:
    """The notebook or Markdown file of a document."""
    return next(ROOT.glob(f"{document}.*"))


@cache
def with_figures() -> tuple[str, ...]:
    """The documents that show a figure."""
    marks = ("{mlp-figure}", "mm-figure-box")
    texts = {name: source(name).read_text("utf8") for name in documents()}
    return tuple(name for name, text in texts.items() if any(mark in text for mark in marks))
