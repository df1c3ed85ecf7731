"""The wires to an installed browser: WebDriver BiDi for Firefox, classic WebDriver for WebKit.

Playwright drives only Firefox and WebKit builds of its own. These browsers are the ones that
readers have; both speak a W3C standard that takes a page of code: https://w3c.github.io/webdriver.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import websocket

from tests.support.server import Quiet

# Nothing that asks the network or the reader; a finger as on a phone; scroll bars take no room.
PREFERENCES = {
    "app.normandy.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.backup.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.w3c_touch_events.enabled": 1,
    "messaging-system.rsexperimentloader.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "ui.prefersReducedMotion": 1,
    "ui.systemUsesDarkTheme": 0,
    "ui.useOverlayScrollbars": 1,
}
# A file that does not come is no entry of Firefox's log by itself.
WATCH = """() => addEventListener("error", ({ target }) => {
  if (target !== window) console.error(`${target.localName}: no ${target.src ?? target.href}`);
}, true)"""


# WebKit's driver says nothing of the console: its own sessions are private, and those keep silent.
# So the server puts this before the page's first word; what it hears outlasts the page.
HEAR = b"""<script>{
  const hear = (text) => {
    const heard = JSON.parse(sessionStorage.getItem("heard") ?? "[]");
    sessionStorage.setItem("heard", JSON.stringify([...heard, String(text)]));
  };
  const { error } = console;
  console.error = (...said) => (hear(said.join(" ")), error.apply(console, said));
  addEventListener("unhandledrejection", ({ reason }) => hear(reason));
  addEventListener("securitypolicyviolation", (e) =>
    hear(`${e.effectiveDirective} forbids ${e.blockedURI} in ${e.sourceFile}`));
  addEventListener("error", ({ message, target }) =>
    hear(message ?? `${target.localName}: no ${target.src ?? target.href}`), true);
}</script>"""


# No other page has a memory that this engine lets be read.
TAKE = """if (!location.protocol.startsWith("http")) return;
const heard = sessionStorage.getItem("heard");
sessionStorage.removeItem("heard");
return heard;"""


class Heard(Quiet):
    """Serves pages that hear of their own errors."""

    def do_GET(self) -> None:
        """Answer one request."""
        file = Path(self.translate_path(self.path))
        if file.suffix != ".html" or not file.is_file():
            return super().do_GET()
        page = file.read_bytes().replace(b"<meta", HEAR + b"<meta", 1)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)
        return None


class WireError(AssertionError):
    """The browser did not do what it was asked; the text is its answer."""


def started(command: list[str], says: str, log: Path, **environment: str) -> tuple:
    """Start a program; return the process and what the pattern `says` finds in its output.

    Raises
    ------
    WireError
        If the program ends, or says nothing of the kind within a minute.
    """
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, env=os.environ | environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
    deadline = time.monotonic() + 60
    while not (found := re.search(says, log.read_text("utf8", "replace"))):
        if process.poll() is not None or time.monotonic() > deadline:
            end(process)
            raise WireError(
                f"{command[0]} did not start: {log.read_text('utf8', 'replace')[-800:]}"
            )
        time.sleep(0.05)
    return process, found.group(1)


def end(process: subprocess.Popen) -> None:
    """End a program and wait for it."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class FirefoxWire:
    """Firefox, headless, with a profile of its own in `folder`, over WebDriver BiDi."""

    def __init__(self, binary: str, folder: Path) -> None:
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items()]
        (folder / "user.js").write_text("\n".join(lines), "utf8")
        command = [binary, "--headless", "--no-remote", "--remote-debugging-port=0"]
        command += ["--profile", str(folder), "data:text/html,<p>"]
        # As root it starts only where HOME is root's own.
        self.process, address = started(
            command, r"BiDi listening on (ws://\S+)", folder / "firefox.log", HOME=str(folder)
        )
        self.socket = websocket.create_connection(
            f"{address}/session", timeout=120, suppress_origin=True
        )
        self.numbers = itertools.count(1)
        self.errors: list[str] = []
        self.call("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": False}})
        self.call("session.subscribe", events=["log.entryAdded"])
        self.call("script.addPreloadScript", functionDeclaration=WATCH)
        self.page = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method: str, **params: object) -> dict:
        """Send a command, note the errors that the page reports meanwhile, return the answer."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            said = json.loads(self.socket.recv())
            if said.get("method") == "log.entryAdded" and said["params"]["level"] == "error":
                self.errors.append(said["params"]["text"])
            if said.get("id") == number:
                if said["type"] == "error":
                    raise WireError(f"{method}: {said['error']}: {said['message']}")
                return said["result"]

    def goto(self, address: str) -> None:
        """Open an address; return when it has loaded."""
        self.call("browsingContext.navigate", context=self.page, url=address, wait="complete")

    def evaluate(self, body: str) -> str:
        """Return the text that an asynchronous function of the page returns."""
        done = self.call(
            "script.callFunction",
            functionDeclaration=body,
            target={"context": self.page},
            awaitPromise=True,
            userActivation=True,
        )
        if done["type"] == "exception":  # it was no function
            raise WireError(done["exceptionDetails"]["text"])
        return done["result"]["value"]

    def perform(self, actions: list[dict]) -> None:
        """Move the pointer, press keys: the `actions` of the WebDriver standard."""
        self.call("input.performActions", context=self.page, actions=actions)

    def resize(self, width: int, height: int) -> None:
        """Give the page a window of this size in CSS px."""
        size = {"width": width, "height": height}
        self.call("browsingContext.setViewport", context=self.page, viewport=size)

    def pdf(self) -> str:
        """Return the printed page as base64."""
        return self.call("browsingContext.print", context=self.page, background=True)["data"]

    def close(self) -> None:
        """End the browser."""
        with contextlib.suppress(Exception):
            self.call("browser.close")
        self.socket.close()
        end(self.process)


class WebKitWire:
    """WebKitGTK's MiniBrowser on a screen that nobody sees, over classic WebDriver."""

    def __init__(self, driver: str, folder: Path) -> None:
        self.screen, number = started(
            ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1400x24", "-nolisten", "tcp"],
            r"^(\d+)\n",
            folder / "screen.log",
        )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.log = folder / "webkit.log"
        self.driver = subprocess.Popen(
            [driver, f"--port={port}"],
            env=os.environ
            | {"DISPLAY": f":{number}", "GDK_BACKEND": "x11", "HOME": str(folder)}
            | {"WEBKIT_DISABLE_DMABUF_RENDERER": "1", "NO_AT_BRIDGE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=self.log.open("wb"),
            stderr=subprocess.STDOUT,
        )
        self.root = f"http://127.0.0.1:{port}"
        self.heard: list[str] = []
        try:
            self.root += f"/session/{self._session()}"
        except Exception:
            self.close()
            raise

    def _session(self) -> str:
        """Ask for a session until the driver listens."""
        deadline = time.monotonic() + 30
        while True:
            try:
                return self.call("POST", "/session", capabilities={})["sessionId"]
            except urllib.error.URLError:
                if self.driver.poll() is not None or time.monotonic() > deadline:
                    said = self.log.read_text("utf8", "replace")[-800:]
                    raise WireError(f"WebKit's driver does not answer: {said}") from None
                time.sleep(0.1)

    def call(self, verb: str, path: str, **body: object) -> object:
        """Send a command and return the answer's value."""
        request = urllib.request.Request(
            self.root + path,
            method=verb,
            data=json.dumps(body).encode() if verb == "POST" else None,
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            said = json.load(error)["value"]
            raise WireError(f"{path}: {said['error']}: {said['message']}") from None

    @property
    def errors(self) -> list[str]:
        """What pages have heard of their errors so far."""
        self.hear()
        return self.heard

    def hear(self) -> None:
        """Note what this page has heard; another server's page is not told."""
        heard = self.call("POST", "/execute/sync", script=TAKE, args=[])
        self.heard += json.loads(heard or "[]")

    def goto(self, address: str) -> None:
        """Open an address; return when it has loaded."""
        self.hear()
        self.call("POST", "/url", url=address)

    def evaluate(self, body: str) -> str:
        """Return the text that an asynchronous function of the page returns."""
        script = f"({body})().then(arguments[arguments.length - 1])"
        return self.call("POST", "/execute/async", script=script, args=[])

    def perform(self, actions: list[dict]) -> None:
        """Move the pointer, press keys: the `actions` of the WebDriver standard."""
        self.call("POST", "/actions", actions=actions)

    def resize(self, width: int, height: int) -> None:
        """Give the page a window of this size in CSS px, as far as the window's frame lets it."""
        inner = json.loads(self.evaluate("async () => JSON.stringify([innerWidth, innerHeight])"))
        outer = self.call("GET", "/window/rect")
        width, height = outer["width"] + width - inner[0], outer["height"] + height - inner[1]
        self.call("POST", "/window/rect", width=width, height=height)

    def pdf(self) -> str:
        """Return the printed page as base64."""
        return self.call("POST", "/print", background=True)

    def close(self) -> None:
        """End the browser, its driver and the screen."""
        with contextlib.suppress(Exception):
            self.call("DELETE", "")
        end(self.driver)
        end(self.screen)
