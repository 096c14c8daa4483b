"""data/package.json: the signed inside of a package, and what must lie beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.domain.errors import PackageRejectedError
from app.domain.package import PackageLevel, PackageSeal, Rejection
from app.handover.bag import PACKAGE_FILE
from app.handover.documents import document
from app.handover.levels import Share, holds
from app.handover.schemas import Schemas
from app.handover.seal import seal_from, seal_json
from app.handover.strict_json import canonical_json

FORMAT, VERSION, FIRST_VERSION = "tanxinbu-package", 2, 1
LEDGER_FILE, STATISTICS_FILE = "data/ledger.xlsx", "data/statistics.json"
LARGEST_TAG_FILE = LARGEST_DOCUMENT = 16 * 1024 * 1024
MOST_FILES = 100_000  # of the payload, as the index says
DOCUMENTS = {"talk.json": "talk", "findings.json": "findings", "process.json": "process"}
MINUTES_FILE = "minutes.pdf"
_SCAN = r"scan\.(?:pdf|jpg|png|tif)"
_AMENDMENT, _ATTACHMENT = r"amendment-[0-9]{2}\.pdf", r"att/[0-9]{3}\.[a-z0-9]{2,5}"
# every name that a file of the payload may have
PAYLOAD_NAME = re.compile(
    r"data/(?:package\.json|ledger\.xlsx|statistics\.json|talks/[0-9]{6}/"
    rf"(?:talk\.json|findings\.json|process\.json|minutes\.pdf|{_SCAN}|{_AMENDMENT}|{_ATTACHMENT}))\Z"
)
_COUNTED = re.compile(r"(amendment-|att/)([0-9]{2,3})\.")
SCANS = tuple(f"scan.{kind}" for kind in ("pdf", "jpg", "png", "tif"))


@dataclass(frozen=True, slots=True)
class PackedTalk:
    """A talk in a package: its id and number, and the files in its folder data/talks/000001/.

    earlier is the newest package that was written with this talk before, 0 for none: what stands
    in this package counts in its place.
    """

    folder: str
    id: str
    number: str
    files: tuple[str, ...]
    earlier: int = 0

    def path(self, file: str) -> str:
        """The name of one of its files inside the bag."""
        return f"data/talks/{self.folder}/{file}"


@dataclass(frozen=True, slots=True)
class PackageFile:
    """What package.json says. reason is why the full content goes, or empty.

    Version 1 knew neither attachments nor amendments, and is still read.
    """

    seal: PackageSeal
    level: PackageLevel
    office_name: str
    reason: str
    talks: tuple[PackedTalk, ...]
    version: int = VERSION

    def file(self) -> bytes:
        """The bytes of data/package.json."""
        content = seal_json(self.seal) | {
            "format": FORMAT,
            "version": self.version,
            "level": self.level.value,
            "office_name": self.office_name,
            "reason": self.reason,
            "talks": [self._talk(talk) for talk in self.talks],
        }
        return document(content)

    def _talk(self, talk: PackedTalk) -> dict[str, object]:
        said: dict[str, object] = {
            "folder": talk.folder,
            "id": talk.id,
            "number": talk.number,
            "files": list(talk.files),
        }
        return said if self.version == FIRST_VERSION else said | {"earlier": talk.earlier}

    def names(self) -> set[str]:
        """Every payload file that belongs in the bag."""
        names = {PACKAGE_FILE, STATISTICS_FILE}
        if holds(self.level, Share.LEDGER):
            names.add(LEDGER_FILE)
        return names | {talk.path(file) for talk in self.talks for file in talk.files}


def read_package_file(untrusted_bytes: bytes, seal: PackageSeal, schemas: Schemas) -> PackageFile:
    """What package.json says, once it agrees with the seal of the outer index.

    Raises PackageRejectedError(JSON, SCHEMA, NEWER_FORMAT, INNER_DIFFERS, CONTENT).
    """
    content: dict[str, Any] = canonical_json(untrusted_bytes, LARGEST_TAG_FILE)
    if content.get("format") != FORMAT:
        raise PackageRejectedError(Rejection.SCHEMA.value, "package: format")
    schemas.check("package", content)
    if seal_from(content, Rejection.INNER_DIFFERS) != seal:
        raise PackageRejectedError(Rejection.INNER_DIFFERS.value, "")
    package = PackageFile(
        seal=seal,
        level=PackageLevel(content["level"]),
        office_name=content["office_name"],
        reason=content["reason"],
        talks=tuple(
            PackedTalk(t["folder"], t["id"], t["number"], tuple(t["files"]), t.get("earlier", 0))
            for t in content["talks"]
        ),
        version=content["version"],
    )
    _check_talks(package)
    return package


def _check_talks(package: PackageFile) -> None:
    for field in ("folder", "id", "number"):
        if not _all_differ(getattr(talk, field) for talk in package.talks):
            raise PackageRejectedError(Rejection.CONTENT.value, f"two talks with one {field}")
    if package.talks and not holds(package.level, Share.TALK):
        raise PackageRejectedError(Rejection.CONTENT.value, "talks among statistics")
    for talk in package.talks:
        if not _are_files(talk.files, package):
            raise PackageRejectedError(Rejection.CONTENT.value, f"files of {talk.folder}")
        if talk.earlier >= package.seal.sequence:
            raise PackageRejectedError(Rejection.CONTENT.value, f"earlier of {talk.folder}")


def _are_files(files: tuple[str, ...], package: PackageFile) -> bool:
    """Whether a talk's files are those of the level: documents, minutes, at most one scan, and
    amendments and attachments counted from 1 without a gap."""
    has_files = holds(package.level, Share.MINUTES)
    required = {*DOCUMENTS, MINUTES_FILE} if has_files else set(DOCUMENTS)
    extra = set(files) - required
    counted = {"amendment-": list[int](), "att/": list[int]()}
    for match in filter(None, map(_COUNTED.match, sorted(extra))):
        counted[match[1]].append(int(match[2]))
    numbers = [number for found in counted.values() for number in found]
    if numbers and package.version == FIRST_VERSION:
        return False
    scans = len(extra) - len(numbers)
    without_gap = all(found == list(range(1, len(found) + 1)) for found in counted.values())
    is_level = has_files or not extra
    return required <= set(files) and is_level and scans <= 1 and without_gap


def _all_differ(values: Iterable[str]) -> bool:
    listed = list(values)
    return len(set(listed)) == len(listed)
