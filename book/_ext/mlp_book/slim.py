"""Style sheets cut to what the book uses: selectors whose classes occur, icons that are shown."""

import base64
import re
from collections.abc import Iterable
from pathlib import Path

import tinycss2
from fontTools.ttLib import TTFont

from . import fonts

#: Sheets that are ours or small, and stay whole.
WHOLE = {"book.css", "exercises.css", "figures.css", "katex.css", "python.css"}
NESTED = {"media", "supports", "layer"}
CLASS = re.compile(r"\.((?:\\.|[\w-])+)")
#: Matches by what is absent, or by one of several: says nothing about what the page must hold.
CONDITIONAL = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")


def words_of(pages: Iterable[str], scripts: Iterable[str]) -> set[str]:
    """Return every class that a page has or that a script may set (any word of a script)."""
    used: set[str] = set()
    for page in pages:
        for classes in set(re.findall(r'class="([^"]*)"', page)):
            used.update(classes.split())
    for script in scripts:
        used.update(re.findall(r"[A-Za-z][\w-]+", script))
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
    classes = CLASS.findall(CONDITIONAL.sub("", selector))
    return all(name.replace("\\", "") in used for name in classes)


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


def slim(folder: Path, pages: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Cut the style sheets below ``folder``; return their sizes before and after, by name."""
    sheets = [path for path in sorted(folder.rglob("*.css")) if path.name not in WHOLE]
    scripts = [path.read_text("utf8", "replace") for path in folder.rglob("*.js")]
    used = words_of(pages, scripts)
    sizes = {}
    for path in sheets:
        before = path.read_text("utf8")
        after = prune(tinycss2.parse_stylesheet(before, True, True), used)
        if "@font-face" in after:
            after = with_small_fonts(after, path.parent)
        path.write_text('@charset "utf-8";' + after, "utf8")
        sizes[path.name] = (len(before), len(after))
    return sizes
