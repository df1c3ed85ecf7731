"""Exercises of chapter 4, Derivatives and the chain rule."""

from __future__ import annotations

import numpy as np

from mlp_lib.exercises.kinds import Code, Derivation, Mistake, Numeric, Option, Step, broken

# --- 4.1 ----------------------------------------------------------------------------------------


def C(x):
    return x**2 + 1


def B(u):
    return 3 * u - 2


def A(v):
    return v**3


def slope_C(x):
    return 2 * x


def slope_B(u):
    return 3.0


def slope_A(v):
    return 3 * v**2


x = 2.0

OWN_POINT = Numeric(
    id="4.1",
    title="Each at its own point",
    prompt=r"The same chain, $C(x)=x^2+1$, $B(u)=3u-2$ and $A(v)=v^3$, but now at $x=2$. What is "
    r"the slope of $f(x)=A(B(C(x)))$ there?",
    lhs="f'(2)",
    answer=slope_A(B(C(x))) * slope_B(C(x)) * slope_C(x),
    mistakes=(
        Mistake(
            slope_A(B(C(1.0))) * slope_B(C(1.0)) * slope_C(1.0),
            "the slope at the old place",
            "That is the slope at $x=1$, from the chapter. Which values do the functions receive "
            "when $x=2$?",
        ),
        Mistake(
            slope_A(x) * slope_B(x) * slope_C(x),
            "every slope at x",
            r"Each factor is right as a function. But does $A$ receive the number 2? "
            "Follow the values first.",
        ),
        Mistake(
            slope_A(C(x)) * slope_B(C(x)) * slope_C(x),
            "one function early",
            "You took $A'$ at the value of $C$. Which value does $A$ receive?",
        ),
        Mistake(
            slope_A(A(B(C(x)))) * slope_B(B(C(x))) * slope_C(C(x)),
            "one function late",
            "You took each slope at the value that its function gives. Take it at the value that "
            "its function receives.",
        ),
        Mistake(
            slope_A(B(C(x))),
            "the inner slopes are dropped",
            "That is how $f$ reacts to a nudge of $v$. A nudge of $x$ is multiplied twice before "
            "it gets there.",
        ),
        Mistake(
            slope_A(B(C(x))) * slope_B(C(x)),
            "the innermost slope is dropped",
            "That is how $f$ reacts to a nudge of $u$. One function still lies between $x$ "
            "and $u$.",
        ),
        Mistake(
            slope_A(B(C(x))) * slope_C(x),
            "the middle slope is dropped",
            "The first and the last factor are right. What does $B$ do to a nudge on its way?",
        ),
        Mistake(
            slope_B(C(x)) * slope_C(x),
            "the outer slope is dropped",
            "That is how $v$ reacts to a nudge of $x$. And then?",
        ),
        Mistake(
            slope_A(B(C(x))) + slope_B(C(x)) + slope_C(x),
            "slopes added",
            "Along a path one nudge is passed on from function to function. What does each one do "
            "to it?",
        ),
        Mistake(
            A(B(C(x))),
            "the value, not the slope",
            "That is $f(2)$. The question is how fast it changes.",
        ),
        Mistake(
            slope_A(slope_B(slope_C(x))),
            "derivatives inside each other",
            "You put the slopes into each other like the functions. Each slope multiplies a nudge; "
            "it takes the stored value.",
        ),
    ),
    hints=(
        "Run forward first. Which values do $C$, $B$ and $A$ receive?",
        "$C$ receives 2, $B$ receives 5, $A$ receives 13. Take each slope there.",
        r"The factors are $3\cdot13^2$, $3$ and $2\cdot2$.",
    ),
    solution=r"Forward: $u=5$, $v=13$, $f=2197$. Backward: $A'(13)=3\cdot169=507$, then "
    r"$507\cdot3=1521$, then $1521\cdot4=6084$. So $f'(2)=6084$: from $x=1$ to $x=2$ the "
    "multiplier has grown from 288 to more than twenty times as much. It is local indeed.",
)

