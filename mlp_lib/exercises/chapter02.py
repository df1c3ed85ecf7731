"""Exercises of chapter 2, Activations and why non-linearity."""

from __future__ import annotations

import math

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
    source_of,
)

# --- 2.1 ----------------------------------------------------------------------------------------

W1 = np.array([[2.0, -1.0], [0.0, 3.0]])
b1 = np.array([3.0, -1.0])
W2 = np.array([[3.0, 1.0], [2.0, -1.0]])
b2 = np.array([-2.0, 5.0])


def stacked(W, b):
    """The rows of W, and b below them."""
    return np.vstack([W, b])


COLLAPSE = Numeric(
    id="2.1",
    title="Collapse two layers",
    prompt=r"Two layers without a bend: "
    r"${W^{[1]}=\begin{pmatrix}2&-1\\0&3\end{pmatrix}}$, ${\mathbf b^{[1]}=(3,-1)}$, "
    r"${W^{[2]}=\begin{pmatrix}3&1\\2&-1\end{pmatrix}}$, ${\mathbf b^{[2]}=(-2,5)}$. "
    r"Which single layer does the same? Give three rows, parted by semicolons: the two rows of "
    r"$W$, then $\mathbf b$.",
    lhs=r"\begin{pmatrix}W\\\mathbf b\end{pmatrix}",
    answer=stacked(W1 @ W2, b1 @ W2 + b2),
    mistakes=(
        Mistake(
            stacked(W2 @ W1, b1 @ W2 + b2),
            "the order of the matrices",
            r"The biases are right. But the input meets $W^{[1]}$ first, and it comes from the "
            "left. Which product is that?",
        ),
        Mistake(
            stacked(W2 @ W1, b2 @ W1 + b1),
            "the layers are exchanged",
            "You sent the input through the second layer first.",
        ),
        Mistake(
            stacked(W1 @ W2, b1 + b2),
            "the first bias takes a short cut",
            r"$W$ is right. But $\mathbf b^{[1]}$ is added before the second layer, so it has to "
            "pass through that layer like everything else.",
        ),
        Mistake(
            stacked(W1 @ W2, b2),
            "the first bias is lost",
            r"$W$ is right. What becomes of $\mathbf b^{[1]}$ when you multiply out?",
        ),
        Mistake(
            stacked(W1 @ W2, b1 @ W2),
            "the second bias is lost",
            r"$W$ is right, and $\mathbf b^{[1]}$ went the right way. One term of equation (2.5) "
            "is missing.",
        ),
        Mistake(
            stacked(W1 @ W2, W2 @ b1 + b2),
            "a row taken for a column",
            r"$W$ is right. $\mathbf b^{[1]}$ is a row and stands to the left of $W^{[2]}$: dot "
            "products with its columns, not with its rows.",
        ),
        Mistake(
            stacked(W1 @ W2, b1 @ W1 + b2),
            "the first bias through the wrong layer",
            r"$W$ is right. $\mathbf b^{[1]}$ has already been added by the first layer. Which "
            "weights does it still have to pass?",
        ),
        Mistake(
            stacked(W1 @ W2, W1 @ b1 + b2),
            "the first bias through the wrong layer",
            r"$W$ is right. $\mathbf b^{[1]}$ has already been added by the first layer. Which "
            "weights does it still have to pass, and from which side?",
        ),
        Mistake(
            stacked(W1 @ W2, b1 * b2),
            "the biases multiplied",
            r"$W$ is right. The biases are added on the way, never multiplied with each other: "
            "multiply out once more.",
        ),
        Mistake(
            stacked(W1 @ W2.T, b1 @ W2 + b2),
            "rows times rows",
            r"$\mathbf b$ is right. For $W$ you took rows times rows; a product takes the rows of "
            "the first matrix and the **columns** of the second.",
        ),
        Mistake(
            stacked(W2 @ W1, b1 + b2),
            "the order, and the first bias",
            r"Two things: the input meets $W^{[1]}$ first, and it comes from the left; and "
            r"$\mathbf b^{[1]}$ has to pass through the second layer.",
        ),
        Mistake(
            stacked(W1 * W2, b1 @ W2 + b2),
            "entry by entry",
            "The biases are right. A matrix product takes rows times columns; you multiplied "
            "entries that stand in the same place.",
        ),
        Mistake(
            stacked(W1 * W2, b1 * b2),
            "entry by entry",
            "You multiplied entries that stand in the same place. What does a row times a matrix "
            "give?",
        ),
        Mistake(
            stacked(W1 + W2, b1 + b2),
            "added, not applied one after the other",
            "You added the layers, as if both looked at the input. The second one looks at what "
            "the first one hands on.",
        ),
        Mistake(
            W1 @ W2,
            "the biases are missing",
            r"$W$ is right. A third row is asked for: $\mathbf b$.",
        ),
        Mistake(
            b1 @ W2 + b2,
            "the weights are missing",
            r"$\mathbf b$ is right. The two rows of $W$ belong above it.",
        ),
    ),
    hints=(
        r"Write $(\mathbf xW^{[1]}+\mathbf b^{[1]})W^{[2]}+\mathbf b^{[2]}$ and multiply out. "
        r"What stands behind $\mathbf x$?",
        r"$W=W^{[1]}W^{[2]}$: its first row is $(2,-1)$ times the columns of $W^{[2]}$. And "
        r"$\mathbf b=\mathbf b^{[1]}W^{[2]}+\mathbf b^{[2]}$.",
        r"The first row of $W$ is $(2\cdot3-1\cdot2,\;2\cdot1-1\cdot(-1))$. For $\mathbf b$ begin "
        r"with $(3\cdot3-1\cdot2,\;3\cdot1-1\cdot(-1))$.",
    ),
    solution=r"By equation (2.5), $W=W^{[1]}W^{[2]}=\begin{pmatrix}4&3\\6&-3\end{pmatrix}$ and "
    r"$\mathbf b=\mathbf b^{[1]}W^{[2]}+\mathbf b^{[2]}=(7,4)+(-2,5)=(5,9)$. Check with "
    r"$\mathbf x=(1,1)$: the first layer gives $(5,1)$, the second $(15,9)$; and in one step "
    r"$(4+6+5,\;3-3+9)=(15,9)$.",
)

