"""Signing keys on tokens (USB keys, smart cards) through their makers' libraries (PKCS#11 2.40).

The private key never leaves the token; the PIN is asked each time and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import pkcs11
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pkcs11 import PROTECTED_AUTH, Attribute, Mechanism, ObjectClass, TokenFlag
from pkcs11.types import Object, Session, Token

from app.domain.signer import PinState, TokenInfo, TokenKey
from app.domain.signer_errors import (
    SigningCertificateMissingError,
    SigningKeyMissingError,
    SigningKeySeveralError,
    TokenFailedError,
    TokenMissingError,
    TokenModuleError,
    TokenPinError,
    TokenPinLockedError,
    TokenRemovedError,
)
from app.signing.credentials import examined, facts_of

TRIES = {PinState.GOOD: "some", PinState.FEW: "few", PinState.LAST: "one"}
GONE = (
    pkcs11.DeviceRemoved,
    pkcs11.TokenNotPresent,
    pkcs11.TokenNotRecognised,
    pkcs11.SessionHandleInvalid,
    pkcs11.SessionClosed,
    pkcs11.ObjectHandleInvalid,
    pkcs11.KeyHandleInvalid,
    pkcs11.SlotIDInvalid,
)


if TYPE_CHECKING:
    from pkcs11._pkcs11 import lib

# they are told of no threads (C_Initialize without arguments)
_ALONE = RLock()


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """Where a token is found: its maker's library, and its serial number."""

    module: str
    serial: str


@dataclass(frozen=True, slots=True)
class KeyOnToken:
    """A private key that stays on the token; is_curved tells EC from RSA."""

    certificate: bytes
    is_curved: bool
    _private: Any = field(repr=False)

    def sign(self, content: bytes) -> bytes:
        """The signature over SHA-256 of the content.

        Raises TokenRemovedError, TokenFailedError.
        """
        with _named():
            if not self.is_curved:
                return bytes(self._private.sign(content, mechanism=Mechanism.SHA256_RSA_PKCS))
            # many tokens know no other way than to be given the digest
            digest = sha256(content).digest()
            raw = bytes(self._private.sign(digest, mechanism=Mechanism.ECDSA))
        half = len(raw) // 2
        return encode_dss_signature(
            int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big")
        )


@dataclass(frozen=True, slots=True)
class _Pair:
    """A private key on the token and the certificate that goes by the same id; it may lack one."""

    label: str
    private: Any = field(repr=False)
    certificate: bytes = b""


@dataclass(frozen=True, slots=True)
class OpenToken:
    """A token whose PIN was given."""

    name: str
    _session: Session = field(repr=False)

    def key(self, label: str = "", certificate: bytes = b"") -> KeyOnToken:
        """The key of that certificate, or of that label, or the only one.

        Raises SigningKeyMissingError, SigningCertificateMissingError, SigningKeySeveralError,
        SigningKeyUnsuitableError, CertificateNotForSigningError, TokenRemovedError,
        TokenFailedError.
        """
        with _named():
            pairs = self._pairs()
        if certificate:
            pairs = [pair for pair in pairs if pair.certificate == certificate]
        elif label:
            pairs = [pair for pair in pairs if pair.label == label]
        if not pairs:
            raise SigningKeyMissingError(self.name)
        pairs = [pair for pair in pairs if pair.certificate]
        if not pairs:
            raise SigningCertificateMissingError(self.name)
        if len(pairs) > 1:
            raise SigningKeySeveralError(self.name, tuple(sorted(pair.label for pair in pairs)))
        facts = examined(pairs[0].certificate, self.name)
        return KeyOnToken(pairs[0].certificate, facts.key.startswith("EC"), pairs[0].private)

    def _pairs(self) -> list[_Pair]:
        shown = {_id(one): one for one in _certificates(self._session)}
        pairs = []
        for private in list(self._session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})):
            one = shown.get(_id(private))
            # the certificate's label is what can be seen and chosen without the PIN
            label = _label(one) if one is not None else _label(private)
            pairs.append(_Pair(label, private, _content(one) if one is not None else b""))
        return pairs


def tokens_seen(module: str) -> tuple[TokenInfo, ...]:
    """The tokens that are put in, with the keys they show without a PIN.

    Raises TokenModuleError, TokenMissingError, TokenFailedError.
    """
    with _named():
        library = _library(module)
        # some libraries look for tokens once, at their beginning
        library.reinitialize()
        found = tuple(_info(token) for token in _present(library))
    if not found:
        raise TokenMissingError
    return found


