"""Show one figure live while its files are edited: three widths, both themes, no build of the book.

    python tools/preview.py tape                          as its factory makes it
    python tools/preview.py "neuron(w=(1, -0.5), b=0.2)"  in another state

Each save of a file of `mlp_lib` brings the figure anew; a fault in one is shown in its place.
"""

import argparse
import html
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "book" / "_ext")]

from tools.serve import HOST, Server, can_open  # noqa: E402

WATCHED = ("mlp_lib", "book/_ext/static/widgets")
WIDTHS = (760, 390, 360)  # of the figure: a desktop page leaves it the first, phones the others
THEMES = ("light", "dark")
LOOK_EVERY = 0.2  # seconds

FRAMES = """<!doctype html><meta charset="utf-8"><title>{title}</title>
<style>body {{ font: 14px system-ui; background: #888; display: flex; flex-wrap: wrap; gap: 12px }}
figure {{ margin: 0 }} iframe {{ border: 0; height: 1400px; display: block }}</style>
{frames}
<script>
new EventSource("/saved").onmessage = () => {{
  for (const frame of document.querySelectorAll("iframe")) frame.contentWindow.location.reload();
}};
</script>"""
FRAME = (
    "<figure><figcaption>{width} px, {theme}</figcaption>"
    '<iframe style="width: {width}px" src="/figure?{theme}"></iframe></figure>'
)
# A fault in a script is written where the figure would be.
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<link rel="stylesheet" href="/katex/dist/katex.min.css">
<style>{css} body {{ margin: 0; padding: 0 16px; background: var(--mm-page) }}</style>
<script>
document.documentElement.dataset.theme = location.search.slice(1);
onerror = (message, _, line) => document.body.prepend(`${{message}} (line ${{line}})`);
</script>
<div class="output">{widgets}</div>
{scripts}</html>"""


def page(wanted: str) -> str:
    """Return the HTML of one figure, with all that it loads inside.

    Parameters
    ----------
    wanted : str
        A name in `mlp_lib.figures`, or a call of one.

    Raises
    ------
    Exception
        Whatever the figure's factory says to what is wrong.
    """
    from mlp_book.saved import STATE, VIEW, embedded, loader_script, saved

    from mlp_lib import figures
    from mlp_lib.checks import unknown_name
    from mlp_lib.figures import bundle

    known = {name: getattr(figures, name) for name in figures.__all__}
    if (name := wanted.partition("(")[0]) not in known:
        raise unknown_name("figure", name, known)
    made = eval(wanted if "(" in wanted else f"{wanted}()", {"__builtins__": {}}, known)
    state, view = saved(made, "preview")
    drawing = (bundle.shared_script(), bundle.figure_script(made.name), loader_script())
    return PAGE.format(
        css=bundle.css(),
        widgets=embedded(STATE, state) + embedded(VIEW, view),
        scripts="\n".join(f"<script>{script}</script>" for script in drawing),
    )


def newest() -> float:
    """Return when one of the watched files was saved last."""
    files = (path for folder in WATCHED for path in (ROOT / folder).rglob("*.*"))
    return max(path.stat().st_mtime for path in files if path.suffix in {".py", ".js", ".css"})


class Page:
    """The figure's page as its files are now: made by a new process, which reads them all."""

    def __init__(self, wanted: str) -> None:
        self.wanted, self.made_at, self.text = wanted, 0.0, ""
        self.lock = threading.Lock()

    def now(self) -> str:
        """Return the page, made anew if a file was saved since."""
        with self.lock:
            if self.made_at < (saved_at := newest()):
                command = [sys.executable, __file__, "--once", self.wanted]
                made = subprocess.run(command, capture_output=True, text=True, encoding="utf8")
                fault = f"<pre>{html.escape(made.stderr)}</pre>"
                self.made_at, self.text = saved_at, made.stdout or fault
            return self.text


class Handler(SimpleHTTPRequestHandler):
    """The frames, the figure, and a stream that tells when a file was saved."""

    def __init__(self, *arguments: object, figure: Page, **options: object) -> None:
        self.figure = figure
        super().__init__(*arguments, directory=str(ROOT / "node_modules"), **options)

    def do_GET(self) -> None:
        """Answer one request."""
        path = self.path.partition("?")[0]
        if path == "/":
            frames = "\n".join(
                FRAME.format(width=width, theme=theme) for theme in THEMES for width in WIDTHS
            )
            self._say([FRAMES.format(title=html.escape(self.figure.wanted), frames=frames)])
        elif path == "/figure":
            self._say([self.figure.now()])
        elif path == "/saved":
            self._say(saves(), "text/event-stream")
        else:
            super().do_GET()  # fonts of the formulas, once a build has fetched them

    def _say(self, parts: Iterator[str] | list[str], kind: str = "text/html") -> None:
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        try:
            for part in parts:
                self.wfile.write(part.encode())
                self.wfile.flush()
        except ConnectionError:
            pass  # the page was closed

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def saves() -> Iterator[str]:
    """Yield an event each time a watched file is saved."""
    seen = newest()
    while True:
        time.sleep(LOOK_EVERY)
        if (now := newest()) > seen:
            seen = now
            yield "data: saved\n\n"
        else:
            yield ": still here\n\n"  # a browser that has gone is noticed by this


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("figure", help="its name, or a call such as 'neuron(b=0.2)'")
    parser.add_argument("--port", type=int, default=0, help="by default a free one")
    parser.add_argument("--once", action="store_true", help="print the figure's page and end")
    options = parser.parse_args(arguments)
    if options.once:
        print(page(options.figure))
        return 0
    server = Server((HOST, options.port), partial(Handler, figure=Page(options.figure)))
    address = f"http://{HOST}:{server.server_address[1]}/"
    print(f"{options.figure} is at {address}  (Ctrl+C ends it)", flush=True)
    if can_open():
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