# --- 4.2 ----------------------------------------------------------------------------------------

TWO_WAYS = Derivation(
    id="4.2",
    title="One power, two ways",
    prompt=r"Differentiate $f(x)=(x^2)^3$ as one power and as a chain. Then see why the two ways "
    r"agree for every $(x^m)^n$.",
    steps=(
        Step(
            ask="First way. Write $f$ as one power of $x$ and differentiate. What do you get?",
            options=(
                Option(
                    text="$5x^4$",
                    says=r"You added the exponents, as for $x^2\cdot x^3$. How many factors $x$ "
                    r"are in $x^2\cdot x^2\cdot x^2$?",
                ),
                Option(
                    text="$8x^7$",
                    says=r"That is the slope of $x^8$, with $2^3$ as the exponent. Write the "
                    "three squares beside each other and count.",
                ),
                Option(
                    text="$6x^5$",
                    says=r"$(x^2)^3=x^6$, and the power rule does the rest.",
                    right=True,
                ),
            ),
            then=r"As one power: $f(x)=x^6$, so $f'(x)=6x^5$.",
        ),
        Step(
            ask="Second way. The inner function is $g(x)=x^2$, the outer one $h(u)=u^3$. What is "
            "$h'(g(x))$?",
            options=(
                Option(
                    text="$3x^4$",
                    says="$h'(u)=3u^2$, taken at $u=x^2$.",
                    right=True,
                ),
                Option(
                    text="$3x^2$",
                    says="This is $h'$ taken at $x$. Which value does $h$ receive?",
                ),
                Option(
                    text="$12x^2$",
                    says="This is $h'$ taken at the **slope** of $g$. It is to be taken at the "
                    "value of $g$.",
                ),
            ),
            then=r"$h'(u)=3u^2$ at $u=x^2$ is $3x^4$.",
        ),
        Step(
            ask="What does the chain rule give?",
            options=(
                Option(
                    text="$3x^4$",
                    says="That is the outer factor alone. The square moves too, when $x$ does.",
                ),
                Option(
                    text=r"$3x^4\cdot2x$",
                    says="Outer slope times inner slope: $6x^5$ again.",
                    right=True,
                ),
                Option(
                    text=r"$3x^4+2x$",
                    says="One nudge passes through both functions. Each of them multiplies it.",
                ),
                Option(
                    text=r"$3x^2\cdot2x$",
                    says="Both factors are there, but the outer one is taken at $x$. You had it "
                    "right one step ago.",
                ),
            ),
            then=r"$f'(x)=3x^4\cdot2x=6x^5$, as before.",
        ),
        Step(
            ask=r"Now any $(x^m)^n$. The chain rule gives $n\,(x^m)^{n-1}\cdot m\,x^{m-1}$. Which "
            "power of $x$ is in it altogether?",
            options=(
                Option(
                    text="$x^{mn-m}$",
                    says="That is the outer factor. The inner slope brings powers of $x$ too.",
                ),
                Option(
                    text="$x^{m+n-2}$",
                    says=r"$(x^m)^{n-1}$ is $n-1$ factors $x^m$, not one.",
                ),
                Option(
                    text="$x^{mn-1}$",
                    says="$m(n-1)+(m-1)=mn-1$.",
                    right=True,
                ),
            ),
            then=r"$f'(x)=mn\,x^{mn-1}$, which is the power rule for $x^{mn}$. The two ways agree "
            "for all $m$ and $n$.",
        ),
    ),
    hints=(
        "Count the factors $x$ in $(x^2)^3$ by writing it out.",
        r"For the chain: the outer slope is $3u^2$. It is taken at $u=x^2$, and the inner slope "
        "is $2x$.",
        r"For the general case: $(x^m)^{n-1}=x^{m(n-1)}$. Multiply by $x^{m-1}$ and add the "
        "exponents.",
    ),
    solution=r"As one power $f(x)=x^6$ and $f'(x)=6x^5$. As a chain: $h'(u)=3u^2$, at $u=x^2$ it "
    r"is $3x^4$, times $g'(x)=2x$ is $6x^5$. In general "
    r"$n\,x^{m(n-1)}\cdot m\,x^{m-1}=mn\,x^{mn-1}$, which is the power rule for $x^{mn}$. Taken at "
    r"$x$ instead, the outer slope would give $3x^2\cdot2x=6x^3$: two powers too few.",
)

