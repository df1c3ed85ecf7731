"""Formulas that weigh less: styles that KaTeX repeats in a page stand there once, as a class."""

import re
from collections import Counter

SCRIPT = re.compile(r"(<script\b.*?</script>)", re.DOTALL)
SPAN = re.compile(r'<span((?: (?:class|style)="[^"]*")+)>')
ATTRIBUTE = re.compile(r'(class|style)="([^"]*)"')
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

    parts[::2] = [SPAN.sub(lighter, part) for part in parts[::2]]
    # The name twice: it must win over KaTeX's own rules, as the style did.
    rules = "".join(f".katex .{name}.{name}{{{style}}}" for style, name in names.items())
    return "".join(parts).replace("</head>", f"<style>{rules}</style></head>", 1)


def _attributes(tag: re.Match) -> dict[str, str]:
    return dict(ATTRIBUTE.findall(tag[1]))
