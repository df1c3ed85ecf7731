"""Exercises of chapter 8, Forward pass of a network with two hidden layers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from mlp_lib.exercises.kinds import Code, Condition, Explore, Mistake, Numeric, broken

W1, b1 = np.array([[0.5, 0.2], [0.1, 0.2]]), np.array([0.1, 0.1])
W2, b2 = np.array([[0.3, -0.1], [0.2, 0.1]]), np.array([0.2, -0.1])
W3, b3 = np.array([[0.1, -0.2], [0.1, 0.2]]), np.array([0.1, 0.0])
x = np.array([-1.0, 3.0])


def relu(z):
    """Negative numbers become zero."""
    return np.maximum(z, 0.0)


def sigmoid(z):
    """The logistic function."""
    return 1 / (1 + np.exp(-z))


def softmax(z):
    """Exponentials over their sum."""
    return np.exp(z) / np.exp(z).sum()


def logits(x, turn=lambda W: W, first=relu, second=relu, bias=1.0):
    """Logits of the chapter's network, with the slips that the mistakes below ask for."""
    a = first(x @ turn(W1) + bias * b1)
    a = second(a @ turn(W2) + bias * b2)
    return a @ turn(W3) + bias * b3


# --- 8.1 ----------------------------------------------------------------------------------------

ONE_LAYER = Numeric(
    id="8.1",
    title="One layer by hand",
    prompt=r"The chapter's network, with the input $\mathbf x=(-1,3)$. What leaves the first "
    r"layer, $\mathbf a^{[1]}$?",
    lhs=r"\mathbf a^{[1]}",
    answer=relu(x @ W1 + b1),
    mistakes=(
        Mistake(
            relu(x @ W1.T + b1),
            "rows for columns",
            "You gave each neuron a row of the matrix. Its weights stand one below the other.",
        ),
        Mistake(
            relu(x @ W1),
            "the bias is missing",
            "Both sums lack a term that is there whatever the input is.",
        ),
        Mistake(
            x @ W1 + b1,
            "not yet through the activation",
            r"This is $\mathbf z^{[1]}$, and well computed. What does the layer do with it?",
        ),
        Mistake(
            relu(x @ W1) + b1,
            "the bias too late",
            "You added the bias after the ReLU. It belongs to the sum that the ReLU looks at.",
        ),
        Mistake(
            relu(x[:, None] * W1).sum(axis=0) + b1,
            "the activation too early",
            "Each product went through the ReLU by itself. A neuron adds first and bends then.",
        ),
        Mistake(
            relu(x[::-1] @ W1 + b1),
            "the inputs changed places",
            "The first input meets the first row of the matrix. Which one is the first?",
        ),
        Mistake(
            sigmoid(x @ W1 + b1),
            "another activation",
            "The sums went through a sigmoid. The hidden layers of this network have ReLUs.",
        ),
        Mistake(
            softmax(x @ W1 + b1),
            "softmax too early",
            "Probabilities are made at the end, by the last layer alone.",
        ),
        Mistake(
            relu(relu(x @ W1 + b1) @ W2 + b2),
            "one layer too far",
            r"This is what leaves the second layer. The task asks for its input.",
        ),
        Mistake(
            x * np.diag(W1) + b1,
            "each input to one neuron only",
            "Every neuron of a layer reads both inputs; you let each read one, and left out "
            "the activation.",
        ),
    ),
    hints=(
        "Take the neurons one after the other. Which two weights belong to the top one?",
        "The top neuron owns the first column, 0.5 and 0.1, and the bias 0.1. The bottom one owns "
        "0.2 and 0.2, and the bias 0.1.",
        r"$z^{[1]}_1=-0.5+0.3+0.1$ and $z^{[1]}_2=-0.2+0.6+0.1$. Now the ReLU.",
    ),
    solution=r"$z^{[1]}_1=-1\cdot0.5+3\cdot0.1+0.1=-0.1$, which the ReLU turns into 0. "
    r"$z^{[1]}_2=-1\cdot0.2+3\cdot0.2+0.1=0.5$ passes. So $\mathbf a^{[1]}=(0,0.5)$: for this "
    "input the top neuron is off.",
)

# --- 8.2 ----------------------------------------------------------------------------------------

z_end = logits(x)