# --- 4.3 ----------------------------------------------------------------------------------------


def num_grad(f, x, h=1e-3):
    def central(h):
        return (f(x + h) - f(x - h)) / (2 * h)

    slope = central(h)
    return slope, 4 * (slope - central(h / 2)) / 3


def cube(x):
    return x**3


def error(W):
    return 30 * (W - 2) ** 2


REFEREE = Code(
    id="4.3",
    title="A referee that knows its error",
    prompt=r"Write a central difference that also says how far it is off, without knowing $f'$. "
    r"Let $c(h)$ be the central difference and $e$ its error, so $c(h)=f'+e$. With half the $h$ "
    r"the error is nearly $e/4$. Two central differences therefore give $e$.",
    function="num_grad",
    starter='''import numpy as np


def num_grad(f, x, h=1e-3):
    """Central difference of f at x with step h, and an estimate of its error.

    The error is what the central difference has too much.
    x is a number, or an array of places; both results have its shape.

    >>> slope, error = num_grad(lambda x: x**3, 2.0, h=0.1)
    >>> round(slope, 6), round(error, 6)
    (12.01, 0.01)
    """
    return 0.0 * x, 0.0 * x
''',
    answer=num_grad,
    cases=(
        (cube, 2.0, 0.1),
        (error, 3.0, 0.25),
        (cube, 2.0),
        (np.exp, np.array([0.0, 0.7, -1.0]), 0.1),
        (cube, -1.5, 0.1),
        (np.sin, np.array([0.5, 3.0]), 0.1),
    ),
    mistakes=(
        Mistake(
            broken(num_grad, ("f(x - h)", "f(x)"), ("(2 * h)", "h")),
            "one side only",
            "This is the forward difference. Its error shrinks like $h$; look to both sides.",
        ),
        Mistake(
            broken(num_grad, ("f(x + h)", "f(x)"), ("(2 * h)", "h")),
            "the other side only",
            "This looks backward only, and its error shrinks like $h$. Look to both sides.",
        ),
        Mistake(
            broken(num_grad, ("(2 * h)", "h")),
            "the distance is counted half",
            "How far apart are the two places where you call `f`?",
        ),
        Mistake(
            broken(num_grad, ("f(x - h)", "f(x)")),
            "half the change",
            "You divide by the distance of two places, but one of your places is `x` itself.",
        ),
        Mistake(
            broken(num_grad, ("(2 * h)", "2 * h")),
            "multiplied by h",
            "Python reads `/ 2 * h` from left to right: half, then **times** `h`.",
        ),
        Mistake(
            broken(num_grad, ("(f(x + h) - f(x - h))", "f(x + h) - f(x - h)")),
            "a bracket is missing",
            "Division comes before subtraction, so only one of the two values is divided.",
        ),
        Mistake(
            broken(num_grad, ("f(x + h) - f(x - h)", "f(x - h) - f(x + h)")),
            "the wrong way round",
            "Change divided by nudge: the nudge goes from `x - h` to `x + h`. And the change?",
        ),
        Mistake(
            broken(num_grad, ("f(x + h) - f(x - h)", "f(x + h) + f(x - h)")),
            "a sum for the change",
            "You add the two values. What changes between them?",
        ),
        Mistake(
            broken(num_grad, ("4 * (slope - central(h / 2)) / 3", "slope - central(h / 2)")),
            "the difference of the two",
            "Your slope is right. The two central differences differ by $e-e/4$. Which part of "
            "$e$ is that?",
        ),
        Mistake(
            broken(num_grad, ("4 * (slope - central(h / 2)) / 3", "2 * (slope - central(h / 2))")),
            "an error that halves",
            "Your slope is right. Your estimate would suit the forward difference, whose error "
            "halves with $h$.",
        ),
        Mistake(
            broken(num_grad, ("4 * (slope - central(h / 2)) / 3", "(slope - central(h / 2)) / 3")),
            "the error of the other one",
            "That is the error of the central difference with half the $h$. The task asks for the "
            "one with $h$.",
        ),
        Mistake(
            broken(num_grad, ("slope - central(h / 2)", "central(h / 2) - slope")),
            "the sign of the error",
            "Your slope is right. The error is what it has too much: slope minus truth.",
        ),
        Mistake(
            broken(num_grad, ("4 * (slope", "4 * abs(slope")),
            "the size of the error",
            "Your slope is right. But your estimate is never negative, and a central difference "
            "can also be too small.",
        ),
        Mistake(
            broken(num_grad, ("central(h / 2)", "central(2 * h)")),
            "doubled, not halved",
            "Your slope is right. For the second one you took twice the $h$; then its error is "
            "$4e$.",
        ),
        Mistake(
            broken(num_grad, ("def central(h)", "def central(_)")),
            "the same h twice",
            "Both central differences use the same `h`, so they cannot differ.",
        ),
    ),
    hints=(
        "First a central difference alone: change of `f` from `x - h` to `x + h`, divided by "
        "their distance.",
        r"Then two of them: $c(h)=f'+e$ and $c(h/2)=f'+e/4$. Subtract, and $f'$ drops out.",
        r"$c(h)-c(h/2)=\frac34e$. Solve for $e$, and return $c(h)$ and $e$.",
    ),
    solution=r"$c(h)-c(h/2)=e-\frac e4=\frac34e$, so $e=\frac43\,(c(h)-c(h/2))$. On $x^3$ this is "
    r"exact, because the error is $h^2$ and nothing else. For the parabola $E$ both differences "
    "are exact and the estimate is 0. Subtract $e$ from the slope, and you have a better slope: "
    "this is Richardson's extrapolation.",
)

