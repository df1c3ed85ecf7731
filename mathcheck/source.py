"""An equation as its tokens and names, so that parts of it can be exchanged."""

import re
from collections.abc import Iterator

from mathcheck.errors import LatexError
from mathcheck.notation import ACCENTS, FONTS
from mathcheck.tokens import Token, tokenize

OPENING = {"(": ")", "[": "]", "{": "}"}
GREEK = re.compile(
    r"\\(alpha|beta|gamma|delta|epsilon|varepsilon|eta|theta|kappa|lambda|mu|nu|rho|sigma|tau|phi)"
)


class Source:
    """An equation with its tokens, and the names that it prints."""

    def __init__(self, latex: str):
        self.latex = latex
        self.tokens: list[Token] = tokenize(latex)
        self.names = list(self._find_names())

    def replaced(self, first: int, last: int, text: str) -> str:
        """Return the LaTeX with the tokens ``first`` to ``last`` (included) replaced."""
        begin, end = self.tokens[first].offset, self.end(last)
        return f"{self.latex[:begin]} {text} {self.latex[end:]}"

    def end(self, index: int) -> int:
        """Return the offset after a token."""
        token = self.tokens[index]
        length = len(re.match(r"\\(?:[A-Za-z]+|.)|.", self.latex[token.offset :], re.S).group())
        return token.offset + length

    def text(self, first: int, last: int) -> str:
        """Return the LaTeX of the tokens ``first`` to ``last`` (included)."""
        return self.latex[self.tokens[first].offset : self.end(last)]

    def closing(self, opening: int) -> int:
        """Return the index of the bracket that closes the one at ``opening``."""
        depth = 0
        for index in range(opening, len(self.tokens)):
            depth += self.tokens[index].text in OPENING
            depth -= self.tokens[index].text in OPENING.values()
            if depth == 0:
                return index
        raise LatexError("a bracket is not closed", self.latex, self.tokens[opening].offset)

    def _find_names(self) -> Iterator[tuple[int, int]]:
        """Yield first and last token of each printed name, with accent and font."""
        index = 0
        while index < len(self.tokens):
            last = index
            while self.tokens[last].text in ACCENTS or self.tokens[last].text in FONTS:
                last += 1
            if last > index and self.tokens[last].text == "{":
                last = self.closing(last)
            text = self.tokens[last].text
            if last > index or GREEK.fullmatch(text) or (len(text) == 1 and text.isalpha()):
                yield index, last
            index = last + 1
