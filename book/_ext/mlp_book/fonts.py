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

# fontTools tells every step, at a level that Sphinx prints.
logging.getLogger("fontTools").setLevel(logging.WARNING)


def packed(font: TTFont) -> bytes:
    """Return the font as a WOFF2 file."""
    font.flavor = "woff2"
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def cut(font: TTFont, letters: set[str]) -> bytes:
    """Return the font with the given letters only."""
    cutter = subset.Subsetter(subset.Options(layout_features=[]))
    cutter.populate(unicodes={ord(letter) for letter in letters})
    cutter.subset(font)
    return packed(font)


def write_prose(modules: Path, folder: Path) -> None:
    """Write the fonts of the prose with the weights in use, where that has not been done."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (source, weights) in PROSE.items():
        if not (folder / name).exists():
            font = TTFont(modules / source)
            light = instancer.instantiateVariableFont(font, {"wght": weights})
            (folder / name).write_bytes(packed(light))


def write_maths(source: Path, folder: Path, letters: set[str]) -> None:
    """Write KaTeX's fonts with the letters that the book can show.

    Figures write with these fonts too: ``letters`` must hold what their scripts may print.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = sorted((letters | ASCII) - set("\n\r\t"))
    note = folder / "letters.json"
    said = json.dumps(wanted)
    if note.exists() and note.read_text("utf8") == said:
        return
    for path in source.glob("*.woff2"):
        (folder / path.name).write_bytes(cut(TTFont(path), set(wanted)))
    note.write_text(said, "utf8")
