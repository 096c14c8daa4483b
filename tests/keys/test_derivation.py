from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.errors import KeyFileDamagedError
from app.keys import derivation
from app.keys.derivation import USES, Cost, calibrated, key_for, slot_key, wipe
from app.keys.slots import Words, opened
from tests.conftest import CHEAP
from tests.keys.test_key_file import DATABASE, FILE

SALT = bytes(16)
GIB = 1 << 30


def test_the_same_words_give_the_same_key_however_they_were_typed():
    assert slot_key("crème", SALT, CHEAP) == slot_key("cre\u0300me", SALT, CHEAP)
    assert slot_key("crème", SALT, CHEAP) != slot_key("creme", SALT, CHEAP)


def test_the_derivation_never_changes():
    """A vault of today opens in twenty years: these values are for ever."""
    assert slot_key("谈心簿", SALT, CHEAP).hex() == KNOWN_SLOT_KEY
    assert slot_key("谈心簿", SALT, CHEAP, b"device").hex() == KNOWN_WITH_DEVICE
    assert key_for("sqlcipher", bytearray(32)).hex() == KNOWN_SQLCIPHER


KNOWN_SLOT_KEY = "5c380a3fee61f056a59bed0824b371f192ceafb8afd7fe2f5f3d889e2476e685"
KNOWN_WITH_DEVICE = "da47d6974f645bb89dec152c01aeef53e6710e63f41041fcdbc8f7dd784faa56"
KNOWN_SQLCIPHER = "da6027c2855f1e83b163e0456c994b64b359cb524638692ea7e394a66f949f56"


def test_each_use_has_a_key_of_its_own():
    keys = {bytes(key_for(use, bytearray(32))) for use in USES}
    assert len(keys) == len(USES)
    with pytest.raises(ValueError, match="no such use"):
        key_for("anything", bytearray(32))


@pytest.mark.parametrize(
    "cost",
    [Cost(1024), Cost(2 << 20), Cost(passes=0), Cost(passes=17), Cost(lanes=0), Cost(lanes=9)],
)
def test_a_cost_outside_the_bounds_is_refused_before_anything_is_derived(cost):
    with pytest.raises(KeyFileDamagedError) as caught:
        slot_key("x", SALT, cost)
    assert caught.value.what == "bounds"


def test_a_machine_without_that_much_memory_says_so(monkeypatch):
    class Poor:
        def __init__(self, **_):
            pass

        def derive_into(self, *_):
            raise MemoryError

    monkeypatch.setattr(derivation, "Argon2id", Poor)
    with pytest.raises(KeyFileDamagedError):
        slot_key("x", SALT, CHEAP)


@pytest.mark.parametrize(
    ("seconds", "memory", "chosen"),
    [
        (0.05, 16 * GIB, 256),
        (0.166, 16 * GIB, 256),
        (0.30, 16 * GIB, 128),
        (0.80, 16 * GIB, 64),
        (0.05, 2 * GIB, 128),
        (0.05, 1 * GIB, 64),
    ],
)
def test_the_cost_fits_the_machine(seconds, memory, chosen):
    def seconds_of(cost):
        return seconds * cost.memory_kib / 65536

    assert calibrated(seconds_of, memory) == Cost(chosen * 1024, 3, 1)


def test_a_wiped_secret_is_gone():
    secret = bytearray(b"secret")
    wipe(secret)
    assert secret == bytearray(6)


def test_a_slot_without_a_device_secret_does_not_ask_for_one():
    slot = FILE.slots[0]
    words = Words("falsch", b"device")
    assert opened(slot, DATABASE, 0, words) is None
    assert opened(replace(slot, has_device_secret=True), DATABASE, 0, words) is None