# --- 2.2 ----------------------------------------------------------------------------------------

SLOPE = Derivation(
    id="2.2",
    title="The slope of the sigmoid, by another route",
    prompt=r"The chapter used the rule for reciprocals. Here is a way around it: the definition "
    r"says $\sigma(z)\,(1+e^{-z})=1$. Take the slope of both sides with the product rule, "
    r"$(fg)'=f'g+fg'$.",
    steps=(
        Step(
            ask=r"What is the slope of the second factor, $1+e^{-z}$?",
            options=(
                Option(
                    text=r"$e^{-z}$",
                    says=r"$e^{-z}$ falls as $z$ grows. Which sign must its slope have?",
                ),
                Option(
                    text=r"$-e^{-z}$",
                    says=r"The 1 does not change, and $e^{-z}$ falls at the rate of its own size.",
                    right=True,
                ),
                Option(
                    text=r"$1-e^{-z}$",
                    says="A constant has slope 0.",
                ),
                Option(
                    text=r"$-z\,e^{-z-1}$",
                    says=r"That is the rule for powers $z^n$. Here $z$ stands in the exponent.",
                ),
            ),
            then=r"$(1+e^{-z})'=-e^{-z}$.",
        ),
        Step(
            ask=r"Now take the slope of both sides of $\sigma(z)\,(1+e^{-z})=1$.",
            options=(
                Option(
                    text=r"$\sigma'(z)\,(1+e^{-z})-\sigma(z)\,e^{-z}=0$",
                    says="Each factor has its turn, and the slope of 1 is 0.",
                    right=True,
                ),
                Option(
                    text=r"$-\sigma'(z)\,e^{-z}=0$",
                    says="The slope of a product is not the product of the slopes: that would "
                    "make $\\sigma'$ zero everywhere.",
                ),
                Option(
                    text=r"$\sigma'(z)\,(1+e^{-z})-\sigma(z)\,e^{-z}=1$",
                    says="The left side is right. The right side is a constant; what is its slope?",
                ),
            ),
            then=r"$\sigma'(z)\,(1+e^{-z})-\sigma(z)\,e^{-z}=0$.",
        ),
        Step(
            ask=r"Solve for $\sigma'(z)$.",
            options=(
                Option(
                    text=r"$\sigma'(z)=-\sigma(z)\,\frac{e^{-z}}{1+e^{-z}}$",
                    says="A sign was lost when a term changed sides. The sigmoid rises, so its "
                    "slope is positive.",
                ),
                Option(
                    text=r"$\sigma'(z)=\frac{e^{-z}}{1+e^{-z}}$",
                    says=r"A factor $\sigma(z)$ stands before $e^{-z}$. Where has it gone?",
                ),
                Option(
                    text=r"$\sigma'(z)=\sigma(z)\,\frac{e^{-z}}{1+e^{-z}}$",
                    says="Bring the second term to the right, then divide by the bracket.",
                    right=True,
                ),
            ),
            then=r"$\sigma'(z)=\sigma(z)\,\frac{e^{-z}}{1+e^{-z}}$.",
        ),
        Step(
            ask="What is the remaining fraction?",
            options=(
                Option(
                    text=r"$\frac{e^{-z}}{1+e^{-z}}=1-\sigma(z)$",
                    says=r"Numerator plus 1 is the denominator, so the fraction and "
                    r"$\frac1{1+e^{-z}}$ add up to 1.",
                    right=True,
                ),
                Option(
                    text=r"$\frac{e^{-z}}{1+e^{-z}}=\sigma(z)-1$",
                    says="The fraction is positive. Is this?",
                ),
                Option(
                    text=r"$\frac{e^{-z}}{1+e^{-z}}=\frac{1}{2}$, since $e^{-z}$ cancels",
                    says="Only factors cancel, and in the denominator $e^{-z}$ is a term.",
                ),
            ),
            then=r"$\sigma'(z)=\sigma(z)\,(1-\sigma(z))$, equation (2.2b).",
        ),
    ),
    hints=(
        "A product that is always 1 has slope 0. How do the two factors share that?",
        r"$\sigma'(z)\,(1+e^{-z})$ is one part. In the other the second factor is differentiated.",
        r"$\sigma'(z)\,(1+e^{-z})=\sigma(z)\,e^{-z}$. Divide by the bracket, and compare the "
        r"fraction that appears with $1-\sigma(z)$.",
    ),
    solution=r"From $\sigma(z)(1+e^{-z})=1$ the product rule gives "
    r"$\sigma'(z)(1+e^{-z})-\sigma(z)e^{-z}=0$. So "
    r"$\sigma'(z)=\sigma(z)\,\frac{e^{-z}}{1+e^{-z}}$, and the fraction is $1-\sigma(z)$.",
)

