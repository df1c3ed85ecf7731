"""Buttons to the repository, only where this clone has a public one, and to that one."""

import re
import subprocess
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

REMOTE = re.compile(
    r"(?:https://(?:[^@/]+@)?|ssh://git@|git@)(?P<host>github\.com|gitlab\.com)[:/]"
    r"(?P<path>[\w.-]+(?:/[\w.-]+)+)"
)


def public_address(remote: str) -> str | None:
    """Return the https address of a public remote, without any user name or password in it."""
    match = REMOTE.fullmatch(remote.strip().rstrip("/").removesuffix(".git"))
    return f"https://{match['host']}/{match['path']}" if match else None


def _git(root: Path, *words: str) -> str:
    try:
        answer = subprocess.run(["git", "-C", root, *words], capture_output=True, encoding="utf-8")
    except OSError:
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def options(remote: str, branch: str) -> dict:
    """Return the theme options that make the buttons: none without a public remote."""
    address = public_address(remote)
    if address is None:
        return {"launch_buttons": {}}
    launch = {"notebook_interface": "jupyterlab", "binderhub_url": "https://mybinder.org"}
    if "github.com" in address:
        launch["colab_url"] = "https://colab.research.google.com"
    return {
        "repository_url": address,
        "repository_branch": branch or "main",
        "use_repository_button": True,
        "use_edit_page_button": True,
        "launch_buttons": launch,
    }


def configure(app: Sphinx, config: Config) -> None:
    """Tell the theme about the repository."""
    remote = _git(app.mlp_root, "remote", "get-url", "origin")
    branch = _git(app.mlp_root, "rev-parse", "--abbrev-ref", "HEAD")
    config.html_theme_options |= options(remote, branch)


def setup(app: Sphinx) -> None:
    """Run before the theme reads its options."""
    app.connect("config-inited", configure, priority=100)
