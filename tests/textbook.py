"""The network as the chapters build it: plain formulas that allocate, one line an equation.

An oracle for the fast passes. It takes any array module with NumPy's names, so that HIPS autograd
can differentiate the same costs without knowing our derivatives.
"""

import numpy


def activation(name, np=numpy):
    return {
        "identity": lambda z: z,
        "sigmoid": lambda z: 0.5 * (1 + np.tanh(z / 2)),
        "tanh": np.tanh,
        "relu": lambda z: np.where(z > 0, z, 0.0),
        "leaky_relu": lambda z: np.where(z > 0, z, 0.01 * z),
        "gelu": lambda z: z * at_most(z, np),
        "softmax": lambda z: softmax(z, np),
    }[name]


def at_most(z, np=numpy):
    """1/2 + (z + z^3 / 3 + z^5 / (3 5) + ...) times the bell curve. Source: Marsaglia 2004."""
    term = series = z
    for n in range(3, 200, 2):
        term = term * z * z / n
        series = series + term
    return 0.5 + series * np.exp(-z * z / 2) / np.sqrt(2 * np.pi)


def softmax(z, np=numpy):
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


def cost(W, b, X, Y, hidden, output, loss, np=numpy):
    """Mean cost of a network; Y has the shape of the output (labels as one-hot rows)."""
    A = X
    for W_l, b_l in zip(W, b, strict=True):
        Z = A @ W_l + b_l
        A = activation(hidden, np)(Z)
    A = activation(output, np)(Z)
    if loss == "mse":
        return np.mean((A - Y) ** 2)
    if loss == "softmax_cross_entropy":
        return -np.sum(Y * np.log(A)) / len(Y)
    return np.mean(-Y * np.log(A) - (1 - Y) * np.log(1 - A))


def gradients(W, b, X, Y, hidden_grad, hidden, output_delta):
    """Back-propagation as in chapter 9: lists dW, db, delta."""
    A, Z = [X], []
    for W_l, b_l in zip(W, b, strict=True):
        Z.append(A[-1] @ W_l + b_l)
        A.append(hidden(Z[-1]))
    delta = [output_delta(Z[-1], Y)]
    for l in range(len(W) - 1, 0, -1):
        delta.insert(0, (delta[0] @ W[l].T) * hidden_grad(Z[l - 1]))
    dW = [A_l.T @ d for A_l, d in zip(A, delta, strict=False)]
    db = [d.sum(axis=0) for d in delta]
    return dW, db, delta


def adam(theta, gradient, steps, alpha, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """Kingma & Ba 2015, Algorithm 1, line by line; returns the points visited."""
    m = v = 0 * theta
    path = [theta]
    for t in range(1, steps + 1):
        g = gradient(theta)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        theta = theta - alpha * m_hat / (numpy.sqrt(v_hat) + epsilon)
        path.append(theta)
    return numpy.array(path)
