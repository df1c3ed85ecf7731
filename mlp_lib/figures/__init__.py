"""Interactive figures: ``figures.neuron(number="1.1")`` in a cell shows one.

Each figure is a pair: ``<name>.py`` declares its state and sliders, ``<name>.js`` draws it. The
same pair runs in JupyterLab, joined to the kernel, and in the pages of the built book without one.
"""

from mlp_lib.figures.activation import activation
from mlp_lib.figures.backprop_player import backprop_player
from mlp_lib.figures.ball import ball
from mlp_lib.figures.bowl import bowl
from mlp_lib.figures.combination import combination
from mlp_lib.figures.counterexample import counterexample
from mlp_lib.figures.dead_gradients import dead_gradients
from mlp_lib.figures.double_well import double_well
from mlp_lib.figures.gears import gears
from mlp_lib.figures.hinges import hinges
from mlp_lib.figures.input_plane import input_plane
from mlp_lib.figures.margin import margin
from mlp_lib.figures.mode_cost import mode_cost
from mlp_lib.figures.network import network
from mlp_lib.figures.neuron import neuron
from mlp_lib.figures.paths import paths
from mlp_lib.figures.perceptron import perceptron
from mlp_lib.figures.pipeline import pipeline
from mlp_lib.figures.shapes import shapes
from mlp_lib.figures.slices import slices
from mlp_lib.figures.slowdown import slowdown
from mlp_lib.figures.softmax_bars import softmax_bars
from mlp_lib.figures.squares import squares
from mlp_lib.figures.step_size import step_size
from mlp_lib.figures.surface import surface
from mlp_lib.figures.surprise import surprise
from mlp_lib.figures.tape import tape
from mlp_lib.figures.two_stages import two_stages
from mlp_lib.figures.weight_path import weight_path
from mlp_lib.figures.zoom import zoom

__all__ = [
    "activation",
    "backprop_player",
    "ball",
    "bowl",
    "combination",
    "counterexample",
    "dead_gradients",
    "double_well",
    "gears",
    "hinges",
    "input_plane",
    "margin",
    "mode_cost",
    "network",
    "neuron",
    "paths",
    "perceptron",
    "pipeline",
    "shapes",
    "slices",
    "slowdown",
    "softmax_bars",
    "squares",
    "step_size",
    "surface",
    "surprise",
    "tape",
    "two_stages",
    "weight_path",
    "zoom",
]
