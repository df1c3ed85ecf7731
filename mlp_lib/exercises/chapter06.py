"""Exercises of chapter 6, Gradient descent."""

from __future__ import annotations

import math

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


def slope(W):
    """C'(W) of the chapter's cost 6 (W - 2)^2."""
    return 12.0 * (W - 2.0)


# --- 6.1 ----------------------------------------------------------------------------------------

ONE_STEP = Numeric(
    id="6.1",
    title="One step",
    prompt=r"The same data, the same cost $C=6\,(W-2)^2$ and learning rate $\alpha=0.05$, but the "
    "start is $W=5$. Where does the first step lead?",
    lhs="W",
    answer=5 - 0.05 * slope(5),
    mistakes=(
        Mistake(
            5 + 0.05 * slope(5),
            "uphill",
            "The size of the step is right. In which direction does the cost fall?",
        ),
        Mistake(
            5 - 0.05 * 5 * slope(5),
            "a sum for the mean",
            "You used the slope of the sum of squares. The cost is the mean over five examples.",
        ),
        Mistake(
            5 - 0.05 * slope(5) / 2,
            "half the slope",
            "That is the step for half of the mean squared error. The 2 from the square is lost.",
        ),
        Mistake(
            0.05 * slope(5),
            "the step, not where it leads",
            "That is how far the weight moves. The question is where it arrives.",
        ),
        Mistake(
            5 - slope(5),
            "the learning rate is missing",
            "You subtracted the whole slope. Equation (6.1) has one more factor.",
        ),
        Mistake(
            5 - 0.05 * 6 * (5 - 2) ** 2,
            "the cost in place of its slope",
            "You scaled the cost. What is subtracted is its derivative.",
        ),
        Mistake(
            5 - 0.05 * slope(3),
            "the slope of another place",
            "This uses the slope at $W=3$. The start is a different one now.",
        ),
    ),
    hints=(
        "Which slope does the ball feel at $W=5$?",
        r"$C'(W)=12\,(W-2)$, so the slope at the start is $36$.",
        r"Subtract $\alpha$ times the slope from the weight: $5-0.05\cdot36$.",
    ),
    solution=r"The slope is $12\,(5-2)=36$, so $W=5-0.05\cdot36=3.2$. Check with equation (6.3a): "
    r"the error 3 becomes $0.4\cdot3=1.2$.",
)

# --- 6.2 ----------------------------------------------------------------------------------------

