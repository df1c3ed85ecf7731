"""The notebooks in real JupyterLab: cells run, figures live, ipywidgets sliders move them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(path.name for path in (ROOT / "chapters").glob("*.ipynb"))


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Address of a JupyterLab that serves a copy of the chapters, and its token."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "chapters", folder / "chapters")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
    command += [
        f"--port={port}",
        "--ip=127.0.0.1",
        "--IdentityProvider.token=t",
        f"--notebook-dir={folder}",
    ]
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
    }
    with (folder / "lab.log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        address = f"http://127.0.0.1:{port}"
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{address}/api?token=t")
                break
            except OSError:
                time.sleep(0.5)
        yield address
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="module")
def context(browser):
    """One visitor for all chapters, who has Lab's scripts in the cache after the first.

    Tall, because Lab draws only the cells in view; with few pixels, which are soon drawn.
    """
    context = browser.new_context(
        viewport={"width": 1400, "height": 20_000}, device_scale_factor=0.1
    )
    yield context
    context.close()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapter_runs_in_lab_and_its_sliders_move_its_figures(context, lab, chapter):
    cells = json.loads((ROOT / "chapters" / chapter).read_text("utf8"))["cells"]
    expected = sum("figures." in "".join(c["source"]) for c in cells if c["cell_type"] == "code")
    page = context.new_page()
    page.goto(f"{lab}/lab/tree/chapters/{chapter}?token=t&reset")
    page.get_by_text("| Idle").wait_for(timeout=60_000)
    page.locator(".jp-Notebook .jp-Cell").first.click()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(
        f"document.querySelectorAll('.mm-fig[data-live]').length >= {expected}", timeout=90_000
    )
    assert page.locator(".jp-OutputArea-output[data-mime-type*='error']").count() == 0
    figure = page.locator(".mm-fig").first
    handle = page.locator(".widget-slider .noUi-handle").first
    before = figure.get_attribute("data-state")
    handle.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "before => document.querySelector('.mm-fig').dataset.state !== before", arg=before
    )
    page.close()
