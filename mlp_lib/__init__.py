"""The mathematics of multilayer perceptrons, in NumPy.

Everything here needs NumPy only. Figures, plots and exercises are imported by name:
``from mlp_lib import figures``.
"""

from mlp_lib.activations import gelu, identity, leaky_relu, relu, sigmoid, softmax, step, tanh
from mlp_lib.autodiff import Value
from mlp_lib.gradcheck import gradcheck
from mlp_lib.losses import binary_cross_entropy, mse, softmax_cross_entropy
from mlp_lib.network import MLP
from mlp_lib.optimizers import SGD, Adam, AdamW, gradient_descent
from mlp_lib.perceptron import Perceptron, perceptron_step

__all__ = [
    "MLP",
    "SGD",
    "Adam",
    "AdamW",
    "Perceptron",
    "Value",
    "binary_cross_entropy",
    "gelu",
    "gradcheck",
    "gradient_descent",
    "identity",
    "leaky_relu",
    "mse",
    "perceptron_step",
    "relu",
    "sigmoid",
    "softmax",
    "softmax_cross_entropy",
    "step",
    "tanh",
]
