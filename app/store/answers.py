"""What was asked and said in a talk, its breaks and its corrections: all their SQL is here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import AnswerId, TalkId
from app.domain.talk import Answer, Break, Correction, Talk
from app.store import search_index
from app.store.faults import whole
from app.store.moments import kept, kept_if, told, told_if

# a required prompt binds in a talk of the full form alone, see TalkKind.asks_all_required
_OF = """
SELECT a.id, a.place, coalesce(a.area, p.area), coalesce(a.question, p.question),
    coalesce(a.prompt_number, ''), coalesce(p.follow_ups, '[]'), coalesce(p.concrete, '[]'),
    coalesce(p.is_required, 0) AND EXISTS (
        SELECT 1 FROM talk t JOIN talk_kind k ON k.key = t.kind
        WHERE t.id = a.talk_id AND instr(k.forms, '"outline"')
    ), a.text, a.skipped_reason, a.is_left_out
FROM answer a LEFT JOIN prompt p
    ON p.prompt_set_id = a.prompt_set_id AND p.number = a.prompt_number
WHERE a.talk_id = ? ORDER BY a.place
"""
_CLEAR = "DELETE FROM answer WHERE talk_id = ?"
_ADD = """
INSERT OR ROLLBACK INTO answer (talk_id, id, place, prompt_set_id, prompt_number, area, question,
    text, skipped_reason, is_left_out) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_KEEP = """
UPDATE OR ROLLBACK answer SET text = ?, skipped_reason = ?, is_left_out = ?
WHERE talk_id = ? AND id = ?
"""
# the whole of a save while typing: words that are there end a skip, an empty field leaves it
_TYPE = """
UPDATE OR ROLLBACK answer SET text = :text,
    skipped_reason = CASE WHEN :is_empty THEN skipped_reason ELSE '' END
WHERE talk_id = :talk AND id = :answer
    AND EXISTS (SELECT 1 FROM talk WHERE id = :talk AND status = 'under_way')
"""
_KEEP_QUESTION = """
UPDATE OR ROLLBACK answer SET question = ? WHERE talk_id = ? AND id = ? AND prompt_number IS NULL
"""
_BREAKS = "SELECT began_at, ended_at, note FROM break WHERE talk_id = ? ORDER BY began_at"
_ADD_BREAK = "INSERT OR ROLLBACK INTO break (talk_id, began_at, ended_at, note) VALUES (?, ?, ?, ?)"
_END_BREAK = "UPDATE OR ROLLBACK break SET ended_at = ? WHERE talk_id = ? AND ended_at IS NULL"
_KEEP_NOTE = "UPDATE OR ROLLBACK break SET note = ? WHERE talk_id = ? AND began_at = ?"
_CORRECTIONS = """
SELECT at, place, old_text, new_text, note FROM correction WHERE talk_id = ? ORDER BY serial
"""
_ADD_CORRECTION = """
INSERT OR ROLLBACK INTO correction (talk_id, serial, at, place, old_text, new_text, note)
VALUES (?, (SELECT count(*) + 1 FROM correction WHERE talk_id = ?), ?, ?, ?, ?, ?)
"""


def of(connection: sqlite.Connection, talk_id: TalkId) -> tuple[Answer, ...]:
    """The answers of a talk in their order, each with the words it was asked in."""
    return tuple(
        Answer(
            id=AnswerId(answer_id),
            order=place,
            area=area,
            question=question,
            prompt_number=number,
            follow_ups=tuple(json.loads(follow_ups)),
            concrete=tuple(json.loads(concrete)),
            is_required=bool(is_required),
            text=whole(text),
            skipped_reason=reason,
            is_left_out=bool(is_left_out),
        )
        for (
            answer_id,
            place,
            area,
            question,
            number,
            follow_ups,
            concrete,
            is_required,
            text,
            reason,
            is_left_out,
        ) in connection.execute(_OF, (talk_id,))
    )


