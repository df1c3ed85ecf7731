"""Exercises of chapter 10, Checking gradients and automatic differentiation."""

from __future__ import annotations

import math

import numpy as np

from mlp_lib.exercises.kinds import (
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

# --- 10.1 ---------------------------------------------------------------------------------------

A, B = 3.0, -2.0


def adjoints(
    add_at_a=True, last_at_a=None, add_at_u=True, wait=True, product="other", plus=(1.0, 1.0)
):
    """Adjoints of a and b for u = a b, v = u + a, f = u v; each argument is a way to slip."""
    u = A * B
    v = u + A
    u_bar, v_bar = v, u  # f pays u and v
    to_u, to_a = v_bar * plus[0], v_bar * plus[1]  # v pays u and a
    if wait:
        u_bar = u_bar + to_u if add_at_u else to_u
    by_a, by_b = (B, A) if product == "other" else (A, B)
    payments = {"sum": to_a, "product": u_bar * by_a}
    a_bar = sum(payments.values()) if add_at_a else payments[last_at_a]
    return [a_bar, u_bar * by_b]


TWO_USES = Numeric(
    id="10.1",
    title="Two uses, two payments",
    prompt="A tape holds $u=ab$, then $v=u+a$, then $f=uv$. At $a=3$ and $b=-2$, what is "
    r"$(\bar a,\bar b)$, the slope of $f$ by each of the two? Do it on the tape, from the last "
    "value to the first.",
    lhs=r"(\bar a,\bar b)",
    answer=adjoints(),
    mistakes=(
        Mistake(
            adjoints(add_at_a=False, last_at_a="product"),
            "one payment overwritten",
            "$b$ is right. But $a$ stands in two rows of the tape, and you kept what the product "
            "paid only.",
        ),
        Mistake(
            adjoints(add_at_a=False, last_at_a="sum"),
            "the other payment overwritten",
            "$b$ is right. But $a$ stands in two rows of the tape, and you kept what the sum paid "
            "only.",
        ),
        Mistake(
            adjoints(wait=False),
            "paid too early",
            "$u$ passed on what it had from $f$, before $v$ had paid it. Who uses $u$?",
        ),
        Mistake(
            adjoints(add_at_u=False),
            "overwritten in the middle",
            "$u$ is used by $v$ and by $f$ itself. You kept only one of the two payments.",
        ),
        Mistake(
            adjoints(product="own"),
            "its own factor",
            "The slope of $ab$ by $a$ is the **other** factor.",
        ),
        Mistake(
            adjoints(plus=(A, A * B)),
            "a sum treated as a product",
            "In $v=u+a$, how much does $v$ move when $u$ moves by 1?",
        ),
        Mistake(
            [A * B + A + A * B, A * B],
            "the adjoints of the middle",
            r"These are $\bar u$ and $\bar v$, and they are right. Now let them pay.",
        ),
        Mistake(
            adjoints()[::-1],
            "the wrong way round",
            r"Both numbers are right. Which one belongs to $a$?",
        ),
    ),
    hints=(
        r"Forward first: $u=-6$, $v=-3$, $f=18$. Then $\bar f=1$, and $f=uv$ pays twice.",
        r"$\bar v=u=-6$. And $u$ has two users: $\bar u=v+\bar v\cdot1$.",
        r"$\bar u=-9$. Now $\bar b=\bar u\cdot a$, and $\bar a=\bar u\cdot b+\bar v\cdot1$.",
    ),
    solution=r"Forward: $u=-6$, $v=-3$, $f=18$. Backward: $f$ pays $\bar v=u=-6$ and gives $u$ a "
    r"first payment of $v=-3$. Then $v$ pays 1 times $-6$ to $u$ and to $a$. Now $u$ is complete, "
    r"$\bar u=-9$, and pays $\bar b=-9\cdot3=-27$ and, to $a$, $-9\cdot(-2)=18$. Together "
    r"$\bar a=-6+18=12$. To check: $f=a^2b^2+a^2b$ has the slopes $2ab^2+2ab=12$ and "
    r"$2a^2b+a^2=-27$.",
)

# --- 10.2 ---------------------------------------------------------------------------------------


def derivatives(f, *x):
    values = [Value(number) for number in x]
    result = f(*values)
    backward(result)
    backward(result)  # on purpose: the second call must change nothing
    return result.data, [value.grad for value in values]


class Value:
    """A number that remembers where it came from."""

    def __init__(self, data, inputs=()):
        self.data, self.inputs, self.grad = data, inputs, 0.0

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, n):
        return Value(self.data**n, ((self, n * self.data ** (n - 1)),))

    def relu(self):
        return Value(max(0.0, self.data), ((self, float(self.data > 0)),))

    def exp(self):
        e = math.exp(self.data)
        return Value(e, ((self, e),))


