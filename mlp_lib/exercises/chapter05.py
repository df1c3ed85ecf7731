"""Exercises of chapter 5, Partial derivatives and the gradient."""

from __future__ import annotations

import numpy as np

from mlp_lib.exercises.kinds import (
    Choice,
    Code,
    Condition,
    Explore,
    Mistake,
    Numeric,
    Option,
    broken,
)

# --- 5.1 ----------------------------------------------------------------------------------------


def _slopes(x, z):
    """Gradient of 2 z^3 x^2."""
    return np.array([4 * z**3 * x, 6 * z**2 * x**2])


TWO_SLOPES = Numeric(
    id="5.1",
    title="Two slopes",
    prompt=r"The glossary's own example: $f(x,z)=2z^3x^2$. What is $\nabla f$ at $x=1$, $z=2$? "
    r"Answer as $(\partial f/\partial x,\ \partial f/\partial z)$.",
    lhs=r"\nabla f",
    answer=_slopes(1.0, 2.0),
    mistakes=(
        Mistake(
            _slopes(1.0, 2.0)[::-1],
            "the order",
            "Both slopes are right. Which one comes first?",
        ),
        Mistake(
            _slopes(2.0, 1.0),
            "another place",
            "That is the gradient at $(2,1)$. Which number is $x$, and which is $z$?",
        ),
        Mistake(
            (2 * 2 * 1.0, 2 * 3 * 2.0**2),
            "the factor that is held fixed",
            "The other letter does not vanish. It stays where it is, as a number that multiplies.",
        ),
        Mistake(
            (2 * 3 * 2.0**2 * 2 * 1.0,) * 2,
            "both letters at once",
            "You differentiated by $x$, and then by $z$ as well. In a slice only one letter moves.",
        ),
        Mistake(
            (2 * 2 * 2.0**3 * 1.0**2, 3 * 2 * 2.0**3 * 1.0**2),
            "the power is not lowered",
            "The power has come down as a factor. What becomes of the power itself?",
        ),
        Mistake(
            (2 * 2.0**3 * 1.0, 2 * 2.0**2 * 1.0**2),
            "the power does not come down",
            "The powers are lowered, but each of them should also appear as a factor.",
        ),
        Mistake(
            2 * 2.0**3 * 1.0**2,
            "the height, not the slopes",
            "That is $f$ itself at this place. Asked are its two slopes.",
        ),
    ),
    hints=(
        "Cover one letter with your thumb: it is a number now. Which curve is left?",
        r"With $z$ fixed it is (a number) $\cdot\,x^2$, with $x$ fixed it is (a number) "
        r"$\cdot\,z^3$.",
        r"$\partial f/\partial x=2z^3\cdot2x$ and $\partial f/\partial z=2x^2\cdot3z^2$. Now put "
        "in the numbers.",
    ),
    solution=r"With $z$ fixed, $2z^3$ is a number, and $x^2$ has the slope $2x$: "
    r"$\partial f/\partial x=4z^3x=4\cdot8\cdot1=32$. With $x$ fixed, $2x^2$ is a number, and "
    r"$z^3$ has the slope $3z^2$: $\partial f/\partial z=6x^2z^2=6\cdot1\cdot4=24$. "
    r"So $\nabla f=(32,24)$, of length 40.",
)

# --- 5.2 ----------------------------------------------------------------------------------------

GRADIENT = np.array([4.0, 7.0])
ALONG = np.array([3.0, -4.0])

