"""KaTeX in one node process, which ends with the build.

sphinxcontrib-katex was tried first. It connects to its server before that listens, so that on a
busy machine a build can fail and leave the server running, and it tells no place of an error.
"""

import json
import re
import subprocess
from functools import cache
from html import escape
from pathlib import Path
from xml.etree import ElementTree

from . import assets, node

#: The formula's source, which KaTeX repeats in its MathML and nobody sees, and what joins the two.
SOURCE = re.compile(r"</?semantics>|<annotation[^>]*>.*?</annotation>", re.DOTALL)
#: How its MathML would look, if it were not only heard.
LOOKS = re.compile(
    r'(?<=[\w"]) (?:stretchy|separator|fence|scriptlevel|displaystyle|columnalign|columnspacing'
    r'|rowspacing|[lr]space|m(?:in|ax)size|accent)="[^"]*"(?=[^<]*>)'
)
#: Plain words in a formula, in a box in a box.
WORDS = re.compile(r'<span class="mord text">(<span class="mord">[^<]*</span>)</span>')
MATHML = re.compile(r"<math\b.*?</math>", re.DOTALL)
NAMESPACE = re.compile(r' xmlns="[^"]*"')
#: Classes that no style sheet asks for; `mord` stays, which kinds.py and the tests read.
SILENT = re.compile(r"\b(?:mtight|mopen|mclose|mrel|mbin|mpunct)\b ?")
CLASSES = re.compile(r' class="([^"]*)"')
#: Elements whose children have a place each, so that their number counts.
PLACES = {"mfrac", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover"}
#: Stands, unseen, between a function's name and its argument.
APPLIED = "\u2061"


class KatexError(Exception):
    """KaTeX cannot read a formula; its own words."""


class Katex:
    """Typesets one formula after the other.

    Parameters
    ----------
    modules : Path
        The node_modules folder that holds KaTeX.
    """

    def __init__(self, modules: Path):
        script = str(modules / "katex" / "dist" / "katex.js")
        self._process = subprocess.Popen(
            [node.program("node"), str(assets.HERE / "katex.mjs"), script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf8",
        )
        self.html = cache(self._html)

    def _html(self, tex: str, display: bool) -> str:
        """Return HTML with MathML.

        Raises
        ------
        KatexError
            If KaTeX cannot read ``tex``.
        """
        self._process.stdin.write(json.dumps({"tex": tex, "display": display}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise KatexError(f"the node process ended with code {self._process.wait()}")
        answer = json.loads(line)
        if "error" in answer:
            raise KatexError(answer["error"])
        html = WORDS.sub(r"\1", SOURCE.sub("", answer["html"]))
        html = MATHML.sub(lambda math: valid(LOOKS.sub("", math[0])), html)
        html = CLASSES.sub(_without_silent, html)
        return html.replace("<span", '<span translate="no"', 1)

    def close(self) -> None:
        """End the process."""
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


def valid(mathml: str) -> str:
    r"""Return MathML in which the name of a function is one child, also in an index.

    KaTeX writes ``C_{\min}`` as an ``msub`` of three: C, min, and the sign of application.
    """
    mathml = NAMESPACE.sub("", mathml)
    if APPLIED not in mathml:
        return mathml
    root = ElementTree.fromstring(mathml)
    for parent in [element for element in root.iter() if element.tag in PLACES]:
        for sign in [child for child in parent if child.text == APPLIED]:
            place = list(parent).index(sign)
            whole = ElementTree.Element("mrow")
            whole.extend(parent[place - 1 : place + 1])
            parent[place - 1 : place + 1] = [whole]
    return ElementTree.tostring(root, "unicode", method="html")


def named(html: str, source: str) -> str:
    """Return a formula that carries its source, with dollars: what a reader copies."""
    text = escape(source, quote=False).replace('"', "&quot;")
    return html.replace("<span", f'<span data-tex="{text}"', 1)


def _without_silent(attribute: re.Match) -> str:
    left = SILENT.sub("", attribute[1]).strip()
    return f' class="{left}"' if left else ""