def backward(result):
    order, seen = [], set()

    def visit(value):
        if id(value) not in seen:
            seen.add(id(value))
            for source, _ in value.inputs:
                visit(source)
            order.append(value)

    visit(result)
    for value in order:
        value.grad = 0.0
    result.grad = 1.0
    for value in reversed(order):
        for source, slope in value.inputs:
            source.grad += value.grad * slope


TAPE_PARTS = (derivatives, Value, backward)


def used_twice(a, b):
    return (a * b) * (a + b)


def doubled(a):
    return a + a


def uneven(x):
    u = x * x
    w = u + 1.0
    return u * w


def uneven_too(x):
    u = x * x
    w = u + 1.0
    return w * u


def smooth(a, b):
    return (a * b).exp() + a**3 * 0.5


def hinge(a, b):
    return (a * b + -1.0).relu() * a


TAPE = Code(
    id="10.2",
    title="A tape of your own",
    prompt="Complete the tape: `__mul__`, `__pow__` (the exponent is a number), `relu`, `exp` and "
    "`backward`. The function `derivatives` uses it and stays as it is. It calls `backward` "
    "twice, which must do no harm.",
    function="derivatives",
    starter='''import math


def derivatives(f, *x):
    """The value of f(*x), and its slope by each number of x.

    >>> derivatives(lambda a, b: (a * b) * (a + b), -2.0, 3.0)
    (-6.0, [-3.0, -8.0])
    """
    values = [Value(number) for number in x]
    result = f(*values)
    backward(result)
    backward(result)  # on purpose: the second call must change nothing
    return result.data, [value.grad for value in values]


class Value:
    """A number that remembers where it came from."""

    def __init__(self, data, inputs=()):
        # inputs: pairs of a value and the local slope by it
        self.data, self.inputs, self.grad = data, inputs, 0.0

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other): ...

    def __pow__(self, n): ...

    def relu(self): ...

    def exp(self): ...


def backward(result):
    """Fill grad of everything that the result depends on."""
''',
    answer=derivatives,
    source=source_of(*TAPE_PARTS),
    cases=(
        (used_twice, 1.5, -0.7),
        (doubled, 0.4),
        (uneven, 3.0),
        (uneven_too, 3.0),
        (smooth, 0.5, -0.8),
        (hinge, 2.0, 1.5),
        (hinge, 1.0, 0.5),
    ),
    mistakes=(
        Mistake(
            broken(TAPE_PARTS, ("source.grad += value", "source.grad = value")),
            "payments overwritten",
            "A value that is used twice keeps only its last payment.",
        ),
        Mistake(
            broken(TAPE_PARTS, ("    for value in order:\n        value.grad = 0.0\n", "")),
            "not cleared",
            "The second call of `backward` starts with the adjoints of the first.",
        ),
        Mistake(
            broken(
                TAPE_PARTS,
                (
                    "            for source, _ in value.inputs:\n"
                    "                visit(source)\n"
                    "            order.append(value)\n",
                    "            order.append(value)\n"
                    "            for source, _ in value.inputs:\n"
                    "                visit(source)\n",
                ),
                ("reversed(order)", "order"),
            ),
            "paid too early",
            "Where paths of unequal length meet, a value passes on what it has before all its "
            "users have paid. When is it safe to write a value down?",
        ),
        Mistake(
            broken(TAPE_PARTS, ("reversed(order)", "order")),
            "from the wrong end",
            "The inputs pay first, and they have nothing yet. Where does the 1 stand?",
        ),
        Mistake(
            broken(TAPE_PARTS, ("result.grad = 1.0", "result.grad = 0.0")),
            "nothing to pay",
            "All slopes are 0. What is the slope of the result by itself?",
        ),
        Mistake(
            broken(
                TAPE_PARTS,
                (
                    "((self, other.data), (other, self.data))",
                    "((self, self.data), (other, other.data))",
                ),
            ),
            "its own factor",
            "The slope of a product by one factor is the other one.",
        ),
        Mistake(
            broken(TAPE_PARTS, ("n * self.data ** (n - 1)", "n * self.data**n")),
            "the exponent stays",
            "The power rule lowers the exponent by one.",
        ),
        Mistake(
            broken(TAPE_PARTS, ("n * self.data ** (n - 1)", "self.data ** (n - 1)")),
            "the exponent does not come down",
            "The power rule has a factor in front.",
        ),
        Mistake(
            broken(TAPE_PARTS, ("float(self.data > 0)", "max(0.0, self.data)")),
            "the ReLU in place of its slope",
            "Where the ReLU is on, it passes a nudge on as it is, whatever the value.",
        ),
        Mistake(
            broken(TAPE_PARTS, ("((self, float(self.data > 0)),)", "((self, 1.0),)")),
            "the ReLU never off",
            "Below zero the ReLU does not move at all.",
        ),
        Mistake(
            broken(TAPE_PARTS, ("((self, e),)", "((self, self.data),)")),
            "the slope of exp",
            "The exponential is its own slope: its own **value**, not its input.",
        ),
    ),
    hints=(
        "Each operation is one line, like `__add__`: the number, and a pair for each input. "
        "Mind the comma in `((self, slope),)`.",
        "`backward` has four parts: find the order, clear all adjoints, set the last one to 1, "
        "pay in reverse order with `+=`.",
        "For the order, visit the inputs of a value first, then append the value, and remember "
        "with `id(value)` who has been visited.",
    ),
    solution="As in the chapter. The three safeguards are `+=` where payments arrive, an order in "
    "which nobody pays before all its users have, and adjoints that begin at 0 in each call.",
)