HILLSIDE = Numeric(
    id="5.2",
    title="Along the hillside",
    prompt=r"You stand on $f(x,z)=x^2z+3z$ at $(2,1)$ and set off along $(3,-4)$. How steep is the "
    "ground under your feet, as a rise per length walked?",
    lhs=r"D_{\mathbf u}f",
    answer=GRADIENT @ ALONG / 5,
    mistakes=(
        Mistake(
            GRADIENT @ ALONG,
            "not per length",
            "That is the rise for a step along the whole vector. How long is the vector?",
        ),
        Mistake(
            GRADIENT @ ALONG / 25,
            "divided by the square of the length",
            "A unit vector comes from dividing by the length. You divided by its square.",
        ),
        Mistake(
            GRADIENT @ ALONG / 7,
            "another length",
            "The length of a vector is not the sum of the sizes of its entries. Think of "
            "Pythagoras.",
        ),
        Mistake(
            GRADIENT @ np.abs(ALONG) / 5,
            "the sign of an entry",
            "You went along $(3,4)$. The second entry points the other way.",
        ),
        Mistake(
            GRADIENT @ np.abs(ALONG),
            "the sign of an entry, and not per length",
            "Two slips: you went along $(3,4)$, and took the rise for that whole vector. How "
            "long is it?",
        ),
        Mistake(
            GRADIENT[::-1] @ ALONG / 5,
            "the gradient turned round",
            "The slope along $x$ belongs to the first entry of the direction.",
        ),
        Mistake(
            np.linalg.norm(GRADIENT),
            "the steepest slope",
            "So steep it is in one direction only. Do you walk in that one?",
        ),
        Mistake(
            GRADIENT * ALONG / 5,
            "not added",
            "These are the contributions of the two inputs. The slope is one number.",
        ),
    ),
    hints=(
        r"Equation (5.3) needs two things: the gradient at the place, and a direction of length 1.",
        r"The gradient is $(4,7)$. The direction is $(3,-4)$ divided by its length, which is 5.",
        r"$\mathbf u=(0.6,-0.8)$, so the slope is $4\cdot0.6+7\cdot(-0.8)$.",
    ),
    solution=r"$\|(3,-4)\|=5$, so $\mathbf u=(0.6,-0.8)$ and "
    r"$D_{\mathbf u}f=4\cdot0.6-7\cdot0.8=2.4-5.6=-3.2$. You walk downhill: although $x$ grows, "
    r"$z$ falls, and $z$ has the greater slope. Forgetting to divide gives $-16$, steeper than "
    r"anything on this hillside, where the slope lies between $-8.06$ and $8.06$.",
)

# --- 5.3 ----------------------------------------------------------------------------------------

LEVEL = np.array([7.0, -4.0]) / np.sqrt(65)

FLAT = Explore(
    id="5.3",
    title="Neither up nor down",
    prompt=r"Again $f(x,z)=x^2z+3z$ at $(2,1)$. Find with the compass of Figure 5.1, then exactly, "
    r"a direction of slope 0. Give the unit vector $\mathbf u$ with $u_x>0$. Three decimals do.",
    entries=("u_x", "u_z"),
    answer=tuple(LEVEL.tolist()),
    conditions=(
        Condition(
            weights=(1.0, 0.0),
            constant=0.0,
            strict=True,
            says="Two opposite directions are level. The task asks for the one with $u_x>0$.",
        ),
        Condition(
            weights=(-4.0, -7.0),
            constant=0.0101,
            strict=False,
            says="Along your vector the ground still rises. Turn it away from the gradient.",
        ),
        Condition(
            weights=(4.0, 7.0),
            constant=0.0101,
            strict=False,
            says="Along your vector the ground falls. Turn it back towards the gradient.",
        ),
        Condition(
            weights=(1.0, 0.0),
            constant=0.001 - float(LEVEL[0]),
            strict=False,
            says="The direction is level. But your vector is shorter than 1.",
        ),
        Condition(
            weights=(-1.0, 0.0),
            constant=0.001 + float(LEVEL[0]),
            strict=False,
            says="The direction is level. But your vector is longer than 1.",
        ),
    ),
    mistakes=(
        Mistake(
            tuple((GRADIENT / np.sqrt(65)).tolist()),
            "the steepest way",
            "There the slope is greatest. The level way makes a right angle with it.",
        ),
        Mistake(
            tuple((GRADIENT[::-1] / np.sqrt(65)).tolist()),
            "a sign is missing",
            "Exchanging the entries is a good idea. Take the dot product with the gradient: what "
            "is still missing?",
        ),
        Mistake(
            (7.0, -4.0),
            "not of length 1",
            "Level it is. Now make it a unit vector.",
        ),
        Mistake(
            tuple((-LEVEL).tolist()),
            "the other level way",
            "It is level too. The task asks for the one with $u_x>0$.",
        ),
    ),
    hints=(
        "By equation (5.3) the slope is a dot product. When is a dot product zero?",
        r"The direction makes a right angle with $(4,7)$: $4u_x+7u_z=0$. Try whole numbers first.",
        r"$(7,-4)$ is level. Divide it by its length $\sqrt{7^2+4^2}$.",
    ),
    solution=r"$D_{\mathbf u}f=4u_x+7u_z=0$ holds for $(7,-4)$, because $28-28=0$, and for every "
    r"multiple of it. Its length is $\sqrt{49+16}=\sqrt{65}$, so "
    rf"$\mathbf u=(7,-4)/\sqrt{{65}}=({LEVEL[0]:.6f},{LEVEL[1]:.6f})$. The opposite vector is the "
    "only other one. Both run along the contour of height 7.",
)

