"""Signs finished PDF/A: PAdES B-B, certifying, with a visible appearance in our own type.

The signature lets whoever holds the certificate find out that nothing was changed. It is no seal
and no qualified signature, and its time is the time of this machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.signing.quiet_loop import completed

OFFICE_FIELD = "谈话单位"
RESERVED = 8192
WHOLE_BOX = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, Margins())


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, when by the machine's clock, and where it is seen: a page, a box, a picture.

    appearance is a PDF of one page as large as the box.
    """

    private: bytes
    certificate: bytes
    at: datetime
    page: int
    box: tuple[int, int, int, int]
    appearance: bytes
    reason: str = ""


def signed(content: bytes, signing: Signing) -> bytes:
    """The document with the office's signature added behind; nothing before it is rewritten."""
    writer = _Increment(BytesIO(content))
    metadata = PdfSignatureMetadata(
        field_name=OFFICE_FIELD,
        reason=signing.reason or None,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    place = SigFieldSpec(OFFICE_FIELD, on_page=signing.page, box=signing.box)
    look = StaticStampStyle(
        border_width=0, background=_Look(signing.appearance), background_layout=WHOLE_BOX
    )
    signer = _PlainSigner(metadata, _signer(signing), stamp_style=look, new_field_spec=place)
    session = signer.init_signing_session(writer)
    session.system_time = signing.at
    prepared = session.prepare_tbs_document(validation_info=None, bytes_reserved=RESERVED)
    out = BytesIO()
    digest, _ = prepared.digest_tbs_document(output=out)
    completed(
        prepared.perform_signature(
            document_digest=digest.document_digest,
            pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=signing.at),
        )
    )
    return out.getvalue()


class _Increment(IncrementalPdfFileWriter):
    """What is added behind a finished document; its metadata stay as they were archived.

    pyHanko would write the machine's time into them once more, and rewrite all of them for that.
    """

    def _update_meta(self) -> None:
        """Leave them."""


class _PlainSigner(PdfSigner):
    """Declares what PAdES needs and no more: for EC keys pyHanko would make it PDF 2.0.

    PDF/A-2 is PDF 1.7, and a catalogue that says 2.0 breaks its rule 6.1.2.
    """

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        pdf_out.register_extension(ESIC_EXTENSION_1)


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


def _signer(signing: Signing) -> SimpleSigner:
    return SimpleSigner(
        signing_cert=Certificate.load(signing.certificate),
        signing_key=PrivateKeyInfo.load(signing.private),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # it has no types
    )
