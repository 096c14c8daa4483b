"""The audit trail: who did what to which thing, each entry bound to the one before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.canonical import digest_of

BEGINNING = "0" * 64


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act. what is a verb such as talk.seal; which names the thing by id, never by name.

    content is the digest of what was changed, or empty; previous and digest make the chain.
    """

    sequence: int
    at: datetime
    who: str
    what: str
    which: str
    content: str
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class AuditHead:
    """Where the chain ends: its number and digest. Printed, sent and kept beside the vault."""

    sequence: int = 0
    digest: str = BEGINNING


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be written into the trail, before it has its place in the chain."""

    at: datetime
    who: str
    what: str
    which: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What the list of acts is narrowed to; an empty part narrows nothing.

    since counts in, until does not; kinds are the first halves of acts, such as "talk".
    """

    since: datetime | None = None
    until: datetime | None = None
    who: str = ""
    kinds: tuple[str, ...] = ()


EVERY_ENTRY = AuditFilter()


def chained(head: AuditHead, act: Act) -> AuditEntry:
    """The act as the next entry after head."""
    sequence = head.sequence + 1
    return AuditEntry(
        sequence=sequence,
        at=act.at,
        who=act.who,
        what=act.what,
        which=act.which,
        content=act.content,
        previous=head.digest,
        digest=_digest(sequence, act, head.digest),
    )


def follows(head: AuditHead, entry: AuditEntry) -> bool:
    """Whether the entry is the next one after head, digest and all."""
    is_next = entry.sequence == head.sequence + 1 and entry.previous == head.digest
    return is_next and entry.digest == _digest(entry.sequence, entry, entry.previous)


def first_break(entries: Iterable[AuditEntry]) -> int | None:
    """The number of the first entry that does not follow from the one before, or None."""
    head = AuditHead()
    for entry in entries:
        if not follows(head, entry):
            return head.sequence + 1
        head = AuditHead(entry.sequence, entry.digest)
    return None


def _digest(sequence: int, act: Act | AuditEntry, previous: str) -> str:
    return digest_of(
        [sequence, act.at.isoformat(), act.who, act.what, act.which, act.content, previous]
    )
