"""The kinds of exercise, one a module: what it asks, how it judges, what its card is told.

`mlp_lib.exercises.base` says what a kind has to know. Its twin for the page, with the controls of
its card, is the module of the same name in ``js/kinds``.
"""

from mlp_lib.exercises.base import Mistake
from mlp_lib.exercises.kinds.choice import Choice, Option
from mlp_lib.exercises.kinds.code import Code
from mlp_lib.exercises.kinds.derivation import Derivation, Step
from mlp_lib.exercises.kinds.explore import Condition, Explore
from mlp_lib.exercises.kinds.numeric import Numeric
from mlp_lib.exercises.kinds.order import Order
from mlp_lib.exercises.sources import broken, source_of

__all__ = [
    "Choice",
    "Code",
    "Condition",
    "Derivation",
    "Explore",
    "Mistake",
    "Numeric",
    "Option",
    "Order",
    "Step",
    "broken",
    "source_of",
]
