"""Formulas of the built pages: valid MathML, their source to copy, not to be translated, light."""

import json
import re
from contextlib import closing
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from mlp_book import katex, node, translate

ROOT = Path(__file__).resolve().parents[1]


#: Children that an element of MathML must have; of the others any number may stand.
CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2}
CHILDREN |= {"msubsup": 3, "munderover": 3}
MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
DISPLAY = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
FUNCTIONS_IN_PLACES = (
    r"C_{\min}",
    r"x^{\ln}",
    r"x_{\max}^{\min}",
    r"\frac{\min}{\max}",
    r"\sqrt[\min]{x}",
    r"\hat{\max}",
    r"a_{\operatorname{arg\,max}}",
    r"\sum_{\min}^{\max} x",
    r"\lim_{h\to 0} f",
    r"\max_i x_i",
    r"x_{\sin x}",
    r"{\min}^2",
    r"y_{a_{\min}}",
    r"\overset{\min}{=}",
)


def wrong_numbers(mathml: str) -> list[str]:
    """Elements of a formula with more or fewer children than they have places for."""
    root = ElementTree.fromstring(re.sub(r' xmlns="[^"]*"', "", mathml))
    return [
        f"{element.tag} of {len(element)}: {''.join(element.itertext())}"
        for element in root.iter()
        if len(element) != CHILDREN.get(element.tag, len(element))
    ]


@pytest.fixture(scope="module")
def typesetter():
    """KaTeX, as the build uses it."""
    with closing(katex.Katex(node.packages(ROOT))) as made:
        yield made


@pytest.fixture(scope="module")
def formulas(built_book: Path) -> dict[str, str]:
    """Every page, and every script of formulas that come later, without what others wrote."""
    pages = {path.name: path.read_text("utf8") for path in built_book.rglob("*.html")}
    late = {}
    for path in (built_book / "_static" / "mlp" / "late").glob("*.js"):
        texts = json.loads(path.read_text("utf8").split("=", 1)[1].strip().rstrip(";"))
        late[path.name] = "".join(texts.values())
    assert late
    return {name: re.sub(r"(?s)<script.*?</script>", "", t) for name, t in (pages | late).items()}


@pytest.mark.parametrize("tex", FUNCTIONS_IN_PLACES)
def test_a_function_name_is_one_child_of_its_formula(typesetter, tex):
    mathml = MATH.search(typesetter.html(tex, False))[0]
    assert wrong_numbers(mathml) == []
    assert "xmlns" not in mathml


def test_every_element_has_as_many_children_as_places(formulas):
    seen = 0
    for name, text in formulas.items():
        for mathml in MATH.findall(text):
            assert wrong_numbers(mathml) == [], name
            seen += 1
    assert seen > 2000


def test_every_formula_carries_its_source_and_is_not_translated(formulas):
    for name, text in formulas.items():
        found = re.findall(r'<span data-tex="(\$[^"]*)"[^>]* translate="no"', text)
        found += re.findall(r'<span data-tex="([^$"]+\$[^"]*)"[^>]* translate="no"', text)
        assert len(found) == text.count('class="katex"'), name


def test_the_source_of_a_display_is_what_the_author_wrote(built_book, root):
    for notebook in sorted((root / "chapters").glob("*.ipynb")):
        cells = json.loads(notebook.read_text("utf8"))["cells"]
        text = "".join("".join(c["source"]) + "\n" for c in cells if c["cell_type"] == "markdown")
        written = [tex.strip() for tex in DISPLAY.findall(text)]
        page = (built_book / "chapters" / f"{notebook.stem}.html").read_text("utf8")
        page = re.sub(r"(?s)<script.*?</script>", "", page)
        shown = re.findall(r'<div class="math[^>]*>\s*<span data-tex="\$\$([^"]*)\$\$"', page)
        assert [unescape(tex) for tex in shown] == written, notebook.name


def test_code_and_documented_names_are_not_translated(formulas, built_book):
    for name, text in formulas.items():
        for tag in re.findall(r"<(?:pre|code)\b[^>]*>", text):
            around = text[: text.index(tag)].rsplit("<", 3)[1:]
            marked = 'translate="no"' in tag or any('translate="no"' in one for one in around)
            assert marked, f"{name}: {tag}"
    reference = (built_book / "book" / "api.html").read_text("utf8")
    for tag in re.findall(r'<dt class="sig [^>]*>', reference):
        assert 'translate="no"' in tag


def test_pictures_and_numbers_of_figures_are_not_translated(formulas):
    seen = 0
    for name, text in formulas.items():
        for tag in re.findall(r'<span class="(?:mm-eq|mm-sym|num)\b[^>]*>', text):
            assert 'translate="no"' in tag, f"{name}: {tag}"
            seen += 1
        for tag in re.findall(r'<div class="mm-plot">(?:<p.*?</p>)?(<svg[^>]*>)', text):
            assert 'translate="no"' in tag, f"{name}: {tag}"
    assert seen > 100


def test_the_language_of_every_page_is_stated(built_book):
    for path in built_book.rglob("*.html"):
        text = path.read_text("utf8")
        if "data-content_root" in text:
            assert re.search(r'<html[^>]* lang="en"', text), path.name


def test_no_style_sheet_asks_for_the_classes_that_formulas_lose(built_book):
    css = "".join(path.read_text("utf8") for path in built_book.rglob("*.css"))
    for name in ("mtight", "mopen", "mclose", "mrel", "mbin", "mpunct"):
        assert not re.search(rf"\.{name}(?![\w-])", css), name


def test_what_sphinx_marks_for_one_translator_is_marked_for_all():
    kept = translate.protect('<code class="docutils literal notranslate"><b class="x">y</b></code>')
    assert kept.startswith('<code class="docutils literal notranslate" translate="no">')
    assert '<b class="x">' in kept
    assert translate.protect('<p class="significant">') == '<p class="significant">'
