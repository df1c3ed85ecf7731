"""The two ways in which a printed equation can fail, and how they point at the place."""


class LatexError(ValueError):
    """The LaTeX lies outside the book's notation, or uses a name that its model does not bind.

    Parameters
    ----------
    message : str
        What is wrong, and what to write instead.
    source : str, optional
        The LaTeX being read.
    offset : int, optional
        Where in ``source`` the construct begins; shown with a caret.
    """

    def __init__(self, message: str, source: str = "", offset: int | None = None):
        self.message = message
        super().__init__(message + (excerpt(source, offset) if source else ""))


class Mismatch(AssertionError):
    """The LaTeX was read and evaluated, and what it says is not true."""


def excerpt(source: str, offset: int | None, width: int = 72) -> str:
    """Return the line of ``source`` around ``offset`` with a caret below the construct."""
    if offset is None:
        return f"\n    {' '.join(source.split())}"
    begin = source.rfind("\n", 0, offset) + 1
    end = source.find("\n", offset)
    line = source[begin : len(source) if end < 0 else end]
    column = offset - begin
    if column > width:
        line, column = "..." + line[column - width // 2 :], width // 2 + 3
    return f"\n    {line[: column + width]}\n    {' ' * column}^"