LIMIT = Derivation(
    id="6.2",
    title="The limit from the cost",
    prompt=r"We found $\alpha<2/\lambda$ from the error. Find it from the cost: take the parabola "
    r"$C=\frac12\lambda\theta^2$ with $\lambda>0$, and ask for which $\alpha$ one step lowers it.",
    steps=(
        Step(
            ask=r"The slope is $C'=\lambda\theta$. What is the cost after the step to "
            r"$\theta-\alpha C'$, exactly?",
            options=(
                Option(
                    text=r"$\frac12\lambda\theta^2-\frac12\lambda\alpha^2C'^2$",
                    says="The square of a difference has a middle term, and its last term is "
                    "positive.",
                ),
                Option(
                    text=r"$\frac12\lambda\theta^2-\alpha\lambda\theta\,C'"
                    r"+\frac12\lambda\alpha^2C'^2$",
                    says=r"The binomial formula, times $\frac12\lambda$.",
                    right=True,
                ),
                Option(
                    text=r"$\frac12\lambda\theta^2-\alpha C'^2$",
                    says="This follows the tangent line. It is equation (6.2) without its "
                    "remainder, and here we want the remainder.",
                ),
            ),
            then=r"$\frac12\lambda(\theta-\alpha C')^2=\frac12\lambda\theta^2"
            r"-\alpha\lambda\theta\,C'+\frac12\lambda\alpha^2C'^2$.",
        ),
        Step(
            ask=r"Two pieces have names already. Which form does the cost after the step take?",
            options=(
                Option(
                    text=r"$C-\alpha C'^2+\frac12\lambda\alpha^2C'^2$",
                    says=r"$\lambda\theta$ is the slope, so the middle term is $-\alpha C'^2$.",
                    right=True,
                ),
                Option(
                    text=r"$C-\alpha C'+\frac12\lambda\alpha^2C'^2$",
                    says=r"The middle term holds $\lambda\theta$ **and** $C'$. What is their "
                    "product?",
                ),
                Option(
                    text=r"$C-\alpha C'^2+\frac12\alpha^2C'^2$",
                    says=r"$\lambda$ has gone from the last term. Nothing there absorbs it.",
                ),
            ),
            then=r"The new cost is $C-\alpha C'^2+\frac12\lambda\alpha^2C'^2$: the $O(\alpha^2)$ "
            "of equation (6.2) is the last term.",
        ),
        Step(
            ask="Write the change of the cost as a product.",
            options=(
                Option(
                    text=r"$-\alpha C'^2\left(1+\frac12\alpha\lambda\right)$",
                    says="Multiply it out: the last term would get a minus.",
                ),
                Option(
                    text=r"$-\alpha C'^2\left(1-\alpha\lambda\right)$",
                    says=r"Multiply it out and compare the factor before $\lambda\alpha^2C'^2$.",
                ),
                Option(
                    text=r"$-\alpha C'^2\left(1-\frac12\alpha\lambda\right)$",
                    says=r"$-\alpha C'^2$ is common to both terms.",
                    right=True,
                ),
            ),
            then=r"The change is $-\alpha C'^2\left(1-\frac12\alpha\lambda\right)$.",
        ),
        Step(
            ask="Away from the minimum $C'^2>0$. When does the cost fall?",
            options=(
                Option(
                    text=r"for every $\alpha>0$",
                    says="The bracket can become negative. From which $\\alpha$ on?",
                ),
                Option(
                    text=r"for $0<\alpha<1/\lambda$",
                    says=r"At $\alpha=1/\lambda$ the bracket is $\frac12$, which is still "
                    "positive. Where does it reach zero?",
                ),
                Option(
                    text=r"for $0<\alpha<2/\lambda$",
                    says=r"Then $\alpha$ and the bracket are both positive.",
                    right=True,
                ),
                Option(
                    text=r"for $\alpha<2/\lambda$",
                    says=r"What about an $\alpha$ that is negative or zero?",
                ),
            ),
            then=r"The cost falls exactly when $\alpha\left(1-\frac12\alpha\lambda\right)>0$, "
            r"that is for $0<\alpha<2/\lambda$.",
        ),
    ),
    hints=(
        r"Put $\theta-\alpha C'$ in the place of $\theta$ in $\frac12\lambda\theta^2$ and expand.",
        r"Use $\lambda\theta=C'$ and $\frac12\lambda\theta^2=C$ to get rid of every $\theta$.",
        r"The change is $-\alpha C'^2$ times a bracket. The cost falls when $\alpha$ and the "
        "bracket have the same sign.",
    ),
    solution=r"With $C'=\lambda\theta$ the new cost is $\frac12\lambda(\theta-\alpha C')^2="
    r"\frac12\lambda\theta^2-\alpha\lambda\theta\,C'+\frac12\lambda\alpha^2C'^2="
    r"C-\alpha C'^2+\frac12\lambda\alpha^2C'^2$. The change is "
    r"$-\alpha C'^2\left(1-\frac12\alpha\lambda\right)$. Away from the minimum the cost falls "
    r"exactly for $0<\alpha<2/\lambda$; the gain is greatest at $\alpha=1/\lambda$. For our case "
    r"the last term is $864\,\alpha^2$, the remainder in the table: 2.16 at $\alpha=0.05$.",
)

# --- 6.3 ----------------------------------------------------------------------------------------


def _edge(entry: int, edge: float, below: str, above: str) -> tuple[Condition, Condition]:
    """Entry number ``entry`` may miss ``edge`` by 0.001."""
    one = [0.0, 0.0, 0.0]
    one[entry] = 1.0
    other = [-value for value in one]
    return (
        Condition(weights=tuple(one), constant=0.001 - edge, strict=False, says=below),
        Condition(weights=tuple(other), constant=0.001 + edge, strict=False, says=above),
    )


