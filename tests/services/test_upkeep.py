"""An open vault knows what it lacks, does what it can by itself, and asks for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.backup import BackupPlan
from app.domain.holders import HolderRole
from app.domain.notices import NoticeKind
from app.domain.progress import NoProgress
from app.services.upkeep import Upkeep
from app.store.ballast import SIZE, Ballast


def kinds(application) -> set[NoticeKind]:
    return {notice.kind for notice in application.upkeep.notices()}


def back_up(application):
    application.backups.note(application.backups.make(NoProgress()))


@pytest.fixture
def stick(tmp_path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_a_new_vault_asks_for_recovery_cards_alone(application):
    assert kinds(application) == {NoticeKind.CARDS_MISSING}


def test_a_backup_is_due_at_once_and_then_each_day(application, clock):
    assert application.upkeep.round()
    back_up(application)
    assert not application.upkeep.round()
    clock.move(hours=25)
    assert application.upkeep.round()


def test_days_without_a_backup_are_told(application, clock):
    clock.move(days=9)
    notice = next(n for n in application.upkeep.notices() if n.kind is NoticeKind.BACKUP_OLD)
    assert notice.days == 9
    back_up(application)
    assert NoticeKind.BACKUP_OLD not in kinds(application)
    assert NoticeKind.SECOND_MISSING in kinds(application)


def test_a_stick_that_is_out_is_remembered_and_missed_after_a_week(application, clock, stick):
    application.backups.plan(BackupPlan(second=stick))
    assert NoticeKind.SECOND_OLD in kinds(application)
    back_up(application)
    application.upkeep.round()
    assert NoticeKind.SECOND_OLD not in kinds(application)
    stick.rename(stick.with_name("pulled"))
    assert NoticeKind.SECOND_OLD not in kinds(application)
    clock.move(days=8)
    back_up(application)
    notice = next(n for n in application.upkeep.notices() if n.kind is NoticeKind.SECOND_OLD)
    assert notice.days == 8


def test_a_second_place_that_is_not_there_does_not_make_a_backup_due(application, stick):
    application.backups.plan(BackupPlan(second=stick))
    stick.rename(stick.with_name("pulled"))
    back_up(application)
    assert not application.upkeep.round()
    stick.with_name("pulled").rename(stick)
    assert application.upkeep.round()


def test_a_check_is_asked_for_after_a_month(application, clock):
    clock.move(days=40)
    back_up(application)
    assert NoticeKind.CHECK_DUE in kinds(application)
    application.integrity.note(application.integrity.check(NoProgress()))
    assert NoticeKind.CHECK_DUE not in kinds(application)


def test_a_round_brings_the_note_of_the_head_up_to_date(application):
    note = application.folder / "head.json"
    before = note.read_bytes()
    application.settings.keep_office(application.settings.office())
    application.upkeep.round()
    assert note.read_bytes() != before


@pytest.mark.parametrize("role", [HolderRole.RECORDER, HolderRole.AUDITOR])
def test_nobody_is_asked_for_what_is_not_theirs_to_do(application, clock, role):
    from dataclasses import replace

    clock.move(days=40)
    session = application.session
    other = replace(session, trail=replace(session.trail, role=role))
    a = application
    upkeep = Upkeep(other, a.backups, a.recovery, a.integrity, a.receipts)
    found = {notice.kind for notice in upkeep.notices()}
    assert NoticeKind.CARDS_MISSING not in found
    assert NoticeKind.BACKUP_OLD in found


def test_spare_room_is_held_back_and_given_up(application):
    assert application.upkeep.keep_room()
    assert Ballast(application.folder).is_there
    assert application.upkeep.give_room() == SIZE
    assert application.upkeep.give_room() == 0
