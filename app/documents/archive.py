"""Turns finished pages into PDF/A and has two independent validators judge them.

A document with tags claims PDF/A-2a and PDF/UA-1, one without PDF/A-2b; with files attached it is
part 3 instead of 2 (ISO 19005-2 and -3, ISO 14289-1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO

import page as second_validator
from pikepdf import ObjectStreamMode, Pdf, pdfa

from app.documents.attached import Attached, attach
from app.documents.byte_ranges import each_covers_its_revision
from app.documents.sheet import PDF_VERSION
from app.documents.stream_ends import with_sure_ends
from app.domain.errors import ArchiveRuleError

METADATA_DATE = re.compile(rb"(<xmp:MetadataDate>)[^<]*(</xmp:MetadataDate>)")
CREATE_DATE = re.compile(rb"<xmp:CreateDate>([^<]*)</xmp:CreateDate>")
CLAIM = re.compile(
    rb"<pdfaid:part>([23])</pdfaid:part>\s*<pdfaid:conformance>([AB])</pdfaid:conformance>"
)
LEVEL = b"<pdfaid:conformance>%s</pdfaid:conformance>"
# the second validator wants every signature to cover the file as it is now, as veraPDF once did
COVERS_ALL = "SIGNATURE-BYTERANGE-001"
END_OF_CLAIMS = b"</rdf:RDF>"
# PDF/A knows no schema of PDF/UA; one it does not know has to be described beside its use
UA_CLAIM = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    b"<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name>"
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>part of ISO 14289 followed</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
    b"</rdf:Description>"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says it keeps: the part of PDF/A, and whether it has tags."""

    part: str
    is_tagged: bool

    @property
    def plain(self) -> str:
        """The level that is told by looks alone."""
        return f"{self.part}b"

    @property
    def profiles(self) -> tuple[str, ...]:
        """What the second validator is asked about."""
        return (f"{self.part}a", "ua1") if self.is_tagged else (self.plain,)


def archived(pdf: Pdf, attached: tuple[Attached, ...] = ()) -> bytes:
    """The document as PDF/A; same document and same files attached, same bytes.

    Raises ArchiveRuleError naming the first rule it breaks.
    """
    attach(pdf, attached)
    claim = Claim("3" if attached else "2", "/StructTreeRoot" in pdf.Root)
    pdfa.prepare(pdf, claim.plain)
    _describe(pdf, claim)
    options = pdfa.resolve_save_kwargs(claim.plain, deterministic_id=True, min_version=PDF_VERSION)
    # streams of objects are made while saving, so their last byte could not be mended below
    options["object_stream_mode"] = ObjectStreamMode.disable
    out = BytesIO()
    pdf.save(out, **options)
    content = with_sure_ends(out.getvalue(), options)
    check(content)
    return content


def check(content: bytes) -> None:
    """Ask both validators. Raises ArchiveRuleError naming the first rule that is broken."""
    claim = claim_of(content)
    report = pdfa.validate_written(BytesIO(_without_tags(content)), claim.plain)
    if not report.passed:
        found = [*report.violations, *report.unsupported]
        raise ArchiveRuleError(found[0].rule if found else report.verdict)
    _ask_second(content, claim.profiles)


def check_signed(content: bytes) -> None:
    """Ask the validator that knows signatures. Raises ArchiveRuleError as check does."""
    claim = claim_of(content)
    _ask_second(content, claim.profiles, is_covered=each_covers_its_revision(content))
    first = pdfa.validate_written(BytesIO(_without_tags(content)), claim.plain)
    if first.violations:  # what it does not know, forms, it calls unsupported
        raise ArchiveRuleError(first.violations[0].rule)


def claim_of(content: bytes) -> Claim:
    """What a file of ours says it keeps. Raises ArchiveRuleError when it says nothing."""
    found = CLAIM.search(content)
    if found is None:
        raise ArchiveRuleError("pdfaid")
    return Claim(found[1].decode("ascii"), found[2] == b"A")


def _ask_second(content: bytes, profiles: tuple[str, ...], is_covered: bool = False) -> None:
    for profile in profiles:
        try:
            report = second_validator.validate_pdf_bytes(content, profile=profile)
        except second_validator.PageError as error:  # it could not be read at all
            raise ArchiveRuleError(type(error).__name__) from error
        broken = [found.rule_id for found in report.failures]
        if is_covered:
            broken = [rule for rule in broken if not rule.endswith(COVERS_ALL)]
        if broken or not (report.is_compliant or report.failures):
            raise ArchiveRuleError(broken[0] if broken else profile)


def _without_tags(content: bytes) -> bytes:
    """The file claiming what the first validator knows of: level B, nothing of PDF/UA.

    No byte changes its place, so that the file stays a file.
    """
    plain = content.replace(UA_CLAIM, b" " * len(UA_CLAIM))
    return plain.replace(LEVEL % b"A", LEVEL % b"B")


def _describe(pdf: Pdf, claim: Claim) -> None:
    """The metadata's own date would be the wall clock; the document's date makes bytes repeat."""
    packet = pdf.Root.Metadata.read_bytes()
    created = CREATE_DATE.search(packet)
    if created is not None:
        packet = METADATA_DATE.sub(rb"\g<1>" + created[1] + rb"\g<2>", packet)
    if claim.is_tagged:
        packet = packet.replace(LEVEL % b"B", LEVEL % b"A")
        packet = packet.replace(END_OF_CLAIMS, UA_CLAIM + END_OF_CLAIMS)
    pdf.Root.Metadata = pdf.make_stream(
        packet, Type=pdf.Root.Metadata.Type, Subtype=pdf.Root.Metadata.Subtype
    )