EDGE = Explore(
    id="6.3",
    title="Find the edge",
    prompt=r"Find in Figure 6.1 the largest $\alpha$ at which the ball does not move away, and "
    r"call it $\alpha_1$. Then predict, without a figure, the edge $\alpha_2$ for the **sum** of "
    r"the squared errors and the edge $\alpha_3$ for **half of the mean**. Three decimals do.",
    entries=(r"\alpha_1", r"\alpha_2", r"\alpha_3"),
    answer=(1 / 6, 1 / 30, 1 / 3),
    conditions=(
        *_edge(
            0,
            1 / 6,
            "At your $\\alpha_1$ the ball still comes in, from one side or from both. "
            "The edge is farther out.",
            "At your $\\alpha_1$ the ball swings farther out each time. Try a smaller one.",
        ),
        *_edge(
            1,
            1 / 30,
            r"$\alpha_1$ is right. At your $\\alpha_2$ the ball of the sum still comes in. "
            "How many times as steep is the sum as the mean?",
            r"$\alpha_1$ is right. At your $\\alpha_2$ the ball of the sum runs away. "
            "Is the sum steeper than the mean, or flatter? By which factor?",
        ),
        *_edge(
            2,
            1 / 3,
            r"$\alpha_1$ and $\alpha_2$ are right. At your $\\alpha_3$ the ball of the halved "
            "cost still comes in. What is its curvature?",
            r"$\alpha_1$ and $\alpha_2$ are right. At your $\\alpha_3$ even the halved cost "
            "lets the ball run away. What is its curvature?",
        ),
    ),
    mistakes=(
        Mistake(
            (1 / 12, 1 / 60, 1 / 6),
            "the best step, not the largest",
            "At these values one step arrives, the fastest there is. The edge lies where the "
            "factor is −1, not 0.",
        ),
        Mistake(
            (1 / 6, 1 / 6, 1 / 6),
            "one edge for all",
            "The minimum is the same for all three costs. Their curvature is not, and the edge "
            "depends on it.",
        ),
        Mistake(
            (1 / 6, 5 / 6, 1 / 12),
            "the wrong way round",
            "A larger curvature: does it allow a larger learning rate, or only a smaller one?",
        ),
    ),
    hints=(
        "At the edge the ball swings for ever between two places.",
        r"The edge is $2/\lambda$. What is $\lambda$ for $6\,(W-2)^2$, and what becomes of it when "
        "the cost is multiplied by a number?",
        r"The three curvatures are $12$, $5\cdot12$ and $\frac12\cdot12$.",
    ),
    solution=r"The ball swings for ever at $\alpha_1=2/12=1/6$; anything above leaves. The sum of "
    r"squares has $\lambda=60$ and the edge $\alpha_2=1/30$. Half of the mean has $\lambda=6$ and "
    r"the edge $\alpha_3=1/3$. The minimum is the same in all three; the curvature is not.",
)

# --- 6.4 ----------------------------------------------------------------------------------------


def descend(slope, W, alpha, tolerance=1e-6, max_steps=1000):
    for step in range(max_steps + 1):
        g = slope(W)
        if not math.isfinite(g):
            return W, step, "diverged"
        if abs(g) <= tolerance:
            return W, step, "converged"
        if step == max_steps:
            return W, step, "limit"
        W = W - alpha * g


_LIMIT = '        if step == max_steps:\n            return W, step, "limit"\n'