WHOLE_WAY = Numeric(
    id="8.2",
    title="The whole way",
    prompt=r"Go on from exercise 8.1, with $\mathbf x=(-1,3)$, through the second and the third "
    r"layer. What are the probabilities $\mathbf p$ of the two classes? Four decimals will do. "
    r"(For two classes $p_1=\sigma(z_1-z_2)$.)",
    lhs=r"\mathbf p",
    answer=softmax(z_end),
    mistakes=(
        Mistake(
            softmax(logits(x, turn=np.transpose)),
            "rows for columns",
            "All matrices were read the other way round. A neuron's weights are a column.",
        ),
        Mistake(
            softmax(logits(x, bias=0.0)),
            "the biases are missing",
            "Every layer adds its biases, the last one too.",
        ),
        Mistake(
            softmax(logits(x, first=lambda z: z, second=lambda z: z)),
            "no activation",
            "Negative sums went on to the next layer. What stands between the layers?",
        ),
        Mistake(
            softmax(logits(x, second=lambda z: z)),
            "one activation is missing",
            "The first layer is right. In the second one a negative sum got through.",
        ),
        Mistake(
            softmax(logits(x, first=lambda z: z)),
            "one activation is missing in the first layer",
            "A negative sum of the first layer went on to the second.",
        ),
        Mistake(
            softmax(relu(z_end)),
            "a ReLU on the logits",
            "One logit is negative, and it may be. The last layer has no ReLU.",
        ),
        Mistake(
            sigmoid(z_end),
            "a sigmoid for each output",
            "Your two probabilities do not add up to 1. Softmax looks at both logits together.",
        ),
        Mistake(
            z_end,
            "the logits",
            "These are the logits, and they are right. Probabilities are one step further.",
        ),
        Mistake(
            z_end / z_end.sum(),
            "shares without the exponential",
            "You divided the logits by their sum. A share of something negative is no probability.",
        ),
        Mistake(
            softmax(relu(x @ W1 + b1) @ W2 + b2),
            "a layer was left out",
            "Softmax was applied to the second layer. There is a third set of weights.",
        ),
        Mistake(
            softmax(np.abs(z_end)),
            "a sign is lost",
            "The second logit is negative. To subtract it is to add.",
        ),
        Mistake(
            softmax(z_end).round(3),
            "rounded too early",
            "As far as it goes this is right. Give four decimals.",
        ),
    ),
    hints=(
        r"The second layer receives $(0,0.5)$. The zero saves you two products.",
        r"$\mathbf z^{[2]}=(0.3,-0.05)$. What does the second ReLU make of it?",
        r"The logits are $0.3\cdot0.1+0.1=0.13$ and $0.3\cdot(-0.2)+0=-0.06$. Their difference "
        "is 0.19.",
    ),
    solution=r"$z^{[2]}_1=0.5\cdot0.2+0.2=0.3$ and $z^{[2]}_2=0.5\cdot0.1-0.1=-0.05$, so "
    r"$\mathbf a^{[2]}=(0.3,0)$. The logits are $(0.13,-0.06)$, and "
    rf"$p_1=\sigma(0.19)={softmax(z_end)[0]:.6f}$, $p_2={softmax(z_end)[1]:.6f}$.",
)

# --- 8.3 ----------------------------------------------------------------------------------------


def forward(X, W, b):
    Z, A = [], [X]
    for l in range(len(W)):
        z = A[l] @ W[l] + b[l]
        Z.append(z)
        if l + 1 < len(W):
            a = np.maximum(z, 0.0)
        else:
            e = np.exp(z - z.max(axis=1, keepdims=True))
            a = e / e.sum(axis=1, keepdims=True)
        A.append(a)
    return Z, A


_rng = np.random.default_rng(8)


def _case(n: int, *sizes: int) -> tuple:
    """A batch of n examples, and weights and biases of a network of these sizes."""
    W = [_rng.normal(size=(n_in, n_out)) for n_in, n_out in pairwise(sizes)]
    return _rng.normal(size=(n, sizes[0])), W, [_rng.normal(size=n_out) for n_out in sizes[1:]]