# --- 10.3 ---------------------------------------------------------------------------------------


def worst_error(grad, z, h):
    a = grad(z)
    n = (np.maximum(z + h, 0) - np.maximum(z - h, 0)) / (2 * h)
    size = np.abs(a) + np.abs(n)
    errors = np.abs(a - n) / np.where(size > 0, size, 1.0)
    fair = np.abs(z) > h  # both sides of the step lie on one piece
    return float(np.max(errors[fair], initial=0.0))


def relu_slope(z):
    return (z > 0) * 1.0


def leaky_slope(z):
    return np.where(z > 0, 1.0, 0.3)


def tripled_slope(z):
    return (z > 0) * 3.0


WOLF = Code(
    id="10.3",
    title="The check that cries wolf",
    prompt="This check reports a relative error of 1 for a layer of ReLUs, and its author has been "
    r"looking for the bug in `backward` all afternoon. It is not there: one $z$ of the layer is "
    "0. Mend the **check**. It should leave out the entries on which it cannot judge, and only "
    "those, so that it still finds a slope that is really wrong. If nothing is left, the error "
    "is 0.",
    function="worst_error",
    starter='''import numpy as np


def worst_error(grad, z, h):
    """Largest relative error of grad(z), the slope of the ReLU.

    >>> z = np.array([-0.3, 0.0, 0.8])
    >>> worst_error(lambda z: (z > 0) * 1.0, z, 0.01) < 1e-9
    True
    """
    a = grad(z)
    n = (np.maximum(z + h, 0) - np.maximum(z - h, 0)) / (2 * h)
    size = np.abs(a) + np.abs(n)
    errors = np.abs(a - n) / np.where(size > 0, size, 1.0)
    return float(np.max(errors, initial=0.0))
''',
    answer=worst_error,
    cases=(
        (relu_slope, np.array([-0.3, 0.0, 0.8, 1.7]), 0.01),
        (relu_slope, np.array([0.004, 1.2, -0.7]), 0.01),
        (relu_slope, np.array([-0.004, 1.2, -0.7]), 0.01),
        (leaky_slope, np.array([-0.9, 0.0, 0.6]), 0.01),
        (tripled_slope, np.array([-0.9, 0.003, 0.6]), 0.02),
        (tripled_slope, np.array([0.03, -0.5, 0.0]), 0.02),
        (relu_slope, np.array([0.0, 0.001]), 0.01),
    ),
    mistakes=(
        Mistake(
            broken(worst_error, ("np.abs(z) > h", "z != 0")),
            "only the kink itself",
            r"At $z=0$ it is silent now. But a step of $h$ also crosses the kink from nearby.",
        ),
        Mistake(
            broken(worst_error, ("np.abs(z) > h", "z > h")),
            "half of the world left out",
            "Entries far below the kink can be judged as well as those above it.",
        ),
        Mistake(
            broken(worst_error, ("np.abs(z) > h", "z < -h")),
            "the other half left out",
            "Entries far above the kink can be judged as well as those below it.",
        ),
        Mistake(
            broken(
                worst_error,
                ("np.abs(z) > h", "z == z"),
                ("    a = grad(z)\n", "    a = np.where(np.abs(z) < h, 0.5, grad(z))\n"),
            ),
            "the slope bent to fit",
            "You changed the slope so that it agrees at 0. The convention 0 is as good as ½, and "
            "beside the kink the check still complains.",
        ),
        Mistake(
            broken(
                worst_error,
                ("np.abs(z) > h", "z == z"),
                (
                    "(np.maximum(z + h, 0) - np.maximum(z - h, 0)) / (2 * h)",
                    "(np.maximum(z + h, 0) - np.maximum(z, 0)) / h",
                ),
            ),
            "one-sided",
            "A one-sided step meets the kink too, from one side.",
        ),
        Mistake(
            broken(
                worst_error,
                ("np.abs(z) > h", "z == z"),
                ("    a = grad(z)\n", "    a, h = grad(z), h / 1000\n"),
            ),
            "a smaller step",
            "That helps near the kink. On the kink every step crosses it, however small.",
        ),
        Mistake(
            broken(worst_error, ("np.abs(z) > h", "errors < 0.5")),
            "large errors left out",
            "A check that ignores what it dislikes finds nothing. Decide by where $z$ lies, not by "
            "the error.",
        ),
        Mistake(
            broken(worst_error, ("np.abs(z) > h", "np.abs(z) < h")),
            "the wrong ones left out",
            "You kept just those entries whose step crosses the kink.",
        ),
    ),
    hints=(
        r"For which $z$ do $z+h$ and $z-h$ lie on different pieces of the ReLU?",
        r"Where $|z|$ is smaller than the step. Above and below, the check is fair.",
        "`fair = np.abs(z) > h`, and then the maximum of `errors[fair]` only.",
    ),
    solution=r"The step crosses the kink exactly where $|z|<h$. There the difference mixes the "
    r"slopes 0 and 1, and at $z=0$ gives ½, which is neither. Those entries are left out, all "
    "others are judged. Near the kink one could also repeat the check with a smaller $h$, but for "
    "$z=0$ no step is small enough.",
)

