"""Stands in for the interactive figures in the page's Python, which has no widgets.

The live figure of a cell is above or below it in the page, moved by its own sliders.
"""


class Elsewhere:
    """What a figure's function returns here: a sentence."""

    def __init__(self, name: str):
        self.name = name

    def __repr__(self) -> str:
        return f"The live figure {self.name!r} stands in the page; Python in the page draws none."


def __getattr__(name: str):
    if name.startswith("_"):
        raise AttributeError(name)
    return lambda *_, **__: Elsewhere(name)
