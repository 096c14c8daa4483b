"""Whatever SQL is sent past the program: what is frozen, sealed or used does not change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlcipher3 import dbapi2 as sqlite

from app.domain.attachment import Attachment, Purpose
from app.domain.ids import AttachmentId
from app.domain.talk import TalkStatus
from app.services.talks import FindingEntry
from app.services.trail import Trail
from app.store import attachments, talks
from app.store.vault import Vault
from tests.desk import Desk
from tests.makers import BEGAN

S = TalkStatus


@pytest.fixture
def desk(vault: Vault, trail: Trail) -> Desk:
    return Desk.set_up(vault, trail)


def full_talk(desk, status):
    """A talk with a row in every table, at that step."""
    talk_id = desk.talk_at(S.UNDER_WAY)
    desk.talks.pause(talk_id, "")
    desk.trail.clock.move(minutes=1)
    desk.talks.resume(talk_id)
    desk.talks.add_finding(talk_id, FindingEntry("a1", "表现"))
    desk.end(talk_id)
    desk.talks.correct(talk_id, desk.first_answer(talk_id), "更正")
    with desk.vault.transaction() as connection:
        attachments.add(connection, make_attachment(talk_id, talk_id.replace("-", "")))
    if status in {S.TO_SIGN, S.SIGNED, S.SEALED}:
        desk.confirm(talk_id)
    if status in {S.SIGNED, S.SEALED}:
        desk.talks.note_refusal_and_sign(talk_id, "拒签")
    if status is S.SEALED:
        desk.talks.seal(talk_id)
    return talk_id


def make_attachment(talk_id, attachment_id):
    return Attachment(
        id=AttachmentId(attachment_id),
        talk_id=talk_id,
        purpose=Purpose.MINUTES,
        media_type="application/pdf",
        title="谈话记录",
        size=1,
        sha256="0" * 64,
        pages=3,
        made_at=BEGAN,
    )


ROWS_OF_A_TALK = {
    "talk": "id",
    "talk_body": "talk_id",
    "participant": "talk_id",
    "answer": "talk_id",
    "break": "talk_id",
    "correction": "talk_id",
    "finding": "talk_id",
    "attachment": "talk_id",
}
MAY_CHANGE = {
    ("talk", "received_at"),
    ("finding", "status"),
    ("finding", "measure"),
    ("finding", "deadline"),
    ("finding", "regulation"),  # the rule is made after the talk
    ("finding", "is_regulation_new"),
    # what is completed, decided and looked back at after the talk
    ("finding", "source"),
    ("finding", "is_repeated"),
    ("finding", "measure_kind"),
    ("finding", "evidence_wanted"),
    ("finding", "leader"),
    ("finding", "responsible"),
    ("finding", "effect"),
    ("finding", "supervisor"),
    ("finding", "term"),
    ("finding", "first_deadline"),
    ("finding", "done_on"),
    ("finding", "closed_on"),
    ("finding", "look_back_on"),
    ("finding", "extensions"),
    ("finding", "returns"),
    ("finding", "relapses"),
    ("finding", "clue"),
}


def other_values(vault, table):
    """For each column an expression that is not what stands there."""
    with vault.reading() as connection:
        rows = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    return [
        (
            name,
            f'coalesce("{name}", 0) + 1'
            if kind == "INTEGER"
            else f"coalesce(\"{name}\", '') || 'x'",
        )
        for _, name, kind, *_ in rows
    ]


def refused(vault, sql, *values):
    """Why the database refuses the statement as a whole; empty when it took it."""
    try:
        with vault.transaction() as connection:
            changed = connection.execute(sql, values).rowcount
    except sqlite.IntegrityError as error:
        return str(error)
    assert changed, f"the statement met no row and proves nothing: {sql}"
    return ""


@pytest.mark.parametrize("table", ROWS_OF_A_TALK)
def test_no_column_of_a_sealed_talk_changes(desk, table):
    talk_id = full_talk(desk, S.SEALED)
    for column, other in other_values(desk.vault, table):
        sql = f'UPDATE "{table}" SET "{column}" = {other} WHERE "{ROWS_OF_A_TALK[table]}" = ?'
        if (table, column) not in MAY_CHANGE:
            why = refused(desk.vault, sql, talk_id)
            assert why, column
            assert "constraint failed" not in why, "a trigger must refuse it, not chance"


@pytest.mark.parametrize("table", ROWS_OF_A_TALK)
def test_no_row_of_a_sealed_talk_is_deleted_added_or_replaced(desk, table):
    talk_id = full_talk(desk, S.SEALED)
    key = ROWS_OF_A_TALK[table]
    assert refused(desk.vault, f'DELETE FROM "{table}" WHERE "{key}" = ?', talk_id)
    for verb in ("INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE"):
        sql = f'{verb} INTO "{table}" SELECT * FROM "{table}" WHERE "{key}" = ?'
        assert refused(desk.vault, sql, talk_id)


def test_rows_of_an_open_talk_cannot_be_moved_into_a_sealed_one(desk):
    sealed, other = full_talk(desk, S.SEALED), full_talk(desk, S.TO_CONFIRM)
    for table, key in ROWS_OF_A_TALK.items():
        sql = f'UPDATE OR REPLACE "{table}" SET "{key}" = ? WHERE "{key}" = ?'
        assert refused(desk.vault, sql, sealed, other), table


@pytest.mark.parametrize("status", [S.TO_SIGN, S.SIGNED])
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE answer SET text = 'x' WHERE talk_id = ?",
        "UPDATE participant SET name = 'x' WHERE talk_id = ?",
        "UPDATE talk_body SET summary = 'x' WHERE talk_id = ?",
        "UPDATE talk_body SET text_digest = 'x' WHERE talk_id = ?",
        "UPDATE break SET note = 'x' WHERE talk_id = ?",
        "UPDATE correction SET new_text = 'x' WHERE talk_id = ?",
        "DELETE FROM answer WHERE talk_id = ?",
        "DELETE FROM participant WHERE talk_id = ?",
        "INSERT INTO break (talk_id, began_at) VALUES (?, '2026')",
        "INSERT INTO correction SELECT talk_id, 9, at, place, old_text, new_text, note"
        " FROM correction WHERE talk_id = ?",
    ],
)
def test_the_text_is_frozen_from_confirming_on(desk, status, sql):
    assert refused(desk.vault, sql, full_talk(desk, status))


def test_what_was_said_and_corrected_is_never_deleted(desk):
    talk_id = full_talk(desk, S.TO_CONFIRM)
    for table in ("talk", "talk_body", "answer", "break", "correction", "finding"):
        key = ROWS_OF_A_TALK[table]
        assert refused(desk.vault, f'DELETE FROM "{table}" WHERE "{key}" = ?', talk_id), table


def test_a_talk_keeps_its_number(desk):
    talk_id = desk.plan()
    assert refused(desk.vault, "UPDATE talk SET number = '2026-0009' WHERE id = ?", talk_id)
    assert refused(desk.vault, "UPDATE talk SET serial = 9 WHERE id = ?", talk_id)


def test_an_ended_break_and_a_finding_number_stay(desk):
    talk_id = full_talk(desk, S.TO_CONFIRM)
    assert refused(desk.vault, "UPDATE break SET ended_at = NULL WHERE talk_id = ?", talk_id)
    assert refused(desk.vault, "UPDATE finding SET number = 'x' WHERE talk_id = ?", talk_id)
    assert not refused(desk.vault, "UPDATE finding SET area = 'a2' WHERE talk_id = ?", talk_id)


def test_a_finding_goes_on_after_its_talk_was_sealed(desk):
    talk_id = full_talk(desk, S.SEALED)
    assert not refused(
        desk.vault, "UPDATE finding SET status = 'closed' WHERE talk_id = ?", talk_id
    )
    assert refused(desk.vault, "UPDATE finding SET manifestation = 'x' WHERE talk_id = ?", talk_id)


def test_a_sealed_talk_is_received_once(desk):
    talk_id, open_talk = full_talk(desk, S.SEALED), full_talk(desk, S.SIGNED)
    number, other = desk.talk(talk_id).number, desk.talk(open_talk).number
    at = desk.trail.clock.now()
    with desk.vault.transaction() as connection:
        assert talks.mark_received(connection, [number, other, "1999-0001"], at) == 1
        assert talks.mark_received(connection, [number], at.replace(year=2027)) == 0
        assert talks.by_number(connection, number) == talk_id
        assert talks.by_number(connection, "1999-0001") is None
    assert desk.talk(talk_id).received_at == at
    assert desk.talk(open_talk).received_at is None
    assert refused(desk.vault, "UPDATE talk SET received_at = NULL WHERE id = ?", talk_id)
    assert refused(desk.vault, "UPDATE talk SET received_at = '2026' WHERE id = ?", open_talk)


def test_a_prompt_set_never_changes_and_stays_while_it_is_used(desk):
    assert refused(desk.vault, "UPDATE prompt_set SET title = 'x'")
    assert refused(desk.vault, "UPDATE prompt SET question = 'x'")
    assert refused(desk.vault, "INSERT OR REPLACE INTO prompt_set SELECT * FROM prompt_set")
    desk.talk_at(S.PREPARED)
    assert refused(desk.vault, "DELETE FROM prompt_set")
    assert refused(desk.vault, "DELETE FROM prompt")
    sql = "INSERT INTO prompt SELECT prompt_set_id, 'x', area, question, follow_ups, concrete, 0 FROM prompt"
    assert refused(desk.vault, sql)


def test_an_unused_prompt_set_may_be_taken_away(desk):
    assert not refused(desk.vault, "DELETE FROM prompt")
    assert not refused(desk.vault, "DELETE FROM prompt_set")


def test_attachments_are_found_by_talk_and_purpose_and_swept_by_id(desk):
    talk_id = full_talk(desk, S.SIGNED)
    newer = make_attachment(talk_id, "e" * 32)
    scan = replace(newer, purpose=Purpose.SCAN, id=AttachmentId("a" * 32))
    with desk.vault.transaction() as connection:
        attachments.add(connection, scan)
        assert attachments.newest(connection, talk_id, Purpose.SCAN) == scan
        assert [a.id for a in attachments.of(connection, talk_id)] == sorted(
            ["a" * 32, talk_id.replace("-", "")]
        )
        assert attachments.by_digest(connection, "0" * 64, Purpose.SCAN) == scan
        assert attachments.by_digest(connection, "1" * 64, Purpose.SCAN) is None
        attachments.remove(connection, scan.id)
        assert attachments.newest(connection, talk_id, Purpose.SCAN) is None
        assert attachments.known_ids(connection) == {talk_id.replace("-", "")}


def test_a_link_to_nothing_is_refused_at_the_latest_when_it_would_be_kept(desk):
    talk_id = desk.plan()
    assert refused(
        desk.vault,
        "INSERT INTO answer (talk_id, id, place, prompt_set_id, prompt_number) VALUES (?, 'x', 1, 'no', 'no')",
        talk_id,
    )
    assert refused(
        desk.vault, "INSERT INTO talk_body (talk_id, planned_at) VALUES (?, '2026')", "no"
    )
    assert refused(desk.vault, "INSERT INTO person_initials VALUES ('zs', ?)", "no")
