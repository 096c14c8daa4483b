"""Cards that two desks give each other: a short text with keys, signed by its owner."""

from __future__ import annotations

import base64
import binascii

from app.domain.canonical import canonical
from app.domain.errors import RecipientUnreadableError
from app.domain.package import OFFICE_CODE, OfficeCard, RegistryIdentity
from app.handover.credentials import DeskKeys, is_recipient, is_signed
from app.handover.minisign import public_key_from, public_key_text

LONGEST_CARD = 8192
LONGEST_NAME = 120
_REGISTRY, _OFFICE = "tanxinbu-registry 1", "tanxinbu-office 1"
_CONTEXT = b"tanxinbu-card-v1\0"


def registry_card(identity: RegistryIdentity, keys: DeskKeys) -> bytes:
    """The registry's identity.txt, to be carried to the offices."""
    fields = {
        "name": identity.name,
        "recipient": identity.recipient,
        "key": public_key_text(identity.public_key),
        "fingerprint": " ".join(identity.fingerprint),
    }
    return _card(_REGISTRY, fields, keys)


def read_registry_card(untrusted_bytes: bytes) -> RegistryIdentity:
    """What the registry's identity.txt says, checked against its own signature and digits.

    Raises RecipientUnreadableError.
    """
    fields = _fields(untrusted_bytes, _REGISTRY, ("name", "recipient", "key", "fingerprint"))
    identity = RegistryIdentity(
        fields["name"], _recipient(fields["recipient"]), _key(fields["key"])
    )
    _check(fields, _REGISTRY, identity)
    return identity


def office_card(card: OfficeCard, keys: DeskKeys) -> bytes:
    """The office's card, to be carried to the registry."""
    fields = {
        "code": card.code,
        "name": card.name,
        "recipient": card.recipient,
        "key": public_key_text(card.public_key),
        "fingerprint": " ".join(card.fingerprint),
    }
    return _card(_OFFICE, fields, keys)


def read_office_card(untrusted_bytes: bytes) -> OfficeCard:
    """What an office's card says, checked against its own signature and digits.

    Raises RecipientUnreadableError.
    """
    names = ("code", "name", "recipient", "key", "fingerprint")
    fields = _fields(untrusted_bytes, _OFFICE, names)
    if not OFFICE_CODE.match(fields["code"]):
        raise RecipientUnreadableError("code")
    card = OfficeCard(
        fields["code"], fields["name"], _recipient(fields["recipient"]), _key(fields["key"])
    )
    _check(fields, _OFFICE, card)
    return card


def _card(kind: str, fields: dict[str, str], keys: DeskKeys) -> bytes:
    signature = base64.b64encode(keys.sign(_message(kind, fields))).decode()
    lines = [kind, *(f"{key}: {value}" for key, value in fields.items())]
    return ("\n".join([*lines, f"signature: {signature}"]) + "\n").encode()


def _message(kind: str, fields: dict[str, str]) -> bytes:
    signed = {key: value for key, value in fields.items() if key != "signature"}
    return _CONTEXT + canonical([kind, signed])


def _fields(untrusted_bytes: bytes, kind: str, names: tuple[str, ...]) -> dict[str, str]:
    if len(untrusted_bytes) > LONGEST_CARD:
        raise RecipientUnreadableError("size")
    try:
        # an editor may have saved the text with a mark in front and other line ends
        lines = untrusted_bytes.decode("utf-8-sig", "strict").strip().splitlines()
    except UnicodeDecodeError as error:
        raise RecipientUnreadableError("text") from error
    if not lines or lines[0].strip() != kind:
        raise RecipientUnreadableError("kind")
    pairs = [line.strip().partition(": ")[::2] for line in lines[1:]]
    fields = dict(pairs)
    if len(fields) != len(pairs) or set(fields) != {*names, "signature"}:
        raise RecipientUnreadableError("fields")
    if not 0 < len(fields["name"]) <= LONGEST_NAME or not fields["name"].isprintable():
        raise RecipientUnreadableError("name")
    return fields


def _check(fields: dict[str, str], kind: str, card: RegistryIdentity | OfficeCard) -> None:
    if fields["fingerprint"] != " ".join(card.fingerprint):
        raise RecipientUnreadableError("fingerprint")
    try:
        signature = base64.b64decode(fields["signature"], validate=True)
    except (ValueError, binascii.Error) as error:
        raise RecipientUnreadableError("signature") from error
    if not is_signed(card.public_key, signature, _message(kind, fields)):
        raise RecipientUnreadableError("signature")


def _recipient(untrusted_text: str) -> str:
    if not is_recipient(untrusted_text):
        raise RecipientUnreadableError("recipient")
    return untrusted_text


def _key(untrusted_text: str) -> bytes:
    try:
        return public_key_from(untrusted_text)
    except ValueError as error:
        raise RecipientUnreadableError("key") from error
