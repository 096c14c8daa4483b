"""Gathers from the vault all that a package can tell of one talk, one talk at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from app.domain.attachment import Attachment, Purpose
from app.domain.audit import AuditEntry
from app.domain.errors import AttachmentDamagedError
from app.domain.ids import TalkId
from app.domain.package import PackageLevel, PackagePart
from app.domain.refusals import NotSealedError
from app.domain.talk import Talk, TalkStatus
from app.handover.documents import TalkDossier
from app.services.trail import Trail
from app.store import attachments, audit, findings, kinds, people, prompts, talks
from app.store.attachment_files import AttachmentFiles
from app.store.connection import Connection

ENTRIES_AT_ONCE = 20_000  # of the trail: some 30 ms
_SCAN_NAMES = {
    "application/pdf": "scan.pdf",
    "image/jpeg": "scan.jpg",
    "image/png": "scan.png",
    "image/tiff": "scan.tif",
}


@dataclass(frozen=True, slots=True)
class Held:
    """A file that goes with a talk, under its name in the talk's folder: minutes.pdf."""

    part: PackagePart
    attachment: Attachment


@dataclass(slots=True)
class Dossiers:
    """Gathers talks for one package; what many of them share is read once.

    The trail has no index by talk: read_steps walks it once for all talks of a package, in pieces.
    A talk it was not read for costs a walk of its own.
    """

    trail: Trail
    files: AttachmentFiles = field(repr=False)
    _steps: dict[str, list[AuditEntry]] = field(default_factory=dict, repr=False)
    _titles: dict[str, dict[str, str]] = field(default_factory=lambda: {"": {}}, repr=False)

    def read_steps(
        self, connection: Connection, talk_ids: Iterable[TalkId], after: int = 0
    ) -> int | None:
        """Read the next piece of the trail for these talks, after that entry.

        Gives the last entry that was read, to go on from; None when the trail is at its end.
        """
        wanted = list(talk_ids)
        for talk_id in wanted:
            self._steps.setdefault(talk_id, [])
        until = after + ENTRIES_AT_ONCE
        for entry in audit.about(connection, wanted, after, until):
            self._steps[entry.which].append(entry)
        return until if audit.head(connection).sequence > until else None

    def gather(
        self, connection: Connection, talk_id: TalkId, level: PackageLevel
    ) -> tuple[TalkDossier, tuple[Held, ...]]:
        """What a package of that level says of the talk, and the files that go with it.

        Raises NotSealedError, AttachmentDamagedError when the minutes of a full package are gone.
        """
        talk = talks.get(connection, talk_id)
        if talk.status is not TalkStatus.SEALED:
            raise NotSealedError(talk.number)
        held = self._held(connection, talk, level)
        return self._dossier(connection, talk), held

    def _dossier(self, connection: Connection, talk: Talk) -> TalkDossier:
        found = tuple(findings.of(connection, talk.id))
        units: dict[str, str] = {
            f.unit_id: people.unit(connection, f.unit_id).name for f in found if f.unit_id
        }
        persons: dict[str, str] = {
            f.person_id: people.person(connection, f.person_id).name for f in found if f.person_id
        }
        began = talk.began_at or talk.planned_at
        return TalkDossier(
            talk=talk,
            day=self.trail.clock.local(began).date(),
            findings=found,
            steps=self._steps_of(connection, talk.id),
            area_titles=self._titles_of(connection, talk.prompt_set_id),
            unit_names=units,
            person_names=persons,
            kind=kinds.of(connection, talk.kind),
        )

    def _held(self, connection: Connection, talk: Talk, level: PackageLevel) -> tuple[Held, ...]:
        held: list[Held] = []
        if minutes := attachments.newest(connection, talk.id, Purpose.MINUTES):
            held.append(self._part("minutes.pdf", minutes))
        elif level is PackageLevel.FULL:
            raise AttachmentDamagedError(talk.number)
        if scan := attachments.newest(connection, talk.id, Purpose.SCAN):
            held.append(self._part(_SCAN_NAMES[scan.media_type], scan))
        return tuple(held)

    def _part(self, name: str, attachment: Attachment) -> Held:
        pieces = partial(self.files.open_stream, attachment.id, attachment.sha256)
        return Held(PackagePart(name, attachment.size, attachment.sha256, pieces), attachment)

    def _steps_of(self, connection: Connection, talk_id: TalkId) -> tuple[AuditEntry, ...]:
        if talk_id not in self._steps:
            last = audit.head(connection).sequence
            self._steps[talk_id] = audit.about(connection, [talk_id], 0, last)
        return tuple(self._steps[talk_id])

    def _titles_of(self, connection: Connection, prompt_set_id: str) -> dict[str, str]:
        if prompt_set_id not in self._titles:
            prompt_set = prompts.get(connection, prompt_set_id)
            self._titles[prompt_set_id] = {area.key: area.title for area in prompt_set.areas}
        return self._titles[prompt_set_id]
