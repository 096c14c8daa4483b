"""Key files of version 1 open for ever, and are written as version 2 at the next change."""

from __future__ import annotations

import json

import pytest

from app.domain.errors import KeyFileDamagedError, WrongPassphraseError
from app.domain.holders import HolderRole
from app.keys.key_file_reading import parse
from app.keys.opening import open_keys
from app.keys.slots import Words, moved, renewed
from tests.conftest import CHEAP, PASSPHRASE
from tests.keys.test_key_file import DATA_KEY, OTHER, flipped, slot_of, with_digest

# written by version 0.1.0 of the program
FIRST = (
    b'{"database":"abababababababababababababababab","digest":"bf0f3bd574b656f44051bf513f231d0e7967ba'
    b'85e082d3d102d7ba4712ca06aa","format":"tanxinbu-keys","generation":1,"mac":"KtgXV3QrOBItquzZvQYMio'
    b'CZMxb5OgbVsBg52GFezT0=","slots":[{"cipher":"AES-256-GCM","device":false,"id":"6993f1c756b1a987",'
    b'"kdf":{"lanes":1,"memory_kib":16384,"name":"Argon2id","passes":1,"salt":"A2x/18D8c4Y189e+gcnO2g=='
    b'"},"kind":"passphrase","nonce":"inuIuYbHaEvQecVv","owner":"xrIVokXjvzzZK6kc4wpZdVsXFlXyHpfP2BkY1j'
    b'm81yLNIA==","role":"administrator","wrapped":"UfRN01dPF6LhAqVgtS1lZ5PJQRyK7KqW7DDy8tW+0kIglTGHFAo'
    b'siWvaHbANdTB0"}],"version":1}'
)
KEY = bytearray(DATA_KEY)


def test_a_file_of_the_first_version_opens_and_stays_as_it_is():
    found = open_keys((FIRST,), PASSPHRASE)
    assert (bytes(found.data_key), found.owner) == (DATA_KEY, "李明")
    assert (found.file.epoch, found.file.recovery, found.file.version) == (0, None, 1)
    assert found.file.written() == FIRST
    with pytest.raises(WrongPassphraseError):
        open_keys((FIRST,), "falsch")


@pytest.mark.parametrize("name", ["epoch", "recovery"])
def test_a_file_of_the_first_version_has_no_fields_of_the_second(name):
    with pytest.raises(KeyFileDamagedError):
        parse(with_digest({**json.loads(FIRST), name: 0}))


@pytest.mark.parametrize(("name", "value"), [("role", "auditor"), ("nonce", flipped)])
def test_a_slot_of_the_first_version_is_bound_as_well(name, value):
    content = json.loads(FIRST)
    slot = content["slots"][0]
    slot[name] = value(slot[name]) if callable(value) else value
    with pytest.raises(WrongPassphraseError):
        open_keys((with_digest(content),), PASSPHRASE)


def test_the_next_change_writes_the_second_version_and_old_slots_open_on():
    old = parse(FIRST)
    newer = old.with_slot(slot_of("王芳", "recorder", OTHER, KEY), KEY)
    content = json.loads(newer.written())
    assert (content["version"], content["generation"], content["epoch"]) == (2, 2, 0)
    assert content["slots"][0]["check"] == ""
    assert open_keys((newer.written(),), PASSPHRASE).owner == "李明"
    assert open_keys((newer.written(),), OTHER).owner == "王芳"
    renewed_slot = renewed(old.slots[0], old.key(KEY), Words(PASSPHRASE), CHEAP)
    assert json.loads(old.with_slot(renewed_slot, KEY).written())["slots"][0]["check"]


def test_a_version_cannot_be_turned_back():
    newer = parse(FIRST).with_slot(slot_of("王芳", "recorder", OTHER, KEY), KEY)
    content = json.loads(newer.written())
    for slot in content["slots"]:
        del slot["check"], slot["reassigned"]
    del content["epoch"], content["recovery"]
    content["version"] = 1
    with pytest.raises(KeyFileDamagedError) as caught:
        open_keys((with_digest(content),), PASSPHRASE)
    assert caught.value.what == "mac"


def test_under_another_data_key_the_epoch_counts_up_and_is_bound():
    old, fresh = parse(FIRST), bytearray(range(32))
    bare = old.rotated((), None, fresh)
    slot = moved(old.slots[0], "李明", bare.key(fresh), Words(PASSPHRASE))
    file = old.rotated((slot,), None, fresh)
    assert (file.epoch, file.generation, slot.id) == (1, 2, old.slots[0].id)
    found = open_keys((FIRST, file.written()), PASSPHRASE)
    assert (found.data_key, found.file, found.owner) == (fresh, file, "李明")
    for epoch in (0, 2):
        content = {**json.loads(file.written()), "epoch": epoch}
        with pytest.raises(KeyFileDamagedError) as caught:
            open_keys((with_digest(content),), PASSPHRASE)
        assert caught.value.what == "slot"


def test_a_role_that_was_reassigned_counts_and_becomes_the_slots_own_when_it_is_renewed():
    slot = slot_of("王芳", "recorder", OTHER, KEY)
    file = parse(FIRST).with_slot(slot, KEY)
    assert slot.current_role is HolderRole.RECORDER
    content = json.loads(file.written())
    content["slots"][1]["reassigned"] = "administrator"
    with pytest.raises(KeyFileDamagedError) as caught:
        open_keys((with_digest(content),), OTHER)
    assert caught.value.what == "mac"


def test_the_first_slot_to_be_tried_costs_one_derivation():
    second = slot_of("王芳", "recorder", OTHER, KEY)
    file = parse(FIRST).with_slot(second, KEY)
    further = []

    def tell():
        further.append(1)

    open_keys((file.written(), file.written()), OTHER, first=second.id, between=tell)
    assert not further
    open_keys((file.written(),), OTHER, between=tell)
    assert len(further) == 1
    with pytest.raises(WrongPassphraseError):
        open_keys((file.written(), FIRST), "falsch", between=tell)
    assert len(further) == 2, "a slot that stands in both copies is tried once"
