"""What screens show of handing over: sticks, what is ready, what was written, what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from app.domain.ids import TalkId
from app.domain.package import PackageLevel, PackageState, Volume
from app.domain.sticks import StickRow as StickRow


class Phase(Enum):
    """What is being done with a package on its way."""

    PACKING = "packing"
    WRITING = "writing"
    READING_BACK = "reading back"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a package goes: a folder, and the serial of the stick it lies on, or nothing."""

    folder: Path
    stick_serial: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """Which talks are to be handed over, how much of each, and why when everything goes."""

    talks: tuple[TalkId, ...]
    level: PackageLevel
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReadyRow:
    """A sealed talk that can be handed over, for the first time or once more.

    package_number is the newest package it went into, or None when it went into none, and
    package_level how much of it went then. is_received: the registry has acknowledged it, and it
    may go again, more fully or with what was amended since.
    """

    id: TalkId
    number: str
    kind: str
    day: datetime
    interviewees: str
    unit_names: str
    subject: str
    package_number: int | None
    package_state: PackageState | None
    kind_title: str
    package_level: PackageLevel | None = None
    is_received: bool = False


@dataclass(frozen=True, slots=True)
class GoingTalk:
    """A talk that would go, with its names for the screen alone."""

    id: TalkId
    number: str
    interviewees: str
    unit_names: str
    subject: str


@dataclass(frozen=True, slots=True)
class GoingFile:
    """A file that would go as it is: of which talk, what for, how long, and its SHA-256."""

    talk_id: TalkId
    purpose: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Preflight:
    """What would be written, and whether there is room for it.

    needed_bytes is never less than what will be written, and not much more; attached are the files
    that go as they are: none but at the full level. fingerprint is the receiving registry's, in
    groups of digits to be compared by telephone.
    """

    talks: int
    files: int
    needed_bytes: int
    free_bytes: int
    registry_name: str
    fingerprint: tuple[str, ...]
    volumes: int = 1
    longest_file_bytes: int = 0
    going: tuple[GoingTalk, ...] = ()
    attached: tuple[GoingFile, ...] = ()

    @property
    def has_room(self) -> bool:
        """Whether the package fits."""
        return self.needed_bytes <= self.free_bytes

    @property
    def attached_bytes(self) -> int:
        """How long the files are that go as they are."""
        return sum(file.size for file in self.attached)


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One writing of a package: its volumes, and the registered stick it went to, or a folder.

    stick_label, stick_serial and custodian are empty when the stick is not registered; custodian
    is who holds it now. verified_at is None when the writing never came to its end.
    """

    index_digest: str
    begun_at: datetime
    verified_at: datetime | None
    ejected_at: datetime | None
    folder: str
    stick_label: str
    stick_serial: str
    custodian: str
    volumes: tuple[Volume, ...]


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package in the list of all that were begun; copies counts the verified writings."""

    number: int
    id: str
    level: PackageLevel
    state: PackageState
    talks: int
    created_at: datetime
    registry_name: str
    copies: int
    written_at: datetime | None
    received_at: datetime | None
    bag_root: str


@dataclass(frozen=True, slots=True)
class ReceiptReport:
    """What a receipt settled. unreceipted are the written packages without an answer so far."""

    number: int
    registry_name: str
    talks: int
    newly_received: int
    received_at: datetime
    unreceipted: tuple[int, ...]
