"""What the registry's desk knows: offices, packages and talks taken, refusals, and receptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from app.domain.package import OfficeCard, PackageIndex, package_id

PAGE = 50


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office in the desk's list.

    gaps are the numbers known to exist and not received, waiting those that lie here and wait for
    them; refused counts what lies in quarantine, forks and duplicates all that ever came. Of an
    office with distrusted_at nothing is taken; last_received_at is None until something was.
    """

    card: OfficeCard
    trusted_at: datetime
    packages: int
    talks: int
    last_sequence: int
    gaps: tuple[int, ...]
    refused: int
    waiting: tuple[int, ...] = ()
    forks: int = 0
    duplicates: int = 0
    last_received_at: datetime | None = None
    distrusted_at: datetime | None = None
    distrust_reason: str = ""

    @property
    def is_trusted(self) -> bool:
        """Whether packages of this office are taken."""
        return self.distrusted_at is None

    def silent_days(self, now: datetime) -> int:
        """Whole days since its last package, or since it was trusted when none came."""
        return max((now - (self.last_received_at or self.trusted_at)).days, 0)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A package as it lies in a folder, by its names alone: nothing of it is believed yet.

    name is empty, and the sequence nought, when the folder holds no index. quarantine_id names the
    refusal when it lies in the desk's own quarantine.
    """

    folder: Path
    name: str
    size_bytes: int
    quarantine_id: str = ""

    @property
    def code(self) -> str:
        """The office's code, as the name claims."""
        return self.name[:6]

    @property
    def sequence(self) -> int:
        """The number, as the name claims."""
        return int(self.name[7:]) if self.name else 0


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package that was taken, in the list of an office's."""

    office_code: str
    sequence: int
    level: str
    talks: int
    created_at: datetime
    received_at: datetime
    bag_root: str

    @property
    def id(self) -> str:
        """The name of the package: 320999-000007."""
        return package_id(self.office_code, self.sequence)


@dataclass(frozen=True, slots=True)
class TakenPackage:
    """A package as the registry keeps it. receipt_file is the signed answer the office gets."""

    index: PackageIndex
    index_digest: str
    index_file: bytes
    receipt_file: bytes
    level: str
    reason: str
    talks: int
    received_at: datetime
    statistics: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Heard:
    """One interviewee who came to a talk; who tells persons of one office apart."""

    who: str
    is_first_form: bool = False


@dataclass(frozen=True, slots=True)
class TakenFinding:
    """A finding of a talk. regulation is the rule's name folded, so that one rule counts once;
    document is the finding as JSON text. nature is problem or advice.
    """

    id: str
    number: str
    deadline: str
    status: str
    nature: str
    is_common: bool
    is_personal: bool
    regulation: str
    is_regulation_new: bool
    document: str


@dataclass(frozen=True, slots=True)
class TakenTalk:
    """A talk as it came: its place in lists and figures, and the documents as JSON text.

    day is the local day of the talk, 2026-03-05; texts is all that words are looked for in, a line
    for each text; is_full tells that what was asked and said is in it. heard are those present.
    """

    office_code: str
    sequence: int
    talk_id: str
    number: str
    kind: str
    kind_title: str
    is_collective: bool
    is_make_up: bool
    day: str
    subject: str
    interviewees: str
    unit_names: str
    is_full: bool
    heard: tuple[Heard, ...]
    findings: tuple[TakenFinding, ...]
    texts: str
    document: str
    process: str


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a package, kept encrypted beside the vault; talk_id is empty for the ledger."""

    id: str
    talk_id: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the registry answers to a package: a signed file and the signature beside it.

    The name tells which: 320999-000007.receipt.json for what was taken, .answer.json for what was
    refused though its sender is believed.
    """

    name: str
    file: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Reception:
    """How one package fared. reason is empty when it was taken, else a Rejection's value.

    receipt is where the answer was written; a duplicate is answered with its first receipt again.
    quarantine is the folder the package was set aside in, or empty. missing are the numbers that
    must come first. answer is what there is to be written, None for a sender not believed; obsolete
    are copies in quarantine that are of no more use.
    """

    package: str
    reason: str
    detail: str
    talks: int
    receipt: str
    quarantine: str
    missing: tuple[int, ...] = ()
    answer: Answer | None = None
    obsolete: tuple[str, ...] = ()

    @property
    def is_taken(self) -> bool:
        """Whether the package was taken just now."""
        return not self.reason


@dataclass(frozen=True, slots=True)
class Refusal:
    """A package in quarantine. It is open until it is settled: taken after all, or noted so.

    office_code and sequence are what the file's name claims; is_believed tells that an office
    that is trusted has signed them. settled_how is a note, or a word of SettledHow.
    """

    id: str
    at: datetime
    office_code: str
    sequence: int | None
    reason: str
    detail: str
    folder: str
    is_believed: bool = False
    settled_at: datetime | None = None
    settled_how: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody must still look after it."""
        return self.settled_at is None

    @property
    def by_itself(self) -> SettledHow | None:
        """How the desk settled it by itself; None when it is open, or a clerk's note tells."""
        ways = {way.value: way for way in SettledHow}
        return ways.get(self.settled_how)

    @property
    def package(self) -> str:
        """What the package calls itself, or nothing."""
        return package_id(self.office_code, self.sequence) if self.sequence else ""


class SettledHow(Enum):
    """How the desk itself settles a refusal; a clerk's note stands for itself."""

    TAKEN = "taken"  # the package was taken after all
    EXAMINED = "examined"  # it was looked at again, and another reason was found
    ANSWERED = "answered"  # a duplicate: it got its first receipt again


@dataclass(frozen=True, slots=True)
class DeskSearch:
    """What is looked for among the talks of all offices; empty means all.

    Every word of words must stand in the talk; name is a piece of an interviewee's name, unit a
    piece of a unit's. kinds are titles. first and last are days, both within. after is the mark of
    the last talk of the page before.
    """

    words: str = ""
    name: str = ""
    unit: str = ""
    codes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    after: str = ""
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class FoundTalk:
    """A talk in the list of what was found: its newest version, the newest day first.

    sequence is the newest package it came with, full_sequence the newest that has all of it, or
    nought. findings counts what it brought up. mark is where the next page begins after it.
    """

    office_code: str
    office_name: str
    sequence: int
    full_sequence: int
    talk_id: str
    number: str
    kind_title: str
    day: date
    subject: str
    interviewees: str
    unit_names: str
    findings: int
    mark: str


@dataclass(frozen=True, slots=True)
class TalkVersion:
    """One coming of a talk: with which package, how much of it, and when."""

    sequence: int
    level: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class DeskTalk:
    """A talk as one package brought it, with its documents and files; versions, newest first."""

    office_code: str
    office_name: str
    sequence: int
    talk_id: str
    document: Mapping[str, Any]
    findings: tuple[Mapping[str, Any], ...]
    process: Mapping[str, Any]
    members: tuple[Member, ...]
    versions: tuple[TalkVersion, ...]


@dataclass(frozen=True, slots=True)
class HeldTable:
    """What a ledger holds of one sort: how many rows, and one digest over all of them by key."""

    name: str
    rows: int
    digest: str
