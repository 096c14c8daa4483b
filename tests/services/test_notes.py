"""Private notes are read by the interviewer alone, and come out of the vault nowhere."""

from __future__ import annotations

import pytest

from app.domain.holders import HolderRole
from app.domain.preparing_errors import NoteTooLongError
from app.domain.vault_errors import RoleRefusedError
from app.services.notes import LONGEST_NOTE, Notes
from app.services.trail import Trail
from tests.desk import Desk


@pytest.fixture
def desk(vault, trail) -> Desk:
    return Desk.set_up(vault, trail)


def test_a_note_is_kept_for_its_talk_and_can_be_emptied(desk, vault, trail):
    notes, talk_id, other = Notes(vault, trail), desk.plan(), desk.plan()
    notes.keep(talk_id, "说话绕，先让他讲完")
    assert notes.get(talk_id) == "说话绕，先让他讲完"
    assert notes.get(other) == ""
    notes.keep(talk_id, "")
    assert notes.get(talk_id) == ""
    assert desk.acts(talk_id)[-2:] == ["note.keep", "note.keep"]
    with pytest.raises(NoteTooLongError):
        notes.keep(talk_id, "长" * (LONGEST_NOTE + 1))


def test_the_trail_holds_no_digest_of_a_note(desk, vault, trail):
    talk_id = desk.plan()
    Notes(vault, trail).keep(talk_id, "短")
    with vault.reading() as connection:
        found = connection.execute(
            "SELECT content FROM audit_entry WHERE what = 'note.keep'"
        ).fetchall()
    assert found == [("",)]


@pytest.mark.parametrize("role", [HolderRole.RECORDER, HolderRole.AUDITOR])
def test_the_recorder_and_the_auditor_neither_read_nor_write(desk, vault, trail, role):
    talk_id = desk.plan()
    Notes(vault, trail).keep(talk_id, "说话绕")
    other = Notes(vault, Trail(trail.clock, "周小雨", trail.new_id, role=role))
    with pytest.raises(RoleRefusedError):
        other.get(talk_id)
    with pytest.raises(RoleRefusedError):
        other.keep(talk_id, "改了")
    assert Notes(vault, trail).get(talk_id) == "说话绕"
