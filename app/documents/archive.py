"""Turns finished pages into PDF/A-2b and has two independent validators judge them."""

from __future__ import annotations

import re
from base64 import a85encode
from io import BytesIO
from typing import Any

import page as second_validator
from pikepdf import Array, Name, ObjectStreamMode, Pdf, Stream, StreamDecodeLevel, pdfa

from app.domain.errors import ArchiveRuleError

FLAVOUR = "2b"
PDF_VERSION = "1.7"
METADATA_DATE = re.compile(rb"(<xmp:MetadataDate>)[^<]*(</xmp:MetadataDate>)")
CREATE_DATE = re.compile(rb"<xmp:CreateDate>([^<]*)</xmp:CreateDate>")


def plain(pdf: Pdf) -> bytes:
    """The document as it is, for a draft that is not kept; same document, same bytes."""
    out = BytesIO()
    pdf.save(out, min_version=PDF_VERSION, deterministic_id=True)
    return out.getvalue()


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
    content = _with_sure_ends(out.getvalue(), options)
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


def _with_sure_ends(content: bytes, options: dict[str, Any]) -> bytes:
    """The same document, with no stream that ends in a carriage return.

    Before endstream stands a line feed; a carriage return in front of it is taken for half of the
    line's end, and the stream is judged a byte too short. One stream in 256 ends so by chance.
    """
    with Pdf.open(BytesIO(content)) as pdf:
        unsure = [
            found
            for found in pdf.objects
            if isinstance(found, Stream) and found.read_raw_bytes().endswith(b"\r")
        ]
        if not unsure:
            return content
        for stream in unsure:
            _end_in_letters(stream)
        out = BytesIO()
        # every stream is compressed already; otherwise saving would undo the letters again
        kept = {"compress_streams": False, "stream_decode_level": StreamDecodeLevel.none}
        pdf.save(out, **{**options, **kept})
    return out.getvalue()


def _end_in_letters(stream: Stream) -> None:
    """Write the stream in letters; what they decode to is as it was."""
    inner = stream.get("/Filter", Array())
    filters = list(inner) if isinstance(inner, Array) else [inner]
    letters = a85encode(stream.read_raw_bytes()) + b"~>"
    stream.write(letters, filter=Array([Name.ASCII85Decode, *filters]))


def _date_by_creation(pdf: Pdf) -> None:
    """The metadata's own date would be the wall clock; the document's date makes bytes repeat."""
    packet = pdf.Root.Metadata.read_bytes()
    created = CREATE_DATE.search(packet)
    if created is not None:
        dated = METADATA_DATE.sub(rb"\g<1>" + created[1] + rb"\g<2>", packet)
        pdf.Root.Metadata = pdf.make_stream(
            dated, Type=pdf.Root.Metadata.Type, Subtype=pdf.Root.Metadata.Subtype
        )
