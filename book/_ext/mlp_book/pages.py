"""The last touch to each written page: scripts, policy and static pictures, on the HTML itself.

Sphinx, the theme and a dozen extensions put things into a page. What a page needs is decided
here, in one place and by what the page holds, rather than by unhooking each of them.
"""

import json
import re
from dataclasses import dataclass, field
from html import escape, unescape

from . import assets
from .hosts import script_digest
from .styles import shared

#: What book/_ext/mlp_book/progress.py puts where its script is to work.
PROGRESS = '<div class="mm-progress">'
#: Stands in pages that have code cells.
CODE = 'class="cell_input'
MARK = '<meta name="generator" content="mlp_book" />'
SCRIPT = re.compile(r"[ \t]*<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>\n?", re.DOTALL)
OPTIONS = re.compile(r"<script[^>]*documentation_options\.js[^>]*></script>\n")
STYLE = re.compile(r'[ \t]*<link\b[^>]*href="(?P<href>[^"]*\.css[^"]*)"[^>]*>\n?')
DATA = r'<script[^>]*type="application/vnd\.jupyter\.widget-{}\+json"[^>]*>(.*?)</script>'
#: Names, brackets and blanks of code have the colour of the text around them.
PLAIN_CODE = re.compile(r'<span class="(?:n|nn|p|w)">([^<]*)</span>')
#: In a script element, `<` before one of these would start a comment or end the element.
ENDS_A_SCRIPT = re.compile(r"<(?=!--|/?script)", re.IGNORECASE)
NEVER_READ = {"layout", "style", "box_style", "behavior", "continuous_update", "orientation"}
LONG_ID = re.compile(r'"(IPY_MODEL_)?0{24}(?=[0-9a-f]{8}")')
#: A formula of a card, by its source.
TYPESET = re.compile(r'<span[^>]*\bdata-tex="([^"]*)"')
STATE = re.compile(DATA.format("state"), re.DOTALL)
VIEW = re.compile(DATA.format("view"), re.DOTALL)
#: A paragraph that can describe its page: plain words, before the first figure or cell.
PARAGRAPH = re.compile(r"<p>((?:(?!</?p>|class=\"katex).)*)</p>", re.DOTALL)
DESCRIBED = 155  # characters of it that search engines show
BOOTSTRAP = re.compile(r'\s+data-bs-[\w-]+="[^"]*"')
HTML = re.compile(r'<html([^>]*?)\s*(?:data-theme="\w*")?\s*>')
#: What the theme and docutils say to screen readers that is wrong or out of date.
SPOKEN = {
    re.compile(
        r'(<button[^>]*search-button-field[^>]*?)\s+title="[^"]*"\s+aria-label="[^"]*"'
    ): r"\1",
    re.compile(r'(<div id="pst-primary-sidebar")'): r'\1 role="region" aria-label="Book"',
    re.compile(r'\s+role="doc-(?:biblioentry|backlink)"'): "",
    re.compile(r'role="list" (class="citation-list")'): r"\1",
}
TOGGLE = r"(?:toggle|dropdown admonition|admonition[^\"]* dropdown)"

#: Never loaded: thebe, icons as a script, MathJax, the stock widget manager, and what the theme
#: says inline about versions, colours (see early.js) and the search field (see page.js).
NEVER = re.compile(
    r"thebe|fontawesome|MathJax|mathjax|require(?:\.min)?\.js|html-manager"
    r"|DOCUMENTATION_OPTIONS\.|data-cfasync|dataset\.mode|searchInput",
)
#: Loaded only where the page holds what they serve: pattern of the file -> pattern of the page.
ONLY_WITH = {
    r"searchtools|language_data|searchindex": r'class="bd-search-container"',
    r"togglebutton|toggleHint|toggleOpenOnPrint": rf'class="[^"]*(?<![\w-]){TOGGLE}(?![\w-])',
    r"design-tabs": r"sd-tab-",
    r"sphinx-design": r'class="[^"]*\bsd-',
    r"mystnb": r'class="[^"]*\bcell\b',
    r"clipboard|copybutton": r'class="highlight',
    r"sphinx_highlight": r'class="bd-article',
}