# --- 10.4 ---------------------------------------------------------------------------------------

EPSILON_64, EPSILON_32 = float(np.finfo(np.float64).eps), float(np.finfo(np.float32).eps)
Z = 0.5
S = 1 / (1 + math.exp(-Z))
F = S**2  # sigma(z)^2 and its second and third derivative
F2 = (4 * S - 6 * S**2) * S * (1 - S)
F3 = ((4 - 12 * S) * (S - S**2) + (4 * S - 6 * S**2) * (1 - 2 * S)) * S * (1 - S)
BEST = (
    math.log10((3 * EPSILON_64 * F / abs(F3)) ** (1 / 3)),
    math.log10(2 * math.sqrt(EPSILON_64 * F / abs(F2))),
    math.log10((3 * EPSILON_32 * F / abs(F3)) ** (1 / 3)),
)


def within_a_power(entry: int, before: str, small: str, large: str) -> tuple[Condition, Condition]:
    """Entry number ``entry`` may miss its best power, which is no whole number, by one or so."""
    one = tuple(float(k == entry) for k in range(3))
    other = tuple(-v for v in one)
    return (
        Condition(weights=one, constant=1.25 - BEST[entry], strict=False, says=f"{before} {small}"),
        Condition(
            weights=other, constant=1.25 + BEST[entry], strict=False, says=f"{before} {large}"
        ),
    )


