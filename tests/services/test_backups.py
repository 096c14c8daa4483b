"""Backup sets: made while work goes on, kept in two places, thinned out, never half."""

from __future__ import annotations

import shutil
import time
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.backup import BackupPlan
from app.domain.errors import (
    AppError,
    DiskFullError,
    FolderUnusableError,
    StickFullError,
    VaultDamagedError,
)
from app.domain.progress import CancelledError, NoProgress
from app.domain.vault_errors import BackupPlaceMissingError
from app.keys import backup_note
from app.services import backup_sets
from app.store import settings
from app.store.sealed_pages import SealedPages
from tests.services.backup_desk import Aside, BackupDesk, StopAt, tree

LATER_PARTS = (3, 4)  # so the map of an auto-vacuum database names pages of long texts


@pytest.fixture
def desk(access, new_vault, application, clock, tmp_path) -> BackupDesk:
    return BackupDesk(access, new_vault, application, clock, tmp_path / "stick")


# ── what a set is ────────────────────────────────────────────────────────────────────────────────


def test_a_set_holds_the_vault_its_key_file_its_head_and_its_note(desk):
    desk.hold_a_talk()
    (record,) = desk.make()
    assert sorted(path.name for path in record.folder.iterdir()) == [
        "backup.json", "head.json", "keys.json", "vault.db",
    ]  # fmt: skip
    assert record.is_whole
    assert record.name == f"backup-20260305T020000Z-{record.sequence}"
    assert record.attachments == 1
    assert len(list((desk.local / "attachments-0").iterdir())) == 1
    assert not list(desk.local.rglob("*.part"))


def test_nothing_in_a_set_is_readable_and_no_two_sets_share_a_key(desk):
    desk.hold_a_talk()
    first = desk.make()[0]
    desk.clock.move(days=1)
    second = desk.make()[0]
    for path in desk.local.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(word.encode() in content for word in ("张三", "清溪镇", "清河县"))
            assert b"talk" not in content
            assert b"participant" not in content
    pages = [(one.folder / "vault.db").read_bytes() for one in (first, second)]
    assert pages[0][:16] != pages[1][:16]
    assert pages[0][4096:8192] != pages[1][4096:8192]


def test_attachments_are_taken_along_once(desk):
    desk.hold_a_talk()
    desk.make()
    (kept,) = (desk.local / "attachments-0").iterdir()
    before = kept.stat().st_mtime_ns
    desk.hold_a_talk()
    desk.make()
    assert kept.stat().st_mtime_ns == before
    assert len(list((desk.local / "attachments-0").iterdir())) == 2


def test_an_attachment_the_vault_has_lost_keeps_nobody_from_a_backup(desk):
    desk.hold_a_talk()
    (lost,) = (desk.application.folder / "attachments").iterdir()
    lost.unlink()
    (record,) = desk.make()
    assert record.is_whole
    assert (record.attachments, record.lacking) == (1, 1)


def test_the_trail_names_the_sets_and_their_digests(desk):
    (record,) = desk.make()
    entry = next(e for e in desk.application.audit.page() if e.what == "backup.make")
    assert (entry.which, entry.content) == (record.name, record.digest)
    assert desk.application.audit.check(NoProgress()).is_whole


def test_two_sets_of_one_second_have_two_names(desk):
    first, second = (desk.backups.make(NoProgress()).records[0] for _ in range(2))
    assert first.name != second.name
    assert desk.backups.state().latest == second


# ── while work goes on ───────────────────────────────────────────────────────────────────────────


