"""A registry's desk loses its clerk, its machine, its disk: the packages it took are still there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app import bootstrap
from app.domain.errors import VaultExistsError, WrongPassphraseError
from app.domain.holders import HolderRole
from app.domain.progress import NoProgress
from app.domain.vault_errors import BackupDamagedError, RecoveryMissingError
from app.services.access import Access
from app.services.desk_care import DeskCare, desk_care
from app.services.desk_rescue import DeskRescue
from app.services.key_holders import NewHolder
from app.services.recovering import NewWords
from app.services.registry import Registry
from app.services.registry_access import RegistryAccess
from app.services.restoring import Restoring
from app.store import kept_files
from app.store.vault import FILE_NAME
from tests.conftest import CHEAP, PASSPHRASE, StandingClock
from tests.handover.makers import Circle
from tests.services.counties import SCHEMAS, County
from tests.services.counties import desk as desk  # the fixture

OTHER = "qingshan-lvshui-baiyun"


@pytest.fixture
def access(clock: StandingClock) -> RegistryAccess:
    return RegistryAccess(clock, SCHEMAS, CHEAP)


@pytest.fixture
def access_of_office(tmp_path: Path, clock: StandingClock) -> Access:
    return bootstrap.access(tmp_path / "preferences", clock, CHEAP)


@pytest.fixture
def care(access: RegistryAccess, desk: Registry) -> DeskCare:
    return desk_care(access, desk)


@pytest.fixture
def rescue(access: RegistryAccess) -> DeskRescue:
    return DeskRescue(access)


@pytest.fixture
def taken(desk: Registry, tmp_path: Path) -> bytes:
    """A desk with one package of one county; what the minutes say."""
    (tmp_path / "stick").mkdir()
    county = County(Circle(tmp_path / "stick", tmp_path / "inbox", registry=desk.keys))
    desk.trust(county.card())
    (reception,) = desk.receive(Path(county.send().folder), None, NoProgress())
    assert reception.is_taken
    return minutes_of(desk)


def minutes_of(desk: Registry) -> bytes:
    """Every file the desk keeps, decrypted, one after another."""
    with desk.session.vault.reading() as connection:
        files = kept_files.files(connection)
    assert files
    return b"".join(
        piece for file in files for piece in desk.session.files.open_stream(file.id, file.sha256)
    )


def lose(desk: Registry) -> None:
    """The machine is gone, and with it the desk's folder."""
    desk.close()
    shutil.rmtree(desk.folder)


def test_a_clerk_who_forgot_the_passphrase_comes_back_with_two_cards(
    desk: Registry, care: DeskCare, rescue: DeskRescue, access: RegistryAccess, taken: bytes
):
    identity = desk.identity
    cards = care.recovery.prepare()
    codes = [card.code for card in cards.cards]
    care.recovery.keep(PASSPHRASE, cards, codes)
    desk.close()
    accepted = rescue.read_cards(desk.folder, codes[0], codes[2], NoProgress())
    words = NewWords(accepted.holders[0].slot_id, OTHER, OTHER)
    back = rescue.recover(accepted, words, NoProgress())
    assert back.identity == identity
    assert minutes_of(back) == taken
    back.close()
    with pytest.raises(WrongPassphraseError):
        access.open(desk.folder, PASSPHRASE)
    access.open(desk.folder, OTHER).close()


def test_a_desk_without_cards_says_so(desk: Registry, care: DeskCare, rescue: DeskRescue):
    first, second, _ = (card.code for card in care.recovery.prepare().cards)  # never kept
    desk.close()
    with pytest.raises(RecoveryMissingError):
        rescue.read_cards(desk.folder, first, second, NoProgress())


def test_a_lost_desk_comes_back_from_its_backup_and_offices_notice_nothing(
    desk: Registry, care: DeskCare, rescue: DeskRescue, access: RegistryAccess, taken: bytes
):
    identity, elsewhere = desk.identity, desk.folder.with_name("safe")
    care.backups.make(NoProgress())
    shutil.copytree(desk.folder / "vault" / "backups", elsewhere)
    lose(desk)
    (record, *_) = rescue.backups_in(elsewhere)
    target = desk.folder.with_name("desk-again")
    restored = rescue.restore(record, PASSPHRASE, target, NoProgress())
    assert restored.lacking == 0
    back = access.open(target, PASSPHRASE)
    assert back.identity == identity
    assert (target / "identity.txt").is_file()
    assert minutes_of(back) == taken
    assert [row.packages for row in back.offices()] == [1]
    back.close()


def test_a_wrong_passphrase_restores_nothing_and_leaves_no_folder(
    desk: Registry, care: DeskCare, rescue: DeskRescue
):
    care.backups.make(NoProgress())
    (record, *_) = rescue.backups_in(desk.folder)
    target = desk.folder.with_name("desk-again")
    with pytest.raises(WrongPassphraseError):
        rescue.restore(record, OTHER, target, NoProgress())
    assert not target.exists()
    with pytest.raises(VaultExistsError):
        rescue.restore(record, PASSPHRASE, desk.folder, NoProgress())


def test_a_damaged_desk_is_rescued_with_its_packages_and_files(
    desk: Registry, rescue: DeskRescue, access: RegistryAccess, taken: bytes
):
    desk.close()
    path = desk.folder / "vault" / FILE_NAME
    with path.open("r+b") as file:  # a page amid the file is written over
        file.seek(path.stat().st_size // 2 // 4096 * 4096)
        file.write(b"\x55" * 4096)
    found = rescue.look(desk.folder, PASSPHRASE, NoProgress())
    assert found.lost_pages
    assert not found.missing_attachments
    target = desk.folder.with_name("desk-saved")
    report = rescue.rescue(desk.folder, PASSPHRASE, target, NoProgress())
    assert report.saved_attachments
    back = access.open(target, PASSPHRASE)
    assert back.name
    back.close()


def test_the_key_of_a_desk_is_exchanged_and_every_file_with_it(
    desk: Registry, care: DeskCare, access: RegistryAccess, taken: bytes
):
    folder = desk.folder
    care.rotation.rotate(PASSPHRASE, {}, None, NoProgress())
    back = access.open(folder, PASSPHRASE)
    assert minutes_of(back) == taken
    assert desk_care(access, back).ring.file().epoch == 1
    back.close()


def test_a_desk_has_several_clerks_and_is_looked_through(
    care: DeskCare, desk: Registry, access: RegistryAccess, taken: bytes
):
    care.holders.add(PASSPHRASE, NewHolder("李四", HolderRole.INTERVIEWER, OTHER, OTHER))
    report = care.integrity.check(NoProgress())
    assert report.is_whole
    assert report.attachments == len(taken and list(desk.session.files.names()))
    desk.close()
    other = access.open(desk.folder, OTHER)
    assert other.session.holder.name == "李四"
    other.close()


def test_the_backup_of_a_desk_does_not_become_an_office(
    desk: Registry, care: DeskCare, access_of_office: Access
):
    care.backups.make(NoProgress())
    desk.close()
    restoring, target = Restoring(access_of_office), desk.folder.with_name("office")
    (record, *_) = restoring.backups_in(desk.folder / "vault")
    with pytest.raises(BackupDamagedError):
        restoring.restore(record, PASSPHRASE, target, NoProgress())
    assert not target.exists()
