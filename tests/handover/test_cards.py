"""A card is believed only when every word of it fits its own signature and digits."""

from __future__ import annotations

import base64

import pytest

from app.domain.canonical import canonical
from app.domain.errors import RecipientUnreadableError
from app.domain.package import OfficeCard, RegistryIdentity
from app.handover.card import (
    office_card,
    read_office_card,
    read_registry_card,
    registry_card,
)
from app.handover.credentials import new_office_keys, new_registry_keys
from app.handover.minisign import is_signature_of, public_key_from, public_key_text, signature_file

KEYS = new_registry_keys()
IDENTITY = RegistryIdentity("市纪委登记处", KEYS.recipient.decode(), KEYS.public_key)
OFFICE = OfficeCard("320999", "某县纪委监委", KEYS.recipient.decode(), KEYS.public_key)


def test_cards_say_what_was_put_on_them():
    assert read_registry_card(registry_card(IDENTITY, KEYS)) == IDENTITY
    assert read_office_card(office_card(OFFICE, KEYS)) == OFFICE


def test_the_digits_can_be_read_aloud_and_belong_to_one_card():
    groups = IDENTITY.fingerprint
    assert [len(group) for group in groups] == [5] * 8
    assert "".join(groups).isdigit()
    assert groups == OFFICE.fingerprint
    other = new_office_keys()
    assert OfficeCard("1", "x", IDENTITY.recipient, other.public_key).fingerprint != groups


def lines_of(card: bytes) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in card.decode().splitlines()[1:])


def signed(kind: str, fields: dict[str, str]) -> bytes:
    """A card of any fields, truly signed."""
    message = b"tanxinbu-card-v1\0" + canonical([kind, fields])
    fields = fields | {"signature": base64.b64encode(KEYS.sign(message)).decode()}
    return "\n".join([kind, *(f"{k}: {v}" for k, v in fields.items())]).encode()


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"code": "32099"}, "code"),
        ({"code": "32099a"}, "code"),
        ({"name": ""}, "fields"),
        ({"name": "x" * 121}, "name"),
        ({"name": "a\u200fb\u0007"}, "name"),
        ({"recipient": "age1nobody"}, "recipient"),
        ({"key": "RWxx"}, "key"),
        ({"key": "密钥"}, "key"),
        ({"key": public_key_text(b"k" * 32)}, "fingerprint"),
        ({"fingerprint": "12345"}, "fingerprint"),
    ],
)
def test_a_card_with_a_field_that_is_not_one(change: dict[str, str], what: str):
    fields = lines_of(office_card(OFFICE, KEYS)) | change
    del fields["signature"]
    fields = {key: value for key, value in fields.items() if value}
    with pytest.raises(RecipientUnreadableError) as refused:
        read_office_card(signed("tanxinbu-office 1", fields))
    assert refused.value.what == what


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        (b"", "kind"),
        (b"\xff\xfe\xff", "text"),
        (b"x" * 9000, "size"),
        (b"tanxinbu-registry 2\n", "kind"),
        (b"tanxinbu-registry 1\nname: a\nname: b\n", "fields"),
        (registry_card(IDENTITY, KEYS) + b"more: x\n", "fields"),
        (office_card(OFFICE, KEYS), "kind"),
        (registry_card(IDENTITY, KEYS).replace("市".encode(), "县".encode()), "signature"),
        (registry_card(IDENTITY, KEYS).replace(b"signature: ", b"signature: !"), "signature"),
        (registry_card(IDENTITY, new_office_keys()), "signature"),
    ],
    ids=range(10),
)
def test_a_card_that_was_not_made_by_its_owner(bad: bytes, what: str):
    with pytest.raises(RecipientUnreadableError) as refused:
        read_registry_card(bad)
    assert refused.value.what == what


def test_minisign_keys_and_signatures_are_told_from_look_alikes():
    text = public_key_text(KEYS.public_key)
    assert public_key_from(text) == KEYS.public_key
    for bad in ("", text[:-4], text.replace("RW", "RX", 1), base64.b64encode(bytes(42)).decode()):
        with pytest.raises(ValueError, match=r".*"):
            public_key_from(bad)
    file = signature_file(KEYS, b"content", "comment")
    assert is_signature_of(file, b"content", KEYS.public_key)
    other = new_office_keys().public_key
    for bad_file, content, key in (
        (file, b"other", KEYS.public_key),
        (file, b"content", other),
        (file + b"\n", b"content", KEYS.public_key),
        (file[:-1], b"content", KEYS.public_key),
        (file + b"x", b"content", KEYS.public_key),
        (b"x" + file, b"content", KEYS.public_key),
        (b"\xff" + file, b"content", KEYS.public_key),
        (file.replace(b"comment\n", b"comment!\n"), b"content", KEYS.public_key),
        (b"untrusted comment: a\n%%\ntrusted comment: b\n%%\n", b"content", KEYS.public_key),
    ):
        assert not is_signature_of(bad_file, content, key)


def test_secret_keys_are_not_shown():
    assert KEYS.signing_key.hex() not in repr(KEYS)
    assert "AGE-SECRET-KEY" not in repr(KEYS)
