"""What the vault keeps about attachments; the files themselves lie beside it, encrypted."""

from __future__ import annotations

from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.attachment import Attachment, Purpose
from app.domain.ids import AttachmentId, TalkId
from app.store.attachment_files import StoredFile
from app.store.moments import kept, told

_ADD = """
INSERT INTO attachment (id, talk_id, purpose, media_type, title, size, sha256, pages, made_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_OF = """
SELECT id, talk_id, purpose, media_type, title, size, sha256, pages, made_at
FROM attachment WHERE talk_id = ? ORDER BY made_at, id
"""
_BY_DIGEST = """
SELECT id, talk_id, purpose, media_type, title, size, sha256, pages, made_at
FROM attachment WHERE sha256 = ? AND purpose = ? LIMIT 1
"""
_REMOVE = "DELETE FROM attachment WHERE id = ?"
_IDS = "SELECT id FROM attachment"
_FILES = "SELECT id, size, sha256 FROM attachment ORDER BY id"
_HAS_ANY = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'attachment'"


def add(connection: sqlite.Connection, attachment: Attachment) -> None:
    """Keep what is known of a file that is on the disk already."""
    connection.execute(
        _ADD,
        (
            attachment.id,
            attachment.talk_id,
            attachment.purpose.value,
            attachment.media_type,
            attachment.title,
            attachment.size,
            attachment.sha256,
            attachment.pages,
            kept(attachment.made_at),
        ),
    )


def of(connection: sqlite.Connection, talk_id: TalkId) -> list[Attachment]:
    """The attachments of a talk, oldest first."""
    return [_attachment(row) for row in connection.execute(_OF, (talk_id,))]


def newest(connection: sqlite.Connection, talk_id: TalkId, purpose: Purpose) -> Attachment | None:
    """The newest attachment of a talk for one purpose, or None."""
    found = [a for a in of(connection, talk_id) if a.purpose is purpose]
    return found[-1] if found else None


def by_digest(connection: sqlite.Connection, sha256: str, purpose: Purpose) -> Attachment | None:
    """The attachment whose content has that digest, or None."""
    row = connection.execute(_BY_DIGEST, (sha256, purpose.value)).fetchone()
    return _attachment(row) if row else None


def remove(connection: sqlite.Connection, attachment_id: AttachmentId) -> None:
    """Forget an attachment of a talk that is not sealed; its file is swept later."""
    connection.execute(_REMOVE, (attachment_id,))


def known_ids(connection: sqlite.Connection) -> frozenset[str]:
    """The ids of every file that belongs to the vault."""
    return frozenset(row[0] for row in connection.execute(_IDS))


def files(connection: sqlite.Connection) -> list[StoredFile]:
    """Every file that belongs to the vault; none where the kind of vault has no attachments."""
    if not connection.execute(_HAS_ANY).fetchone()[0]:
        return []
    return [StoredFile(*row) for row in connection.execute(_FILES)]


def _attachment(row: tuple[Any, ...]) -> Attachment:
    attachment_id, talk_id, purpose, media_type, title, size, sha256, pages, made_at = row
    return Attachment(
        id=AttachmentId(attachment_id),
        talk_id=TalkId(talk_id),
        purpose=Purpose(purpose),
        media_type=media_type,
        title=title,
        size=size,
        sha256=sha256,
        pages=pages,
        made_at=told(made_at),
    )
