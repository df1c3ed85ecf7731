"""The book's Sphinx extension: maths at build time, figures without a kernel, light pages."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

ROOT = Path(__file__).resolve().parents[3]


#: Added to the theme's options here, because `html_theme_options` in `_config.yml` would replace
#: those that Jupyter Book derives from the rest of that file.
THEME_OPTIONS = {
    "navbar_persistent": [],
    "primary_sidebar_end": [],
    "back_to_top_button": False,
    "use_download_button": True,
    "use_fullscreen_button": False,
    "toc_title": "On this page",
    "search_bar_text": "Search this book",
    "extra_footer": "Text and figures: CC BY 4.0. Code: BSD-3-Clause.",
}


def _theme(app: "Sphinx", config: "Config") -> None:
    config.html_theme_options |= THEME_OPTIONS


def _fingerprint(app: "Sphinx", config: "Config") -> None:
    from . import assets

    config.mlp_fingerprint = assets.fingerprint(app)


def setup(app: "Sphinx") -> dict[str, bool]:
    """Set up every part."""
    # Here, so that tools can use a part that needs no Sphinx without waiting for it.
    from . import figures, finish, hosts, maths, notebooks, progress, python, repository

    app.mlp_root = ROOT
    app.add_config_value("mlp_fingerprint", "", "env")
    app.connect("config-inited", _fingerprint)
    app.connect("config-inited", _theme)
    for part in (maths, notebooks, figures, progress, repository, finish, python, hosts):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
