"""Python in the page after it broke down, was stopped, or had to wait: usable, and said."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .test_python import STARTED, run

PAGE = "chapters/06-gradient-descent.html"
JUDGE = "([id, code]) => mlp.python.judge(id, code)"
ENDLESS = "def descend(*values):\n    while True:\n        pass"


@pytest.fixture
def page(visit, built_book: Path) -> Page:
    """A page whose Python has started."""
    if not (built_book / "_static" / "pyodide").exists():
        pytest.skip("this copy of the book was built without Python")
    page = visit(PAGE).page
    page.evaluate(STARTED)
    return page


def test_python_that_broke_down_starts_anew_at_the_next_run(page):
    run(page, "kept = 5")
    done = run(page, "import ctypes\nctypes.string_at(2**32 - 16, 16)")
    assert "Python broke down" in done["error"]
    assert done["restarted"]
    assert "NameError" in run(page, "kept")["error"]
    assert run(page, "1 + 1")["value"] == "2"


def test_too_much_memory_or_depth_is_an_error_of_the_code(page):
    run(page, "kept = 5")
    code = "import numpy as np\n[np.empty(2 * 10**8) for _ in range(3)]"
    assert "MemoryError" in run(page, code)["error"]
    assert "RecursionError" in run(page, "def f(n):\n    return f(n + 1)\nf(0)")["error"]
    assert run(page, "kept")["value"] == "5"


def test_stop_is_not_said_to_be_the_clock(page):
    page.evaluate(f"code => {{ window.verdict = ({JUDGE})(['6.4', code]) }}", ENDLESS)
    page.wait_for_function("() => mlp.python.state === 'running'")
    page.evaluate("mlp.python.stop('6.4')")
    verdict = page.evaluate("window.verdict")
    assert verdict["head"] == "Stopped"
    assert "ten seconds" not in verdict["says"]
    assert verdict["unfinished"]


def test_code_that_never_ends_is_stopped_by_the_clock_and_python_is_usable(page):
    verdict = page.evaluate(JUDGE, ["6.4", ENDLESS])
    assert "ten seconds" in verdict["says"]
    assert run(page, "1 + 1")["value"] == "2"


def test_stop_of_what_waits_leaves_alone_what_runs(page):
    code = "import time\nuntil = time.time() + 1.5\nwhile time.time() < until: pass\n'whole'"
    first, second = page.evaluate(
        """async ([code, endless]) => {
          const first = mlp.python.run(code, { name: "cell 2" });
          const second = mlp.python.judge("6.4", endless);
          await new Promise((resolve) => setTimeout(resolve, 300));
          mlp.python.stop("6.4");
          return [await first, await second];
        }""",
        [code, ENDLESS],
    )
    assert first["value"] == "'whole'"
    assert second["head"] == "Stopped"


def test_stop_while_python_loads_ends_it_and_run_begins_again(visit):
    page = visit(PAGE).page
    row = page.locator(".mm-py-row").first
    row.get_by_role("button", name="Run").click()
    row.get_by_role("button", name="Stop").click()
    expect(row.get_by_role("status")).to_have_text("Python was stopped.")
    row.get_by_role("button", name="Run").click()
    expect(row.get_by_role("status")).to_contain_text("Finished", timeout=60_000)


def test_python_runs_after_going_on_and_back(page):
    page.locator("a.right-next").click()
    page.wait_for_url("**/07-one-neuron*")
    page.go_back()
    page.wait_for_url("**/06-gradient-descent*")
    assert run(page, "1 + 1")["value"] == "2"
