"""What all figures share: a declared state with its sliders, and the widget that shows it."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

import anywidget
import ipywidgets
import traitlets

from mlp_lib.checks import unknown_name
from mlp_lib.figures import bundle

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def finite(value: Any) -> float:
    """Return a finite number as a float; raise `TypeError` for what is no number."""
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        raise TypeError(f"{value!r} is no number")
    number = float(value)
    if not math.isfinite(number):
        raise TypeError(f"{number:g} is not finite")
    return number


class Number(traitlets.TraitType):
    """A finite number within a range, shared with the page.

    Parameters
    ----------
    default, low, high : float
        Value at the start and range.
    step : float
        The picture moves it in multiples of this.
    whole : bool
        Whether it is a whole number.
    help : str
        What it decides.
    """

    def __init__(
        self,
        default: float,
        low: float,
        high: float,
        step: float,
        *,
        whole: bool = False,
        help: str = "",
    ):
        super().__init__(default if whole else float(default), help=help)
        self.low, self.high, self.whole = low, high, whole
        limits = {"min": low, "max": high, "step": step}
        self.tag(sync=True, limits=limits | ({"whole": True} if whole else {}))

    def validate(self, obj: Any, value: Any) -> float:
        """Return ``value`` as a number; raise `TraitError` when it is none of the range."""
        kind = "whole number" if self.whole else "number"
        wanted = (
            f"{type(obj).__name__}: {self.name} must be a {kind} from {self.low:g} to {self.high:g}"
        )
        try:
            number = finite(value)
        except TypeError:
            raise traitlets.TraitError(f"{wanted}, got {value!r}") from None
        if not self.low - 1e-9 <= number <= self.high + 1e-9:
            raise traitlets.TraitError(f"{wanted}, got {number:g}")
        if self.whole and not number.is_integer():
            raise traitlets.TraitError(f"{wanted}, got {number:g}")
        number = min(max(number, self.low), self.high)
        return int(number) if self.whole else number


class Count(traitlets.TraitType):
    """How many of the page's steps are taken, shared with the page; None stands for all of them.

    How many there are only the page knows: it takes the last for all that are beyond.

    Parameters
    ----------
    default : int or None
        The number to begin with.
    help : str
        What is counted.
    """

    def __init__(self, default: int | None, *, help: str):
        super().__init__(default, allow_none=True, help=help)
        self.tag(sync=True, limits={"min": 0, "whole": True, "none": True})

    def validate(self, obj: Any, value: Any) -> int:
        """Return ``value`` as an int; raise `TraitError` when it counts nothing."""
        try:
            number = finite(value)
        except TypeError:
            number = math.nan
        if not (number >= 0 and number.is_integer()):
            raise traitlets.TraitError(
                f"{type(obj).__name__}: {self.name} must be a whole number from 0, "
                f"or None for all, got {value!r}"
            )
        return int(number)


class Choice(traitlets.TraitType):
    """One of several names, shared with the page; an unknown one is answered with the nearest.

    Parameters
    ----------
    names : iterable of str or int
        All that are known, in the order in which the page offers them.
    default : str or int
        The one to begin with.
    kind : str
        What an error calls it; by default as the trait.
    help : str
        What it decides.
    """

    def __init__(
        self, names: Iterable[str | int], default: str | int, *, kind: str = "", help: str
    ):
        super().__init__(default, help=help)
        self.names, self.kind = tuple(names), kind
        self.tag(sync=True, limits={"names": list(self.names)})

    def validate(self, obj: Any, value: Any) -> str | int:
        """Return ``value``; raise `ValueError` when it is none of the names."""
        if isinstance(value, bool) or value not in self.names:
            raise unknown_name(self.kind or self.name, value, map(str, self.names))
        return self.names[self.names.index(value)]


def slider(
    default: float,
    low: float,
    high: float,
    step: float,
    *,
    symbol: str,
    label: str,
    digits: int = 2,
    whole: bool = False,
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
    whole : bool
        Whether it is a whole number.
    """
    parts = {"min": low, "max": high, "step": step, "symbol": symbol, "label": label}
    return Number(default, low, high, step, whole=whole).tag(slider=parts | {"digits": digits})


class Figure(anywidget.AnyWidget):
    """Base class of the figures: declares state, makes the sliders and joins them to the picture.

    A subclass names itself in ``name`` and declares its state as traits: `slider` for the parts
    that have one, `Number` for what is moved in the picture, `Choice`, `Count`. What they allow is
    shared with the page as ``limits``. The JavaScript module of the same name beside this file
    draws it. Displayed, it shows the picture and below it real ipywidgets sliders, linked in the
    browser; in the built book the page draws the sliders itself, inside the figure.
    """

    name: ClassVar[str]

    figure_name = traitlets.Unicode().tag(sync=True)
    number = traitlets.Unicode("", help="Number in the chapter, such as '1.1'.").tag(sync=True)
    controls = traitlets.List().tag(sync=True, **ipywidgets.widget_serialization)
    limits = traitlets.Dict(help="What each part of the state may be.").tag(sync=True)
    box: ipywidgets.VBox | None = None  # the picture with its sliders
    links: Sequence[ipywidgets.Widget] = ()  # what joins the two in the browser

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
        limits = {name: self.trait_metadata(name, "limits") for name in self.state_names()}
        super().__init__(figure_name=self.name, limits=limits, **state)
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
        self.links = links
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
        own -= {"figure_name", "number", "controls", "limits"}
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
        items = tuple(finite(v) for v in value)
    except TypeError:
        raise ValueError(f"{wanted}, got {value!r}") from None
    if len(items) != len(example):
        raise ValueError(f"{wanted}, got {value!r}")
    return items


def pair(name: str, value: Any) -> tuple[float, ...]:
    """Two finite numbers, or an error that says what was expected and what came."""
    return numbers(name, value, (0.8, -0.9))
