"""Serve the built book on this machine and open it.

    python tools/serve.py [--port 8000] [--no-open] [folder]

Only this machine can reach it (127.0.0.1). A port in use: the next free one is taken and said.
Ctrl+C ends it.
"""

import argparse
import errno
import functools
import os
import sys
import webbrowser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

BOOK = Path(__file__).resolve().parents[1] / "_build" / "html"
HOST = "127.0.0.1"
TRIES = 100
LAST_PORT = 65535


class Handler(SimpleHTTPRequestHandler):
    """Files as they are now, with the types that browsers insist on, and without a log."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",  # some systems register text/plain, and scripts then fail
        ".svg": "image/svg+xml",
        ".woff2": "font/woff2",
    }

    def end_headers(self) -> None:
        """Let the browser keep files but ask each time whether they are still the same.

        The other two isolate the pages, so that Stop can interrupt their Python and keep its state.
        """
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal keeps the address in sight."""


class Server(ThreadingHTTPServer):
    """One thread a request; a port counts as free only when nobody listens on it."""

    allow_reuse_address = os.name != "nt"
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a browser hang up, as it does at Stop, without a traceback in the terminal."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def open_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """Bind the first free port from `port` on; 0 takes any.

    Raises
    ------
    OSError
        When none of the next hundred ports is free.
    """
    handler = functools.partial(Handler, directory=str(folder))
    last = min(port + TRIES - 1, LAST_PORT) if port else 0
    for attempt in range(port, last + 1):
        try:
            return Server((HOST, attempt), handler)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise OSError(errno.EADDRINUSE, f"no free port from {port} to {last}")


def port_number(text: str) -> int:
    """Read a port from the command line.

    Raises
    ------
    argparse.ArgumentTypeError
        For anything but a whole number from 0 to 65535.
    """
    if not text.isdecimal() or int(text) > LAST_PORT:
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to {LAST_PORT}, not {text!r}")
    return int(text)


def can_open() -> bool:
    """Return whether a browser window can appear: no display, no terminal browser."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=BOOK)
    parser.add_argument("--port", type=port_number, default=8000, help="first port to try (8000)")
    parser.add_argument("--no-open", action="store_true", help="only print the address")
    options = parser.parse_args(arguments)
    if not (options.folder / "index.html").is_file():
        print(f"{options.folder} holds no book yet: run make book", file=sys.stderr)
        return 1
    try:
        server = open_server(options.folder, options.port)
    except OSError as error:
        print(f"{error.strerror or error}: try --port 0, which takes any", file=sys.stderr)
        return 1
    port = server.server_address[1]
    if options.port not in (0, port):
        print(f"Port {options.port} is in use, so this is port {port}.")
    address = f"http://{HOST}:{port}/"
    print(f"The book is at {address}  (Ctrl+C ends it)", flush=True)
    if not options.no_open and can_open():
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
