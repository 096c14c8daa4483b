"""Answers of a registry as they lie on a stick, before anything in them is believed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import PackageRejectedError
from app.domain.package import Rejection
from app.domain.receipts import ReceiptFile
from app.handover.arrival import small_file
from app.handover.receipt import FILE_NAME, LONGEST_RECEIPT

MOST_ANSWERS = 1000
_MOST_ENTRIES = 20_000
_DEEPEST = 2


def answers_below(folder: Path) -> list[ReceiptFile]:
    """The files named as answers in the folder and up to two below it, by name.

    Links are not followed. At most a thousand are read: an honest stick carries fewer.
    """
    found: list[Path] = []
    for path in _entries(folder):
        if FILE_NAME.match(path.name):
            found.append(path)
        if len(found) >= MOST_ANSWERS:
            break
    return [answer_at(path) for path in sorted(found, key=lambda path: (path.name, str(path)))]


def answer_at(path: Path) -> ReceiptFile:
    """One file's content, or why it could not be read."""
    place = str(path.parent)
    try:
        return ReceiptFile(path.name, place, small_file(path, LONGEST_RECEIPT))
    except PackageRejectedError as error:
        is_gone = error.reason == Rejection.VOLUME_MISSING.value
        problem = Rejection.NOT_A_RECEIPT.value if is_gone else error.reason
    except OSError:
        problem = Rejection.MEDIUM.value
    return ReceiptFile(path.name, place, b"", problem)


def _entries(folder: Path) -> Iterator[Path]:
    """Files near the top first, a bounded number of them."""
    left, level = _MOST_ENTRIES, [str(folder)]
    for _ in range(_DEEPEST + 1):
        below: list[str] = []
        for place in level:
            for entry in _listed(place):
                left -= 1
                if left < 0:
                    return
                if entry.is_dir(follow_symlinks=False):
                    below.append(entry.path)
                else:
                    yield Path(entry.path)
        level = sorted(below)


def _listed(place: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(place) as entries:
            return [entry for entry, _ in zip(entries, range(_MOST_ENTRIES), strict=False)]
    except OSError:
        return []  # a folder that cannot be read hides nothing that could be believed
