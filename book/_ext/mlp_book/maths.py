"""Maths typeset while the book is built: sphinxcontrib-katex, told where an error is.

The library runs KaTeX in one node process and writes HTML with MathML. Added here: KaTeX from
npm instead of its CDN, an error becomes a warning that names the place, several lines without
an environment are aligned, symbols get their colours, and an equation's label is its number.
"""

import re
from collections.abc import Callable

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinxcontrib import katex

from . import kinds, node

logger = logging.getLogger(__name__)

RENDERER = "katex_at_build"
#: The formula's source, which KaTeX repeats in its MathML and nobody sees.
TEX = re.compile(r"<annotation[^>]*>.*?</annotation>", re.DOTALL)
LABEL = re.compile(r"eq:(\d+\.\d+[a-z]?)")


def typeset(visit: Callable) -> Callable:
    """Wrap a visitor of sphinxcontrib-katex: name the place of an error, colour the symbols."""

    def wrapped(self, math_node: nodes.Element) -> None:
        start = len(self.body)
        try:
            visit(self, aligned(math_node))
        except katex.KaTeXError as error:
            del self.body[start:]
            logger.warning(
                "KaTeX cannot read %r: %s",
                math_node.astext(),
                error,
                location=math_node,
                type="math",
            )
            raise nodes.SkipNode from error
        finally:
            html = TEX.sub("", "".join(self.body[start:]))
            self.body[start:] = [kinds.colour(html, page_kinds(self)) if html else ""]

    return wrapped


def page_kinds(writer) -> dict[str, str]:
    """Return the colour table of the page being written.

    Page metadata ``symbol_colours`` changes it: ``L=delta`` where L is a loss, ``C=`` where C is
    no cost, several with spaces between; ``off`` leaves all of the page's maths in ink.
    """
    builder = writer.builder
    said = str(builder.env.metadata.get(builder.current_docname, {}).get("symbol_colours", ""))
    if said.strip().lower() in {"off", "false"}:
        return {}
    changes = dict(pair.split("=", 1) for pair in said.split() if "=" in pair)
    return {symbol: kind for symbol, kind in (kinds.KINDS | changes).items() if kind}


def aligned(math_node: nodes.Element) -> nodes.Element:
    r"""Return the node, or a copy in ``aligned`` where its lines break outside an environment."""
    tex = math_node.astext()
    outside = re.sub(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", "", tex, flags=re.DOTALL)
    if not isinstance(math_node, nodes.math_block) or not re.search(r"\\\\|(?<!\\)&", outside):
        return math_node
    copy = math_node.copy()
    copy += nodes.Text(rf"\begin{{aligned}}{tex}\end{{aligned}}")
    return copy


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
    """Point sphinxcontrib-katex to the node and the KaTeX of this build."""
    dist = node.packages(app.mlp_root) / "katex" / "dist"
    config.html_math_renderer = RENDERER
    config.math_numfig = False
    config.katex_prerender = True
    config.katex_js_path = str(dist / "katex.min.js")
    config.katex_css_path = "katex/katex.css"
    katex.NODEJS_BINARY = node.program("node")
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0
    katex.KATEX_DEFAULT_OPTIONS.update(throwOnError=True, strict="error", output="htmlAndMathml")


def setup(app: Sphinx) -> None:
    """Register the renderer, on top of sphinxcontrib-katex."""
    app.setup_extension("sphinxcontrib.katex")
    app.add_html_math_renderer(
        RENDERER,
        inline_renderers=(typeset(katex.html_visit_math), None),
        block_renderers=(typeset(katex.html_visit_displaymath), None),
    )
    app.connect("config-inited", configure, priority=100)
    app.connect("doctree-read", number_equations)
