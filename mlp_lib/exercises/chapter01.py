"""Exercises of chapter 1, The neuron and the perceptron."""

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
    Order,
    Step,
    broken,
)

# --- 1.1 ----------------------------------------------------------------------------------------

x = np.array([3.0, -1.0, 4.0])
w = np.array([0.2, -0.5, 0.4])
b = 0.1

PREDICT = Numeric(
    id="1.1",
    title="Predict the sum",
    prompt=r"Keep $\mathbf w=(0.2,-0.5,0.4)$ and $b=0.1$. What is $z$ for $\mathbf x=(3,-1,4)$? "
    r"And, to think about: how far could $b$ fall before the answer changes?",
    lhs="z",
    answer=x @ w + b,
    mistakes=(
        Mistake(
            x @ w,
            "a term is missing",
            "The dot product is right. Compare with equation (1.1), from left to right to its end.",
        ),
        Mistake(
            x * w,
            "the products are not added",
            "These are the three products. A neuron hands on one number.",
        ),
        Mistake(
            x * w + b,
            "the products are not added",
            "Three numbers, each with the bias: the sum over $j$ is still to come, "
            "and the bias enters once.",
        ),
        Mistake(
            x @ np.abs(w) + b,
            "the sign of a product",
            r"One product has the wrong sign. What is a negative number times a negative number?",
        ),
        Mistake(
            x @ w + 3 * b,
            "the bias counted three times",
            "The bias belongs to the neuron, not to each of its inputs.",
        ),
        Mistake(
            x @ w - b,
            "the bias is subtracted",
            r"The bias is added. What stands on the other side, with the other sign, is the "
            r"threshold $\tau$.",
        ),
        Mistake(
            1.0,
            "this is the answer, not the sum",
            r"That is $\hat y$, after the comparison with zero. The task asks for the sum before "
            r"it.",
        ),
    ),
    hints=(
        "Multiply each input by its weight. How many products are there?",
        r"The products are $3\cdot0.2$, $(-1)\cdot(-0.5)$ and $4\cdot0.4$. Mind the second sign.",
        "The products add up to $0.6+0.5+1.6$. One more number has to be added.",
    ),
    solution=r"The products are $0.6$, $0.5$ and $1.6$. They add up to $2.7$, so $z=2.8$ and "
    r"$\hat y=1$. The answer becomes 0 when $2.7+b<0$, that is for $b<-2.7$: the threshold "
    r"$\tau=-b$ must exceed $2.7$.",
)

# --- 1.2 ----------------------------------------------------------------------------------------

