"""What the built folder promises to whatever host it is put on."""

import json
import re
import subprocess
from hashlib import sha256
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from mlp_book import assets, hosts, node, pages

#: Endings for which one host or another has ideas of its own: no script, unpacked on the way,
#: refused, run on the server.
TOUCHY = {".mjs", ".gz", ".br", ".wasm", ".whl", ".zip", ".py", ".php", ".cgi", ".pl", ".asp"}
LINK = re.compile(r'<[a-z]+\b[^>]*?\s(?:src|href)="([^"]*)"')


@pytest.fixture(scope="module")
def files(built_book: Path) -> list[Path]:
    """Every file of the book, counted from its folder."""
    return [path.relative_to(built_book) for path in built_book.rglob("*") if path.is_file()]


@pytest.fixture(scope="module")
def texts(built_book: Path) -> dict[Path, str]:
    """Every page of the book."""
    found = {path: path.read_text("utf8") for path in built_book.rglob("*.html")}
    return {path: text for path, text in found.items() if pages.MARK in text}


def test_no_host_has_ideas_of_its_own_about_an_ending(files):
    assert [path for path in files if path.suffix in TOUCHY] == []


def test_names_are_plain_and_differ_in_more_than_case(files):
    assert [path for path in files if not re.fullmatch(r"[\w./-]+", path.as_posix(), re.A)] == []
    assert len({path.as_posix().lower() for path in files}) == len(files)
    reserved = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.I)
    assert [path for path in files if reserved.fullmatch(path.name.split(".")[0])] == []


def test_hidden_files_are_for_hosts_only(files):
    hidden = {path.as_posix() for path in files if any(p.startswith(".") for p in path.parts)}
    assert hidden == {".nojekyll", ".buildinfo"}


def test_links_are_relative_and_lead_to_files_of_that_very_name(texts, files, built_book):
    there = {(built_book / path).resolve() for path in files}
    for page, text in texts.items():
        for address in set(map(unescape, LINK.findall(text))):
            parts = urlsplit(address)
            assert parts.scheme in ("", "data", "http", "https", "mailto"), (page, address)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            assert not address.startswith("/"), f"{page} needs to be at the top: {address}"
            assert (page.parent / unquote(parts.path)).resolve() in there, f"{page}: {address}"


def test_an_address_changes_with_what_is_behind_it(texts, built_book):
    sheets = {path: path.read_text("utf8") for path in built_book.rglob("*.css")}
    for page, text in (texts | sheets).items():
        kind = hosts.CSS_ADDRESS if page.suffix == ".css" else hosts.ADDRESS
        for found in kind.finditer(text):
            address, _, version = found[0].partition("?v=")
            address = address.strip("'\"")
            place = built_book if address.startswith("_") else page.parent
            path = (place / address).resolve()
            if path.is_file():
                known = sha256(path.read_bytes()).hexdigest()[:10]
                assert version.strip("'\"") == known, f"{page}: {found[0]}"


def test_an_address_that_is_stamped_again_keeps_one_digest(tmp_path):
    (tmp_path / "_static").mkdir()
    (tmp_path / "chapters").mkdir()
    (tmp_path / "_static" / "a.css").write_text('b{src:url("a.woff2")}c{src:url(data:x;y)}')
    (tmp_path / "_static" / "a.woff2").write_bytes(b"font")
    inline = 'const FONTS = ["_static/a.woff2"];'
    page = tmp_path / "chapters" / "one.html"
    page.write_text(
        f'<meta content="{hosts.script_digest(inline)}"><script>{inline}</script>'
        '<link href="../_static/a.css?v=old"><a href="https://x.org/_static/a.css">'
    )
    hosts.stamp(tmp_path)
    first = page.read_text()
    font, sheet = (
        sha256((tmp_path / "_static" / name).read_bytes()).hexdigest()[:10]
        for name in ("a.woff2", "a.css")
    )
    assert f'"_static/a.woff2?v={font}"' in first
    assert f'"../_static/a.css?v={sheet}"' in first
    assert '"https://x.org/_static/a.css"' in first
    assert hosts.script_digest(hosts.INLINE.search(first)[1]) in first
    assert (
        f'url("a.woff2?v={font}")c'.replace("c", "}c")
        in (tmp_path / "_static" / "a.css").read_text()
    )
    hosts.stamp(tmp_path)
    assert page.read_text() == first


def test_a_missing_page_is_no_reason_to_send_the_front_page(built_book):
    text = (built_book / "404.html").read_text("utf8")
    assert not re.search(r'\s(?:src|href)="(?!/"|data:,")', text)


def test_the_front_page_leads_to_the_first(built_book):
    text = (built_book / "index.html").read_text("utf8")
    assert '<a href="book/index.html">' in text
    assert 'url=book/index.html"' in text


def test_each_page_is_described_by_its_first_words(texts):
    without = {"search.html", "genindex.html"}
    found = {
        page: re.findall(r'<meta name="description" content="([^"]*)"', text)
        for page, text in texts.items()
        if page.name not in without
    }
    for page, described in found.items():
        assert len(described) == 1, page
        assert 60 <= len(unescape(described[0])) <= 160, (page, described)
    assert len({tuple(described) for described in found.values()}) == len(found)


EARLY = """
const [source, ...places] = JSON.parse(require("fs").readFileSync(0, "utf8"));
const found = places.map(([pathname, page]) => {
  let base = null;
  const document = {
    documentElement: { dataset: { page } },
    createElement: () => ({ setAttribute() {} }),
    head: { append: (element) => { base = element.href; } },
  };
  const world = {
    document, location: { pathname, protocol: "file:" }, localStorage: { getItem: () => null },
    window: { localStorage: {}, sessionStorage: {} },
    matchMedia: () => ({ matches: false }), addEventListener: () => {},
  };
  new Function(...Object.keys(world), source)(...Object.values(world));
  return base;
});
process.stdout.write(JSON.stringify(found));
"""
PLACES = [  # the address that a host shows, the page, where its links are then counted from
    ("/", "index", None),
    ("/index.html", "index", None),
    ("/a-repository/", "index", None),
    ("/a-repository", "index", "/a-repository/index.html"),
    ("/book/index.html", "book/index", None),
    ("/book/", "book/index", None),
    ("/book", "book/index", "/book/index.html"),
    ("/book/book", "book/index", "/book/book/index.html"),
    ("/book/index", "book/index", None),
    ("/book/index/", "book/index", "/book/index.html"),
    ("/x/chapters/01-one.html", "chapters/01-one", None),
    ("/x/chapters/01-one", "chapters/01-one", None),
    ("/x/chapters/01-one/", "chapters/01-one", "/x/chapters/01-one.html"),
    ("/search/", "search", "/search.html"),
    ("/C:/my books/html/search.html", "search", None),
    ("/X/Chapters/01-One.html", "chapters/01-one", None),
    ("/X/Chapters/01-One/", "chapters/01-one", "/X/chapters/01-one.html"),
    ("/elsewhere/altogether", "chapters/01-one", None),
]


def test_links_are_counted_from_the_file_whatever_address_a_host_shows():
    script = [assets.early_script(), *((address, page) for address, page, _ in PLACES)]
    command = [node.program("node"), "-e", EARLY]
    done = subprocess.run(command, input=json.dumps(script), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [base for _, _, base in PLACES]
