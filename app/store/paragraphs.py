"""Long paragraphs of confirmed records by their digests: all the SQL about them is here."""

from __future__ import annotations

from collections.abc import Iterable

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import TalkId

_ADD = "INSERT OR IGNORE INTO paragraph (digest, talk_id) VALUES (?, ?)"
# not in a record of the same person: people say the same thing twice
_ELSEWHERE = """
SELECT t.number FROM paragraph p JOIN talk t ON t.id = p.talk_id
WHERE p.digest = :digest AND p.talk_id <> :talk AND NOT EXISTS (
    SELECT 1 FROM participant mine JOIN participant theirs ON theirs.talk_id = p.talk_id
        AND theirs.role = 'interviewee'
        AND (theirs.person_id = mine.person_id OR theirs.guest_key = mine.guest_key)
    WHERE mine.talk_id = :talk AND mine.role = 'interviewee')
ORDER BY t.number_year, t.serial LIMIT 1
"""
# + keeps to the order of ids: by status every confirmed talk would be gathered and sorted each time
_CONFIRMED_AFTER = """
SELECT id FROM talk
WHERE id > ? AND (+status = 'to_sign' OR +status = 'signed' OR +status = 'sealed')
ORDER BY id LIMIT ?
"""


def keep(connection: sqlite.Connection, talk_id: TalkId, digests: Iterable[str]) -> None:
    """Keep the digests of a record that was confirmed."""
    connection.executemany(_ADD, [(digest, talk_id) for digest in digests])


def elsewhere(
    connection: sqlite.Connection, talk_id: TalkId, digests: Iterable[str]
) -> dict[str, str]:
    """Which of the digests stand in a record of somebody else, with that talk's number."""
    found: dict[str, str] = {}
    for digest in digests:
        row = connection.execute(_ELSEWHERE, {"digest": digest, "talk": talk_id}).fetchone()
        if row:
            found[digest] = row[0]
    return found


def confirmed_after(connection: sqlite.Connection, after: str, limit: int) -> list[TalkId]:
    """The next confirmed talks in the order of their ids, for records of before this was kept."""
    return [TalkId(row[0]) for row in connection.execute(_CONFIRMED_AFTER, (after, limit))]
