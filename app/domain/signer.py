"""Who signs minutes electronically: the fields, the keys, and the ink of a hand."""

from __future__ import annotations

from dataclasses import dataclass
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