STOP = Code(
    id="6.4",
    title="A stopping rule",
    prompt="Write gradient descent with the three parts of a stopping rule: success, patience, "
    r"failure. Try it on the chapter's slope with $\alpha=0.05$, $1/6$ and $0.2$.",
    function="descend",
    starter='''import math


def descend(slope, W, alpha, tolerance=1e-6, max_steps=1000):
    """Gradient descent from W. Returns the last W, the number of steps, and a word.

    At each W, the first included, look at the slope before you step:
    "diverged"   it is not finite (math.isfinite says so);
    "converged"  its size is at most the tolerance;
    "limit"      neither, but max_steps steps have been made.

    >>> descend(lambda W: 12 * (W - 2), 3.0, 0.05)[1:]
    (18, 'converged')
    """
    return W, 0, "limit"
''',
    answer=descend,
    cases=(
        (slope, 3.0, 0.05),
        (slope, 1.0, 0.05),
        (slope, 3.0, 1 / 6),
        (slope, 3.0, 0.2, 1e-6, 5000),
        (slope, 2.0, 0.05),
        (slope, 3.0, 0.05, 1e-6, 18),
        (slope, 3.0, 0.05, 0.5, 3),
    ),
    mistakes=(
        Mistake(
            broken(descend, ("W - alpha * g", "W + alpha * g")),
            "uphill",
            "Your weight moves away from the minimum on one side, for every learning rate.",
        ),
        Mistake(
            broken(descend, ("W - alpha * g", "W - g")),
            "the learning rate is missing",
            "Every $\\alpha$ gives the same path. Which factor does equation (6.1) put before the "
            "slope?",
        ),
        Mistake(
            broken(descend, ("abs(g) <= tolerance", "g <= tolerance")),
            "the sign of the slope",
            "From the left of the minimum your loop stops at once and calls it converged. "
            "The slope is negative there. What should be small?",
        ),
        Mistake(
            broken(descend, ("not math.isfinite(g)", "False")),
            "no test for finite numbers",
            "With $\\alpha=0.2$ the slope becomes `nan`, and every comparison with `nan` is "
            "false. Your loop does not notice.",
        ),
        Mistake(
            broken(
                descend,
                ("not math.isfinite(g)", "False"),
                ("abs(g) <= tolerance", "not abs(g) > tolerance"),
            ),
            "ruin taken for success",
            "With $\\alpha=0.2$ your loop reports success: `nan > tolerance` is false. "
            "Look for failure before you look for success.",
        ),
        Mistake(
            broken(descend, (_LIMIT, ""), ("        if abs", _LIMIT + "        if abs")),
            "the last place is not looked at",
            "After the last allowed step the slope may be small enough. "
            "Test for success before you give up.",
        ),
        Mistake(
            broken(descend, ('W, step, "converged"', 'W, step + 1, "converged"')),
            "one step too many",
            "Count the steps that were made, not the places that were visited. "
            "How many steps does it take to start at the minimum?",
        ),
        Mistake(
            broken(
                descend,
                ("W = W - alpha * g", "W, old = W - alpha * g, W"),
                ("abs(g) <= tolerance", "step and abs(W - old) <= tolerance"),
            ),
            "the step is tested, not the slope",
            "You stop when the weight hardly moves. A tiny learning rate does that anywhere; "
            "the task asks about the slope.",
        ),
        Mistake(
            broken(descend, ("abs(g) <= tolerance", "abs(W) <= tolerance")),
            "the weight is tested, not the slope",
            "You ask whether the weight is small. What is small at a minimum?",
        ),
    ),
    conventions=(
        Mistake(
            broken(descend, ("not math.isfinite(g)", "not math.isfinite(W)")),
            "with the weight as the test",
            "You look for a weight that is not finite; the task looks at the slope, which "
            "overflows no later.",
        ),
    ),
    hints=(
        "One loop over the steps. In it: compute the slope, ask three questions, then step.",
        "The order of the questions matters: every comparison with `nan` is false, so ask first "
        "whether the slope is finite.",
        "Loop over `range(max_steps + 1)`: the last round may still find the slope small enough, "
        "but takes no step.",
    ),
    solution=r"Test for a finite slope first, because every comparison with `nan` is false. At "
    r"$\alpha=0.05$ it needs 18 steps: $12\cdot0.4^t\le10^{-6}$ holds from $t=18$ on. At "
    r"$\alpha=1/6$ it swings until the limit, at $0.2$ it diverges.",
)

# --- 6.5 ----------------------------------------------------------------------------------------

