"""What is not PDF/A is not signed: both validators stand at the gate."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from app.documents import archive
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
