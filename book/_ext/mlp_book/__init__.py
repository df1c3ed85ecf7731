"""The book's Sphinx extension: maths at build time, figures without a kernel, light pages."""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from . import assets, figures, finish, maths, repository

ROOT = Path(__file__).resolve().parents[3]


def _fingerprint(app: Sphinx, config: Config) -> None:
    config.mlp_fingerprint = assets.fingerprint(app)


def setup(app: Sphinx) -> dict[str, bool]:
    """Set up every part."""
    app.mlp_root = ROOT
    app.add_config_value("mlp_fingerprint", "", "env")
    app.connect("config-inited", _fingerprint)
    for part in (maths, figures, repository, finish):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
