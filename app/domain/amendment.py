"""补正记录: what stands beside a sealed record when something in it was wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from app.domain.canonical import digest_of, plain
from app.domain.check_errors import (
    AmendmentEmptyError,
    AmendmentQuoteError,
    AmendmentSameError,
    NotSealedYetError,
)
from app.domain.ids import AttachmentId, TalkId
from app.domain.record_text import passages_of
from app.domain.refusals import ReasonMissingError
from app.domain.talk import Talk, TalkStatus

AmendmentId = NewType("AmendmentId", str)


@dataclass(frozen=True, slots=True)
class AmendedLine:
    """One place: what stands there, word for word, and what should stand.

    place is the key of a passage, label what it is called on paper. Without was something is
    added, without should it is struck out.
    """

    place: str
    was: str
    should: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class AmendmentEntry:
    """An amendment as it is typed in: why, and line by line what."""

    reason: str
    lines: tuple[AmendedLine, ...]


@dataclass(frozen=True, slots=True)
class Amendment:
    """An amendment that was signed and kept; serial counts those of one talk from 1."""

    id: AmendmentId
    talk_id: TalkId
    serial: int
    made_at: datetime
    reason: str
    lines: tuple[AmendedLine, ...]
    attachment_id: AttachmentId

    def digest(self) -> str:
        """SHA-256 of what it says."""
        return content_digest(self.serial, AmendmentEntry(self.reason, self.lines))


def content_digest(serial: int, entry: AmendmentEntry) -> str:
    """SHA-256 of what an amendment says; printed on it, so that paper and file can be matched."""
    return digest_of([serial, plain(entry)])


def amendment_number(talk: Talk, serial: int) -> str:
    """The number on the paper, such as 2026-0012-补1."""
    return f"{talk.number}-补{serial}"


def checked_entry(
    talk: Talk, entry: AmendmentEntry, earlier: Iterable[Amendment]
) -> AmendmentEntry:
    """The entry as it is kept: trimmed, its places named, each quotation really there.

    What an earlier amendment put in place may be quoted as well. Raises NotSealedYetError,
    ReasonMissingError, AmendmentEmptyError, AmendmentSameError, AmendmentQuoteError.
    """
    if talk.status is not TalkStatus.SEALED:
        raise NotSealedYetError(talk.number)
    if not entry.reason.strip():
        raise ReasonMissingError("amend")
    if not entry.lines:
        raise AmendmentEmptyError
    known = _texts(talk, earlier)
    lines = []
    for number, line in enumerate(entry.lines, 1):
        place, was, should = line.place, line.was.strip(), line.should.strip()
        label, texts = known.get(place, ("", []))
        if not any(was in text for text in texts):
            raise AmendmentQuoteError(number, label or place)
        if was == should:
            raise AmendmentSameError(number)
        lines.append(AmendedLine(place, was, should, label))
    return AmendmentEntry(entry.reason.strip(), tuple(lines))


def _texts(talk: Talk, earlier: Iterable[Amendment]) -> dict[str, tuple[str, list[str]]]:
    """By place its label and everything that may be quoted from it."""
    known = {one.key: (one.label, [one.text]) for one in passages_of(talk)}
    for before in earlier:
        for line in before.lines:
            known.setdefault(line.place, (line.label, []))[1].append(line.should)
    return known