# --- 4.4 ----------------------------------------------------------------------------------------

x = 3.0
value, slope_along_square, slope_along_copy = x**2 + x, 2 * x, 1.0

FORK = Numeric(
    id="4.4",
    title="A fork",
    prompt=r"Draw $y=x^2+x$ as a graph: $x$ is handed on twice, to $u=x^2$ and to $v=x$, and "
    r"$y=u+v$. What is $\frac{dy}{dx}$ at $x=3$, as a sum over paths? Figure 4.3 has this graph "
    "too; answer first.",
    lhs=r"\frac{dy}{dx}",
    answer=slope_along_square + slope_along_copy,
    mistakes=(
        Mistake(
            slope_along_square,
            "one path only",
            "That is the path through the square, or the product of both paths. The nudge also "
            "reaches $y$ by another way, and there the two effects are joined by the plus of $y$.",
        ),
        Mistake(
            slope_along_copy,
            "the short path only",
            "That is the direct path. In code this happens when `=` overwrites what the first "
            "path has brought.",
        ),
        Mistake(
            value,
            "the value, not the slope",
            "That is $y$ at $x=3$. The question is how it reacts to a nudge.",
        ),
        Mistake(
            slope_along_square + x,
            "a value for a slope",
            "The square is right. The other path hands $x$ on as it is: by what does it multiply "
            "a nudge?",
        ),
        Mistake(
            x**2 + slope_along_copy,
            "the square is not differentiated",
            "The direct path is right. Along the other one you took the value of $u$; take its "
            "slope.",
        ),
        Mistake(
            slope_along_square - slope_along_copy,
            "a path is subtracted",
            "Both paths push $y$ upwards.",
        ),
    ),
    hints=(
        "How many paths lead from $x$ to $y$? Each gives one term.",
        r"Along the first path the slopes are $2x$ and then $1$. What are they along the second?",
        r"The two paths contribute $2\cdot3\cdot1$ and $1\cdot1$. They meet in $y$.",
    ),
    solution=r"Through $u$: $1\cdot2x=6$. Through $v$: $1\cdot1=1$. The paths meet, so "
    r"$\frac{dy}{dx}=6+1=7$. Forgetting the second path gives 6, overwriting the first gives 1. "
    "Check: $y=x^2+x$ has the derivative $2x+1$.",
)

