"""Measure the built pages: bytes, time to the first live figure, cost of a slider move, build time.

    python -m bench.page          everything; needs npm for the stock front end
    python -m bench.page --quick  bytes and slider moves only

The page of a chapter is compared, in turn within one run, with the same notebook built stock:
Jupyter Book without our extension, MathJax in the page, ipywidgets through html-manager. All files
come from a server on this machine without compression; medians over rounds, cold cache each time.
"""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

import nbformat
from nbclient import NotebookClient
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tools.browsers import CHROMIUM, FLAGS

ROOT = Path(__file__).parents[1]
CHAPTER = "chapters/06-gradient-descent"
PACKAGES = ("@jupyter-widgets/html-manager@1.0.15", "requirejs@2.3.8", "mathjax@3.2.2")
FIRST_LIVE = "() => document.querySelector('.mm-fig[data-live]')"
STOCK_CONFIG = """
title: stock
execute: {execute_notebooks: "off"}
only_build_toc_files: true
html: {use_issues_button: false, use_repository_button: false}
launch_buttons: {thebe: false}
bibtex_bibfiles: [references.bib]
sphinx:
  config:
    html_extra_path: ["extra"]
    mathjax_path: ../vendor/mathjax/tex-chtml.js
    suppress_warnings: ["*"]
    nb_ipywidgets_js:
      ../vendor/require.js: {}
      ../vendor/embed-amd.js: {data-jupyter-widgets-cdn: ../vendor/}
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Nothing to say."""


def serve(folder: Path) -> str:
    """Serve a folder on this machine until the program ends; its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def build_ours(folder: Path) -> tuple[float, float]:
    """Seconds for a full build of a copy of the book, and for one after a change in one chapter."""
    ignore = shutil.ignore_patterns("_build", ".git", ".venv*", "__pycache__")
    shutil.copytree(ROOT, folder, ignore=ignore, symlinks=True)
    build = [str(Path(sys.executable).with_name("jupyter-book")), "build", ".", "-W", "-n"]
    times = []
    for _ in range(2):
        start = time.perf_counter()
        subprocess.run(build, cwd=folder, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
        chapter = folder / f"{CHAPTER}.ipynb"
        chapter.write_text(chapter.read_text("utf8").replace("fog", "mist", 1), "utf8")
    return times[0], times[1]


def build_stock(folder: Path) -> Path:
    """Build the chapter the stock way, with all that it asks of other hosts laid beside it."""
    folder.mkdir()
    notebook = nbformat.read(ROOT / f"{CHAPTER}.ipynb", 4)
    NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": ROOT}}
    ).execute()
    for cell in notebook.cells:  # references to pages that this build does not have
        cell.source = re.sub(r"\{eq\}`[^`]*`|\]\([^)]*\)", "]", cell.source).replace("[]", "")
    (folder / "chapters").mkdir()
    nbformat.write(notebook, folder / f"{CHAPTER}.ipynb")
    shutil.copy(ROOT / "book" / "references.bib", folder)
    (folder / "_config.yml").write_text(STOCK_CONFIG, "utf8")
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: {CHAPTER}\n", "utf8")
    npm = folder / "npm"
    npm.mkdir()
    subprocess.run(["npm", "install", "--prefix", npm, *PACKAGES], check=True, capture_output=True)
    modules, vendor = npm / "node_modules", folder / "extra" / "vendor"
    vendor.mkdir(parents=True)
    shutil.copy(modules / "requirejs" / "require.js", vendor)
    manager = modules / "@jupyter-widgets" / "html-manager" / "dist" / "embed-amd.js"
    shutil.copy(manager, vendor)
    shutil.copytree(modules / "mathjax" / "es5", vendor / "mathjax")
    import anywidget

    front_end = vendor / f"anywidget@~{anywidget.__version__.rsplit('.', 1)[0]}.*" / "dist"
    front_end.mkdir(parents=True)
    shutil.copy(Path(anywidget.__file__).parent / "nbextension" / "index.js", front_end)
    build = [str(Path(sys.executable).with_name("jupyter-book")), "build", "."]
    subprocess.run(build, cwd=folder, check=True, capture_output=True)
    return folder / "_build" / "html"


def throttled(page: Page, rate: int) -> CDPSession:
    """Slow the processor down by ``rate``; the page's line to the browser."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    return session


