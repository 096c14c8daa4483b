"""The page of an official document after GB/T 9704-2012, and what stands around the text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import segno

from app.documents.fonts import FontRole, chain_of
from app.documents.sheet import Sheet

MM = 72 / 25.4
PAGE = (210 * MM, 297 * MM)
LEFT = 28 * MM
TOP = 37 * MM
WIDTH = 156 * MM
HEIGHT = 225 * MM
CHARACTERS = 28
TEXT_LINES = 20
PITCH = WIDTH / CHARACTERS
LEADING = 28.95
TEXT_HEIGHT = TEXT_LINES * LEADING
TEXT_TOP = PAGE[1] - TOP
FOOT = PAGE[1] - TOP - HEIGHT
SIZE = 16.0
QR_SIDE = 15 * MM
QR_FOOT = 8.5 * MM
DIGEST_SHOWN = 8
HEAD_SHOWN = 16
DRAFT_GREY = 0.88


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of one document carries.

    signer names whose signature stands on each page; audit_head is the trail's digest at the time.
    """

    number: str
    digest: str
    signer: str
    audit_head: str = ""
    is_draft: bool = False


def draw_frame(sheet: Sheet, frame: Frame, page: int, pages: int) -> None:
    """Draw what belongs to the page and lies under or around its text."""
    if frame.is_draft:
        _draft_mark(sheet)
    draw_signature_strip(sheet, frame.signer)
    draw_page_number(sheet, page)
    _identity(sheet, frame, page, pages)


def _draft_mark(sheet: Sheet) -> None:
    # solid grey under the text: PDF/A printers and old drivers treat transparency badly
    sheet.put(
        f"q {DRAFT_GREY} g 0.6428 0.7660 -0.7660 0.6428 {PAGE[0] / 2:.2f} {PAGE[1] / 2:.2f} cm"
    )
    sheet.write_words("草　稿", chain_of(FontRole.HEADING), 110, (0, -40), 0.5)
    sheet.put("Q")


def draw_signature_strip(sheet: Sheet, signer: str) -> None:
    """Draw the line on which somebody signs and dates the page."""
    body = chain_of(FontRole.BODY)
    top = TEXT_TOP - TEXT_HEIGHT - 5 * MM
    base = top - 10.5 * MM
    sheet.rule((LEFT, top), (LEFT + WIDTH, top), 0.5)
    sheet.write_words(f"{signer}（签名）：", body, 12, (LEFT, base))
    label = (len(signer) + 5) * 12
    sheet.rule((LEFT + label, base - 3), (LEFT + 96 * MM, base - 3), 0.5)
    sheet.write_words("年　　　月　　　日", body, 12, (LEFT + WIDTH, base), 1)


def draw_page_number(sheet: Sheet, page: int) -> None:
    """Draw — 1 — at the foot, odd pages at the right and even ones at the left."""
    # 7 mm below the text area, outer side, one character in
    base = FOOT - 7 * MM - 14 * 0.88
    inset = 14.0
    if page % 2:
        where, align = LEFT + WIDTH - inset, 1
    else:
        where, align = LEFT + inset, 0
    sheet.write_words(f"— {page} —", chain_of(FontRole.BODY), 14, (where, base), align)


def _identity(sheet: Sheet, frame: Frame, page: int, pages: int) -> None:
    is_odd = page % 2 == 1
    x = LEFT if is_odd else LEFT + WIDTH - QR_SIDE
    said = f"二维码：编号 {frame.number}，文字摘要 SHA-256 {frame.digest}"
    box = (x, QR_FOOT, x + QR_SIDE, QR_FOOT + QR_SIDE)
    # the same on every page: told once
    with sheet.figure(said, box) if page == 1 else sheet.ornament():
        sheet.put(f"q 1 0 0 1 {x:.2f} {QR_FOOT:.2f} cm")
        sheet.stamp("QR", qr_operators(f"{frame.number}|{frame.digest}", QR_SIDE))
        sheet.put("Q")
    lines = [
        f"第{page}页　共{pages}页",
        f"编号　{frame.number}",
        f"校验码　{frame.digest[:DIGEST_SHOWN].upper()}",
    ]
    if frame.audit_head:
        lines.append(f"留痕　{frame.audit_head[:HEAD_SHOWN].upper()}")
    where, align = (x + QR_SIDE + 6, 0) if is_odd else (x - 6, 1)
    base = QR_FOOT + QR_SIDE - 9
    for line in lines:
        sheet.write_words(line, chain_of(FontRole.HEADING), 7.5, (where, base), align)
        base -= 10.6


@lru_cache(maxsize=4)  # the same on every page of a document
def qr_operators(text: str, side: float) -> str:
    """A QR code as qr_squares draws it, remembered for the next page."""
    return qr_squares(text, side)


def qr_squares(text: str, side: float) -> str:
    """A QR code as rectangles, one for each run of dark squares; a fixed mask so bytes repeat.

    Nothing is remembered here: what stands on a recovery card must not be.
    """
    matrix = segno.make(text, error="m", micro=False, mask=3).matrix
    count = len(matrix)
    runs: list[str] = []
    for number, row in enumerate(matrix):
        at = 0
        while at < count:
            end = at
            while end < count and row[end]:
                end += 1
            if end > at:
                runs.append(f"{at} {count - 1 - number} {end - at} 1 re")
            at = end + 1
    scale = side / count
    return f"q {scale:.5f} 0 0 {scale:.5f} 0 0 cm {' '.join(runs)} f Q"