# --- 2.3 ----------------------------------------------------------------------------------------


def safe_sigmoid(z):
    u = math.exp(-abs(z))
    if z >= 0:
        return 1 / (1 + u)
    return u / (1 + u)


_POSITIVE = "        return 1 / (1 + u)\n"
_NEGATIVE = "    return u / (1 + u)\n"

STABLE = Code(
    id="2.3",
    title="A sigmoid for every number",
    prompt=r"Write $\sigma(z)$ for a single number with `math.exp`, so that ${z=1000}$ and "
    r"${z=-1000}$ work as well as ${z=0.5}$. Write it from memory: which numbers may the "
    "exponential see?",
    function="safe_sigmoid",
    starter='''import math


def safe_sigmoid(z):
    """The sigmoid of the number z. Never overflows.

    >>> safe_sigmoid(-1000)
    0.0
    """
    return 1 / (1 + math.exp(-z))
''',
    answer=safe_sigmoid,
    cases=((0.5,), (-1.5,), (3.0,), (0.0,), (-20.0,), (1000.0,), (-1000.0,), (-1000,)),
    mistakes=(
        Mistake(
            broken(safe_sigmoid, (_NEGATIVE, "    return 1 / (1 + u)\n")),
            "negative numbers get the answer of positive ones",
            r"Your function gives the same for $z$ and $-z$. At $z<0$ it should be less than a "
            "half.",
        ),
        Mistake(
            broken(safe_sigmoid, (_POSITIVE, "        return u / (1 + u)\n")),
            "positive numbers get the answer of negative ones",
            r"Your function never exceeds a half. Which form belongs to $z\ge0$?",
        ),
        Mistake(
            broken(safe_sigmoid, ("z >= 0", "z < 0")),
            "the two cases are exchanged",
            r"Your function falls: it computes $\sigma(-z)$. Which form belongs to which sign?",
        ),
        Mistake(
            broken(safe_sigmoid, (_NEGATIVE, "    return 0.0\n")),
            "the left half is cut off",
            r"Nothing overflows, but $\sigma(-1.5)$ is not 0. For negative $z$ the formula needs "
            "another form, not another value.",
        ),
        Mistake(
            broken(safe_sigmoid, (_POSITIVE, "        return 1.0\n")),
            "the right half is cut off",
            r"Nothing overflows, but $\sigma(0.5)$ is not 1. For positive $z$ equation (2.1a) is "
            "safe as it stands.",
        ),
        Mistake(
            broken(
                safe_sigmoid,
                (_POSITIVE, "        return 1.0\n"),
                (_NEGATIVE, "    return 0.0\n"),
            ),
            "this is the step",
            "Nothing overflows, and nothing is left of the curve between 0 and 1.",
        ),
        Mistake(
            broken(safe_sigmoid, (_NEGATIVE, "    return u / (1 - u)\n")),
            "a sign in the denominator",
            r"Multiply numerator and denominator of equation (2.1a) by $e^z$, and look at the "
            "denominator again.",
        ),
        Mistake(
            broken(safe_sigmoid, (_NEGATIVE, "    return -1 / (1 + u)\n")),
            "mirrored at the wrong point",
            r"A probability cannot be negative. The curve is symmetric about the point "
            r"$(0,\frac12)$, see equation (2.1b).",
        ),
        Mistake(
            broken(safe_sigmoid, ("-abs(z)", "-2 * abs(z)")),
            "twice as steep",
            r"Your curve is $\sigma(2z)$. It belongs to tanh, see equation (2.3a).",
        ),
        Mistake(
            broken(
                safe_sigmoid, (_POSITIVE + _NEGATIVE, "        pass\n    return u / (1 + u)**2\n")
            ),
            "the slope, not the function",
            r"This is $\sigma'(z)$. The task is the sigmoid itself.",
        ),
    ),
    hints=(
        r"$e^{-z}$ overflows when $z$ is very negative. What could you compute in its place?",
        r"For $z<0$ multiply numerator and denominator of $\frac1{1+e^{-z}}$ by $e^z$.",
        r"With `u = math.exp(-abs(z))` the answer is `1 / (1 + u)` for $z\ge0$, and for $z<0$ "
        "it has `u` in the numerator.",
    ),
    solution=r"The exponential sees only $-|z|$, so it lies between 0 and 1. For $z<0$, "
    r"$\frac1{1+e^{-z}}=\frac{e^z}{1+e^z}$. At $z=-1000$ the exponential is rounded to 0, and "
    r"that is the right answer to 400 decimals. Another good way is "
    r"$\frac12\bigl(1+\tanh\frac z2\bigr)$, equation (2.3a) solved for $\sigma$: tanh saturates "
    r"and does not overflow. Its answers near 0 are less exact, because 1 is added first.",
)

