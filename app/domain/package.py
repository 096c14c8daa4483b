"""A hand-over package: what it holds, who it is for, and what can be wrong with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.domain.audit import AuditHead

NO_PACKAGE_BEFORE = "0" * 64
LONGEST_VOLUME = 2000 * 1024 * 1024  # FAT32 ends at 4 GiB; 2,000 MiB leaves room everywhere
LAST_SEQUENCE = 999_999
MOST_TALKS = 5000
OFFICE_CODE = re.compile(r"[0-9]{6}\Z")
RECEIVED, REFUSED = "received", "refused"  # what a receipt's result may be
_GROUPS = 8


class PackageLevel(Enum):
    """How much goes: numbers only, lists without narrative, or everything."""

    STATISTICS = "statistics"
    LEDGER = "ledger"
    FULL = "full"


class PackageState(Enum):
    """How far a package has come."""

    RESERVED = "reserved"
    WRITTEN = "written"
    RECEIVED = "received"


class Rejection(Enum):
    """Why a package or receipt is not believed; every hostile input ends in one of these."""

    NO_INDEX = "no_index"
    SEVERAL_INDEXES = "several_indexes"
    NOT_AN_INDEX = "not_an_index"
    NEWER_FORMAT = "newer_format"
    SIGNATURE = "signature"
    UNKNOWN_SENDER = "unknown_sender"
    NOT_FOR_ME = "not_for_me"
    DUPLICATE = "duplicate"
    FORK = "fork"
    GAP = "gap"
    ROLLBACK = "rollback"
    VOLUME_MISSING = "volume_missing"
    VOLUME_SIZE = "volume_size"
    VOLUME_DIGEST = "volume_digest"
    AGE_HEADER = "age_header"
    DECRYPTION = "decryption"
    TAR = "tar"
    NAME = "name"
    TOO_LARGE = "too_large"
    BAG_SIGNATURE = "bag_signature"
    MANIFEST = "manifest"
    INNER_DIFFERS = "inner_differs"
    JSON = "json"
    SCHEMA = "schema"
    CONTENT = "content"
    CHANGED = "changed"  # a file is another than it was a moment ago
    MEDIUM = "medium"  # the stick went away or cannot be read: nothing is said of the package
    UNREADABLE = "unreadable"
    NOT_A_RECEIPT = "not_a_receipt"
    WRONG_REGISTRY = "wrong_registry"
    WRONG_OFFICE = "wrong_office"
    UNKNOWN_NUMBER = "unknown_number"
    OTHER_CONTENT = "other_content"
    AUDIT_HEAD = "audit_head"
    OLDER = "older"  # an answer that a later one has overtaken


def spoken_fingerprint(public_key: bytes, recipient: str) -> tuple[str, ...]:
    """Eight groups of five digits that two people can read to each other over the telephone."""
    digest = hashlib.sha256(b"tanxinbu-card-v1\0" + public_key + recipient.encode()).digest()
    number = int.from_bytes(digest, "big") % 10 ** (5 * _GROUPS)
    digits = f"{number:0{5 * _GROUPS}}"
    return tuple(digits[i : i + 5] for i in range(0, len(digits), 5))


@dataclass(frozen=True, slots=True)
class RegistryIdentity:
    """The registry as an office knows it: where packages are sealed to, whose receipts count."""

    name: str
    recipient: str
    public_key: bytes

    @property
    def fingerprint(self) -> tuple[str, ...]:
        """The card's digits in groups, to be compared by telephone."""
        return spoken_fingerprint(self.public_key, self.recipient)


@dataclass(frozen=True, slots=True)
class OfficeCard:
    """An office as the registry knows it: code, name, and the key its packages are signed with."""

    code: str
    name: str
    recipient: str
    public_key: bytes

    @property
    def fingerprint(self) -> tuple[str, ...]:
        """The card's digits in groups, to be compared by telephone."""
        return spoken_fingerprint(self.public_key, self.recipient)


@dataclass(frozen=True, slots=True)
class Volume:
    """One file of ciphertext on the stick."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PackageSeal:
    """What stands in the signed inside and in the signed index, and must agree in both.

    previous is the bag root of the package before; archive is the office's own recipient.
    """

    office_code: str
    sequence: int
    previous: str
    recipients: tuple[str, ...]
    archive: str
    created_at: datetime
    audit_head: AuditHead

    @property
    def id(self) -> str:
        """The name of the package: 320999-000007."""
        return package_id(self.office_code, self.sequence)


@dataclass(frozen=True, slots=True)
class PackageIndex:
    """What the outer index says: the seal, the bag's root, and every volume."""

    seal: PackageSeal
    bag_root: str
    payload_files: int
    payload_bytes: int
    volumes: tuple[Volume, ...]

    @property
    def file_name(self) -> str:
        """The index on the stick: 320999-000007.json."""
        return f"{self.seal.id}.json"


@dataclass(frozen=True, slots=True)
class PackagePart:
    """One file inside the bag; pieces gives its bytes from the start, each time it is asked."""

    name: str
    size: int
    sha256: str
    pieces: Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class PackageContent:
    """All that is sealed into one package, ready to be written as often as needed."""

    seal: PackageSeal
    parts: tuple[PackagePart, ...]


@dataclass(frozen=True, slots=True)
class WrittenPackage:
    """A package on the stick. verified is True only after every byte was read back.

    past_cache tells whether the reading went to the medium itself, not to the machine's memory.
    """

    number: int
    folder: str
    files: tuple[Volume, ...]
    index_digest: str
    bag_root: str
    verified: bool
    past_cache: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the registry answers of a package of that office, and of its audit head.

    result tells whether the package lies with the registry: "received" or "refused". Of a refusal,
    reason is a Rejection's value and missing are the numbers of the office that it waits for.
    """

    registry_name: str
    office_code: str
    sequence: int
    index_digest: str
    bag_root: str
    audit_head: AuditHead
    result: str
    talks: int
    received_at: datetime
    reason: str = ""
    missing: tuple[int, ...] = ()

    @property
    def is_received(self) -> bool:
        """Whether the package lies with the registry."""
        return self.result == RECEIVED

    @property
    def file_name(self) -> str:
        """The answer on the stick: 320999-000007.receipt.json, of a refusal ….answer.json."""
        kind = "receipt" if self.is_received else "answer"
        return f"{package_id(self.office_code, self.sequence)}.{kind}.json"


def package_id(office_code: str, sequence: int) -> str:
    """The name of a package: office code and number, never a person or unit."""
    return f"{office_code}-{sequence:06}"