# --- 5.4 ----------------------------------------------------------------------------------------

AT_THE_MINIMUM = Choice(
    id="5.4",
    title="Straight at the minimum",
    prompt=r"The bowl $q(x,z)=\frac12(x^2+25z^2)$ has its lowest point at the origin. From which "
    r"places does $-\nabla q$ point exactly at it?",
    options=(
        Option(
            text="From everywhere: that is what going against the gradient means.",
            says="Test it at $(10,1)$. Are $(-10,-25)$ and $(-10,-1)$ the same direction?",
        ),
        Option(
            text="From nowhere, unless the bowl is round.",
            says="Almost. Try a place where one of the two slopes is zero.",
        ),
        Option(
            text="From the diagonal $x=z$, where both inputs count alike.",
            says=r"There $-\nabla q=(-x,-25x)$, and the minimum lies along $(-x,-x)$.",
        ),
        Option(
            text="From the two axes, and from nowhere else.",
            says=r"$(x,25z)$ is a multiple of $(x,z)$ only if one of the two entries is zero.",
            right=True,
        ),
        Option(
            text="From places close to the origin.",
            says="Divide both entries of the place by a thousand. Both arrows shrink alike: does "
            "the angle between them change?",
        ),
    ),
    hints=(
        "The second surface of Figure 5.1 is such a bowl. Drag the point about: where does the "
        r"line through $\nabla q$ meet the origin?",
        r"They are $(-x,-25z)$ and $(-x,-z)$. When is one a positive multiple of the other?",
        r"$(x,25z)=c\,(x,z)$ asks for $x=cx$ and $25z=cz$. If $x\ne0$, what is $c$, and what does "
        "the second equation then say?",
    ),
    solution=r"$-\nabla q=(-x,-25z)$, and the origin lies along $(-x,-z)$. One is a multiple of "
    r"the other, $(x,25z)=c\,(x,z)$, if $x=cx$ and $25z=cz$. If $x\ne0$ then $c=1$, so "
    r"$24z=0$ and $z=0$. If $x=0$, any $z$ will do, with $c=25$. So it points at the minimum from "
    "the two axes only, from the origin itself apart, where there is no direction. A place picked "
    r"at random is on neither. If both curvatures are the same, 25 becomes 1, and it works from "
    "everywhere: the bowl is round.",
)

# --- 5.5 ----------------------------------------------------------------------------------------


def cubes(A):
    """A cost of an array of any shape: each entry counts differently, and they interact."""
    return A.sum() ** 3 / 10 + (A**3).ravel() @ np.arange(1, A.size + 1)


def numeric_gradient(f, A, h=1e-5):
    A = np.array(A, dtype=float)
    gradient = np.zeros(A.shape)
    for place in np.ndindex(A.shape):
        nudge = np.zeros(A.shape)
        nudge[place] = h
        gradient[place] = (f(A + nudge) - f(A - nudge)) / (2 * h)
    return gradient


def _in_whole_numbers(f, A, h=1e-5):
    A = np.array(A)
    gradient = np.zeros(A.shape)
    for place in np.ndindex(A.shape):
        kept = A[place]
        A[place] = kept + h
        above = f(A)
        A[place] = kept - h
        gradient[place] = (above - f(A)) / (2 * h)
        A[place] = kept
    return gradient


_LOOP = "    for place in np.ndindex(A.shape):\n"
_NUDGE = "        nudge = np.zeros(A.shape)\n"
_QUOTIENT = "(f(A + nudge) - f(A - nudge)) / (2 * h)"

