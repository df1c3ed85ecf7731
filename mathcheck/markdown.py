"""Separate what a reader reads in a markdown cell from code, links and labels."""

import re

_FENCE = re.compile(r"^\s*(?P<marks>`{3,}|~{3,}|:{3,})\s*(?P<name>\{[^}]*\})?(?P<rest>[^`]*)$")
_CODE_DIRECTIVES = frozenset(
    f"{{{name}}}"
    for name in ("code", "code-block", "code-cell", "raw", "eval-rst", "literalinclude", "mermaid")
)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_INLINE_CODE = re.compile(
    r"(?P<role>\{[\w:.+-]+\})?(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)", re.S
)


def without_code(source: str) -> str:
    """Blank code blocks, inline code, roles and comments, keeping every offset.

    Directives that hold prose, such as admonitions and exercises, stay; their fences and
    ``:option:`` lines go.
    """
    lines, open_fences, literal = [], [], False
    for line in source.split("\n"):
        fence = _FENCE.match(line)
        closes = fence and open_fences and not fence["name"] and not fence["rest"].strip()
        if closes and fence["marks"].startswith(open_fences[-1]):
            open_fences.pop()
            literal = False
            lines.append(_blank(line))
        elif literal:
            lines.append(_blank(line))
        elif fence:
            open_fences.append(fence["marks"])
            literal = not fence["name"] or fence["name"] in _CODE_DIRECTIVES
            title = 0 if literal else len(fence["rest"])
            lines.append(_blank(line[: len(line) - title]) + line[len(line) - title :])
        elif open_fences and re.match(r"^\s*:[\w-]+:", line):
            lines.append(_blank(line))
        else:
            lines.append(line)
    text = _COMMENT.sub(lambda m: _blank(m.group()), "\n".join(lines))
    return _INLINE_CODE.sub(
        lambda m: m.group() if m["role"] == "{math}" else _blank(m.group()), text
    )


_UNREAD = (
    re.compile(r"(?<=\])\([^)\s]*(?:\s+\"[^\"]*\")?\)"),  # target of a link or an image
    re.compile(r"<[^<>\s][^<>]*>"),  # HTML tag or bare address
    re.compile(r"https?://\S+"),
    re.compile(r"\b10\.\d{4,9}/\S+"),  # DOI
    re.compile(r"(?<=\$\$)[ \t]*\([^)\s]+\)"),  # label of an equation
    re.compile(r"^\([\w:.-]+\)=", re.M),  # label of a section
)


def prose(source: str) -> str:
    """Blank, besides code, the targets of links, tags, addresses and labels."""
    text = without_code(source)
    for pattern in _UNREAD:
        text = pattern.sub(lambda m: _blank(m.group()), text)
    return text


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