FORWARD = Code(
    id="8.3",
    title="A forward pass for any sizes",
    prompt=r"Write the forward pass of a network of any sizes and any number of layers: ReLU in "
    "the hidden layers, softmax at the end. Return everything that the backward pass will need, "
    "as in the chapter. Write it without looking back. It is tried on 3‑4‑4‑2 with three "
    "examples, and on other sizes.",
    function="forward",
    starter='''import numpy as np


def forward(X, W, b):
    """All Z and all A of a network, for a batch X of shape (N, n_0).

    W[l] has shape (n_in, n_out), b[l] has shape (n_out,), and there
    are len(W) layers. Returns the lists Z and A. A has one array more:
    A[0] is X, and A[-1] holds the probabilities.

    >>> W = [np.array([[1.0, -1.0]]), np.array([[1.0, 0.0], [0.0, 1.0]])]
    >>> b = [np.zeros(2), np.array([0.0, 1.0])]
    >>> Z, A = forward(np.array([[2.0], [-1.0]]), W, b)
    >>> [round(float(v), 6) for v in A[-1][:, 0]]
    [0.731059, 0.119203]
    """
    return [X], [X]
''',
    answer=forward,
    cases=(_case(3, 3, 4, 4, 2), _case(5, 2, 3), _case(2, 4, 3, 5, 2, 3)),
    mistakes=(
        Mistake(
            broken(forward, (" @ W[l] + b[l]", " @ W[l]")),
            "the biases are missing",
            "Every layer adds its biases to every row.",
        ),
        Mistake(
            broken(forward, ("l + 1 < len(W)", "True")),
            "a ReLU at the end",
            "The last layer went through a ReLU like the others. What belongs there?",
        ),
        Mistake(
            broken(forward, ("np.maximum(z, 0.0)", "z")),
            "no activation",
            "The hidden layers pass on what they get. All together they are one affine layer.",
        ),
        Mistake(
            broken(
                forward,
                ("e.sum(axis=1, keepdims=True)", "e.sum(axis=0)"),
            ),
            "the sum over the examples",
            "The columns of your probabilities add up to 1. Each example is a row.",
        ),
        Mistake(
            broken(forward, ("e.sum(axis=1, keepdims=True)", "e.sum()")),
            "one sum for all",
            "All probabilities of all examples together add up to 1. Each row should.",
        ),
        Mistake(
            broken(forward, ("z.max(axis=1, keepdims=True)", "z.max(axis=0)")),
            "a shift for each class",
            "The shift before the exponential may differ from example to example, but not from "
            "class to class.",
        ),
        Mistake(
            broken(
                forward,
                ("e = np.exp(z - z.max(axis=1, keepdims=True))", "e = 1"),
                ("e / e.sum(axis=1, keepdims=True)", "e / (1 + np.exp(-z))"),
            ),
            "a sigmoid for each output",
            "Your rows do not add up to 1. Softmax looks at all logits of an example together.",
        ),
        Mistake(
            broken(
                forward,
                ("z = A[l]", "r = A[l]"),
                ("Z.append(z)", "z = r if l < len(W) - 1 else relu(r); Z.append(z)"),
            ),
            "a ReLU on the logits",
            "The logits may be negative. Softmax receives them as they are.",
        ),
        Mistake(
            broken(forward, ("a = np.maximum(z, 0.0)", "a = np.maximum(z, 0.0, out=z)")),
            "a cache that was overwritten",
            "All answers are right, but `Z` holds what came out of the ReLU. It was changed in "
            "place.",
        ),
        Mistake(
            broken(forward, ("Z, A = [], [X]", "Z, A, a = [], [], X"), ("A[l] @", "a @")),
            "the inputs are not kept",
            "All other values are right. `A[0]` should be `X`: the first layer's weights will "
            "ask for it.",
        ),
        Mistake(
            broken(forward, ("np.maximum(z, 0.0)", "1 / (1 + np.exp(-z))")),
            "another activation",
            "The hidden layers have a sigmoid. The task asks for the ReLU.",
        ),
        Mistake(
            broken(forward, ("return Z, A", "return A[1:], [X, *Z]")),
            "Z and A changed places",
            "What came before the activations and what came after them are in the wrong lists.",
        ),
    ),
    hints=(
        "Start with `Z, A = [], [X]`, then one loop over the layers.",
        "In each layer: `z = A[l] @ W[l] + b[l]`. In the last one softmax, in the others "
        "`np.maximum(z, 0)`.",
        "Softmax by rows: `e = np.exp(z - z.max(axis=1, keepdims=True))`, then "
        "`e / e.sum(axis=1, keepdims=True)`.",
    ),
    solution="One loop over the layers. The shapes do the rest: `A[l]` is `(N, n_in)` and `W[l]` "
    "is `(n_in, n_out)`, so there is one way to multiply them. `keepdims` keeps the sums as a "
    "column, one for each example.",
)

# --- 8.4 ----------------------------------------------------------------------------------------

NETWORKS = ((64, 32, 16, 10), (784, 128, 64, 10))


