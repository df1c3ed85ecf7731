"""Exercises of chapter 7, One neuron learns."""

from __future__ import annotations

import numpy as np

from mlp_lib.exercises.kinds import (
    Choice,
    Code,
    Condition,
    Derivation,
    Explore,
    Mistake,
    Numeric,
    Option,
    Step,
    broken,
)

X = np.array([[0.0, 0.0, 1.0], [1.0, 1.0, 1.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
y = np.array([0.0, 1.0, 1.0, 0.0])
N = len(y)


def sigmoid(z):
    """The logistic function."""
    return 1 / (1 + np.exp(-z))


# --- 7.1 ----------------------------------------------------------------------------------------

w, b = np.array([1.0, 0.5, -1.5]), 0.5
z = X @ w + b
y_hat = sigmoid(z)
error, slope = y_hat - y, y_hat * (1 - y_hat)
delta = 2 / N * error * slope
# One formula each: a line of a narrow page can end between them.
DELTAS = ", ".join(rf"$\delta_{i}={d:.6f}$" for i, d in enumerate(delta, start=1))
without_bias = sigmoid(X @ w)

BY_HAND = Numeric(
    id="7.1",
    title="The gradient by hand",
    prompt=r"The chapter's four examples and the squared error, at another place: "
    r"$\mathbf w=(1,0.5,-1.5)$ and $b=0.5$. What is $\nabla_{\mathbf w}C$? You may use "
    rf"$\sigma(1)={sigmoid(1):.6f}$ and $\sigma(0.5)={sigmoid(0.5):.6f}$.",
    lhs=r"\nabla_{\mathbf w}C",
    answer=X.T @ delta,
    examples=N,
    mistakes=(
        Mistake(
            X.T @ (2 / N * error),
            "a factor is missing",
            r"Between the answer and $z$ stands the sigmoid. How fast does it rise, in each row?",
        ),
        Mistake(
            X.T @ (2 / N * error * sigmoid(y_hat) * (1 - sigmoid(y_hat))),
            "the slope at the wrong place",
            r"You took the sigmoid of a sigmoid: the slope belongs to $z$, not to $\hat y$.",
        ),
        Mistake(
            X.T @ (2 / N * error * z * (1 - z)),
            "the shortcut with the wrong letter",
            r"The short form of the slope in (7.2) is written in terms of the answer. You put in "
            "the sum.",
        ),
        Mistake(
            X.T @ (2 / N * error * y_hat),
            "the sigmoid in place of its slope",
            r"The second factor is a slope. $\hat y$ is where the curve is, not how steep.",
        ),
        Mistake(
            2 / N * error.sum() * slope.sum() * X.sum(axis=0),
            "summed before multiplying",
            "The sums of the three factors were multiplied. Multiply in each row first.",
        ),
        Mistake(
            2 * error.mean() * slope.mean() * X.mean(axis=0),
            "averaged before multiplying",
            "The means of the three factors were multiplied. Multiply in each row first.",
        ),
        Mistake(
            2 / N * error.sum() * (slope @ X),
            "the errors added too early",
            "One total error was used for all rows. Each row has an error of its own.",
        ),
        Mistake(
            X.T @ error / N,
            "the other loss",
            r"This is the gradient of the cross-entropy, from (7.6). The task asks for the squared "
            r"error.",
        ),
        Mistake(
            X.T @ (2 / N * (without_bias - y) * without_bias * (1 - without_bias)),
            "the bias is missing",
            r"The sums $z_i$ lack a term that all rows share.",
        ),
        Mistake(
            X.T @ (2 / N * np.abs(error) * slope),
            "errors without their sign",
            r"Prediction minus target may be negative: twice it is.",
        ),
        Mistake(
            delta,
            "the sensitivities, not yet the gradient",
            r"These are the $\delta_i$, one for each row. A gradient has one entry for each "
            "weight: go down the columns.",
        ),
        Mistake(
            np.append(X.T @ delta, delta.sum()),
            "the bias came along",
            r"Well computed, and the last entry is $\partial C/\partial b$. Asked are the weights "
            "only.",
        ),
        Mistake(
            w - X.T @ delta,
            "the step is already taken",
            r"That is where the weights arrive with $\alpha=1$. The task asks for the gradient.",
        ),
    ),
    hints=(
        r"Start with the four sums. They are $-1$, $0.5$, $0$ and $1$.",
        r"$\sigma(-1)=1-\sigma(1)$ and $\sigma(0)=\frac12$. Make a table with the columns "
        r"$\hat y_i-y_i$, $\hat y_i(1-\hat y_i)$ and $\delta_i$, which is half their product.",
        rf"{DELTAS}. The first weight collects rows 2 "
        "and 3.",
    ),
    solution=r"The sums are $-1$, $0.5$, $0$, $1$, so the errors are "
    rf"${error[0]:.6f}$, ${error[1]:.6f}$, ${error[2]:.6f}$, ${error[3]:.6f}$ and the slopes "
    rf"${slope[0]:.6f}$, ${slope[1]:.6f}$, ${slope[2]:.6f}$, ${slope[3]:.6f}$. With the factor "
    rf"$\frac24$ this gives {DELTAS}. Down the columns: "
    rf"$\delta_2+\delta_3={(X.T @ delta)[0]:.6f}$, $\delta_2+\delta_4={(X.T @ delta)[1]:.6f}$, "
    rf"$\delta_1+\delta_2+\delta_3={(X.T @ delta)[2]:.6f}$. For the bias all four: "
    rf"${delta.sum():.6f}$.",
)

# --- 7.2 ----------------------------------------------------------------------------------------

CANCEL = Derivation(
    id="7.2",
    title="The loss that makes σ′ cancel",
    prompt=r"The chapter took cross-entropy and found $\partial L/\partial z=\hat y-y$. Go the "
    r"other way. You **wish** for this sensitivity, with no slope of the sigmoid in it. Which "
    r"loss $L(\hat y)$ grants the wish, for a target $y$ of 0 or 1?",
    steps=(
        Step(
            ask=r"By the chain rule, $\frac{\partial L}{\partial z}=\frac{\partial L}"
            r"{\partial\hat y}\,\hat y(1-\hat y)$. What must $\frac{\partial L}{\partial\hat y}$ "
            "be?",
            options=(
                Option(
                    text=r"$\hat y-y$",
                    says="Then the product still holds the slope of the sigmoid, as with the "
                    "squared error.",
                ),
                Option(
                    text=r"$\dfrac{\hat y-y}{\hat y(1-\hat y)}$",
                    says="The slope of the sigmoid stands in the denominator, and the product "
                    "cancels it.",
                    right=True,
                ),
                Option(
                    text=r"$(\hat y-y)\,\hat y(1-\hat y)$",
                    says="Now the slope of the sigmoid would come twice. It should not come at "
                    "all.",
                ),
            ),
            then=r"$\frac{\partial L}{\partial\hat y}=\dfrac{\hat y-y}{\hat y(1-\hat y)}$, so that "
            r"$\sigma'$ cancels.",
        ),
        Step(
            ask=r"Put in the two targets. What is left for $y=1$, and what for $y=0$?",
            options=(
                Option(
                    text=r"$-\dfrac{1}{\hat y}$ and $\dfrac{1}{1-\hat y}$",
                    says=r"For $y=1$ the numerator is $-(1-\hat y)$, for $y=0$ it is $\hat y$.",
                    right=True,
                ),
                Option(
                    text=r"$\dfrac{1}{\hat y}$ and $\dfrac{1}{1-\hat y}$",
                    says=r"Check the sign for $y=1$: is $\hat y-1$ positive or negative?",
                ),
                Option(
                    text=r"$-\dfrac{1}{1-\hat y}$ and $\dfrac{1}{\hat y}$",
                    says=r"Which of the two factors below cancels with $\hat y-1$?",
                ),
            ),
            then=r"For $y=1$ the slope of the loss is $-\dfrac{1}{\hat y}$; for $y=0$ it is "
            r"$\dfrac{1}{1-\hat y}$.",
        ),
        Step(
            ask=r"Which functions of $\hat y$ have these slopes, and are 0 for a perfect answer?",
            options=(
                Option(
                    text=r"$\dfrac{1}{\hat y^2}$ and $\dfrac{1}{(1-\hat y)^2}$",
                    says="You differentiated once more. Look for functions **whose** derivatives "
                    "these are.",
                ),
                Option(
                    text=r"$-\ln\hat y$ and $\ln(1-\hat y)$",
                    says=r"The first is right. Differentiate the second: the inside $1-\hat y$ "
                    "falls.",
                ),
                Option(
                    text=r"$-\ln\hat y$ and $-\ln(1-\hat y)$",
                    says=r"In the second, the inner derivative $-1$ turns the sign. And "
                    r"$\ln 1=0$ for a perfect answer.",
                    right=True,
                ),
            ),
            then=r"$L=-\ln\hat y$ for $y=1$, and $L=-\ln(1-\hat y)$ for $y=0$.",
        ),
        Step(
            ask="Write both cases as one formula.",
            options=(
                Option(
                    text=r"$-\ln\hat y-\ln(1-\hat y)$",
                    says="This charges both cases at once. Only one of them has happened.",
                ),
                Option(
                    text=r"$-y\ln\hat y-(1-y)\ln(1-\hat y)$",
                    says=r"$y$ and $1-y$ are switches: one is 1, the other 0.",
                    right=True,
                ),
                Option(
                    text=r"$-\hat y\ln y-(1-\hat y)\ln(1-y)$",
                    says=r"Target and prediction have changed places, and $\ln0$ appears.",
                ),
            ),
            then=r"$L=-y\ln\hat y-(1-y)\ln(1-\hat y)$: the cross-entropy, found from a wish.",
        ),
    ),
    hints=(
        r"The chain has two factors. One of them, $\hat y(1-\hat y)$, is given.",
        r"Divide the wish by $\hat y(1-\hat y)$, then treat $y=1$ and $y=0$ by themselves.",
        r"The slopes $-1/\hat y$ and $1/(1-\hat y)$ belong to logarithms. Mind the inner "
        "derivative of the second.",
    ),
    solution=r"The wish $\hat y-y$ divided by the slope of the sigmoid is "
    r"$\dfrac{\hat y-y}{\hat y(1-\hat y)}$. For $y=1$ this is $-1/\hat y$, the slope of "
    r"$-\ln\hat y$; for $y=0$ it is $1/(1-\hat y)$, the slope of $-\ln(1-\hat y)$. With $y$ and "
    r"$1-y$ as switches, $L=-y\ln\hat y-(1-y)\ln(1-\hat y)$. Up to a constant there is no other: "
    "the cross-entropy is the only loss with this sensitivity.",
)

# --- 7.3 ----------------------------------------------------------------------------------------


def neuron_grad(X, y, w, b):
    y_hat = np.tanh(X @ w + b)
    delta = 2 / len(y) * (y_hat - y) * (1 - y_hat**2)
    return X.T @ delta, delta.sum()


_cases = np.random.default_rng(7)

TANH = Code(
    id="7.3",
    title="A neuron with another bend",
    prompt=r"Of the three factors only the second knows about the sigmoid. Take "
    r"$\hat y=\tanh(z)$ in its place, with targets between $-1$ and $1$ and the mean squared "
    r"error. ($\tanh'=1-\tanh^2$, says chapter 2.) Write the gradient, for any number of examples "
    "and inputs.",
    function="neuron_grad",
    starter='''import numpy as np


def neuron_grad(X, y, w, b):
    """Gradient of the mean of (tanh(X w + b) - y)^2 over the examples.

    X has shape (N, D), y has shape (N,), w has shape (D,), b is a number.
    Returns dw of shape (D,) and db, a number.

    >>> X = np.array([[1.0, 2.0], [0.0, -1.0]])
    >>> dw, db = neuron_grad(X, np.array([1.0, -1.0]), np.array([0.5, 0.0]), 0.0)
    >>> [round(float(v), 6) for v in (*dw, db)]
    [-0.423017, -1.846033, 0.576983]
    """
    return np.zeros(len(w)), 0.0
''',
    answer=neuron_grad,
    cases=tuple(
        (
            _cases.normal(size=(n, d)),
            np.sign(_cases.normal(size=n)) * 0.9,
            _cases.normal(size=d),
            float(_cases.normal()),
        )
        for n, d in ((3, 2), (5, 4), (2, 3))
    ),
    mistakes=(
        Mistake(
            broken(neuron_grad, (" * (1 - y_hat**2)", "")),
            "a factor is missing",
            "Your gradient leaves out how fast the bend rises.",
        ),
        Mistake(
            broken(neuron_grad, ("(1 - y_hat**2)", "y_hat * (1 - y_hat)")),
            "the slope of the sigmoid",
            "The bend is another one now, and so is its slope.",
        ),
        Mistake(
            broken(neuron_grad, ("(1 - y_hat**2)", "(1 - np.tanh(y_hat) ** 2)")),
            "the slope at the wrong place",
            "`y_hat` went through tanh a second time. It is tanh of $z$ already.",
        ),
        Mistake(
            broken(neuron_grad, ("(1 - y_hat**2)", "(1 - (X @ w + b) ** 2)")),
            "the shortcut with the wrong letter",
            r"In $1-\tanh^2$ the square belongs to the answer. You squared the sum.",
        ),
        Mistake(
            broken(neuron_grad, ("(1 - y_hat**2)", "y_hat")),
            "the bend in place of its slope",
            "The second factor says how steep the curve is, not where it is.",
        ),
        Mistake(
            broken(neuron_grad, (" / len(y)", "")),
            "a sum for the mean",
            "Your gradient grows with the number of examples. The cost is a mean.",
        ),
        Mistake(
            broken(neuron_grad, ("2 / len(y)", "1 / len(y)")),
            "half of it",
            "Where has the exponent of the square gone?",
        ),
        Mistake(
            broken(neuron_grad, ("delta.sum()", "delta.mean()")),
            "the mean taken twice",
            r"`dw` is right. $\frac1N$ is in `delta` already, and the bias gets it once more.",
        ),
        Mistake(
            broken(neuron_grad, ("delta.sum()", "delta")),
            "one bias for each example",
            "`dw` is right. `db` is an array, but the neuron has a single bias.",
        ),
        Mistake(
            broken(neuron_grad, ("(y_hat - y)", "(y - y_hat)")),
            "the sign",
            "Both gradients have the right size and point downhill. A gradient points uphill.",
        ),
        Mistake(
            broken(
                neuron_grad,
                (
                    "X.T @ delta, delta.sum()",
                    "2 / len(y) * (y_hat - y).sum() * (1 - y_hat**2).sum() * X.sum(axis=0), "
                    "2 / len(y) * (y_hat - y).sum() * (1 - y_hat**2).sum()",
                ),
            ),
            "summed before multiplying",
            "You multiply sums. Multiply in each example, and add afterwards.",
        ),
        Mistake(
            broken(neuron_grad, ("X @ w + b", "X @ w")),
            "the bias is missing",
            "Your sum leaves out $b$.",
        ),
        Mistake(
            broken(neuron_grad, ("X.T @ delta", "X * delta[:, None]")),
            "not yet summed",
            "`dw` still has a row for each example. Add them up.",
        ),
    ),
    hints=(
        "Copy the three lines of the chapter. Which of them knows about the sigmoid?",
        r"Two places change: the forward pass, and the second factor, which becomes "
        r"$1-\hat y_i^2$.",
        r"$\delta_i=\frac2N(\hat y_i-y_i)(1-\hat y_i^2)$; then `X.T @ delta` and `delta.sum()`.",
    ),
    solution=r"Only the second factor changes: $\delta_i=\frac2N(\hat y_i-y_i)(1-\hat y_i^2)$. "
    "Factors 1 and 3 know nothing of the bend, which is why a library can offer any activation "
    "with any loss.",
)

# --- 7.4 ----------------------------------------------------------------------------------------

READ = Choice(
    id="7.4",
    title="Which weight will grow?",
    prompt=r"The same inputs, but the targets are $1, 0, 1, 0$ for the four rows. We start from "
    r"zero and train for 1000 steps, with the squared error and $\alpha=1$. Which weight ends up "
    "largest in size, and why?",
    options=(
        Option(
            text="$w_1$, because it was the largest before",
            says="The weights are read off the targets, and those have changed. Compare column 1 "
            "with the new targets.",
        ),
        Option(
            text="$w_3$, because $x_3$ is on most often",
            says=r"It collects three $\delta$, true. But being on often is not enough: look at "
            "their signs.",
        ),
        Option(
            text="$w_2$, positive, because column 2 decides the target",
            says="It does decide. In which direction?",
        ),
        Option(
            text=r"$w_2$, negative, because the target is $1-x_2$",
            says=r"In rows 2 and 4, where $x_2$ is on, the answer is too large, and both "
            r"$\delta$ are positive: the votes agree.",
            right=True,
        ),
        Option(
            text="None: the votes cancel in every column",
            says=r"Compute the four $\delta$ at zero. In one column both votes have the same sign.",
        ),
    ),
    hints=(
        r"At zero all answers are $\frac12$ and all slopes $\frac14$. Which signs have the four "
        r"$\delta$?",
        "They are minus, plus, minus, plus. Add those of the rows in which a column is on.",
        "Column 1 collects plus and minus. Column 2 collects plus and plus.",
    ),
    solution=r"At zero $\boldsymbol\delta=\frac1{16}(-1,1,-1,1)$. Column 1 collects "
    r"$\delta_2+\delta_3=0$, column 2 collects $\delta_2+\delta_4=\frac2{16}$, column 3 collects "
    r"$-\frac1{16}$. So $w_2$ falls, and goes on falling: the target is $1-x_2$. After 1000 steps "
    r"with $\alpha=1$ the weights are near $(-0.5,-6.1,2.4)$ and $b$ is near $1.2$: where $x_2=0$ "
    r"the bias and $w_3$ keep the answer up.",
)

# --- 7.5 ----------------------------------------------------------------------------------------


def step(X, y, w, b, alpha):
    y_hat = 1 / (1 + np.exp(-(X @ w + b)))
    delta = 2 / len(y) * (y_hat - y) * y_hat * (1 - y_hat)
    w = w - alpha * X.T @ delta
    b = b - alpha * delta.sum()
    return w, b


DEBUG = Code(
    id="7.5",
    title="Two wrong lines",
    prompt="This step of training on the squared error runs without complaint. But the cost "
    r"rises, whatever the learning rate. Its author turned the sign of $\alpha$ round, and now the "
    "cost falls. But the check of the gradient still complains: every sign is wrong, and the "
    "bias's slope is too small as well, by a factor that depends on the number of examples. Mend "
    "**both** faults at their source.",
    function="step",
    starter='''import numpy as np


def step(X, y, w, b, alpha):
    """One step of gradient descent for a sigmoid neuron; returns the new w and b.

    >>> X, y = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([0.0, 1.0])
    >>> w, b = step(X, y, np.zeros(2), 0.2, 1.0)
    >>> [round(float(v), 6) for v in (*w, b)]
    [0.111424, -0.136093, 0.175331]
    """
    y_hat = 1 / (1 + np.exp(-(X @ w + b)))
    delta = 2 / len(y) * (y - y_hat) * y_hat * (1 - y_hat)
    w = w - alpha * X.T @ delta
    b = b - alpha * delta.mean()
    return w, b
''',
    answer=step,
    cases=tuple(
        (
            _cases.normal(size=(n, d)),
            np.arange(n) % 2.0,
            _cases.normal(size=d),
            float(_cases.normal()),
            alpha,
        )
        for n, d, alpha in ((4, 3, 1.0), (5, 2, 0.3), (3, 3, 2.0))
    ),
    mistakes=(
        Mistake(
            broken(step, ("delta.sum()", "delta.mean()")),
            "one of two",
            r"The sign is mended. In which line is $\frac1N$ taken a second time?",
        ),
        Mistake(
            broken(step, ("(y_hat - y)", "(y - y_hat)")),
            "the other one of two",
            "The bias now gets the whole gradient, and walks uphill with it, as do the weights.",
        ),
        Mistake(
            broken(step, ("delta.sum()", "delta")),
            "one bias for each example",
            "The sign is mended. But `b` has become an array: its sum is missing.",
        ),
        Mistake(
            broken(step, ("delta.sum()", "len(y) * delta.sum()")),
            "too much of a good thing",
            "The bias lacked a factor $N$ under its mean. Its sum does not.",
        ),
        Mistake(
            broken(step, ("2 / len(y) *", "2 *"), ("delta.sum()", "delta.mean()")),
            "the mean mended, the weights spoiled",
            r"The bias is right now. But $\frac1N$ has gone from the gradient of the weights.",
        ),
        Mistake(
            broken(step, ("w - alpha", "w + alpha"), ("(y_hat - y)", "(y - y_hat)")),
            "only half turned round",
            r"The weights go downhill, the bias goes uphill: the sign of $\delta$ is shared by "
            "both.",
        ),
        Mistake(
            broken(step, ("y_hat * (1 - y_hat)", "1")),
            "a factor lost on the way",
            "Both faults are mended, but the slope of the sigmoid has gone.",
        ),
    ),
    hints=(
        r"Compare `delta` with (7.4), sign by sign, then the last two lines with (7.5).",
        r"Prediction minus target, in this order. And $\frac1N$ is in $\delta$ already.",
        "Swap `y` and `y_hat` in the second line, and take the sum in the fourth.",
    ),
    solution=r"`(y_hat - y)` and `delta.sum()`. Turning the sign of $\alpha$ round hides the first "
    r"fault, and the gradient check would still complain. The second fault hides better: the bias "
    "learns in the right direction, $N$ times too slowly, and the cost falls. (Minus times minus "
    r"is right as well: $y-\hat y$ with `+` in both updates. That $\delta$ is "
    r"$-\partial C/\partial z$, and the book writes it with the other sign.)",
)

# --- 7.6 ----------------------------------------------------------------------------------------


def steps_until(limit: float, alpha: float, loss: str = "squared", factor: float = 1.0) -> int:
    """Steps of training from zero until the mean squared error is below ``limit``."""
    w, b, steps = np.zeros(3), 0.0, 0
    while True:
        y_hat = sigmoid(X @ w + b)
        if np.mean((y_hat - y) ** 2) < limit:
            return steps
        bend = y_hat * (1 - y_hat) if loss == "squared" else 0.5
        delta = factor * 2 / N * (y_hat - y) * bend
        w, b, steps = w - alpha * X.T @ delta, b - alpha * delta.sum(), steps + 1


RATES = (0.1, 1.0, 10.0)
STEPS = tuple(steps_until(0.01, alpha) for alpha in RATES)
ENTROPY = tuple(steps_until(0.01, alpha, "entropy") for alpha in RATES)
SUMMED = tuple(steps_until(0.01, alpha, factor=4.0) for alpha in RATES)
HALVED = tuple(steps_until(0.01, alpha, factor=0.5) for alpha in RATES)


def _count(entry: int, few: str, many: str) -> tuple[Condition, Condition]:
    """Entry number ``entry`` may miss its count by one step, for other ways of counting."""
    one = [0.0, 0.0, 0.0]
    one[entry] = 1.0
    other = [-value for value in one]
    return (
        Condition(weights=tuple(one), constant=1.0 - STEPS[entry], strict=False, says=few),
        Condition(weights=tuple(other), constant=1.0 + STEPS[entry], strict=False, says=many),
    )


HOW_MANY = Explore(
    id="7.6",
    title="How many steps?",
    prompt=r"Train on the chapter's four examples from $\mathbf w=\mathbf 0$, $b=0$ with the "
    r"squared error. After how many steps is $C$ below $0.01$ for the first time, with "
    r"$\alpha=0.1$, $\alpha=1$ and $\alpha=10$? Guess the ratio of the three counts first. Then "
    "let the machine count: `train` of this chapter does one step when you ask it for one.",
    entries=(r"n_{0.1}", r"n_1", r"n_{10}"),
    answer=tuple(float(n) for n in STEPS),
    conditions=(
        *_count(
            0,
            r"At $\alpha=0.1$ the cost is still above $0.01$ then.",
            r"At $\alpha=0.1$ the cost has been below $0.01$ for a while then.",
        ),
        *_count(
            1,
            r"$\alpha=0.1$ is right. At $\alpha=1$ the cost is still above $0.01$ then.",
            r"$\alpha=0.1$ is right. At $\alpha=1$ it goes faster.",
        ),
        *_count(
            2,
            r"Two are right. At $\alpha=10$ the cost is still above $0.01$ then.",
            r"Two are right. At $\alpha=10$ it goes even faster.",
        ),
    ),
    mistakes=(
        Mistake(
            ENTROPY,
            "the other loss",
            "These are the counts of the cross-entropy. The task asks for the squared error, which "
            "is slower.",
        ),
        Mistake(
            SUMMED,
            "a sum for the mean",
            "Your gradient is four times as large: the examples were added, not averaged.",
        ),
        Mistake(
            HALVED,
            "half of it",
            "Your gradient is half as large. Where has the exponent of the square gone?",
        ),
        Mistake(
            STEPS[::-1],
            "the wrong way round",
            "The larger learning rate takes the longer steps. Does it need more of them?",
        ),
        Mistake(
            (STEPS[0], STEPS[0], STEPS[0]),
            "one count for all",
            r"The learning rate scales each step. Does `train` receive your $\alpha$?",
        ),
    ),
    hints=(
        "Set weights and bias to zero, count in a loop, and stop when `mse` falls below 0.01.",
        r"`w, b = train(X, y, w, b, alpha, 1)` makes one step. Put it under "
        "`while mse(sigmoid(X @ w + b), y) >= 0.01:`.",
        rf"For $\alpha=1$ it takes {STEPS[1]} steps. The others are about ten times that, and "
        "about a tenth.",
    ),
    solution=rf"{STEPS[0]}, {STEPS[1]} and {STEPS[2]} steps. As long as the steps are short, only "
    r"$\alpha$ times their number counts: they follow the same curve down the cost, and ten times "
    rf"the learning rate saves nine tenths of the work. {STEPS[2]} is already a little off the "
    r"rule, since at $\alpha=10$ the first steps are coarse. Compare "
    "chapter 6: on this cost there is no sharp edge at which the run explodes, because the slope "
    "of the sigmoid dies out to both sides.",
)

EXERCISES = (BY_HAND, CANCEL, TANH, READ, DEBUG, HOW_MANY)