BEST_STEP = Explore(
    id="10.4",
    title="The best step",
    prompt=r"Take $f(z)=\sigma(z)^2$ at $z=0.5$, and steps $h=10^m$. Which power $m$ gives the "
    r"smallest error: for the central difference with 64 bits, for the one-sided difference with "
    r"64 bits, and for the central difference with 32 bits? Estimate first, from (10.2b) with "
    r"$f$ and its derivatives of ordinary size. Then look for the lowest points in Figure 10.1. "
    "One power too many or too few is accepted.",
    entries=(r"m_{64}", r"m_{\mathrm{one}}", r"m_{32}"),
    answer=(-5.0, -7.0, -2.0),
    conditions=(
        *within_a_power(
            0,
            "Central, 64 bits:",
            "with a step as small as this, rounding has taken over.",
            "with a step as large as this, the bend of the curve still dominates.",
        ),
        *within_a_power(
            1,
            "The first is right. One-sided:",
            "here rounding has taken over.",
            "here the bend dominates. It falls only with $h$, so the step must be smaller than "
            "for the central difference.",
        ),
        *within_a_power(
            2,
            "Two are right. 32 bits:",
            "rounding is coarser by nine powers of ten. The step must be larger.",
            "this is larger than needed: even with 32 bits the bend dominates.",
        ),
    ),
    mistakes=(
        Mistake(
            (-16.0, -16.0, -7.0),
            "as small as possible",
            "At steps of the size of the rounding itself, nothing but noise is left. Which error "
            "grows when $h$ shrinks?",
        ),
        Mistake(
            (-8.0, -8.0, -4.0),
            "one rule for all",
            r"$\sqrt\epsilon$ belongs to the one-sided difference. The central one bends with "
            "$h^2$ and can afford longer steps.",
        ),
        Mistake(
            (-5.0, -5.0, -2.0),
            "the other rule for all",
            r"$\epsilon^{1/3}$ belongs to the central difference. The one-sided one bends more.",
        ),
        Mistake(
            (-5.0, -7.0, -5.0),
            "32 bits like 64",
            r"The first two are right. What is $\epsilon$ for 32 bits, and its cube root?",
        ),
        Mistake(
            (5.0, 7.0, 2.0),
            "the sign of the power",
            "Steps of a hundred thousand? A small step has a negative power.",
        ),
        Mistake(
            (1e-5, 1e-8, 1e-2),
            "the step for its power",
            "Good steps. But what is asked for is their powers: that of $10^{-5}$ is $-5$.",
        ),
    ),
    hints=(
        r"$\epsilon$ is about $10^{-16}$ with 64 bits and $10^{-7}$ with 32.",
        r"Central: the cube root of $\epsilon$. One-sided: the square root.",
        "A cube root takes a third of the power, a square root half of it. Round to whole powers, "
        "then compare with the figure: the constants shift the second one a little.",
    ),
    solution=rf"With the true values of $f$, $f''$ and $f'''$ the best powers are {BEST[0]:.1f}, "
    rf"{BEST[1]:.1f} and {BEST[2]:.1f}. The rules of thumb $\epsilon^{{1/3}}$ and $\sqrt\epsilon$ "
    "give about $-5$, $-8$ and $-2$: near enough, because the valley of the error is wide.",
)

# --- 10.5 ---------------------------------------------------------------------------------------


def numerical_gradient(cost, theta, h):
    slopes = np.zeros_like(theta)
    for place in np.ndindex(theta.shape):
        kept = theta[place]
        theta[place] = kept + h
        up = cost(theta)
        theta[place] = kept - h
        down = cost(theta)
        theta[place] = kept
        slopes[place] = (up - down) / (2 * h)
    return slopes, theta


def all_at_once(cost, theta, h):
    """The whole array is moved for every entry."""
    slope = (cost(theta + h) - cost(theta - h)) / (2 * h)
    return np.full_like(theta, slope), theta


