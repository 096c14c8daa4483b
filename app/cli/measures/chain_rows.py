"""M22–M24: one signature, the whole way of a document, and the memory of a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from app.cli.measures.measuring import Row, interleaved, peak_of, tell_held
from app.cli.measures.paper_rows import minutes
from app.domain.signer import PERSONAL_FIELDS, SignatureField

if TYPE_CHECKING:
    from app.signing.keys import MemoryKey

_Box = tuple[int, int, int, int]

ALLOWED = 40.0  # milliseconds that a signature may take over the bare arithmetic
_AT = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)
_FIELDS = PERSONAL_FIELDS[:2]
_peak_of = partial(peak_of, __name__)


@dataclass(frozen=True, slots=True)
class Chain:
    """The steps of a document with three signatures, each by itself."""

    office: MemoryKey
    persons: tuple[MemoryKey, ...]

    @classmethod
    def made(cls) -> Chain:
        """Fresh keys for the office and for the persons."""
        # to start faster: the rows of the vault sign nothing
        from app.signing.credentials import new_office_certificate, new_personal_certificate
        from app.signing.keys import MemoryKey

        persons = (new_personal_certificate(_AT) for _ in _FIELDS)
        return cls(
            MemoryKey.loaded(*new_office_certificate(_AT)),
            tuple(MemoryKey.loaded(*pair) for pair in persons),
        )

    def archived(self, number: int) -> tuple[bytes, dict[str, tuple[int, _Box]]]:
        """Set the minutes of that number, make them PDF/A, ask both validators; and the boxes."""
        # to start faster
        from app.documents.archive import archived
        from app.documents.minutes import Edition, typeset

        told = replace(minutes(), number=f"2026-{number:04d}")
        pages = typeset(told, Edition(_AT))
        boxes = {box.signer: (box.page, box.box) for box in pages.boxes}
        return archived(pages.pdf), boxes

    def certified(self, content: bytes, boxes: dict[str, tuple[int, _Box]]) -> bytes:
        """Sign for the office, with the fields of the persons left open."""
        # to start faster
        from app.documents.signature_look import BOX, signature_look
        from app.signing.sign import OFFICE_FIELD, OpenField, Signing, signed

        print_of = sha256(self.office.certificate).hexdigest()
        signing = Signing(self.office, _AT, signature_look("示例县纪委监委", _AT, print_of))
        fields = tuple(OpenField(f.value, *boxes[f.value]) for f in _FIELDS)
        return signed(content, signing, OpenField(OFFICE_FIELD, 0, BOX), fields)

    def added(self, content: bytes, field: SignatureField) -> bytes:
        """Sign for a person."""
        # to start faster
        from app.documents.signature_look import PersonalHand, personal_look
        from app.signing.sign import Signing, signed_in, size_of

        key = self.persons[_FIELDS.index(field)]
        print_of = sha256(key.certificate).hexdigest()
        hand = PersonalHand(field.value, "示例", "示例", print_of, _AT)
        look = personal_look(hand, size_of(content, field.value))
        return signed_in(content, field.value, Signing(key, _AT, look))

    def verified(self, content: bytes) -> None:
        """Look at everything by our own rules, as somebody does who receives the file."""
        # to start faster
        from app.domain.verdict import Outcome
        from app.signing.verify import Trust, verified

        trust = Trust(
            frozenset([sha256(self.office.certificate).hexdigest()]),
            persons=frozenset(sha256(key.certificate).hexdigest() for key in self.persons),
        )
        verdict = verified(content, trust, _AT + timedelta(days=1))
        if verdict.outcome is not Outcome.GENUINE:
            raise ValueError(verdict.reasons)

    def whole(self, number: int) -> bytes:
        """The way from the text to a file that was verified."""
        content = self.certified(*self.archived(number))
        for field in _FIELDS:
            content = self.added(content, field)
        self.verified(content)
        return content


def signing(rounds: int) -> Iterator[Row]:
    """M22: what one signature takes over signing the digest of as many bytes."""
    chain = Chain.made()
    content, _ = chain.archived(1)
    keys = {"EC P-256": ("M22", chain.office), "RSA-3072": ("M22b", _long_key())}
    for name, (row, key) in keys.items():
        acts = {"ours": partial(_once, key, content), "raw": partial(key.sign, content)}
        found = interleaved(rounds, acts)
        more = found["ours"] - found["raw"]
        raw = f"摘要和私钥运算 {found['raw']:.1f} ms"
        note = f"全程 {found['ours']:.1f} ms，其中{raw}；下限一栏是许可的毫秒数"
        yield Row(row, f"一个签名，{name}，私钥运算以外", more, ALLOWED, "ms", 1.0, note)


def chain(rounds: int) -> Row:
    """M23: build, PDF/A, validate, three signatures, verify: against the sum of its parts."""
    steps = Chain.made()
    archived, boxes = steps.archived(1)
    one = steps.certified(archived, boxes)
    two = steps.added(one, _FIELDS[0])
    three = steps.added(two, _FIELDS[1])
    parts: dict[str, Callable[[], object]] = {
        "build": partial(steps.archived, 1),
        "office": partial(steps.certified, archived, boxes),
        "first": partial(steps.added, one, _FIELDS[0]),
        "second": partial(steps.added, two, _FIELDS[1]),
        "verify": partial(steps.verified, three),
    }
    found = interleaved(rounds, {"ours": partial(steps.whole, 1), **parts})
    ours = found.pop("ours")
    names = ("排版归档检验", "单位签名", "对象签名", "记录人签名", "核验")
    told = "，".join(f"{n} {t:.0f}" for n, t in zip(names, found.values(), strict=True))
    note = f"下限是各步单独量得之和（毫秒）：{told}"
    return Row("M23", "一份记录从文字到核验，三个签名", ours, sum(found.values()), "ms", 1.15, note)


def memory(documents: int) -> Row:
    """M24: the most memory a process held over so many documents, against over one."""
    ours, one = _peak_of(documents), _peak_of(1)
    measure = f"{documents} 份记录一批，内存峰值"
    note = "每份都走完 M23 的全程，各在自己的进程里"
    return Row("M24", measure, ours or 0.0, one, "MiB", 1.5, note)


def tell_peak(documents: int) -> None:
    """Make so many documents, and print what was held at most."""
    steps = Chain.made()
    for number in range(1, documents + 1):
        steps.whole(number)
    tell_held()


def _once(key: MemoryKey, content: bytes) -> bytes:
    # to start faster
    from app.documents.signature_look import BOX, signature_look
    from app.signing.sign import OFFICE_FIELD, OpenField, Signing, signed

    print_of = sha256(key.certificate).hexdigest()
    look = signature_look("示例县纪委监委", _AT, print_of)
    return signed(content, Signing(key, _AT, look), OpenField(OFFICE_FIELD, 0, BOX))


def _long_key() -> MemoryKey:
    """An RSA key of 3072 bits with a certificate of its own, as key files bring them."""
    # to start faster
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import NameOID

    from app.signing.keys import MemoryKey

    key = rsa.generate_private_key(65537, 3072)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bench")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(_AT - timedelta(days=1))
        .not_valid_after(_AT + timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    return MemoryKey(certificate.public_bytes(Encoding.DER), key)