NUMERIC_GRADIENT = Code(
    id="5.5",
    title="A numerical gradient",
    prompt=r"Write the gradient of a function $f$ of an array $A$, by central differences. $A$ may "
    "be a vector, a (2, 3) matrix or anything else, and the gradient has its shape. "
    "`np.ndindex(A.shape)` walks over all places of an array: `A[place]` is one entry.",
    function="numeric_gradient",
    starter='''import numpy as np


def numeric_gradient(f, A, h=1e-5):
    """Gradient of f at A, in the shape of A.

    Nudge one entry at a time by h, up and down. A itself stays as it is.

    >>> A = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    >>> numeric_gradient(lambda A: (A**2).sum(), A).round(6)
    array([[ 2.,  4.,  6.],
           [ 8., 10., 12.]])
    """
    gradient = np.zeros(A.shape)
    return gradient
''',
    answer=numeric_gradient,
    cases=(
        (cubes, np.array([[0.5, -1.0, 2.0], [1.5, 0.3, -0.7]])),
        (cubes, np.array([1.2, -0.4, 0.9])),
        (cubes, np.array([[0.2, 1.1], [-0.6, 0.8], [1.4, -1.3]])),
        (cubes, np.array([[1, 2, 3], [4, 5, 6]])),
    ),
    mistakes=(
        Mistake(
            broken(numeric_gradient, ("return gradient", "return gradient.ravel()")),
            "flattened",
            "The slopes are right, and the shape is lost. A program that learns subtracts the "
            "gradient from $A$, entry by entry.",
        ),
        Mistake(
            broken(numeric_gradient, ("return gradient", "return gradient.T")),
            "transposed",
            "The slope of $A_{jk}$ stands at the place $kj$. Which shape must a gradient have?",
        ),
        Mistake(
            broken(numeric_gradient, ("nudge[place]", "nudge[...]")),
            "all entries at once",
            "Every place gets the same number: the slope along the direction in which all entries "
            "move. What must be held fixed?",
        ),
        Mistake(
            broken(numeric_gradient, (_QUOTIENT, "(f(A + nudge) - f(A)) / h")),
            "one side only",
            "A difference to one side is off by about $h$ times half the curvature. Step to both "
            "sides.",
        ),
        Mistake(
            broken(numeric_gradient, ("/ (2 * h)", "/ h")),
            "the distance",
            "Every slope is twice too large. How far are the two places apart?",
        ),
        Mistake(
            broken(numeric_gradient, ("/ (2 * h)", "/ 2 * h")),
            "a bracket is missing",
            "Python works from left to right: `/ 2 * h` divides by 2 and then multiplies by $h$.",
        ),
        Mistake(
            broken(numeric_gradient, (_QUOTIENT, "(f(A - nudge) - f(A + nudge)) / (2 * h)")),
            "the sign",
            "Where $f$ rises your slope is negative. Which of the two values comes first?",
        ),
        Mistake(
            broken(numeric_gradient, (_LOOP + _NUDGE, _NUDGE[4:] + _LOOP)),
            "the nudge is not taken back",
            "The first slope is right, each later one is the sum of all slopes so far: each place "
            "inherits the nudges of the places before it.",
        ),
        Mistake(
            broken(
                numeric_gradient,
                ("np.ndindex(A.shape)", "range(len(A))"),
            ),
            "row by row",
            "On vectors it works. In a matrix `A[0]` is a whole row, so all its entries move "
            "together.",
        ),
        Mistake(
            _in_whole_numbers,
            "whole numbers swallow the nudge",
            "An array of whole numbers cannot hold 1.00001. What can you do with $A$ before you "
            "begin?",
        ),
    ),
    hints=(
        "Write it for one entry first: nudge it up, nudge it down, divide the difference by the "
        "distance.",
        "For each place make an array of zeros in the shape of $A$, and put $h$ at that place. "
        "Add it to $A$ and subtract it from $A$.",
        "In the loop: `nudge = np.zeros(A.shape)`, then `nudge[place] = h`, then "
        "`gradient[place] = (f(A + nudge) - f(A - nudge)) / (2 * h)`.",
    ),
    solution=r"Two evaluations of $f$ for each entry: twelve for a (2, 3) matrix, two million for "
    "a million weights. That is why nobody trains a network this way; but for **checking** a "
    "gradient on a few weights nothing is more honest, since it knows no formula. Chapter 9 gets "
    "all slopes at the price of a few evaluations.",
)

# --- 5.6 ----------------------------------------------------------------------------------------

X = np.array([[1.0, 2.0], [3.0, -1.0], [2.0, 4.0]])
Y = np.array([-2.5, 1.0, -1.0])
WEIGHTS = np.array([0.5, -1.0])
Y_HAT = X @ WEIGHTS
ERROR = Y_HAT - Y

