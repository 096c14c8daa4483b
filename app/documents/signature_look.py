"""How digital signatures look on the page: what they are, and what they are not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.documents.fonts import FontRole
from app.documents.ink import Area, ink_operators
from app.documents.page_frame import LEFT, MM, PAGE, WIDTH
from app.documents.sheet import Imprint, Sheet, written
from app.documents.stream_ends import with_sure_ends
from app.documents.typesetting import Paragraph, Style, paragraph
from app.domain.calendar import written_time
from app.domain.signer import Ink

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
NAME_SIZES = (16.0, 13.0, 11.0, 9.0, 7.5, 6.0, 5.0, 4.0, 3.0, 2.0)
NOTE_SIZES = (6.5, 6.0, 5.5, 5.0, 4.6, 4.2, 3.6, 3.0, 2.4)
NAME_SHARE = 0.42  # of the box; the rest says by which key and when


@dataclass(frozen=True, slots=True)
class PersonalHand:
    """Who signs in a field, by whose certificate, at which local moment; with ink or without."""

    role: str
    who: str
    key_of: str
    fingerprint: str
    at: datetime
    ink: Ink | None = None


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


def personal_look(hand: PersonalHand, size: tuple[float, float]) -> bytes:
    """A page as large as a personal field's box. Raises MissingGlyphError."""
    width, height = size
    sheet = Sheet(size)
    sheet.begin_page()
    name = Area(2.0, 1.5, width * NAME_SHARE - 3, height - 3)
    notes = Area(width * NAME_SHARE + 1, 1.5, width * (1 - NAME_SHARE) - 3, height - 3)
    if hand.ink is not None:
        sheet.put(ink_operators(hand.ink, name))
    else:  # without a hand's own writing it is the key's holder who signs, whoever's line it is
        _centred(sheet, name, _fitting(hand.key_of, FontRole.NOTE, NAME_SIZES, name, "姓名"))
    _centred(sheet, notes, _fitting(_notes(hand), FontRole.BODY, NOTE_SIZES, notes, "签名说明"))
    return with_sure_ends(written(sheet.pdf(Imprint("", "", hand.at))), {})


def _notes(hand: PersonalHand) -> str:
    """Whose key it was is said always: a hand on a pad proves no key, a key proves no hand."""
    by_hand = f"{hand.who}手写笔迹，" if hand.ink is not None else ""
    return (
        f"{by_hand}以{hand.key_of}的证书{hand.fingerprint[:FINGERPRINT_SHOWN].upper()}签于"
        f"{written_time(hand.at)}，本机时间（未经第三方时间戳）；不代替纸面签名"
    )


def _fitting(
    text: str, role: FontRole, sizes: tuple[float, ...], area: Area, field: str
) -> Paragraph:
    """The text as large as the area allows."""
    for size in sizes:
        style = Style(role, size, size * 1.18, fills=False)
        piece = paragraph(text, style, area.width, field)
        if piece.height <= area.height:
            break
    return piece


def _centred(sheet: Sheet, area: Area, piece: Paragraph) -> None:
    piece.draw(sheet, area.left, area.foot + (area.height + piece.height) / 2)


def _office(text: str, measure: float) -> Paragraph:
    """The office as large as its name allows: some are sixty characters long."""
    for size in OFFICE_SIZES:
        style = Style(FontRole.HEADING, size, size * 1.2, fills=False)
        piece = paragraph(text, style, measure, "单位")
        if piece.height <= OFFICE_HEIGHT:
            break
    return piece
