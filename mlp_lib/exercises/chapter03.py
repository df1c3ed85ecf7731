"""Exercises of chapter 3, Losses and costs."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np

from mlp_lib.exercises.kinds import Choice, Code, Derivation, Mistake, Numeric, Option, Step, broken


def quiet(function: Callable) -> Callable:
    """The function without NumPy's warnings: some mistakes overflow."""

    @functools.wraps(function)
    def silent(*arguments):
        with np.errstate(all="ignore"):
            return function(*arguments)

    return silent


# --- 3.1 ----------------------------------------------------------------------------------------

x = np.arange(5.0)
y = 2 * x
errors = (3 * x - 2) - y


def _sum_and_mean(values: np.ndarray) -> np.ndarray:
    return np.array([values.sum(), values.mean()])


SQUARES = Numeric(
    id="3.1",
    title="Sum and mean",
    prompt=r"The same five examples: inputs 0, 1, 2, 3, 4, targets $2x$. This neuron has a bias: "
    r"${\hat y=3x-2}$. What are the sum of its squared errors and its mean squared error? "
    "Write (SSE, MSE).",
    lhs=r"(\mathrm{SSE},\mathrm{MSE})",
    answer=_sum_and_mean(errors**2),
    mistakes=(
        Mistake(
            _sum_and_mean(errors),
            "the errors cancel",
            "You added the errors with their signs. By this measure the neuron is perfect, and "
            "it is right at one input only.",
        ),
        Mistake(
            _sum_and_mean(np.abs(errors)),
            "sizes, not squares",
            "These are the sum and the mean of the absolute errors. The question is "
            "about their squares.",
        ),
        Mistake(
            _sum_and_mean((3 * x - y) ** 2),
            "the bias is missing",
            "These are the numbers of the neuron without a bias. What does this one answer to "
            "$x=0$?",
        ),
        Mistake(
            np.array([(errors**2).sum(), (errors**2).sum() / 4]),
            "divided by one less",
            "The sum is right. A cost is the mean over **all** $N$ examples: the one without an "
            "error counts too, and $N-1$ belongs to another question of statistics.",
        ),
        Mistake(
            np.array([(errors**2).sum(), (errors**2).mean() / 2]),
            "half the mean",
            "The sum is right. The mean squared error of this book has no half in front.",
        ),
        Mistake(
            np.array([(errors**2).sum(), np.sqrt((errors**2).mean())]),
            "a root too many",
            "The sum is right. You took the root of the mean, which has the unit of $y$ again, "
            "but is not the mean squared error.",
        ),
        Mistake(
            _sum_and_mean((3 * x - 2 - x) ** 2),
            "the inputs taken for the targets",
            "You subtracted $x$. The targets are twice as large.",
        ),
        Mistake(
            _sum_and_mean((3 * x + 2 - y) ** 2),
            "the sign of the bias",
            "These are the numbers of a neuron with bias 2. What does this one answer to $x=0$?",
        ),
        Mistake(
            _sum_and_mean((3 * x - 2) ** 2),
            "the targets are missing",
            "You squared the predictions. What has to be subtracted first?",
        ),
    ),
    hints=(
        "Make the table of the chapter once more: input, target, prediction, error, loss.",
        r"The predictions are $-2, 1, 4, 7, 10$, the targets $0, 2, 4, 6, 8$.",
        r"The errors are $-2,-1,0,1,2$. Square each, add, and divide by five.",
    ),
    solution=r"The errors are $-2,-1,0,1,2$. They add to 0, but their squares $4,1,0,1,4$ add to "
    r"$10$, so SSE $=10$ and MSE $=2$. The bias has made this neuron better than the one of the "
    "chapter, whose mean squared error was 6, and the sum of the signed errors calls it perfect.",
)

# --- 3.2 ----------------------------------------------------------------------------------------

p = np.array([0.7, 0.2, 0.1])
one_hot = np.array([0.0, 1.0, 0.0])

