"""Who was in a talk, with the post of that day: all the SQL about participants is here."""

from __future__ import annotations

from collections.abc import Iterable

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import PersonId, TalkId, UnitId
from app.domain.people import Role, name_key
from app.domain.talk import Participant, Talk

_OF = """
SELECT role, name, unit_name, title, person_id, unit_id, is_present, absence_reason,
    is_first_form
FROM participant WHERE talk_id = ? ORDER BY position
"""
_CLEAR = "DELETE FROM participant WHERE talk_id = ?"
_ADD = """
INSERT OR ROLLBACK INTO participant (talk_id, position, role, name, unit_name, title, person_id,
    unit_id, guest_key, is_present, absence_reason, is_first_form)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def of(connection: sqlite.Connection, talk_id: TalkId) -> tuple[Participant, ...]:
    """The participants of a talk in their order."""
    return tuple(
        Participant(
            role=Role(role),
            name=name,
            unit_name=unit_name,
            title=title,
            person_id=PersonId(person_id) if person_id else None,
            unit_id=UnitId(unit_id) if unit_id else None,
            is_present=bool(is_present),
            absence_reason=reason,
            is_first_form=bool(is_first_form),
        )
        for role, name, unit_name, title, person_id, unit_id, is_present, reason, is_first_form in (
            connection.execute(_OF, (talk_id,))
        )
    )


def replace(connection: sqlite.Connection, talk: Talk) -> None:
    """Keep the participants of a talk in place of those kept before."""
    connection.execute(_CLEAR, (talk.id,))
    add(connection, [talk])


def add(connection: sqlite.Connection, new: Iterable[Talk]) -> None:
    """Keep the participants of new talks."""
    rows = (
        (talk.id, position, *_values(participant))
        for talk in new
        for position, participant in enumerate(talk.participants)
    )
    connection.executemany(_ADD, rows)


def _values(participant: Participant) -> tuple[str | int | None, ...]:
    return (
        participant.role.value,
        participant.name,
        participant.unit_name,
        participant.title,
        participant.person_id,
        participant.unit_id,
        None if participant.person_id else name_key(participant.name),
        int(participant.is_present),
        participant.absence_reason,
        int(participant.is_first_form),
    )
