"""Maths typeset while the book is built: KaTeX's HTML and MathML, no script in the page.

An error is a warning that names its place, several lines without an environment are aligned,
symbols get the colour of their kind, and an equation's label is its number.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from . import kinds, node
from .katex import Katex, KatexError, named

logger = logging.getLogger(__name__)

RENDERER = "katex_at_build"
LABEL = re.compile(r"eq:(\d+\.\d+[a-z]?)")
OPENS, CLOSES = re.compile(r"[(\[“‘]+$"), re.compile(r"^[.,;:!?)\]”’]+")
ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL)


def visit_math(self, math: nodes.math) -> None:
    """Write a formula of a line of text."""
    self.body.append(typeset(self, math, math.astext(), False))
    raise nodes.SkipNode


def visit_displaymath(self, math: nodes.math_block) -> None:
    """Write a formula that stands alone, with its number where it has one."""
    self.body.append(self.starttag(math, "div", CLASS="math"))
    self.body.append(typeset(self, math, aligned(math.astext()), True))
    if math["number"]:
        self.body.append(f'<span class="eqno">({math["number"]})')
        self.add_permalink_ref(math, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def typeset(writer, math: nodes.Element, tex: str, display: bool) -> str:
    """Return the formula as HTML; warn, with its place, where KaTeX cannot read it."""
    app = writer.builder.app
    if app.mlp_katex is None:
        app.mlp_katex = Katex(node.packages(app.mlp_root))
    try:
        symbols = kinds.on_page(writer.builder.current_docname)
        dollars = "$$" if display else "$"
        source = math.get("source") or f"{dollars}{math.astext().strip()}{dollars}"
        return named(kinds.colour(app.mlp_katex.html(tex, display), symbols), source)
    except KatexError as error:
        logger.warning("KaTeX cannot read %r: %s", tex, error, location=math, type="math")
        return ""


def aligned(tex: str) -> str:
    r"""Return ``tex``, in ``aligned`` where its lines break outside of an environment."""
    if re.search(r"\\\\|(?<!\\)&", ENVIRONMENT.sub("", tex)):
        return rf"\begin{{aligned}}{tex}\end{{aligned}}"
    return tex


def tie_punctuation(app: Sphinx, doctree: nodes.document) -> None:
    """Take what leans on a formula into it: browsers would end a line between the two.

    Its source, which is what a reader copies, keeps them outside of its dollars. Outputs of cells
    stay as they are: Python in the page looks for their formulas.
    """
    outputs = [one for one in doctree.findall(nodes.container) if "cell_output" in one["classes"]]
    computed = {math for output in outputs for math in output.findall(nodes.math)}
    for math in doctree.findall(nodes.math):
        if math in computed:
            continue
        place = math.parent.index(math)
        before = _taken(math.parent, place - 1, OPENS) if place else ""
        after = _taken(math.parent, place + 1, CLOSES) if place + 1 < len(math.parent) else ""
        tex = math.astext()
        math["source"] = f"{before}${tex}${after}"
        math[:] = [nodes.Text(_in_text(before) + tex + _in_text(after))]


def _taken(parent: nodes.Element, place: int, edge: re.Pattern) -> str:
    """Cut the edge off the text at this place, if there is one; return it."""
    text = parent[place]
    found = edge.search(text) if isinstance(text, nodes.Text) else None
    if found is None:
        return ""
    parent[place] = nodes.Text(edge.sub("", text))
    return found[0]


def _in_text(punctuation: str) -> str:
    return rf"\text{{{punctuation}}}" if punctuation else ""


def number_equations(app: Sphinx, doctree: nodes.document) -> None:
    """Give every labelled equation the number in its label: ``eq:6.1`` prints (6.1)."""
    known = app.env.get_domain("math").equations
    for equation in doctree.findall(nodes.math_block):
        label = equation.get("label")
        if not label:
            continue
        match = LABEL.fullmatch(label)
        if match is None:
            logger.warning(
                "equation label %r: expected eq:<chapter>.<number>, as in eq:6.1",
                label,
                location=equation,
                type="math",
            )
            continue
        equation["number"] = match[1]
        known[label] = (app.env.docname, match[1])


def configure(app: Sphinx, config: Config) -> None:
    """Choose this renderer, and numbers from labels instead of Sphinx's own."""
    config.html_math_renderer = RENDERER
    config.math_numfig = False


def close(app: Sphinx, error: Exception | None) -> None:
    """End KaTeX with the build."""
    if app.mlp_katex is not None:
        app.mlp_katex.close()
        app.mlp_katex = None


def setup(app: Sphinx) -> None:
    """Register the renderer."""
    app.mlp_katex = None
    app.add_html_math_renderer(
        RENDERER,
        inline_renderers=(visit_math, None),
        block_renderers=(visit_displaymath, None),
    )
    app.connect("config-inited", configure, priority=100)
    app.connect("doctree-read", number_equations)
    app.connect("doctree-read", tie_punctuation)
    app.connect("build-finished", close)
