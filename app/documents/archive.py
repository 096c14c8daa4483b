"""Turns finished pages into PDF/A-2b and has two independent validators judge them."""

from __future__ import annotations

import re
from io import BytesIO

import page as second_validator
from pikepdf import ObjectStreamMode, Pdf, pdfa

from app.documents.sheet import PDF_VERSION
from app.documents.stream_ends import with_sure_ends
from app.domain.errors import ArchiveRuleError

FLAVOUR = "2b"
METADATA_DATE = re.compile(rb"(<xmp:MetadataDate>)[^<]*(</xmp:MetadataDate>)")
CREATE_DATE = re.compile(rb"<xmp:CreateDate>([^<]*)</xmp:CreateDate>")


def archived(pdf: Pdf) -> bytes:
    """The document as PDF/A-2b; same document, same bytes.

    Raises ArchiveRuleError naming the first rule it breaks.
    """
    pdfa.prepare(pdf, FLAVOUR)
    _date_by_creation(pdf)
    options = pdfa.resolve_save_kwargs(FLAVOUR, deterministic_id=True, min_version=PDF_VERSION)
    # streams of objects are made while saving, so their last byte could not be mended below
    options["object_stream_mode"] = ObjectStreamMode.disable
    out = BytesIO()
    pdf.save(out, **options)
    content = with_sure_ends(out.getvalue(), options)
    check(content)
    return content


def check(content: bytes) -> None:
    """Ask both validators. Raises ArchiveRuleError naming the first rule that is broken."""
    report = pdfa.validate_written(BytesIO(content), FLAVOUR)
    if not report.passed:
        found = [*report.violations, *report.unsupported]
        raise ArchiveRuleError(found[0].rule if found else report.verdict)
    second = second_validator.validate_pdf_bytes(content, profile=FLAVOUR)
    if not second.is_compliant:
        raise ArchiveRuleError(second.failures[0].rule_id)


def check_signed(content: bytes) -> None:
    """Ask the validator that knows signatures. Raises ArchiveRuleError as check does."""
    report = second_validator.validate_pdf_bytes(content, profile=FLAVOUR)
    if not report.is_compliant:
        raise ArchiveRuleError(report.failures[0].rule_id)
    first = pdfa.validate_written(BytesIO(content), FLAVOUR)
    if first.violations:  # what it does not know, forms, it calls unsupported
        raise ArchiveRuleError(first.violations[0].rule)


def _date_by_creation(pdf: Pdf) -> None:
    """The metadata's own date would be the wall clock; the document's date makes bytes repeat."""
    packet = pdf.Root.Metadata.read_bytes()
    created = CREATE_DATE.search(packet)
    if created is not None:
        dated = METADATA_DATE.sub(rb"\g<1>" + created[1] + rb"\g<2>", packet)
        pdf.Root.Metadata = pdf.make_stream(
            dated, Type=pdf.Root.Metadata.Type, Subtype=pdf.Root.Metadata.Subtype
        )
