"""Stands in for the exercise cards in the page's Python, which has no widgets."""


class ExerciseCard:
    """A sentence that says where the exercise is."""

    def __init__(self, item):
        self.item = item

    def __repr__(self) -> str:
        return f"Exercise {self.item.id} stands in the page; check({self.item.id!r}, answer) works."