FAVOURITE = Numeric(
    id="3.2",
    title="The price of a wrong favourite",
    prompt=r"A model gives $\mathbf p=(0.7,0.2,0.1)$ to the classes 0, 1 and 2, counted from 0 as "
    "in code. The true class is 1. What is the cross-entropy of this example, in decimals? And, "
    "to think about: would it change if the model gave $(0.4,0.2,0.4)$?",
    lhs="L",
    answer=-np.log(p[1]),
    mistakes=(
        Mistake(
            -np.log(p.max()),
            "the wrong class",
            "This is the loss of the class with the largest probability, which is also the first. "
            "What the model prefers plays no part; and class 1 is not the first one.",
        ),
        Mistake(
            -np.log(p[2]),
            "the wrong class",
            "This is the loss of class 2, the last one. Which class is the true one?",
        ),
        Mistake(
            -np.log(p).sum(),
            "all classes are charged",
            r"You added $-\ln p$ over all classes. What does the one-hot $\mathbf y$ in (3.3a) do "
            "to two of the terms?",
        ),
        Mistake(
            -(p * np.log(p)).sum(),
            "the entropy",
            r"You weighted with $\mathbf p$ itself: this tells how unsure the model is, not how "
            "wrong. The weights in (3.3a) are those of the truth.",
        ),
        Mistake(
            -(one_hot * np.log(p) + (1 - one_hot) * np.log(1 - p)).sum(),
            "three questions for one",
            "This is the binary cross-entropy of three yes-or-no questions. Here is one question "
            "with three answers.",
        ),
        Mistake(
            -np.log(np.exp(p[1]) / np.exp(p).sum()),
            "softmax twice",
            r"You applied softmax to $\mathbf p$. These are probabilities already: they add to 1.",
        ),
        Mistake(
            ((p - one_hot) ** 2).sum(),
            "squared errors",
            "These are squared errors of the probabilities, added up. That is another loss.",
        ),
        Mistake(
            (1 - p[1]) ** 2,
            "the square",
            "That is the loss that can never exceed 1, the other curve of Figure 3.2.",
        ),
        Mistake(
            1.61,
            "rounded too far",
            "You are on the right track. Four decimals are asked for.",
        ),
        Mistake(
            p[1],
            "the probability itself",
            "That is what the model gave to the true class. What is charged for it?",
        ),
        Mistake(
            -np.log(1 - p[1]),
            "the other classes",
            "You took the probability of all that did **not** happen. Which number stands in "
            "(3.3a)?",
        ),
        Mistake(
            1 - p[1],
            "the missing probability",
            "That is how much probability is missing, not the loss. There is a logarithm to take.",
        ),
    ),
    hints=(
        "Only one of the three probabilities enters the loss. Which one?",
        r"The probability of class 1 is $p=0.2$.",
        r"The loss is $-\ln0.2=\ln5$.",
    ),
    solution=rf"$L=-\ln0.2=\ln5={-np.log(p[1]):.6f}$. With $(0.4,0.2,0.4)$ it is the same: the "
    "loss asks only what was given to the true class. How the rest is shared does not matter. "
    r"It is more than $\ln3=1.098612$, so on this example the model does worse than somebody who "
    "has no idea: a wrong favourite has its price.",
)

# --- 3.3 ----------------------------------------------------------------------------------------


def softmax_rows(Z):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


_SHIFT = " - Z.max(axis=1, keepdims=True)"
_ALL = "e.sum(axis=1, keepdims=True)"

LARGE = np.array([[1000.0, 1001.0, 1002.0], [2.0, 1.0, 0.0]])
SMALL = np.array([[2.0, 1.0, 0.0, -1.0], [0.5, 3.0, 1.0, -2.0], [-1.0, -1.5, 0.0, 2.5]])
FAR = np.array([[2.0, 1.0, 0.0], [-1000.0, -1001.0, -1003.0]])

