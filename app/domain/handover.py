"""What screens show of handing over: sticks, what is ready, what was written, what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.ids import TalkId
from app.domain.package import PackageLevel, PackageState


@dataclass(frozen=True, slots=True)
class StickRow:
    """A stick that is plugged in; folder is where its files are seen."""

    device: str
    folder: str
    label: str
    serial: str
    model: str
    file_system: str
    size_bytes: int
    free_bytes: int
    is_read_only: bool


@dataclass(frozen=True, slots=True)
class ReadyRow:
    """A sealed talk that the registry has not yet acknowledged.

    package_number is the newest package it went into, or None when it went into none.
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


@dataclass(frozen=True, slots=True)
class Preflight:
    """What would be written, and whether there is room for it.

    fingerprint is the receiving registry's, in groups of digits to be compared by telephone.
    """

    talks: int
    files: int
    needed_bytes: int
    free_bytes: int
    registry_name: str
    fingerprint: tuple[str, ...]

    @property
    def has_room(self) -> bool:
        """Whether the package fits."""
        return self.needed_bytes <= self.free_bytes


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
