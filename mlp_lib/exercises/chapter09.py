"""Exercises of chapter 9, Backpropagation."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from mlp_lib.activations import relu, softmax
from mlp_lib.exercises.kinds import Choice, Code, Derivation, Mistake, Numeric, Option, Step, broken

# --- 9.1 ----------------------------------------------------------------------------------------

x, W1, W2, t = 1.5, 2.0, 0.5, 7.0
z = W1 * x
y = W2 * z**2
dy = 2 * (y - t)
dz = dy * 2 * W2 * z

ASIDE = Numeric(
    id="9.1",
    title="On, and aside",
    prompt=r"The two stages of Figure 9.1, $z=W_1x$ and $y=W_2z^2$ with $E=(y-t)^2$, at another "
    rf"place: $x={x}$, $W_1={W1:g}$, $W_2={W2}$ and $t={t:g}$. What are the two slopes that "
    r"learning needs, $\frac{\partial E}{\partial W_1}$ and $\frac{\partial E}{\partial W_2}$?",
    lhs=r"\left(\frac{\partial E}{\partial W_1},\,\frac{\partial E}{\partial W_2}\right)",
    answer=[dz * x, dy * z**2],
    decimals=2,
    mistakes=(
        Mistake(
            [dz * W1, dz],
            "on for aside",
            "Both are slopes by the **input** of a stage. These carry the sensitivity on. A "
            "weight is changed by the other kind.",
        ),
        Mistake(
            [dz * W1, dy * z**2],
            "on for aside, in the first stage",
            r"The second stage is right. In $z=W_1x$, how fast does $z$ change with $W_1$?",
        ),
        Mistake(
            [dz * x, dz],
            "on for aside, in the second stage",
            r"The first stage is right. In $y=W_2z^2$, how fast does $y$ change with $W_2$?",
        ),
        Mistake(
            [dy / (2 * W2 * z) / x, dy / z**2],
            "divided",
            "You undo the forward pass. A slope multiplies what comes back, as it multiplies what "
            "goes forward.",
        ),
        Mistake(
            [dy * x, dy * z**2],
            "a stage is missing",
            r"The first slope has jumped over the second stage: it needs the sensitivity of $z$.",
        ),
        Mistake(
            [dy * 2 * z * x, dy * z**2],
            "a factor is missing",
            r"The slope of $W_2z^2$ along $z$ holds both $W_2$ and $z$.",
        ),
        Mistake(
            [dz / 2 * x, dy * z**2],
            "the slope of the square",
            r"The second slope is right. On the way to the first you pass a square: what is the "
            "slope of $W_2z^2$ along $z$?",
        ),
        Mistake(
            [dy * y * x, dy * z**2],
            "the value for the slope",
            r"You sent the sensitivity back through the **value** of the second stage.",
        ),
        Mistake(
            [x, z**2],
            "only the last factor",
            r"These are the slopes of each stage by its weight. What arrives from behind?",
        ),
    ),
    hints=(
        "Forward first: keep $z$ and $y$. Then begin at the error.",
        rf"$z={z:g}$ and $y={y:g}$, so ${dy:g}$ arrives at the second stage.",
        r"Aside at the second stage: times $z^2$. On to the first: times $2W_2z$. Aside there: "
        r"times $x$.",
    ),
    solution=rf"Forward: $z={z:g}$, $y={y:g}$. Back: $\frac{{\partial E}}{{\partial y}}"
    rf"=2({y:g}-{t:g})={dy:g}$. Aside: $\frac{{\partial E}}{{\partial W_2}}={dy:g}\cdot{z * z:g}"
    rf"={dy * z * z:g}$. On: $\frac{{\partial E}}{{\partial z}}={dy:g}\cdot{2 * W2 * z:g}={dz:g}$. "
    rf"Aside: $\frac{{\partial E}}{{\partial W_1}}={dz:g}\cdot{x}={dz * x:g}$. Both are negative: "
    "the answer is too small, and both weights should grow.",
)

# --- 9.2 ----------------------------------------------------------------------------------------

FIRST = Derivation(
    id="9.2",
    title="The first δ",
    prompt=r"Sometimes the target is no single class but a set of shares, such as "
    r"$\mathbf y=(0.7,0.2,0.1)$. Go from the Jacobian (9.2) to $\delta_m=\partial L/\partial z_m$ "
    r"once more, for $L=-\sum_k y_k\ln p_k$ with such targets. Does $p_m-y_m$ survive?",
    steps=(
        Step(
            ask=r"What is $\partial L/\partial p_k$?",
            options=(
                Option(
                    text=r"$-\dfrac{y_k}{p_k}$",
                    says=r"Only one term contains $p_k$, and the slope of $\ln p$ is $1/p$.",
                    right=True,
                ),
                Option(
                    text=r"$-\dfrac{1}{p_k}$",
                    says="Each term is weighted by its share of the target.",
                ),
                Option(
                    text=r"$p_k-y_k$",
                    says=r"This is a slope along $z$. We have not passed the softmax yet.",
                ),
            ),
            then=r"$\dfrac{\partial L}{\partial p_k}=-\dfrac{y_k}{p_k}$",
        ),
        Step(
            ask=r"Along which paths does $z_m$ reach $L$?",
            options=(
                Option(
                    text=r"Through $p_m$ alone",
                    says=r"That keeps the diagonal of the Jacobian only. But $z_m$ is part of the "
                    "common denominator.",
                ),
                Option(
                    text=r"Through the probability of the right class alone",
                    says="With shares there is no single right class: several terms of the loss "
                    "are alive.",
                ),
                Option(
                    text=r"Through every $p_k$",
                    says=r"Each $p_k$ has $z_m$ in its denominator: one path for each class.",
                    right=True,
                ),
            ),
            then=r"$\delta_m=\sum_k\dfrac{\partial L}{\partial p_k}\cdot\dfrac{\partial p_k}"
            r"{\partial z_m}$",
        ),
        Step(
            ask=r"Put in both slopes. What is left after cancelling $p_k$?",
            options=(
                Option(
                    text=r"$\sum_k y_k\,([k=m]-p_m)$",
                    says="The minus of the loss has got lost.",
                ),
                Option(
                    text=r"$-\sum_k y_k\,([k=m]-p_m)$",
                    says=r"No division is left, so a small $p_k$ does no harm.",
                    right=True,
                ),
                Option(
                    text=r"$-\sum_k y_k\,([k=m]-p_k)$",
                    says=r"Look at (9.2) again: which index has the probability in the bracket?",
                ),
            ),
            then=r"$\delta_m=-\sum_k y_k\,([k=m]-p_m)$",
        ),
        Step(
            ask="Take the two parts of the sum one by one. What does each of them give?",
            options=(
                Option(
                    text=r"$-y_m$, and $+p_m$, because one of the $y_k$ is 1",
                    says="The result is right, the reason is not: here no share is 1. What do "
                    "they have in common?",
                ),
                Option(
                    text=r"$-1$, and $+p_m$",
                    says=r"In the first part only $k=m$ survives, with its share.",
                ),
                Option(
                    text=r"$-y_m$, and $+p_m\sum_k y_k$, where the shares add up to 1",
                    says="The one-hot target was more than we needed: that the shares add up to "
                    "1 is enough.",
                    right=True,
                ),
            ),
            then=r"$\delta_m=-y_m+p_m\sum_k y_k=p_m-y_m$",
        ),
        Step(
            ask=r"At which $\mathbf p$ does the loss have slope 0 along every logit?",
            options=(
                Option(
                    text=r"$\mathbf p=\mathbf y$",
                    says="The network has learned when it repeats the shares.",
                    right=True,
                ),
                Option(
                    text=r"At $p_k=1$ for the largest share",
                    says=r"There $p_m-y_m$ is $1-0.7$ for that class, which is not 0.",
                ),
                Option(
                    text="Nowhere, the loss can always be lowered",
                    says="That is so for one-hot targets, which no softmax reaches. Shares can be "
                    "reached.",
                ),
            ),
            then=r"$\boldsymbol\delta=\mathbf 0$ exactly where $\mathbf p=\mathbf y$.",
        ),
    ),
    hints=(
        "It is the derivation of the chapter, with one property of the target used less.",
        r"$z_m$ stands in the denominator of every $p_k$: add up all paths.",
        r"In the end you need $\sum_k y_k=1$, and nothing else about $\mathbf y$.",
    ),
    solution=r"$\delta_m=\sum_k\left(-\frac{y_k}{p_k}\right)p_k([k=m]-p_m)=-y_m+p_m\sum_k y_k"
    r"=p_m-y_m$. It survives for all targets whose entries add up to 1. This is used: targets "
    "such as 0.9 and 0.1 instead of 1 and 0 keep a network from growing its logits for ever.",
)

# --- 9.3 ----------------------------------------------------------------------------------------

NET_W = {
    1: np.array([[0.5, 0.2], [0.1, 0.2]]),
    2: np.array([[0.3, -0.1], [0.2, 0.1]]),
    3: np.array([[0.1, -0.2], [0.1, 0.2]]),
}
NET_B = {1: np.array([0.1, 0.1]), 2: np.array([0.2, -0.1]), 3: np.array([0.1, 0.0])}
z1 = np.array([1.0, 1.0]) @ NET_W[1] + NET_B[1]
z2 = relu(z1) @ NET_W[2] + NET_B[2]
a2 = relu(z2)
p = softmax(a2 @ NET_W[3] + NET_B[3])
delta3 = p - np.array([0.0, 1.0])
on = relu.grad(z2)
moved = NET_W[3] - np.outer(a2, delta3)

BY_HAND = Numeric(
    id="9.3",
    title="One layer back, by hand",
    prompt=r"The chapter's network with the same input $\mathbf x=(1,1)$. But now the **second** "
    rf"class is the right one, $\mathbf y=(0,1)$. From $\mathbf p=({p[0]:.6f},\,{p[1]:.6f})$, "
    r"compute $\boldsymbol\delta^{[2]}$.",
    lhs=r"\boldsymbol\delta^{[2]}",
    answer=(NET_W[3] @ delta3) * on,
    mistakes=(
        Mistake(
            NET_W[3] @ delta3,
            "a door left open",
            r"This is what arrives at the two units. Does it get through the bend of both?",
        ),
        Mistake(
            (delta3 @ NET_W[3]) * on,
            "down the columns",
            r"A column of $W^{[3]}$ gives 0 here, by chance. A unit collects from its own "
            "successors: along its row.",
        ),
        Mistake(
            (NET_W[3] @ abs(delta3)) * on,
            "a sign lost on the way",
            r"The entries of $\boldsymbol\delta^{[3]}$ have opposite signs, and so have the two "
            "weights of unit 1.",
        ),
        Mistake(
            NET_W[3][:, 0] * delta3[0] * on,
            "the second logit forgotten",
            "This came back from the first logit alone. Each unit of layer 2 feeds both.",
        ),
        Mistake(
            NET_W[3][:, 1] * delta3[1] * on,
            "the first logit forgotten",
            "This came back from the second logit alone, and each unit of layer 2 feeds both.",
        ),
        Mistake(
            (moved @ delta3) * on,
            "the weight moved too soon",
            r"$W^{[3]}$ has already made its step. The sensitivity belongs to the weights that "
            "made the prediction.",
        ),
        Mistake(
            (NET_W[3] @ (p - np.array([1.0, 0.0]))) * on,
            "the other target",
            r"This is the chapter's answer, for $\mathbf y=(1,0)$.",
        ),
        Mistake(
            (NET_W[3] @ (delta3 * p * (1 - p))) * on,
            "the softmax twice",
            r"$\mathbf p-\mathbf y$ is a slope along the logits already. Its Jacobian is inside.",
        ),
        Mistake(
            (NET_W[3] @ p) * on,
            "no target",
            r"You sent the prediction back. What is $\boldsymbol\delta^{[3]}$?",
        ),
        Mistake(
            (NET_W[3] @ delta3) * a2,
            "the activation for its slope",
            "Where the ReLU is on, what is its slope? You multiplied by its output.",
        ),
        Mistake(
            (NET_W[3] @ delta3) * (1 - on),
            "the wrong door",
            r"Which of the two units is on? Look at the signs of $\mathbf z^{[2]}$.",
        ),
        Mistake(
            delta3 * on,
            "the weights are missing",
            r"$\boldsymbol\delta^{[3]}$ has not yet gone through $W^{[3]}$.",
        ),
    ),
    hints=(
        r"First $\boldsymbol\delta^{[3]}$, with (9.3a). Its two entries differ only in sign.",
        r"Unit 1 collects along the first row of $W^{[3]}$, which is $(0.1,\,-0.2)$.",
        r"$\mathbf z^{[2]}=(0.51,\,-0.12)$. Whatever arrives at the second unit ends there.",
    ),
    solution=rf"$\boldsymbol\delta^{{[3]}}=({delta3[0]:.6f},\,{delta3[1]:.6f})$. Unit 1 collects "
    rf"$0.1\cdot{delta3[0]:.6f}-0.2\cdot({delta3[1]:.6f})={(NET_W[3] @ delta3)[0]:.6f}$ and is on. "
    rf"At unit 2, ${(NET_W[3] @ delta3)[1]:.6f}$ arrives, and its ReLU is off. So "
    rf"$\boldsymbol\delta^{{[2]}}=({(NET_W[3] @ delta3)[0]:.6f},\,0)$. Whatever the target: of "
    "this example unit 2 learns nothing.",
)

# --- 9.4 ----------------------------------------------------------------------------------------


def backward(X, Y, W, b):
    A, Z, L = {0: X}, {}, len(W)
    for l in range(1, L + 1):
        Z[l] = A[l - 1] @ W[l] + b[l]
        A[l] = softmax(Z[l]) if l == L else relu(Z[l])
    delta, dW, db = (A[L] - Y) / len(Y), {}, {}
    for l in range(L, 0, -1):
        dW[l] = A[l - 1].T @ delta
        db[l] = delta.sum(axis=0)
        if l > 1:
            delta = (delta @ W[l].T) * relu.grad(Z[l - 1])
    return dW, db


def network(sizes, examples, rng):
    """Inputs, one-hot targets, weights and biases of a random case."""
    X = rng.normal(size=(examples, sizes[0]))
    Y = np.eye(sizes[-1])[rng.integers(sizes[-1], size=examples)]
    layers = range(1, len(sizes))
    W = {l: rng.normal(size=(sizes[l - 1], sizes[l])) for l in layers}
    return X, Y, W, {l: rng.normal(size=sizes[l]) for l in layers}


_rng = np.random.default_rng(9)

BLANK = Code(
    id="9.4",
    title="Backpropagation from a blank cell",
    prompt="Write it all: the forward pass of a network with ReLU in the hidden layers and softmax "
    "at the end, then the backward pass for the mean cross-entropy. Layers are counted from 1, "
    "`W[1]`, `W[2]`, ...; the gradients are dictionaries with the same keys. It will be tried on "
    "3-4-4-2 with three examples, and on other sizes. Use the chapter only when a hint does not "
    "help.",
    function="backward",
    starter='''import numpy as np

from mlp_lib import relu, softmax  # relu(Z), relu.grad(Z), softmax(Z)


def backward(X, Y, W, b):
    """Gradients of the mean cross-entropy for all weights and biases.

    X has shape (N, D), Y holds one-hot rows, W[l] has shape (n_in, n_out), b[l] has (n_out,).
    Returns dW and db, two dictionaries with the keys of W.

    >>> W = {1: np.array([[0.5, 0.2], [0.1, 0.2]]), 2: np.array([[0.3, -0.1], [0.2, 0.1]])}
    >>> W[3] = np.array([[0.1, -0.2], [0.1, 0.2]])
    >>> b = {1: np.array([0.1, 0.1]), 2: np.array([0.2, -0.1]), 3: np.array([0.1, 0.0])}
    >>> X, Y = np.array([[1.0, 1.0], [2.0, -1.0], [-1.0, 2.0]]), np.eye(2)[[0, 1, 0]]
    >>> dW, db = backward(X, Y, W, b)
    >>> dW[1].round(6).tolist(), db[3].round(6).tolist()
    ([[0.020884, 0.023035], [-0.030111, -0.038298]], [-0.1087, 0.1087])
    """
    dW = {l: np.zeros(W[l].shape) for l in W}
    db = {l: np.zeros(b[l].shape) for l in b}
    return dW, db
''',
    answer=backward,
    cases=(
        network((3, 4, 4, 2), 3, _rng),
        network((5, 3, 4, 6), 7, _rng),
        network((2, 6, 3), 4, _rng),
    ),
    mistakes=(
        Mistake(
            broken(backward, (" / len(Y)", "")),
            "a sum for the mean",
            "All slopes are too large by the number of examples. The cost is a mean.",
        ),
        Mistake(
            broken(backward, ("@ delta\n", "@ delta / len(Y)\n")),
            "the mean taken twice, for the weights",
            r"`db` is right. `dW` has $\frac1N$ a second time: it is in `delta` already.",
        ),
        Mistake(
            broken(backward, ("relu.grad(Z[l - 1])", "relu.grad(Z[l - 1]) / len(Y)")),
            "the mean taken in each layer",
            r"The last layer is right. Further back, each layer divides by $N$ once more.",
        ),
        Mistake(
            broken(backward, ("delta.sum(axis=0)", "delta.mean(axis=0)")),
            "the mean taken twice, for the biases",
            r"`dW` is right. `db` is too small by the number of examples.",
        ),
        Mistake(
            broken(backward, ("delta.sum(axis=0)", "delta.sum()")),
            "one number for all biases",
            "`dW` is right. `db` has lost the units: add over the examples only.",
        ),
        Mistake(
            broken(backward, ("delta.sum(axis=0)", "delta")),
            "biases of each example",
            "`dW` is right. `db` still has a row for each example.",
        ),
        Mistake(
            broken(backward, ("delta.sum(axis=0)", "delta.sum(axis=1)")),
            "the other axis",
            "`dW` is right. `db` has one entry for each example, where it needs one for each unit.",
        ),
        Mistake(
            broken(backward, (" * relu.grad(Z[l - 1])", "")),
            "the bend is missing",
            "The last layer is right. Units that are off let something through.",
        ),
        Mistake(
            broken(backward, ("relu.grad(Z[l - 1])", "A[l - 1]")),
            "the activation for its slope",
            "The last layer is right. Where a ReLU is on, what is its **slope**?",
        ),
        Mistake(
            broken(backward, ("A[l - 1].T @ delta", "A[l].T @ delta")),
            "what came out for what came in",
            "`db` is right. A weight is felt in proportion to its own input.",
        ),
        Mistake(
            broken(backward, ("A[l - 1].T @ delta", "Z.get(l - 1, X).T @ delta")),
            "before the bend for after it",
            r"`db` and the first `dW` are right. What reaches a weight of a later layer is an "
            "activation.",
        ),
        Mistake(
            broken(backward, ("(A[L] - Y)", "(Y - A[L])")),
            "the sign",
            "All slopes have the right size and point downhill. A gradient points uphill.",
        ),
        Mistake(
            broken(backward, ("(A[L] - Y)", "(A[L] - Y) * A[L] * (1 - A[L])")),
            "the softmax twice",
            r"The first `delta` is wrong: $P-Y$ has been through the softmax already.",
        ),
        Mistake(
            broken(backward, ("(A[L] - Y)", "-Y * (1 - A[L])")),
            "the diagonal only",
            "The first `delta` is right in the true class and 0 in the others. They are moved by "
            "the common denominator.",
        ),
        Mistake(
            broken(backward, ("(A[L] - Y)", "A[L]")),
            "no target",
            "You sent the prediction back. Where does the right class come in?",
        ),
        Mistake(
            broken(backward, ("softmax(Z[l])", "np.exp(Z[l]) / np.exp(Z[l]).sum()")),
            "one softmax for all examples",
            "Your probabilities add up to 1 over the whole batch. Each example needs its own sum.",
        ),
        Mistake(
            broken(backward, ("(A[L] - Y)", "2 * (A[L] - Y)")),
            "the squared error's 2",
            "All slopes are twice the right ones. No square is to be differentiated here.",
        ),
        Mistake(
            broken(backward, ("delta @ W[l].T", "delta @ (W[l] - dW[l]).T")),
            "the weight moved too soon",
            "The last layer is right. Then `delta` went through weights that had made a step.",
        ),
        Mistake(
            broken(backward, ("softmax(Z[l]) if l == L", "softmax(relu(Z[l])) if l == L")),
            "a bend before the softmax",
            "The logits went through a ReLU. The softmax takes them as they are.",
        ),
        Mistake(
            broken(backward, (" + b[l]", "")),
            "the biases are missing",
            "The forward pass leaves out the biases.",
        ),
    ),
    hints=(
        "Two loops. The first goes from layer 1 to $L$ and keeps every `Z` and every `A`. The "
        "second goes from $L$ to 1 and carries one `delta`.",
        "Between the loops: `delta = (P - Y) / N`. In the second loop three lines: the weights, "
        "the biases, and, if there is a layer before, the next `delta`.",
        "`A[l - 1].T @ delta`, then `delta.sum(axis=0)`, then `(delta @ W[l].T) * "
        "relu.grad(Z[l - 1])`.",
    ),
    solution="The second loop is the four rules (9.3e), (9.4), (9.5) and (9.6). The order of its "
    "lines matters: `dW` and `db` of a layer use its own `delta`, so they come before `delta` "
    "moves on.",
)

# --- 9.5 ----------------------------------------------------------------------------------------


def step(X, Y, W, b, alpha):
    A, Z, L = {0: X}, {}, len(W)
    for l in range(1, L + 1):
        Z[l] = A[l - 1] @ W[l] + b[l]
        A[l] = softmax(Z[l]) if l == L else relu(Z[l])
    new_W, new_b = {}, {}
    delta = (A[L] - Y) / len(Y)
    for l in range(L, 0, -1):
        new_W[l] = W[l] - alpha * A[l - 1].T @ delta
        new_b[l] = b[l] - alpha * delta.sum(axis=0)
        if l > 1:
            delta = (delta @ W[l].T) * relu.grad(Z[l - 1])
    return new_W, new_b


# The four faults: where to look, and how the right text is spoiled.
FAULTS = (
    ("the first `delta`", ("(A[L] - Y)", "(A[L] - Y) * A[L] * (1 - A[L])")),
    ("the step of the biases", ("delta.sum(axis=0)", "delta.mean(axis=0)")),
    ("whose weights `delta` goes through", ("delta @ W[l]", "delta @ new_W[l]")),
    ("the way on which `delta` walks through them", ("[l].T)", "[l])")),
)
LEFT = {1: "one left", 2: "two left", 3: "three left"}


def _left(group) -> Mistake:
    """The function in which only these faults are left."""
    places = [place for place, _ in group]
    listed = places[0] if len(places) == 1 else ", ".join(places[:-1]) + " and " + places[-1]
    return Mistake(
        broken(step, *(swap for _, swap in group)),
        LEFT[len(group)],
        f"Look once more at: {listed}.",
    )


DEBUG = Code(
    id="9.5",
    title="Four bugs that run",
    prompt="This training step runs without complaint, because all layers of its network have "
    "three units, so that every shape fits. Often the cost even falls. But there are **four** "
    "faults in it. Find them with the table of symptoms, with finite differences, or by reading, "
    "and mend them.",
    function="step",
    starter='''import numpy as np

from mlp_lib import relu, softmax


def step(X, Y, W, b, alpha):
    """One step of gradient descent on the mean cross-entropy; returns the new W and b.

    >>> W = {l: np.array([[0.5, -0.3, 0.1], [0.2, 0.4, -0.6], [0.3, 0.1, 0.2]]) for l in (1, 2, 3)}
    >>> b = {l: np.array([0.1, 0.3, 0.2]) for l in (1, 2, 3)}
    >>> X = np.array([[1.0, 2.0, -1.0], [0.5, -1.0, 2.0]])
    >>> new_W, new_b = step(X, np.eye(3)[[0, 2]], W, b, 1.0)
    >>> new_W[1][0].round(6).tolist(), new_b[3].round(6).tolist()
    ([0.607894, -0.234136, 0.077796], [0.171892, 0.003067, 0.425041])
    """
    A, Z, L = {0: X}, {}, len(W)
    for l in range(1, L + 1):
        Z[l] = A[l - 1] @ W[l] + b[l]
        A[l] = softmax(Z[l]) if l == L else relu(Z[l])
    new_W, new_b = {}, {}
    delta = (A[L] - Y) * A[L] * (1 - A[L]) / len(Y)
    for l in range(L, 0, -1):
        new_W[l] = W[l] - alpha * A[l - 1].T @ delta
        new_b[l] = b[l] - alpha * delta.mean(axis=0)
        if l > 1:
            delta = (delta @ new_W[l]) * relu.grad(Z[l - 1])
    return new_W, new_b
''',
    answer=step,
    cases=tuple(
        (*network((3, 3, 3, 3), examples, _rng), alpha)
        for examples, alpha in ((4, 0.5), (5, 1.0), (2, 0.3))
    ),
    mistakes=(
        *(_left(group) for n in (1, 2, 3) for group in combinations(FAULTS, n)),
        Mistake(
            broken(step, (" * relu.grad(Z[l - 1])", "")),
            "a new one",
            "The four faults are mended, but the bend of the hidden layers has gone.",
        ),
        Mistake(
            broken(step, (" / len(Y)", "")),
            "the mean has gone",
            r"The four faults are mended, but with them $\frac1N$ has left the first `delta`.",
        ),
    ),
    hints=(
        "One fault stands before the second loop, one in the line of the biases, two in the line "
        "that goes back.",
        r"Compare `delta` with (9.3e), the biases with (9.6), and the last line of the loop with "
        "(9.4), letter by letter.",
        r"$P-Y$ needs no further slope. $\frac1N$ is in `delta` already. And `delta` goes back "
        "through the **old** weights, transposed.",
    ),
    solution="`(A[L] - Y) / len(Y)`; `delta.sum(axis=0)`; `delta @ W[l].T`, which mends two at "
    "once: the old weights, and the transpose. On a network of unequal sizes the missing "
    "transpose would have stopped the program by itself. The three others would not.",
)

# --- 9.6 ----------------------------------------------------------------------------------------

SILENT = Choice(
    id="9.6",
    title="Which weights hear nothing?",
    prompt=r"The chapter's network with the input $\mathbf x=(-1,2)$ and any target. Compute "
    r"$\mathbf z^{[1]}$ and $\mathbf z^{[2]}$ first. How many of the 18 slopes are exactly 0, and "
    "which? Here (2, 1) means unit 1 of layer 2.",
    options=(
        Option(
            text=r"5: those of the unit (2, 2) alone, as for $\mathbf x=(1,1)$",
            says=r"It is off here too. But look at $\mathbf z^{[1]}$: somebody else has gone to "
            "sleep.",
        ),
        Option(
            text="10: five for each of the two units that are off",
            says="One weight is counted twice: the one that leads from the first of them to the "
            "second.",
        ),
        Option(
            text="9: all weights into and out of the units (1, 1) and (2, 2), and their biases",
            says="Five for each, and the weight that joins the two belongs to both.",
            right=True,
        ),
        Option(
            text="5: the weights into the two units that are off, with one bias",
            says="Their outgoing weights get nothing either: they multiply an activation of 0. "
            "And each unit has a bias.",
        ),
        Option(
            text="12: everything before the last layer, because the way back is blocked",
            says="It is blocked through two units. The unit (2, 1) is on, and behind it (1, 2).",
        ),
    ),
    hints=(
        r"$\mathbf z^{[1]}=(-0.2,\,0.3)$. Which units of layer 1 are on?",
        r"A slope is what came in, times $\delta$. So it is 0 where the activation before it is 0, "
        r"and where the $\delta$ after it is 0.",
        r"The first column of $W^{[1]}$ and $b^{[1]}_1$; in $W^{[2]}$ the first row and the second "
        r"column; $b^{[2]}_2$; the second row of $W^{[3]}$.",
    ),
    solution=r"$\mathbf z^{[1]}=(-0.2,\,0.3)$ and $\mathbf z^{[2]}=(0.26,\,-0.07)$, so the units "
    r"(1, 1) and (2, 2) are off. Zero are: the first column of $W^{[1]}$ (2), $b^{[1]}_1$ (1), "
    r"the first row and the second column of $W^{[2]}$ (3, since they share an entry), $b^{[2]}_2$ "
    r"(1), the second row of $W^{[3]}$ (2). Together 9. Move Figure 9.3 to this input and look.",
)

EXERCISES = (ASIDE, FIRST, BY_HAND, BLANK, DEBUG, SILENT)
