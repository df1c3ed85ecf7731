"""The built book, served on this machine, in a real Chromium."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tools.chromium import FLAGS, find

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and keeps silent."""

    def log_message(self, *args: object) -> None:
        """Nothing to say."""


@pytest.fixture(scope="session")
def site(built_book: Path) -> Iterator[str]:
    """Address of the built book."""
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(built_book))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Visit:
    """An open page and what went wrong on it."""

    page: Page
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def watch(self, origin: str) -> None:
        """Collect errors, console errors and requests to other origins."""
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda m: m.type == "error" and self.errors.append(m.text))
        self.page.on(
            "request",
            lambda r: r.url.startswith((origin, "data:", "blob:")) or self.foreign.append(r.url),
        )

    def figures_live(self) -> None:
        """Wait until every figure of the page answers."""
        self.page.wait_for_function(
            "() => !document.querySelector('.mm-static') && "
            "[...document.querySelectorAll('.mm-fig')].every(f => f.dataset.live)"
        )


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Visit]]:
    """Open a page: ``visit("chapters/01-perceptron.html", width=390, theme="dark")``."""
    contexts = []

    def open_page(
        path: str, width: int = 1280, theme: str = "light", origin: str = site, **context: object
    ) -> Visit:
        contexts.append(
            browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=theme, **context
            )
        )
        seen = Visit(contexts[-1].new_page())
        seen.watch(origin)
        seen.page.goto(f"{origin}/{path}")
        if context.get("java_script_enabled", True):
            seen.figures_live()
        return seen

    yield open_page
    for context in contexts:
        context.close()


def pages() -> list[str]:
    """Every page of the book, from its table of contents."""
    root = Path(__file__).parents[2]
    import yaml

    toc = yaml.safe_load((root / "_toc.yml").read_text("utf8"))
    found = [toc["root"]]

    def collect(node: object) -> None:
        if isinstance(node, dict):
            if "file" in node:
                found.append(node["file"])
            for value in node.values():
                collect(value)
        elif isinstance(node, list):
            for value in node:
                collect(value)

    collect(toc)
    return [f"{name}.html" for name in found]


def pages_with_figures() -> list[str]:
    """Pages whose source shows a figure."""
    root = Path(__file__).parents[2]
    found = []
    for page in pages():
        source = next(root.glob(page.removesuffix("html") + "*"), None)
        text = source.read_text("utf8") if source else ""
        if "{mlp-figure}" in text or "mm-figure-box" in text:
            found.append(page)
    return found