def replace(connection: sqlite.Connection, talk: Talk) -> None:
    """Keep the answers of a talk in place of those kept before it began."""
    connection.execute(_CLEAR, (talk.id,))
    add_all(connection, [talk])


def add_all(connection: sqlite.Connection, new: Iterable[Talk]) -> None:
    """Keep all answers of new talks."""
    rows = (_values(talk, answer) for talk in new for answer in talk.answers)
    connection.executemany(_ADD, rows)


def add(connection: sqlite.Connection, talk: Talk, answer: Answer) -> None:
    """Keep one more answer of a talk."""
    search_index.hold(connection, talk.id)
    connection.execute(_ADD, _values(talk, answer))


def keep(connection: sqlite.Connection, talk_id: TalkId, answer: Answer) -> None:
    """Keep a changed answer."""
    search_index.hold(connection, talk_id)
    said = (answer.text, answer.skipped_reason, int(answer.is_left_out))
    connection.execute(_KEEP, (*said, talk_id, answer.id))


def keep_question(connection: sqlite.Connection, talk_id: TalkId, answer: Answer) -> None:
    """Keep the changed words of a question that was asked on the spot."""
    search_index.hold(connection, talk_id)
    connection.execute(_KEEP_QUESTION, (answer.question, talk_id, answer.id))


def keep_typed(
    connection: sqlite.Connection, talk_id: TalkId, answer_id: AnswerId, text: str
) -> bool:
    """Keep the text typed so far; False when the talk is not under way or has no such answer."""
    search_index.hold(connection, talk_id)
    values = {"text": text, "is_empty": not text.strip(), "talk": talk_id, "answer": answer_id}
    return int(connection.execute(_TYPE, values).rowcount) == 1


def breaks_of(connection: sqlite.Connection, talk_id: TalkId) -> tuple[Break, ...]:
    """The breaks of a talk in their order."""
    rows = connection.execute(_BREAKS, (talk_id,))
    return tuple(Break(told(began), told_if(ended), note) for began, ended, note in rows)


def add_break(connection: sqlite.Connection, talk_id: TalkId, pause: Break) -> None:
    """Keep a break that has begun."""
    values = (talk_id, kept(pause.began_at), kept_if(pause.ended_at), pause.note)
    connection.execute(_ADD_BREAK, values)


def end_break(connection: sqlite.Connection, talk_id: TalkId, at: datetime) -> None:
    """Keep that the open break is over."""
    connection.execute(_END_BREAK, (kept(at), talk_id))


def keep_break_note(connection: sqlite.Connection, talk_id: TalkId, pause: Break) -> None:
    """Keep the changed note of a break; its times stay."""
    connection.execute(_KEEP_NOTE, (pause.note, talk_id, kept(pause.began_at)))


def corrections_of(connection: sqlite.Connection, talk_id: TalkId) -> tuple[Correction, ...]:
    """The corrections of a talk in the order they were made."""
    return tuple(
        Correction(told(at), place, whole(old_text), whole(new_text), note)
        for at, place, old_text, new_text, note in connection.execute(_CORRECTIONS, (talk_id,))
    )


def add_correction(connection: sqlite.Connection, talk_id: TalkId, correction: Correction) -> None:
    """Keep a correction beside the text it replaced."""
    connection.execute(
        _ADD_CORRECTION,
        (
            talk_id,
            talk_id,
            kept(correction.at),
            correction.place,
            correction.old_text,
            correction.new_text,
            correction.note,
        ),
    )


def _values(talk: Talk, answer: Answer) -> tuple[str | int | None, ...]:
    asked: tuple[str | None, ...] = (None, None, answer.area, answer.question)
    if answer.prompt_number:
        asked = (talk.prompt_set_id, answer.prompt_number, None, None)
    said = (answer.text, answer.skipped_reason, int(answer.is_left_out))
    return (talk.id, answer.id, answer.order, *asked, *said)