def test_saving_goes_on_while_a_backup_is_made_and_does_not_begin_it_anew(desk):
    vault = desk.application.session.vault
    with vault.transaction() as connection:
        for number in range(8_000):
            settings.keep(connection, f"answer.{number}", "谈话" * 300)
    told: list[tuple[int, int]] = []

    class Watching:
        def step(self, done: int, total: int) -> None:
            told.append((done, total))

    (before,) = desk.make()
    aside, saves, slowest = Aside(lambda: desk.backups.make(Watching())), 0, 0.0
    while aside.is_under_way:
        began = time.perf_counter()
        with vault.transaction() as connection:
            settings.keep(connection, "typed", str(saves))
        slowest = max(slowest, time.perf_counter() - began)
        saves += 1
        time.sleep(0.002)
    (record,) = aside.result().records
    hundredths = [done * 100 // total for done, total in told]
    assert saves > 20
    assert slowest < 2.0  # a save that waited for the backup would take as long as the backup
    assert hundredths == sorted(hundredths), "the copy began anew"
    assert record.is_whole
    assert record.sequence == before.sequence + 1  # the moment of its beginning: not a save more


@pytest.mark.parametrize("hundredths", [1, 30, 55, 60, 80, 99, 100])
def test_a_backup_that_is_stopped_leaves_nothing(desk, hundredths):
    desk.hold_a_talk()
    with pytest.raises(CancelledError):
        desk.backups.make(StopAt(hundredths))
    assert desk.backups.list() == []
    assert not [p for p in desk.local.iterdir() if p.name.startswith("backup-")]


def test_locking_stops_a_backup_and_waits_until_it_has_cleared_up(desk):
    vault = desk.application.session.vault
    with vault.transaction() as connection:
        for number in range(8_000):
            settings.keep(connection, f"answer.{number}", "谈话" * 300)
    steps = []

    class Slow:
        def step(self, done: int, total: int) -> None:
            steps.append(done)
            time.sleep(0.05)

    aside = Aside(lambda: desk.backups.make(Slow()))
    while not steps:
        time.sleep(0.001)
    desk.lock()
    assert not aside.is_under_way or not list(desk.local.glob("backup-*"))
    with pytest.raises(CancelledError):
        aside.result()
    assert not list(desk.local.glob("backup-*"))
    desk.unlock()
    assert desk.application.session.at_close == []


def test_no_backup_is_made_of_a_locked_vault(desk):
    backups = desk.backups
    desk.lock()
    with pytest.raises(CancelledError):
        backups.make(NoProgress())


# ── when and where ───────────────────────────────────────────────────────────────────────────────


def test_a_backup_is_due_once_a_day(desk):
    assert desk.backups.state().is_due
    desk.make()
    assert not desk.backups.state().is_due
    desk.clock.move(hours=23, minutes=59)
    assert not desk.backups.state().is_due
    desk.clock.move(minutes=1)
    assert desk.backups.state().is_due


def test_a_set_of_the_future_puts_off_nothing(desk):
    desk.clock.move(days=400)  # the battery of the clock was changed, and it ran ahead for a day
    desk.make()
    desk.clock.move(days=-400)
    assert desk.backups.state().is_due
    desk.clock.move(seconds=1)
    desk.make()
    assert not desk.backups.state().is_due


def test_a_damaged_set_puts_off_nothing(desk):
    (record,) = desk.make()
    (record.folder / "keys.json").unlink()
    state = desk.backups.state()
    assert state.is_due
    assert state.latest is None
    assert [one.flaw for one in desk.backups.list()] == ["keys.json"]


def test_a_second_place_gets_a_set_of_its_own(desk):
    desk.hold_a_talk()
    desk.choose_stick()
    assert desk.backups.state().is_second_due
    here, there = desk.make()
    state = desk.backups.state()
    assert (state.latest, state.latest_second) == (here, there)
    assert not state.is_second_due
    assert there.is_second
    assert there.folder.parent.parent == desk.stick
    assert there.folder.parent.name == f"谈心簿备份-{there.database[:8]}"
    assert len(list((there.folder.parent / "attachments-0").iterdir())) == 1
    assert len(desk.backups.list()) == 2


def test_two_vaults_share_a_stick_without_touching_each_others_backups(
    desk, access, new_vault, tmp_path
):
    desk.choose_stick()
    desk.make()
    other = access.create(
        type(new_vault)(tmp_path / "other", "lvyou-kafei-2031", "lvyou-kafei-2031", "乙县", "王"),
        NoProgress(),
    )
    other.backups.plan(BackupPlan(desk.stick))
    other.backups.make(NoProgress())
    assert len(other.backups.list()) == 2
    assert len(desk.backups.list()) == 2
    assert len(list(desk.stick.iterdir())) == 2
    other.lock()


def test_a_stick_that_is_not_there_is_told_and_the_set_here_is_made_all_the_same(desk):
    desk.choose_stick()
    desk.stick.rename(desk.stick.with_name("pulled"))
    made = desk.backups.make(NoProgress())
    (trouble,) = made.missed
    assert isinstance(trouble, BackupPlaceMissingError)
    assert trouble.folder == str(desk.stick)
    assert [record.is_second for record in made.records] == [False]
    state = desk.backups.state()
    assert state.is_second_due
    assert not state.is_second_here
    assert not desk.stick.exists(), "a folder made there would lie on the wrong disk"


def test_an_empty_folder_where_the_stick_used_to_be_is_not_the_stick(desk):
    desk.choose_stick()
    desk.stick.rename(desk.stick.with_name("pulled"))
    desk.stick.mkdir()  # where a stick is mounted, the folder stays when it is pulled
    made = desk.backups.make(NoProgress())
    assert isinstance(made.missed[0], BackupPlaceMissingError)
    assert list(desk.stick.iterdir()) == []


def test_the_second_place_can_be_its_own_folder_on_the_stick(desk):
    desk.choose_stick()
    (own,) = desk.stick.iterdir()
    desk.backups.plan(BackupPlan(own, 48))
    assert desk.backups.state().plan == BackupPlan(desk.stick, 48)


def test_no_second_place_inside_the_vault(desk):
    with pytest.raises(FolderUnusableError):
        desk.backups.plan(BackupPlan(desk.application.folder))
    with pytest.raises(FolderUnusableError):
        desk.backups.plan(BackupPlan(desk.stick / "not there"))
    assert desk.backups.state().plan == BackupPlan()


def test_the_second_place_can_be_given_up(desk):
    desk.choose_stick()
    desk.backups.plan(BackupPlan(None))
    assert desk.backups.state().plan == BackupPlan()
    assert len(desk.make()) == 1
    assert [e.what for e in desk.application.audit.page()].count("backup.plan") == 2


def test_a_backup_that_is_due_in_one_place_is_made_there_alone(desk):
    desk.make()
    desk.choose_stick()
    made = desk.backups.make(NoProgress(), due_only=True)
    assert [record.is_second for record in made.records] == [True]
    assert desk.backups.make(NoProgress(), due_only=True).records == ()
    desk.clock.move(days=1)
    assert len(desk.backups.make(NoProgress(), due_only=True).records) == 2


def test_what_is_removed_while_one_looks_is_not_called_damaged(desk):
    for _ in range(3):
        desk.make()
        desk.clock.move(days=1)

    def make_many() -> None:
        for _ in range(6):
            desk.clock.move(seconds=1)
            desk.backups.make(NoProgress())

    aside = Aside(make_many)  # of one day: each removes the one before
    while aside.is_under_way:
        assert all(record.is_whole for record in desk.backups.list())
    aside.result()


def test_two_backups_at_once_wait_for_each_other(desk):
    desk.hold_a_talk()
    asides = [Aside(lambda: desk.backups.make(NoProgress())) for _ in range(3)]
    made = [aside.result().records[0] for aside in asides]
    assert all(record.is_whole for record in made)
    assert desk.backups.state().latest in made
    assert not list(desk.local.rglob("*.part"))


# ── rotation ─────────────────────────────────────────────────────────────────────────────────────


def test_sets_of_the_last_days_weeks_and_months_stay(desk):
    made = []
    for _ in range(14):
        made.append(desk.backups.make(NoProgress()).records[0])
        desk.clock.move(days=20)
    left = {record.folder for record in desk.backups.list()}
    assert {record.folder for record in made[-7:]} <= left
    assert made[1].folder in left  # the last of its month
    assert made[0].folder not in left
    assert len(left) < len(made)
    assert {path for path in desk.local.iterdir() if path.name != "attachments-0"} == left


def test_the_set_just_made_stays_although_the_clock_went_back(desk):
    for _ in range(9):
        desk.make()
        desk.clock.move(days=1)
    desk.clock.move(days=-1000)
    (made,) = desk.make()
    assert made in desk.backups.list()


def test_attachments_that_no_set_names_any_more_leave_with_the_last_that_did(desk):
    desk.hold_a_talk()
    desk.make()
    (kept,) = (desk.local / "attachments-0").iterdir()
    with desk.application.session.vault.transaction() as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        connection.execute("DROP TRIGGER IF EXISTS attachment_kept")
        connection.execute("DELETE FROM set_in")
        connection.execute("DELETE FROM attachment")
    desk.clock.move(hours=1)
    desk.make()  # of the same day: the one before goes
    assert len(desk.backups.list()) == 1
    assert not kept.exists()


def test_attachments_stay_while_an_older_set_names_them(desk):
    desk.hold_a_talk()
    desk.make()
    (kept,) = (desk.local / "attachments-0").iterdir()
    with desk.application.session.vault.transaction() as connection:
        connection.execute("DELETE FROM set_in")
        connection.execute("DELETE FROM attachment")
    for _ in range(2):
        desk.clock.move(days=1)
        desk.make()
        desk.clock.move(hours=1)
        desk.make()
    assert kept.exists()


def test_a_damaged_set_is_neither_counted_nor_removed(desk):
    (first,) = desk.make()
    (first.folder / "head.json").write_bytes(b"{}")
    for _ in range(3):
        desk.clock.move(hours=1)
        (last,) = desk.make()
    found = desk.backups.list()
    assert [record.folder for record in found] == [last.folder, first.folder]
    assert [record.flaw for record in found] == ["", "head.json"]


def test_a_note_that_somebody_else_wrote_is_a_flaw(desk):
    (record,) = desk.make()
    note = record.folder / "backup.json"
    parsed = backup_note.parse(note.read_bytes())
    forged = backup_note.new_note(
        parsed.facts, backup_note.BackupSecret(bytearray(32), {}), bytearray(32)
    )
    note.write_bytes(forged.written())
    assert desk.backups.list()[0].flaw == "backup.json"


# ── the medium ───────────────────────────────────────────────────────────────────────────────────


def test_a_full_stick_costs_only_its_own_set(desk, small_disk):
    disk = small_disk(24)
    desk.backups.plan(BackupPlan(disk))
    filler = disk / "holiday.mp4"
    filler.write_bytes(bytes(20 << 20))
    before = tree(disk)
    made = desk.backups.make(NoProgress())
    (trouble,) = made.missed
    assert isinstance(trouble, StickFullError)
    assert trouble.needed_bytes > trouble.free_bytes
    assert len(made.records) == 1
    assert tree(disk) == before


def test_a_stick_that_fills_up_in_the_middle_is_left_as_it_was(desk, small_disk, monkeypatch):
    monkeypatch.setattr(backup_sets, "_refuse_full", lambda *_: None)  # room, as far as one knew
    with desk.application.session.vault.transaction() as connection:
        for number in range(2000):
            settings.keep(connection, f"answer.{number}", "谈话" * 300)
    disk = small_disk(4)
    desk.backups.plan(BackupPlan(disk))
    before = tree(disk)
    made = desk.backups.make(NoProgress())
    assert isinstance(made.missed[0], StickFullError)
    assert tree(disk) == before
    assert desk.application.audit.check(NoProgress()).is_whole


class PulledAt:
    """Progress during which somebody pulls the stick."""

    def __init__(self, stick: Path, hundredths: int) -> None:
        self.stick, self.hundredths = stick, hundredths

    def step(self, done: int, total: int) -> None:
        if self.stick.exists() and done * 100 >= self.hundredths * total:
            self.stick.rename(self.stick.with_name("pulled"))


@pytest.mark.parametrize("hundredths", [52, 77, 82, 91, 99, 100])  # the stick's half is the second
def test_a_stick_pulled_in_the_middle_costs_its_set_alone(desk, hundredths):
    desk.hold_a_talk()
    desk.choose_stick()
    desk.make()
    desk.hold_a_talk()
    made = desk.backups.make(PulledAt(desk.stick, hundredths))
    (trouble,) = made.missed
    assert isinstance(trouble, BackupPlaceMissingError)
    assert [record.is_second for record in made.records] == [False]
    assert not desk.stick.exists()
    desk.stick.with_name("pulled").rename(desk.stick)  # put in again
    sets = [record for record in desk.backups.list() if record.is_second]
    assert all(record.is_whole for record in sets)
    assert len(sets) == 1
    assert len(desk.make()) == 2
    assert not list(desk.stick.rglob("*.part"))


@pytest.mark.parametrize("hundredths", [10, 40, 45])
def test_a_vault_whose_folder_vanishes_in_the_middle_makes_no_poorer_set(desk, hundredths):
    for _ in range(3):
        desk.hold_a_talk()
    desk.choose_stick()
    with pytest.raises(AppError):
        desk.backups.make(PulledAt(desk.application.folder, hundredths))
    desk.application.folder.with_name("pulled").rename(desk.application.folder)
    assert all(record.is_whole and not record.lacking for record in desk.backups.list())


def test_a_full_disk_of_the_vault_leaves_the_older_sets(access, new_vault, small_disk, clock):
    disk = small_disk(160)
    application = access.create(
        type(new_vault)(disk / "v", "shanshui-ruhua-2026", "shanshui-ruhua-2026", "清河县", "李明"),
        NoProgress(),
    )
    application.backups.make(NoProgress())
    (disk / "filler").write_bytes(bytes(_free(disk) - (2 << 20)))
    before = tree(disk / "v" / "backups")
    with pytest.raises(DiskFullError):
        application.backups.make(NoProgress())
    assert tree(disk / "v" / "backups") == before
    assert len(application.backups.list()) == 1
    application.lock()


def _free(disk: Path) -> int:
    return shutil.disk_usage(disk).free


def test_ages_are_in_hours(desk):
    desk.backups.plan(BackupPlan(None, 1))
    desk.make()
    desk.clock.move(minutes=59)
    assert not desk.backups.state().is_due
    desk.clock.moment += timedelta(minutes=1)
    assert desk.backups.state().is_due


def test_a_vault_with_a_page_of_noughts_is_not_copied_over_its_good_backups(desk):
    # SQLCipher takes such a page for one never written; the copy would carry it, sealed anew
    desk.hold_a_talk()
    (good,) = desk.make()
    desk.application.session.vault.checkpoint()
    database = desk.application.folder / "vault.db"
    whole = database.read_bytes()
    desk.clock.move(days=1)
    found = long_text_pages(desk.application)
    assert found
    for page in found:
        start = 4096 * (page - 1)
        database.write_bytes(whole[:start] + bytes(4096) + whole[start + 4096 :])
        with pytest.raises(VaultDamagedError):
            desk.make()
    assert [path.name for path in desk.local.glob("backup-*")] == [good.folder.name]


def long_text_pages(application) -> list[int]:
    """The pages that hold only the later parts of long texts, by the database's map of parents."""
    session = application.session
    pages = SealedPages(session.folder / "vault.db", session.keys.sqlcipher)
    try:
        entries = pages.page(2)
        assert entries
        kinds = entries[0 : 5 * (pages.count - 2) : 5]
    finally:
        pages.close()
    return [number for number, kind in enumerate(kinds, 3) if kind in LATER_PARTS]