def count(rule) -> np.ndarray:
    """What a rule for one layer (n_in, n_out) gives, summed over the layers of each network."""
    return np.array([sum(rule(*pair) for pair in pairwise(sizes)) for sizes in NETWORKS], float)


COUNT = Numeric(
    id="8.4",
    title="How many parameters?",
    prompt="Two networks for pictures of digits: 64‑32‑16‑10 for pictures of 8 by 8 points, and "
    "784‑128‑64‑10 for 28 by 28. How many parameters has each? Guess first by what factor the "
    "second is larger. Then give both counts, the smaller one first.",
    lhs=r"n_{\mathrm{par}}",
    answer=count(lambda n_in, n_out: (n_in + 1) * n_out),
    mistakes=(
        Mistake(
            count(lambda n_in, n_out: n_in * n_out),
            "the biases are missing",
            "These are the weights alone. What else does a neuron own?",
        ),
        Mistake(
            count(lambda n_in, n_out: n_in * (n_out + 1)),
            "biases for the wrong side",
            "You gave a bias to each value that enters a layer. It belongs to each neuron of it.",
        ),
        Mistake(
            count(lambda n_in, n_out: n_in * n_out + 1),
            "one bias for a whole layer",
            "Each neuron has a bias of its own.",
        ),
        Mistake(
            count(lambda n_in, n_out: (n_in + 1) * n_out) + np.array([64, 784]),
            "the inputs counted as neurons",
            "Your total holds a bias for each input. Inputs are no neurons.",
        ),
        Mistake(
            count(lambda n_in, n_out: (n_in + 1) * (n_out + 1)),
            "a bias too many",
            "A bias is a weight from a node that is always 1. Nothing leads **to** such a node.",
        ),
        Mistake(
            count(lambda n_in, n_out: n_out),
            "the neurons",
            "So many neurons there are. Each of them owns several parameters.",
        ),
        Mistake(
            count(lambda n_in, n_out: (n_in + 1) * n_out) - [17 * 10, 65 * 10],
            "the last layer is missing",
            "The output layer has weights and biases too.",
        ),
    ),
    hints=(
        "Go through the network layer by layer: how many neurons, and what does each own?",
        "The first layer of the small network has 32 neurons with 64 weights and 1 bias each.",
        r"$65\cdot32+33\cdot16+17\cdot10$, and $785\cdot128+129\cdot64+65\cdot10$.",
    ),
    solution=r"$65\cdot32+33\cdot16+17\cdot10=2080+528+170=2778$, and "
    r"$785\cdot128+129\cdot64+65\cdot10=100480+8256+650=109386$: about 39 times as many. More "
    "than nine tenths of the larger network's parameters are in its first layer, because a "
    "picture has so many points.",
)

# --- 8.5 ----------------------------------------------------------------------------------------


def probabilities(Z):
    Z = Z - Z.max(axis=1, keepdims=True)
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


AXIS = Code(
    id="8.5",
    title="Probabilities that do not add up",
    prompt="This softmax is meant for a batch of logits, one example a row. Asked about a single "
    "example, it gives probability 1 to every class. Asked about a batch, it changes its mind "
    "about an example when others are added. There are **two** faults. Mend them.",
    function="probabilities",
    starter='''import numpy as np


def probabilities(Z):
    """Softmax of each row of Z, shape (N, K); the result has the same shape.

    >>> P = probabilities(np.array([[0.0, 1.0, 2.0], [3.0, 1.0, -1.0]]))
    >>> [round(float(v), 6) for v in P[0]]
    [0.090031, 0.244728, 0.665241]
    """
    Z = Z - Z.max(axis=0)  # keeps the exponentials small
    E = np.exp(Z)
    return E / E.sum(axis=0)
''',
    answer=probabilities,
    cases=tuple((2 * _rng.normal(size=shape),) for shape in ((3, 4), (1, 3), (4, 2), (3, 3))),
    mistakes=(
        Mistake(
            broken(probabilities, ("E.sum(axis=1, keepdims=True)", "E.sum(axis=0)")),
            "one of two",
            "The shift is right now. But the columns still add up to 1, not the rows.",
        ),
        Mistake(
            broken(probabilities, ("Z.max(axis=1, keepdims=True)", "Z.max(axis=0)")),
            "the other one of two",
            "Every row adds up to 1 now. But the shift subtracts another number from each class "
            "of an example, and that changes the shares.",
        ),
        Mistake(
            broken(
                probabilities,
                ("Z.max(axis=1, keepdims=True)", "Z.max()"),
                ("E.sum(axis=1, keepdims=True)", "E.sum()"),
            ),
            "one sum for all",
            "Now everything in the batch adds up to 1. Each example should do so by itself.",
        ),
        Mistake(
            broken(
                probabilities,
                ("Z = Z - Z.max(axis=1, keepdims=True)", "Z = Z.T - Z.T.max(axis=0)"),
                ("E.sum(axis=1, keepdims=True)", "E.sum(axis=0)"),
            ),
            "transposed",
            "The numbers are right, but the examples stand in columns now. Turn them back.",
        ),
        Mistake(
            broken(
                probabilities,
                ("E = np.exp(Z)", "E = Z"),
            ),
            "the exponential has gone",
            "You divide the logits themselves. Softmax divides their exponentials.",
        ),
    ),
    hints=(
        "In an array of shape (N, K), axis 0 counts the examples and axis 1 the classes.",
        "Maximum and sum both run over the classes of one example. Then N numbers are left; which "
        "shape do they need, so that each meets its own row?",
        "`axis=1, keepdims=True`, twice.",
    ),
    solution="Both the maximum and the sum belong to the classes of one example: `axis=1`. With "
    "`keepdims=True` the result is a column (N, 1), and broadcasting gives each row its own "
    "number. The fault in the maximum hides well, because the rows add up to 1 all the same: a "
    "sum that fits is not yet a proof.",
)

