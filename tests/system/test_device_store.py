"""The machine's key store, spoken to for real: GNOME's on a bus of its own, KDE's played by a partner."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.vault_errors import DeviceStoreRefusedError, DeviceStoreUntrueError
from app.system.device_store import device_store
from app.system.keyring_store import KeyringStore
from tests.bus_partners import Partner
from tests.buses import Bus, gnome_keyring, own_bus

ROOT = Path(__file__).parents[2]
SECRET = bytearray(range(32))
DATABASE = "0f4a1c52-8f0e-4b8e-9a0a-2f3d0f6f6a11"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the stores of Linux desktops")


@pytest.fixture
def bus(tmp_path, monkeypatch) -> Iterator[Bus]:
    with own_bus(tmp_path / "home") as made:
        for name in [n for n in os.environ if n.startswith(("DBUS_", "XDG_"))]:
            monkeypatch.delenv(name)
        for name, value in made.environment().items():
            monkeypatch.setenv(name, value)
        yield made


# ── the Secret Service ───────────────────────────────────────────────────────────────────────────


def test_a_secret_is_kept_beyond_the_session_and_forgotten_when_asked(bus):
    with gnome_keyring(bus):
        store = device_store()
        store.put(DATABASE, SECRET)
    with gnome_keyring(bus):
        assert store.get(DATABASE) == SECRET
        assert store.get("another vault") is None
        store.remove(DATABASE)
        assert store.get(DATABASE) is None
        store.remove(DATABASE)


def test_each_vault_has_a_secret_of_its_own(bus):
    with gnome_keyring(bus):
        store = device_store()
        store.put("one", SECRET)
        store.put("two", bytearray(32))
        assert (store.get("one"), store.get("two")) == (SECRET, bytearray(32))


def test_a_new_secret_takes_the_place_of_the_old(bus):
    with gnome_keyring(bus):
        store = device_store()
        store.put(DATABASE, SECRET)
        store.put(DATABASE, bytearray(32))
        assert store.get(DATABASE) == bytearray(32)


def test_a_locked_store_refuses_and_is_not_taken_for_an_empty_one(bus):
    with gnome_keyring(bus):
        device_store().put(DATABASE, SECRET)
    with gnome_keyring(bus, password=None):
        store = device_store()
        for act in (
            lambda: store.get(DATABASE),
            lambda: store.put(DATABASE, SECRET),
            lambda: store.remove(DATABASE),
        ):
            with pytest.raises(DeviceStoreRefusedError) as refused:
                act()
            assert refused.value.store == store.name


def test_one_can_see_that_a_secret_is_there_without_opening_the_store(bus):
    with gnome_keyring(bus):
        assert not device_store().holds(DATABASE)
        device_store().put(DATABASE, SECRET)
        assert device_store().holds(DATABASE)
    prompter = Partner(bus.address, "org.gnome.keyring.SystemPrompter")
    try:
        with gnome_keyring(bus, password=None):
            assert device_store().holds(DATABASE)
            assert not device_store().holds("another vault")
            assert prompter.asked.empty()
    finally:
        prompter.close()


def test_a_store_that_went_away_holds_nothing(bus):
    with gnome_keyring(bus):
        store = device_store()
        store.put(DATABASE, SECRET)
    assert not store.holds(DATABASE)


def test_a_question_nobody_answers_does_not_hold_the_program_for_ever(bus):
    from app.system.key_stores_linux import secret_service

    with gnome_keyring(bus):
        device_store().put(DATABASE, SECRET)
    prompter = Partner(bus.address, "org.gnome.keyring.SystemPrompter")
    prompter.answers["BeginPrompting"] = lambda _: None
    try:
        with gnome_keyring(bus, password=None), pytest.raises(DeviceStoreRefusedError):
            secret_service(patience_seconds=0.5).get(DATABASE)
    finally:
        prompter.close()


def test_a_secret_that_somebody_else_wrote_over_is_gone(bus):
    with gnome_keyring(bus):
        store = device_store()
        store.put(DATABASE, SECRET)
        store.keyring.set_password(f"tanxinbu/{DATABASE}", "device secret", "就是忘不了")
        assert store.get(DATABASE) is None


def test_without_a_store_or_a_bus_there_is_none(bus, monkeypatch):
    assert device_store() is None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    assert device_store() is None
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    assert device_store() is None


def test_a_store_that_went_away_refuses(bus):
    with gnome_keyring(bus):
        store = device_store()
        store.put(DATABASE, SECRET)
    with pytest.raises(DeviceStoreRefusedError):
        store.get(DATABASE)


# ── what the environment says is not asked ───────────────────────────────────────────────────────


@pytest.mark.parametrize("backend", ["null", "fail"])
def test_the_environment_cannot_name_a_store_that_forgets(bus, monkeypatch, backend):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"keyring.backends.{backend}.Keyring")
    with gnome_keyring(bus):
        store = device_store()
        store.put(DATABASE, SECRET)
        assert store.get(DATABASE) == SECRET


def test_the_environment_cannot_bend_the_store(bus, monkeypatch):
    monkeypatch.setenv("KEYRING_PROPERTY_PREFERRED_COLLECTION", "/somewhere/else")
    monkeypatch.setenv("KEYRING_PROPERTY_GET_PASSWORD", "no function")
    with gnome_keyring(bus):
        store = device_store()
        store.put(DATABASE, SECRET)
        assert store.get(DATABASE) == SECRET


HOSTILE = """
from pathlib import Path
Path(r"{proof}").write_text("ran")
"""
USING = f"""
import sys
from app.system.device_store import device_store
store = device_store()
store.put("{DATABASE}", bytearray(32))
print(store.get("{DATABASE}") == bytearray(32), [p for p in sys.path if "foreign" in p])
"""


def test_a_configuration_file_cannot_bring_foreign_code(bus):
    foreign, proof = bus.home / "foreign", bus.home / "proof"
    foreign.mkdir()
    (foreign / "evil.py").write_text(HOSTILE.format(proof=proof))
    folder = bus.home / "config" / "python_keyring"
    folder.mkdir()
    (folder / "keyringrc.cfg").write_text(
        f"[backend]\ndefault-keyring=evil.Keyring\nkeyring-path={foreign}\n"
    )
    with gnome_keyring(bus):
        told = run(USING, bus)
        assert told.stdout.strip() == "True []", told.stderr
        assert not proof.exists()
        # the trap is a real one: the library's own front door falls into it
        run("import keyring; keyring.get_password('a', 'b')", bus)
        assert proof.exists()


def run(program: str, bus: Bus) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=bus.environment(),
        capture_output=True,
        text=True,
        check=False,
    )


# ── KDE's wallet ─────────────────────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def kde_wallet(bus: Bus, generation: str = "kwalletd6", handle: int = 7) -> Iterator[dict]:
    """KDE's wallet as far as the program speaks to it; what it keeps is the answer."""
    kept: dict[tuple[str, str], str] = {}

    def write(_: int, folder: str, key: str, value: str, __: str):
        kept[folder, key] = value
        return "i", (0,)

    def remove(_: int, folder: str, key: str, __: str):
        return "i", (0 if kept.pop((folder, key), None) else -3,)

    partner = Partner(bus.address, f"org.kde.{generation}")
    partner.answers |= {
        "isEnabled": lambda: ("b", (True,)),
        "networkWallet": lambda: ("s", ("kdewallet",)),
        "open": lambda *_: ("i", (handle,)),
        "keyDoesNotExist": lambda _, folder, key: ("b", ((folder, key) not in kept,)),
        "hasEntry": lambda _, folder, key, __: ("b", ((folder, key) in kept,)),
        "readPassword": lambda _, folder, key, __: ("s", (kept.get((folder, key), ""),)),
        "writePassword": write,
        "removeEntry": remove,
    }
    try:
        yield kept
    finally:
        partner.close()