ROWS = Code(
    id="3.3",
    title="Softmax for a batch",
    prompt="Write softmax for a batch: each row of `Z` is one example. No loops over the entries, "
    "and no `nan`, however large the logits are.",
    function="softmax_rows",
    starter='''import numpy as np


def softmax_rows(Z):
    """Softmax of each row of Z, an array of shape (N, K).

    >>> Z = np.array([[1000.0, 1001.0, 1002.0], [2.0, 1.0, 0.0]])
    >>> softmax_rows(Z).round(6)
    array([[0.090031, 0.244728, 0.665241],
           [0.665241, 0.244728, 0.090031]])
    """
    return Z
''',
    answer=softmax_rows,
    cases=((LARGE,), (SMALL,), (FAR,), (np.array([[3.0, 3.0]]),)),
    mistakes=(
        Mistake(
            quiet(broken(softmax_rows, (_SHIFT, ""))),
            "overflow",
            "Right for small logits. But $e^{1000}$ is infinite in floating point, and infinity "
            "divided by infinity is `nan`. Which number may you subtract from a whole row?",
        ),
        Mistake(
            quiet(broken(softmax_rows, (_SHIFT, " - Z.max()"))),
            "one shift for all rows",
            "The largest entry of the whole array is subtracted. A row far below it becomes "
            "$0/0$. Each row needs its own shift.",
        ),
        Mistake(
            quiet(broken(softmax_rows, (_ALL, "np.exp(Z).sum(axis=1, keepdims=True)"))),
            "the shift above the line only",
            "The numerator is shifted, the sum is not, so the factor does not cancel. Shift both.",
        ),
        Mistake(
            quiet(broken(softmax_rows, (_SHIFT, " / Z.max(axis=1, keepdims=True)"))),
            "divided by the largest, not shifted",
            "Softmax does not mind a **shift**. A factor changes it: that is a temperature.",
        ),
        Mistake(
            quiet(
                broken(
                    softmax_rows,
                    (_SHIFT, " - Z.max(axis=0)"),
                    (_ALL, "e.sum(axis=0)"),
                )
            ),
            "the wrong axis",
            "In your result each **column** adds to 1. An example is a row. Which axis runs along "
            "a row?",
        ),
        Mistake(
            quiet(broken(softmax_rows, (_ALL, "e.sum(axis=0)"))),
            "the wrong axis in the sum",
            "The shift is taken along the rows, the sum along the columns. They belong together.",
        ),
        Mistake(
            quiet(broken(softmax_rows, (_SHIFT, ""), (_ALL, "e.sum(axis=0)"))),
            "the wrong axis, and overflow",
            "Two things: each column of your result adds to 1, where each row should; and large "
            "logits give `nan`.",
        ),
        Mistake(
            quiet(broken(softmax_rows, (_ALL, "e.sum()"))),
            "one sum for the batch",
            "You divide by the sum over **all** examples. Each row should add to 1.",
        ),
        Mistake(
            quiet(broken(softmax_rows, (_SHIFT, " - Z.max()"), (_ALL, "e.sum()"))),
            "one softmax over the whole array",
            "Your array as a whole adds to 1. Shift and sum should see one row at a time.",
        ),
        Mistake(
            quiet(broken(softmax_rows, (f" / {_ALL}", ""))),
            "the sum is missing",
            "These are the shifted exponentials. They are positive, but no row adds to 1 yet.",
        ),
        Mistake(
            quiet(broken(softmax_rows, (_ALL, "e.max(axis=1, keepdims=True)"), (_SHIFT, ""))),
            "divided by the largest",
            "The largest probability of each row is 1 in your result. By what has each "
            "exponential to be divided?",
        ),
        Mistake(
            quiet(broken(softmax_rows, (f"e / {_ALL}", "1 / (1 + np.exp(-Z))"))),
            "sigmoids",
            "You applied a sigmoid to each entry. Sigmoids do not know of each other, and a row "
            "need not add to 1.",
        ),
        Mistake(
            quiet(
                broken(
                    softmax_rows,
                    (f"Z{_SHIFT}", "np.maximum(Z, 0) - np.maximum(Z.max(axis=1)[:, None], 0)"),
                )
            ),
            "a ReLU before softmax",
            "Negative logits are set to 0 before the exponential. Softmax takes them as they are.",
        ),
        Mistake(
            lambda Z: softmax_rows(softmax_rows(Z)),
            "softmax twice",
            "Your function applies softmax to its own result. The rows add to 1 already after the "
            "first time.",
        ),
        Mistake(
            lambda Z: np.log(softmax_rows(Z)),
            "the logarithm",
            "These are the logarithms of the probabilities. Exercise 3.4 needs something like "
            "them; here the probabilities themselves are the task.",
        ),
        Mistake(
            quiet(broken(softmax_rows, (f"np.exp(Z{_SHIFT})", "Z"))),
            "no exponential",
            "You divided the scores by their sum. Negative scores then give negative "
            "probabilities.",
        ),
    ),
    hints=(
        "`Z.max(axis=1)` has one entry a row. What shape does it need so that NumPy subtracts it "
        "from each row?",
        "`keepdims=True` keeps the axis: `Z.max(axis=1, keepdims=True)` has shape `(N, 1)`. Use "
        "the same trick for the sum.",
        "First `e = np.exp(Z - ...)` with the largest entry of each row, then divide `e` by its "
        "own sum along the same axis.",
    ),
    solution="The largest entry of each row is subtracted from that row, then each row is divided "
    "by its own sum. Both need `keepdims=True`: without it the shapes `(N, K)` and `(N,)` do not "
    "fit, or, when $N=K$, fit the wrong way without a word. A single shift for the whole array is "
    "not enough: a row that lies 1000 below another would become $0/0$.",
)

