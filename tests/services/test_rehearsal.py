"""The drill that shows a backup would serve; it reads, and writes nothing into the set."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.backup import RehearsalCheck
from app.domain.errors import TooManyTriesError, WrongPassphraseError
from app.domain.progress import CancelledError, NoProgress
from app.domain.vault_errors import BackupDamagedError, BackupMissingError
from tests.services.backup_desk import Aside, BackupDesk, StopAt, tree


@pytest.fixture
def desk(access, new_vault, application, clock, tmp_path) -> BackupDesk:
    return BackupDesk(access, new_vault, application, clock, tmp_path / "stick")


def rehearsed(desk, record, progress=None):
    """On a lane of its own, as the window does it."""
    rehearsal = desk.application.rehearsal
    words = desk.new.passphrase
    return Aside(lambda: rehearsal.rehearse(record, words, progress or NoProgress())).result()


def test_a_good_set_passes_every_check(desk):
    desk.hold_a_talk()
    desk.hold_a_talk()
    (record,) = desk.make()
    report = rehearsed(desk, record)
    assert report.is_whole
    assert all(report.passed(check) for check in RehearsalCheck)
    assert (report.attachments, report.damaged) == (2, 0)
    assert report.counts["talk"] == 2
    assert report.head.sequence == record.sequence
    assert report.holder == "李明"


def test_nothing_is_written_into_the_set_nor_beside_it(desk):
    desk.hold_a_talk()
    (record,) = desk.make()
    before, vault = tree(desk.local), tree(desk.application.folder)
    rehearsed(desk, record)
    assert tree(desk.local) == before
    assert tree(desk.application.folder) == vault


def test_a_set_on_a_medium_that_cannot_be_written(desk, small_disk):
    disk = small_disk(64)
    desk.stick = disk
    desk.hold_a_talk()
    desk.choose_stick()
    _, there = desk.make()
    assert subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=False).returncode == 0
    assert rehearsed(desk, there).is_whole
    made = desk.backups.make(NoProgress())
    assert type(made.missed[0]).__name__ == "StickReadOnlyError"
    assert len(made.records) == 1


def test_the_trail_says_which_set_was_rehearsed(desk):
    (record,) = desk.make()
    desk.application.rehearsal.note(rehearsed(desk, record))
    entry = next(e for e in desk.application.audit.page() if e.what == "backup.rehearse")
    assert entry.which == record.name
    assert len(entry.content) == 64


def test_the_outcome_is_part_of_what_the_trail_says(desk):
    (record,) = desk.make()
    good = rehearsed(desk, record)
    harm(record.folder / "vault.db", 5000)
    bad = rehearsed(desk, record)
    desk.application.rehearsal.note(good)
    desk.application.rehearsal.note(bad)
    said = [e.content for e in desk.application.audit.page() if e.what == "backup.rehearse"]
    assert len(set(said)) == 2


def harm(path, place: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)
        file.seek(place)
        file.write(bytes([byte[0] ^ 1]))


@pytest.mark.parametrize("place", [100, 4096 * 2 + 9, 4096 * 30 + 4000])
def test_one_bit_of_a_page_is_found(desk, place):
    (record,) = desk.make()
    harm(record.folder / "vault.db", place)
    report = rehearsed(desk, record)
    assert not report.passed(RehearsalCheck.PAGES)
    assert report.passed(RehearsalCheck.KEYS)


def test_a_page_of_the_same_vault_put_in_another_ones_place_is_found(desk):
    (record,) = desk.make()
    path = record.folder / "vault.db"
    content = bytearray(path.read_bytes())
    content[4096:8192], content[8192:12288] = content[8192:12288], content[4096:8192]
    path.write_bytes(content)
    assert not rehearsed(desk, record).passed(RehearsalCheck.PAGES)


def test_the_database_of_another_set_is_found(desk):
    """Each set has a key of its own, so an older database does not pass for a newer one."""
    (old,) = desk.make()
    desk.clock.move(days=1)
    (new,) = desk.make()
    (new.folder / "vault.db").write_bytes((old.folder / "vault.db").read_bytes())
    assert not rehearsed(desk, new).is_whole


def test_an_attachment_that_is_lacking_or_damaged_is_counted(desk):
    for _ in range(3):
        desk.hold_a_talk()
    (record,) = desk.make()
    first, second, _ = sorted((desk.local / "attachments-0").iterdir())
    first.unlink()
    harm(second, 20)
    report = rehearsed(desk, record)
    assert (report.attachments, report.damaged) == (3, 2)
    assert report.failed == {RehearsalCheck.ATTACHMENTS}


def test_the_next_backup_brings_the_lacking_attachment_again(desk):
    desk.hold_a_talk()
    (record,) = desk.make()
    (kept,) = (desk.local / "attachments-0").iterdir()
    kept.write_bytes(kept.read_bytes()[:-5])  # cut short
    desk.clock.move(days=1)
    desk.make()
    assert rehearsed(desk, record).is_whole


def test_the_passphrase_of_another_day_opens_nothing_and_is_counted(desk):
    (record,) = desk.make()
    rehearsal = desk.application.rehearsal
    for _ in range(3):
        with pytest.raises(WrongPassphraseError):
            rehearsal.rehearse(record, "some other words", NoProgress())
        desk.clock.move(minutes=2)
    with pytest.raises(WrongPassphraseError):
        rehearsal.rehearse(record, "some other words", NoProgress())
    with pytest.raises(TooManyTriesError):
        rehearsal.rehearse(record, desk.new.passphrase, NoProgress())


def test_a_set_whose_key_file_is_damaged_cannot_be_opened(desk):
    (record,) = desk.make()
    harm(record.folder / "keys.json", 50)
    with pytest.raises(BackupDamagedError):
        rehearsed(desk, record)


def test_a_set_that_was_pulled_out_says_so(desk):
    desk.choose_stick()
    _, there = desk.make()
    desk.stick.rename(desk.stick.with_name("pulled"))
    with pytest.raises(BackupMissingError):
        rehearsed(desk, there)


@pytest.mark.parametrize("hundredths", [5, 50, 100])
def test_a_rehearsal_can_be_stopped(desk, hundredths):
    desk.hold_a_talk()
    (record,) = desk.make()
    with pytest.raises(CancelledError):
        rehearsed(desk, record, StopAt(hundredths))


def test_the_record_is_a_page_of_paper(desk):
    desk.hold_a_talk()
    (record,) = desk.make()
    report = rehearsed(desk, record)
    files = {str(path) for path in desk.application.folder.rglob("*")}
    assert desk.application.rehearsal.sheet(report).startswith(b"%PDF")
    assert {str(path) for path in desk.application.folder.rglob("*")} == files


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_no_descriptor_of_a_set_stays_open(desk):
    """A stick could not be taken out otherwise."""
    desk.choose_stick()
    _, there = desk.make()
    rehearsed(desk, there)
    held = [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    assert not [path for path in held if str(desk.stick) in path]