DISTANCE = Derivation(
    id="1.2",
    title="The distance, by another route",
    prompt=r"The walk along $\mathbf w$ leads to the **nearest** point of the line. Prove it: "
    r"every point $\mathbf p$ with $\mathbf p\cdot\mathbf w+b=0$ satisfies "
    r"$\|\mathbf x-\mathbf p\|\ge|z|/\|\mathbf w\|$.",
    steps=(
        Step(
            ask=r"We know $z=\mathbf x\cdot\mathbf w+b$ and $0=\mathbf p\cdot\mathbf w+b$. "
            "Subtract the second from the first. What is left?",
            options=(
                Option(
                    text=r"$(\mathbf x-\mathbf p)\cdot\mathbf w=z-b$",
                    says="How often does $b$ stand in each equation? Look what becomes of it in "
                    "the difference.",
                ),
                Option(
                    text=r"$(\mathbf x-\mathbf p)\cdot\mathbf w=z$",
                    says=r"Both biases cancel, and $z-0=z$.",
                    right=True,
                ),
                Option(
                    text=r"$(\mathbf x-\mathbf p)\cdot\mathbf w=0$",
                    says=r"That would hold for two points on the line. $\mathbf x$ may lie "
                    "anywhere.",
                ),
            ),
            then=r"$(\mathbf x-\mathbf p)\cdot\mathbf w=z$ for every point $\mathbf p$ of the "
            "line.",
        ),
        Step(
            ask=r"Which statement compares the length of $\mathbf x-\mathbf p$ with $|z|$?",
            options=(
                Option(
                    text=r"$|z|=\|\mathbf x-\mathbf p\|\,\|\mathbf w\|$",
                    says="That leaves out the cosine, so it holds for one direction of the walk "
                    "only. We need all points of the line.",
                ),
                Option(
                    text=r"$|z|\ge\|\mathbf x-\mathbf p\|\,\|\mathbf w\|$",
                    says="Turned round: a cosine is never larger than 1 in size. What does it do "
                    "to the product of the lengths?",
                ),
                Option(
                    text=r"$|z|\le\|\mathbf x-\mathbf p\|\,\|\mathbf w\|$",
                    says="This is the Cauchy–Schwarz inequality: a cosine lies between −1 and 1.",
                    right=True,
                ),
            ),
            then=r"$|z|=|(\mathbf x-\mathbf p)\cdot\mathbf w|\le"
            r"\|\mathbf x-\mathbf p\|\,\|\mathbf w\|$ by Cauchy–Schwarz.",
        ),
        Step(
            ask=r"Free $\|\mathbf x-\mathbf p\|$. What follows?",
            options=(
                Option(
                    text=r"$\|\mathbf x-\mathbf p\|\ge\frac{|z|}{\|\mathbf w\|}$",
                    says="Dividing by a positive length keeps the direction of the inequality.",
                    right=True,
                ),
                Option(
                    text=r"$\|\mathbf x-\mathbf p\|\ge|z|\,\|\mathbf w\|$",
                    says=r"$\|\mathbf w\|$ is a factor beside $\|\mathbf x-\mathbf p\|$. What "
                    "takes a factor away?",
                ),
                Option(
                    text=r"$\|\mathbf x-\mathbf p\|\le\frac{|z|}{\|\mathbf w\|}$",
                    says="This would bound the distance from above, but the line has points as "
                    "far away as you like.",
                ),
            ),
            then=r"$\|\mathbf x-\mathbf p\|\ge|z|/\|\mathbf w\|$: no point of the line is nearer.",
        ),
        Step(
            ask="For which point of the line are both sides equal?",
            options=(
                Option(
                    text=r"the one with $\mathbf x-\mathbf p$ perpendicular to $\mathbf w$",
                    says=r"Then $(\mathbf x-\mathbf p)\cdot\mathbf w$ would be zero. Which walk "
                    "makes the cosine as large as possible?",
                ),
                Option(
                    text=r"the one with $\mathbf x-\mathbf p$ parallel to $\mathbf w$",
                    says="Then the cosine is 1 or −1, and Cauchy–Schwarz is an equality.",
                    right=True,
                ),
                Option(
                    text="the one nearest to the origin",
                    says=r"The origin plays no part in the proof: move everything, and the "
                    r"distance of $\mathbf x$ to the line stays.",
                ),
            ),
            then=r"Equality holds when $\mathbf x-\mathbf p$ is parallel to $\mathbf w$: the "
            "perpendicular walk is the shortest.",
        ),
    ),
    hints=(
        r"Two equations hold: one for $\mathbf x$, one for $\mathbf p$. Combine them so that $b$ "
        "goes away.",
        r"The section on the dot product drew three consequences from equation (1.2). One of them "
        "bounds a dot product by two lengths.",
        r"$|(\mathbf x-\mathbf p)\cdot\mathbf w|\le\|\mathbf x-\mathbf p\|\,\|\mathbf w\|$, and "
        r"the two sides are equal when the arrows are parallel.",
    ),
    solution=r"Subtract $\mathbf p\cdot\mathbf w+b=0$ from $\mathbf x\cdot\mathbf w+b=z$. This "
    r"leaves $(\mathbf x-\mathbf p)\cdot\mathbf w=z$. By Cauchy–Schwarz, "
    r"$|z|\le\|\mathbf x-\mathbf p\|\,\|\mathbf w\|$. Divide by $\|\mathbf w\|$. The two are equal "
    r"when the cosine is $1$ or $-1$, that is when $\mathbf x-\mathbf p$ is parallel to "
    r"$\mathbf w$: the perpendicular walk.",
)

# --- 1.3 ----------------------------------------------------------------------------------------


def perceptron_fit(X, y, max_epochs=100):
    w, b, updates = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(max_epochs):
        clean = True
        for i in range(len(y)):
            if y[i] * (X[i] @ w + b) <= 0:
                w, b = w + y[i] * X[i], b + y[i]
                updates, clean = updates + 1, False
        if clean:
            break
    return w, b, updates


CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
AND = np.array([-1, -1, -1, 1])
XOR = np.array([-1, 1, 1, -1])
THREE = np.array([[2.0, -1.0, 0.5], [-1.0, 1.5, 2.0], [0.5, 0.5, -2.0], [-2.0, -1.0, 1.0]])
LABELS = np.array([1, -1, 1, -1])

_UPDATE = "w, b = w + y[i] * X[i], b + y[i]"
_TEST = "y[i] * (X[i] @ w + b) <= 0"

FIT = Code(
    id="1.3",
    title="Write the whole rule",
    prompt=r"Write the perceptron rule with plain loops and a separate bias. Labels are $\pm1$; "
    r"a mistake is $yz\le0$. Then change the test to “step$(z)$ differs from the label” and run "
    "AND again. Why do the two runs differ?",
    function="perceptron_fit",
    starter='''import numpy as np


def perceptron_fit(X, y, max_epochs=100):
    """Run the perceptron rule from w = 0, b = 0 until an epoch is clean.

    X has shape (N, D), y holds N labels -1 or +1.
    Returns w of shape (D,), b, and the number of updates.

    >>> X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> perceptron_fit(X, np.array([-1, -1, -1, 1]))[2]
    18
    """
    w, b, updates = np.zeros(X.shape[1]), 0.0, 0
    # Two loops, then: return w, b, updates
''',
    answer=perceptron_fit,
    cases=((CORNERS, AND), (CORNERS, XOR, 3), (THREE, LABELS), (CORNERS[::-1], AND[::-1])),
    mistakes=(
        Mistake(
            broken(perceptron_fit, (", b + y[i]", ", b")),
            "the bias does not learn",
            "Your $b$ stays at 0, so the border always runs through the origin. "
            "Equation (1.6) has two parts.",
        ),
        Mistake(
            broken(perceptron_fit, (", b + y[i]", ", b + 1")),
            "the bias only rises",
            "The bias moves in the same direction, whatever the label. When should it fall?",
        ),
        Mistake(
            broken(perceptron_fit, (_UPDATE, "w, b = w + X[i], b + 1")),
            "the label is missing in the update",
            "You add every input that is misjudged. What should happen to one whose label is −1?",
        ),
        Mistake(
            broken(perceptron_fit, (_UPDATE, "w, b = w - y[i] * X[i], b - y[i]")),
            "the sign of the update",
            "After your update $yz$ is smaller than before. Equation (1.6) makes it grow.",
        ),
        Mistake(
            broken(perceptron_fit, ("<= 0", "< 0")),
            "a sum of zero passes",
            "Nothing is ever changed: at the start every sum is 0, and your test does not call "
            "that a mistake.",
        ),
        Mistake(
            broken(perceptron_fit, ("        if clean:\n            break\n", "        break\n")),
            "only one epoch",
            "Your loop ends after the first pass through the examples. "
            "When is it allowed to end? Look at the indentation of `break` or `return`.",
        ),
        Mistake(
            broken(
                perceptron_fit,
                ("updates, clean = updates + 1, False", "clean = False"),
                ("        if clean:", "        updates += not clean\n        if clean:"),
            ),
            "epochs are counted, not updates",
            "Weights and bias are right. The third value counts passes with a mistake; "
            "one pass can hold several updates.",
        ),
        Mistake(
            broken(
                perceptron_fit,
                ("        clean = True\n", "        clean, updates = True, 0\n"),
            ),
            "the count starts again in each epoch",
            "Weights and bias are right, but the number of updates is that of the last epoch only.",
        ),
        Mistake(
            broken(
                perceptron_fit,
                ("clean = True\n", "clean, v, c = True, w, b\n"),
                (_TEST, "y[i] * (X[i] @ v + c) <= 0"),
            ),
            "judged with the weights of the epoch's start",
            "You judge all examples of an epoch with old weights. "
            "The rule changes them at once, and the next example already meets the new ones.",
        ),
        Mistake(
            broken(
                perceptron_fit,
                (f"if {_TEST}:", "if (error := y[i] - (X[i] @ w + b >= 0)):"),
                (_UPDATE, "w, b = w + error * X[i], b + error"),
            ),
            "labels 0 and 1 expected",
            "You compare the label with an answer 0 or 1, but the labels here are −1 and +1, so "
            "an example with label −1 is never right.",
        ),
    ),
    conventions=(
        Mistake(
            broken(perceptron_fit, (_TEST, "y[i] != (1 if X[i] @ w + b >= 0 else -1)")),
            "with step as the test",
            "You call an example wrong when step$(z)$ differs from its label: 11 updates on AND, "
            r"$\mathbf w=(2,1)$, $b=-3$. The book's test $yz\le0$ also calls $z=0$ a mistake, and "
            "needs 18. Both are perceptron rules.",
        ),
    ),
    hints=(
        "Two loops, one inside the other: epochs outside, examples inside. "
        "The cell on AND in this chapter holds the body of the inner one.",
        "For each example compute `z = X[i] @ w + b`. If `y[i] * z <= 0`, change `w` and `b` and "
        "count. Keep a flag that says whether the epoch had a mistake.",
        "In the inner loop: `w = w + y[i] * X[i]`, `b = b + y[i]`, `updates += 1`, "
        "`clean = False`. After the inner loop: `if clean: break`.",
    ),
    solution=r"On AND it makes 18 updates and returns $\mathbf w=(3,2)$, $b=-4$. With step as the "
    r"test it makes 11 and returns $\mathbf w=(2,1)$, $b=-3$. The two tests disagree only when "
    r"$z=0$ and the right answer is yes: step already says 1 there, while $yz\le0$ calls it a "
    "mistake. Both results separate AND. The rule finds **a** solution; which one depends on "
    "conventions and on the order of the examples.",
)