@dataclass
class Widgets:
    """The widgets of one page: their saved states, and the models that are shown, in order."""

    state: dict = field(default_factory=dict)
    views: list[str] = field(default_factory=list)

    @property
    def figures(self) -> list[str]:
        """Names of the figures on the page."""
        names = {model["state"].get("figure_name") for model in self.state.values()}
        return sorted(name for name in names if name)

    @property
    def cards(self) -> bool:
        """Whether the page shows exercises."""
        return any("card_name" in model["state"] for model in self.state.values())


def widgets_of(html: str) -> Widgets:
    """Read the saved widgets of a page."""
    found = Widgets()
    for body in STATE.findall(html):
        found.state |= json.loads(body)["state"]
    found.views = [json.loads(body)["model_id"] for body in VIEW.findall(html)]
    return found


def finish(html: str, pictures: list[str], name: str) -> str:
    """Return the page ``name`` as readers get it.

    ``pictures`` are the static ones of its widgets.
    """
    root = re.search(r'data-content_root="([^"]*)"', html)[1]
    widgets = widgets_of(html)
    left = iter(pictures)
    html = VIEW.sub(lambda view: view[0] + next(left), html)
    html = _name_cells_of_cards(html)
    html = VIEW.sub(_short_ids, html)
    drawn = {unescape(tex) for picture in pictures for tex in TYPESET.findall(picture)}
    html = STATE.sub(lambda tag: _light_state(tag, drawn), html)
    html = STYLE.sub(lambda tag: tag[0] if _needed(tag["href"], html) else "", html)
    html = SCRIPT.sub(lambda tag: _script(tag, html), html)
    html = OPTIONS.sub(lambda tag: f"{tag[0]}    {_loaded('page.js', root)}\n", html, count=1)
    html = shared(_one_viewport(BOOTSTRAP.sub("", html)))
    html = PLAIN_CODE.sub(r"\1", html)
    for wrong, better in SPOKEN.items():
        html = wrong.sub(better, html)
    html = HTML.sub(rf'<html\1 data-theme="light" data-page="{name}">', html, count=1)
    progress = PROGRESS in html
    python = bool(widgets.cards) or CODE in html
    styles = "".join(f"    {tag}\n" for tag in _styles(root, widgets.cards or progress, python))
    html = html.replace("</head>", f"{styles}</head>", 1)
    inline = [tag["body"] for tag in SCRIPT.finditer(html) if _inline(tag)]
    inline.insert(0, assets.early_script())
    first = [
        MARK,
        *description(html),
        policy(inline),
        f"<script>{inline[0]}</script>",
        *_scripts(widgets, progress, python, root),
    ]
    return re.sub(
        r"<meta charset[^>]*>", lambda tag: "\n    ".join([tag[0], *first]), html, count=1
    )


def _name_cells_of_cards(html: str) -> str:
    """Mark the cells that show a card, so that no style has to look into every cell for one."""
    start = '<div class="cell '
    head, *cells = html.split(start)
    marked = [f"mm-card-cell {cell}" if 'class="mm-card"' in cell else cell for cell in cells]
    return start.join([head, *marked])


def description(html: str) -> list[str]:
    """Return the page's description for search engines: how its text begins."""
    _, _, article = html.partition("<article")
    found = PARAGRAPH.search(article)
    if not found:
        return []
    words = unescape(re.sub(r"<[^>]*>", "", found[1])).split()
    text = " ".join(words)
    if len(text) > DESCRIBED:
        text = text[:DESCRIBED].rpartition(" ")[0] + " …"
    return [f'<meta name="description" content="{escape(text)}" />']


