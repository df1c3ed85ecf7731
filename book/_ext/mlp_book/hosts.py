"""What makes the built folder right on any host: digests in addresses, and files hosts ask for.

A host may call a text Latin-1, keep files for a year, drop folders whose names begin with an
underscore (GitHub, unless ``.nojekyll`` is there), or answer with the front page where a file is
missing (Cloudflare, unless there is a ``404.html``).
"""

import base64
import re
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

from sphinx.application import Sphinx

#: Files whose addresses in pages carry a digest of what they hold.
ADDRESS = re.compile(
    r"""(?<=["'])((?:\.\.?/)*(?:_(?:static|images)/[\w./-]+|searchindex\.js))(?:\?v=\w*)?(?=["'])"""
)
#: Another file that a style sheet names.
CSS_ADDRESS = re.compile(r"""(?<=url\()(["']?)([\w./-]+)(?:\?v=\w*)?\1(?=\))""")
#: Begins a text: then it is UTF-8, whatever the host says of it.
MARK = "\ufeff"
INLINE = re.compile(r"<script(?![^>]*(?:src=|application/))[^>]*>(.*?)</script>", re.DOTALL)

#: Shown at any depth, so it loads nothing and asks its own address for the way to the front page.
NOT_FOUND = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>No such page</title>
<link rel="icon" href="data:,">
<style>body {{ font: 1.1rem/1.5 serif; max-width: 34rem; margin: 4rem auto; padding: 0 1rem }}
:root {{ color-scheme: light dark }}</style>
<h1>No such page</h1>
<p>This book has no page at this address. <a href="/">Front page</a></p>
<script>document.querySelector("a").href =
location.pathname.replace(/(?:{folders})\\/.*|[^\\/]*$/, "");</script>
</html>
"""

#: Leads to the first page. Some hosts show it without the slash from which its link is counted.
FRONT = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>{title}</title>
<script>if (!/\\/(index(\\.html)?)?$/.test(location.pathname)) document.head.append(
Object.assign(document.createElement("base"), {{ href: location.pathname + "/" }}));</script>
<link rel="icon" href="_static/favicon.svg">
<meta http-equiv="Refresh" content="0; url={first}">
<p><a href="{first}">{title}</a></p>
</html>
"""


def mark(folder: Path) -> None:
    """Let pages, classic scripts and style sheets say themselves that they are UTF-8."""
    static = folder / "_static"
    for path in (*folder.rglob("*.html"), *static.rglob("*.js"), *static.rglob("*.css")):
        text = path.read_text("utf8")
        if "pyodide" not in path.parts and not text.isascii() and not text.startswith(MARK):
            path.write_text(MARK + text, "utf8")


def stamp(folder: Path) -> None:
    """Give each address of a style sheet, script or picture the digest of the file that is there.

    Style sheets first: the digest of one depends on those of the fonts that it names.
    """

    @cache
    def digest(path: Path) -> str:
        return sha256(path.read_bytes()).hexdigest()[:10]

    def stamped(place: Path, address: str) -> str:
        path = (place.parent / address).resolve()
        return f"{address}?v={digest(path)}" if path.is_file() else address

    for sheet in sorted(folder.rglob("*.css")):

        def in_sheet(found: re.Match, sheet: Path = sheet) -> str:
            return f"{found[1]}{stamped(sheet, found[2])}{found[1]}"

        _rewrite(sheet, lambda css, new=in_sheet: CSS_ADDRESS.sub(new, css))
    for page in sorted(folder.rglob("*.html")):
        root = "../" * len(page.relative_to(folder).parts[:-1])

        def in_page(found: re.Match, page: Path = page, root: str = root) -> str:
            address = found[1]
            if address.startswith("_"):  # as scripts write it: counted from the front page
                return stamped(page, root + address).removeprefix(root)
            return stamped(page, address)

        _rewrite(page, lambda html, new=in_page: _known(html, ADDRESS.sub(new, html)))


def _rewrite(path: Path, change) -> None:
    text = path.read_text("utf8")
    if (new := change(text)) != text:
        path.write_text(new, "utf8")


def _known(before: str, after: str) -> str:
    """Return the new page with a policy that knows its inline scripts as they are now."""
    for old, new in zip(INLINE.findall(before), INLINE.findall(after), strict=True):
        after = after.replace(script_digest(old), script_digest(new))
    return after


def script_digest(script: str) -> str:
    """Return how a Content-Security-Policy names an inline script."""
    return f"sha256-{base64.b64encode(sha256(script.encode()).digest()).decode()}"


def write(app: Sphinx, error: Exception | None) -> None:
    """Finish the folder once all files are in it."""
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    mark(out)
    stamp(out)
    (out / ".nojekyll").touch()
    folders = sorted({name.split("/")[0] for name in app.env.all_docs if "/" in name})
    text = NOT_FOUND.format(folders="|".join(["_static", "_images", *folders]))
    (out / "404.html").write_text(text, "utf8")
    if app.config.root_doc != "index":
        front = FRONT.format(
            title=escape(app.config.html_title), first=f"{app.config.root_doc}.html"
        )
        (out / "index.html").write_text(front, "utf8")


def setup(app: Sphinx) -> None:
    """Run after everything else has written its files."""
    app.connect("build-finished", write, priority=990)