TWO_WEIGHTS = Numeric(
    id="5.6",
    title="Two weights, three examples",
    prompt=r"A neuron without activation and bias, $\hat y=\mathbf x\cdot\mathbf w$, has "
    r"$\mathbf w=(0.5,-1)$. Its three inputs are $(1,2)$, $(3,-1)$, $(2,4)$, the targets "
    r"$-2.5$, $1$, $-1$. What is the gradient of its **mean** squared error,"
    r" $\left(\partial C/\partial w_1,\ \partial C/\partial w_2\right)$?",
    lhs=r"\nabla C",
    answer=2 / 3 * ERROR @ X,
    examples=3,
    mistakes=(
        Mistake(
            2 * ERROR.mean() * X.mean(axis=0),
            "means multiplied",
            "You took the mean of the errors and the mean of the inputs. Each error belongs to its "
            "own input: multiply first, then take the mean.",
        ),
        Mistake(
            2 * ERROR.sum() * X.sum(axis=0) / 3,
            "sums multiplied",
            "A sum of products is not the product of the sums. Multiply example by example first.",
        ),
        Mistake(
            2 / 3 * ERROR[:, None] * X,
            "not summed over the examples",
            "Here each example has a row of its own. The gradient has the shape of $\\mathbf w$.",
        ),
        Mistake(
            2 / 3 * (ERROR[:, None] * X).T,
            "transposed, and not summed",
            "Each example has a column of its own here. What is the shape of $\\mathbf w$?",
        ),
        Mistake(
            np.full(2, 2 * ERROR.mean()),
            "the inputs are missing",
            "That would be the slope along a bias. By equation (5.7) a weight has one factor more.",
        ),
        Mistake(
            2 * ERROR.mean() * WEIGHTS,
            "the weights for the inputs",
            r"$\hat y$ changes with a weight at the rate of its input. You took the other line "
            "of equation (5.7).",
        ),
        Mistake(
            (ERROR**2) @ X / 3,
            "the square is not differentiated",
            "The slope of a square is not the square. What is the derivative of $e^2$ by $e$?",
        ),
        Mistake(
            2 / 3 * Y_HAT @ X,
            "the predictions for the errors",
            "You used $\\hat y$ where $\\hat y-y$ belongs: the targets are missing.",
        ),
        Mistake(
            2 / 3 * Y @ X,
            "the targets for the errors",
            "You used $y$ where $\\hat y-y$ belongs: the predictions are missing.",
        ),
        Mistake(
            2 * ((Y_HAT - Y[:, None])[:, :, None] * X).mean(axis=(0, 1)),
            "every prediction against every target",
            "The mean of nine errors: a row of predictions minus a column of targets is a table. "
            "Which target belongs to which prediction?",
        ),
        Mistake(
            2 / 3 * (X @ WEIGHTS + Y) @ X,
            "the sign of the target",
            "You added the targets to the predictions. An error is a difference.",
        ),
    ),
    hints=(
        r"One example first: the loss is $(\hat y-y)^2$. By the chain rule, what is its slope "
        "along $w_1$?",
        r"It is $2(\hat y-y)\,x_1$. The predictions are $-1.5$, $2.5$, $-3$, so the errors are "
        "$1$, $1.5$, $-2$.",
        r"$\partial C/\partial w_1=\frac23\,(1\cdot1+1.5\cdot3-2\cdot2)$, and the second entry "
        "likewise with the second inputs.",
    ),
    solution=r"The predictions are $-1.5$, $2.5$, $-3$, the errors $\hat y-y$ are $1$, $1.5$, $-2$."
    r" For one example $\partial(\hat y-y)^2/\partial w_j=2(\hat y-y)\,x_j$, and the cost is the "
    r"mean: $\partial C/\partial w_1=\frac23(1\cdot1+1.5\cdot3-2\cdot2)=\frac23\cdot1.5=1$ and "
    r"$\partial C/\partial w_2=\frac23(1\cdot2-1.5\cdot1-2\cdot4)=\frac23\cdot(-7.5)=-5$. In code: "
    "`2 / 3 * error @ X`, where `error` has shape (3,) and `X` has shape (3, 2), so the result "
    "has shape (2,), as $\\mathbf w$ has.",
)

EXERCISES = (TWO_SLOPES, HILLSIDE, FLAT, AT_THE_MINIMUM, NUMERIC_GRADIENT, TWO_WEIGHTS)