# --- 4.5 ----------------------------------------------------------------------------------------

dy = 0.02

WAY_BACK = Numeric(
    id="4.5",
    title="Mend the way back",
    prompt=r"The slope of the error at the output is $0.02$ per unit of $y$. Give the slopes at "
    r"$z$ and at $x$, in this order.",
    lhs=r"(dz,\ dx)",
    answer=(5 * dy, 4 * 5 * dy),
    mistakes=(
        Mistake(
            (dy / 5, dy / 5 / 4),
            "divided",
            "This is what the code computes: which nudge would have caused 0.02. The question is "
            "how the error **reacts** to one unit of $z$. How many units of $y$ is that?",
        ),
        Mistake(
            (5 * dy, 4 * dy),
            "not passed on",
            "The first is right. The second starts again from the output; but what reaches $x$ "
            "comes through $z$.",
        ),
        Mistake(
            (4 * dy, 5 * 4 * dy),
            "the stages in the wrong order",
            "The last is right. Coming from the output, which stage do you meet first?",
        ),
        Mistake(
            (5 * dy, 5 * dy / 4),
            "half mended",
            "The first is right. The next line of the code has the same fault.",
        ),
        Mistake(
            (5.0, 20.0),
            "the slopes of y",
            "That is how $y$ reacts. The task asks for the error, and that has a slope of its own "
            "at $y$.",
        ),
        Mistake(
            (4 * 5 * dy, 5 * dy),
            "the two in the other order",
            "Both numbers are right. The slope at $z$ comes first.",
        ),
        Mistake(
            (dy + 5, dy + 5 + 4),
            "added",
            "Along a path slopes are multiplied. Check the units: error per $y$, $y$ per $z$.",
        ),
    ),
    hints=(
        "Think in units: error per $y$ is known. You want error per $z$.",
        "Error per $z$ is error per $y$ times $y$ per $z$. How much does $y$ move when $z$ moves "
        "by one?",
        r"At $z$ it is $5\cdot0.02$. At $x$ it is 4 times that.",
    ),
    solution=r"Replace both divisions by multiplications: $dz=5\cdot0.02=0.1$ and "
    r"$dx=4\cdot0.1=0.4$. Check: nudge $x$ by 1, then $y$ moves by 20 and the error by "
    r"$20\cdot0.02=0.4$. The code's 0.001 is another quantity: the nudge of $x$ that moves $y$ by "
    "0.02.",
)

# --- 4.6 ----------------------------------------------------------------------------------------


def backward(pairs, x):
    received = []
    for function, _ in pairs:
        received.append(x)
        x = function(x)
    slopes, carried = [], 1.0
    for (_, slope), value in zip(pairs[::-1], received[::-1], strict=True):
        carried = carried * slope(value)
        slopes.append(carried)
    return x, slopes[::-1]


class Named:
    """A function that a message shows by its name."""

    def __init__(self, function):
        self.function = function

    def __call__(self, x):
        return self.function(x)

    def __repr__(self) -> str:
        return self.function.__name__


def named(*functions):
    """The chain of (function, slope) pairs made from functions and slopes in turn."""
    shown = [Named(function) for function in functions]
    return list(zip(shown[::2], shown[1::2], strict=True))


CHAIN = named(C, slope_C, B, slope_B, A, slope_A)
WAVES = named(B, slope_B, np.sin, np.cos, C, slope_C, A, slope_A)

