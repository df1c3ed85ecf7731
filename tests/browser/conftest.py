"""The built book, served on this machine, in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support import contents
from tests.support.server import serving
from tools.browsers import CHROMIUM, FLAGS

#: What tests ask of figures, as `looks` in every page.
LOOKS = Path(__file__).parents[1] / "support" / "looks.js"
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"

# A header that is a formula has its words as MathML, which axe does not count as text.
AXE_RUN = """async ([part, options]) => {
  const context = part ? {include: [part]} : document;
  const only = options.runOnly?.includes('color-contrast');
  const twins = only ? looks.twins(part ?? 'body') : [];
  for (const formula of twins) formula.style.visibility = 'hidden';
  const result = await axe.run(context, {resultTypes: ['violations'], ...options});
  for (const formula of twins) formula.style.visibility = '';
  const isFormula = node => document.querySelector(node.target[0]).querySelector('math');
  for (const violation of result.violations)
    if (violation.id === 'empty-table-header')
      violation.nodes = violation.nodes.filter(node => !isFormula(node));
  result.violations = result.violations.filter(violation => violation.nodes.length);
  const say = node => `${node.target.join(' ')} ${(node.any[0] ?? node.none[0])?.message ?? ''}`;
  const some = nodes => nodes.slice(0, 3).map(say).join(' | ');
  return result.violations.map(v => `${v.id}: ${v.help}: ${some(v.nodes)}`);
}"""


def violations(page: Page, part: str | None = None, fresh: str | None = None) -> list[str]:
    """What axe finds in the page or a part of it, in light; and of contrast, in dark.

    Where only ``fresh`` (a selector) is new since the last look, only its contrasts are measured.
    """
    found = []
    for name, script in {"axe": AXE, "looks": LOOKS}.items():
        if page.evaluate(f"typeof {name} === 'undefined'"):
            page.evaluate(script.read_text("utf8"))
    contrast = {"runOnly": ["color-contrast"]}
    rest = {"rules": {"color-contrast": {"enabled": False}}}
    looks = [("light", part, rest), ("light", fresh or part, contrast)]
    looks += [("dark", fresh or part, contrast)]
    for theme, where, options in looks:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.wait_for_function("t => document.documentElement.dataset.theme === t", arg=theme)
        found += [f"{theme}: {text}" for text in page.evaluate(AXE_RUN, [where, options])]
    page.emulate_media(color_scheme="light")
    return found


@pytest.fixture(scope="session")
def site(built_book: Path) -> Iterator[str]:
    """Address of the built book."""
    with serving(built_book) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM.find(), args=FLAGS)
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


def enter(
    browser: Browser,
    address: str,
    width: int = 1280,
    theme: str = "light",
    **context: object,
) -> Visit:
    """Open a page in a context of its own; its figures are live when this returns."""
    size = {"width": width, "height": 900}
    own = browser.new_context(viewport=size, color_scheme=theme, **context)
    seen = Visit(own.new_page())
    seen.watch("/".join(address.split("/")[:3]))
    seen.page.add_init_script(path=LOOKS)
    seen.page.goto(address)
    if context.get("java_script_enabled", True):
        seen.figures_live()
    return seen


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Visit]]:
    """Open a page: ``visit("chapters/01-perceptron.html", width=390, theme="dark")``."""
    opened = []

    def open_page(path: str, origin: str = site, **options: object) -> Visit:
        opened.append(enter(browser, f"{origin}/{path}", **options))
        return opened[-1]

    yield open_page
    for seen in opened:
        seen.page.context.close()


def pages() -> list[str]:
    """Every page of the book, from its table of contents."""
    return [f"{name}.html" for name in contents.documents()]


def pages_with_figures() -> list[str]:
    """Pages whose source shows a figure."""
    return [f"{name}.html" for name in contents.with_figures()]
