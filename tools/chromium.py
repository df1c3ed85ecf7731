"""Find the Chromium or Chrome that the browser tests and benchmarks drive.

    python tools/chromium.py             print its path; exit 1 and say what to install if none
    python tools/chromium.py --install   the same, after trying apt-get where that is allowed

`CHROMIUM=/path/to/browser` overrides the search.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FIXED = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)
PLAYWRIGHT = Path.home() / ".cache" / "ms-playwright"  # where `playwright install` puts browsers
ADVICE = (
    "No Chromium or Chrome found: install one (Debian: sudo apt-get install chromium; "
    "elsewhere: Google Chrome, or .venv/bin/playwright install chromium), "
    "or say where it is with CHROMIUM=/path/to/it."
)

# What every headless start of ours needs: quiet, no calls home, and root is allowed.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def candidates() -> list[str]:
    """Return every place where a browser may be, the likeliest first."""
    if os.environ.get("CHROMIUM"):
        return [os.environ["CHROMIUM"]]
    on_path = [shutil.which(name) for name in NAMES]
    own = sorted(map(str, PLAYWRIGHT.glob("chromium-*/chrome-linux*/chrome")), reverse=True)
    return [path for path in [*on_path, *FIXED, *own] if path]


def starts(path: str) -> bool:
    """Return whether the program at `path` runs; a snap's stand-in, say, does not."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and b"Chrom" in answer.stdout


def find() -> str | None:
    """Return the path of the first browser that starts, or None."""
    return next((path for path in candidates() if starts(path)), None)


def apt_get() -> list[str] | None:
    """Return the command that starts apt-get with the rights to install, or None."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    sudo = ["sudo", "-n"]
    if shutil.which("sudo") and not subprocess.run([*sudo, "true"], capture_output=True).returncode:
        return [*sudo, "apt-get"]
    return None


def install() -> None:
    """Install Debian's Chromium where apt-get may; the caller looks whether it came."""
    command = apt_get()
    if command is None:
        return
    print("No Chromium or Chrome found: installing chromium with apt-get", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    quiet["env"] = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*command, "update", "-qq"], **quiet)
    subprocess.run([*command, "install", "-y", "-qq", "chromium"], **quiet)


def main(arguments: list[str]) -> int:
    """Run the command line; return its exit status."""
    path = find()
    if path is None and "--install" in arguments:
        install()
        path = find()
    print(path or ADVICE, file=sys.stdout if path else sys.stderr)
    return int(path is None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
