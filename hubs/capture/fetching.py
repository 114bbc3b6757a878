"""The one place that asks another machine for anything: a page that an editor names.

Only http and https, usual ports, public addresses - checked at connect time on every redirect, by
requests-hardened - and within limits of size, time and kind. It happens in a process of its own: a name server
or a site that never ends its answer cannot hold a worker. Refused says in a sentence what is wrong.
"""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from hubs.capture import child
from hubs.capture.reading import MAX_BYTES
from hubs.capture.refused import Refused

PORTS = {80, 443}
REDIRECTS = 4
TOTAL_SECONDS = 13.0  # wall clock, from the start of the process to the last byte
SILENCE_SECONDS = 5.0  # without a byte
KINDS = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf", "application/xml", "text/xml")
AGENT = "HubsSideBySide/1.0 (an editor asked for this page)"
TOO_SLOW = f"The page took longer than {TOTAL_SECONDS:.0f} seconds: try again later, or paste the text."


@dataclass
class Fetched:
    """What came back: the bytes unpacked, the charset that was declared, the address after redirects."""

    data: bytes
    declared: str
    url: str


def fetch(url: str, *, loopback: bool = False) -> Fetched:
    """Fetch a page. `loopback` also allows this machine, at any port: for tests alone."""
    from django.conf import settings

    if not settings.CAPTURE_FETCH:
        raise Refused("Fetching addresses is switched off on this site: paste the text or upload the page.")
    url = checked(url, loopback=loopback)
    try:
        done = child.run("hubs.capture.fetching", url, "loopback" if loopback else "", seconds=TOTAL_SECONDS)
    except subprocess.TimeoutExpired:
        raise Refused(TOO_SLOW) from None
    except OSError as problem:
        raise Refused(
            "It cannot be fetched at the moment: the machine is out of room. Try again later."
        ) from problem
    head, _, body = done.stdout.partition(b"\n")
    try:
        answer = json.loads(head)
    except ValueError:
        raise Refused(
            "Fetching it took more memory or work than we give it: paste the text instead."
        ) from None
    if "refused" in answer:
        raise Refused(answer["refused"])
    return Fetched(body, answer["declared"], answer["url"])


def fetch_here(url: str, *, loopback: bool = False) -> Fetched:
    """What the child does, and tests with a stubbed resolver: no clock here but that of each silence."""
    from requests.exceptions import RequestException
    from requests_hardened import Config, Manager
    from urllib3.exceptions import HTTPError

    config = Config(
        ip_filter_enable=True, ip_filter_allow_loopback_ips=loopback, never_redirect=True,
        default_timeout=(SILENCE_SECONDS, SILENCE_SECONDS), user_agent_override=AGENT,
    )  # fmt: skip
    for _ in range(REDIRECTS + 1):
        url = checked(url, loopback=loopback)
        # A session each: a redirect must not meet a connection that the site has just closed.
        with Manager(config).get_session() as session:
            session.trust_env = False  # no proxy and no password file from the environment
            try:
                with session.get(url, stream=True, allow_redirects=False) as answer:
                    if not answer.is_redirect:
                        return received(answer, url)
                    url = urljoin(url, answer.headers.get("location", ""))
            except (RequestException, HTTPError) as problem:
                raise Refused(told(problem)) from problem
            except UnicodeError as problem:
                raise Refused("That is not an address we can read.") from problem
    raise Refused(f"The address leads on more than {REDIRECTS} times: give the one it ends at.")


def checked(url: str, *, loopback: bool) -> str:
    """The address, if it is one that may be asked; requests-hardened then looks at where its name leads."""
    url = url.strip()
    if len(url) > 2000 or re.search(r"[\x00-\x20\x7f\\]", url):
        raise Refused("The address holds characters no address has, or is too long.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused("That is not an address we can read.") from None
    if parts.scheme.lower() not in ("http", "https"):
        raise Refused("Only addresses that begin with http:// or https:// can be fetched.")
    if not parts.hostname:
        raise Refused("The address names no machine.")
    if parts.username is not None or parts.password is not None:
        raise Refused("The address holds a user name or password: give it without.")
    if port is not None and port not in PORTS and not loopback:
        raise Refused("Only the usual ports, 80 and 443, can be fetched from.")
    return url


def received(answer: Any, url: str) -> Fetched:
    """The body, within the limits; a page cut short is no page."""
    if answer.status_code != 200:
        raise Refused(
            f"The site answers {answer.status_code} instead of the page: open it in a browser and paste the text."
        )
    header = answer.headers.get("content-type", "")
    kind = header.split(";")[0].strip().lower()
    if kind and kind not in KINDS:
        raise Refused(f"The address gives {kind[:60]}: only web pages, text and PDF can be read.")
    too_large = f"The page is larger than {MAX_BYTES // 1024 // 1024} MB, the most we read."
    length = answer.headers.get("content-length", "")
    if length.isdecimal() and int(length) > MAX_BYTES:
        raise Refused(too_large)
    body = bytearray()
    for piece in answer.raw.stream(16384, decode_content=True):
        body += piece
        if len(body) > MAX_BYTES:
            raise Refused(too_large)
    charset = re.search(r"charset\s*=\s*[\"']?([\w:.-]+)", header, re.IGNORECASE)
    return Fetched(bytes(body), charset[1] if charset else "", url)


def told(problem: BaseException) -> str:
    """Which sentence a failure is."""
    from requests import exceptions
    from requests_hardened.ip_filter import InvalidIPAddress
    from urllib3.exceptions import DecodeError, IncompleteRead, ReadTimeoutError

    causes: list[BaseException] = [problem]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) and len(causes) < 8:
        causes.append(cause)
    if any(isinstance(cause, InvalidIPAddress) for cause in causes):
        return "The address leads to a private machine, and is not fetched."
    match problem:
        case exceptions.SSLError():
            return "The site's certificate is not valid: open it in a browser and paste the text."
        case exceptions.Timeout() | ReadTimeoutError():
            return (
                f"The site was silent for {SILENCE_SECONDS:.0f} seconds: try again later, or paste the text."
            )
        case exceptions.ConnectionError() if "resolve" in str(problem):
            return "There is no machine of that name."
        case DecodeError() | exceptions.ContentDecodingError():
            return "The page is packed in a way we cannot read: open it in a browser and paste the text."
        case IncompleteRead() | exceptions.ChunkedEncodingError():
            return "The page broke off half-way: try again."
        case exceptions.InvalidURL() | exceptions.MissingSchema() | exceptions.InvalidSchema():
            return "That is not an address we can read."
        case exceptions.ConnectionError():
            return "The site does not answer: check the address, or try again later."
    return "The page could not be fetched whole: try again, or paste the text."


def main(url: str, loopback: str) -> None:
    """What the child does: a line of JSON, then the bytes."""
    child.limit()
    try:
        fetched = fetch_here(url, loopback=bool(loopback))
    except Refused as refusal:
        sys.stdout.buffer.write(json.dumps({"refused": str(refusal)}).encode() + b"\n")
        return
    head = {"declared": fetched.declared, "url": fetched.url}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + fetched.data)


if __name__ == "__main__":
    main(*sys.argv[1:3])
