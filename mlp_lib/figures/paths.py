"""Paths: a value that is used twice, and the sum over the ways from x to f."""

from __future__ import annotations

from typing import ClassVar

import traitlets

from mlp_lib.figures.base import Choice, Figure, slider


class Paths(Figure):
    """Chapter 4: the chain rule along a graph, path by path (equation 4.5)."""

    name = "paths"
    GRAPHS: ClassVar[dict[str, int]] = {"product": 2, "fork": 2, "two forks": 4}  # and their paths

    x = slider(3.0, -4, 4, 0.1, symbol="x", label="input x", digits=1)
    graph = Choice(GRAPHS, "product", help="Which graph.")
    k = traitlets.Int(3, min=0, max=5, help="Paths lit so far; one more shows all.").tag(sync=True)


def paths(x: float = 3.0, graph: str = "product", k: int | None = None, number: str = "") -> Paths:
    """Show a branching graph whose paths from x to f light up one by one.

    Parameters
    ----------
    x : float from -4 to 4
        The input.
    graph : {"product", "fork", "two forks"}
        x^2 (3 x - 1), x^2 + x, or z + 0.1 z^2 applied twice.
    k : int, optional
        Paths that are lit; one more than there are shows all at once, as does the default.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        The graph is not known, or `k` is more than one above the number of its paths.
    traitlets.TraitError
        A value is not a number or lies outside its range.
    """
    figure = Paths(x=x, graph=graph, number=number)
    last = Paths.GRAPHS[graph] + 1
    if k is not None and not 0 <= k <= last:
        raise ValueError(f"k must be from 0 to {last} for the graph {graph!r}, got {k}")
    figure.k = last if k is None else k
    return figure
