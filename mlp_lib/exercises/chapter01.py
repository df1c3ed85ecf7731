"""Exercises of chapter 1, The neuron and the perceptron."""

from __future__ import annotations

import numpy as np

from mlp_lib.exercises.base import Mistake, Numeric

x = np.array([1.0, 2.0, 3.0])
w = np.array([0.2, -0.5, 0.4])
b = 0.1

EXERCISES = (
    Numeric(
        id="1.1",
        title="One neuron by hand",
        prompt=r"A neuron has $\mathbf w = (0.2, -0.5, 0.4)$ and $b = 0.1$; "
        r"its input is $\mathbf x = (1, 2, 3)$. What is $z$?",
        lhs="z",
        answer=x @ w + b,
        mistakes=(
            Mistake(x @ w, "the bias is missing", "This is $\\mathbf x\\cdot\\mathbf w$. One term of $z$ is still to come."),
            Mistake(x * w, "the products are not added", "These are the products. A dot product is their sum."),
        ),
        hints=("Multiply.", "Add.", "Bias."),
        solution="$z = 0.5$",
    ),
)