def coupled(theta):
    """A cost in which every entry matters to every other."""
    return float(np.sum(theta**3) + np.sum(theta) ** 2)


def wavy(theta):
    """Another one."""
    return float(np.sum(np.sin(theta)) * np.sum(theta * theta))


_cases = np.random.default_rng(10)

TRACE = Code(
    id="10.5",
    title="A check that leaves no trace",
    prompt="A large network is checked where it stands: its arrays are moved entry by entry, in "
    "place, because copies would cost too much. Write `numerical_gradient`: the central "
    "difference for each entry of `theta`, an array of any shape. Return the slopes and `theta` "
    "itself, **in which every number is what it was before**.",
    function="numerical_gradient",
    starter='''import numpy as np


def numerical_gradient(cost, theta, h):
    """Central differences of cost(theta), and theta as it was.

    >>> theta = np.array([[1.0, 2.0, 3.0]])
    >>> slopes, after = numerical_gradient(lambda t: (t**2).sum(), theta, 0.01)
    >>> slopes.round(6).tolist(), after.tolist()
    ([[2.0, 4.0, 6.0]], [[1.0, 2.0, 3.0]])
    """
''',
    answer=numerical_gradient,
    cases=tuple(
        (cost, _cases.normal(size=shape), h)
        for cost, shape, h in (
            (coupled, (2, 3), 0.01),
            (wavy, (4,), 0.02),
            (coupled, (3, 1), 0.005),
        )
    ),
    mistakes=(
        Mistake(
            broken(
                numerical_gradient,
                ("        theta[place] = kept\n", ""),
            ),
            "not put back",
            r"Each entry stays $h$ lower than it was. The first slope is right, the later ones "
            "are taken at a place that has moved, and the network is spoiled.",
        ),
        Mistake(
            broken(
                numerical_gradient,
                ("        theta[place] = kept\n", "        theta[place] += 2 * h\n"),
            ),
            "put back too far",
            r"Each entry ends $h$ higher than it was. Keep the number, and put **it** back.",
        ),
        Mistake(
            broken(
                numerical_gradient,
                ("theta[place] = kept - h", "theta[place] -= h"),
            ),
            "only half the way back",
            "From $+h$ a step of $-h$ leads to the start, not to the other side. You divide by "
            "twice the distance.",
        ),
        Mistake(
            broken(
                numerical_gradient,
                ("theta[place] = kept - h", "theta[place] = kept"),
                ("(up - down) / (2 * h)", "(up - down) / h"),
            ),
            "one-sided",
            "Nothing is left behind, good. But this difference bends with $h$; look to both sides.",
        ),
        Mistake(
            broken(numerical_gradient, ("(up - down) / (2 * h)", "(up - down) / h")),
            "the width of the step",
            "How far apart are the two places?",
        ),
        Mistake(
            broken(numerical_gradient, ("(up - down)", "(down - up)")),
            "the sign",
            "Upper value minus lower value.",
        ),
        Mistake(
            all_at_once,
            "all entries moved together",
            "One slope for all: move one entry, and leave the others where they are.",
        ),
    ),
    hints=(
        "`for place in np.ndindex(theta.shape):` visits every entry of an array of any shape.",
        "In the loop: keep the number, go up, ask the cost, go down, ask again, put the number "
        "back.",
        "`kept = theta[place]` at the beginning of the loop, `theta[place] = kept` before its end.",
    ),
    solution="The number is kept in a variable and put back as it was. Adding `h` again instead "
    "would miss it by a rounding now and then, and in a long training such misses add up. If "
    "`cost` can raise an error, put the restoring line under `finally`.",
)

# --- 10.6 ---------------------------------------------------------------------------------------