# --- 8.6 ----------------------------------------------------------------------------------------

WAKE = Explore(
    id="8.6",
    title="Wake the neuron",
    prompt=r"The bottom neuron of layer 2 is off for all three examples of the chapter. Find an "
    r"input $\mathbf x$ that switches it on: $z^{[2]}_2>0$. Begin with the formula, then use "
    "Figure 8.1 or 8.3.",
    entries=("x_1", "x_2"),
    answer=(-1.0, 8.0),
    conditions=(
        Condition(
            weights=(0.2, 0.2),
            constant=-0.9,
            strict=True,
            says=r"Here $a^{[1]}_2$ is at most 1. Even with $a^{[1]}_1=0$ the neuron needs more "
            "than that.",
        ),
        Condition(
            weights=(-0.3, 0.1),
            constant=-1.0,
            strict=True,
            says=r"$a^{[1]}_2$ is large enough by itself, but $a^{[1]}_1$ pulls the neuron down, "
            "and it is too large here.",
        ),
    ),
    mistakes=(
        Mistake(
            (-1.0, 6.0),
            "close",
            r"Very close: $z^{[2]}_2=-0.01$. Go a little further in the same direction.",
        ),
        Mistake(
            (-1.0, 7.0),
            "on the border",
            r"Here $z^{[2]}_2$ is exactly 0, and a ReLU passes on 0. It should be larger.",
        ),
        Mistake(
            (8.0, -1.0),
            "the inputs changed places",
            r"The other way round it would work: $x_1$ feeds the neuron that pulls down.",
        ),
        Mistake(
            (0.4, 1.5),
            "the wrong layer's values",
            r"These are values of $\mathbf a^{[1]}$ that wake the neuron. The task asks for an "
            r"input $\mathbf x$ that leads to them.",
        ),
    ),
    hints=(
        r"Which values $\mathbf a^{[1]}$ would wake it? $-0.1a_1+0.1a_2-0.1>0$.",
        r"So $a^{[1]}_2$ must exceed $a^{[1]}_1$ by more than 1. Which input feeds both, but the "
        "second one more?",
        r"Take $x_1=-1$: then $a^{[1]}_1=\mathrm{relu}(0.1x_2-0.4)$ and "
        r"$a^{[1]}_2=\mathrm{relu}(0.2x_2-0.1)$.",
    ),
    solution=r"The neuron wakes where $a^{[1]}_2-a^{[1]}_1>1$. With $x_1=-1$ and $x_2>4$ the "
    r"difference is $0.1x_2+0.3$, so $x_2$ must exceed 7. At $\mathbf x=(-1,8)$ the first layer "
    r"gives $(0.4,1.5)$ and $z^{[2]}_2=-0.04+0.15-0.1=0.01$. In general two conditions must hold: "
    r"$x_1+x_2>4.5$, and $x_2>10+3x_1$. These are the two straight pieces of the bent fold in "
    "Figure 8.3.",
)

EXERCISES = (ONE_LAYER, WHOLE_WAY, FORWARD, COUNT, AXIS, WAKE)
