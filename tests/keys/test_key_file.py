from __future__ import annotations

import base64
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.canonical import canonical
from app.domain.errors import (
    AccessError,
    KeyFileDamagedError,
    VaultTooNewError,
    WrongPassphraseError,
)
from app.domain.vault_errors import DeviceSecretMissingError
from app.keys.derivation import KEY_LENGTH
from app.keys.key_file import KeyFile
from app.keys.key_file_reading import parse
from app.keys.opening import open_keys
from app.keys.slots import Holder, VaultKey, Words, new_slot, opened, owner_of, renewed
from tests.conftest import CHEAP, PASSPHRASE

DATABASE = "ab" * 16
DATA_KEY = bytes(range(100, 132))
OTHER = "qingshan-lvshui-baiyun"


def made(passphrase=PASSPHRASE, owner="李明", data_key=DATA_KEY):
    key = bytearray(data_key)
    slot = slot_of(owner, "administrator", passphrase, key)
    return KeyFile(DATABASE, 1, (slot,)).sealed(key)


def slot_of(owner, role, passphrase, key, epoch=0):
    vault_key = VaultKey(DATABASE, epoch, key)
    return new_slot(vault_key, Holder(owner, role), Words(passphrase), CHEAP)


FILE = made()
WRITTEN = FILE.written()


def with_digest(content):
    """The content with the digest that needs no key made right again, as a forger would."""
    rest = {key: value for key, value in content.items() if key != "digest"}
    return canonical({**rest, "digest": hashlib.sha256(canonical(rest)).hexdigest()})


def altered(path, value):
    content = json.loads(WRITTEN)
    at = content
    for step in path[:-1]:
        at = at[step]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value(at[path[-1]]) if callable(value) else value
    return with_digest(content)


def flipped(text):
    raw = bytearray(base64.b64decode(text))
    raw[-1] ^= 1
    return base64.b64encode(raw).decode()


def test_what_was_written_is_read_back():
    assert parse(WRITTEN) == FILE
    found = open_keys((WRITTEN,), PASSPHRASE)
    assert bytes(found.data_key) == DATA_KEY
    assert (found.owner, found.slot.role) == ("李明", "administrator")
    assert found.file == FILE


def test_the_file_names_nobody_and_shows_no_key():
    assert "李明".encode() not in WRITTEN
    for key in (DATA_KEY, DATA_KEY.hex().encode(), base64.b64encode(DATA_KEY)):
        assert key not in WRITTEN
    assert PASSPHRASE.encode() not in WRITTEN


def test_a_wrong_passphrase_never_looks_like_damage():
    with pytest.raises(WrongPassphraseError):
        open_keys((WRITTEN, WRITTEN), "falsch")


