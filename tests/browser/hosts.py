"""A web server whose habits are switches: what plain hosts do to files, and what goes wrong."""

from __future__ import annotations

import functools
import gzip
import mimetypes
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

KNOWN = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
ALSO_KNOWN = {".svg": "image/svg+xml", ".json": "application/json", ".woff2": "font/woff2"}
PAGE = b"<!doctype html><title>Front page</title><h1>Our company</h1>"


@dataclass
class Habits:
    """What a server does; by default what every browser is content with."""

    #: The type of every file but pages, style sheets and scripts; empty: as it should be.
    unknown: str = ""
    #: Added to the types of pages, style sheets and scripts.
    charset: str = ""
    #: Sent with every answer.
    headers: dict[str, str] = field(default_factory=dict)
    #: Where on the server the book is.
    under: str = ""
    #: Addresses of pages: "" as their files, "bare" without ending and slash, "slash" with one.
    pages: str = ""
    #: Compress on the fly.
    gzip: bool = False
    #: Drop what begins with an underscore, unless the folder holds .nojekyll.
    jekyll: bool = False
    #: Name of a file -> what becomes of the next requests for it, one after the other: a status,
    #: "page" (200 and another page), "cut" (half of it) or "reset" (half, then the line is dead).
    faults: dict[str, list[int | str]] = field(default_factory=dict)
    #: Hang up on everybody.
    gone: bool = False
    #: Name of a file -> what is sent in its place.
    instead: dict[str, bytes] = field(default_factory=dict)
    #: Names of the files that were asked for.
    asked: list[str] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Serves one folder with the habits of its server."""

    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, habits: Habits, *arguments: object):
        self.folder, self.habits = folder, habits
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Answer one request."""
        if self.habits.gone:
            self.close_connection = True
            return None
        path = self.path.split("?")[0]
        if moved := self.moved(path):
            return self.answer(301, b"", {"Location": moved})
        file = self.file(path)
        if file is None:
            return self.answer(404, PAGE, {"Content-Type": "text/html"})
        self.habits.asked.append(file.name)
        faults = self.habits.faults.get(file.name)
        if faults:
            return self.fail(faults.pop(0), file)
        content = self.habits.instead.get(file.name) or file.read_bytes()
        return self.answer(200, content, {"Content-Type": self.type_of(file)})

    def moved(self, path: str) -> str:
        """Where a host with addresses of its own sends who asks for a file's name."""
        name = path.removesuffix(".html").removesuffix("/index")
        if self.habits.pages == "bare" and (path.endswith(".html") or path.count("/") > 1):
            return name.rstrip("/") if name.rstrip("/") != path else ""
        return f"{name}/" if self.habits.pages == "slash" and path.endswith(".html") else ""

    def file(self, path: str) -> Path | None:
        """Return the file at an address, if there is one for everybody."""
        if not path.startswith(self.habits.under):
            return None
        inside = path.removeprefix(self.habits.under).strip("/")
        hidden = any(part.startswith("_") for part in Path(inside).parts)
        if self.habits.jekyll and hidden and not (self.folder / ".nojekyll").exists():
            return None
        place = self.folder / inside
        ways = (place, place / "index.html", place.with_name(f"{place.name}.html"))
        return next((way for way in ways if way.is_file()), None)

    def type_of(self, file: Path) -> str:
        """Return the type that the host believes a file to have."""
        known = KNOWN.get(file.suffix, "") and KNOWN[file.suffix] + self.habits.charset
        return known or self.habits.unknown or ALSO_KNOWN.get(file.suffix) or guessed(file)

    def fail(self, fault: int | str, file: Path) -> None:
        """Do to a file what is to become of it."""
        content = file.read_bytes()
        half = content[: len(content) // 2]
        kind = {"Content-Type": self.type_of(file)}
        if fault == "page":
            self.answer(200, PAGE, {"Content-Type": "text/html"})
        elif fault == "cut":
            self.answer(200, half, kind)
        elif fault == "reset":
            self.answer(200, half, kind, length=len(content))
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
        else:
            self.answer(fault, PAGE, {"Content-Type": "text/html"})

    def answer(self, status: int, content: bytes, headers: dict, length: int | None = None) -> None:
        """Send one answer."""
        if self.habits.gzip and content and length is None:
            content = gzip.compress(content, 1)
            headers = headers | {"Content-Encoding": "gzip"}
        self.send_response(status)
        length = len(content) if length is None else length
        for name, value in (headers | self.habits.headers | {"Content-Length": length}).items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Nothing to say."""


def guessed(file: Path) -> str:
    """Return the type that the system has for a file."""
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"


class Server(ThreadingHTTPServer):
    """Says nothing where a browser hangs up."""

    daemon_threads = True

    def handle_error(self, *args: object) -> None:
        """Nothing to say."""


@contextmanager
def serving(folder: Path, habits: Habits) -> Iterator[str]:
    """Serve a folder; the address of the book."""
    server = Server(("127.0.0.1", 0), functools.partial(Handler, folder, habits))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{habits.under}"
    server.shutdown()
    server.server_close()
