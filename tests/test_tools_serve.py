"""tools/serve.py: only this machine, the next free port, files of the right type."""

import http.client
import socket
import struct
import threading
from pathlib import Path

import pytest

from tools import serve


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("<h1>A book</h1>")
    (tmp_path / "figure.js").write_text("export default {}")
    return tmp_path


@pytest.fixture
def server(book: Path):
    with serve.open_server(book, 0) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield running
        running.shutdown()


def get(server, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(*server.server_address, timeout=10)
    connection.request("GET", path)
    return connection.getresponse()


def test_pages_are_served_to_this_machine_only(server):
    assert server.server_address[0] == "127.0.0.1"
    assert b"A book" in get(server, "/").read()
    assert get(server, "/missing.html").status == 404


def test_scripts_have_the_type_that_browsers_insist_on(server, monkeypatch):
    # Some systems take every .js for plain text.
    monkeypatch.setattr("mimetypes.guess_type", lambda *_, **__: ("text/plain", None))
    assert get(server, "/figure.js").getheader("Content-Type") == "text/javascript"


def test_port_in_use_gives_the_next_free_one(server, book: Path):
    taken = server.server_address[1]
    with serve.open_server(book, taken) as second:
        assert taken < second.server_address[1] < taken + serve.TRIES


def test_port_in_use_is_said(server, book: Path, capsys, monkeypatch):
    monkeypatch.setattr(serve.Server, "serve_forever", lambda _: None)
    taken = server.server_address[1]
    assert serve.main([str(book), "--port", str(taken), "--no-open"]) == 0
    said = capsys.readouterr().out
    assert f"Port {taken} is in use" in said
    assert "http://127.0.0.1:" in said


def test_no_free_port_is_an_error(server, book: Path, monkeypatch):
    monkeypatch.setattr(serve, "TRIES", 1)
    with pytest.raises(OSError, match="no free port from"):
        serve.open_server(book, server.server_address[1])


def test_no_free_port_is_one_line(server, book: Path, monkeypatch, capsys):
    monkeypatch.setattr(serve, "TRIES", 1)
    assert serve.main([str(book), "--port", str(server.server_address[1]), "--no-open"]) == 1
    said = capsys.readouterr().err
    assert "no free port" in said
    assert "--port 0" in said


def test_ports_end_at_the_last_one(book: Path):
    with serve.open_server(book, 65535) as last:
        assert last.server_address[1] == 65535
        with pytest.raises(OSError, match="to 65535"):
            serve.open_server(book, 65535)


@pytest.mark.parametrize("port", ["65536", "-1", "eight"])
def test_what_is_no_port_is_refused(book: Path, port, capsys):
    with pytest.raises(SystemExit):
        serve.main([str(book), f"--port={port}"])
    assert "from 0 to 65535" in capsys.readouterr().err


def test_a_browser_that_hangs_up_leaves_no_traceback(server, book: Path, capfd):
    (book / "large.bin").write_bytes(bytes(20_000_000))
    connection = http.client.HTTPConnection(*server.server_address, timeout=10)
    connection.request("GET", "/large.bin")
    linger = struct.pack("ii", 1, 0)  # hang up at once, as a browser does
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    connection.sock.close()
    connection.close()
    assert get(server, "/").status == 200
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name and thread.is_alive():
            thread.join(timeout=10)
    assert "Traceback" not in capfd.readouterr().err


def test_book_opens_in_a_browser_where_there_is_a_display(book: Path, monkeypatch):
    opened = []
    monkeypatch.setattr(serve.Server, "serve_forever", lambda _: None)
    monkeypatch.setattr(serve.webbrowser, "open", opened.append)
    for display in (True, False):
        monkeypatch.setattr(serve, "can_open", lambda display=display: display)
        serve.main([str(book), "--port", "0"])
    assert len(opened) == 1
    assert opened[0].startswith("http://127.0.0.1:")


def test_missing_book_is_one_line(tmp_path: Path, capsys):
    assert serve.main([str(tmp_path)]) == 1
    assert capsys.readouterr().err.endswith("holds no book yet: run make book\n")
