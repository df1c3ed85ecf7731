"""Formulas that weigh less: what KaTeX repeats in a page stands there once, under a short name."""

import re
from collections import Counter

SCRIPT = re.compile(r"(<script\b.*?</script>)", re.DOTALL)
SPAN = re.compile(r'<span((?: (?:class|style)="[^"]*")+)>')
ATTRIBUTE = re.compile(r'(class|style)="([^"]*)"')
#: KaTeX's long name for the size of indices, and its rule under a short one.
INDEX_SIZE = ("katex-sizing reset-size6 size3", "q", ".katex .q.q{font-size:.7em}")
#: A style is worth a class when it occurs this often.
OFTEN = 3


def shared(html: str) -> str:
    """Return the page with a class in place of each style that many spans of formulas have."""
    parts = SCRIPT.split(html)  # what stands in scripts has every second place
    found = [_attributes(tag).get("style") for part in parts[::2] for tag in SPAN.finditer(part)]
    often = [style for style, n in Counter(found).most_common() if style and n >= OFTEN]
    names = {style: f"q{number}" for number, style in enumerate(often)}

    def lighter(tag: re.Match) -> str:
        attributes = _attributes(tag)
        if attributes.get("style") not in names:
            return tag[0]
        classes = f"{attributes.get('class', '')} {names[attributes['style']]}".strip()
        return f'<span class="{classes}">'

    long, short, rule = INDEX_SIZE
    parts[::2] = [SPAN.sub(lighter, part.replace(f'="{long}', f'="{short}')) for part in parts[::2]]
    # The name twice: it must win over KaTeX's own rules, as the style did.
    rules = "".join(f".katex .{name}.{name}{{{style}}}" for style, name in names.items())
    return "".join(parts).replace("</head>", f"<style>{rule}{rules}</style></head>", 1)


def _attributes(tag: re.Match) -> dict[str, str]:
    return dict(ATTRIBUTE.findall(tag[1]))
