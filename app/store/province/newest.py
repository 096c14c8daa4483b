"""Of each talk its newest version, in figures and in words, whatever number of packages brought it.

All packages of an office are taken one after the other, for its row is held meanwhile; so what is
read here does not change before it is written anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from app.domain.registry import TakenTalk
from app.store.province.bulk import copy
from app.store.province.tables import KIND_SEEN, NEWEST_FINDING, NEWEST_HEARD, NEWEST_TALK
from app.store.province.words import clean, folded_text, words


@dataclass(frozen=True, slots=True)
class _Before:
    """What there was of a talk: the newest package that has all of it, and the texts of that."""

    full_sequence: int = 0
    full_texts: str = ""


_NEVER = _Before()


def take(connection: Connection, talks: list[TakenTalk]) -> int:
    """Put these versions in the place of earlier ones; of how many there were none.

    All talks are of one office.
    """
    before = _replaced(connection, talks[0].office_code, [talk.talk_id for talk in talks])
    rows = (_row(talk, before.get(talk.talk_id, _NEVER)) for talk in talks)
    copy(connection, NEWEST_TALK, rows)
    copy(connection, NEWEST_HEARD, (row for talk in talks for row in _heard(talk)))
    copy(connection, NEWEST_FINDING, (row for talk in talks for row in _findings(talk)))
    titles = [{"title": title} for title in sorted({clean(talk.kind_title) for talk in talks})]
    connection.execute(insert(KIND_SEEN).values(titles).on_conflict_do_nothing())
    return len(talks) - len(before)


def _replaced(connection: Connection, code: str, talk_ids: list[str]) -> dict[str, _Before]:
    """What there was of these talks, which is taken out."""
    of = NEWEST_TALK.c
    asked = select(of.talk_id, of.sequence, of.full_sequence, of.texts, of.full_texts).where(
        of.office_code == code, of.talk_id.in_(talk_ids)
    )
    found = {
        row.talk_id: _Before(
            row.full_sequence,
            row.texts if row.full_sequence == row.sequence else row.full_texts,
        )
        for row in connection.execute(asked)
    }
    if found:
        for table in (NEWEST_TALK, NEWEST_HEARD, NEWEST_FINDING):
            gone = table.delete().where(table.c.office_code == code)
            connection.execute(gone.where(table.c.talk_id.in_(list(found))))
    return found


def _row(talk: TakenTalk, before: _Before) -> tuple[object, ...]:
    texts = folded_text(talk.texts)
    full_texts = "" if talk.is_full else before.full_texts
    names, units = folded_text(talk.interviewees), folded_text(talk.unit_names)
    return (
        talk.office_code, talk.talk_id, talk.sequence,
        talk.sequence if talk.is_full else before.full_sequence,
        clean(talk.number), talk.kind, clean(talk.kind_title), talk.is_collective, talk.is_make_up,
        talk.day, clean(talk.subject), clean(talk.interviewees), clean(talk.unit_names),
        len(talk.findings), names, units, texts, full_texts,
        words((texts, full_texts), names, units),
    )  # fmt: skip


def _heard(talk: TakenTalk) -> Iterator[tuple[object, ...]]:
    for position, heard in enumerate(talk.heard):
        yield talk.office_code, talk.talk_id, position, clean(heard.who), heard.is_first_form


def _findings(talk: TakenTalk) -> Iterator[tuple[object, ...]]:
    for f in talk.findings:
        yield (
            talk.office_code, talk.talk_id, f.id, f.status, f.nature, f.is_common, f.is_personal,
            clean(f.regulation), f.is_regulation_new,
        )  # fmt: skip
