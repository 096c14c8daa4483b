"""The carried fonts held against the digests that were noted when they were made."""

from __future__ import annotations

import re
from hashlib import file_digest
from pathlib import Path

from app.documents.fonts import FOLDER

_LIST = "README.md"
_LINE = re.compile(r"^\| (?P<name>\w[\w-]*\.ttf) \| [\d,]+ \| `(?P<digest>[0-9a-f]{64})` \|", re.M)


def known_digests(folder: Path = FOLDER) -> dict[str, str]:
    """Each carried font and its SHA-256, as the list beside them says. Raises OSError."""
    return dict(_LINE.findall((folder / _LIST).read_text("utf-8")))


def missing(folder: Path = FOLDER) -> tuple[str, ...]:
    """The fonts that are not there; the list itself if it is not."""
    try:
        known = known_digests(folder)
    except OSError:
        return (_LIST,)
    return tuple(name for name in known if not (folder / name).is_file()) or (
        () if known else (_LIST,)
    )


def changed(folder: Path = FOLDER) -> tuple[str, ...]:
    """The fonts whose bytes are not those that were shipped. Raises OSError."""
    return tuple(
        name for name, digest in known_digests(folder).items() if _digest(folder / name) != digest
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