LOG = Choice(
    id="6.5",
    title="Read the log",
    prompt="A run on our data from $W=3$ printed the costs 6, 11.76, 23.05, 45.18. The author has "
    "been looking for the error in the gradient since yesterday. What do you say?",
    options=(
        Option(
            text="The cost rises, so the gradient has the wrong sign.",
            says=r"With $\alpha=1/30$ and a wrong sign the log would look like this. But each cost "
            "is 1.96 times the one before: which two factors of the **error** square to that?",
        ),
        Option(
            text="The gradient is right; the learning rate is too large.",
            says="Quite possible. But the same costs can come from a step in the other direction. "
            "What would you have to see to be sure?",
        ),
        Option(
            text="The costs cannot tell. Print $W$: does it change sides of the minimum?",
            says=r"The error grows by the factor 1.4 in size, and the costs hide its sign. If $W$ "
            "changes sides, the step is too long; if not, it goes the wrong way.",
            right=True,
        ),
        Option(
            text="The gradient is a sum in place of a mean: it is five times too large.",
            says="Five times the slope is the same as five times the learning rate: one of the "
            "ways to step too far. The log does not tell it from the others.",
        ),
        Option(
            text="The run has fallen into the wrong valley.",
            says="Our cost has one valley only. And in a valley the cost would not keep growing.",
        ),
    ),
    hints=(
        "Divide each cost by the one before.",
        "The cost is the square of the error, but for a factor. So the error grows by 1.4 in "
        "size. Is the factor 1.4 or −1.4?",
        r"$1-12\,\alpha=-1.4$ and $1+12\,\alpha=1.4$ both have a solution. What would you print "
        "to tell them apart?",
    ),
    solution=r"Each cost is 1.96 times the one before, so the error grows by the factor 1.4 in "
    r"size. The costs do not show its sign. With $+1.4$ the step goes uphill: $1+12\,\alpha=1.4$, "
    r"so $\alpha=1/30$ and a wrong sign. With $-1.4$ it goes downhill and too far: "
    r"$1-12\,\alpha=-1.4$, so $\alpha=0.2$. Ask for $\alpha$, or print $W$. It was "
    r"3, 0.6, 3.96, and so on: it changes sides, the gradient is right, and $\alpha=0.2$ is "
    r"above $1/6$. A quarter of it comes in.",
)

# --- 6.6 ----------------------------------------------------------------------------------------


def _well_slope(w):
    return 4 * w * w * w - 6 * w + 1


def _zero(low: float, high: float) -> float:
    """The zero of the slope between two points, halved down to neighbouring floats."""
    rising = _well_slope(high) > 0
    while low < (middle := (low + high) / 2) < high:
        low, high = (low, middle) if (_well_slope(middle) > 0) == rising else (middle, high)
    return high


LEFT, TOP, RIGHT = _zero(-2.0, -1.0), _zero(0.0, 1.0), _zero(1.0, 2.0)

BARRIER = Numeric(
    id="6.6",
    title="On the top of the barrier",
    prompt=r"On paper, a ball on the top of the double well's barrier stays there for ever. Start "
    rf"it at ${TOP:.6f}$, the top rounded to six decimals, with $\alpha=0.01$ and a few thousand "
    r"steps of $w\leftarrow w-\alpha\,(4w^3-6w+1)$. Where does it end? (Two decimals do.)",
    lhs="w",
    answer=LEFT,
    decimals=2,
    mistakes=(
        Mistake(
            TOP,
            "it does not stay",
            "That holds on the exact top. Six decimals miss it by a little. What becomes of a "
            "small error where the curvature is negative?",
        ),
        Mistake(
            RIGHT,
            "the other valley",
            "The ball leaves, but in the other direction. Which sign does the slope have at the "
            "start?",
        ),
        Mistake(
            0.0,
            "no valley there",
            "The ball stops where the slope is zero. Put your value into it.",
        ),
        Mistake(
            LEFT**4 - 3 * LEFT**2 + LEFT,
            "the height, not the place",
            "That is how deep the ball falls. The question is where.",
        ),
    ),
    hints=(
        "Rounding put the start a little to the side of the top. To which side?",
        rf"The top is at ${TOP:.8f}\ldots$, so the start lies to its left. There the slope is "
        "positive. Which way does a step against it go?",
        "It rolls into the left valley. Figure 6.2 and the cell after it show where its bottom is.",
    ),
    solution=rf"The exact top is at ${TOP:.8f}\ldots$, so ${TOP:.6f}$ lies a little to its left, "
    "where the slope is positive: the ball rolls left and ends at "
    rf"${LEFT:.6f}$. One more in the last decimal, and it rolls right, to ${RIGHT:.6f}$. From the "
    "floating-point number nearest to the top it stays, because there the computed slope is "
    r"exactly zero. A push of $10^{-15}$ is already enough: the error grows by the factor "
    rf"$1-0.01\cdot({12 * TOP**2 - 6:.6f})$ in each step, and after some hundred steps you can "
    "see it.",
)

EXERCISES = (ONE_STEP, LIMIT, EDGE, STOP, LOG, BARRIER)
