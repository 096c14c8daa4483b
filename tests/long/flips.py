"""Bytes of files signed once and four times are altered one by one; prints what was found of each.

Every byte of a signature's place that is not a nought, of every table and trailer and of every
signature's own revision outside its streams is altered, or every so many-th of them if thinned; of
what lies between, one in each stride. About forty altered files are judged in a second.

python -m tests.long.flips [stride] [thinned]
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

from app.documents import archive
from app.documents.minutes import Edition, typeset
from app.domain.verdict import Verdict
from tests.documents.paper import MADE_AT, make_minutes
from tests.signing.attacks import containers
from tests.signing.conftest import new_office
from tests.signing.several import PLACES, Signers, own_key

BITS = (1, 2, 4, 8, 16, 32, 64, 128)
STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)


def main(stride: int, thinned: int) -> None:
    signers = Signers(new_office(), tuple(own_key() for _ in PLACES))
    plain = archive.archived(typeset(make_minutes(4), Edition(MADE_AT, "ab" * 32)).pdf)
    files = {"once": signers.office.sign(plain), "four times": signers.revisions(plain)[-1]}
    for name, content in files.items():
        _try(name, content, signers.judge, (stride, thinned))


def _try(
    name: str, content: bytes, judge: Callable[[bytes], Verdict], steps: tuple[int, int]
) -> None:
    assert judge(content).is_genuine
    dice, began = random.Random(3), time.perf_counter()
    found, missed = Counter[str](), []
    for at in _places(content, *steps):
        flipped = bytearray(content)
        flipped[at] ^= dice.choice(BITS)
        verdict = judge(bytes(flipped))
        found[verdict.outcome.value] += 1
        if verdict.is_genuine:
            missed.append(at)
    took = time.perf_counter() - began
    print(f"signed {name}: {sum(found.values()):,} bytes of {len(content):,} in {took:.0f} s")
    print(f"  {dict(found)}; taken for genuine: {missed or 'none'}", flush=True)


def _places(content: bytes, stride: int, thinned: int) -> Iterator[int]:
    """Which bytes are altered."""
    begins = content.index(b"%%EOF\n") + 6
    chosen = set(range(0, len(content), stride))
    streams = [range(*one.span()) for one in STREAM.finditer(content, begins)]
    outside = set(range(begins - 800, len(content)))
    for stream in streams:
        outside -= set(stream[32:-32])
    for place in containers(content):
        raw = place[1].rstrip(b"0")
        outside -= set(range(place.start(1) + len(raw) + 8, place.end(1) - 8))
    yield from sorted(chosen | set(sorted(outside)[::thinned]))


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*(given + [29, 1][len(given) :]))