# --- 2.4 ----------------------------------------------------------------------------------------


def _equals(weights, wanted, below, above):
    """``weights . values`` may miss ``wanted`` by 0.001."""
    return (
        Condition(weights=weights, constant=0.001 - wanted, strict=False, says=below),
        Condition(
            weights=tuple(-w for w in weights),
            constant=0.001 + wanted,
            strict=False,
            says=above,
        ),
    )


HAT = Explore(
    id="2.4",
    title="A taller hat, elsewhere",
    prompt=r"Build a hat of **height 3** on the interval from 2 to 4, and 0 elsewhere: choose the "
    r"weights in $s_1\,\mathrm{relu}(x-2)+s_2\,\mathrm{relu}(x-3)+s_3\,\mathrm{relu}(x-4)$.",
    entries=("s_1", "s_2", "s_3"),
    answer=(3.0, -6.0, 3.0),
    conditions=(
        *_equals(
            (1, 0, 0),
            3,
            "At $x=3$ your function is below 3. Only one hinge has opened by then.",
            "At $x=3$ your function is above 3. Only one hinge has opened by then.",
        ),
        *_equals(
            (2, 1, 0),
            0,
            "The top is right. At $x=4$ your function has fallen below 0: the way down is too "
            "steep.",
            "The top is right. At $x=4$ your function is still above 0: how large must the slope "
            "be between 3 and 4, and by how much must it change at 3?",
        ),
        *_equals(
            (3, 2, 1),
            0,
            "Up to $x=4$ all is right. Beyond it your function falls below 0, where it should "
            "stay flat.",
            "Up to $x=4$ all is right. Beyond it your function rises again, where it should stay "
            "flat.",
        ),
    ),
    mistakes=(
        Mistake(
            (1.0, -2.0, 1.0),
            "a hat of height 1",
            "In the right place, with the right shape. What makes all of it three times as tall?",
        ),
        Mistake(
            (3.0, -3.0, 0.0),
            "a ramp",
            "At the top your slope changes by −3, from 3 to 0. So the function stays at 3. It has "
            "to come down as steeply as it went up.",
        ),
        Mistake(
            (3.0, -3.0, 3.0),
            "slopes written for changes of slope",
            "Your first two weights are the slopes of the two sides. A hinge's weight is by how "
            "much the slope **changes** at its corner.",
        ),
        Mistake(
            (3.0, -6.0, 0.0),
            "it never stops falling",
            "The hat is right up to $x=4$. Beyond it, nobody has made the slope 0 again.",
        ),
        Mistake(
            (3.0, -2.0, 1.0),
            "only the first hinge is taller",
            "Now the way up is three times as steep, and the rest has not followed.",
        ),
        Mistake(
            (-3.0, 6.0, -3.0),
            "upside down",
            "This is a valley of depth 3. A function that rises has a positive slope.",
        ),
        Mistake(
            (6.0, -12.0, 6.0),
            "twice as tall",
            "In the right place, with the right shape, but its top is at 6. Which slope climbs 3 "
            "over a width of 1?",
        ),
        Mistake(
            (1.5, -3.0, 1.5),
            "half as tall",
            r"The rise from 2 to 3 has a width of 1, not 2. Which slope climbs 3 over a width of "
            "1?",
        ),
    ),
    hints=(
        "Write down the slopes that the hat must have: left of 2, from 2 to 3, from 3 to 4, right "
        "of 4.",
        r"The slopes are $0$, $3$, $-3$ and $0$. The weight of each hinge is the change of slope "
        "at its corner.",
        "From 0 to 3 is a change of 3. What is the change from 3 to −3, and from −3 to 0?",
    ),
    solution=r"The slopes $0,3,-3,0$ change by $3$, $-6$, $3$. That is three times the hat of "
    r"equation (2.7), moved by 2: $3\,h(x-2)$. Test it at $x=3.5$: $3\cdot1.5-6\cdot0.5=1.5$, "
    "half of the height.",
)

