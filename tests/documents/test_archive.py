"""What is not PDF/A is not signed: both validators stand at the gate."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from app.documents import archive
from app.documents.attached import RECORD, record_of
from app.documents.minutes import Edition, typeset
from app.documents.sheet import written
from app.domain.errors import ArchiveRuleError
from tests.documents.paper import MADE_AT, make_minutes


def finished() -> pikepdf.Pdf:
    return typeset(make_minutes(1), Edition(MADE_AT)).pdf


def test_a_font_that_is_not_embedded_is_refused() -> None:
    pdf = finished()
    fonts = pdf.pages[0].Resources.Font
    fonts["/Other"] = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    content = pdf.make_stream(b"BT /Other 12 Tf 100 100 Td (x) Tj ET")
    pdf.pages[0].contents_add(content)
    with pytest.raises(ArchiveRuleError) as refusal:
        archive.archived(pdf)
    assert refusal.value.rule


def test_a_blank_box_is_refused() -> None:
    pdf = finished()
    name = next(iter(pdf.pages[0].Resources.Font.keys()))
    pdf.pages[0].contents_add(pdf.make_stream(f"BT {name} 12 Tf <0000> Tj ET".encode()))
    with pytest.raises(ArchiveRuleError):
        archive.archived(pdf)


def test_what_carries_no_claim_of_pdfa_fails_the_gate() -> None:
    with pytest.raises(ArchiveRuleError):
        archive.check(written(finished()))


def test_the_second_validator_alone_refuses_too() -> None:
    content = archive.archived(finished())
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.Root.Version = Name("/2.0")
        out = BytesIO()
        pdf.save(out)
    with pytest.raises(ArchiveRuleError):
        archive.check_signed(out.getvalue())


def test_a_file_with_data_attached_claims_part_three_and_repeats_byte_for_byte() -> None:
    data = (record_of(make_minutes(1)),)
    content = archive.archived(finished(), data)
    assert archive.claim_of(content) == archive.Claim("3", True)
    assert archive.archived(finished(), data) == content
    with pikepdf.open(BytesIO(content)) as pdf:
        kept = pdf.attachments[RECORD]
        assert kept.get_file().read_bytes() == make_minutes(1).record()
        assert kept.relationship == Name.Data
        assert len(pdf.Root.AF) == 1


def test_a_claim_of_tags_without_tags_is_refused() -> None:
    content = archive.archived(finished())
    with pytest.raises(ArchiveRuleError):
        archive.check(content.replace(b"/Type /StructTreeRoot", b"/Type /StructTreeRoof"))


def test_a_figure_without_words_is_refused() -> None:
    pdf = finished()
    document = pdf.Root.StructTreeRoot.K
    figures = [element for element in document.K if Name.Figure == element.S]
    del figures[0].Alt
    with pytest.raises(ArchiveRuleError) as refusal:
        archive.archived(pdf)
    assert "UA" in refusal.value.rule
