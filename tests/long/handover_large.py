"""A package of many GiB is written and read back: how fast, and in how much memory?

python -m tests.long.handover_large [GiB] [folder]

Its parts are made up while they are read, so that nothing but the package takes room in that folder.
"""

from __future__ import annotations

import hashlib
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from app.domain.package import PackageContent, PackagePart
from app.domain.progress import NoProgress
from app.handover.writer import PackageWriter
from tests.handover.makers import Circle

_GIBIBYTE = 1 << 30
_BLOCK = bytes(range(256)) * 4096  # what is encrypted does not care; 1 MiB


def main(gibibytes: int = 10, folder: str = "") -> None:
    """Write, and read back."""
    with tempfile.TemporaryDirectory(dir=folder or None) as name:
        place = Path(name)
        (place / "stick").mkdir()
        circle = Circle(place / "stick", place / "inbox")
        before = _peak()
        content = _content(circle, gibibytes)
        began = time.perf_counter()
        writing = PackageWriter(circle.office).begin(content, circle.stick)
        writing.volumes(NoProgress())
        written = time.perf_counter()
        result = writing.finish(NoProgress())
        read = time.perf_counter()
        mebibytes = gibibytes * 1024
        volumes = [file for file in result.files if file.name[-3:].isdecimal()]
        print(
            f"{gibibytes} GiB in {len(volumes)} volumes: written at "
            f"{mebibytes / (written - began):.0f} MB/s, read back at "
            f"{mebibytes / (read - written):.0f} MB/s past the cache: {result.past_cache}; "
            f"peak of memory {before:.0f} -> {_peak():.0f} MiB"
        )


def _content(circle: Circle, gibibytes: int) -> PackageContent:
    small = circle.pack()
    digest = hashlib.sha256()
    for piece in _pieces(1):
        digest.update(piece)
    # one file after the other, each of a GiB, in the place of the minutes' pages
    parts = tuple(
        PackagePart(
            f"data/talks/000001/att/{number:03}.bin",
            _GIBIBYTE,
            digest.hexdigest(),
            partial(_pieces, 1),
        )
        for number in range(1, gibibytes + 1)
    )
    return PackageContent(small.seal, (*small.parts, *parts))


def _pieces(gibibytes: int) -> Iterator[bytes]:
    for _ in range(gibibytes * _GIBIBYTE // len(_BLOCK)):
        yield _BLOCK


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10, *sys.argv[2:3])
