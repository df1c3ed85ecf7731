"""Cut LaTeX into tokens, drop what only spaces it out, refuse what hides from the reader."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from mathcheck.errors import LatexError
from mathcheck.notation import (
    ACCENTS,
    ALIASES,
    FONTS,
    HIDING,
    JOINING,
    REFUSED,
    SPACING,
    SYNONYMS,
    TOKEN,
)


@dataclass(frozen=True)
class Token:
    """One piece of LaTeX and where it begins in the source."""

    text: str
    offset: int


def tokenize(latex: str) -> list[Token]:
    """Cut ``latex`` into tokens; raise LatexError at anything that must not be printed."""
    tokens, inside = [], []
    for match in TOKEN.finditer(latex):
        text = match.group(1)
        if text is None or text in SPACING:
            continue
        text, at = text.replace(" ", "") if text.startswith("\\begin") else text, match.start()
        reason = REFUSED.get(ALIASES.get(text, text))
        if text == r"\in" and _under_sum(tokens):
            reason = None
        if text in HIDING:
            reason = "it hides from the reader, or redefines what is printed"
        elif not text.isascii():
            reason = "Unicode mathematics: write the LaTeX command"
        if reason:
            raise LatexError(f"{text} is not allowed in a numbered equation: {reason}", latex, at)
        if text.startswith("\\begin"):
            inside.append(text[7:-1])
        elif text.startswith("\\end"):
            inside.pop()
        tokens.append(Token(SYNONYMS.get(text, text), at))
    return _unfold_rows(tokens, latex)


def _under_sum(tokens: list[Token]) -> bool:
    before = [t.text for t in tokens[-4:]]
    return "{" in before and before[before.index("{") - 1] == "_"


def _unfold_rows(tokens: list[Token], latex: str) -> list[Token]:
    r"""Turn the rows of ``aligned`` into statements, or into one where a row goes on.

    ``cases`` keeps its ``&`` and ``\\``: the parser reads its rows.
    """
    out, cases = [], 0
    for index, token in enumerate(tokens):
        if token.text in (r"\begin{cases}", r"\end{cases}"):
            cases += 1 if token.text == r"\begin{cases}" else -1
        elif not cases and token.text in (r"\begin{aligned}", r"\end{aligned}", "&"):
            continue
        elif not cases and token.text.startswith((r"\begin", r"\end")):
            raise LatexError(
                f"{token.text} is not part of the notation: use aligned or cases",
                latex,
                token.offset,
            )
        elif not cases and token.text == r"\\":
            after = next((t.text for t in tokens[index + 1 :] if t.text != "&"), None)
            if after in JOINING or after in (None, r"\end{aligned}") or out[-1].text in ",;":
                continue
            token = Token(",", token.offset)
        out.append(token)
    return out


class TokenStream:
    """Tokens with a cursor, TeX's rule for arguments, and errors that point at the place."""

    def __init__(self, latex: str, spelling: Mapping[str, str] | None = None):
        for printed, name in (spelling or {}).items():
            latex = re.sub(re.escape(printed) + r"(?![A-Za-z])", lambda _, n=name: n, latex)
        self.latex = latex
        self.tokens = tokenize(latex)
        self.position = 0
        self.limit = len(self.tokens)
        self.closers: list[str] = []

    def peek(self, ahead: int = 0) -> str | None:
        """Return the text of the coming token, or None at the end."""
        at = self.position + ahead
        return self.tokens[at].text if at < self.limit else None

    def next(self) -> str:
        """Return the text of the coming token and step over it."""
        text = self.peek()
        if text is None:
            self.fail("the equation breaks off here")
        self.position += 1
        return text

    def take(self, *texts: str) -> bool:
        """Step over the coming tokens if they are exactly these."""
        if any(self.peek(k) != text for k, text in enumerate(texts)):
            return False
        self.position += len(texts)
        return True

    def expect(self, text: str) -> None:
        """Step over ``text``, or fail."""
        if not self.take(text):
            self.fail(f"expected {text!r}, found {self.peek()!r}")

    def fail(self, message: str, back: int = 0) -> NoReturn:
        """Raise LatexError at the coming token (or ``back`` tokens before it)."""
        at = self.position - back
        offset = self.tokens[at].offset if at < len(self.tokens) else len(self.latex)
        raise LatexError(message, self.latex, offset)

    def argument(self, read: Callable):
        r"""Read one TeX argument with ``read``: ``{...}``, a token, or a font with its letter."""
        if self.take("{"):
            return self.enclosed("}", read)
        outer, end = self.limit, self.argument_end()
        self.limit = end
        result = read()
        if self.position != end:
            self.fail("an argument of more than one symbol needs braces")
        self.limit = outer
        return result

    def enclosed(self, closer: str, read: Callable):
        """Read with ``read`` up to ``closer``."""
        self.closers.append(closer)
        result = read()
        self.closers.pop()
        self.expect(closer)
        return result

    def argument_end(self) -> int:
        """Return the position after the coming TeX argument."""
        at, depth = self.position, 0
        while at < self.limit:
            text = self.tokens[at].text
            at += 1
            depth += (text == "{") - (text == "}")
            if depth == 0 and text not in FONTS and text not in ACCENTS:
                break
        return at
