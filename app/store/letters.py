"""The register of 谈话函询 in the vault: all the SQL about it is here."""

from __future__ import annotations

from datetime import date

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import LetterId
from app.domain.letters import LetterInquiry, LetterOutcome

_FIELDS = "id, reference, sent_on, due_on, replied_on, outcome"
_PAGE = f"""
SELECT {_FIELDS} FROM letter_inquiry ORDER BY sent_on DESC, id LIMIT ?
"""  # noqa: S608 — a constant
_TAKEN = "SELECT 1 FROM letter_inquiry WHERE reference = ? AND id <> ?"
_KEEP = f"""
INSERT INTO letter_inquiry ({_FIELDS}) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET reference = excluded.reference, sent_on = excluded.sent_on,
    due_on = excluded.due_on, replied_on = excluded.replied_on, outcome = excluded.outcome
"""  # noqa: S608 — a constant


def newest(connection: sqlite.Connection, limit: int) -> list[LetterInquiry]:
    """The letters, newest first."""
    return [
        LetterInquiry(
            LetterId(letter_id),
            reference,
            date.fromisoformat(sent_on),
            _day(due_on),
            _day(replied_on),
            LetterOutcome(outcome),
        )
        for letter_id, reference, sent_on, due_on, replied_on, outcome in (
            connection.execute(_PAGE, (limit,))
        )
    ]


def is_taken(connection: sqlite.Connection, letter: LetterInquiry) -> bool:
    """Whether another letter has this reference."""
    row = connection.execute(_TAKEN, (letter.reference, letter.id)).fetchone()
    return row is not None


def keep(connection: sqlite.Connection, letter: LetterInquiry) -> None:
    """Keep a new or a changed letter."""
    days = (letter.sent_on, letter.due_on, letter.replied_on)
    written = (day.isoformat() if day else None for day in days)
    connection.execute(_KEEP, (letter.id, letter.reference, *written, letter.outcome.value))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
