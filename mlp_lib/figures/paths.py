"""Paths: a value that is used twice, and the sum over the ways from x to f."""

from __future__ import annotations

from typing import ClassVar

from mlp_lib.figures.base import Choice, Count, Figure, slider


class Paths(Figure):
    """Chapter 4: the chain rule along a graph, path by path (equation 4.5)."""

    name = "paths"
    GRAPHS: ClassVar[tuple[str, ...]] = ("product", "fork", "two forks")

    x = slider(3.0, -4, 4, 0.1, symbol="x", label="input x", digits=1)
    graph = Choice(GRAPHS, "product", help="Which graph.")
    k = Count(None, help="Paths lit so far; one more shows all.")


def paths(
    x: float = 3.0, graph: str = "product", k: int | None = None, *, number: str = ""
) -> Paths:
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
        The graph is not known.
    traitlets.TraitError
        A value is not a number or lies outside its range.
    """
    return Paths(x=x, graph=graph, k=k, number=number)