ANY_CHAIN = Code(
    id="4.6",
    title="Any chain, backward",
    prompt="A chain is a list of pairs, function and slope, the innermost first. Write its forward "
    "and backward pass. Return the value at the end and, for each function, how the **end** reacts "
    "to a nudge of what that function receives. One backward walk is enough for all of them.",
    function="backward",
    starter='''import numpy as np


def backward(pairs, x):
    """The value of the chain at x, and a list of slopes.

    pairs holds (function, slope), the innermost function first.
    Entry i of the list is the slope of the END with respect to
    what function i receives; entry 0 belongs to the whole chain.

    >>> square = (lambda x: x**2, lambda x: 2 * x)
    >>> cube = (lambda u: u**3, lambda u: 3 * u**2)
    >>> value, slopes = backward([square, cube], 2.0)
    >>> float(value), [float(s) for s in slopes]
    (64.0, [192.0, 48.0])
    """
    return x, [0.0 for _ in pairs]
''',
    answer=backward,
    cases=(
        (CHAIN, 1.0),
        (CHAIN, 2.0),
        (WAVES, 0.3),
        (named(A, slope_A), 2.0),
        ([], 5.0),
        (CHAIN, np.array([1.0, -0.5, 2.0])),
    ),
    mistakes=(
        Mistake(
            broken(backward, ("slope(value)", "slope(received[0])")),
            "every slope at x",
            "Each slope is taken at the start of the chain. Which value does each function "
            "receive?",
        ),
        Mistake(
            broken(
                backward,
                (
                    "        received.append(x)\n        x = function(x)\n",
                    "        x = function(x)\n        received.append(x)\n",
                ),
            ),
            "one function late",
            "You keep the value after the function. Its slope belongs to the value before.",
        ),
        Mistake(
            broken(backward, ("carried * slope(value)", "slope(value)")),
            "nothing is carried",
            "These are the local slopes, each right by itself. A nudge early in the chain passes "
            "through all later functions too.",
        ),
        Mistake(
            broken(backward, ("carried * slope(value)", "carried + slope(value)")),
            "slopes added",
            "Your slopes grow by addition. What does each function do to a nudge?",
        ),
        Mistake(
            broken(
                backward,
                ("slopes, carried = [], 1.0", "slopes, carried = [], 0.0"),
            ),
            "the walk starts with 0",
            "Everything is 0, because 0 is carried through all the multiplications. How does the "
            "end react to a nudge of the end?",
        ),
        Mistake(
            broken(backward, ("carried * slope(value)", "carried / slope(value)")),
            "divided",
            "You divide on the way back. A slope of the end is multiplied by the local slopes.",
        ),
        Mistake(
            broken(backward, ("return x, slopes[::-1]", "return x, slopes")),
            "the list the wrong way round",
            "The numbers are right; entry 0 should belong to the innermost function.",
        ),
        Mistake(
            broken(
                backward,
                ("zip(pairs[::-1], received[::-1]", "zip(pairs, received"),
                ("return x, slopes[::-1]", "return x, slopes"),
            ),
            "walked forward",
            "Your products start at $x$: how each **intermediate** value reacts to $x$. The "
            "question is how the **end** reacts to each of them.",
        ),
        Mistake(
            broken(backward, ("zip(pairs[::-1], received[::-1]", "zip(pairs[::-1], received")),
            "values and slopes out of step",
            "The pairs run backward, the kept values forward. Each slope meets the value of "
            "another function.",
        ),
        Mistake(
            broken(backward, ("for function, _ in pairs:", "for function, _ in pairs[::-1]:")),
            "the functions in the wrong order",
            "The chain is run from the outermost function to the innermost. Which one receives "
            "$x$?",
        ),
    ),
    hints=(
        "Forward first: run through the pairs, and keep for each function the value that it "
        "receives.",
        "Then backward: start with 1, walk through the pairs from the last to the first, and "
        "multiply by each slope at its kept value.",
        "Append what you carry after each multiplication, and turn the list round at the end.",
    ),
    solution=r"For the chain of the chapter at $x=1$ it returns 64 and the slopes 288, 144, 48: "
    "read from the right, each is the one behind it times one local slope. With arrays it works "
    "unchanged, place by place. Replace the pairs by layers, and this is backpropagation.",
)

EXERCISES = (OWN_POINT, TWO_WAYS, REFEREE, FORK, WAY_BACK, ANY_CHAIN)