@contextmanager
def open_token(place: TokenPlace, pin: str) -> Iterator[OpenToken]:
    """A token with its PIN given, closed again at the end.

    Raises TokenModuleError, TokenMissingError, TokenPinError, TokenPinLockedError,
    TokenRemovedError, TokenFailedError.
    """
    with _named():
        library = _library(place.module)
        token = _of_serial(library, place.serial)
        session = _entered(token, pin)
        try:
            yield OpenToken(str(token.label).strip(), session)
        finally:
            _left(session)


def _of_serial(library: lib, serial: str) -> Token:
    for again in (False, True):
        if again:
            library.reinitialize()
        for token in _present(library):
            if _serial(token) == serial:
                return token
    raise TokenMissingError


def _entered(token: Token, pin: str) -> Session:
    has_keypad = bool(token.flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH)
    try:
        return token.open(user_pin=PROTECTED_AUTH if has_keypad and not pin else pin)
    except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid) as error:
        state = _pin_state(token)
        if state is PinState.LOCKED:
            raise TokenPinLockedError from error
        raise TokenPinError(TRIES[state]) from error
    except pkcs11.PinLocked as error:
        raise TokenPinLockedError from error


def _left(session: Session) -> None:
    try:
        session.close()
    except pkcs11.PKCS11Error:
        """The token is gone, and its session with it."""


def _library(module: str) -> lib:
    """The maker's library; loaded once, looked through anew each time."""
    if not module or not Path(module).is_file():
        raise TokenModuleError(Path(module).name)
    try:
        # by its one real path: the same library under two names may not be begun twice
        return pkcs11.lib(str(Path(module).resolve()))
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise TokenModuleError(Path(module).name) from error


def _present(library: lib) -> list[Token]:
    found = []
    for slot in library.get_slots(token_present=True):
        try:
            token = slot.get_token()
        except GONE:
            continue  # pulled between two questions
        if token.flags & TokenFlag.TOKEN_INITIALIZED:
            found.append(token)
    return found


def _info(token: Token) -> TokenInfo:
    keys: list[TokenKey] = []
    session = token.open()
    try:
        for one in _certificates(session):
            keys += _shown(one)
    finally:
        _left(session)
    return TokenInfo(
        label=str(token.label).strip(),
        serial=_serial(token),
        model=str(token.model).strip(),
        pin=_pin_state(token),
        keys=tuple(keys),
    )


def _shown(certificate: Object) -> list[TokenKey]:
    """The key of a certificate that could sign; others, such as those of authorities, are not."""
    try:
        return [TokenKey(_label(certificate), facts_of(_content(certificate)))]
    except Exception:  # noqa: BLE001 — what is on a token may be anything
        return []


def _certificates(session: Session) -> list[Object]:
    return list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))


def _id(thing: Object) -> bytes:
    return bytes(thing[Attribute.ID])


def _label(thing: Object) -> str:
    return str(thing[Attribute.LABEL])


def _serial(token: Token) -> str:
    return bytes(token.serial).decode("utf-8", "replace").strip("\0 ")


def _pin_state(token: Token) -> PinState:
    flags = token.slot.get_token().flags  # those of this moment
    for flag, state in (
        (TokenFlag.USER_PIN_LOCKED, PinState.LOCKED),
        (TokenFlag.USER_PIN_FINAL_TRY, PinState.LAST),
        (TokenFlag.USER_PIN_COUNT_LOW, PinState.FEW),
    ):
        if flags & flag:
            return state
    return PinState.GOOD


def _content(certificate: Object) -> bytes:
    """The certificate's DER; some makers pad what they store."""
    value = bytes(certificate[Attribute.VALUE])
    try:
        return bytes(Certificate.load(value, strict=False).dump())
    except ValueError:
        return value


@contextmanager
def _named() -> Iterator[None]:
    """Says in our words what a token refuses; libraries are asked by one thread at a time."""
    try:
        with _ALONE:
            yield
    except GONE as error:
        raise TokenRemovedError from error
    except pkcs11.PKCS11Error as error:
        raise TokenFailedError(type(error).__name__) from error
