"""Packages that are meant to fill a memory or a day, read in a process that has little of either.

Run as python -m tests.handover.bombs FOLDER PART; prints of each its name, its refusal, the seconds
of processor it took and the MiB by which the process grew.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app.handover.bag import MANIFEST
from tests.handover.forging import Forgery, member
from tests.handover.makers import Circle
from tests.handover.mutating import outcome_of

ROOM = 900 << 20  # of addresses, libraries included
TALK = "data/talks/000001/talk.json"
MIB = 1 << 20


def bombs(circle: Circle, part: int) -> Iterator[tuple[str, Path]]:
    """Each with its name; part is a sixteenth of what a document may be long."""

    def forgery() -> Forgery:
        return Forgery(circle, circle.pack(talks=1))

    for name, content in (
        ("wide-lists", b'{"a":[' + b"[]," * (5 * part) + b"[]]}\n"),
        ("wide-objects", b'{"a":[' + b"{}," * (5 * part) + b"{}]}\n"),
        ("many-texts", b'{"a":[' + b'"",' * (part - part // 20) + b'""]}\n'),
        ("many-numbers", b'{"a":[' + b"123456," * part + b"1]}\n"),
        ("deep", b'{"a":' * (3 * part)),
        ("long-text", b'{"a":"' + b"x" * (15 * part) + b'"}\n'),
        ("quotes", b'"' * (15 * part)),
        ("escapes", b'{"a":"' + b"\\\\" * (7 * part) + b'"}\n'),
        ("beyond-its-limit", b'{"a":"' + b"x" * (17 * MIB) + b'"}\n'),
    ):
        yield name, forgery().exchange(TALK, content).seal()
    keys = b"{" + b",".join(b'"%07d":0' % n for n in range(part - part // 20)) + b"}\n"
    yield "many-keys", forgery().exchange("data/package.json", keys).seal()
    one = forgery()
    one.resign(b"".join(b"%064x  data/%09d\n" % (n, n) for n in range(part // 6)))
    yield "manifest-of-many", one.seal()
    one = forgery()
    one.tags[MANIFEST] = b"x" * (17 * MIB)
    yield "manifest-beyond-its-limit", one.seal()
    one = forgery()
    many = b"".join(member(f"data/talks/{n:06}/talk.json", b"{}") for n in range(2, 20_000))
    yield "more-members-than-declared", one.seal(one.stream(many))
    yield "eight-gibibytes", one.seal(index=lambda index: replace(index, payload_bytes=8 << 30))
    folder = forgery().seal()
    os.truncate(folder / "320999-000001.json", 1 << 30)
    yield "index-of-a-gibibyte", folder
    (folder / "320999-000001.json").write_bytes(b'{"content":{' + b'"":"",' * 174_000 + b"}}")
    yield "index-of-many-keys", folder


def main(folder: Path, part: int) -> int:
    """Meet them all, each in a child of its own; whether all children came to their end."""
    (folder / "stick").mkdir()
    circle = Circle(folder / "stick", folder / "inbox")
    outcome_of(circle, Forgery(circle, circle.pack()).seal())  # all libraries are loaded now
    for name, package in bombs(circle, part):
        child = os.fork()
        if not child:
            _meet(circle, name, package)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            return 1
    return 0


def _meet(circle: Circle, name: str, package: Path) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    before, began = _peak_mib(), time.process_time()
    outcome = outcome_of(circle, package)
    took, grown = time.process_time() - began, _peak_mib() - before
    print(f"{name} {outcome} {took:.2f} {grown}", flush=True)


def _peak_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
