"""Style sheets cut to what the book uses: selectors whose classes occur, icons that are shown."""

import base64
import re
from collections.abc import Iterable
from pathlib import Path

import tinycss2
from fontTools.ttLib import TTFont

from . import fonts

#: Sheets that are ours or small, and stay whole.
WHOLE = {"book.css", "exercises.css", "figures.css", "python.css"}
#: Scripts that no page runs by itself, or that style what they show themselves.
NO_STYLE = re.compile(r"/pyodide/|python-(?:editor|worker)\.js$")
#: Words of scripts that name parts of the theme which no page of ours has: announcements and
#: versions, menus that unfold, boxes in the margin. A page that has one keeps its style.
NOT_SHOWN = frozenset(
    [
        "bd-header-announcement",
        "pst-button-link-to-stable-version",
        "version-switcher__button",
        "version-switcher__menu",
        "list-group-item",
        "list-group-item-action",
        "dropdown-item",
        "dropdown-menu",
        "dropdown-menu-dark",
        "tooltip",
        "card",
        "contents",
        "margin",
        "margin-caption",
        "marginnote",
        "sidenote",
        "sidebar",
    ]
)
#: A declaration of a custom property; where one is read, in a sheet or by its name in a script.
PROPERTY = re.compile(
    r"""(--[\w-]+)\s*:(?:"[^"]*"|'[^']*'|\((?:[^()]|\([^()]*\))*\)|[^;{}"'()])*;?"""
)
PROPERTY_READ = re.compile(r"""(?:var\(\s*|["'`])(--[\w-]+)""")
NESTED = {"media", "supports", "layer"}
CLASS = re.compile(r"\.((?:\\.|[\w-])+)")
ATTRIBUTE = re.compile(r"\[([\w-]+)")
#: Matches by what is absent, or by one of several: says nothing about what the page must hold.
CONDITIONAL = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")


def words_of(pages: Iterable[str], scripts: Iterable[str]) -> set[str]:
    """Return every class and attribute that a page has or a script may set (any of its words)."""
    used: set[str] = set()
    for script in scripts:
        used.update(re.findall(r"[A-Za-z][\w-]+", script))
    used -= NOT_SHOWN
    for page in pages:
        for classes in set(re.findall(r'class="([^"]*)"', page)):
            used.update(classes.split())
        used.update(re.findall(r'\s([a-z][\w-]*)(?==")', page))
    return used


def prune(rules: list, used: set[str]) -> str:
    """Return the rules, as text, that can match a page made of the classes in ``used``."""
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            kept.append(_selected(rule, used))
        elif (
            rule.type == "at-rule" and rule.lower_at_keyword in NESTED and rule.content is not None
        ):
            inner = prune(_rules(rule.content), used)
            prelude = tinycss2.serialize(rule.prelude).strip()
            kept.append(f"@{rule.at_keyword} {prelude}{{{inner}}}" if inner else "")
        elif rule.type == "at-rule":
            kept.append(tinycss2.serialize([rule]))
    return "".join(kept)


def _rules(css) -> list:
    return tinycss2.parse_rule_list(css, skip_comments=True, skip_whitespace=True)


def _selected(rule, used: set[str]) -> str:
    selectors = re.split(r",(?![^(]*\))", tinycss2.serialize(rule.prelude))
    kept = [s.strip() for s in selectors if _can_match(s, used)]
    body = tinycss2.serialize(rule.content).strip()
    return f"{','.join(kept)}{{{body}}}" if kept else ""


def _can_match(selector: str, used: set[str]) -> bool:
    asked = CONDITIONAL.sub("", selector)
    names = [*CLASS.findall(asked), *ATTRIBUTE.findall(asked)]
    return all(name.replace("\\", "") in used for name in names)


def with_small_fonts(css: str, folder: Path) -> str:
    """Replace Font Awesome's files by the glyphs that a remaining rule shows, inside the sheet."""
    shown = {ord(letter) for letter in css if "\ue000" <= letter <= "\uf8ff"}

    def face(rule: re.Match) -> str:
        source = re.search(r"url\(\"?([^)\"]*\.woff2)", rule[0])
        if source is None:
            return ""
        font = TTFont(folder / source[1])
        if not shown & set(font.getBestCmap()):
            return ""
        small = base64.b64encode(fonts.cut(font, set(map(chr, shown)))).decode()
        data = f"src:url(data:font/woff2;base64,{small}) format('woff2')"
        return re.sub(r"src:[^;}]*", data, rule[0])

    return re.sub(r"@font-face\s*\{[^}]*Font ?Awesome[^}]*\}", face, css)


def without_unused_properties(sheets: dict[Path, str], others: str) -> dict[Path, str]:
    """Drop the custom properties that neither a sheet nor a script reads, until none is left."""
    read = set(PROPERTY_READ.findall(others + "".join(sheets.values())))
    lighter = {
        path: PROPERTY.sub(lambda declared: declared[0] if declared[1] in read else "", css)
        for path, css in sheets.items()
    }
    return sheets if lighter == sheets else without_unused_properties(lighter, others)


def slim(folder: Path, pages: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Cut the style sheets below ``folder``; return their sizes before and after, by name."""
    sheets = [path for path in sorted(folder.rglob("*.css")) if path.name not in WHOLE]
    scripts = [
        path.read_text("utf8", "replace")
        for path in folder.rglob("*.js")
        if not NO_STYLE.search(path.as_posix())
    ]
    pages = list(pages)
    used = words_of(pages, scripts)
    before = {path: path.read_text("utf8") for path in sheets}
    after = {}
    for path, css in before.items():
        kept = prune(tinycss2.parse_stylesheet(css, True, True), used)
        after[path] = with_small_fonts(kept, path.parent) if "@font-face" in kept else kept
    whole = [path.read_text("utf8") for path in folder.rglob("*.css") if path not in after]
    after = without_unused_properties(after, "".join([*pages, *scripts, *whole]))
    for path, css in after.items():
        path.write_text('@charset "utf-8";' + css, "utf8")
    return {path.name: (len(before[path]), len(css)) for path, css in after.items()}
