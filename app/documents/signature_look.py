"""How the office's digital signature looks on the page: what it is, and what it is not."""

from __future__ import annotations

from datetime import datetime

from app.documents.fonts import FontRole
from app.documents.page_frame import LEFT, MM, PAGE, WIDTH
from app.documents.sheet import Imprint, Sheet, written
from app.documents.stream_ends import with_sure_ends
from app.documents.typesetting import Paragraph, Style, paragraph
from app.domain.calendar import written_time

SIDE = (84 * MM, 15 * MM)
BOX = (
    round(LEFT + WIDTH - SIDE[0]),
    round(PAGE[1] - 31 * MM),
    round(LEFT + WIDTH),
    round(PAGE[1] - 31 * MM + SIDE[1]),
)
INSET = 4.0
OFFICE_SIZES = (8.0, 6.5, 5.0)
OFFICE_HEIGHT = 13.0
NOTE = Style(FontRole.BODY, 6.5, 8.4, fills=False)
FINGERPRINT_SHOWN = 16


def signature_look(office: str, local: datetime, fingerprint: str) -> bytes:
    """A page as large as the signature's box. Raises MissingGlyphError."""
    width, height = float(BOX[2] - BOX[0]), float(BOX[3] - BOX[1])
    sheet = Sheet((width, height))
    sheet.begin_page()
    sheet.put(f"0.5 w 0.25 0.25 {width - 0.5:.2f} {height - 0.5:.2f} re S")
    measure = width - 2 * INSET
    notes = (
        "仅供核验内容未被改动，不代替手写签名；未经商用密码产品认证",
        f"签名时间：{written_time(local)}　本机时间（未经第三方时间戳）",
        f"证书指纹：{fingerprint[:FINGERPRINT_SHOWN].upper()}",
    )
    pieces = [_office(f"{office}　数字签名", measure)]
    pieces += [paragraph(note, NOTE, measure) for note in notes]
    top = (height + sum(piece.height for piece in pieces)) / 2
    for piece in pieces:
        piece.draw(sheet, INSET, top)
        top -= piece.height
    return with_sure_ends(written(sheet.pdf(Imprint("", "", local))), {})


def _office(text: str, measure: float) -> Paragraph:
    """The office as large as its name allows: some are sixty characters long."""
    for size in OFFICE_SIZES:
        style = Style(FontRole.HEADING, size, size * 1.2, fills=False)
        piece = paragraph(text, style, measure, "单位")
        if piece.height <= OFFICE_HEIGHT:
            break
    return piece
