"""Who signs minutes electronically: the fields, the keys, and the ink of a hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from app.domain.ids import SignerId


class SignatureField(Enum):
    """The signature fields of minutes, by the names they have in the file."""

    OFFICE = "谈话单位"
    INTERVIEWEE = "谈话对象"
    RECORDER = "记录人"
    INTERVIEWER = "主谈人"


# the order in which they are given; the last one locks the whole file
PERSONAL_FIELDS = (
    SignatureField.INTERVIEWEE,
    SignatureField.RECORDER,
    SignatureField.INTERVIEWER,
)


class KeyKind(Enum):
    """Where a signing key is kept: in the vault, in a PKCS#12 file, on a PKCS#11 token."""

    VAULT = "vault"
    FILE = "file"
    TOKEN = "token"  # noqa: S105  (no secret: a kind of key)


@dataclass(frozen=True, slots=True)
class Signer:
    """A key somebody signs with. path is that of a key file or of a token's module.

    certificate is DER, fingerprint its SHA-256 in hex; serial is that of the token.
    """

    id: SignerId
    name: str
    kind: KeyKind
    certificate: bytes
    fingerprint: str
    not_after: datetime
    path: str = ""
    serial: str = ""
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says: whose it is, by whom, its key (such as EC P-256), its time in UTC.

    fingerprint is the SHA-256 of the certificate in hex.
    """

    subject: str
    issuer: str
    key: str
    not_before: datetime
    not_after: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SigningKey:
    """With which of the known keys is signed; secret is a key file's passphrase or a token's PIN.

    The secret is used once and kept nowhere.
    """

    signer_id: SignerId
    secret: str = field(default="", repr=False)


class PinState(Enum):
    """What a token says of its PIN: good, few tries left, one try left, locked."""

    GOOD = "good"
    FEW = "few"
    LAST = "last"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key that can be seen on a token by its certificate, without the PIN."""

    label: str
    certificate: CertificateFacts


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """A token that is put in; keys are those it shows without its PIN, and may be none."""

    label: str
    serial: str
    model: str
    pin: PinState
    keys: tuple[TokenKey, ...] = ()


# certificates that end within so many days are told of
EXPIRY_WATCHED_DAYS = 60


@dataclass(frozen=True, slots=True)
class Expiring:
    """A certificate that ends soon or is over; without a signer it is the office's own.

    days is how many are left, and below nought how many it has been over.
    """

    name: str
    not_after: datetime
    days: int
    signer_id: SignerId | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing can be signed with it any more."""
        return self.days < 0


@dataclass(frozen=True, slots=True)
class OfficeCertificate:
    """The office's certificate; earlier are the fingerprints it had before it was renewed."""

    facts: CertificateFacts
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InkPoint:
    """Where the pen was: from the left and from the top of the pad, each 0 to 1 of its width,
    and how hard it pressed, 0 to 1."""

    x: float
    y: float
    pressure: float


@dataclass(frozen=True, slots=True)
class Ink:
    """What a hand wrote on a pad: one tuple of points for each stroke, and the pad's height by
    its width."""

    strokes: tuple[tuple[InkPoint, ...], ...]
    height: float

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written."""
        return not any(self.strokes)


@dataclass(frozen=True, slots=True)
class FieldState:
    """A field that belongs on a talk's minutes: who is to sign, and whether that was done.

    waived says why it stays empty.
    """

    field: SignatureField
    who: str
    signed_at: datetime | None = None
    fingerprint: str = ""
    has_ink: bool = False
    waived: str = ""

    @property
    def is_open(self) -> bool:
        """Whether its signature is still waited for."""
        return self.signed_at is None and not self.waived
