"""The 补正记录 on paper: what stood, what should stand, why, and whose record it belongs to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.documents.amendment import ADDED, STRUCK, AmendmentPaper, typeset
from app.documents.fonts import FontRole
from app.documents.printing import unprintable
from app.documents.sheet import written
from app.domain.amendment import AmendedLine, AmendmentEntry
from app.domain.errors import MissingGlyphError
from app.domain.people import Role
from app.domain.talk import TalkStatus
from tests.documents.paper import LONG_NAME, MADE_AT, OFFICE, RARE, tool
from tests.makers import DIGEST, make_participant, make_talk_at

LINES = (
    AmendedLine("a", "四天以后", "五天以后", "第2问的答复"),
    AmendedLine("a", "", "已公示。", "第2问的答复"),
    AmendedLine("a", "雷同的话", "", "整改要求"),
)


def paper(reason="会后核对台账。", lines=LINES, who=RARE):
    talk = make_talk_at(TalkStatus.SEALED)
    people = (make_participant(Role.INTERVIEWEE, who), *talk.participants[1:])
    talk = replace(talk, participants=people)
    return AmendmentPaper(talk, 2, AmendmentEntry(reason, lines), OFFICE, MADE_AT)


def test_it_says_what_stood_and_what_should_stand(tmp_path):
    pdf, pages, _ = typeset(paper())
    file = tmp_path / "a.pdf"
    file.write_bytes(written(pdf))
    said = tool("pdftotext", "-layout", file, "-").replace(" ", "")
    for words in ("2026-0001-补2", "四天以后", "五天以后", ADDED, STRUCK, "会后核对台账", RARE):
        assert words in said
    assert DIGEST[:8].upper() in said
    assert pages == 1


def test_long_amendments_go_on_overleaf():
    lines = tuple(AmendedLine("a", "原" * 300, "改" * 300, "第1问的答复") for _ in range(12))
    _, pages, _ = typeset(paper(lines=lines, who=LONG_NAME))
    assert pages > 2


def test_a_character_no_font_has_is_named_with_its_line():
    lines = (AmendedLine("a", "旧", "新\U00030000", "表态"),)
    with pytest.raises(MissingGlyphError) as refusal:
        typeset(paper(lines=lines))
    assert refusal.value.field == "第1处"


def test_what_cannot_be_printed_is_found_by_its_place():
    text = f"{RARE}\u200b\t村名里有\U00030000字\r\n另一行\U0002ffff"
    for role in (FontRole.BODY, FontRole.NOTE):
        assert [text[at] for at in unprintable(text, role)] == ["\U00030000", "\U0002ffff"]
    assert list(unprintable("平常的话，3月5日。")) == []
