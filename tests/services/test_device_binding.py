"""A passphrase bound to this machine, with the machine's real key store on a bus of the test's own."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace

import pytest

from app import bootstrap
from app.domain.changes import Changes
from app.domain.errors import TooManyTriesError, WrongPassphraseError
from app.domain.holders import HolderRole
from app.domain.progress import NoProgress
from app.domain.vault_errors import (
    DeviceSecretMissingError,
    DeviceStoreMissingError,
    DeviceStoreRefusedError,
    DeviceStoreUntrueError,
)
from app.services.device_binding import DeviceState
from app.services.key_holders import NewHolder
from app.system.device_store import device_store
from tests.buses import gnome_keyring, own_bus
from tests.conftest import CHEAP, PASSPHRASE, unlocked_copy

OTHER = "qingshan-lvshui-baiyun"
THIRD = "jiangnan-jiangbei-2026"


class Store:
    """A key store of another machine: keeps what it is given, in memory."""

    name = "试用密钥库"

    def __init__(self):
        self.secrets = {}
        self.is_locked = False
        self.asked = 0

    def get(self, database):
        self.asked += 1
        if self.is_locked:
            raise DeviceStoreRefusedError(store=self.name)
        found = self.secrets.get(database)
        return bytearray(found) if found else None

    def holds(self, database):
        return database in self.secrets

    def put(self, database, secret):
        self.secrets[database] = bytes(secret)

    def remove(self, database):
        self.secrets.pop(database, None)


class Forgetful(Store):
    """A store that says yes and keeps nothing, or something else."""

    def put(self, database, secret):
        self.secrets[database] = bytes(len(secret))


@pytest.fixture
def store():
    return Store()


@pytest.fixture
def here(access, store):
    """The way in on the machine with that store."""
    return replace(access, wiring=replace(access.wiring, devices=lambda: store))


@pytest.fixture
def elsewhere(access, tmp_path):
    """The way in on another machine, which has no key store at all."""
    return replace(
        access,
        preferences=replace(access.preferences, folder=tmp_path / "elsewhere"),
        wiring=replace(access.wiring, devices=lambda: None),
    )


@pytest.fixture
def opened(here, new_vault):
    made = unlocked_copy(here, new_vault)
    yield made
    made.lock()


def whats(application):
    return [entry.what for entry in reversed(application.audit.page())]


@pytest.mark.skipif(sys.platform != "linux", reason="the key store of a Linux desktop")
def test_with_the_real_key_store_a_copied_vault_and_its_passphrase_open_nowhere_else(
    tmp_path, new_vault, clock, monkeypatch
):
    access = bootstrap.access(tmp_path / "preferences", clock, CHEAP)
    with own_bus(tmp_path / "session") as bus:
        for name in [n for n in os.environ if n.startswith("DBUS_")]:
            monkeypatch.delenv(name)
        for name, value in bus.environment().items():
            monkeypatch.setenv(name, value)
        with gnome_keyring(bus):
            application = access.create(new_vault, NoProgress())
            database = application.session.heads.database
            assert application.device.state() == DeviceState(device_store().name, False, False)
            application.device.turn_on(PASSPHRASE)
            assert application.device.state() == DeviceState(device_store().name, True, True)
            assert len(device_store().get(database)) == 32
            application.lock()
            access.unlock(new_vault.folder, PASSPHRASE, NoProgress()).lock()
        with gnome_keyring(bus, password=None), pytest.raises(DeviceStoreRefusedError):
            access.unlock(new_vault.folder, PASSPHRASE, NoProgress())
        with gnome_keyring(bus):
            application = access.unlock(new_vault.folder, PASSPHRASE, NoProgress())
            application.device.turn_off(PASSPHRASE)
            assert device_store().get(database) is None
            application.lock()
    access.unlock(new_vault.folder, PASSPHRASE, NoProgress()).lock()


def test_nothing_asks_the_store_while_nobody_is_bound(here, opened, store):
    opened.lock()
    here.unlock(opened.folder, PASSPHRASE, NoProgress()).lock()
    with pytest.raises(WrongPassphraseError):
        here.unlock(opened.folder, "falsch", NoProgress())
    assert not store.asked


def test_a_bound_passphrase_opens_here_alone(here, elsewhere, opened, store, tmp_path):
    assert opened.device.turn_on(PASSPHRASE) is Changes.SETTINGS
    assert whats(opened)[-1] == "device.bind"
    assert opened.key_holders.list()[0].has_device_secret
    here.ask_again(opened, PASSPHRASE)
    opened.lock()
    copied = tmp_path / "copied"
    shutil.copytree(opened.folder, copied)
    with pytest.raises(DeviceSecretMissingError) as caught:
        elsewhere.unlock(copied, PASSPHRASE, NoProgress())
    assert caught.value.store == ""
    again = here.unlock(opened.folder, PASSPHRASE, NoProgress())
    assert again.session.holder.has_device_secret
    again.lock()


def test_a_wrong_passphrase_where_the_secret_is_there_is_just_wrong(here, opened):
    opened.device.turn_on(PASSPHRASE)
    opened.lock()
    with pytest.raises(WrongPassphraseError):
        here.unlock(opened.folder, "falsch", NoProgress())


def test_without_the_secret_nobody_learns_whether_the_passphrase_was_right(elsewhere, opened):
    opened.device.turn_on(PASSPHRASE)
    opened.lock()
    for words in (PASSPHRASE, "falsch", PASSPHRASE):
        with pytest.raises(DeviceSecretMissingError):
            elsewhere.unlock(opened.folder, words, NoProgress())
    with pytest.raises(TooManyTriesError):  # and tries are counted all the same
        elsewhere.unlock(opened.folder, PASSPHRASE, NoProgress())


def test_who_is_not_bound_opens_everywhere(here, elsewhere, opened, store):
    opened.key_holders.add(PASSPHRASE, NewHolder("王芳", HolderRole.RECORDER, OTHER, OTHER))
    opened.device.turn_on(PASSPHRASE)
    opened.lock()
    elsewhere.unlock(opened.folder, OTHER, NoProgress()).lock()
    store.is_locked = True
    here.unlock(opened.folder, OTHER, NoProgress()).lock()
    with pytest.raises(DeviceStoreRefusedError):
        here.unlock(opened.folder, PASSPHRASE, NoProgress())


def test_a_changed_passphrase_stays_bound(here, elsewhere, opened):
    opened.device.turn_on(PASSPHRASE)
    here.change_passphrase(opened, PASSPHRASE, OTHER, OTHER)
    opened.lock()
    with pytest.raises(DeviceSecretMissingError):
        elsewhere.unlock(opened.folder, OTHER, NoProgress())
    here.unlock(opened.folder, OTHER, NoProgress()).lock()


def test_a_secret_that_was_lost_leaves_the_cards(here, opened, store):
    cards = opened.recovery.prepare()
    opened.recovery.keep(PASSPHRASE, cards, [card.code for card in cards.cards])
    opened.device.turn_on(PASSPHRASE)
    opened.lock()
    store.secrets.clear()  # Windows set up anew, another desktop, a password reset
    with pytest.raises(DeviceSecretMissingError) as caught:
        here.unlock(opened.folder, PASSPHRASE, NoProgress())
    assert caught.value.store == store.name
    accepted = here.read_cards(
        opened.folder, cards.cards[0].code, cards.cards[1].code, NoProgress()
    )
    assert accepted.holders[0].has_device_secret
    back = here.recover(accepted, accepted.holders[0].slot_id, OTHER, OTHER, NoProgress())
    assert not back.session.holder.has_device_secret
    assert back.device.state() == DeviceState(store.name, False, False)
    back.lock()


def test_the_secret_is_shared_by_who_is_bound_here_and_goes_with_the_last(here, opened, store):
    opened.key_holders.add(PASSPHRASE, NewHolder("王芳", HolderRole.ADMINISTRATOR, OTHER, OTHER))
    opened.device.turn_on(PASSPHRASE)
    opened.device.turn_on(PASSPHRASE)  # once more is harmless
    (secret,) = store.secrets.values()
    opened.lock()
    second = here.unlock(opened.folder, OTHER, NoProgress())
    second.device.turn_on(OTHER)
    assert list(store.secrets.values()) == [secret]
    second.device.turn_off(OTHER)
    second.device.turn_off(OTHER)
    assert store.secrets
    assert whats(second)[-1] == "device.release"
    second.lock()
    first = here.unlock(opened.folder, PASSPHRASE, NoProgress())
    first.device.turn_off(PASSPHRASE)
    assert not store.secrets
    first.lock()


def test_a_store_that_does_not_give_back_what_it_got_binds_nobody(access, new_vault):
    forgetful = replace(access, wiring=replace(access.wiring, devices=Forgetful))
    application = forgetful.create(new_vault, NoProgress())
    before = (application.folder / "keys.json").read_bytes()
    with pytest.raises(DeviceStoreUntrueError):
        application.device.turn_on(PASSPHRASE)
    assert (application.folder / "keys.json").read_bytes() == before
    application.lock()


def test_without_a_store_nothing_can_be_bound_and_the_page_can_say_so(elsewhere, new_vault):
    application = elsewhere.create(new_vault, NoProgress())
    assert application.device.state() == DeviceState("", False, False)
    with pytest.raises(DeviceStoreMissingError):
        application.device.turn_on(PASSPHRASE)
    application.lock()


def test_binding_asks_for_the_own_passphrase_first(opened, store):
    with pytest.raises(WrongPassphraseError):
        opened.device.turn_on(THIRD)
    assert not store.secrets
    store.is_locked = True
    assert opened.device.state() == DeviceState(store.name, False, False)


def test_the_secret_stands_nowhere_in_the_folder(opened, store):
    opened.device.turn_on(PASSPHRASE)
    (secret,) = store.secrets.values()
    opened.lock()
    for path in opened.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert secret not in content
            assert secret.hex().encode() not in content
