"""``{mlp-progress}``: all exercises of the book in tables, with the reader's own progress."""

import re
from itertools import groupby

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from . import cards

PLACE = (
    '<div class="mm-progress"><p>Your progress is kept in this browser: '
    "this page needs JavaScript to show it.</p></div>"
)
STATE = '<span class="mm-progress-state" data-exercise="{}">Open</span>'


class Progress(nodes.General, nodes.Element):
    """Stands for the tables until the titles of all chapters are known."""


class ProgressDirective(SphinxDirective):
    """Show the progress over the whole book."""

    def run(self) -> list[nodes.Node]:
        """Return the place of the page's script, and of the tables."""
        self.env.note_reread()  # what it shows is in mlp_lib, not in the page
        return [nodes.raw("", PLACE, format="html"), Progress()]


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the tables where the directive stood."""
    for place in list(doctree.findall(Progress)):
        from mlp_lib.exercises import all_exercises

        exercises = all_exercises().values()
        chapters = groupby(exercises, key=lambda item: int(item.id.partition(".")[0]))
        place.replace_self(
            [node for n, items in chapters for node in chapter(app, docname, n, list(items))]
        )


def chapter(app: Sphinx, docname: str, number: int, items: list) -> list[nodes.Node]:
    """Return the title and the table of one chapter's exercises."""
    page = page_of(app, number)
    title = app.env.titles[page].astext() if page else f"Chapter {number}"
    group = nodes.tgroup("", *(nodes.colspec(colwidth=w) for w in (3, 1)), cols=2)
    group += nodes.thead("", _row([nodes.Text("Exercise")], [nodes.Text("State")]))
    body = nodes.tbody()
    for item in items:
        name = [nodes.Text(f"{item.id} "), *inline(item.title)]
        if page:
            address = f"{app.builder.get_relative_uri(docname, page)}#exercise-{item.id}"
            name = [nodes.reference("", "", *name, refuri=address, internal=True)]
        body += _row(name, [nodes.raw("", STATE.format(item.id), format="html")])
    group += body
    return [nodes.rubric("", title), nodes.table("", group, classes=["mm-progress-table"])]


def page_of(app: Sphinx, chapter: int) -> str | None:
    """Return the document of a chapter, whose name begins with the chapter's number."""
    wanted = re.compile(rf"(?:.*/)?0*{chapter}-[^/]*")
    return next((name for name in sorted(app.env.found_docs) if wanted.fullmatch(name)), None)


def inline(text: str) -> list[nodes.Node]:
    """Return a text in the exercises' markup as nodes."""
    made, end = [], 0
    for piece in cards.PIECE.finditer(text):
        code, display, formula, bold = piece.groups()
        made.append(nodes.Text(text[end : piece.start()]))
        if code:
            made.append(nodes.literal("", code))
        elif bold:
            made.append(nodes.strong("", "", *inline(bold)))
        else:
            made.append(nodes.math("", display or formula))
        end = piece.end()
    return [*made, nodes.Text(text[end:])]


def _row(*cells: list[nodes.Node]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_node(Progress)
    app.add_directive("mlp-progress", ProgressDirective)
    app.connect("doctree-resolved", fill)
