"""The card that shows an exercise: an anywidget of the same family as the figures."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from mlp_lib.exercises import bundle
from mlp_lib.exercises.base import Exercise
from mlp_lib.exercises.replies import Verdict


def spec(item: Exercise) -> dict[str, Any]:
    """All that the page needs to show and judge an exercise, as plain JSON.

    Texts keep their TeX; the book's build typesets them and JupyterLab does in the notebook.
    """
    common = {
        "kind": item.kind,
        "id": item.id,
        "title": item.title,
        "prompt": item.prompt,
        "hints": list(item.hints),
        "solution": item.solution,
    }
    return common | item.described()


class ExerciseCard(anywidget.AnyWidget):
    """One exercise as a card; judges in the browser, and asks the kernel about code."""

    _esm = bundle.esm()
    _css = bundle.css()

    card_name = traitlets.Unicode("exercise").tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)

    def __init__(self, item: Exercise):
        super().__init__(spec=spec(item))
        self.item = item
        self.on_msg(self._answer)

    def _answer(self, _: Any, content: dict[str, Any], buffers: Any) -> None:
        """Judge source text that the card sends: ``{"source": ...}`` -> ``{"verdict": ...}``."""
        try:
            verdict = self.item.judge_source(str(content.get("source", "")))
        except (KeyboardInterrupt, SystemExit) as error:  # interrupted, or the learner's exit()
            verdict = Verdict(False, "Your code stopped", f"It ended with {type(error).__name__}.")
        self.send({"verdict": vars(verdict)})

    def __reduce_ex__(self, protocol: int) -> tuple[Any, ...]:
        """Copies and pickles are new cards of the same exercise."""
        return ExerciseCard, (self.item,)

    def __copy__(self) -> ExerciseCard:
        return ExerciseCard(self.item)

    def __deepcopy__(self, memo: dict[int, Any]) -> ExerciseCard:
        return ExerciseCard(self.item)

    def __repr__(self) -> str:
        return f"Exercise {self.item.id}: {self.item.title}"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return data | {"text/plain": repr(self)}, metadata
