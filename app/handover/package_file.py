"""data/package.json: the signed inside of a package, and what must lie beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.domain.canonical import canonical
from app.domain.errors import PackageRejectedError
from app.domain.package import PackageLevel, PackageSeal, Rejection
from app.handover.bag import PACKAGE_FILE
from app.handover.schemas import Schemas
from app.handover.seal import seal_from, seal_json
from app.handover.strict_json import canonical_json

FORMAT, VERSION = "tanxinbu-package", 1
LEDGER_FILE, STATISTICS_FILE = "data/ledger.xlsx", "data/statistics.json"
LARGEST_TAG_FILE = LARGEST_DOCUMENT = 16 * 1024 * 1024
# every name that a file of the payload may have
PAYLOAD_NAME = re.compile(
    r"data/(?:package\.json|ledger\.xlsx|statistics\.json|talks/[0-9]{6}/"
    r"(?:talk\.json|findings\.json|process\.json|minutes\.pdf|scan\.(?:pdf|jpg|png|tif)"
    r"|amendment-[0-9]{2}\.pdf|att/[0-9]{3}\.[a-z0-9]{2,5}))\Z"
)
DOCUMENTS = {"talk.json": "talk", "findings.json": "findings", "process.json": "process"}
_REQUIRED = {
    PackageLevel.FULL: ("talk.json", "findings.json", "process.json", "minutes.pdf"),
    PackageLevel.LEDGER: ("talk.json", "findings.json", "process.json"),
}
_BY_FILE = {STATISTICS_FILE: "statistics", PACKAGE_FILE: "package"}
SCANS = tuple(f"scan.{kind}" for kind in ("pdf", "jpg", "png", "tif"))


@dataclass(frozen=True, slots=True)
class PackedTalk:
    """A talk in a package: its id and number, and the files in its folder data/talks/000001/."""

    folder: str
    id: str
    number: str
    files: tuple[str, ...]

    def path(self, file: str) -> str:
        """The name of one of its files inside the bag."""
        return f"data/talks/{self.folder}/{file}"


@dataclass(frozen=True, slots=True)
class PackageFile:
    """What package.json says. reason is why the full content goes, or empty."""

    seal: PackageSeal
    level: PackageLevel
    office_name: str
    reason: str
    talks: tuple[PackedTalk, ...]

    def file(self) -> bytes:
        """The bytes of data/package.json."""
        content = seal_json(self.seal) | {
            "format": FORMAT,
            "version": VERSION,
            "level": self.level.value,
            "office_name": self.office_name,
            "reason": self.reason,
            "talks": [
                {"folder": t.folder, "id": t.id, "number": t.number, "files": list(t.files)}
                for t in self.talks
            ],
        }
        return canonical(content) + b"\n"

    def names(self) -> set[str]:
        """Every payload file that belongs in the bag."""
        names = {PACKAGE_FILE, STATISTICS_FILE}
        if self.level is not PackageLevel.STATISTICS:
            names.add(LEDGER_FILE)
        return names | {talk.path(file) for talk in self.talks for file in talk.files}


def read_package_file(untrusted_bytes: bytes, seal: PackageSeal, schemas: Schemas) -> PackageFile:
    """What package.json says, once it agrees with the seal of the outer index.

    Raises PackageRejectedError(JSON, SCHEMA, INNER_DIFFERS, CONTENT).
    """
    content: dict[str, Any] = canonical_json(untrusted_bytes, LARGEST_TAG_FILE)
    if content.get("format") != FORMAT:
        raise PackageRejectedError(Rejection.SCHEMA.value, "package: format")
    if content.get("version") != VERSION:
        raise PackageRejectedError(Rejection.NEWER_FORMAT.value, str(content.get("version"))[:20])
    schemas.check("package", content)
    if seal_from(content, Rejection.INNER_DIFFERS) != seal:
        raise PackageRejectedError(Rejection.INNER_DIFFERS.value, "")
    package = PackageFile(
        seal=seal,
        level=PackageLevel(content["level"]),
        office_name=content["office_name"],
        reason=content["reason"],
        talks=tuple(
            PackedTalk(t["folder"], t["id"], t["number"], tuple(t["files"]))
            for t in content["talks"]
        ),
    )
    _check_talks(package)
    return package


def _check_talks(package: PackageFile) -> None:
    for field in ("folder", "id", "number"):
        if not _all_differ(getattr(talk, field) for talk in package.talks):
            raise PackageRejectedError(Rejection.CONTENT.value, f"two talks with one {field}")
    if package.level is PackageLevel.STATISTICS:
        if package.talks:
            raise PackageRejectedError(Rejection.CONTENT.value, "talks among statistics")
        return
    required = _REQUIRED[package.level]
    for talk in package.talks:
        extra = set(talk.files) - set(required)
        allowed = package.level is PackageLevel.FULL and len(extra) <= 1 and extra <= set(SCANS)
        if not set(required) <= set(talk.files) or (extra and not allowed):
            raise PackageRejectedError(Rejection.CONTENT.value, f"files of {talk.folder}")


def _all_differ(values: Iterable[str]) -> bool:
    listed = list(values)
    return len(set(listed)) == len(listed)


def check_document(name: str, content: bytes, schemas: Schemas) -> None:
    """Whether a document that is about to be packed would be taken on the other side.

    Once written, a package keeps its number and content: one that nobody takes would stop all
    that follow. Raises PackageRejectedError(SCHEMA, TOO_LARGE, JSON).
    """
    kind = DOCUMENTS.get(name.rpartition("/")[2]) or _BY_FILE.get(name)
    if kind is None:
        return
    if len(content) > LARGEST_DOCUMENT:
        raise PackageRejectedError(Rejection.TOO_LARGE.value, kind)
    schemas.check(kind, canonical_json(content, LARGEST_DOCUMENT))