# --- 2.5 ----------------------------------------------------------------------------------------

LINEAR = Choice(
    id="2.5",
    title="Is ReLU linear?",
    prompt="A colleague says: “ReLU is made of two straight pieces, so it is linear, and a "
    r"network of ReLUs is linear too.” A function $f$ is linear if $f(u_1+u_2)=f(u_1)+f(u_2)$ and "
    r"$f(cu_1)=c\,f(u_1)$ for all numbers. Which reply is right, and a proof?",
    options=(
        Option(
            text=r"“Yes: $\mathrm{relu}(2\cdot3)=2\cdot\mathrm{relu}(3)$, and so for every "
            "factor.”",
            says=r"For every **positive** factor. Try $c=-1$. And the other condition is not "
            "tested at all.",
        ),
        Option(
            text=r"“No: it is only affine, because its corner can be moved by a bias.”",
            says=r"An affine function is a straight line, with or without a bias. Has "
            r"$\mathrm{relu}$ one slope or two?",
        ),
        Option(
            text=r"“No: $\mathrm{relu}(1)+\mathrm{relu}(-1)=1$, but $\mathrm{relu}(1-1)=0$.”",
            says="One pair of numbers that breaks a rule for all numbers is a proof.",
            right=True,
        ),
        Option(
            text=r"“No: $\mathrm{relu}(z)$ is not equal to $z$.”",
            says=r"The conclusion is right, but this proves nothing: $2z$ is not equal to $z$ "
            "either, and is linear.",
        ),
        Option(
            text="“Yes, piecewise. And sums of straight pieces are straight.”",
            says="Look at the hat of equation (2.7): it is a sum of three ReLUs.",
        ),
    ),
    hints=(
        "“For all” is refuted by one example. Look for two numbers.",
        "Two positive numbers will not do, nor two negative ones. Why?",
        r"Take a number and its opposite: what is $\mathrm{relu}(1)+\mathrm{relu}(-1)$?",
    ),
    solution=r"$\mathrm{relu}(1)+\mathrm{relu}(-1)=1+0=1$, but $\mathrm{relu}(1+(-1))=0$. So "
    r"$\mathrm{relu}$ is not linear, nor affine, since it has two slopes. On one side of its "
    "corner it acts like a linear function, and that is the grain of truth: with all signs fixed, "
    "a ReLU network is affine. Its power lies in the signs that change.",
)

