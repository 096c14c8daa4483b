"""Puts sealed talks with minutes and scan into a vault."""

from __future__ import annotations

from dataclasses import replace

from app.domain.attachment import Attachment, Purpose
from app.domain.ids import AttachmentId, TalkId
from app.domain.talk import TalkStatus
from app.services.handover import Handover
from app.store import attachments, talks
from tests.handover.makers import a_talk

KINDS = {
    Purpose.MINUTES: ("application/pdf", b"%PDF-1.7\n"),
    Purpose.SCAN: ("image/png", b"\x89PNG\r\n\x1a\n"),
}


def seal_a_talk(
    handover: Handover, number: int = 1, status: TalkStatus = TalkStatus.SEALED
) -> TalkId:
    talk = replace(a_talk(number), status=TalkStatus.TO_CONFIRM, sealed_at=None)
    talk = replace(talk, answers=tuple(replace(a, prompt_number="") for a in talk.answers))
    with handover.vault.transaction() as connection:
        talks.add(connection, talk)
        talk = replace(talk, status=TalkStatus.SIGNED)
        talks.keep(connection, talk)
        for purpose, (kind, begins) in KINDS.items():
            stored = handover.files.write(begins + f"{purpose.value} of {number} ".encode() * 4000)
            attachments.add(
                connection,
                Attachment(
                    id=AttachmentId(stored.id),
                    talk_id=talk.id,
                    purpose=purpose,
                    media_type=kind,
                    title=purpose.value,
                    size=stored.size,
                    sha256=stored.sha256,
                    pages=2,
                    made_at=talk.planned_at,
                ),
            )
        if status is TalkStatus.SEALED:
            talks.keep(connection, talk.sealed(handover.trail.clock.now()))
        handover.trail.write(connection, "talk.seal", talk.id)
    return talk.id