# --- 1.4 ----------------------------------------------------------------------------------------

NAND = Explore(
    id="1.4",
    title="Build NAND",
    prompt="NAND is the opposite of AND: 1 except when both inputs are 1. Find weights and a bias "
    "by thinking, not by training. Any neuron that gives the four right answers will do.",
    entries=("w_1", "w_2", "b"),
    answer=(-1.0, -1.0, 1.5),
    conditions=(
        Condition(
            weights=(0, 0, 1),
            constant=0,
            strict=False,
            says="At $(0,0)$ your neuron answers 0. Only one of your three numbers counts there.",
        ),
        Condition(
            weights=(0, 1, 1),
            constant=0,
            strict=False,
            says="At $(0,1)$ your neuron answers 0. Compute $z$ there.",
        ),
        Condition(
            weights=(1, 0, 1),
            constant=0,
            strict=False,
            says="At $(1,0)$ your neuron answers 0. Compute $z$ there.",
        ),
        Condition(
            weights=(-1, -1, -1),
            constant=0,
            strict=True,
            says="At $(1,1)$ your neuron answers 1, and this is the one input where it should "
            "answer 0. Compute $z$ there.",
        ),
    ),
    mistakes=(
        Mistake(
            (-2.0, -1.0, 3.0),
            "on the border",
            "Three answers are right. At $(1,1)$ the sum is exactly 0. What does step say at 0?",
        ),
        Mistake(
            (3.0, 2.0, -4.0),
            "this is AND",
            "This is the AND neuron of the chapter: all four answers are the opposite of what is "
            "asked.",
        ),
        Mistake(
            (1.0, 1.0, -1.5),
            "this is AND",
            "This neuron says 1 at $(1,1)$ only: AND. What turns the sides of a border round?",
        ),
        Mistake(
            (-1.0, -1.0, 0.5),
            "this is NOR",
            "This neuron says 1 at $(0,0)$ only. NAND says 1 at three inputs.",
        ),
    ),
    hints=(
        "At $(0,0)$ only the bias speaks. Which sign must it have?",
        "Each input that is 1 should pull $z$ down. One of them alone must not pull it below 0, "
        "both together must.",
        "Take $w_1=w_2=-1$. Then $b$ must be at least 1 and less than 2.",
    ),
    solution=r"One solution is $\mathbf w=(-1,-1)$, $b=1.5$: the four sums are $1.5$, $0.5$, "
    r"$0.5$, $-0.5$. With $\mathbf w=(-2,-1)$, $b=3$ the sum at $(1,1)$ is exactly 0, and "
    r"step$(0)=1$: the neuron answers 1 where it should answer 0. You can also flip all signs of "
    r"an AND neuron, for example to $\mathbf w=(-3,-2)$, $b=4$; that is safe because none of its "
    "sums is 0.",
)

# --- 1.5 ----------------------------------------------------------------------------------------