# --- 2.6 ----------------------------------------------------------------------------------------


def sigmoid_prime(z):
    a = 1 / (1 + np.exp(-z))
    return a * (1 - a)


def neuron_slope(x, w, b):
    z = x @ w + b
    return sigmoid_prime(z)


_RETURN = "return sigmoid_prime(z)"

DEBUG = Code(
    id="2.6",
    title="The slope that is nearly right",
    prompt=r"The function should return how fast a sigmoid neuron's activation answers to its "
    r"sum, $\sigma'(z)$. It runs, and its numbers look plausible, but a check against the central "
    r"difference fails. **Two** mistakes are hidden in it. Find and mend both.",
    function="neuron_slope",
    starter='''import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


def neuron_slope(x, w, b):
    """Slope of the activation with respect to z = x . w + b.

    >>> x, w = np.array([1.0, 2.0, 3.0]), np.array([0.2, -0.5, 0.4])
    >>> print(f"{neuron_slope(x, w, 0.1):.6f}")
    0.235004
    """
    z = x @ w
    a = sigmoid(z)
    return sigmoid_prime(a)
''',
    answer=neuron_slope,
    source=source_of(sigmoid_prime, neuron_slope),
    cases=(
        (np.array([1.0, 2.0, 3.0]), np.array([0.2, -0.5, 0.4]), 0.1),
        (np.array([-2.0, 0.5]), np.array([1.5, 3.0]), -0.7),
        (np.array([[1.0, 2.0], [0.5, -3.0], [2.0, 0.0]]), np.array([0.8, 0.3]), 0.25),
    ),
    mistakes=(
        Mistake(
            broken(neuron_slope, (_RETURN, "return sigmoid_prime(1 / (1 + np.exp(-z)))")),
            "the slope at the activation",
            "The sum is right now. `sigmoid_prime` wants a pre-activation. What do you hand to it?",
        ),
        Mistake(
            broken(neuron_slope, (_RETURN, "return z * (1 - z)")),
            "the short form, with z in it",
            r"The short form of the slope is $a(1-a)$, in terms of the activation. You put $z$ "
            "into it.",
        ),
        Mistake(
            broken(neuron_slope, (_RETURN, "return 1 / (1 + np.exp(-z))")),
            "the activation, not its slope",
            r"This is $a=\sigma(z)$. The task is the slope there.",
        ),
        Mistake(
            broken(neuron_slope, (_RETURN, "return sigmoid_prime(z) * (1 - 2 / (1 + np.exp(-z)))")),
            "differentiated twice",
            r"This is how fast the slope itself changes, $\sigma''(z)$. The task is $\sigma'(z)$.",
        ),
        Mistake(
            broken(neuron_slope, ("x @ w + b", "x @ w")),
            "the bias is missing",
            "The slope is now taken in the right way, but at the wrong $z$: compare with equation "
            "(1.1).",
        ),
        Mistake(
            broken(neuron_slope, (_RETURN, "return sigmoid_prime(z) * z")),
            "multiplied by z",
            r"The slope with respect to $z$ has no factor $z$. Compare with equation (2.2b).",
        ),
        Mistake(
            broken(neuron_slope, (_RETURN, "return 1 - np.tanh(z) ** 2")),
            "the slope of tanh",
            "That is equation (2.3b). The neuron here is a sigmoid neuron.",
        ),
    ),
    hints=(
        "Check the lines from above: is `z` the sum of equation (1.1)? Then follow one number: "
        "which value does `sigmoid_prime` expect, and which does it get?",
        r"The bias is never used. And `sigmoid_prime(z)` computes $\sigma$ by itself, so $\sigma$ "
        "is applied twice.",
        r"`z = x @ w + b`. Then either hand `z` to `sigmoid_prime`, or use the activation that you "
        r"have: $a(1-a)$.",
    ),
    solution=r"The bias is missing in the sum. And `sigmoid_prime` applies $\sigma$ itself, so it "
    r"must be given $z$: `return sigmoid_prime(z)`, or `return a * (1 - a)` with the activation at "
    r"hand. With the bias mended the given code computes $\sigma'(\sigma(z))$, which at "
    r"$z=0.5$ is 0.227266 and not 0.235004. An activation always lies between 0 and 1, so this "
    r"wrong slope always lies between 0.1966 and 0.25: it never shows saturation.",
)

EXERCISES = (COLLAPSE, SLOPE, STABLE, HAT, LINEAR, DEBUG)
