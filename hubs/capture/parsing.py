"""Reading in a process of its own: whatever a file does to a parser, the site goes on."""

import json
import subprocess
import sys

from hubs.capture import child
from hubs.capture.language import language_of
from hubs.capture.reading import MAX_BYTES, Reading
from hubs.capture.refused import Refused

WALL_SECONDS = 12


def parse(data: bytes, *, declared: str = "", url: str = "") -> Reading:
    """Read an article within limits; Refused says in a sentence what is wrong with it."""
    if len(data) > MAX_BYTES:  # before it is handed on
        raise Refused(f"It is larger than {MAX_BYTES // 1024 // 1024} MB, the most we read.")
    try:
        done = child.run("hubs.capture.parsing", declared, url, data=data, seconds=WALL_SECONDS)
    except subprocess.TimeoutExpired:
        raise Refused(
            f"Reading it took longer than {WALL_SECONDS} seconds and was stopped: paste the text instead."
        ) from None
    except OSError as problem:
        raise Refused(
            "It cannot be read at the moment: the machine is out of room. Try again later."
        ) from problem
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise Refused(why_it_died(done.returncode)) from None
    if "refused" in answer:
        raise Refused(answer["refused"])
    reading = Reading(**answer)
    reading.language = language_of(reading.text)
    return reading


def why_it_died(code: int) -> str:
    if code in (-24, -9):  # SIGXCPU, SIGKILL
        seconds = child.CPU_SECONDS
        return f"Reading it took more than {seconds} seconds of work and was stopped: paste the text instead."
    return "Reading it broke the parser, or needed more memory than we give it: paste the text instead."


def main(declared: str, url: str) -> None:
    """What the child does: bytes in, JSON out."""
    child.limit()
    from hubs.capture.reading import read

    try:
        answer = read(sys.stdin.buffer.read(MAX_BYTES + 1), declared=declared, url=url).to_json()
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        answer = {"refused": "Reading it needed more memory than we give it: paste the text instead."}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:3])