BUG = Choice(
    id="1.5",
    title="Find the bug",
    prompt="From `w, b = np.zeros(2), 0.0` on, a loop repeats "
    "`while np.any(y * (X @ w + b) <= 0)`: for each example with `y[i] * (X[i] @ w + b) <= 0` it "
    "sets `w = w + y[i] * X[i]`. On AND it never ends. What is wrong?",
    options=(
        Option(
            text="`<= 0` should be `< 0`.",
            says="Then the loop would not even begin: at the start every sum is 0. "
            "And it would call weights of zero a success.",
        ),
        Option(
            text="`w + y[i] * X[i]` should be `w - y[i] * X[i]`.",
            says="Work out $yz$ after the update, as the chapter does. With the minus it falls.",
        ),
        Option(
            text="A line is missing: `b = b + y[i]`.",
            says="Without it $z=0$ at $(0,0)$ for ever, and that example is a mistake in every "
            "epoch.",
            right=True,
        ),
        Option(
            text="Nothing: AND needs more epochs than one expects.",
            says="The right rule is done in nine epochs. Follow the example $(0,0)$ through one "
            "epoch of this loop: what can change its sum?",
        ),
        Option(
            text="Nothing: no neuron can compute AND.",
            says="That is true of another function of two inputs. For AND the chapter found "
            "weights.",
        ),
    ),
    hints=(
        "Compare the update with equation (1.6), part by part.",
        "What is $z$ at the input $(0,0)$, in the first epoch and in the hundredth?",
        r"At $(0,0)$ the weights play no part: $z=b$. Which line changes $b$?",
    ),
    solution="After the update of `w`, the line `b = b + y[i]` is missing. The bias stays 0, so "
    "$z=0$ at $(0,0)$ for ever, and that example is a mistake in every epoch. The other three "
    "already contradict each other: $(0,1)$ demands $w_2<0$, $(1,0)$ demands $w_1<0$, and $(1,1)$ "
    "demands $w_1+w_2>0$.",
)

# --- 1.6 ----------------------------------------------------------------------------------------

INEQUALITIES = Order(
    id="1.6",
    title="XOR by inequalities",
    prompt="Here is a proof that no neuron computes XOR, without geometry. Its lines have been "
    "shuffled. Bring them into an order in which each line follows from those above it.",
    steps=(
        "Suppose that a neuron with some $w_1$, $w_2$, $b$ computes XOR.",
        r"Then the inputs $(0,1)$ and $(1,0)$ demand $w_2+b\ge0$ and $w_1+b\ge0$.",
        r"These are two inequalities so far. Their sum is $w_1+w_2+2b\ge0$.",
        "The other two inputs, $(0,0)$ and $(1,1)$, demand $b<0$ and $w_1+w_2+b<0$.",
        "The sum of these last two is $w_1+w_2+2b<0$.",
        "One number cannot be both negative and not negative: there is no such neuron.",
    ),
    mistakes=(
        Mistake(
            (1, 2, 4, 3, 5, 6),
            "all four demands first",
            "A sound plan, but one line counts the inequalities written so far. "
            "How many are there when it comes?",
        ),
        Mistake(
            (1, 4, 5, 2, 3, 6),
            "the halves are exchanged",
            "Both halves of the proof are whole. One of them speaks of the **other** two inputs.",
        ),
        Mistake(
            (6, 1, 2, 3, 4, 5),
            "the claim comes first",
            "A proof by contradiction begins with what it is going to refute, and ends with the "
            "contradiction.",
        ),
        Mistake(
            (1, 3, 2, 5, 4, 6),
            "sums before their terms",
            "Each sum needs the two inequalities that it adds up. Where do they come from?",
        ),
    ),
    hints=(
        "The proof is by contradiction. Which line supposes what shall turn out to be impossible?",
        "Two lines write down what inputs demand, two lines add such demands up. Pair them.",
        "Supposition, demands of $(0,1)$ and $(1,0)$, their sum, demands of the other inputs, "
        "then two more lines.",
    ),
    solution=r"The inputs $(0,1)$ and $(1,0)$ demand $w_2+b\ge0$ and $w_1+b\ge0$. Their sum is "
    r"$w_1+w_2+2b\ge0$. The inputs $(0,0)$ and $(1,1)$ demand $b<0$ and $w_1+w_2+b<0$. Their sum "
    r"is $w_1+w_2+2b<0$. The same number would be negative and not negative. So no such $w_1$, "
    r"$w_2$, $b$ exist.",
)

EXERCISES = (PREDICT, DISTANCE, FIT, NAND, BUG, INEQUALITIES)