def policy(inline: list[str]) -> str:
    """Return the Content-Security-Policy: this origin, and known inline scripts by their hashes."""
    known = " ".join(dict.fromkeys(f"'{script_digest(text)}'" for text in inline))
    rules = {
        "default-src": "'self'",  # a browser may fetch the next page before it is asked for
        "script-src": f"'self' {known}",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        "object-src": "'none'",
        "frame-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    text = "; ".join(f"{name} {value}" for name, value in rules.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{text}" />'


def _needed(name: str, html: str) -> bool:
    if NEVER.search(name):
        return False
    wanted = [page for script, page in ONLY_WITH.items() if re.search(script, name)]
    return all(re.search(page, html) for page in wanted)


def _script(tag: re.Match, html: str) -> str:
    attributes, body = tag["attributes"], tag["body"]
    if "application/" in attributes:
        return tag[0]  # data, never run
    source = re.search(r'src="([^"]*)"', attributes)
    if not _needed(source[1] if source else attributes + body, html):
        return ""
    return f'    <script defer src="{source[1]}"></script>\n' if source else tag[0]


def _inline(tag: re.Match) -> bool:
    return "src=" not in tag["attributes"] and "application/" not in tag["attributes"]


def _light_state(tag: re.Match, drawn: set[str]) -> str:
    """Leave out what only JupyterLab's layout needs, and the formulas that stand in the page."""
    saved = json.loads(tag[1])
    idle = _idle_links(saved["state"], tag.string)
    for model in saved["state"].values():
        spec = model["state"].get("spec", {})
        if "formulas" in spec:
            spec["formulas"] = {k: v for k, v in spec["formulas"].items() if k not in drawn}
    saved["state"] = {
        name: _light_model(model)
        for name, model in saved["state"].items()
        if not model["model_name"].endswith(("LayoutModel", "StyleModel")) and name not in idle
    }
    return _short_ids(STATE.match(tag[0].replace(tag[1], as_script(saved))))


def _light_model(model: dict) -> dict:
    """Return a saved model with what our loader reads: it knows models by their names alone."""
    state = {k: v for k, v in model["state"].items() if _says_something(k, v)}
    if {"figure_name", "card_name"} & set(state):
        state.pop("_anywidget_id", None)
    return {k: v for k, v in model.items() if not k.startswith("model_module")} | {"state": state}


def _idle_links(models: dict, html: str) -> set[str]:
    """Links from a figure to a slider of its own that the page does not show: the figure draws it.

    Such a slider is named four times: by itself, its figure, their box and the link.
    """
    controls = [model["state"].get("controls") or [] for model in models.values()]
    sliders = {control["widget"] for of_figure in controls for control in of_figure}
    hidden = {name for name in sliders if html.count(name.removeprefix("IPY_MODEL_")) == 4}
    return {
        name
        for name, model in models.items()
        if model["model_name"] == "LinkModel" and model["state"]["source"][0] in hidden
    }


def _short_ids(tag: re.Match) -> str:
    """Count the models of a page in fewer digits than tools/notebooks.py does."""
    return LONG_ID.sub(r'"\1', tag[0])


def _says_something(name: str, value: object) -> bool:
    """Whether our loader of widgets reads this part of a model's state, and it is not the usual."""
    if name in NEVER_READ or value is None or value is (name == "readout"):
        return False
    if name == "_dom_classes" and not value:
        return False
    return not name.startswith(("_model_", "_view_"))


def as_script(content: dict) -> str:
    """Return JSON that may stand in a script element; all but what could end it stays as it is."""
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
    return ENDS_A_SCRIPT.sub(r"\\u003c", text)


def _one_viewport(html: str) -> str:
    first, *others = re.findall(r'[ \t]*<meta name="viewport"[^>]*>\n?', html)
    for other in others:
        html = html.replace(other, "", 1) if other != first else html
    return html


def _styles(root: str, cards: bool, python: bool) -> list[str]:
    names = ["figures.css", *(["exercises.css"] if cards else []), "book.css"]
    names += ["python.css"] if python else []
    own = [assets.address(name, root) for name in names]
    addresses = [f"{root}_static/katex/katex.css", *own]
    return [f'<link rel="stylesheet" href="{address}" />' for address in addresses]


def _scripts(widgets: Widgets, progress: bool, python: bool, root: str) -> list[str]:
    names = [f"{name}.js" for name in widgets.figures if f"{name}.js" in assets.sources()]
    names += ["cards.js"] if widgets.cards or progress else []
    names = ["shared.js", *names] if names else []
    names += ["python.js"] if python else []
    names += ["widgets.js"] if widgets.views else []
    names += ["progress.js"] if progress else []
    return [_loaded(name, root) for name in names]


def _loaded(name: str, root: str) -> str:
    return f'<script defer src="{assets.address(name, root)}"></script>'
