"""What belongs to which talk, by id: findings, attachments, and those that were taken away."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import TalkId

_OWNERS = """
SELECT f.id, f.talk_id FROM json_each(:talks) j CROSS JOIN finding f ON f.talk_id = j.value
UNION ALL
SELECT a.id, a.talk_id FROM json_each(:talks) j CROSS JOIN attachment a ON a.talk_id = j.value
UNION ALL
SELECT r.id, r.talk_id FROM attachment_removed r
WHERE r.talk_id IN (SELECT value FROM json_each(:talks))
"""


def owners(connection: sqlite.Connection, talks: Iterable[TalkId]) -> dict[str, TalkId]:
    """The talk of each thing that belongs to one of these talks."""
    found = connection.execute(_OWNERS, {"talks": json.dumps(list(talks))})
    return {thing: TalkId(talk_id) for thing, talk_id in found}
