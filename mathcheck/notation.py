"""The words of the notation, and what a numbered equation may not use."""

import re

RELATIONS = {
    "=": "=",
    "<": "<",
    ">": ">",
    r"\le": "<=",
    r"\leq": "<=",
    r"\ge": ">=",
    r"\geq": ">=",
    r"\ne": "!=",
    r"\neq": "!=",
    r"\approx": "~",
    r"\leftarrow": "<-",
}
FONTS = frozenset(
    (
        r"\mathbf",
        r"\boldsymbol",
        r"\bm",
        r"\mathrm",
        r"\operatorname",
        r"\mathit",
        r"\mathbb",
        r"\mathcal",
    )
)
BOLD = frozenset((r"\mathbf", r"\boldsymbol", r"\bm"))
# Printed without brackets so often that a power after them could belong to either.
LOG_LIKE = frozenset(("ln", "log", "exp", "sin", "cos", "tanh"))
ACCENTS = {r"\hat": "hat", r"\bar": "bar", r"\tilde": "tilde", r"\dot": "dot"}

SPACING = frozenset(
    (
        r"\left",
        r"\right",
        r"\,",
        r"\;",
        r"\!",
        r"\:",
        r"\quad",
        r"\qquad",
        r"\displaystyle",
        r"\textstyle",
        r"\big",
        r"\bigl",
        r"\bigr",
        r"\Big",
        r"\Bigl",
        r"\Bigr",
        r"\bigg",
        r"\biggl",
        r"\biggr",
        r"\limits",
        r"\nolimits",
        "~",
    )
) | {"\\ "}
SYNONYMS = {
    r"\lvert": "|",
    r"\rvert": "|",
    r"\vert": "|",
    r"\lVert": r"\|",
    r"\rVert": r"\|",
    r"\Vert": r"\|",
    r"\lbrack": "[",
    r"\rbrack": "]",
    r"\gets": r"\leftarrow",
    r"\tfrac": r"\frac",
    r"\dfrac": r"\frac",
    r"\star": "*",
    r"\ast": "*",
    r"\prime": "'",
}
REFUSED = {
    "%": "a comment hides part of the equation from the reader: delete it",
    "\\sim": "\\sim states nothing that can be computed: write =, \\le or \\approx",
    "\\propto": "\\propto states nothing that can be computed: write the factor",
    "\\pm": "\\pm is two statements: print them both",
    "\\mp": "\\mp is two statements: print them both",
    "\\dots": "dots leave terms to the imagination: write \\sum or \\prod",
    "\\in": "\\in outside a sum is no relation that can be computed: say it in the text",
    "\\mid": "write the condition in the text",
    "\\tag": "the number comes from the label: write $$ ... $$ (eq:6.1)",
    "\\label": "the number comes from the label: write $$ ... $$ (eq:6.1)",
    "\\iff": "print the condition alone, and say in the text what it is a condition for",
    "\\Rightarrow": "print the two statements one after the other, and join them in the text",
    "\\textcolor": "the build colours the symbols by itself: take the colour out",
    "\\underbrace": "notes inside an equation are not checked: put them in the text",
}
ALIASES = {
    r"\ldots": r"\dots",
    r"\cdots": r"\dots",
    r"\overbrace": r"\underbrace",
    r"\color": r"\textcolor",
    r"\class": r"\textcolor",
    r"\htmlClass": r"\textcolor",
    r"\implies": r"\Rightarrow",
    r"\Leftrightarrow": r"\iff",
}
HIDING = frozenset(
    (
        r"\phantom",
        r"\hphantom",
        r"\vphantom",
        r"\smash",
        r"\llap",
        r"\rlap",
        r"\cancel",
        r"\def",
        r"\newcommand",
        r"\renewcommand",
        r"\require",
    )
)
TOKEN = re.compile(
    r"\s+|(\\(?:begin|end)\s*\{[a-z]+\*?\}|\\text\s*\{[^{}]*\}|\\[A-Za-z]+|\\.|.)", re.S
)
JOINING = frozenset({"+", "-", r"\cdot", r"\odot", r"\times", *RELATIONS})