def paths_in(value, path=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths_in(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from paths_in(inner, (*path, place))
    yield path


EVERY_PATH = [path for path in paths_in(json.loads(WRITTEN)) if path and path != ("digest",)]
REFUSALS = (KeyFileDamagedError, WrongPassphraseError, VaultTooNewError)
SCALARS = [None, True, 0, 1, 2, -1, 10**30, 1.5, "", "x", "00" * 16, "AA==", [], {}, [{}], "é"]


@pytest.mark.parametrize("path", EVERY_PATH, ids=lambda p: ".".join(map(str, p)))
@pytest.mark.parametrize("repaired", [True, False])
def test_whatever_a_field_is_changed_to_is_refused_by_name(path, repaired):
    original = json.loads(WRITTEN)
    for step in path:
        original = original[step]
    for value in SCALARS:
        if value == original and type(value) is type(original):
            continue
        content = json.loads(WRITTEN)
        at = content
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value
        forged = with_digest(content) if repaired else json.dumps(content).encode()
        with pytest.raises(REFUSALS) as caught:
            open_keys((forged,), PASSPHRASE)
        if not repaired and path != ("format",):
            assert caught.value.what == "digest"


@pytest.mark.parametrize("path", EVERY_PATH, ids=lambda p: ".".join(map(str, p)))
def test_a_field_that_is_missing_is_refused_by_name(path):
    if isinstance(path[-1], int):
        return
    with pytest.raises((KeyFileDamagedError, WrongPassphraseError)):
        open_keys((altered(path, None),), PASSPHRASE)


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        (("format",), "other", "format"),
        (("version",), 0, "format"),
        (("version",), "1", "version"),
        (("more",), 1, "format"),
        (("database",), "AB" * 16, "database"),
        (("database",), "zz", "database"),
        (("generation",), -1, "format"),
        (("generation",), True, "format"),
        (("slots",), [], "slot"),
        (("slots",), lambda slots: slots * 2, "slot"),
        (("slots",), lambda slots: slots * 65, "slot"),
        (("slots", 0, "kind"), "card", "slot"),
        (("slots", 0, "more"), 1, "slot"),
        (("slots", 0, "id"), "xx", "slot"),
        (("slots", 0, "id"), 5, "slot"),
        (("slots", 0, "owner"), "AA==", "slot"),
        (("slots", 0, "owner"), "A", "slot"),
        (("slots", 0, "kdf", "memory_kib"), 64 << 20, "bounds"),
        (("slots", 0, "kdf", "memory_kib"), 1024, "bounds"),
        (("slots", 0, "kdf", "passes"), 0, "bounds"),
        (("slots", 0, "kdf", "passes"), 17, "bounds"),
        (("slots", 0, "kdf", "lanes"), 9, "bounds"),
        (("slots", 0, "kdf", "lanes"), "1", "bounds"),
        (("slots", 0, "kdf", "salt"), "AA==", "slot"),
        (("slots", 0, "nonce"), "AA==", "slot"),
        (("slots", 0, "wrapped"), "AA==", "slot"),
        (("slots", 0, "wrapped"), lambda text: text[:-4] + "===", "slot"),
        (("mac",), flipped, "mac"),
        (("mac",), "AA==", "mac"),
        (("mac",), "é", "mac"),
        (("generation",), 2, "mac"),
        (("generation",), 1 << 53, "format"),
        (("epoch",), -1, "format"),
        (("slots", 0, "role"), "emperor", "slot"),
        (("slots", 0, "role"), 5, "slot"),
        (("slots", 0, "reassigned"), "auditor", "mac"),
        (("slots", 0, "reassigned"), "emperor", "slot"),
        (("slots", 0, "reassigned"), None, "slot"),
        (("slots", 0, "check"), flipped, "mac"),
        (("slots", 0, "check"), "", "mac"),
        (("slots", 0, "check"), "AA==", "slot"),
        (("recovery",), {}, "recovery"),
        (("recovery",), [], "recovery"),
    ],
)
def test_the_damage_is_named(path, value, what):
    with pytest.raises(KeyFileDamagedError) as caught:
        open_keys((altered(path, value),), PASSPHRASE)
    assert caught.value.what == what


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("database",), "cd" * 16),
        (("slots", 0, "id"), "00" * 8),
        (("slots", 0, "role"), "auditor"),
        (("slots", 0, "device"), True),
        (("slots", 0, "owner"), flipped),
        (("slots", 0, "nonce"), flipped),
        (("slots", 0, "wrapped"), flipped),
        (("epoch",), 1),
    ],
)
def test_what_the_slot_vouches_for_cannot_be_exchanged(path, value):
    with pytest.raises(KeyFileDamagedError) as caught:
        open_keys((altered(path, value),), PASSPHRASE)
    assert caught.value.what == "slot"
    with pytest.raises(WrongPassphraseError if path[-1] != "device" else DeviceSecretMissingError):
        open_keys((altered(path, value),), "falsch")
    # and with the whole copy beside it, the owner is not kept out
    assert open_keys((altered(path, value), WRITTEN), PASSPHRASE).file == FILE


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("slots", 0, "kdf", "memory_kib"), CHEAP.memory_kib + 1024),
        (("slots", 0, "kdf", "passes"), 2),
        (("slots", 0, "kdf", "salt"), flipped),
    ],
)
def test_a_slot_of_another_cost_opens_nothing(path, value):
    with pytest.raises(WrongPassphraseError):
        open_keys((altered(path, value),), PASSPHRASE)
    assert open_keys((altered(path, value), WRITTEN), PASSPHRASE).file == FILE


