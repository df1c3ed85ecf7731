"""Fonts cut to what the book shows of them."""

import io
import json
import logging
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

SERIF = "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-{}.woff2"
#: Font of the prose -> what it is made from, and the weights that the pages use of it.
PROSE = {
    "book-serif.woff2": (SERIF.format("normal"), (400, 700)),
    "book-serif-italic.woff2": (SERIF.format("italic"), 400),
}
ASCII = frozenset(map(chr, range(32, 127)))
#: What the prose asks of its font: kerning, figures of either kind, ligatures, accents.
FEATURES = ("ccmp", "kern", "liga", "lnum", "locl", "mark", "onum", "pnum", "tnum")

# fontTools tells every step, at a level that Sphinx prints.
logging.getLogger("fontTools").setLevel(logging.WARNING)


def packed(font: TTFont) -> bytes:
    """Return the font as a WOFF2 file."""
    font.flavor = "woff2"
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def cut(font: TTFont, letters: set[str], features: tuple[str, ...] = ()) -> bytes:
    """Return the font with the given letters only."""
    cutter = subset.Subsetter(subset.Options(layout_features=list(features)))
    cutter.populate(unicodes={ord(letter) for letter in letters})
    cutter.subset(font)
    return packed(font)


def write_prose(modules: Path, folder: Path, letters: set[str]) -> None:
    """Write the fonts of the prose, in the weights and with the letters of the pages."""
    if _are_there(folder, letters):
        return
    for name, (source, weights) in PROSE.items():
        font = TTFont(modules / source)
        light = TTFont(
            io.BytesIO(packed(instancer.instantiateVariableFont(font, {"wght": weights})))
        )
        (folder / name).write_bytes(cut(light, letters | ASCII, FEATURES))
    _note(folder, letters)


def write_maths(source: Path, folder: Path, letters: set[str]) -> None:
    """Write KaTeX's fonts with the letters that the book can show.

    Figures write with these fonts too: ``letters`` must hold what their scripts may print.
    """
    if _are_there(folder, letters):
        return
    for path in source.glob("*.woff2"):
        (folder / path.name).write_bytes(cut(TTFont(path), letters | ASCII))
    _note(folder, letters)


def _are_there(folder: Path, letters: set[str]) -> bool:
    """Whether the fonts of a folder were cut to these letters."""
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / "letters.json"
    return note.exists() and json.loads(note.read_text("utf8")) == sorted(letters)


def _note(folder: Path, letters: set[str]) -> None:
    (folder / "letters.json").write_text(json.dumps(sorted(letters)), "utf8")
