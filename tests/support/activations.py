"""The activations that can learn, and what their values and slopes are at 60 digits.

A new one needs its formulas here; without them, the tests that miss them name it.
"""

import mpmath

from mlp_lib import step
from mlp_lib.activations import HIDDEN

mp = mpmath.MPContext()
mp.dps = 60

TRAINABLE = [phi for phi in HIDDEN.values() if phi is not step]


FAR = mp.mpf(10**9)  # mpmath's erfc overflows at its square


def at_most(z):
    """The probability that a standard normal number is at most z."""
    return mp.erfc(-max(-FAR, min(z, FAR)) / mp.sqrt(2)) / 2


#: Value and slope by name; exact numbers in, exact numbers out, infinite ones too.
FORMULAS = {
    "identity": (lambda z: z, lambda z: mp.mpf(1)),
    "sigmoid": (lambda z: 1 / (1 + mp.exp(-z)), lambda z: 1 / (2 + mp.exp(z) + mp.exp(-z))),
    "tanh": (mp.tanh, lambda z: mp.sech(z) ** 2),
    "relu": (lambda z: max(z, mp.mpf(0)), lambda z: mp.mpf(z > 0)),
    "leaky_relu": (lambda z: z if z > 0 else z / 100, lambda z: 1 if z > 0 else mp.mpf("0.01")),
    "gelu": (
        lambda z: z * at_most(z) if z > -FAR else mp.mpf(0),
        lambda z: at_most(z) + (z * mp.npdf(z) if abs(z) < FAR else 0),
    ),
}
#: Slopes whose terms cancel where they pass 0, in units in the last place of 1.
ROUNDED = {"gelu": 2}
