"""Find the browsers that the tests and benchmarks drive: Chromium, Firefox, WebKit.

    python tools/browsers.py firefox             print its path, or how to get it and exit 1
    python tools/browsers.py --install firefox   the same, after trying apt-get where it may

`CHROMIUM=/path/to/browser`, `FIREFOX=...` and `WEBKIT=...` override the search.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PLAYWRIGHT = Path.home() / ".cache" / "ms-playwright"  # where `playwright install` puts browsers

# What every headless start of Chromium needs: quiet, no calls home, and root is allowed.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class Browser:
    """A browser and where it may be.

    Attributes
    ----------
    title : str
        As people call it.
    programs : tuple of str
        Names on the PATH, the likeliest first.
    word : str
        Stands in what it prints when asked with `question`.
    packages : tuple of str
        What installs it on Debian.
    elsewhere : str
        How to get it on another system.
    question : str
        The option that makes it tell what it is and end.
    beside : tuple of str
        Other programs that must be on the PATH.
    fixed, own : tuple of str
        Paths, and patterns below `PLAYWRIGHT`, tried after the PATH.
    """

    title: str
    programs: tuple[str, ...]
    word: str
    packages: tuple[str, ...]
    elsewhere: str
    question: str = "--version"
    beside: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    own: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """The environment variable that says where it is."""
        return self.title.partition(" ")[0].upper()

    @property
    def advice(self) -> str:
        """One line that says what to do where there is none."""
        return (
            f"No {self.title} found: install one (Debian: sudo apt-get install "
            f"{' '.join(self.packages)}; elsewhere: {self.elsewhere}), "
            f"or say where it is with {self.variable}=/path/to/it."
        )

    def candidates(self) -> list[str]:
        """Return every place where the browser may be, the likeliest first."""
        if os.environ.get(self.variable):
            return [os.environ[self.variable]]
        on_path = [shutil.which(name) for name in self.programs]
        own = [str(path) for pattern in self.own for path in PLAYWRIGHT.glob(pattern)]
        return [path for path in [*on_path, *self.fixed, *sorted(own, reverse=True)] if path]

    def starts(self, path: str) -> bool:
        """Return whether the program at `path` runs; a snap's stand-in, say, does not."""
        try:
            answer = subprocess.run([path, self.question], capture_output=True, timeout=60)
        except (OSError, subprocess.TimeoutExpired):
            return False
        return answer.returncode == 0 and self.word.encode() in answer.stdout

    def find(self) -> str | None:
        """Return the path of the first that starts, or None."""
        if not all(map(shutil.which, self.beside)):
            return None
        return next((path for path in self.candidates() if self.starts(path)), None)

    def install(self) -> None:
        """Install Debian's packages where apt-get may; the caller looks whether they came."""
        command = apt_get()
        if command is None:
            return
        print(
            f"No {self.title} found: installing {' '.join(self.packages)} with apt-get", flush=True
        )
        quiet = {"stdout": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        quiet["env"] = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*command, "update", "-qq"], **quiet)
        subprocess.run([*command, "install", "-y", "-qq", *self.packages], **quiet)


CHROMIUM = Browser(
    title="Chromium or Chrome",
    programs=("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    word="Chrom",
    packages=("chromium",),
    elsewhere="Google Chrome, or .venv/bin/playwright install chromium",
    fixed=("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",),
    own=("chromium-*/chrome-linux*/chrome",),
)
FIREFOX = Browser(
    title="Firefox",
    programs=("firefox-esr", "firefox"),
    word="Firefox",
    packages=("firefox-esr",),
    elsewhere="Mozilla's Firefox",
    fixed=("/Applications/Firefox.app/Contents/MacOS/firefox",),
)
# Not a browser but what drives WebKitGTK's MiniBrowser, on a screen that Xvfb makes up.
WEBKIT = Browser(
    title="WebKit driver with Xvfb",
    programs=("WebKitWebDriver",),
    word="WebKit",
    packages=("webkit2gtk-driver", "xvfb"),
    elsewhere="the driver of WebKitGTK, for Linux only",
    question="--help",
    beside=("Xvfb",),
)
BROWSERS = {"chromium": CHROMIUM, "firefox": FIREFOX, "webkit": WEBKIT}


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


def main(arguments: list[str]) -> int:
    """Run the command line; return its exit status, 1 where a browser is missing."""
    names = [name for name in arguments if name != "--install"]
    if not names or not set(names) <= set(BROWSERS):
        print(
            f"Name one or more of {', '.join(BROWSERS)}, after --install or not.", file=sys.stderr
        )
        return 2
    missing = 0
    for browser in map(BROWSERS.get, names):
        path = browser.find()
        if path is None and "--install" in arguments:
            browser.install()
            path = browser.find()
        print(path or browser.advice, file=sys.stdout if path else sys.stderr)
        missing += path is None
    return int(missing > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
