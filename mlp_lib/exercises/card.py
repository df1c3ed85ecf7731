"""The card that shows an exercise: an anywidget of the same family as the figures."""

from __future__ import annotations

from typing import Any

import anywidget
import numpy as np
import traitlets

from mlp_lib.exercises import base, bundle
from mlp_lib.exercises.code import check_source
from mlp_lib.exercises.diagnose import Verdict, factors


def spec(item: base.Exercise) -> dict[str, Any]:
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
    return common | _particulars(item)


def _particulars(item: base.Exercise) -> dict[str, Any]:
    match item:
        case base.Numeric():
            return {
                "lhs": f"${item.lhs} =$",
                "answer": item.answer.tolist(),
                "decimals": item.decimals,
                "factors": [list(entry) for entry in factors(item.examples)],
                "mistakes": [_mistake(m) for m in item.mistakes],
            }
        case base.Explore():
            return {
                "entries": list(item.entries),
                "lhs": f"${_tuple(item.entries)} =$",
                "conditions": [vars(c) | {"weights": list(c.weights)} for c in item.conditions],
                "mistakes": [_mistake(m) for m in item.mistakes],
            }
        case base.Choice():
            return {"options": [vars(option) for option in item.options]}
        case base.Order():
            return {"steps": list(item.steps), "mistakes": [_mistake(m) for m in item.mistakes]}
        case base.Derivation():
            return {
                "steps": [
                    {"ask": s.ask, "then": s.then, "options": [vars(o) for o in s.options]}
                    for s in item.steps
                ]
            }
        case base.Code():
            return {
                "function": item.function,
                "starter": item.starter,
                "source": item.solution_source,
                "mistakes": [{"name": m.name, "says": m.says} for m in item.mistakes],
            }
    raise TypeError(f"no card for {type(item).__name__}")


def _tuple(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"({', '.join(names)})"


def _mistake(mistake: base.Mistake) -> dict[str, Any]:
    return {
        "answer": np.asarray(mistake.answer, dtype=float).tolist(),
        "name": mistake.name,
        "says": mistake.says,
    }


class ExerciseCard(anywidget.AnyWidget):
    """One exercise as a card; judges in the browser, and asks the kernel about code."""

    _esm = bundle.esm()
    _css = bundle.css()

    card_name = traitlets.Unicode("exercise").tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)

    def __init__(self, item: base.Exercise):
        super().__init__(spec=spec(item))
        self.item = item
        self.on_msg(self._answer)

    def _answer(self, _: Any, content: dict[str, Any], buffers: Any) -> None:
        """Judge source text that the card sends: ``{"source": ...}`` -> ``{"verdict": ...}``."""
        try:
            verdict = check_source(self.item, str(content.get("source", "")))
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
