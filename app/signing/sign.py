"""Signs finished PDF/A: PAdES B-B with a visible appearance in our own type; the office first,
certifying, then the persons in the fields that were left open for them.

The signature lets whoever holds the certificate find out that nothing was changed. It is no seal
and no qualified signature, and its time is the time of this machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
    enumerate_sig_fields,
)
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle

from app.domain.signer import SignatureField
from app.signing.cms import signature_container
from app.signing.form_tags import tag_fields
from app.signing.keys import Key

OFFICE_FIELD = SignatureField.OFFICE.value
LEAST_RESERVED = 8192
_DIGEST = "sha256"
_SUBFILTER = SigSeedSubFilter.PADES
BESIDES_CERTIFICATE = 2048  # bytes: attributes, algorithms, and the signature of a long RSA key
WHOLE_BOX = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, Margins())


@dataclass(frozen=True, slots=True)
class OpenField:
    """A field of the document: its name, its page counted from 0, its box in points."""

    name: str
    page: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Signing:
    """By which key, when by the machine's clock, how it is seen, and what for.

    appearance is a PDF of one page as large as the field's box.
    """

    key: Key
    at: datetime
    appearance: bytes
    reason: str = ""


def signed(
    content: bytes, signing: Signing, place: OpenField, fields: tuple[OpenField, ...] = ()
) -> bytes:
    """The document with the office's signature added behind; nothing before it is rewritten.

    The fields stay open in it; they alone may be filled from then on, and the last of them locks
    the file (ISO 32000-1, 12.8.2.2 and 12.8.2.4).
    """
    writer = _Increment(BytesIO(content))
    for number, field in enumerate(fields, 1):
        append_signature_field(writer, _spec(field, is_last=number == len(fields)))
    metadata = PdfSignatureMetadata(
        field_name=place.name,
        reason=signing.reason or None,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        subfilter=_SUBFILTER,
        md_algorithm=_DIGEST,
    )
    spec = SigFieldSpec(place.name, on_page=place.page, box=place.box)
    return _added(writer, metadata, signing, spec)


def signed_in(content: bytes, field: str, signing: Signing) -> bytes:
    """The document with a signature given in one of its open fields; again only added behind."""
    metadata = PdfSignatureMetadata(
        field_name=field,
        reason=signing.reason or None,
        # what the field's own lock asks for, if it has one; the others leave things as they are
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=_SUBFILTER,
        md_algorithm=_DIGEST,
    )
    return _added(_Increment(BytesIO(content)), metadata, signing, None)


def size_of(content: bytes, field: str) -> tuple[float, float]:
    """How large the box of a field is, in points. KeyError when there is no such field."""
    reader = PdfFileReader(BytesIO(content))
    for name, _, reference in enumerate_sig_fields(reader):
        if name == field:
            left, foot, right, top = map(float, reference.get_object()["/Rect"])
            return right - left, top - foot
    raise KeyError(field)


def _spec(field: OpenField, *, is_last: bool) -> SigFieldSpec:
    return SigFieldSpec(
        field.name,
        on_page=field.page,
        box=field.box,
        readable_field_name=f"{field.name}签名",
        field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL) if is_last else None,
        doc_mdp_update_value=MDPPerm.NO_CHANGES if is_last else None,
    )


def _added(
    writer: _Increment, metadata: PdfSignatureMetadata, signing: Signing, spec: SigFieldSpec | None
) -> bytes:
    look = StaticStampStyle(
        border_width=0, background=_Look(signing.appearance), background_layout=WHOLE_BOX
    )
    signer = _PlainSigner(metadata, _KeySigner(signing.key), stamp_style=look, new_field_spec=spec)
    session = signer.session(writer, signing.at)
    tag_fields(writer)
    room = 2 * (len(signing.key.certificate) + BESIDES_CERTIFICATE)
    prepared = session.prepare_tbs_document(None, bytes_reserved=max(LEAST_RESERVED, room))
    out = BytesIO()
    digest, _ = prepared.digest_tbs_document(output=out)
    digest.fill_with_cms(out, signature_container(signing.key, digest.document_digest))
    return out.getvalue()


class _Increment(IncrementalPdfFileWriter):
    """What is added behind a finished document; its metadata stay as they were archived.

    pyHanko would write the machine's time into them once more, and rewrite all of them for that.
    """

    def _update_meta(self) -> None:
        """Leave them."""


class _PlainSigner(PdfSigner):
    """Begins a signature without asking the machine, and declares what PAdES needs and no more."""

    def session(
        self, writer: IncrementalPdfFileWriter, at: datetime, digest: str = _DIGEST
    ) -> PdfSigningSession:
        """A signing at a given moment, instead of init_signing_session.

        That asks for the machine's time zone by name before it can be told a time, and fails where
        the zone has none (TZ=CST-8; POSIX.1-2017, 8.3). For EC keys it would make the file PDF 2.0,
        where PDF/A-2 is PDF 1.7 (rule 6.1.2); and what may be signed is left to the verification of
        the finished file, which asks more than it would.
        """
        filling = PdfCMSEmbedder(new_field_spec=self.new_field_spec).write_cms(
            field_name=self.signature_meta.field_name,
            writer=writer,
            existing_fields_only=self.new_field_spec is None,
        )
        field = next(filling).get_object()
        writer.register_extension(ESIC_EXTENSION_1)
        return PdfSigningSession(
            self, writer, filling, field, digest, None, _SUBFILTER, system_time=at
        )


class _Look(PdfContent):
    """A page from memory as content of the signature's box; pyHanko's own reads named files."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self._page = page

    def render(self) -> bytes:
        reader = PdfFileReader(BytesIO(self._page))
        reference = self._ensure_writer.import_page_as_xobject(reader)
        self.resources.xobject["/Look"] = reference
        left, foot, right, top = map(float, reference.get_object()["/BBox"])
        self.box = BoxConstraints(width=right - left, height=top - foot)
        return b"/Look Do"


class _KeySigner(Signer):
    """Who signs, as pyHanko wants to know it; it arranges the document, the container is ours."""

    def __init__(self, key: Key) -> None:
        super().__init__(signing_cert=Certificate.load(key.certificate))
        self._key = key

    @property
    def subject_name(self) -> str:
        """Who it is stands in the appearance, which is ours as well."""
        return ""

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """The signature over what is to be signed, which is always told by SHA-256."""
        return self._key.sign(data)
