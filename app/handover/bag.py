"""The BagIt 1.0 bag around the payload: declaration, manifests, and the root that is signed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import PackageRejectedError
from app.domain.package import Rejection
from app.handover.credentials import DeskKeys, is_signed

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PACKAGE_FILE = "data/package.json"
BAGIT, INFO = "bagit.txt", "bag-info.txt"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
SIGNATURE = "tagmanifest-sha256.txt.sig"
TAG_FILES = frozenset({BAGIT, INFO, MANIFEST, TAG_MANIFEST, SIGNATURE})
_CONTEXT = b"tanxinbu-bag-v1\0"
_LINE = re.compile(r"([0-9a-f]{64})  (\S+)\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """A payload file as the manifest sees it."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Bag:
    """The tag files of one bag. root is the digest that everything hangs on."""

    info: bytes
    manifest: bytes
    tag_manifest: bytes
    root: str

    def signature(self, keys: DeskKeys) -> bytes:
        """The Ed25519 signature over the tag manifest, 64 raw bytes."""
        return keys.sign(_CONTEXT + self.tag_manifest)


def bag_of(package_id: str, created_at: datetime, entries: Iterable[Entry]) -> Bag:
    """The bag around these payload files: the same files make the same root, always."""
    listed = sorted(entries, key=lambda entry: entry.name)
    manifest = _lines((entry.sha256, entry.name) for entry in listed)
    octets = sum(entry.size for entry in listed)
    info = (
        f"Bagging-Date: {created_at.date().isoformat()}\n"
        f"External-Identifier: {package_id}\n"
        f"Payload-Oxum: {octets}.{len(listed)}\n"
    ).encode()
    tags = ((INFO, info), (BAGIT, DECLARATION), (MANIFEST, manifest))
    tag_manifest = _lines((_sha256(content), name) for name, content in tags)
    return Bag(info, manifest, tag_manifest, _sha256(tag_manifest))


def check_bag(tags: dict[str, bytes], public_key: bytes, root: str) -> dict[str, str]:
    """The payload's digests by name, once signature, root and tag manifest agree.

    Raises PackageRejectedError(BAG_SIGNATURE, MANIFEST).
    """
    if set(tags) != TAG_FILES:
        raise _rejected("a file of the bag is missing")
    tag_manifest = tags[TAG_MANIFEST]
    if not is_signed(public_key, tags[SIGNATURE], _CONTEXT + tag_manifest):
        raise PackageRejectedError(Rejection.BAG_SIGNATURE.value, "signature")
    if _sha256(tag_manifest) != root:
        raise PackageRejectedError(Rejection.BAG_SIGNATURE.value, "root")
    listed = _parsed(tag_manifest)
    if listed != {name: _sha256(tags[name]) for name in (BAGIT, INFO, MANIFEST)}:
        raise _rejected("tag manifest")
    if tags[BAGIT] != DECLARATION:
        raise _rejected("declaration")
    return _parsed(tags[MANIFEST])


def _parsed(untrusted_bytes: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        lines = untrusted_bytes.decode("ascii", "strict").split("\n")
    except UnicodeDecodeError as error:
        raise _rejected("not ASCII") from error
    if lines.pop() != "":
        raise _rejected("no end of line")
    for line in lines:
        match = _LINE.match(line)
        if match is None or match[2] in found:
            raise _rejected("line")
        found[match[2]] = match[1]
    return found


def _lines(pairs: Iterable[tuple[str, str]]) -> bytes:
    return "".join(f"{digest}  {name}\n" for digest, name in pairs).encode("ascii")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _rejected(detail: str) -> PackageRejectedError:
    return PackageRejectedError(Rejection.MANIFEST.value, detail)
