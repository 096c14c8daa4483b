"""A page that shows the fonts of documents: what each role looks like, and which font prints it."""

from __future__ import annotations

from datetime import datetime

from app.documents.fonts import FontRole, chain_of
from app.documents.page_frame import LEADING, LEFT, PAGE, PITCH, SIZE, TEXT_TOP, WIDTH
from app.documents.sheet import Imprint, Sheet, written
from app.documents.typesetting import Piece, Space, Style, paragraph

TITLE = "公文字体样张"
_TITLE = Style(FontRole.TITLE, 22, 36, 26, align=0.5)
_HEADING = Style(FontRole.HEADING, SIZE, LEADING, PITCH, indent=2)
_NOTE = Style(FontRole.NOTE, SIZE, LEADING, PITCH, indent=2)
_BODY = Style(FontRole.BODY, SIZE, LEADING, PITCH, indent=2)
_TEXT = (
    "全文用这种字体排印。年份和数目如2024年3月15日、1,104.15万元、60%，书名号《》、引号“”和"
    "破折号——省略号……都在其中；人名里的冷僻字，如㛃、䶮、𬭎、𠮷，这种字体没有的，由随软件带的字体补上。"
)


def font_sample(local: datetime) -> bytes:
    """The page as a PDF, in the fonts in force. Raises MissingGlyphError, FontMissingError."""
    sheet = Sheet(PAGE)
    sheet.begin_page()
    top = TEXT_TOP
    for piece in _pieces():
        piece.draw(sheet, LEFT, top)
        top -= piece.height
    return written(sheet.pdf(Imprint(TITLE, TITLE, local)))


def _pieces() -> list[Piece]:
    return [
        paragraph(TITLE, _TITLE, WIDTH),
        Space(LEADING),
        paragraph("一、标题和各级小标题", _HEADING, WIDTH),
        paragraph("（一）楷体用在第二层和谈话的提问", _NOTE, WIDTH),
        paragraph(_TEXT, _BODY, WIDTH),
        Space(LEADING),
        *(paragraph(_said(role), _BODY, WIDTH) for role in FontRole),
    ]


def _said(role: FontRole) -> str:
    return f"{role.value}：{chain_of(role).fonts[0].name}"
