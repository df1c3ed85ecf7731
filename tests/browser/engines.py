"""A page of the book in Firefox or WebKit: go, look, press, click, drag, print."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import dataclass

from .wire import FirefoxWire, WebKitWire, WireError

# The code points by which the WebDriver standard names the keys.
KEYS = {
    "Backspace": "\ue003",
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Escape": "\ue00c",
    "Space": " ",
    "PageUp": "\ue00e",
    "PageDown": "\ue00f",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
}
# The middle of a visible element, named by a selector, the start of its text and its place.
PLACE = """async (selector, text, index) => {
  const seen = [...document.querySelectorAll(selector)].filter((e) => e.getClientRects().length);
  const one = seen.filter((e) => e.textContent.trim().startsWith(text))[index];
  if (!one) throw Error(`no visible ${selector} number ${index} that begins with "${text}"`);
  one.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  await new Promise(requestAnimationFrame);
  const { left, top, width, height } = one.getBoundingClientRect();
  return [left + width / 2, top + height / 2, width, height];
}"""

# The width of a window whose page has taken it.
LAID_OUT = "() => document.documentElement.clientWidth <= innerWidth && innerWidth"


# What a call comes to, as text: the value, or the error with its words.
CALL = """async () => {
  try {
    return JSON.stringify({ value: (await (%s)(...%s)) ?? null });
  } catch (error) {
    return JSON.stringify({ error: `${error}` });
  }
}"""


@dataclass
class EnginePage:
    """One page in one engine; `wire` is the way to it."""

    wire: FirefoxWire | WebKitWire
    seen: int = 0

    def goto(self, address: str) -> None:
        """Open an address, as if for the first time; return when it has loaded."""
        self.wire.goto(address)

    def evaluate(self, function: str, *args: object) -> object:
        """Call a JavaScript function, which may be asynchronous; what it returns comes as JSON.

        Raises
        ------
        WireError
            If the function throws; with what it threw, and the function.
        """
        done = json.loads(self.wire.evaluate(CALL % (function, json.dumps(args))))
        if "error" in done:
            raise WireError(f"{done['error']}, in: {function}")
        return done["value"]

    def wait(self, function: str, *args: object, seconds: float = 30) -> object:
        """Wait until a JavaScript function returns something true, and return that."""
        deadline = time.monotonic() + seconds
        while not (value := self.evaluate(function, *args)):
            if time.monotonic() > deadline:
                raise WireError(f"after {seconds} s still {value!r}: {function} of {args}")
            time.sleep(0.05)
        return value

    def errors(self) -> list[str]:
        """What went wrong in the page since this was last asked."""
        self.evaluate("() => new Promise((done) => setTimeout(done, 50))")
        self.seen, new = len(self.wire.errors), self.wire.errors[self.seen :]
        return new

    def press(self, *keys: str) -> None:
        """Press keys by name or character; ``Control+a`` holds the first down."""
        actions = []
        for key in keys:
            held = [KEYS.get(part, part) for part in (key.split("+") if len(key) > 1 else [key])]
            actions += [{"type": "keyDown", "value": part} for part in held]
            actions += [{"type": "keyUp", "value": part} for part in reversed(held)]
        self.wire.perform([{"type": "key", "id": "keyboard", "actions": actions}])

    def place(self, selector: str, text: str = "", index: int = 0) -> list[float]:
        """Scroll to a visible element of a selector; return its middle, its width and height."""
        return self.evaluate(PLACE, selector, text, index)

    def click(self, selector: str, text: str = "", index: int = 0) -> None:
        """Click a visible element of a selector, of those whose text begins with `text`."""
        x, y, *_ = self.place(selector, text, index)
        self.drag([(x, y)])

    def drag(self, way: list[tuple[float, float]], pointer: str = "mouse") -> None:
        """Press at the first point of a way, move along it, release; `pointer` may be touch."""
        (x, y), *rest = [(round(x), round(y)) for x, y in way]
        actions = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            *({"type": "pointerMove", "x": x, "y": y} for x, y in rest),
            {"type": "pointerUp", "button": 0},
        ]
        source = {"type": "pointer", "id": pointer, "parameters": {"pointerType": pointer}}
        self.wire.perform([source | {"actions": actions}])

    def resize(self, width: int, height: int = 900) -> int:
        """Give the page another size; return its width, since some windows have a least one."""
        self.wire.resize(width, height)
        return self.wait(LAID_OUT)

    def pdf(self) -> bytes:
        """Print the page."""
        return base64.b64decode(self.wire.pdf())
