"""Click to first NumPy result in the page, against Pyodide as it comes, in the same run.

    python -m bench.page_python [--rounds 3]

Each round opens both ways in a fresh profile (cold), then a second page in the same one (warm).
"""

from __future__ import annotations

import argparse
import functools
import json
import shutil
import statistics
import sys
import tempfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

from tools.browsers import CHROMIUM, FLAGS
from tools.pyodide import Release

BOOK = Path(__file__).resolve().parents[1] / "_build" / "html"
CODE = "import numpy as np\nnp.arange(3) @ np.arange(3)"
OURS = f"mlp.python.run({json.dumps(CODE)}).then((done) => done.value)"
PEER_PAGE = """<!doctype html><link rel="icon" href="data:,"><script>
const answer = () => new Promise((resolve) => {
  const worker = new Worker("worker.mjs", {type: "module"});
  worker.onmessage = ({data}) => resolve(data);
});
</script>"""
PEER_WORKER = f"""
import {{ loadPyodide }} from "./pyodide.mjs";
const python = await loadPyodide({{ indexURL: new URL("./", import.meta.url).href }});
await python.loadPackage("numpy");
postMessage(String(python.runPython({json.dumps(CODE)})));
"""


class Handler(SimpleHTTPRequestHandler):
    """Serves as `python -m http.server` does; counts what it sends."""

    sent = 0

    def copyfile(self, source, outputfile) -> None:
        type(self).sent += Path(source.name).stat().st_size
        super().copyfile(source, outputfile)

    def log_message(self, *args: object) -> None:
        """Nothing to say."""


def serve(folder: Path) -> tuple[str, type[Handler]]:
    """Serve a folder on a free port."""
    handler = type("Own", (Handler,), {"sent": 0})
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}", handler


def peer(folder: Path) -> None:
    """Put Pyodide as it comes into a folder, with a page that starts it."""
    release = Release()
    names = [*release.pinned["core"], release.pinned["packages"]["numpy"]["file"]]
    for name in names:
        shutil.copy(release.folder / name, folder)
    numpy = release.pinned["packages"]["numpy"]
    entry = {
        "name": "numpy",
        "version": "2.0.2",
        "file_name": numpy["file"],
        "install_dir": "site",
        "sha256": numpy["sha256"],
        "package_type": "package",
        "imports": ["numpy"],
        "depends": [],
    }
    lock = {"info": release.pinned["info"], "packages": {"numpy": entry}}
    (folder / "pyodide-lock.json").write_text(json.dumps(lock))
    (folder / "index.html").write_text(PEER_PAGE)
    (folder / "worker.mjs").write_text(PEER_WORKER)


def seconds(context: BrowserContext, address: str, call: str) -> float:
    """Open a page and time one call in it."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    timed = (
        f"async () => {{ const t = performance.now(); await {call}; return performance.now() - t }}"
    )
    took = page.evaluate(timed) / 1000
    page.close()
    return took


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; return an exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    if not (BOOK / "_static" / "pyodide").is_dir():
        print("The book holds no Python: run make book", file=sys.stderr)
        return 1
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        peer(Path(folder))
        browser = playwright.chromium.launch(executable_path=CHROMIUM.find(), args=FLAGS)
        ways = {
            "this book": (*serve(BOOK), "/chapters/01-perceptron.html", OURS),
            "Pyodide as it comes": (*serve(Path(folder)), "/index.html", "answer()"),
        }
        for _ in range(options.rounds):
            for name, (origin, handler, path, call) in ways.items():
                context = browser.new_context()
                before = handler.sent
                for state in ("cold", "warm"):
                    took = seconds(context, origin + path, call)
                    found.setdefault(f"{name}, {state}", []).append(took)
                found.setdefault(f"{name}, MB", []).append((handler.sent - before) / 1e6)
                context.close()
        browser.close()
    for name, values in found.items():
        print(f"{name:28} median {statistics.median(values):6.2f}  of {len(values)}")
    for state in ("cold", "warm"):
        pairs = zip(
            found[f"this book, {state}"], found[f"Pyodide as it comes, {state}"], strict=True
        )
        print(f"ratio, {state}: {statistics.median(a / b for a, b in pairs):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
