"""A signed document for those who try to falsify it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pytest

from app.documents import archive
from app.documents.minutes import Edition, typeset
from app.documents.signature_look import BOX, signature_look
from app.domain.verdict import Verdict
from app.signing.credentials import fingerprint_of, new_office_certificate
from app.signing.keys import MemoryKey
from app.signing.sign import OFFICE_FIELD, OpenField, Signing, signed
from app.signing.verify import Trust, verified
from tests.documents.paper import MADE_AT, OFFICE, make_minutes


@dataclass(frozen=True)
class Office:
    """An office with its key, and those who trust it."""

    private: bytes
    certificate: bytes

    @property
    def trust(self) -> Trust:
        return Trust(frozenset([fingerprint_of(self.certificate)]))

    def sign(self, content: bytes, at: datetime = MADE_AT) -> bytes:
        look = signature_look(OFFICE, at, fingerprint_of(self.certificate))
        signing = Signing(MemoryKey.loaded(self.private, self.certificate), at, look, "定稿")
        return signed(content, signing, OpenField(OFFICE_FIELD, 0, BOX))

    def judge(self, untrusted: bytes) -> Verdict:
        return verified(untrusted, self.trust, MADE_AT)


def new_office() -> Office:
    return Office(*new_office_certificate(MADE_AT))


@pytest.fixture(scope="session")
def office() -> Office:
    return new_office()


@pytest.fixture(scope="session")
def archived() -> bytes:
    return archive.archived(typeset(make_minutes(4), Edition(MADE_AT, "ab" * 32)).pdf)


@pytest.fixture(scope="session")
def signed_minutes(office: Office, archived: bytes) -> bytes:
    return office.sign(archived)
