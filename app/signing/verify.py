"""Decides whether a signed PDF is what was signed: every rule must hold, each has its reason.

Ordinary readers call a file valid after something was drawn over it; here the office signs first
and limits what may follow, each later revision is one signature and nothing else, the last one
covers the whole file, nothing follows it, and the bytes in the place of each signature are the
only ones that could stand there.

One thing stays open by nature: whoever holds a file signed by ECDSA can compute a second number
pair that proves the same content under the same key. Such a twin says nothing else, and a vault
that is asked knows it by its digest.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.generic import DictionaryObject, Reference
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel
from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    read_certification_data,
)
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from app.domain.signer import PERSONAL_FIELDS, SignatureField
from app.domain.verdict import Reason, Signature, Verdict
from app.signing.container import is_exact, is_for_signing, method_of
from app.signing.quiet_loop import completed
from app.signing.revisions import ENDING, Revision, StructureError, revisions_of

BEGINNING = b"%PDF-"
OFFICE = SignatureField.OFFICE.value
KNOWN_FIELDS = {OFFICE, *(one.value for one in PERSONAL_FIELDS)}
HARMLESS = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
_LIMITS = (MDPPerm.NO_CHANGES, MDPPerm.FILL_FORMS)
_SIGNED = ("/V", "/AP")
_LAST = 64  # where the end of the file is looked for, in bytes
_MARK_OF_SIGNATURE = b"/ByteRange"
# what the library says of a file may hold what stands in it; a verdict says all there is to say
logging.getLogger("pyhanko").propagate = False
logging.getLogger("pyhanko").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Trust:
    """What the document is held against.

    fingerprints are those of the office's certificates, persons those of certificates that may
    sign in the fields of persons; is_kept tells by its digest whether a file is in the vault, when
    there is one to ask. fields must be signed even if the file does not have them; waived are those
    that may stay open, because it was decided so.
    """

    fingerprints: frozenset[str] = frozenset()
    is_kept: Callable[[str], bool] | None = None
    fields: tuple[str, ...] = (OFFICE,)
    persons: frozenset[str] = frozenset()
    waived: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Case:
    """The file up to its last end, how it is written, and who is to be believed."""

    reader: PdfFileReader
    content: bytes
    revisions: tuple[Revision, ...]
    size: int
    trust: Trust
    now: datetime


@dataclass(slots=True)
class _Findings:
    reasons: list[Reason] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    open_fields: tuple[str, ...] = ()

    def add(self, *reasons: Reason) -> None:
        self.reasons += [reason for reason in reasons if reason not in self.reasons]


def verified(untrusted_content: bytes, trust: Trust, now: datetime) -> Verdict:
    """The verdict on a file from anywhere; it never fails, it says why."""
    found = _Findings()
    if not untrusted_content.startswith(BEGINNING):
        found.add(Reason.NOT_A_PDF)
    else:
        _examine(untrusted_content, trust, now, found)
    digest = hashlib.sha256(untrusted_content).hexdigest()
    if trust.is_kept is not None and not trust.is_kept(digest):
        found.add(Reason.NOT_IN_VAULT)
    return Verdict(
        digest,
        len(untrusted_content),
        tuple(found.reasons),
        tuple(found.signatures),
        open_fields=found.open_fields,
        waived=tuple(name for name in found.open_fields if name in trust.waived),
    )


def _examine(content: bytes, trust: Trust, now: datetime, found: _Findings) -> None:
    if ENDING in content and not content[-_LAST:].rstrip(b"\r\n").endswith(ENDING):
        found.add(Reason.BYTES_AFTER_END)
    is_signed = _MARK_OF_SIGNATURE in content
    try:
        revisions = revisions_of(content)
    except StructureError as other:
        is_whole = other.reason is not Reason.CANNOT_BE_READ
        found.add(Reason.NO_SIGNATURE if is_whole and not is_signed else other.reason)
        return
    end = revisions[-1].end
    try:
        reader = PdfFileReader(BytesIO(content[:end]))
        case = _Case(reader, content[:end], revisions, len(content), trust, now)
        _judge_fields(case, found)
    except Exception:  # noqa: BLE001 — a file from outside may break a parser anywhere
        found.add(Reason.CANNOT_BE_READ)
        return
    try:
        _judge_signatures(case, found)
    except Exception:  # noqa: BLE001 — as above; what can be read no further is no signature
        found.add(Reason.SIGNATURE_BROKEN)
    # whatever was overlooked above: nothing is genuine but by an intact signature of the office
    if not any(one.field == OFFICE and one.is_intact for one in found.signatures):
        found.add(*(() if found.reasons else (Reason.SIGNATURE_BROKEN,)))


def _judge_fields(case: _Case, found: _Findings) -> None:
    """Which fields stand in the file, and which of them wait for a signature."""
    fields = {name: value for name, value, _ in enumerate_sig_fields(case.reader)}
    found.open_fields = tuple(name for name, value in fields.items() if value is None)
    signed = fields.keys() - set(found.open_fields)
    wanted = {*case.trust.fields, *fields} - case.trust.waived
    if not signed:
        found.add(Reason.NO_SIGNATURE)
    elif wanted - signed:
        found.add(Reason.FIELD_UNSIGNED)
    if fields.keys() - KNOWN_FIELDS or _count_of_fields(case.reader) != len(fields):
        found.add(Reason.UNEXPECTED_FIELD)


def _count_of_fields(reader: PdfFileReader) -> int:
    """How many fields of any kind the form has."""
    if "/AcroForm" not in reader.root or "/Fields" not in reader.root["/AcroForm"]:
        return 0
    return len(reader.root["/AcroForm"]["/Fields"])


def _judge_signatures(case: _Case, found: _Findings) -> None:
    signatures = sorted(case.reader.embedded_regular_signatures, key=_covers)
    if len(signatures) + len(found.open_fields) != _count_of_fields(case.reader):
        found.add(Reason.SIGNATURE_BROKEN)  # something else than a signature lies in a field
    if not signatures:
        return
    found.add(*_about_order(signatures, case))
    for signature in signatures:
        try:
            _judge_one(signature, case, found)
        except Exception:  # noqa: BLE001 — a container from outside may break a parser anywhere
            found.add(Reason.SIGNATURE_BROKEN)
    # to compare revisions takes long, and is of use only where each was signed as it stands
    if Reason.SIGNATURE_BROKEN not in found.reasons and not all(map(_is_harmless, signatures)):
        found.add(Reason.CHANGED_AFTER_SIGNING)


def _about_order(signatures: list[EmbeddedPdfSignature], case: _Case) -> Iterator[Reason]:
    """The office first and limiting; then one revision for each signature, up to the end."""
    covered = [_covers(signature) for signature in signatures]
    ends = [revision.end for revision in case.revisions]
    if covered[-1] != case.size:
        yield Reason.NOT_WHOLE_FILE
    expected = [end for end in ends if covered[0] <= end <= covered[-1]]
    if covered != expected:
        yield Reason.BESIDE_SIGNATURES
    first = signatures[0]
    if first.field_name != OFFICE:
        yield Reason.OFFICE_NOT_FIRST
    certified = read_certification_data(case.reader)
    author = certified.author_sig.container_ref if certified else None
    if author != first.sig_object.container_ref or first.docmdp_level not in _LIMITS:
        yield Reason.NOT_CERTIFIED


def _judge_one(signature: EmbeddedPdfSignature, case: _Case, found: _Findings) -> None:
    method = method_of(signature)
    is_intact = False
    if not _writes_only_itself(signature, case):
        found.add(Reason.CHANGED_AFTER_SIGNING)
    try:
        status = _status(signature, case.now)
        is_intact = bool(status.intact and status.valid)
    except Exception:  # noqa: BLE001 — a container from outside may break a parser anywhere
        found.add(Reason.SIGNATURE_BROKEN)
    if not method:
        found.add(Reason.WEAK_SIGNATURE)
    elif not is_intact:
        found.add(Reason.SIGNATURE_BROKEN)
    elif not is_exact(signature, case.content):
        found.add(Reason.SIGNATURE_PADDED)
    found.add(*_about_certificate(signature, case.trust))
    found.signatures.append(_described(signature, is_intact, method))


def _status(signature: EmbeddedPdfSignature, now: datetime) -> PdfSignatureStatus:
    # who is trusted is decided by fingerprint; the signer is his own anchor for everything else
    context = ValidationContext(
        trust_roots=[signature.signer_cert],
        allow_fetching=False,
        moment=signature.self_reported_timestamp or now,
    )
    return completed(async_validate_pdf_signature(signature, context, skip_diff=True))


def _is_harmless(signature: EmbeddedPdfSignature) -> bool:
    """Whether what was written after it is only what it allows: fields that were filled in."""
    change = signature.evaluate_modifications(DEFAULT_DIFF_POLICY)
    level = getattr(change, "modification_level", ModificationLevel.OTHER)
    allowed = signature.docmdp_level
    return level in HARMLESS and (allowed is None or level.value <= allowed.value)


def _about_certificate(signature: EmbeddedPdfSignature, trust: Trust) -> Iterator[Reason]:
    certificate = signature.signer_cert
    fingerprint = certificate.sha256.hex()
    is_office = signature.field_name == OFFICE
    if fingerprint not in (trust.fingerprints if is_office else trust.persons):
        is_person = is_office and fingerprint in trust.persons
        yield Reason.KEY_OF_A_PERSON if is_person else Reason.CERTIFICATE_UNKNOWN
    if not is_for_signing(certificate):
        yield Reason.CERTIFICATE_NOT_FOR_SIGNING
    at = signature.self_reported_timestamp
    if at is None or not certificate.not_valid_before <= at <= certificate.not_valid_after:
        yield Reason.CERTIFICATE_OUT_OF_DATE


def _writes_only_itself(signature: EmbeddedPdfSignature, case: _Case) -> bool:
    """Whether its revision replaces nothing that stood before but what is signed in its own field.

    Only what comes after the office's signature is looked at: that one answers for all before it.
    """
    ends = [revision.end for revision in case.revisions]
    covers = _covers(signature)
    first = min(map(_covers, case.reader.embedded_regular_signatures))
    if covers not in ends or covers == first:
        return True  # of a range that ends elsewhere its order is told
    at = ends.index(covers)
    own, now = signature.sig_field.container_ref, case.revisions[at]
    before = frozenset[int]().union(*(revision.objects for revision in case.revisions[:at]))
    if not isinstance(own, Reference) or now.roots != case.revisions[at - 1].roots:
        return False
    is_alone = now.objects & before <= {own.idnum}
    return is_alone and _unsigned(case, own, at) == _unsigned(case, own, at - 1)


def _unsigned(case: _Case, field: Reference, revision: int) -> bytes:
    """A field as it was in that revision, without its signature and how that looks."""
    found = case.reader.get_historical_resolver(revision)(field)
    kept = {key: found.raw_get(key) for key in sorted(found) if key not in _SIGNED}
    plain = DictionaryObject(kept)  # type: ignore[no-untyped-call]  # it has no types
    out = BytesIO()
    plain.write_to_stream(out, None)
    return out.getvalue()


def _covers(signature: EmbeddedPdfSignature) -> int:
    """Up to which byte it answers for the file; 0 when it does not begin with the first."""
    plain = [int(number) for number in signature.byte_range]
    is_plain = len(plain) == 4 and plain[0] == 0 and 0 < plain[1] < plain[2] and plain[3] > 0
    return plain[2] + plain[3] if is_plain else 0


def _described(signature: EmbeddedPdfSignature, is_intact: bool, method: str) -> Signature:
    certificate = signature.signer_cert
    return Signature(
        field=signature.field_name,
        signed_at=signature.self_reported_timestamp,
        fingerprint=certificate.sha256.hex(),
        is_intact=is_intact,
        covers=_covers(signature),
        certifies=signature.field_name == OFFICE and signature.docmdp_level in _LIMITS,
        locks=signature.docmdp_level is MDPPerm.NO_CHANGES,
        method=method,
        valid_to=certificate.not_valid_after,
    )
