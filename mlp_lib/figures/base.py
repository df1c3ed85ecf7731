"""What all figures share: a declared state with its sliders, and the widget that shows it."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Iterable
from typing import Any, ClassVar

import anywidget
import ipywidgets
import traitlets

from mlp_lib.checks import unknown_name
from mlp_lib.figures import bundle

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Number(traitlets.Float):
    """A finite number within a range, shared with the page."""

    def __init__(self, default: float, low: float, high: float):
        super().__init__(default)
        self.low, self.high = low, high
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> float:
        """Return ``value`` as a float; raise `TraitError` when it is no number of the range."""
        wanted = (
            f"{type(obj).__name__}: {self.name} must be a number from {self.low:g} to {self.high:g}"
        )
        if isinstance(value, bool) or not hasattr(value, "__float__"):
            raise traitlets.TraitError(f"{wanted}, got {value!r}")
        number = float(value)
        if not math.isfinite(number) or not self.low - 1e-9 <= number <= self.high + 1e-9:
            raise traitlets.TraitError(f"{wanted}, got {number:g}")
        return min(max(number, self.low), self.high)


class Choice(traitlets.TraitType):
    """One of several names, shared with the page; an unknown one is answered with the nearest.

    Parameters
    ----------
    names : iterable of str
        All that are known.
    default : str
        The one to begin with.
    kind : str
        What an error calls it; by default as the trait.
    help : str
        What it decides.
    """

    def __init__(self, names: Iterable[str], default: str, *, kind: str = "", help: str):
        super().__init__(default, help=help)
        self.names, self.kind = tuple(names), kind
        self.tag(sync=True)

    def validate(self, obj: Any, value: Any) -> str:
        """Return ``value``; raise `ValueError` when it is none of the names."""
        if value not in self.names:
            raise unknown_name(self.kind or self.name, value, self.names)
        return value


def slider(
    default: float,
    low: float,
    high: float,
    step: float,
    *,
    symbol: str,
    label: str,
    digits: int = 2,
) -> Number:
    """Declare a part of a figure's state that has a slider.

    Parameters
    ----------
    default, low, high, step : float
        Value at the start, range of the slider and distance of its positions.
    symbol : str
        How formulas write it, in the figures' markup: ``"w_1"``.
    label : str
        What a screen reader calls it: ``"weight w1"``.
    digits : int
        Decimals on show.
    """
    parts = {"min": low, "max": high, "step": step, "symbol": symbol, "label": label}
    return Number(default, low, high).tag(slider=parts | {"digits": digits})


class Figure(anywidget.AnyWidget):
    """Base class of the figures: declares state, makes the sliders and joins them to the picture.

    A subclass names itself in ``name`` and declares its state as traits (`slider` for the parts
    that have one); the JavaScript module of the same name beside this file draws it. Displayed, it
    shows the picture and below it real ipywidgets sliders, linked in the browser; in the built book
    the page draws the sliders itself, inside the figure.
    """

    name: ClassVar[str]

    figure_name = traitlets.Unicode().tag(sync=True)
    number = traitlets.Unicode("", help="Number in the chapter, such as '1.1'.").tag(sync=True)
    controls = traitlets.List().tag(sync=True, **ipywidgets.widget_serialization)
    box: ipywidgets.VBox | None = None  # the picture with its sliders

    def __init_subclass__(cls, **kwargs: Any):
        super().__init_subclass__(**kwargs)
        if "name" in vars(cls):
            cls._esm = bundle.esm(cls.name)
            cls._css = bundle.css()

    def __init__(self, **state: Any):
        unknown = sorted(set(state) - set(self.traits(sync=True)))
        if unknown:
            known = ", ".join(self.state_names())
            raise TypeError(f"{type(self).__name__} has no {unknown[0]!r}; its state is: {known}")
        self._kind = type(self)  # anywidget gives each instance a class of its own
        super().__init__(figure_name=self.name, **state)
        wide = ipywidgets.Layout(width="min(100%, 32rem)")
        sliders, links = [], []
        for trait, parts in self.sliders().items():
            widget = ipywidgets.FloatSlider(
                value=getattr(self, trait),
                min=parts["min"],
                max=parts["max"],
                step=parts["step"],
                description=_description(parts["symbol"]),
                tooltip=parts["label"],
                readout_format=f".{parts['digits']}f",
                layout=wide,
            )
            traitlets.link((self, trait), (widget, "value"))
            links.append(ipywidgets.jslink((widget, "value"), (self, trait)))
            sliders.append(widget)
        self.controls = [
            {"trait": trait, "symbol": parts["symbol"], "label": parts["label"], "widget": widget}
            for (trait, parts), widget in zip(self.sliders().items(), sliders, strict=True)
        ]
        self._links = links
        self.box = ipywidgets.VBox([self, *sliders], _dom_classes=("mm-figure-box",))

    def __setattr__(self, name: str, value: Any) -> None:
        """Set a trait; an attribute that the figure does not know would be ignored."""
        if name[0] != "_" and not hasattr(type(self), name):
            kind = f"attribute of {type(self).__name__}"
            raise AttributeError(str(unknown_name(kind, name, self.state_names())))
        super().__setattr__(name, value)

    def __reduce_ex__(self, protocol: int) -> tuple[Any, ...]:
        """Copies and pickles are figures of their own, in the same state."""
        state = {name: getattr(self, name) for name in (*self.state_names(), "number")}
        return _again, (self._kind, copy.deepcopy(state))

    def __copy__(self) -> Figure:
        make, arguments = self.__reduce_ex__(2)
        return make(*arguments)

    def __deepcopy__(self, memo: dict[int, Any]) -> Figure:
        return copy.copy(self)

    @classmethod
    def sliders(cls) -> dict[str, dict[str, Any]]:
        """Traits with a slider, as declared: range, step, symbol, label and digits of each."""
        declared = cls.class_traits(slider=lambda parts: parts is not None)
        order = [name for base in reversed(cls.__mro__) for name in vars(base)]
        return {
            name: declared[name].metadata["slider"] for name in sorted(declared, key=order.index)
        }

    @classmethod
    def state_names(cls) -> list[str]:
        """Names of all traits that make up the state."""
        own = {name for base in cls.__mro__ if issubclass(base, Figure) for name in vars(base)}
        own -= {"figure_name", "number", "controls"}
        return [name for name in cls.class_traits(sync=True) if name in own and name[0] != "_"]

    def __repr__(self) -> str:
        state = ", ".join(f"{name}={getattr(self, name)!r}" for name in sorted(self.state_names()))
        return f"{type(self).__name__}({state})"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle_, metadata = self.box._repr_mimebundle_(**kwargs), {}
        if isinstance(bundle_, tuple):
            bundle_, metadata = bundle_
        return bundle_ | {"text/plain": repr(self)}, metadata


def _again(kind: type[Figure], state: dict[str, Any]) -> Figure:
    return kind(**state)


def _description(symbol: str) -> str:
    """Return a symbol as plain text: ``W^{[1]}_{12}`` as ``W[1]₁₂``."""
    low = re.sub(r"_(\{[^}]*\}|.)", lambda m: m[1].translate(_SUBSCRIPTS), symbol)
    return re.sub(r"[\^{}]", "", low)


_COUNTS = {2: "two", 3: "three", 5: "five"}


def numbers(name: str, value: Any, example: tuple[float, ...]) -> tuple[float, ...]:
    """Finite numbers, as many as in the example, or an error that says what was expected."""
    wanted = f"{name} must be {_COUNTS[len(example)]} finite numbers such as {example}"
    try:
        items = tuple(float(v) for v in value)
    except (TypeError, ValueError):
        raise ValueError(f"{wanted}, got {value!r}") from None
    if len(items) != len(example) or not all(map(math.isfinite, items)):
        raise ValueError(f"{wanted}, got {value!r}")
    return items


def pair(name: str, value: Any) -> tuple[float, ...]:
    """Two finite numbers, or an error that says what was expected and what came."""
    return numbers(name, value, (0.8, -0.9))