ONE_SIDE = Derivation(
    id="10.6",
    title="What one side costs",
    prompt=r"The chapter found the best step of the central difference, (10.2b). Do the same for "
    r"the one-sided difference $\frac{f(x+h)-f(x)}{h}$. How many of 16 digits are left?",
    steps=(
        Step(
            ask="First the bending. How large is the error of the one-sided difference, if the "
            "machine made none?",
            options=(
                Option(
                    text=r"about $\frac{h^2}{6}|f'''(x)|$",
                    says="That is the central difference, in which the even powers cancel. Here "
                    "nothing cancels.",
                ),
                Option(
                    text=r"about $\frac h2|f''(x)|$",
                    says=r"By (4.2a): the first term that Taylor's formula leaves over.",
                    right=True,
                ),
                Option(
                    text=r"about $h\,|f'(x)|$",
                    says=r"$h\,f'(x)$ is what the difference is meant to find. The error comes "
                    "after it.",
                ),
            ),
            then=r"Bending: $\frac h2|f''(x)|$, by (4.2a).",
        ),
        Step(
            ask=r"Now rounding. Each of the two values may be wrong by $\epsilon|f(x)|$. How wrong "
            "may their quotient be?",
            options=(
                Option(
                    text=r"$\epsilon\,|f(x)|/h$",
                    says="Both values are rounded, and in the worst case in opposite directions.",
                ),
                Option(
                    text=r"$\epsilon\,|f(x)|/(2h)$",
                    says="Here one divides by $h$, not by $2h$, and two values are rounded.",
                ),
                Option(
                    text=r"$2\,\epsilon\,|f(x)|/h$",
                    says="Two errors in opposite directions, divided by $h$.",
                    right=True,
                ),
            ),
            then=r"Rounding: $2\,\epsilon\,|f(x)|/h$. Together, "
            r"$E(h)=\frac h2|f''(x)|+\frac{2\epsilon|f(x)|}{h}$.",
        ),
        Step(
            ask=r"Where is $E(h)$ smallest?",
            options=(
                Option(
                    text=r"$h^*=2\sqrt{\epsilon\,|f(x)|/|f''(x)|}$",
                    says=r"From $\frac12|f''|=2\epsilon|f|/h^2$.",
                    right=True,
                ),
                Option(
                    text=r"$h^*=4\,\epsilon\,|f(x)|/|f''(x)|$",
                    says=r"The slope of $1/h$ is $-1/h^2$. Take the root.",
                ),
                Option(
                    text=r"$h^*=0$, since smaller is better",
                    says=r"At $h\to0$ the second term grows without bound.",
                ),
            ),
            then=r"$\frac12|f''|-\frac{2\epsilon|f|}{h^2}=0$, so "
            r"$h^*=2\sqrt{\epsilon\,|f(x)|/|f''(x)|}$: near $\sqrt\epsilon$, about $10^{-8}$.",
        ),
        Step(
            ask=r"Put $h^*$ into $E$. What is left?",
            options=(
                Option(
                    text=r"of the order $\epsilon^{2/3}$: 11 of 16 digits remain",
                    says="That is what the central difference keeps. Put in the new step.",
                ),
                Option(
                    text=r"of the order $\epsilon$: all 16 digits remain",
                    says="Only the complex step can do that.",
                ),
                Option(
                    text=r"of the order $\sqrt\epsilon$: 8 of 16 digits remain",
                    says=r"Both terms are $\sqrt{\epsilon\,|f|\,|f''|}$ there.",
                    right=True,
                ),
            ),
            then=r"$E(h^*)=2\sqrt{\epsilon\,|f(x)|\,|f''(x)|}$: half of the digits.",
        ),
    ),
    hints=(
        "Two errors, one that grows with $h$ and one that falls. Write both down, then add.",
        r"(4.2a) gives $\frac h2f''$. Rounding gives $2\epsilon|f|$, divided by $h$.",
        r"The sum $ch+d/h$ is smallest at $h=\sqrt{d/c}$, where both terms are equal.",
    ),
    solution=r"Bending costs $\frac h2|f''|$, rounding $2\epsilon|f|/h$. The sum is smallest where "
    r"both are equal, at $h^*=2\sqrt{\epsilon|f|/|f''|}$, and there it is "
    r"$2\sqrt{\epsilon|f||f''|}$. With 64 bits this leaves 8 digits; the central difference, for "
    "two evaluations as well, leaves 11.",
)

EXERCISES = (TWO_USES, TAPE, WOLF, BEST_STEP, TRACE, ONE_SIDE)
