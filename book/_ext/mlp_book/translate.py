"""What translators of pages must leave as it is: code, and the names in the reference."""

import re

#: An opening tag of what Sphinx marks for one translator only, or of a name that it documents.
KEPT = re.compile(r'<\w+ class="(?:[^"]* )?(?:notranslate|sig)(?: [^"]*)?"')


def protect(html: str) -> str:
    """Return the page with HTML's own mark on its code; formulas have theirs from katex.py."""
    return KEPT.sub(r'\g<0> translate="no"', html)
