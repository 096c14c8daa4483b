"""One passphrase, several slots, and a machine's secret that may be here or not."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.domain.errors import KeyFileDamagedError, WrongPassphraseError
from app.domain.vault_errors import (
    DeviceSecretMissingError,
    DeviceStoreRefusedError,
    PassphraseTakenError,
    RecoveryCardForeignError,
)
from app.keys.cards import new_secrets
from app.keys.derivation import Cost
from app.keys.key_file import KeyFile
from app.keys.opening import open_by_cards, open_keys, refuse_taken
from app.keys.slots import VaultKey, Words, moved, renewed
from tests.conftest import CHEAP, PASSPHRASE
from tests.keys.test_cards import WITH_CARDS
from tests.keys.test_key_file import DATA_KEY, DATABASE, FILE, OTHER, slot_of, with_digest

KEY = bytearray(DATA_KEY)
THIRD = "jiangnan-jiangbei-2026"
SECRET = bytes(range(32))


class Machine:
    """Gives its secret, and counts how often it was asked."""

    def __init__(self, secret=SECRET, refusal=None):
        self.secret, self.refusal, self.asked, self.given = secret, refusal, 0, []

    def __call__(self, database):
        self.asked += 1
        assert database == DATABASE
        if self.refusal:
            raise self.refusal
        self.given.append(bytearray(self.secret))
        return self.given[-1]


def bound(name, passphrase):
    slot = slot_of(name, "recorder", passphrase, KEY)
    return renewed(slot, FILE.key(KEY), Words(passphrase, SECRET), CHEAP)


BOUND = FILE.with_slot(bound("王芳", OTHER), KEY).with_slot(bound("孙七", THIRD), KEY)
WRITTEN = BOUND.written()


def test_the_machine_is_asked_once_and_only_when_a_slot_wants_it():
    machine = Machine()
    assert open_keys((WRITTEN,), PASSPHRASE, machine).owner == "李明"
    assert not machine.asked
    assert open_keys((WRITTEN,), THIRD, machine).owner == "孙七"
    assert machine.asked == 1
    assert machine.given == [bytearray(32)], "the secret is wiped after use"


@pytest.mark.parametrize(
    "refusal", [DeviceSecretMissingError(store="x"), DeviceStoreRefusedError(store="x")]
)
def test_without_the_secret_the_others_get_in_and_the_bound_hear_why_not(refusal):
    machine = Machine(refusal=refusal)
    assert open_keys((WRITTEN,), PASSPHRASE, machine).owner == "李明"
    for words in (OTHER, "falsch"):
        with pytest.raises(type(refusal)):
            open_keys((WRITTEN,), words, machine)
    assert machine.asked == 2


def test_the_secret_of_another_machine_opens_nothing():
    with pytest.raises(WrongPassphraseError):
        open_keys((WRITTEN,), OTHER, Machine(bytes(32)))


def test_a_mark_of_a_machine_that_was_forged_is_told_as_such():
    content = json.loads(WRITTEN)
    content["slots"][1]["device"] = False
    with pytest.raises(WrongPassphraseError):
        open_keys((with_digest(content),), OTHER, Machine())
    content = json.loads(WRITTEN)
    content["slots"][0]["device"] = True
    for machine in (Machine(), Machine(refusal=DeviceSecretMissingError(store=""))):
        with pytest.raises((KeyFileDamagedError, WrongPassphraseError)):
            open_keys((with_digest(content),), PASSPHRASE, machine)


def test_a_passphrase_of_somebody_else_is_taken():
    refuse_taken(BOUND, PASSPHRASE, but=FILE.slots[0].id, device_secret=Machine())
    refuse_taken(BOUND, "baiyun-qingshan-2026", device_secret=Machine())
    for words in (PASSPHRASE, OTHER, THIRD):
        with pytest.raises(PassphraseTakenError):
            refuse_taken(BOUND, words, device_secret=Machine())
    # a slot of another machine cannot be asked
    refuse_taken(BOUND, OTHER)


def test_a_slot_taken_out_is_out():
    without = BOUND.without_slot(BOUND.slots[1].id, KEY)
    assert [slot.id for slot in without.slots] == [BOUND.slots[0].id, BOUND.slots[2].id]
    assert without.generation == BOUND.generation + 1
    with pytest.raises(WrongPassphraseError):
        open_keys((without.written(),), OTHER, Machine())
    with pytest.raises(WrongPassphraseError):
        open_keys((without.written(), WRITTEN), OTHER, Machine())


def test_an_owner_that_was_forged_under_the_right_words_is_damage():
    """Somebody who has a passphrase, but not another's, exchanges names."""
    nameless = replace(FILE.slots[0], owner=bytes(40))
    slot = renewed(nameless, FILE.key(KEY), Words(PASSPHRASE), CHEAP)
    with pytest.raises(KeyFileDamagedError) as caught:
        open_keys((KeyFile(DATABASE, 1, (slot,)).sealed(KEY).written(),), PASSPHRASE)
    assert caught.value.what == "mac"


def test_a_copy_without_cards_is_passed_over_for_the_one_that_has_them():
    stranger = new_secrets()
    with pytest.raises(RecoveryCardForeignError):
        open_by_cards((FILE.written(), WITH_CARDS.written()), stranger[:2])


def test_a_moved_slot_keeps_id_role_and_cost():
    fresh = VaultKey(DATABASE, 1, bytearray(range(32)))
    slot = moved(BOUND.slots[1], "王芳", fresh, Words(OTHER, SECRET))
    assert (slot.id, slot.role, slot.cost) == (BOUND.slots[1].id, "recorder", CHEAP)
    assert slot.has_device_secret
    assert slot.wrapped != BOUND.slots[1].wrapped


def test_a_cost_is_only_ever_raised():
    dear = Cost(64 << 10, 3, 1)
    assert CHEAP.dearer(dear) == dear.dearer(CHEAP) == dear
