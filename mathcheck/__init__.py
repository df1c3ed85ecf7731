"""Execute the equations that a book prints.

The LaTeX of a numbered equation is read into a tree (`parse`), evaluated on the arrays of a
`Model`, and compared with values that were found independently of it (`check`). A sign changed in
print alone is therefore a failing test. `notebooks` finds the equations and their labels in the
chapters, `registry` holds them together with their checks one to one, `mutate` breaks them on
purpose to show that the checks notice, and `prose` looks up the numbers of the text in the stored
outputs.

    >>> from mathcheck import Model, holds
    >>> is_true = holds(Model({"d": 2.0, "z": 10.0, "w": [3.0, 4.0]}))
    >>> is_true(r"d = \\frac{z}{\\|\\mathbf w\\|}")
    1

README.md beside this file explains how the author of a chapter registers a check.
"""

from mathcheck.check import Check, check, exactly_when, holds, tight, together
from mathcheck.errors import LatexError, Mismatch
from mathcheck.model import Model
from mathcheck.parser import parse

__all__ = [
    "Check",
    "LatexError",
    "Mismatch",
    "Model",
    "check",
    "exactly_when",
    "holds",
    "parse",
    "tight",
    "together",
]
