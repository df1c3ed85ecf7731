"""Optimizers: how parameters follow their gradients."""

from mlp_lib.descent import gradient_descent

__all__ = ["gradient_descent"]
