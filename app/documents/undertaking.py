"""廉政承诺书: a page for each who was talked to, signed by hand after the talk."""

from __future__ import annotations

from datetime import datetime

from app.documents import letter
from app.documents.fonts import FontRole
from app.documents.hand_lines import HandLines
from app.documents.page_frame import LEADING, MM, WIDTH
from app.documents.sheet import Imprint
from app.documents.typesetting import Piece, Space, Style, paragraph
from app.domain.papers import UndertakingPaper

TITLE = "廉政承诺书"
_COUNTING = "一二三四五六七八九十"
_TO_SIGN = Style(FontRole.BODY, 14, 26)
_NOTE = Style(FontRole.NOTE, 12, 20)
_OWN_LINES = 2


def undertaking(data: UndertakingPaper, office: str, local: datetime) -> bytes:
    """One undertaking for each person, as one PDF. Raises MissingGlyphError, ArchiveRuleError."""
    imprint = Imprint(f"{TITLE} {data.number}", TITLE, local)
    return letter.letters(imprint, [_page(data, office, who, post) for who, post in data.people])


def _page(data: UndertakingPaper, office: str, who: str, post: str) -> list[Piece]:
    opening = f"我已接受{office}的{data.kind_title}，清楚对我本人和所在单位的要求，现作出如下承诺："
    points = [
        (f"{_counted(number)}、{text}", "承诺事项") for number, text in enumerate(data.points)
    ]
    ending = "以上承诺，请组织和群众监督；违反的，愿意接受组织处理。"
    return [
        *letter.opening(TITLE, f"谈话编号：{data.number}"),
        *letter.said((opening, "单位"), *points, ("本人另外承诺：", "")),
        HandLines(_OWN_LINES),
        Space(3 * MM),
        *letter.said((ending, "")),
        Space(LEADING / 2),
        paragraph(f"承诺人：{who}　　{post}", _TO_SIGN, WIDTH, "谈话对象"),
        paragraph("签名：＿＿＿＿＿＿＿＿＿　　　　　　　　年　　月　　日", _TO_SIGN, WIDTH),
        paragraph("一式两份，一份由本人保存，一份归入本人廉政档案。", _NOTE, WIDTH),
    ]


def _counted(number: int) -> str:
    return _COUNTING[number] if number < len(_COUNTING) else str(number + 1)
