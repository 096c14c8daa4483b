"""Gathers from the vault all that a package can tell of one talk, one talk at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC
from functools import partial

from app.domain.amendment import Amendment
from app.domain.attachment import Attachment, Purpose
from app.domain.audit import AuditEntry
from app.domain.errors import AttachmentDamagedError
from app.domain.ids import TalkId
from app.domain.kinds import KindBook
from app.domain.package import PackageLevel, PackagePart
from app.domain.people import Role
from app.domain.prompts import PromptSet
from app.domain.recusal import Conflict, conflicts
from app.domain.refusals import NotSealedError
from app.domain.retention_errors import RecordDestroyedError
from app.domain.tags import TagBook
from app.domain.talk import Talk, TalkStatus
from app.handover.dossier import PromptSource, TalkDossier, TalkFile
from app.handover.levels import Share, holds
from app.services.kinds import counts_by_setting
from app.services.trail import Trail
from app.store import (
    amendments,
    attachments,
    audit,
    destructions,
    findings,
    kinds,
    make_ups,
    packages,
    passed_checks,
    people,
    prompts,
    recusals,
    tags,
    talk_signatures,
    talk_times,
    talks,
)
from app.store.attachment_files import AttachmentFiles
from app.store.connection import Connection
from app.store.talk_things import owners

ENTRIES_AT_ONCE = 5_000  # of the trail: some 20 ms when all of them are wanted
MINUTES = "minutes.pdf"
_OPENXML = "application/vnd.openxmlformats-officedocument."
ENDINGS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "audio/wav": "wav",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    f"{_OPENXML}wordprocessingml.document": "docx",
    f"{_OPENXML}spreadsheetml.sheet": "xlsx",
    "application/ofd": "ofd",
}
_UNKNOWN = "bin"


@dataclass(frozen=True, slots=True)
class Held:
    """A file that goes with a talk, under its name in the talk's folder: minutes.pdf."""

    part: PackagePart
    attachment: Attachment

    @property
    def file(self) -> TalkFile:
        """The file as the documents list it."""
        return TalkFile(
            id=self.attachment.id,
            name=self.part.name,
            size=self.part.size,
            sha256=self.part.sha256,
            purpose=self.attachment.purpose,
            title=self.attachment.title,
            media_type=self.attachment.media_type,
            pages=self.attachment.pages,
            made_at=self.attachment.made_at,
        )


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all talks of a package share."""

    kinds: KindBook
    tags: TagBook
    by_setting: bool


@dataclass(slots=True)
class Dossiers:
    """Gathers talks for one package; what many of them share is read once.

    The trail has no index by talk: read_steps walks it once for all talks of a package, in pieces.
    A talk it was not read for costs a walk of its own.
    """

    trail: Trail
    files: AttachmentFiles = field(repr=False)
    _steps: dict[TalkId, list[AuditEntry]] = field(default_factory=dict, repr=False)
    _owners: dict[str, TalkId] = field(default_factory=dict, repr=False)
    _sets: dict[str, PromptSet] = field(default_factory=dict, repr=False)
    _shared: _Shared | None = field(default=None, repr=False)

    def read_steps(
        self, connection: Connection, talk_ids: Iterable[TalkId], after: int = 0
    ) -> int | None:
        """Read the next piece of the trail for these talks and what belongs to them.

        Gives the last entry that was read, to go on from; None when the trail is at its end.
        """
        if not after:
            self._begin(connection, talk_ids)
        until = after + ENTRIES_AT_ONCE
        for entry in audit.about(connection, self._owners, after, until):
            self._steps[self._owners[entry.which]].append(entry)
        return until if audit.head(connection).sequence > until else None

    def _begin(self, connection: Connection, talk_ids: Iterable[TalkId]) -> None:
        wanted = list(talk_ids)
        self._steps = {talk_id: [] for talk_id in wanted}
        self._owners = owners(connection, wanted) | {one: one for one in wanted}

    def gather(
        self, connection: Connection, talk_id: TalkId, level: PackageLevel
    ) -> tuple[TalkDossier, tuple[Held, ...]]:
        """What a package of that level says of the talk, and the files of it.

        Files are given from the level of lists on, whose documents name them; whether they travel
        is for the packer to say. Figures alone need neither them nor the trail.
        Raises NotSealedError, RecordDestroyedError, AttachmentDamagedError when the minutes of a
        full package are gone.
        """
        talk = talks.get(connection, talk_id)
        if talk.status is not TalkStatus.SEALED:
            raise NotSealedError(talk.number)
        if destructions.is_destroyed(connection, talk_id):
            raise RecordDestroyedError(talk.number)
        dossier = self._counted(connection, talk)
        if not holds(level, Share.TALK):
            return dossier, ()
        amended = amendments.of(connection, talk.id)
        held = self._held(connection, talk, amended)
        if holds(level, Share.MINUTES) and MINUTES not in {one.part.name for one in held}:
            raise AttachmentDamagedError(talk.number)
        dossier = replace(dossier, amendments=amended, files=tuple(one.file for one in held))
        return self._told(connection, dossier), held

    # ── what it says ─────────────────────────────────────────────────────────────────────────────

    def _counted(self, connection: Connection, talk: Talk) -> TalkDossier:
        """As much as figures need."""
        shared = self._of_all(connection)
        asked = self._set(connection, talk.prompt_set_id) if talk.prompt_set_id else None
        began = self.trail.clock.local(talk.began_at or talk.planned_at)
        return TalkDossier(
            talk=talk,
            day=began.date(),
            findings=tuple(findings.of(connection, talk.id)),
            steps=(),
            area_titles={area.key: area.title for area in asked.areas} if asked else {},
            unit_names={},
            person_names={},
            kind=shared.kinds.of(talk.kind),
            makes_up_for=make_ups.original(connection, talk.id),
            prompts=PromptSource(asked.version, asked.title) if asked else PromptSource(),
            tags=shared.tags,
            counts_by_setting=shared.by_setting,
            zone=began.tzinfo or UTC,
        )

    def _told(self, connection: Connection, dossier: TalkDossier) -> TalkDossier:
        """All the rest."""
        talk, found = dossier.talk, dossier.findings
        units: dict[str, str] = {
            f.unit_id: people.unit(connection, f.unit_id).name for f in found if f.unit_id
        }
        persons: dict[str, str] = {
            f.person_id: people.person(connection, f.person_id).name for f in found if f.person_id
        }
        return replace(
            dossier,
            steps=self._steps_of(connection, talk.id),
            unit_names=units,
            person_names=persons,
            made_up_by=make_ups.later(connection, talk.id),
            times=talk_times.of(connection, talk.id),
            signatures=talk_signatures.of(connection, talk.id),
            passed=tuple(passed_checks.of(connection, talk.id).values()),
            conflicts=_conflicts(connection, talk),
            removals=tuple(attachments.removals(connection, talk.id)),
            earlier=packages.went_in(connection, talk.id),
        )

    # ── its files ────────────────────────────────────────────────────────────────────────────────

    def _held(
        self, connection: Connection, talk: Talk, amended: tuple[Amendment, ...]
    ) -> tuple[Held, ...]:
        """Minutes and scan as they are now, every amendment, and all that was brought, in the
        order in which it came."""
        kept = attachments.of(connection, talk.id)
        by_id = {one.id: one for one in kept}
        newest = {one.purpose: one for one in kept}
        named: list[tuple[str, Attachment]] = []
        if minutes := newest.get(Purpose.MINUTES):
            named.append((MINUTES, minutes))
        if scan := newest.get(Purpose.SCAN):
            named.append((f"scan.{ENDINGS[scan.media_type]}", scan))
        named += [(f"amendment-{one.serial:02}.pdf", by_id[one.attachment_id]) for one in amended]
        brought = [one for one in kept if one.purpose.is_brought]
        for number, one in enumerate(brought, 1):
            named.append((f"att/{number:03}.{ENDINGS.get(one.media_type, _UNKNOWN)}", one))
        return tuple(self._part(name, one) for name, one in named)

    def _part(self, name: str, attachment: Attachment) -> Held:
        pieces = partial(self.files.open_stream, attachment.id, attachment.sha256)
        return Held(PackagePart(name, attachment.size, attachment.sha256, pieces), attachment)

    # ── what is read once ────────────────────────────────────────────────────────────────────────

    def _steps_of(self, connection: Connection, talk_id: TalkId) -> tuple[AuditEntry, ...]:
        if talk_id not in self._steps:
            things = (talk_id, *owners(connection, [talk_id]))
            last = audit.head(connection).sequence
            self._steps[talk_id] = audit.about(connection, things, 0, last)
        return tuple(self._steps[talk_id])

    def _set(self, connection: Connection, prompt_set_id: str) -> PromptSet:
        if prompt_set_id not in self._sets:
            self._sets[prompt_set_id] = prompts.get(connection, prompt_set_id)
        return self._sets[prompt_set_id]

    def _of_all(self, connection: Connection) -> _Shared:
        if self._shared is None:
            self._shared = _Shared(
                kinds.book(connection), tags.book(connection), counts_by_setting(connection)
            )
        return self._shared


def _conflicts(connection: Connection, talk: Talk) -> tuple[Conflict, ...]:
    persons = [who.person_id for who in talk.in_role(Role.INTERVIEWEE) if who.person_id]
    found = conflicts(talk, recusals.pairs(connection, persons))
    return tuple(sorted(found, key=lambda c: (c.interviewee, c.role.value, c.name, c.ground)))
