"""Looking through the whole vault for damage, while it is open."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.errors import AppError, AttachmentDamagedError
from app.domain.health import Damage, HealthReport, HealthState, Kept, Part, PutAside
from app.domain.progress import Progress, Share
from app.domain.standing import VaultStanding
from app.keys.key_file_reading import parse
from app.services import key_files
from app.services.session import Session
from app.store import audit, salvage, settings
from app.store.integrity import damage, examined
from app.store.moments import kept, told
from app.store.vault import FILE_NAME

SETTING = "health.checked_at"
A_MONTH = timedelta(days=30)
_SAYS_WHOLE = "whole"
_KINDS = {kind.value: kind for kind in Kept}


@dataclass(frozen=True, slots=True)
class Integrity:
    """The check of the whole vault. check may run beside the work; the others on its lane."""

    session: Session = field(repr=False)

    def state(self) -> HealthState:
        """When the vault was last checked, and whether a month has passed since.

        A vault that never was is due a month after its first entry.
        """
        with self.session.vault.reading() as connection:
            text = settings.get(connection, SETTING)
            first = audit.entries(connection, limit=1)
        checked_at = told(text) if text else None
        since = checked_at or (first[0].at if first else None)
        is_due = since is None or self.session.trail.clock.now() - since >= A_MONTH
        return HealthState(checked_at, is_due)

    def put_aside(self) -> list[PutAside]:
        """What a rescue kept though it had lost its place, in the order it was found."""
        with self.session.vault.reading() as connection:
            return [_put_aside(text) for text in salvage.strays(connection)]

    def check(self, progress: Progress) -> HealthReport:
        """Look at every page, row, attachment, entry and key file; nothing is changed.

        On a connection of its own, so the lane of work may run it while words are saved. Raises
        VaultDamagedError when not even the catalogue can be read, FolderUnusableError,
        CancelledError.
        """
        session = self.session
        path = session.folder / FILE_NAME
        with examined(path, session.keys.sqlcipher, progress) as view:
            view.reach(0)
            found = view.pages()
            view.reach(20)
            if not found:  # one broken seal makes SQLite call every later page broken
                found += view.structure()
                view.reach(35)
                found += view.references()
            found += view.chain(session.heads.has_signed)
            counts, pages = view.counts(), view.page_count()
            files = view.attachments()
        found += self._attachments(files, Share(progress, 50, 99))
        found += self._beside()
        progress.step(100, 100)
        return HealthReport(
            checked_at=session.trail.clock.now(),
            pages=pages,
            rows=sum(counts.values()),
            attachments=len(files),
            entries=counts.get("audit_entry", 0),
            damages=tuple(found),
        )

    def note(self, report: HealthReport) -> Changes:
        """Keep when the check was and what it found, on the vault's lane; audited."""
        with self.session.vault.transaction() as connection:
            settings.keep(connection, SETTING, kept(report.checked_at))
            parts = sorted({damage.part.value for damage in report.damages})
            said = " ".join(parts) or _SAYS_WHOLE
            self.session.trail.write(connection, "health.check", said, digest_of(plain(report)))
        return Changes.SETTINGS

    def _attachments(self, files: list[tuple[str, str]], progress: Progress) -> list[Damage]:
        missing = self.session.files.missing([file_id for file_id, _ in files])
        lacking = frozenset(missing)
        damaged: list[str] = []
        for done, (file_id, digest) in enumerate(files):
            progress.step(done, len(files))
            if file_id not in lacking and not self._is_whole(file_id, digest):
                damaged.append(file_id)
        return [
            *damage(Part.ATTACHMENT_MISSING, "attachment", missing),
            *damage(Part.ATTACHMENT_DAMAGED, "attachment", damaged),
        ]

    def _is_whole(self, file_id: str, digest: str) -> bool:
        try:
            for _ in self.session.files.open_stream(file_id, digest):
                pass
        except AttachmentDamagedError:
            return False
        return True

    def _beside(self) -> list[Damage]:
        """The key files and the note of the head, as they lie beside the database."""
        found: list[Damage] = []
        contents = {name: _content(self.session.folder / name) for name in key_files.NAMES}
        amiss = [name for name, content in contents.items() if not _is_key_file(content)]
        if not amiss and len(set(contents.values())) > 1:
            amiss = [key_files.NAMES[1]]  # the first is the one that counts
        found += damage(Part.KEY_FILE, "", amiss)
        if self.session.standing is VaultStanding.BEHIND:
            found.append(Damage(Part.HEAD, 1))
        return found


def _content(path: Path) -> bytes | None:
    with contextlib.suppress(OSError):
        return path.read_bytes()
    return None


def _is_key_file(content: bytes | None) -> bool:
    try:
        return content is not None and bool(parse(content))
    except AppError:
        return False


def _put_aside(text: str) -> PutAside:
    table, lacks, row = json.loads(text)
    # ids, moments and digests are plain ASCII; what a person wrote is not
    words = tuple(v for v in row.values() if isinstance(v, str) and not v.isascii())
    return PutAside(_KINDS.get(table, Kept.OTHER), _KINDS.get(lacks, Kept.OTHER), words)
