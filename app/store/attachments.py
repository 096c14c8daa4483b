"""What the vault keeps about attachments; the files themselves lie beside it, encrypted."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.attachment import Attachment, Purpose, Removal
from app.domain.ids import AttachmentId, FindingId, LeafId, TalkId
from app.store import search_index
from app.store.moments import kept, told
from app.store.search_index import FoundKind, Owner

_ADD = """
INSERT INTO attachment (id, talk_id, finding_id, leaf_id, purpose, media_type, title, size, sha256,
    pages, made_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_OF = """
SELECT id, talk_id, finding_id, leaf_id, purpose, media_type, title, size, sha256, pages, made_at
FROM attachment WHERE talk_id = ? ORDER BY made_at, id
"""
_OF_FINDING = """
SELECT id, talk_id, finding_id, leaf_id, purpose, media_type, title, size, sha256, pages, made_at
FROM attachment WHERE finding_id = ? ORDER BY made_at, id
"""
_OF_LEAF = """
SELECT id, talk_id, finding_id, leaf_id, purpose, media_type, title, size, sha256, pages, made_at
FROM attachment WHERE leaf_id = ? ORDER BY made_at, id
"""
_BY_DIGEST = """
SELECT id, talk_id, finding_id, leaf_id, purpose, media_type, title, size, sha256, pages, made_at
FROM attachment WHERE sha256 = ? AND purpose = ? LIMIT 1
"""
_GET = """
SELECT id, talk_id, finding_id, leaf_id, purpose, media_type, title, size, sha256, pages, made_at
FROM attachment WHERE id = ?
"""
_THESE = """
SELECT id, talk_id, finding_id, leaf_id, purpose, media_type, title, size, sha256, pages, made_at
FROM attachment WHERE id IN (SELECT value FROM json_each(?))
"""
_WITH_DIGEST = """
SELECT a.id, a.talk_id, a.finding_id, a.leaf_id, a.purpose, a.media_type, a.title, a.size, a.sha256,
    a.pages, a.made_at, t.number
FROM attachment a JOIN talk t ON t.id = a.talk_id WHERE a.sha256 = ? ORDER BY t.number
"""
_RENAME = "UPDATE attachment SET title = ? WHERE id = ?"
_ADD_REMOVAL = """
INSERT INTO attachment_removed (id, talk_id, purpose, title, sha256, reason, removed_at)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_REMOVALS = """
SELECT title, purpose, reason, removed_at
FROM attachment_removed WHERE talk_id = ? ORDER BY removed_at, id
"""
_ADD_PAPER_REMOVAL = """
INSERT INTO paper_removed (id, finding_id, leaf_id, title, sha256, reason, removed_at)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_REMOVE = "DELETE FROM attachment WHERE id = ?"
_IDS = "SELECT id FROM attachment"


def add(connection: sqlite.Connection, attachment: Attachment) -> None:
    """Keep what is known of a file that is on the disk already."""
    with search_index.noting(connection, Owner(FoundKind.ATTACHMENT, attachment.id)):
        connection.execute(
            _ADD,
            (
                attachment.id,
                attachment.talk_id or None,
                attachment.finding_id,
                attachment.leaf_id,
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


def of_finding(connection: sqlite.Connection, finding_id: FindingId) -> list[Attachment]:
    """The evidence of a finding, oldest first."""
    return [_attachment(row) for row in connection.execute(_OF_FINDING, (finding_id,))]


def of_leaf(connection: sqlite.Connection, leaf_id: LeafId) -> list[Attachment]:
    """The papers of a leaf of an archive, oldest first."""
    return [_attachment(row) for row in connection.execute(_OF_LEAF, (leaf_id,))]


def newest(connection: sqlite.Connection, talk_id: TalkId, purpose: Purpose) -> Attachment | None:
    """The newest attachment of a talk for one purpose, or None."""
    found = [a for a in of(connection, talk_id) if a.purpose is purpose]
    return found[-1] if found else None


def by_digest(connection: sqlite.Connection, sha256: str, purpose: Purpose) -> Attachment | None:
    """The attachment whose content has that digest, or None."""
    row = connection.execute(_BY_DIGEST, (sha256, purpose.value)).fetchone()
    return _attachment(row) if row else None


def get(connection: sqlite.Connection, attachment_id: AttachmentId) -> Attachment | None:
    """What is known of an attachment, or None when there is none of that id."""
    row = connection.execute(_GET, (attachment_id,)).fetchone()
    return _attachment(row) if row else None


def these(connection: sqlite.Connection, ids: Iterable[str]) -> list[Attachment]:
    """The attachments with these ids, in no order."""
    return [_attachment(row) for row in connection.execute(_THESE, (json.dumps(list(ids)),))]


def with_digest(connection: sqlite.Connection, sha256: str) -> list[tuple[Attachment, str]]:
    """Every attachment of just that content, with the number of its talk."""
    rows = connection.execute(_WITH_DIGEST, (sha256,))
    return [(_attachment(row[:-1]), row[-1]) for row in rows]


def rename(connection: sqlite.Connection, attachment: Attachment) -> None:
    """Keep another title; nothing else of an attachment ever changes."""
    with search_index.noting(connection, Owner(FoundKind.ATTACHMENT, attachment.id)):
        connection.execute(_RENAME, (attachment.title, attachment.id))


def add_removal(connection: sqlite.Connection, gone: Attachment, removal: Removal) -> None:
    """Keep that an attachment was taken away, and why."""
    connection.execute(
        _ADD_REMOVAL,
        (
            gone.id,
            gone.talk_id,
            removal.purpose.value,
            removal.title,
            gone.sha256,
            removal.reason,
            kept(removal.removed_at),
        ),
    )


def add_paper_removal(connection: sqlite.Connection, gone: Attachment, removal: Removal) -> None:
    """Keep that a file was taken away from a finding or a leaf, and why."""
    connection.execute(
        _ADD_PAPER_REMOVAL,
        (
            gone.id,
            gone.finding_id,
            gone.leaf_id,
            removal.title,
            gone.sha256,
            removal.reason,
            kept(removal.removed_at),
        ),
    )


def removals(connection: sqlite.Connection, talk_id: TalkId) -> list[Removal]:
    """What was taken away from a talk again, in order."""
    return [
        Removal(title, Purpose(purpose), reason, told(removed_at))
        for title, purpose, reason, removed_at in connection.execute(_REMOVALS, (talk_id,))
    ]


def remove(connection: sqlite.Connection, attachment_id: AttachmentId) -> None:
    """Forget an attachment of a talk that is not sealed; its file is swept later."""
    with search_index.noting(connection, Owner(FoundKind.ATTACHMENT, attachment_id)):
        connection.execute(_REMOVE, (attachment_id,))


def known_ids(connection: sqlite.Connection) -> frozenset[str]:
    """The ids of every file that belongs to the vault."""
    return frozenset(row[0] for row in connection.execute(_IDS))


def _attachment(row: tuple[Any, ...]) -> Attachment:
    attachment_id, talk_id, finding_id, leaf_id, *kept_of = row
    purpose, media_type, title, size, sha256, pages, made_at = kept_of
    return Attachment(
        id=AttachmentId(attachment_id),
        talk_id=TalkId(talk_id or ""),
        purpose=Purpose(purpose),
        media_type=media_type,
        title=title,
        size=size,
        sha256=sha256,
        pages=pages,
        made_at=told(made_at),
        finding_id=FindingId(finding_id) if finding_id else None,
        leaf_id=LeafId(leaf_id) if leaf_id else None,
    )
