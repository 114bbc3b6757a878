"""Fetching, from a real server on this machine that does all a site can do wrong, and to where it must not go."""

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hubs.capture import fetching
from hubs.capture.fetching import Fetched, fetch, fetch_here
from hubs.capture.reading import MAX_BYTES
from hubs.capture.refused import Refused

PAGE = b"<!doctype html><html><body><p>Hong Kong launched a sandbox.</p></body></html>"


class Site(BaseHTTPRequestHandler):
    """One page and many ways not to give it."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        pass

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        headers.setdefault("Content_Type", "text/html; charset=utf-8")
        headers.setdefault("Content_Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            getattr(self, self.path.strip("/").split("?")[0].replace("-", "_"))()
        self.close_connection = True

    def page(self) -> None:
        self.answer(PAGE)

    def moved(self) -> None:
        self.answer(b"", 302, Location="/page")

    def loop(self) -> None:
        self.answer(b"", 302, Location="/loop")

    def to_private(self) -> None:
        self.answer(b"", 302, Location="http://169.254.169.254/latest/meta-data/")

    def to_file(self) -> None:
        self.answer(b"", 302, Location="file:///etc/passwd")

    def to_nowhere(self) -> None:
        self.answer(b"", 302, Location="http://")

    def missing(self) -> None:
        self.answer(b"no", 404)

    def broken(self) -> None:
        self.answer(b"oops", 500)

    def locked(self) -> None:
        self.answer(b"", 401, WWW_Authenticate="Basic")

    def picture(self) -> None:
        self.answer(b"\x89PNG", Content_Type="image/png")

    def said_large(self) -> None:
        self.answer(b"", Content_Length=str(10**12))

    def endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        while True:
            self.wfile.write(b"Hong Kong " * 10_000)

    def bomb(self) -> None:
        self.answer(gzip.compress(b"0" * 200_000_000, 9), Content_Encoding="gzip")

    def not_packed(self) -> None:
        self.answer(b"this is no gzip", Content_Encoding="gzip")

    def half(self) -> None:
        self.answer(PAGE, Content_Length="5000")

    def bad_chunks(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"zz\r\nHong Kong\r\n")

    def reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.connection.close()

    def trickle(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        for _ in range(60):
            self.wfile.write(b"x")
            time.sleep(0.5)

    def silent(self) -> None:
        time.sleep(12)

    def trickling_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for n in range(60):
            self.wfile.write(b"X-%d: y\r\n" % n)
            time.sleep(0.5)

    def no_http(self) -> None:
        self.wfile.write(b"SSH-2.0-OpenSSH\r\n" * 3)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_page_comes_back_with_its_charset(site):
    assert fetch(f"{site}/page", loopback=True) == Fetched(PAGE, "utf-8", f"{site}/page")


def test_a_redirect_is_followed_and_the_end_is_told(site):
    assert fetch(f"{site}/moved", loopback=True).url == f"{site}/page"


WRONG = (
    "loop to-private to-file to-nowhere missing broken locked picture said-large endless bomb not-packed half"
)


@pytest.mark.parametrize("path", [*WRONG.split(), "bad-chunks", "reset", "no-http"])
def test_a_site_that_does_wrong_is_answered_in_a_sentence(site, path):
    began = time.monotonic()
    with pytest.raises(Refused) as refusal:
        fetch(f"{site}/{path}", loopback=True)
    assert time.monotonic() - began < 15
    said = str(refusal.value)
    assert said.endswith(".") and said[0].isupper() and len(said) < 200, said


@pytest.mark.parametrize("path", ["trickle", "trickling-headers"])
def test_a_site_that_never_ends_is_ended_by_the_clock(site, path, monkeypatch):
    assert fetching.TOTAL_SECONDS == 13
    monkeypatch.setattr(fetching, "TOTAL_SECONDS", 3.0)  # the same clock, a shorter hand
    began = time.monotonic()
    with pytest.raises(Refused, match="took longer"):
        fetch(f"{site}/{path}", loopback=True)
    assert time.monotonic() - began < 5


def test_a_silent_site_is_not_waited_for(site, monkeypatch):
    assert fetching.SILENCE_SECONDS == 5
    monkeypatch.setattr(fetching, "SILENCE_SECONDS", 1.0)
    began = time.monotonic()
    with pytest.raises(Refused, match="silent for 1 second"):
        fetch_here(f"{site}/silent", loopback=True)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("to-private", "private"),
        ("loop", "4 times"),
        ("missing", "404"),
        ("picture", "image/png"),
        ("bomb", "larger than 5 MB"),
    ],
)
def test_the_sentence_says_what_is_wrong(site, path, word):
    with pytest.raises(Refused, match=word):
        fetch_here(f"{site}/{path}", loopback=True)


def test_a_body_is_never_larger_than_the_limit(site):
    with pytest.raises(Refused, match="larger"):
        fetch_here(f"{site}/endless", loopback=True)
    assert MAX_BYTES == 5 * 1024 * 1024


PRIVATE = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://10.0.0.1/",
    "http://192.168.1.1/",
    "http://172.16.0.1/",
    "http://169.254.169.254/",
    "http://100.64.0.1/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://127.0.0.1.:80/",
    "https://127.0.0.1/",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_this_machine_and_its_neighbours_are_never_asked(url, monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("dialled")

    monkeypatch.setattr(socket.socket, "connect", never)
    with pytest.raises(Refused, match=r"private|no machine|not an address|does not answer"):
        fetch_here(url)


@pytest.mark.parametrize(
    "url",
    [
        "", "hong-kong", "//example.org/", "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/",
        "javascript:alert(1)", "http://", "http://example.org:22/", "http://example.org:8080/",
        "http://user:secret@example.org/", "http://example.org\\@127.0.0.1/", "http://exa mple.org/",
        "http://example.org/\r\nHost: x", "http://[::1", "http://example.org:99999/", "http://" + "a" * 3000 + ".org/",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused_before_anything_is_asked(url, monkeypatch):
    monkeypatch.setattr(fetching.child, "run", lambda *a, **k: pytest.fail("a process was started"))
    with pytest.raises(Refused) as refusal:
        fetch(url)
    assert str(refusal.value).endswith(".")


def resolving(monkeypatch, answers: dict[str, list[str]]) -> tuple[list[str], list[str]]:
    """Stub the resolver with answers in turn, and the dialling; what was looked up and where it was dialled."""
    looked_up: list[str] = []
    dialled: list[str] = []

    def getaddrinfo(host, port, *args, **kwargs):
        looked_up.append(host)
        answer = answers[host].pop(0) if host in answers else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answer, port))]

    def create_connection(address, *args, **kwargs):
        dialled.append(address[0])
        raise ConnectionRefusedError("stubbed")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr("urllib3.util.connection.create_connection", create_connection)
    return looked_up, dialled


def test_a_public_name_of_a_private_machine_is_refused_before_dialling(monkeypatch):
    _, dialled = resolving(monkeypatch, {"inside.example": ["10.1.2.3"]})
    with pytest.raises(Refused, match="private"):
        fetch_here("http://inside.example/")
    assert dialled == []


def test_a_name_is_looked_up_once_and_dialled_where_it_led(monkeypatch):
    looked_up, dialled = resolving(monkeypatch, {"turning.example": ["93.184.216.34", "127.0.0.1"]})
    with pytest.raises(Refused, match="does not answer"):
        fetch_here("http://turning.example/")
    assert looked_up == ["turning.example"]
    assert set(dialled) == {"93.184.216.34"}


def test_fetching_can_be_switched_off(settings):
    settings.CAPTURE_FETCH = False
    with pytest.raises(Refused, match="switched off"):
        fetch("https://example.org/")


def test_no_other_module_speaks_http():
    from pathlib import Path

    folder = Path(fetching.__file__).parent.parent
    clients = ("import requests", "from requests", "urllib.request", "import httpx", "http.client", "urllib3")
    speaking = {
        path.name
        for path in folder.rglob("*.py")
        if any(client in path.read_text(encoding="utf-8") for client in clients)
    }
    assert speaking == {"fetching.py"}