# --- 3.4 ----------------------------------------------------------------------------------------


def cross_entropy(Z, labels):
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(shifted).sum(axis=1))
    true = shifted[np.arange(len(Z)), labels]
    return np.mean(log_sum - true)


_PICK = "shifted[np.arange(len(Z)), labels]"
_MEAN = "np.mean(log_sum - true)"
_P = "np.exp(true - log_sum)"

FROM_LOGITS = Code(
    id="3.4",
    title="Cross-entropy for a batch",
    prompt="Write the cost from logits for a batch: the mean of the cross-entropies, one for each "
    "row. It must be exact where the true class has a probability too small to store.",
    function="cross_entropy",
    starter='''import numpy as np


def cross_entropy(Z, labels):
    """Mean cross-entropy of logits Z and class numbers.

    Z has shape (N, K), labels has shape (N,).

    >>> float(cross_entropy(np.array([[1000.0, 0.0]]), np.array([1])))
    1000.0
    """
    return 0.0
''',
    answer=cross_entropy,
    cases=(
        (np.array([[1000.0, 0.0]]), np.array([1])),
        (SMALL, np.array([1, 1, 0])),
        (FAR, np.array([1, 2])),
        (LARGE, np.array([0, 1])),
    ),
    mistakes=(
        Mistake(
            quiet(broken(cross_entropy, (_MEAN, f"np.mean(-np.log({_P}))"))),
            "the logarithm of zero",
            "You compute the probability first, and it becomes 0. Equation (3.3b) needs no "
            "probability.",
        ),
        Mistake(
            quiet(broken(cross_entropy, (_MEAN, f"np.mean(-np.log(np.maximum({_P}, 1e-12)))"))),
            "clipped",
            "The true loss of the first example is 1000, yours stops near 27.6. Clipping, or "
            "adding a tiny number, hides the zero; equation (3.3b) avoids it.",
        ),
        Mistake(
            quiet(broken(cross_entropy, (" - Z.max(axis=1, keepdims=True)", ""))),
            "overflow",
            "Right for small logits. But the exponential of 1000 is infinite, and that of −1000 "
            "is 0. Use (3.6a).",
        ),
        Mistake(
            quiet(
                broken(
                    cross_entropy,
                    (" - Z.max(axis=1, keepdims=True)", ""),
                    (
                        _MEAN,
                        "np.mean(-np.log((np.exp(Z) / np.exp(Z).sum(axis=1)[:, None])"
                        "[np.arange(len(Z)), labels]))",
                    ),
                )
            ),
            "probabilities, and overflow",
            "You compute the probabilities first, and without a shift: large logits overflow, and "
            "small probabilities become 0. Equations (3.3b) and (3.6a) avoid both.",
        ),
        Mistake(
            quiet(broken(cross_entropy, ("Z.max(axis=1, keepdims=True)", "Z.max()"))),
            "one shift for all rows",
            "A row far below the largest entry of the array loses all its exponentials. Each row "
            "needs its own shift.",
        ),
        Mistake(
            quiet(broken(cross_entropy, (_PICK, "Z[np.arange(len(Z)), labels]"))),
            "the shift is not taken back",
            "You take the logarithm of the **shifted** sum, but the unshifted score of the true "
            "class. Equation (3.6a) has one more term.",
        ),
        Mistake(
            quiet(broken(cross_entropy, (_PICK, "shifted[:, labels]"))),
            "each row against each label",
            "`Z[:, labels]` picks **all** the labels in each row: a table of $N$ by $N$. You need "
            "one entry a row.",
        ),
        Mistake(
            broken(cross_entropy, (_MEAN, "np.sum(log_sum - true)")),
            "a sum for the mean",
            "You added the losses of the batch. The cost is their mean.",
        ),
        Mistake(
            broken(cross_entropy, (_MEAN, "log_sum - true")),
            "the losses are not averaged",
            "These are the losses, one for each example. The cost is their mean, one number.",
        ),
        Mistake(
            broken(cross_entropy, (_MEAN, "np.sum(log_sum - true) / Z.size")),
            "divided by all entries",
            "You divided by the number of entries of `Z`. There is one loss a row: divide by the "
            "number of rows.",
        ),
        Mistake(
            broken(cross_entropy, (_MEAN, "np.mean(true - log_sum)")),
            "the sign",
            "Your cost is negative: it is the mean of $\\ln p$. A charge has a minus before it.",
        ),
        Mistake(
            broken(cross_entropy, (_PICK, "shifted.max(axis=1)")),
            "the favourite, not the truth",
            "You charge for the class with the largest score. Which class do the labels name?",
        ),
        Mistake(
            broken(cross_entropy, (_MEAN, "np.mean(log_sum[:, None] - shifted)")),
            "a mean over all classes",
            "You average over all entries of the table. Only the true class of each row is "
            "charged.",
        ),
        Mistake(
            broken(cross_entropy, (_MEAN, "np.mean((log_sum[:, None] - shifted).sum(axis=1))")),
            "all classes are charged",
            r"You add $-\ln p$ over all classes of a row. Only the true class is charged.",
        ),
        Mistake(
            broken(cross_entropy, (_MEAN, "np.mean(log_sum + Z.max(axis=1))")),
            "the score of the true class is missing",
            "Equation (3.3b) has two terms. The labels play no part in yours.",
        ),
        Mistake(
            broken(cross_entropy, (_MEAN, "np.mean(log_sum - true) / np.log(2)")),
            "bits",
            "You took logarithms to base 2: the loss in bits. This book uses $\\ln$.",
        ),
        Mistake(
            broken(cross_entropy, (_MEAN, "np.mean(log_sum - true) / np.log(10)")),
            "base 10",
            "You took logarithms to base 10. This book uses $\\ln$.",
        ),
        Mistake(
            quiet(
                broken(
                    cross_entropy,
                    ("    shifted =", "    Z = softmax_rows(Z)\n    shifted ="),
                )
            ),
            "softmax twice",
            "Your function turns the logits into probabilities and then treats these as logits. "
            "Equation (3.3b) contains softmax already.",
        ),
    ),
    hints=(
        "Start from (3.3b), with the sum in the form of (3.6a). Shift each row first; then "
        "everything else may use the shifted logits.",
        "`Z[np.arange(len(Z)), labels]` picks one entry a row: the one that the label names.",
        "With `S` for the shifted logits: the losses are "
        "`np.log(np.exp(S).sum(axis=1)) - S[np.arange(len(S)), labels]`.",
    ),
    solution=r"Shifting $\mathbf z$ changes neither softmax nor the loss, so both terms of (3.3b) "
    r"may use the shifted logits; then no $+c$ is needed. For $(1000,0)$ and class 1 the shifted "
    r"logits are $(0,-1000)$, and the loss $1000+\ln(1+e^{-1000})$ rounds to 1000. The probability "
    "of class 1 would have been stored as 0.",
)

