"""Another version of the program and the open vault: backed up before, and what would open it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from app.domain.backup import BackupPlan
from app.domain.errors import AppError
from app.domain.progress import NoProgress
from app.domain.update_errors import NoGoodBackupError, VaultTooNewForItError
from app.keys.backup_note import FILE_NAME as NOTE
from app.services.program_care import good_set
from app.store.migrate import newest
from tests.keeping_vaults import OFFICE
from tests.keeping_vaults import PASSPHRASE as KEPT_PASSPHRASE
from tests.releases import NEXT, NOW, release

KEPT = Path(__file__).parents[1] / "data/vaults/0.4.0" / OFFICE


def test_the_vault_is_backed_up_and_the_trail_tells_of_the_version(application):
    care = application.program_care
    made = care.back_up(NoProgress())
    assert good_set(made).folder == made.records[0].folder
    care.note_backup(made)
    care.note_update(release(NEXT))
    care.note_change(release(NOW))
    entries = application.audit.page(None, 3)
    told = [(entry.what, entry.which) for entry in entries]
    assert told == [
        ("program.change", NOW),
        ("program.update", NEXT),
        ("backup.make", made.records[0].name),
    ]


def test_a_set_that_is_damaged_when_looked_at_again_does_not_count(application):
    made = application.program_care.back_up(NoProgress())
    database = made.records[0].folder / "vault.db"
    database.write_bytes(database.read_bytes()[:-4096])
    assert good_set(made) is None


def test_a_backup_that_cannot_be_made_is_told(application):
    backups = application.folder / "backups"
    shutil.rmtree(backups, ignore_errors=True)
    backups.write_bytes(b"")
    with pytest.raises(AppError) as told:
        application.program_care.back_up(NoProgress())
    assert not isinstance(told.value, NoGoodBackupError)  # its own reason is told


def test_a_set_that_does_not_last_until_it_is_looked_at_again_is_no_backup(application, tmp_path):
    second = tmp_path / "second"
    second.mkdir()
    application.backups.plan(BackupPlan(second))

    class Failing:
        """Both disks lose the end of their set as soon as there is a second one."""

        def step(self, done: int, total: int) -> None:
            notes = [note for place in (application.folder, second) for note in place.rglob(NOTE)]
            for note in notes if len(notes) == 2 else ():
                os.truncate(note.with_name("vault.db"), 8192)

    with pytest.raises(NoGoodBackupError):
        application.program_care.back_up(Failing())
    assert application.people.page(limit=1) == []  # the vault itself goes on


def test_a_version_that_knows_the_schema_opens_the_vault_as_it_is(application):
    way = application.program_care.way_back(release(NOW, office=newest()))
    assert way.opens_vault
    assert way.record is None


def test_a_raised_vault_without_a_backup_of_before_has_no_way_back(application):
    application.backups.make(NoProgress())  # of the newest schema: the older one cannot open it
    with pytest.raises(VaultTooNewForItError) as told:
        application.program_care.way_back(release(NOW, office=newest() - 1))
    assert (told.value.found, told.value.supported) == (newest(), newest() - 1)


def test_a_raised_vault_goes_back_by_the_set_that_was_made_before_it_was_raised(access, tmp_path):
    folder = Path(shutil.copytree(KEPT, tmp_path / "vault"))
    application = access.unlock(folder, KEPT_PASSPHRASE, NoProgress())
    try:
        before = min(record.schema for record in application.backups.list())
        assert before < newest()
        way = application.program_care.way_back(release(NOW, office=before))
        assert not way.opens_vault
        assert way.record.schema == before
        assert way.record.folder.is_dir()
    finally:
        application.lock()


def test_a_version_that_does_not_say_what_it_knows_counts_as_one_that_cannot(application):
    from dataclasses import replace

    with pytest.raises(VaultTooNewForItError):
        application.program_care.way_back(replace(release(NOW), schemas=None))
