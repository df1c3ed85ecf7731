"""KaTeX in one node process, which ends with the build.

sphinxcontrib-katex was tried first. It connects to its server before that listens, so that on a
busy machine a build can fail and leave the server running, and it tells no place of an error.
"""

import json
import re
import subprocess
from functools import cache
from pathlib import Path

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
        return MATHML.sub(lambda math: LOOKS.sub("", math[0]), html)

    def close(self) -> None:
        """End the process."""
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
