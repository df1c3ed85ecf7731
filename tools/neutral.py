"""An environment in which nobody's own settings of Python, IPython or Matplotlib have a say.

What a chapter shows does not depend on the desk where it is executed: a startup file that rounds
what NumPy prints, a matplotlibrc, a kernel that somebody has installed, a home directory without
write permission. `tools/notebooks.py` and pytest (`conftest.py`) begin with it.
"""

import atexit
import os
import shutil
import tempfile

UNSET = (
    "JUPYTER_CONFIG_PATH",
    "JUPYTER_PATH",
    "MATPLOTLIBRC",
    "MPLBACKEND",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
)
EMPTY_FOLDERS = (
    "IPYTHONDIR",
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "MPLCONFIGDIR",
)
MARK = "MLP_NEUTRAL"  # set in the processes that this one starts, which share its folders


def settle() -> None:
    """Change the environment of this process and of those that it starts, until it ends."""
    if MARK in os.environ:
        return
    folder = tempfile.mkdtemp(prefix="mlp-neutral-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in UNSET:
        os.environ.pop(name, None)
    for name in EMPTY_FOLDERS:
        os.environ[name] = os.path.join(folder, name)
        os.mkdir(os.environ[name], 0o700)
    os.environ["PYTHONUTF8"] = "1"  # what they print is UTF-8 in every locale
    os.environ[MARK] = folder