def first_live(browser: Browser, address: str, rate: int) -> float:
    """Milliseconds from navigation to the first live figure, cold cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    throttled(page, rate)
    page.add_init_script(
        "new MutationObserver((_, seen) => { if (document.querySelector('.mm-fig[data-live]')) {"
        " globalThis.liveAt = performance.now(); seen.disconnect(); } })"
        ".observe(document, {subtree: true, childList: true, attributes: true});"
    )
    page.goto(address, wait_until="commit")
    page.wait_for_function(FIRST_LIVE, timeout=120_000)
    milliseconds = page.evaluate("globalThis.liveAt ?? performance.now()")
    context.close()
    return milliseconds


def bytes_of(browser: Browser, address: str) -> int:
    """Bytes of a first visit, scrolled to its end."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(len(request.response().body())))
    page.goto(address)
    page.wait_for_function(FIRST_LIVE, timeout=120_000)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    context.close()
    return sum(sizes)


def slider_moves(browser: Browser, address: str, rate: int, moves: int = 60) -> dict[str, tuple]:
    """Script, style and layout time of slider moves: figure -> (median, p95) in milliseconds."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address)
    page.wait_for_function(FIRST_LIVE)
    session = throttled(page, rate)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
        return sum(metrics[f"{part}Duration"] for part in ("Script", "Layout", "RecalcStyle")) * 1e3

    found = {}
    for figure in page.locator(".mm-fig").all():
        figure.scroll_into_view_if_needed()
        sliders = figure.locator("input[type=range]")
        costs = []
        for i in range(sliders.count()):
            slider = sliders.nth(i)
            slider.focus()
            page.keyboard.press("Home")
            for _ in range(moves // sliders.count()):
                before = spent()
                page.keyboard.press("ArrowRight")
                page.evaluate("() => new Promise(requestAnimationFrame)")
                page.evaluate("() => document.body.offsetHeight")
                costs.append(spent() - before)
        if costs:
            ordered = sorted(costs)
            found[figure.get_attribute("id")] = (median(costs), ordered[int(0.95 * len(ordered))])
    context.close()
    return found


def main(arguments: list[str] | None = None) -> None:
    """Print the tables."""
    quick = "--quick" in (sys.argv[1:] if arguments is None else arguments)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        if quick:
            ours = serve(ROOT / "_build" / "html")
        else:
            full, again = build_ours(folder / "ours")
            print(f"build: {full:.0f} s in full, {again:.0f} s after a change in one chapter")
            ours = serve(folder / "ours" / "_build" / "html")
            stock = serve(build_stock(folder / "stock"))
        browser = playwright.chromium.launch(executable_path=CHROMIUM.find(), args=FLAGS)
        page = f"{CHAPTER}.html"
        print(f"\nbytes of {page} on first visit: {bytes_of(browser, f'{ours}/{page}'):,}")
        if not quick:
            print(f"    the stock way:              {bytes_of(browser, f'{stock}/{page}'):,}")
            print("\nms to the first live figure    ours   stock   stock/ours")
            for rate in (1, 4):
                pairs = [
                    (
                        first_live(browser, f"{ours}/{page}", rate),
                        first_live(browser, f"{stock}/{page}", rate),
                    )
                    for _ in range(5)
                ]
                mine, theirs = (median(times) for times in zip(*pairs, strict=True))
                ratio = median(b / a for a, b in pairs)
                print(f"    processor / {rate}           {mine:8.0f}{theirs:8.0f}{ratio:10.1f}")
        print("\nms of script, style and layout per slider move (median / p95)")
        for name in (CHAPTER, "chapters/01-perceptron"):
            for rate in (1, 4):
                for figure, (middle, high) in slider_moves(
                    browser, f"{ours}/{name}.html", rate
                ).items():
                    print(f"    {figure:14} processor / {rate}  {middle:6.1f} / {high:.1f}")
        browser.close()


if __name__ == "__main__":
    main()
