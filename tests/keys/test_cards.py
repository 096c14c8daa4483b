"""Three cards in the key file: any two open, one opens nothing, and nothing can be exchanged."""

from __future__ import annotations

import base64
import json
from itertools import combinations

import pytest

from app.domain.errors import KeyFileDamagedError
from app.domain.recovery import LETTERS
from app.domain.vault_errors import (
    RecoveryCardForeignError,
    RecoveryCardsSameError,
    RecoveryMissingError,
)
from app.keys.cards import new_secrets, wrapped
from app.keys.opening import open_by_cards, open_keys
from app.keys.slots import VaultKey
from tests.conftest import PASSPHRASE
from tests.keys.test_key_file import DATA_KEY, FILE, flipped, made, with_digest

KEY = bytearray(DATA_KEY)
SECRETS = dict(zip(LETTERS, new_secrets(), strict=True))
MADE_AT = "2026-03-05T01:00:00+00:00"
PART = wrapped(FILE.key(KEY), 1, MADE_AT, SECRETS)
WITH_CARDS = FILE.with_recovery(PART, KEY)
WRITTEN = WITH_CARDS.written()


def held(*letters):
    return [SECRETS[letter] for letter in letters]


def altered(path, value):
    content = json.loads(WRITTEN)
    at = content
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value(at[path[-1]]) if callable(value) else value
    return with_digest(content)


@pytest.mark.parametrize("letters", [(a, b) for a in LETTERS for b in LETTERS if a != b])
def test_any_two_cards_open_in_either_order(letters):
    found = open_by_cards((WRITTEN,), held(*letters))
    assert bytes(found.data_key) == DATA_KEY
    assert found.letters == "".join(sorted(letters))
    assert found.file == WITH_CARDS


def test_one_card_twice_opens_nothing():
    with pytest.raises(RecoveryCardsSameError):
        open_by_cards((WRITTEN,), held("A", "A"))


def test_a_card_of_another_set_or_vault_is_foreign():
    stranger = new_secrets()[0]
    with pytest.raises(RecoveryCardForeignError):
        open_by_cards((WRITTEN,), [SECRETS["A"], stranger])
    other = FILE.key(KEY)
    replaced = FILE.with_recovery(
        wrapped(other, 2, MADE_AT, dict(zip(LETTERS, new_secrets(), strict=True))), KEY
    )
    with pytest.raises(RecoveryCardForeignError):
        open_by_cards((replaced.written(),), held("A", "B"))
    elsewhere = wrapped(VaultKey("cd" * 16, 0, KEY), 1, MADE_AT, SECRETS)
    with pytest.raises(RecoveryCardForeignError):
        open_by_cards((FILE.with_recovery(elsewhere, KEY).written(),), held("A", "B"))


def test_without_cards_there_is_no_way_back():
    with pytest.raises(RecoveryMissingError):
        open_by_cards((FILE.written(),), held("A", "B"))
    with pytest.raises(KeyFileDamagedError):
        open_by_cards((b"{}", b"["), held("A", "B"))


def test_the_key_file_shows_nothing_of_a_card():
    for secret in SECRETS.values():
        for form in (bytes(secret), secret.hex().encode(), base64.b64encode(secret)):
            assert form not in WRITTEN


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        (("epoch",), 1, "recovery"),
        (("recovery", "number"), 2, None),
        (("recovery", "made_at"), "2027-03-05T01:00:00+00:00", "recovery"),
        (("recovery", "cards", 2), "00" * 32, "recovery"),
        (("recovery", "pairs", 0, "nonce"), flipped, "recovery"),
        (("recovery", "pairs", 0, "wrapped"), flipped, "recovery"),
        (("recovery", "pairs", 2, "wrapped"), flipped, "mac"),
        (("slots", 0, "role"), "auditor", "mac"),
        (("generation",), 9, "mac"),
    ],
)
def test_what_was_tampered_with_is_told_by_name(path, value, what):
    forged = altered(path, value)
    if what is None:  # the digests of the cards hang on the number of their set
        with pytest.raises(RecoveryCardForeignError):
            open_by_cards((forged,), held("A", "B"))
    else:
        with pytest.raises(KeyFileDamagedError) as caught:
            open_by_cards((forged,), held("A", "B"))
        assert caught.value.what == what
    # and the passphrase tells it as well
    with pytest.raises(KeyFileDamagedError):
        open_keys((forged,), PASSPHRASE)
    # while the whole copy beside it opens
    assert open_by_cards((forged, WRITTEN), held("A", "B")).file == WITH_CARDS


@pytest.mark.parametrize("path", [("recovery",)], ids=["removed"])
def test_cards_cannot_be_taken_out_unnoticed(path):
    with pytest.raises(KeyFileDamagedError) as caught:
        open_keys((altered(path, None),), PASSPHRASE)
    assert caught.value.what == "mac"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("recovery", "number"), -1),
        (("recovery", "number"), "1"),
        (("recovery", "made_at"), "yesterday"),
        (("recovery", "made_at"), "2026-03-05T01:00:00"),
        (("recovery", "made_at"), 5),
        (("recovery", "kdf"), "none"),
        (("recovery", "cipher"), "none"),
        (("recovery", "cards"), []),
        (("recovery", "cards", 0), "zz"),
        (("recovery", "cards", 0), "00"),
        (("recovery", "cards", 0), 5),
        (("recovery", "pairs"), {}),
        (("recovery", "pairs", 1), []),
        (("recovery", "pairs", 1, "cards"), "AB"),
        (("recovery", "pairs", 1, "nonce"), "AA=="),
        (("recovery", "pairs", 1, "wrapped"), 5),
    ],
)
def test_a_misshapen_part_is_refused_before_it_is_used(path, value):
    with pytest.raises(KeyFileDamagedError) as caught:
        open_by_cards((altered(path, value),), held("A", "B"))
    assert caught.value.what == "recovery"


def test_an_older_copy_does_not_bring_replaced_cards_back():
    fresh = dict(zip(LETTERS, new_secrets(), strict=True))
    newer = WITH_CARDS.with_recovery(wrapped(FILE.key(KEY), 2, MADE_AT, fresh), KEY)
    with pytest.raises(RecoveryCardForeignError):
        open_by_cards((WRITTEN, newer.written()), held("A", "B"))
    assert open_by_cards((WRITTEN, newer.written()), list(fresh.values())[:2]).file == newer


class Slippery(dict):
    """Cards that are other ones each time somebody looks."""

    def __getitem__(self, letter):
        return new_secrets()[0]


def test_cards_that_would_not_open_are_never_made():
    with pytest.raises(KeyFileDamagedError):
        wrapped(FILE.key(KEY), 1, MADE_AT, Slippery(SECRETS))


def test_another_data_key_makes_other_pairs_for_the_same_cards():
    other = made(data_key=bytes(32))
    moved = wrapped(other.key(bytearray(32)), 1, MADE_AT, SECRETS)
    assert moved.digests == PART.digests
    assert not {pair.wrapped for pair in moved.pairs} & {pair.wrapped for pair in PART.pairs}
    for letters in combinations(LETTERS, 2):
        found = open_by_cards(
            (other.with_recovery(moved, bytearray(32)).written(),), held(*letters)
        )
        assert bytes(found.data_key) == bytes(32)
