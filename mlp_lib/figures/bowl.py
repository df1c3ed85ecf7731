"""The bowl: gradient descent in two directions of different curvature."""

from __future__ import annotations

from collections.abc import Sequence

from mlp_lib.figures.base import Count, Figure, Number, pair, slider


class Bowl(Figure):
    """Chapter 6: descent on C = (theta_1^2 + kappa theta_2^2) / 2 (equations 6.1, 6.3a, 6.5a)."""

    name = "bowl"

    kappa = slider(25.0, 1, 50, 1, symbol="κ", label="condition number kappa", digits=0)
    learning_rate = slider(0.07, 0, 0.2, 0.001, symbol="α", label="learning rate alpha", digits=3)
    theta_1 = Number(10.0, -3, 12, 0.1)
    theta_2 = Number(1.0, -3, 3, 0.1)
    k = Count(4, help="Steps that are drawn.")


def bowl(
    kappa: float = 25.0,
    learning_rate: float = 0.07,
    start: Sequence[float] = (10.0, 1.0),
    k: int | None = 4,
    *,
    number: str = "",
) -> Bowl:
    """Show gradient descent on C = (theta_1^2 + kappa theta_2^2) / 2 among its contours.

    Parameters
    ----------
    kappa : float from 1 to 50
        Curvature of the steep direction; the flat one has 1, so this is the condition number.
    learning_rate : float from 0 to 0.2
        Step size alpha; above 2 / kappa the path diverges.
    start : two numbers, theta_1 from -3 to 12 and theta_2 from -3 to 3
        Where the path begins.
    k : int or None
        Steps that are drawn at first; None draws all.
    number : str
        Number of the figure in its chapter.

    Raises
    ------
    ValueError
        `start` is not two finite numbers.
    traitlets.TraitError
        A value is not a number or lies outside its range.
    """
    theta_1, theta_2 = pair("start", start)
    return Bowl(
        kappa=kappa,
        learning_rate=learning_rate,
        theta_1=theta_1,
        theta_2=theta_2,
        number=number,
        k=k,
    )
