"""The index of words is nobody's to lose: rescued, migrated, restored vaults have it made anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.domain.progress import NoProgress
from app.domain.search import FoundKind, SearchFilter
from app.services.access import Access
from app.services.application import Application
from app.services.restoring import Restoring
from app.services.salvage import Salvage
from app.store.migrate import OFFICE as SCHEMA
from app.store.remains import Remains
from tests.conftest import PASSPHRASE
from tests.faults.ground import PAGE, Ground, made, overwrite
from tests.keeping_vaults import OFFICE
from tests.keeping_vaults import PASSPHRASE as KEPT_PASSPHRASE

KEPT = Path(__file__).parents[1] / "data/vaults"
TALKS = SearchFilter(found=(FoundKind.TALK,))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return made(tmp_path_factory.mktemp("small") / "office", planned=3, sealed=0)


def found(application: Application, text: str) -> int:
    return len(application.search.find(text, TALKS).hits)


def is_sound(application: Application) -> bool:
    with application.session.vault.reading() as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_vault_whose_index_is_damaged_is_rescued_with_a_new_one(small: Ground, tmp_path: Path):
    ground = small.copied(tmp_path / "office")
    before = ground.unlock()
    wanted = found(before, "第1次监督谈话")
    before.lock()
    remains = Remains(ground.file, bytearray(ground.key), SCHEMA, NoProgress())
    roots = [remains._roots[name] for name in ("search_index_data", "search_entry")]
    pages = [page for root in roots for page in remains._nodes[root]]
    remains.close()
    for page in pages:
        overwrite(ground.file, page, b"\x5a" * PAGE)
    access = ground.access()
    target = tmp_path / "saved"
    report = Salvage(access.preferences, access.clock).rescue(
        ground.folder, PASSPHRASE, target, NoProgress()
    )
    assert not [stray for stray in report.strays if stray.table.startswith("search")]
    application = access.unlock(target, PASSPHRASE, NoProgress())
    try:
        assert application.indexing.waiting() > 3
        assert found(application, "第1次监督谈话") == wanted == 1  # a short queue is looked through
        application.indexing.finish()
        assert application.indexing.waiting() == 0
        assert found(application, "第1次监督谈话") == wanted
        assert is_sound(application)
    finally:
        application.lock()


@pytest.mark.parametrize("release", sorted(path.name for path in KEPT.iterdir()))
def test_an_older_vault_is_taken_into_the_index_after_its_migration(
    access: Access, clock, tmp_path: Path, release: str
):
    clock.move(days=200)
    folder = Path(shutil.copytree(KEPT / release / OFFICE, tmp_path / OFFICE))
    application = access.unlock(folder, KEPT_PASSPHRASE, NoProgress())
    try:
        application.indexing.finish()
        assert application.indexing.waiting() == 0
        assert found(application, "张三") == found(application, "zs") > 0
        assert is_sound(application)
    finally:
        application.lock()


def test_a_restored_backup_and_a_new_data_key_bring_the_index_along(small: Ground, tmp_path: Path):
    ground = small.copied(tmp_path / "office")
    application = ground.unlock()
    application.backups.make(NoProgress())
    application.lock()
    access, target = ground.access(), tmp_path / "again"
    restoring = Restoring(access)
    (record,) = restoring.backups_in(ground.folder)
    restoring.restore(record, PASSPHRASE, target, NoProgress())
    application = access.unlock(target, PASSPHRASE, NoProgress())
    application.rotation.rotate(PASSPHRASE, {}, None, NoProgress())
    application = access.unlock(target, PASSPHRASE, NoProgress())
    try:
        assert application.indexing.waiting() == 0
        assert found(application, "第2次监督谈话") == 1
        assert is_sound(application)
    finally:
        application.lock()
