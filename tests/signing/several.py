"""Minutes that an office and three persons signed, for those who try to falsify them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.documents.sheet import Imprint, Sheet, written
from app.documents.signature_look import BOX
from app.documents.stream_ends import with_sure_ends
from app.domain.signer import PERSONAL_FIELDS
from app.domain.verdict import Verdict
from app.signing.credentials import fingerprint_of, new_personal_certificate
from app.signing.keys import Key, MemoryKey
from app.signing.sign import OFFICE_FIELD, OpenField, Signing, signed, signed_in
from app.signing.verify import Trust, verified
from tests.documents.paper import MADE_AT
from tests.signing.conftest import Office

NAMES = tuple(field.value for field in PERSONAL_FIELDS)
PLACES = tuple(
    OpenField(name, 0, (90, 60 + 60 * at, 300, 110 + 60 * at)) for at, name in enumerate(NAMES)
)


def plain_look() -> bytes:
    """A picture without letters: files of it are read several times as fast."""
    sheet = Sheet((float(BOX[2] - BOX[0]), float(BOX[3] - BOX[1])))
    sheet.begin_page()
    sheet.put("0.5 w 1 1 100 20 re S")
    return with_sure_ends(written(sheet.pdf(Imprint("", "", MADE_AT))), {})


LOOK = plain_look()


def own_key() -> MemoryKey:
    return MemoryKey.loaded(*new_personal_certificate(MADE_AT))


@dataclass(frozen=True)
class Signers:
    """An office, the keys of three persons, and who trusts them."""

    office: Office
    keys: tuple[Key, ...]

    @property
    def trust(self) -> Trust:
        persons = frozenset(fingerprint_of(key.certificate) for key in self.keys)
        return Trust(self.office.trust.fingerprints, persons=persons)

    def judge(self, untrusted: bytes) -> Verdict:
        return verified(untrusted, self.trust, MADE_AT)

    def begin(self, content: bytes, fields: tuple[OpenField, ...] = PLACES) -> bytes:
        """The office signs, the fields are open."""
        key = MemoryKey.loaded(self.office.private, self.office.certificate)
        place = OpenField(OFFICE_FIELD, 0, BOX)
        return signed(content, Signing(key, MADE_AT, LOOK, "定稿"), place, fields)

    def revisions(self, content: bytes) -> list[bytes]:
        """The file after each signature, the office's first."""
        made = [self.begin(content)]
        for minute, (name, key) in enumerate(zip(NAMES, self.keys, strict=True), 1):
            made.append(self.add(made[-1], name, key, minute))
        return made

    def add(self, content: bytes, name: str, key: Key, minute: int = 1) -> bytes:
        at = MADE_AT + timedelta(minutes=minute)
        return signed_in(content, name, Signing(key, at, LOOK, "本人签名"))