# --- 3.5 ----------------------------------------------------------------------------------------

THIRTY = Choice(
    id="3.5",
    title="The cost that was five times too large",
    prompt="The program above should print the mean squared error of the chapter's neuron, which "
    "is 6. It prints 30.0. What is wrong?",
    options=(
        Option(
            text="The mean is missing: 30 is the sum of the squared errors.",
            says="The number fits, but `np.mean` is there, and it divides by the number of "
            "entries. Find out how many entries it sees. Then try $W=2$ in your head: is the cost "
            "0?",
        ),
        Option(
            text="Nothing is wrong. This is the SSE, and only the name `cost` misleads.",
            says="If it were the SSE, it would be 0 for the perfect neuron $2x$. Put `2 * x` in: "
            "the program prints 16.",
        ),
        Option(
            text="`y` is a column, so each prediction is compared with every target.",
            says="`examples[:, 1:]` keeps its second axis: shape `(5, 1)`. Minus shape `(5,)` "
            "gives 25 differences. That their mean is the SSE is an accident.",
            right=True,
        ),
        Option(
            text="The array holds whole numbers, and the squares are truncated.",
            says="`dtype=float` stands in the first line. And whole numbers would have given the "
            "same squares.",
        ),
        Option(
            text="The difference has the wrong sign; it should be `y - y_hat`.",
            says="What becomes of the sign of a number when it is squared?",
        ),
    ),
    hints=(
        "Two explanations fit the number 30. A perfect prediction would tell them apart.",
        "What are the shapes of `x`, of `y`, and of `y_hat - y`?",
        "`examples[:, 0]` has shape `(5,)`, but the slice `1:` keeps an axis. NumPy stretches "
        "both to `(5, 5)`.",
    ),
    solution="`y` has shape `(5, 1)` and `y_hat` shape `(5,)`, so the difference has shape "
    r"`(5, 5)`: the program averages $(3x_i-2x_j)^2$ over all 25 pairs. Multiply out: "
    r"$9\cdot6-12\cdot2\cdot2+4\cdot6=30$, with 6 the mean of $x^2$ and 2 the mean of $x$. The sum "
    r"of squares is 30 by accident. With any $W$ this cost is $6W^2-16W+24$: it is 16 for the "
    r"perfect $W=2$, and smallest at $W=\frac43$, where a machine would be sent. Write "
    "`examples[:, 1]`, and compare shapes before you subtract.",
)