def test_a_later_version_is_told_as_such():
    with pytest.raises(VaultTooNewError) as caught:
        parse(altered(("version",), 3))
    assert (caught.value.found, caught.value.supported) == (3, 2)


@pytest.mark.parametrize(
    "untrusted",
    [
        b"",
        b"[]",
        b"null",
        b'"tanxinbu-keys"',
        b"\xff\xfe",
        b"{",
        b"[" * 200_000,
        b'{"format": 1, "format": 2}',
        b'{"format": "tanxinbu-keys", "a": NaN, "digest": ""}',
        b'{"format": "tanxinbu-keys", "a": "\\ud800", "digest": ""}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b" " * ((1 << 20) + 1),
    ],
    ids=range(12),
)
def test_garbage_is_damage(untrusted):
    with pytest.raises(KeyFileDamagedError):
        parse(untrusted)


@given(st.binary(max_size=300))
def test_no_bytes_end_in_a_raw_exception(untrusted):
    with pytest.raises(AccessError):
        parse(untrusted)


@given(place=st.integers(0, len(WRITTEN) - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_anywhere_is_damage(place, bit):
    forged = bytearray(WRITTEN)
    forged[place] ^= 1 << bit
    with pytest.raises(KeyFileDamagedError):
        parse(bytes(forged))


def test_the_other_copy_is_believed_when_the_first_is_damaged():
    assert open_keys((b"{}", WRITTEN), PASSPHRASE).file == FILE
    assert open_keys((WRITTEN, b"{}"), PASSPHRASE).file == FILE
    with pytest.raises(WrongPassphraseError):
        open_keys((b"{}", WRITTEN), "falsch")
    with pytest.raises(KeyFileDamagedError):
        open_keys((b"{}", b"[]"), PASSPHRASE)


def test_a_slot_under_a_new_passphrase_replaces_the_old_one():
    key = bytearray(DATA_KEY)
    slot = renewed(FILE.slots[0], FILE.key(key), Words(OTHER), CHEAP)
    newer = FILE.with_slot(slot, key)
    assert (newer.generation, newer.slots[0].id) == (2, FILE.slots[0].id)
    assert open_keys((newer.written(),), OTHER).owner == "李明"
    with pytest.raises(WrongPassphraseError):
        open_keys((newer.written(),), PASSPHRASE)
    # an older copy beside the newer one opens for the newer passphrase alone
    assert open_keys((WRITTEN, newer.written()), OTHER).file == newer
    with pytest.raises(WrongPassphraseError):
        open_keys((WRITTEN, newer.written()), PASSPHRASE)
    # but a forged newer one does not keep the owner out
    forged = json.loads(newer.written())
    forged["mac"] = flipped(forged["mac"])
    assert open_keys((WRITTEN, with_digest(forged)), PASSPHRASE).file == FILE


def test_of_two_slots_each_opens_with_its_own_passphrase():
    key = bytearray(DATA_KEY)
    second = slot_of("王芳", "auditor", OTHER, key)
    both = KeyFile(DATABASE, 2, (*FILE.slots, second)).sealed(key)
    assert open_keys((both.written(),), PASSPHRASE).owner == "李明"
    assert open_keys((both.written(),), OTHER).owner == "王芳"
    renamed = renewed(second, both.key(key), Words("jiangnan-jiangbei-2026"), CHEAP)
    assert both.with_slot(renamed, key).slots[0] == FILE.slots[0]


def test_an_owner_sealed_by_another_key_is_nobody():
    assert owner_of(FILE.slots[0], bytearray(KEY_LENGTH)) is None


def test_a_slot_opens_only_for_its_own_database():
    slot = FILE.slots[0]
    assert opened(slot, DATABASE, 0, Words(PASSPHRASE)) == bytearray(DATA_KEY)
    with pytest.raises(KeyFileDamagedError):
        opened(slot, "cd" * 16, 0, Words(PASSPHRASE))
    assert opened(slot, "cd" * 16, 0, Words("falsch")) is None
