"""tools/preview.py: one figure, live, as its files are now."""

import http.client
import os
import threading
from functools import partial

import pytest

from tools import preview


@pytest.fixture
def watched(tmp_path, monkeypatch):
    """A folder that is watched in place of the library's."""
    monkeypatch.setattr(preview, "ROOT", tmp_path)
    monkeypatch.setattr(preview, "WATCHED", (".",))
    script = tmp_path / "figure.js"
    script.write_text("")
    os.utime(script, (1000, 1000))
    return script


@pytest.fixture
def get(watched):
    """Ask a server that shows the neuron."""
    handler = partial(preview.Handler, figure=preview.Page("neuron(b=0.25)"))
    with preview.Server((preview.HOST, 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def ask(path):
            connection = http.client.HTTPConnection(*server.server_address, timeout=30)
            connection.request("GET", path)
            return connection.getresponse()

        yield ask
        server.shutdown()


def test_frames_show_every_width_in_both_themes(get):
    text = get("/").read().decode()
    for theme in ("light", "dark"):
        for width in (760, 390, 360):
            assert f'width: {width}px" src="/figure?{theme}"' in text


def test_page_holds_the_figure_in_the_state_that_was_asked_for(get):
    text = get("/figure?dark").read().decode()
    assert 'mlp.figures["neuron"]' in text
    assert '"b": 0.25' in text


def test_a_save_is_told_and_brings_the_figure_anew(get, watched, monkeypatch):
    made = []
    run = preview.subprocess.run
    monkeypatch.setattr(preview.subprocess, "run", lambda *a, **k: made.append(a) or run(*a, **k))
    for _ in range(2):
        get("/figure?light").read()
    assert len(made) == 1
    events = get("/saved")
    assert events.readline().startswith(b": ")
    os.utime(watched, (2000, 2000))
    while not (line := events.readline()).startswith(b"data"):
        assert line in (b": still here\n", b"\n")
    get("/figure?light").read()
    assert len(made) == 2


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("neurone", "unknown figure 'neurone'"),
        ("neuron(b=7)", "b must be a number from -3 to 3, got 7"),
    ],
)
def test_what_is_wrong_stands_in_the_place_of_the_figure(watched, wanted, says):
    from html import unescape

    assert says in unescape(preview.Page(wanted).now())
