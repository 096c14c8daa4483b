"""Answers of a registry as they lie on a stick, before anything in them is believed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from app.domain.errors import PackageRejectedError
from app.domain.package import Rejection
from app.domain.receipts import ReceiptFile
from app.handover.arrival import small_file
from app.handover.receipt import FILE_NAME, LONGEST_RECEIPT

MOST_ANSWERS = 1000
_MOST_ENTRIES, _MOST_FOLDERS = 10_000, 200  # looked at in each folder, and on each level
_DEEPEST = 2


def answers_below(folder: Path) -> list[ReceiptFile]:
    """The files named as answers in the folder and up to two below it, by name.

    Links are not followed. At most a thousand are read: an honest stick carries fewer.
    """
    found: list[Path] = []
    for path in _files(folder):
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
    return ReceiptFile(path.name, place, b"", problem)


def _files(folder: Path) -> Iterator[Path]:
    """Files near the top first."""
    level = [str(folder)]
    for _ in range(_DEEPEST + 1):
        below: list[str] = []
        for path, is_folder in (one for place in level for one in _listed(place)):
            if is_folder:
                below.append(path)
            else:
                yield Path(path)
        level = sorted(below)[:_MOST_FOLDERS]


def _listed(place: str) -> list[tuple[str, bool]]:
    """What lies in a folder, and whether it is a folder itself."""
    try:
        with os.scandir(place) as entries:
            listed = islice(entries, _MOST_ENTRIES)
            return [(entry.path, entry.is_dir(follow_symlinks=False)) for entry in listed]
    except OSError:
        return []  # a folder that cannot be read hides nothing that could be believed
