"""Evidence of a finding (佐证材料): brought, told of, taken away again with a reason."""

from __future__ import annotations

from pathlib import Path

from app.domain.attachment import Attachment, Purpose, Removal
from app.domain.attachment_errors import AttachmentGoneError
from app.domain.changes import Changes
from app.domain.finding_errors import EvidenceTwiceError
from app.domain.finding_history import FindingAct
from app.domain.ids import AttachmentId, FindingId, TalkId
from app.domain.progress import Progress
from app.domain.refusals import ReasonMissingError
from app.services.attachment_taking import Brought, Taken, taken_from
from app.services.rectifying_work import RectifyingWork, course_of
from app.store import attachments
from app.store.connection import Connection


class RectifyingEvidence(RectifyingWork):
    """The commands about evidence; how it is looked at, and a copy given out, is in Attaching."""

    __slots__ = ()

    def add_evidence(
        self, finding_id: FindingId, paths: tuple[Path, ...], progress: Progress
    ) -> tuple[tuple[Attachment, ...], Changes]:
        """Bring files in one go, where the vault's connection may be held meanwhile.

        Files before the one that is refused stay. A window takes on the work lane and keeps on the
        vault's. Raises what take_evidence() and keep_evidence() raise.
        """
        kept = []
        for path in paths:
            taken = self.take_evidence(Brought.file(path), progress)
            kept.append(self.keep_evidence(finding_id, taken)[0])
        return tuple(kept), Changes.FINDINGS | Changes.ATTACHMENTS

    def take_evidence(self, brought: Brought, progress: Progress) -> Taken:
        """Look at what was brought and write it encrypted beside the vault, without its connection.

        Whoever takes must keep_evidence() or discard_evidence(). Raises CancelledError, every
        error of attachment_errors that speaks of a file, FileUnreadableError, DiskFullError,
        FolderUnusableError, RoleRefusedError.
        """
        self.trail.refuse_early("finding.add_evidence")
        return taken_from(brought, self.files, progress)

    def keep_evidence(self, finding_id: FindingId, taken: Taken) -> tuple[Attachment, Changes]:
        """Add what was taken to the finding; upon a refusal the file is gone again.

        Raises FindingStepError, EvidenceTwiceError, RoleRefusedError.
        """
        try:
            with self.vault.transaction() as connection:
                self._refuse_twice(connection, finding_id, taken)
                kept = self._evidence(finding_id, taken)
                attachments.add(connection, kept)
                self._note_in(
                    connection, finding_id, FindingAct.ADD_EVIDENCE, (kept.title, _which(kept))
                )
        except BaseException:
            self.discard_evidence(taken)
            raise
        return kept, Changes.FINDINGS | Changes.ATTACHMENTS

    def discard_evidence(self, taken: Taken) -> None:
        """Remove a file that is not to be kept after all."""
        self.files.remove(taken.file.id)

    def evidence(self, finding_id: FindingId) -> tuple[Attachment, ...]:
        """The evidence of a finding, the oldest first; Attaching.page shows its pages."""
        with self.vault.reading() as connection:
            return tuple(attachments.of_finding(connection, finding_id))

    def remove_evidence(self, attachment_id: AttachmentId, reason: str) -> Changes:
        """Take evidence away again; title, digest and reason stay, its file is swept.

        Raises ReasonMissingError, AttachmentGoneError, FindingStepError.
        """
        if not reason.strip():
            raise ReasonMissingError("attachment.remove")
        with self.vault.transaction() as connection:
            gone = attachments.get(connection, attachment_id)
            if gone is None or gone.finding_id is None:
                raise AttachmentGoneError("佐证材料")
            note = (f"{gone.title}：{reason.strip()}", _which(gone))
            self._note_in(connection, gone.finding_id, FindingAct.REMOVE_EVIDENCE, note)
            removal = Removal(gone.title, gone.purpose, reason.strip(), self.trail.clock.now())
            attachments.add_paper_removal(connection, gone, removal)
            attachments.remove(connection, attachment_id)
        return Changes.FINDINGS | Changes.ATTACHMENTS

    def _evidence(self, finding_id: FindingId, taken: Taken) -> Attachment:
        return Attachment(
            id=AttachmentId(taken.file.id),
            talk_id=TalkId(""),
            purpose=Purpose.AUDIO if taken.is_sound else Purpose.EVIDENCE,
            media_type=taken.media_type,
            title=taken.name,
            size=taken.file.size,
            sha256=taken.file.sha256,
            pages=taken.pages,
            made_at=self.trail.clock.now(),
            finding_id=finding_id,
        )

    def _refuse_twice(self, connection: Connection, finding_id: FindingId, taken: Taken) -> None:
        for other in attachments.of_finding(connection, finding_id):
            if other.sha256 == taken.file.sha256:
                number = course_of(connection, finding_id).finding.number
                raise EvidenceTwiceError(number, taken.name, other.title)


def _which(paper: Attachment) -> tuple[tuple[str, str], ...]:
    return (("attachment", paper.id), ("sha256", paper.sha256))
