"""One exercise of each kind, with awkward texts, for tests of the cards themselves."""

import nbformat
import numpy as np
from ipywidgets.embed import embed_data
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from mlp_lib.exercises import base, kinds
from mlp_lib.exercises.card import ExerciseCard
from mlp_lib.exercises.replies import Verdict
from tests.small_book import STATE, VIEW, kernel

HINTS = ("Look at $w$.", "Look at **the `dot` product** $\\mathbf x\\cdot\\mathbf w$.", "Add $b$.")
W = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def double(x):
    """The right function of the code exercise."""
    return 2 * x


def square(x):
    """A named mistake."""
    return x * x


SAMPLES = (
    kinds.Numeric(
        id="1.91",
        title="One number, $z$",
        prompt=r"A neuron has $\mathbf w = (0.2, -0.5)$ and $b = 0.1$. Is $z < 1$? What is it "
        r"for $\mathbf x = (1, 2)$, `x @ w + b` & so on?",
        lhs="z",
        answer=-0.7,
        mistakes=(
            kinds.Mistake(-0.8, "the bias $b$ is missing", r"This is $\mathbf x\cdot\mathbf w$."),
            kinds.Mistake([0.2, -1.0], "not added", "A dot product is a **sum**."),
        ),
        hints=HINTS,
        solution="First the sum.\n\n$$z = 0.2 - 1 + 0.1 = -0.7$$\n\nThat is all.",
    ),
    kinds.Numeric(
        id="1.92",
        title="A matrix",
        prompt=r"Double $W = \begin{pmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{pmatrix}$.",
        lhs="2W",
        answer=2 * W,
        mistakes=(kinds.Mistake(W + 2, "added", "You have **added** 2."),),
        hints=HINTS,
        solution="Each entry twice.",
        examples=5,
    ),
    kinds.Choice(
        id="1.93",
        title="Which one?",
        prompt="Both weights and $b$ are doubled. What happens to the line $z = 0$?",
        options=(
            kinds.Option(text="It moves away.", says=r"The distance is $|b| / \|\mathbf w\|$."),
            kinds.Option(text="It stays, as $2z = 0$ too.", says="Both double.", right=True),
            kinds.Option(text="The two sides swap.", says="The sign stays."),
        ),
        hints=HINTS,
        solution="It stays.",
    ),
    kinds.Order(
        id="1.94",
        title="Into order",
        prompt="Bring the steps of training into order.",
        steps=("Compute $z$.", "Compare with $y$.", "Change $w$.", "Go to the next example."),
        mistakes=(kinds.Mistake((1, 3, 2, 4), "changed too early", "Compare **first**."),),
        hints=HINTS,
        solution="Compute, compare, change, go on.",
    ),
    kinds.Explore(
        id="1.95",
        title="Find a neuron",
        prompt="Find $w_1, w_2, b$ that make the AND of two inputs.",
        entries=("w_1", "w_2", "b"),
        conditions=(
            kinds.Condition(
                weights=(1, 1, 1), constant=0, strict=False, says="At $(1, 1)$ it is off."
            ),
            kinds.Condition(
                weights=(0, -1, -1), constant=0, strict=True, says="At $(0, 1)$ it is on."
            ),
            kinds.Condition(
                weights=(-1, 0, -1), constant=0, strict=True, says="At $(1, 0)$ it is on."
            ),
        ),
        answer=(1, 1, -1.5),
        mistakes=(kinds.Mistake((0, 0, 0), "all zero", "This neuron does not look."),),
        hints=HINTS,
        solution="$(1, 1, -1.5)$ is one answer.",
    ),
    kinds.Derivation(
        id="1.96",
        title="Step by step",
        prompt=r"Derive $\sigma'$ from $\sigma(z) = \frac{1}{1 + e^{-z}}$.",
        steps=(
            kinds.Step(
                ask="Which rule comes first?",
                options=(
                    kinds.Option(text="The chain rule", says="Yes, outside first.", right=True),
                    kinds.Option(text="The product rule", says="There is no product."),
                ),
                then=r"$$\sigma'(z) = -\frac{1}{(1 + e^{-z})^2} \cdot (-e^{-z})$$",
            ),
            kinds.Step(
                ask=r"What is $\frac{e^{-z}}{1 + e^{-z}}$?",
                options=(
                    kinds.Option(text=r"$\sigma(z)$", says="Its numerator is 1."),
                    kinds.Option(text=r"$1 - \sigma(z)$", says="Indeed.", right=True),
                ),
                then=r"$\sigma'(z) = \sigma(z)\,(1 - \sigma(z))$",
            ),
        ),
        hints=HINTS,
        solution=r"$\sigma' = \sigma(1 - \sigma)$",
    ),
    kinds.Code(
        id="1.97",
        title="A function",
        prompt="Write `double(x)`, which gives $2x$.",
        function="double",
        starter='def double(x):\n    """Return 2x.\n\n    >>> double(3) < 10\n    True\n    """\n',
        answer=double,
        source="def double(x):\n    return 2 * x\n",
        cases=((3,), (np.array([1.0, 2.0]),)),
        mistakes=(kinds.Mistake(square, "squared", "$x^2$ is not $2x$."),),
        hints=HINTS,
        solution="Multiply by two.",
    ),
)


def is_known(item: base.Exercise, verdict: Verdict) -> bool:
    """Whether a verdict names one of the exercise's own mistakes."""
    return any(verdict.says == mistake.says for mistake in item.mistakes)


def as_typed(answer: object) -> str:
    """A number, vector or matrix as a learner types it."""
    array = np.asarray(answer, dtype=float)
    if array.ndim == 0:
        return repr(float(array))
    if array.ndim == 1:
        return f"({', '.join(repr(float(v)) for v in array)})"
    return "; ".join(as_typed(row) for row in array)


#: Typed into every card: what is wrong, half typed or of another shape.
WRONG = [as_typed(-3.25), as_typed([0.5, 1.5, -2.5]), "1, 2; 3, 4", "1/3", "", "(2", "-0"]
#: And what no card may run, show as markup or stumble over.
HOSTILE = [
    "<script>window.harmed = true</script>",
    "<img src=x onerror='window.harmed = true'>",
    "__import__('os').system('true')",
    "window.harmed = 1",
    "1" * 100_000,
    "(" * 50_000,
    "$\\href{javascript:harmed=1}{x}$ **a** `b`",
    "1e999",
    "\u202e1\u0000",
]


def notebook(items=SAMPLES) -> str:
    """A notebook that shows the card of each item, as `tools/notebooks.py` stores them."""
    cells = [new_markdown_cell("# Samples", id="title"), new_markdown_cell("## Exercises", id="e")]
    cards = [ExerciseCard(item) for item in items]
    for count, card in enumerate(cards, start=1):
        view = {"version_major": 2, "version_minor": 0, "model_id": card.model_id}
        output = new_output("display_data", {VIEW: view, "text/plain": repr(card)})
        cell = new_code_cell(f'exercise("{card.item.id}")', execution_count=count, outputs=[output])
        cell.id = f"card-{count}"
        cells.append(cell)
    made = new_notebook(cells=cells, metadata={"kernelspec": kernel()})
    saved = embed_data(views=cards, drop_defaults=False)["manager_state"]
    made.metadata["widgets"] = {STATE: saved}
    for model in saved["state"].values():
        model["state"] = {k: v for k, v in model["state"].items() if k not in ("_esm", "_css")}
    return nbformat.writes(made)