# --- 3.6 ----------------------------------------------------------------------------------------

LOGITS = Derivation(
    id="3.6",
    title="From probabilities to logits",
    prompt=r"Without looking back: start from ${L=-\sum_k y_k\ln p_k}$ with a "
    r"one-hot $\mathbf y$ and softmax $p_k$. Derive the loss from logits, and two things that "
    "follow from it.",
    steps=(
        Step(
            ask=r"$y_t=1$, all other $y_k$ are 0. What is left of the sum?",
            options=(
                Option(
                    text=r"$L=-\ln p_t$",
                    says="The zeros strike out all terms but one.",
                    right=True,
                ),
                Option(
                    text=r"$L=-\ln\sum_k p_k$",
                    says=r"The logarithm stands inside the sum. And $\ln1=0$: this loss would "
                    "never charge anything.",
                ),
                Option(
                    text=r"$L=-p_t\ln p_t$",
                    says=r"The factor before the logarithm is $y_t$, not $p_t$.",
                ),
            ),
            then=r"$L=-\ln p_t$.",
        ),
        Step(
            ask=r"Put $p_t=e^{z_t}/\sum_m e^{z_m}$ in. Which form does the logarithm of the "
            "fraction take?",
            options=(
                Option(
                    text=r"$-\frac{\ln e^{z_t}}{\ln\sum_m e^{z_m}}$",
                    says="The logarithm turns a quotient into a difference, not into a quotient.",
                ),
                Option(
                    text=r"$-\ln e^{z_t}-\ln\sum_m e^{z_m}$",
                    says="The minus in front belongs to both parts. What does it make of the "
                    "second?",
                ),
                Option(
                    text=r"$-\ln e^{z_t}+\ln\sum_m e^{z_m}$",
                    says="A difference of logarithms, with the minus before both.",
                    right=True,
                ),
            ),
            then=r"$L=-\ln e^{z_t}+\ln\sum_m e^{z_m}$.",
        ),
        Step(
            ask="Simplify as far as possible.",
            options=(
                Option(
                    text=r"$-z_t+\sum_m z_m$",
                    says="The logarithm of a sum is not the sum of the logarithms. Test it with "
                    r"two logits of 0: is $\ln2$ zero?",
                ),
                Option(
                    text=r"$-z_t+\ln\sum_m e^{z_m}$",
                    says=r"$\ln e^{z_t}=z_t$; the logarithm of the sum stays as it is.",
                    right=True,
                ),
                Option(
                    text=r"$-z_t+\max(\mathbf z)$",
                    says="That is nearly true when one score is far ahead, but it is not equal. "
                    "Equation (3.6b) says by how much it may be off.",
                ),
            ),
            then=r"$L=-z_t+\ln\sum_m e^{z_m}$, equation (3.3b).",
        ),
        Step(
            ask=r"Let there be at least two classes. Which values can $L$ take?",
            options=(
                Option(
                    text="Any number: a large $z_t$ makes it negative.",
                    says=r"$z_t$ also stands in the sum. Compare $e^{z_t}$ with "
                    r"$\sum_m e^{z_m}$.",
                ),
                Option(
                    text="Numbers from 0 to 1, because it comes from probabilities.",
                    says=r"Think of $(1000,0)$ and the second class.",
                ),
                Option(
                    text="Every positive number, but not 0.",
                    says=r"The sum contains $e^{z_t}$ and more, so its logarithm exceeds $z_t$. "
                    "There is no upper limit.",
                    right=True,
                ),
            ),
            then=r"$\sum_m e^{z_m}>e^{z_t}$, so $L>0$. Softmax is never certain, and the loss "
            "never quite 0.",
        ),
        Step(
            ask=r"Add $c$ to all logits. What becomes of the two terms?",
            options=(
                Option(
                    text=r"The first falls by $c$, the second grows by $c$: $L$ stays.",
                    says=r"$\ln\sum_m e^{z_m+c}=\ln\left(e^c\sum_m e^{z_m}\right)"
                    r"=c+\ln\sum_m e^{z_m}$.",
                    right=True,
                ),
                Option(
                    text=r"The first falls by $c$, the second grows by $Kc$.",
                    says=r"Each exponential gets the **factor** $e^c$. Take it out of the sum "
                    "before you take the logarithm.",
                ),
                Option(
                    text=r"The first falls by $c$, the second stays: $L$ falls by $c$.",
                    says="Then one could make every loss as small as one likes without changing "
                    "a single probability.",
                ),
            ),
            then=r"$-(z_t+c)+c+\ln\sum_m e^{z_m}=L$: the shift cancels, as it must.",
        ),
    ),
    hints=(
        "Three rules do it: what a zero does to a product, the logarithm of a quotient, the "
        "logarithm of an exponential.",
        r"$\ln\frac ab=\ln a-\ln b$ and $\ln e^{z}=z$. The logarithm of a sum cannot be split.",
        r"For the last two steps: $e^{z_t}$ is one of the terms of the sum, and $e^{z+c}=e^ce^z$.",
    ),
    solution=r"$L=-\ln p_t=-\ln\frac{e^{z_t}}{\sum_m e^{z_m}}=-\ln e^{z_t}+\ln\sum_m e^{z_m}"
    r"=-z_t+\ln\sum_m e^{z_m}$. The sum contains $e^{z_t}$ and at least one more positive term, "
    r"so $L>0$. Adding $c$ to all logits subtracts $c$ from the first term and adds it to the "
    "second.",
)

EXERCISES = (SQUARES, FAVOURITE, ROWS, FROM_LOGITS, THIRTY, LOGITS)
