"""How keeping signing keys, and signing minutes with them, can fail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.errors import DocumentError, InputError, RefusedError, SurroundingsError

# ── key files ────────────────────────────────────────────────────────────────────────────────────


@dataclass(eq=False)
class SigningFileUnreadableError(InputError):
    """The file is no key file (PKCS#12), or is damaged."""

    file_name: str


@dataclass(eq=False)
class SigningFilePassphraseError(InputError):
    """The passphrase does not open the key file."""

    file_name: str


# ── what a file or a token holds ─────────────────────────────────────────────────────────────────


@dataclass(eq=False)
class SigningKeyMissingError(InputError):
    """There is no private key in the file or on the token: place names it."""

    place: str


@dataclass(eq=False)
class SigningCertificateMissingError(InputError):
    """There is a key, and no certificate that belongs to it."""

    place: str


@dataclass(eq=False)
class SigningKeySeveralError(InputError):
    """There are several keys, and nobody has said which; names are those of the keys."""

    place: str
    names: tuple[str, ...]


@dataclass(eq=False)
class SigningKeyUnsuitableError(InputError):
    """A key of a kind or strength that minutes are not signed with: kind names it."""

    place: str
    kind: str


@dataclass(eq=False)
class CertificateNotForSigningError(InputError):
    """The certificate says of itself that it is not there to sign documents."""

    place: str


@dataclass(eq=False)
class CertificateExpiredError(RefusedError):
    """The certificate's time is over; nothing is signed with it. name is the signer's."""

    name: str
    until: date


@dataclass(eq=False)
class CertificateNotYetError(RefusedError):
    """The certificate's time has not begun, or the machine's clock is slow."""

    name: str
    since: date


# ── tokens ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(eq=False)
class TokenModuleError(SurroundingsError):
    """The maker's program library for the token (PKCS#11) is not there or cannot be loaded."""

    file_name: str


class TokenMissingError(SurroundingsError):
    """No token is put in, or not the one that is asked for."""


@dataclass(eq=False)
class TokenPinError(InputError):
    """The token's PIN was wrong. tries tells what the token says of what is left: some, few, one.

    Tokens tell no number (PKCS#11 2.40, token flags).
    """

    tries: str


class TokenPinLockedError(SurroundingsError):
    """The token has locked its PIN after too many wrong ones."""


class TokenRemovedError(SurroundingsError):
    """The token was pulled while it was signing."""


@dataclass(eq=False)
class TokenFailedError(SurroundingsError):
    """The token refused for a reason of its own: what is its name for it."""

    what: str


# ── signers ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(eq=False)
class SignerKnownError(RefusedError):
    """That certificate is in the list already, under this name."""

    name: str


@dataclass(eq=False)
class SignerRetiredError(RefusedError):
    """The key was retired; nothing is signed with it any more."""

    name: str


@dataclass(eq=False)
class SignerKeyDiffersError(RefusedError):
    """The file or token holds another certificate now than the one in the list."""

    name: str


# ── fields of the minutes ────────────────────────────────────────────────────────────────────────


@dataclass(eq=False)
class FieldUnknownError(RefusedError):
    """These minutes have no such field to be signed electronically."""

    field: str


@dataclass(eq=False)
class FieldClosedError(RefusedError):
    """The field is signed, or was waived."""

    field: str


@dataclass(eq=False)
class FieldTurnError(RefusedError):
    """Another field is signed first."""

    field: str
    first: str


@dataclass(eq=False)
class FieldsOpenError(RefusedError):
    """The talk cannot be sealed while chosen fields are open: fields names them."""

    talk_number: str
    fields: str


@dataclass(eq=False)
class SignedMeanwhileError(RefusedError):
    """Something was signed while this signature was being made; nothing of it was kept."""

    talk_number: str


@dataclass(eq=False)
class SignatureDoubtedError(DocumentError):
    """The file just signed does not pass our own verification; it was not kept."""

    rule: str
