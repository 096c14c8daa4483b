"""Reading a key file that anybody may have changed: each field is checked before it is used."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from datetime import datetime
from typing import Any, cast

from app.domain.canonical import canonical
from app.domain.errors import KeyFileDamagedError, VaultTooNewError
from app.domain.holders import HolderRole
from app.domain.recovery import LETTERS
from app.keys import cards, slots
from app.keys.cards import PAIRS, Pair, RecoveryPart
from app.keys.derivation import KEY_LENGTH, Cost
from app.keys.key_file import FORMAT, VERSION, KeyFile
from app.keys.slots import KeySlot

_LARGEST = 1 << 20
_MOST_SLOTS = 64
_MOST = 1 << 53  # numbers beyond are no longer whole for every reader of JSON
_FIRST_FIELDS = frozenset({"format", "version", "database", "generation", "slots", "mac", "digest"})
_FIELDS = {1: _FIRST_FIELDS, 2: _FIRST_FIELDS | {"epoch", "recovery"}}
_FIRST_SLOT_FIELDS = frozenset(
    {"id", "kind", "role", "device", "owner", "kdf", "cipher", "nonce", "wrapped"}
)
_SLOT_FIELDS = {1: _FIRST_SLOT_FIELDS, 2: _FIRST_SLOT_FIELDS | {"check", "reassigned"}}
_KDF_FIELDS = frozenset({"name", "memory_kib", "passes", "lanes", "salt"})
_RECOVERY_FIELDS = frozenset({"number", "made_at", "kdf", "cipher", "cards", "pairs"})
_PAIR_FIELDS = frozenset({"cards", "nonce", "wrapped"})
_ROLES = frozenset(role.value for role in HolderRole)
_WRAPPED = KEY_LENGTH + slots.TAG_LENGTH
_DIGEST_LENGTH, _CHECK_LENGTH = 32, 16
_SHORTEST_OWNER = slots.NONCE_LENGTH + slots.TAG_LENGTH


def parse(untrusted: bytes) -> KeyFile:
    """Read a key file; its seal is still to be checked with the data key.

    Raises KeyFileDamagedError naming what is wrong, VaultTooNewError.
    """
    content = _json(untrusted)
    if content.get("format") != FORMAT:
        raise KeyFileDamagedError(what="format")
    rest = {key: value for key, value in content.items() if key != "digest"}
    if content.get("digest") != _digest(rest):
        raise KeyFileDamagedError(what="digest")
    version = _number(content, "version", "version")
    if version > VERSION:
        raise VaultTooNewError(found=version, supported=VERSION)
    if version not in _FIELDS or set(content) != _FIELDS[version]:
        raise KeyFileDamagedError(what="format")
    return KeyFile(
        database=_hex(content, "database", 16),
        generation=_number(content, "generation", "format"),
        slots=_slots(content["slots"], version),
        epoch=_number(content, "epoch", "format") if version > 1 else 0,
        recovery=_recovery(content.get("recovery")),
        version=version,
        mac=_bytes(content, "mac", "mac", KEY_LENGTH),
    )


def _json(untrusted: bytes) -> dict[str, Any]:
    if len(untrusted) > _LARGEST:
        raise KeyFileDamagedError(what="json")
    try:
        content = json.loads(untrusted.decode(), object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as error:
        raise KeyFileDamagedError(what="json") from error
    if not isinstance(content, dict):
        raise KeyFileDamagedError(what="json")
    return cast("dict[str, Any]", content)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a field stands twice")
    return found


def _digest(content: dict[str, Any]) -> str:
    try:
        return hashlib.sha256(canonical(content)).hexdigest()
    except (ValueError, RecursionError) as error:  # NaN, or half a surrogate pair
        raise KeyFileDamagedError(what="json") from error


def _slots(untrusted: Any, version: int) -> tuple[KeySlot, ...]:  # noqa: ANN401 — whatever stood there
    if not isinstance(untrusted, list) or not 0 < len(untrusted) <= _MOST_SLOTS:
        raise KeyFileDamagedError(what="slot")
    read = tuple(_slot(one, version) for one in untrusted)
    if len({slot.id for slot in read}) != len(read):
        raise KeyFileDamagedError(what="slot")
    return read


def _slot(untrusted: Any, version: int) -> KeySlot:  # noqa: ANN401 — whatever stood in the file
    if not isinstance(untrusted, dict) or set(untrusted) != _SLOT_FIELDS[version]:
        raise KeyFileDamagedError(what="slot")
    kdf = untrusted["kdf"]
    is_known = (
        untrusted["kind"] == slots.KIND
        and untrusted["cipher"] == slots.CIPHER
        and isinstance(untrusted["device"], bool)
        and _is_role(untrusted["role"])
        and isinstance(kdf, dict)
        and set(kdf) == _KDF_FIELDS
        and kdf["name"] == slots.KDF
    )
    if not is_known:
        raise KeyFileDamagedError(what="slot")
    return KeySlot(
        id=_hex(untrusted, "id", 8),
        role=untrusted["role"],
        has_device_secret=untrusted["device"],
        owner=_bytes(untrusted, "owner", "slot"),
        cost=_cost(kdf),
        salt=_bytes(kdf, "salt", "slot", slots.SALT_LENGTH),
        nonce=_bytes(untrusted, "nonce", "slot", slots.NONCE_LENGTH),
        wrapped=_bytes(untrusted, "wrapped", "slot", _WRAPPED),
        **(_later_fields(untrusted) if version > 1 else {}),
    )


def _later_fields(untrusted: dict[str, Any]) -> dict[str, Any]:
    """What version 2 added to a slot; a slot that version 1 wrapped has no check."""
    reassigned = untrusted["reassigned"]
    if reassigned != "" and not _is_role(reassigned):
        raise KeyFileDamagedError(what="slot")
    has_check = untrusted["check"] != ""
    check = _bytes(untrusted, "check", "slot", _CHECK_LENGTH) if has_check else b""
    return {"check": check, "reassigned": reassigned}


def _is_role(untrusted: object) -> bool:
    return isinstance(untrusted, str) and untrusted in _ROLES


def _cost(kdf: dict[str, Any]) -> Cost:
    cost = Cost(*(_number(kdf, name, "bounds") for name in ("memory_kib", "passes", "lanes")))
    if not cost.is_within_bounds:
        raise KeyFileDamagedError(what="bounds")
    return cost


def _recovery(untrusted: Any) -> RecoveryPart | None:  # noqa: ANN401 — whatever stood in the file
    if untrusted is None:
        return None
    is_known = (
        isinstance(untrusted, dict)
        and set(untrusted) == _RECOVERY_FIELDS
        and untrusted["kdf"] == cards.KDF
        and untrusted["cipher"] == slots.CIPHER
        and _is_list(untrusted["cards"], len(LETTERS))
        and _is_list(untrusted["pairs"], len(PAIRS))
    )
    if not is_known:
        raise KeyFileDamagedError(what="recovery")
    digests = dict(enumerate(untrusted["cards"]))
    return RecoveryPart(
        number=_number(untrusted, "number", "recovery"),
        made_at=_moment(untrusted["made_at"]),
        digests=tuple(
            bytes.fromhex(_hex(digests, place, _DIGEST_LENGTH, "recovery")) for place in digests
        ),
        pairs=tuple(_pair(*both) for both in zip(PAIRS, untrusted["pairs"], strict=True)),
    )


def _pair(letters: str, untrusted: Any) -> Pair:  # noqa: ANN401 — whatever stood in the file
    is_known = isinstance(untrusted, dict) and set(untrusted) == _PAIR_FIELDS
    if not is_known or untrusted["cards"] != letters:
        raise KeyFileDamagedError(what="recovery")
    return Pair(
        _bytes(untrusted, "nonce", "recovery", slots.NONCE_LENGTH),
        _bytes(untrusted, "wrapped", "recovery", _WRAPPED),
    )


def _is_list(untrusted: object, length: int) -> bool:
    return isinstance(untrusted, list) and len(untrusted) == length


def _moment(untrusted: object) -> str:
    try:
        is_moment = datetime.fromisoformat(str(untrusted)).tzinfo is not None
    except ValueError:
        is_moment = False
    if not is_moment or not isinstance(untrusted, str):
        raise KeyFileDamagedError(what="recovery")
    return untrusted


def _number(content: dict[str, Any], name: str, what: str) -> int:
    value = content.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MOST:
        raise KeyFileDamagedError(what=what)
    return value


def _hex(content: dict[Any, Any], name: str | int, length: int, what: str = "slot") -> str:
    value = content[name]
    try:
        is_hex = isinstance(value, str) and bytes.fromhex(value).hex() == value
    except ValueError:
        is_hex = False
    if not is_hex or len(value) != 2 * length:
        raise KeyFileDamagedError(what="database" if name == "database" else what)
    return str(value)


def _bytes(content: dict[str, Any], name: str, what: str, length: int | None = None) -> bytes:
    value = content[name]
    try:
        decoded = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError) as error:
        raise KeyFileDamagedError(what=what) from error
    is_long_enough = len(decoded) == length if length else len(decoded) >= _SHORTEST_OWNER
    if not is_long_enough or base64.b64encode(decoded).decode() != value:
        raise KeyFileDamagedError(what=what)
    return decoded
