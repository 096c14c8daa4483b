"""The outer index: the signed file that is written last, and without which nothing counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.domain.errors import PackageRejectedError
from app.domain.package import PackageIndex, Rejection, Volume
from app.handover.credentials import DeskKeys
from app.handover.schemas import Schemas
from app.handover.seal import seal_from, seal_json
from app.handover.signed_json import file_digest, signed_file, unsigned_content

FORMAT, VERSION = "tanxinbu-index", 1
MINISIG = ".minisig"


@dataclass(frozen=True, slots=True)
class SignedIndex:
    """An index with the exact bytes of its file and their digest."""

    index: PackageIndex
    file: bytes
    digest: str


def sign_index(index: PackageIndex, keys: DeskKeys) -> SignedIndex:
    """The index file for the stick."""
    content = seal_json(index.seal) | {
        "format": FORMAT,
        "version": VERSION,
        "bag_root": index.bag_root,
        "payload": {"files": index.payload_files, "bytes": index.payload_bytes},
        "volumes": [{"name": v.name, "size": v.size, "sha256": v.sha256} for v in index.volumes],
    }
    file = signed_file(content, keys)
    return SignedIndex(index, file, file_digest(file))


def read_index(untrusted_bytes: bytes, schemas: Schemas) -> SignedIndex:
    """What an index says, its signature not yet checked.

    Raises PackageRejectedError(JSON, NOT_AN_INDEX, NEWER_FORMAT).
    """
    content: dict[str, Any] = unsigned_content(untrusted_bytes)
    if content.get("format") != FORMAT:
        raise PackageRejectedError(Rejection.NOT_AN_INDEX.value, "format")
    if content.get("version") != VERSION:
        raise PackageRejectedError(Rejection.NEWER_FORMAT.value, str(content.get("version"))[:20])
    try:
        schemas.check("index", content)
    except PackageRejectedError as error:
        raise PackageRejectedError(Rejection.NOT_AN_INDEX.value, error.detail) from error
    index = PackageIndex(
        seal=seal_from(content, Rejection.NOT_AN_INDEX),
        bag_root=content["bag_root"],
        payload_files=content["payload"]["files"],
        payload_bytes=content["payload"]["bytes"],
        volumes=tuple(Volume(v["name"], v["size"], v["sha256"]) for v in content["volumes"]),
    )
    expected = [volume_name(index.seal.id, n) for n in range(1, len(index.volumes) + 1)]
    if [v.name for v in index.volumes] != expected:
        raise PackageRejectedError(Rejection.NOT_AN_INDEX.value, "volume names")
    return SignedIndex(index, untrusted_bytes, file_digest(untrusted_bytes))


def volume_name(package_id: str, number: int) -> str:
    """The name of a volume: 320999-000007.001."""
    return f"{package_id}.{number:03}"