@pytest.mark.parametrize("generation", ["kwalletd5", "kwalletd6"])
def test_the_wallet_of_kde_keeps_the_secret(bus, generation):
    with kde_wallet(bus, generation) as kept:
        store = device_store()
        assert store.name == "KDE 钱包"
        store.put(DATABASE, SECRET)
        assert store.holds(DATABASE)
        assert kept == {(f"tanxinbu/{DATABASE}", "device secret"): SECRET.hex()}
        assert store.get(DATABASE) == SECRET
        store.remove(DATABASE)
        assert not kept
        assert not store.holds(DATABASE)


def test_a_wallet_that_stays_shut_refuses(bus):
    with kde_wallet(bus, handle=-1), pytest.raises(DeviceStoreRefusedError):
        device_store().get(DATABASE)


def test_a_wallet_that_is_switched_off_is_none(bus):
    partner = Partner(bus.address, "org.kde.kwalletd5")
    partner.answers["isEnabled"] = lambda: ("b", (False,))
    try:
        assert device_store() is None
    finally:
        partner.close()


def test_after_a_change_of_desktop_the_secret_is_not_there(bus):
    with gnome_keyring(bus):
        device_store().put(DATABASE, SECRET)
    with kde_wallet(bus):
        assert device_store().get(DATABASE) is None


# ── stores that are not true ─────────────────────────────────────────────────────────────────────


class ForgetfulKeyring:
    """What the null store of the library does: takes everything, keeps nothing."""

    def get_password(self, service, username):
        return None

    def set_password(self, service, username, password):
        pass

    def delete_password(self, service, username):
        pass


class ShorteningKeyring(ForgetfulKeyring):
    def set_password(self, service, username, password):
        self.kept = password[:40]

    def get_password(self, service, username):
        return self.kept


@pytest.mark.parametrize("keyring", [ForgetfulKeyring(), ShorteningKeyring()])
def test_a_store_that_does_not_give_back_what_it_was_given_is_not_used(keyring):
    with pytest.raises(DeviceStoreUntrueError):
        KeyringStore("某个密钥库", keyring, (OSError,)).put(DATABASE, SECRET)


def test_a_store_that_forgets_at_the_end_of_the_session_is_not_used():
    store = KeyringStore("某个密钥库", ShorteningKeyring(), (OSError,), lambda: False)
    with pytest.raises(DeviceStoreUntrueError):
        store.put(DATABASE, SECRET)


def test_the_store_does_not_tell_its_insides():
    assert "Keyring object" not in repr(KeyringStore("某个密钥库", ShorteningKeyring(), (OSError,)))
