"""Amendments of sealed talks: all the SQL about them is here."""

from __future__ import annotations

import json

from sqlcipher3 import dbapi2 as sqlite

from app.domain.amendment import AmendedLine, Amendment, AmendmentId
from app.domain.ids import AttachmentId, TalkId
from app.store.faults import whole
from app.store.moments import kept, told

_ADD = """
INSERT OR ROLLBACK INTO amendment (id, talk_id, serial, made_at, reason, body, attachment_id)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_OF = """
SELECT id, serial, made_at, reason, body, attachment_id FROM amendment
WHERE talk_id = ? ORDER BY serial
"""


def add(connection: sqlite.Connection, amendment: Amendment) -> None:
    """Keep an amendment; its file is known already."""
    body = [[line.place, line.label, line.was, line.should] for line in amendment.lines]
    connection.execute(
        _ADD,
        (
            amendment.id,
            amendment.talk_id,
            amendment.serial,
            kept(amendment.made_at),
            amendment.reason,
            json.dumps(body, ensure_ascii=False),
            amendment.attachment_id,
        ),
    )


def of(connection: sqlite.Connection, talk_id: TalkId) -> tuple[Amendment, ...]:
    """The amendments of a talk in their order."""
    return tuple(
        Amendment(
            id=AmendmentId(amendment_id),
            talk_id=talk_id,
            serial=serial,
            made_at=told(made_at),
            reason=whole(reason),
            lines=tuple(
                AmendedLine(place, was, should, label)
                for place, label, was, should in json.loads(body)
            ),
            attachment_id=AttachmentId(attachment_id),
        )
        for amendment_id, serial, made_at, reason, body, attachment_id in connection.execute(
            _OF, (talk_id,)
        )
    )
