"""The recovery sheet: three pages, one paper card each, to be typed back by tired eyes.

It goes from memory to the printer. No name of a person stands on it; whoever finds one page alone
can open nothing with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.documents.fonts import FontRole, chain_of
from app.documents.page_frame import MM, PAGE, qr_squares
from app.documents.sheet import Imprint, Sheet, written
from app.documents.typesetting import Style, paragraph
from app.domain.calendar import written_date
from app.domain.recovery import CardSet, RecoveryCard

TITLE = "谈心簿恢复单"
LETTERS = {"A": "甲", "B": "乙", "C": "丙"}
LEFT = 24 * MM
WIDTH = 162 * MM
RIGHT = LEFT + WIDTH
HEAD_TOP = PAGE[1] - 20 * MM
LETTER_SIDE = 30 * MM
GROUPS_TOP = PAGE[1] - 80 * MM
GROUP_STEP = 14.4 * MM
CELL = 14 * MM
NUMBER_ROOM = 14 * MM
CHECK_GAP = 5 * MM
QR_SIDE = 42 * MM
CODE_SIZE = 30.0
UNIT_SIZE = 14.0
DATABASE_SHOWN = 8
LINES_FOOT = 24 * MM
SECTION = Style(FontRole.HEADING, 12, 20)
TEXT = Style(FontRole.BODY, 11.5, 18)
HOW_TO_USE = (
    "口令忘了，或换了电脑打不开时，在锁着的谈心簿上按“用恢复单打开…”。",
    "甲、乙、丙三张里任意两张就够，一组一组照着填；填错了，当场指出是哪一组。",
    "然后另设一个新口令。用过以后，这一套要换新的。",
    "字符里没有字母 I、L、O、U：像“一竖”的是数字 1，像“圆圈”的是数字 0。",
)
HOW_TO_KEEP = (
    "三张分开，各装一个信封，封口签字，锁进至少两处柜子，由两个人分管。",
    "不复印、不拍照、不存进电脑，也不和电脑放在一起。单独一张打不开任何东西。",
    "丢了一张，或有人看过，就在“口令与恢复”里重做一套，旧的随即作废。",
)


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What stands on every page beside the card; made_at is aware and local."""

    unit: str
    database: str
    made_at: datetime


def recovery_sheet(cards: CardSet, facts: SheetFacts) -> bytes:
    """The three pages as one PDF.

    Raises MissingGlyphError naming 单位名称, FontMissingError.
    """
    chain_of(FontRole.NOTE).check(facts.unit, "单位名称")
    sheet = Sheet(PAGE)
    for card in cards.cards:
        sheet.begin_page()
        _head(sheet, card, facts)
        _facts(sheet, cards, facts)
        _groups(sheet, card)
        _words(sheet)
        _hand_lines(sheet)
        _foot(sheet, cards, card)
    return written(sheet.pdf(Imprint(TITLE, TITLE, facts.made_at)))


def _head(sheet: Sheet, card: RecoveryCard, facts: SheetFacts) -> None:
    foot = HEAD_TOP - LETTER_SIDE
    title, note = chain_of(FontRole.TITLE), chain_of(FontRole.NOTE)
    sheet.put(f"1.5 w {LEFT:.2f} {foot:.2f} {LETTER_SIDE:.2f} {LETTER_SIDE:.2f} re S")
    middle = LEFT + LETTER_SIDE / 2
    sheet.write_words(LETTERS[card.letter], title, 56, (middle, foot + 10.5 * MM), 0.5)
    sheet.write_words(f"{card.letter} 单", chain_of(FontRole.HEADING), 10, (middle, foot + 6), 0.5)
    x = LEFT + LETTER_SIDE + 8 * MM
    sheet.write_words(TITLE, title, 26, (x, HEAD_TOP - 9.5 * MM))
    told = "甲、乙、丙三张，任意两张合在一起能打开保险库。"
    sheet.write_words(told, chain_of(FontRole.BODY), 12.5, (x, HEAD_TOP - 18 * MM))
    sheet.write_words(facts.unit, note, _fitting(facts.unit, RIGHT - x), (x, HEAD_TOP - 27 * MM))


def _fitting(unit: str, room: float) -> float:
    """The size at which the whole name of the unit stands on its line."""
    ems = sum(chain_of(FontRole.NOTE).width(character) for character in unit)
    return min(UNIT_SIZE, room / max(ems, 1.0))


def _facts(sheet: Sheet, cards: CardSet, facts: SheetFacts) -> None:
    base = HEAD_TOP - LETTER_SIDE - 12 * MM
    pairs = (
        ("第几套", f"第 {cards.number} 套"),
        ("做于", written_date(facts.made_at.date())),
        ("保险库编号", short_number(facts.database)),
    )
    step = WIDTH / len(pairs)
    sheet.rule((LEFT, base + 7 * MM), (RIGHT, base + 7 * MM), 0.5)
    for number, (name, value) in enumerate(pairs):
        x = LEFT + number * step
        sheet.write_words(name, chain_of(FontRole.HEADING), 9, (x, base + 2.5 * MM))
        sheet.write_words(value, chain_of(FontRole.BODY), 14, (x, base - 3.5 * MM))
    sheet.rule((LEFT, base - 6.5 * MM), (RIGHT, base - 6.5 * MM), 0.5)


def _groups(sheet: Sheet, card: RecoveryCard) -> None:
    heading = chain_of(FontRole.HEADING)
    check_left = LEFT + NUMBER_ROOM + 4 * CELL + CHECK_GAP
    sheet.write_words("校验", heading, 8, (check_left + CELL / 2, GROUPS_TOP + 4), 0.5)
    for number, group in enumerate(card.groups, 1):
        foot = GROUPS_TOP - number * GROUP_STEP
        base = foot + 3.6 * MM
        sheet.write_words(f"第{number}组", heading, 9, (LEFT, base + 1))
        for place, character in enumerate(group):
            left = LEFT + NUMBER_ROOM + place * CELL
            if place == len(group) - 1:
                left = check_left
            sheet.write_words(character, heading, CODE_SIZE, (left + CELL / 2, base), 0.5)
        _boxes(sheet, foot + 0.9 * MM, check_left)
    left = RIGHT - QR_SIDE
    sheet.put(f"q 1 0 0 1 {left:.2f} {GROUPS_TOP - QR_SIDE - 2 * MM:.2f} cm")
    sheet.put(f"{qr_squares(card.code, QR_SIDE)} Q")
    middle = left + QR_SIDE / 2
    for line, said in enumerate(("同样的七组字符，", "有扫码枪时扫一下就填好")):
        base = GROUPS_TOP - QR_SIDE - (7 + line * 4.5) * MM
        sheet.write_words(said, chain_of(FontRole.BODY), 9.5, (middle, base), 0.5)


def _boxes(sheet: Sheet, foot: float, check_left: float) -> None:
    height = GROUP_STEP - 1.8 * MM
    start = LEFT + NUMBER_ROOM
    sheet.put(f"0.4 w {start:.2f} {foot:.2f} {4 * CELL:.2f} {height:.2f} re S")
    for place in (1, 2, 3):
        x = start + place * CELL
        sheet.put(f"q 0.75 G {x:.2f} {foot:.2f} m {x:.2f} {foot + height:.2f} l S Q")
    sheet.put(f"1 w {check_left:.2f} {foot:.2f} {CELL:.2f} {height:.2f} re S")


def _words(sheet: Sheet) -> None:
    top = GROUPS_TOP - 7 * GROUP_STEP - 5 * MM
    for heading, lines in (("怎么用", HOW_TO_USE), ("怎么收", HOW_TO_KEEP)):
        paragraph(heading, SECTION, WIDTH).draw(sheet, LEFT, top)
        top -= SECTION.leading
        for number, text in enumerate(lines, 1):
            sheet.write_words(f"{number}.", chain_of(FontRole.BODY), TEXT.size, (LEFT, top - 13.4))
            said = paragraph(text, TEXT, WIDTH - 14)
            said.draw(sheet, LEFT + 14, top)
            top -= said.height
        top -= 2 * MM


def _hand_lines(sheet: Sheet) -> None:
    body = chain_of(FontRole.BODY)
    words = (("保管人（签名）", "封存日期"), ("启封人（签名）", "启封日期和事由"))
    for line, (who, when) in enumerate(words):
        base = LINES_FOOT + (1 - line) * 9 * MM
        middle = LEFT + WIDTH / 2
        for name, start, end in ((who, LEFT, middle - 6 * MM), (when, middle, RIGHT)):
            sheet.write_words(name, body, 11, (start, base))
            after = start + (len(name) + 0.5) * 11
            sheet.rule((after, base - 2), (end, base - 2), 0.5)


def _foot(sheet: Sheet, cards: CardSet, card: RecoveryCard) -> None:
    heading, base = chain_of(FontRole.HEADING), 15 * MM
    said = f"第 {cards.number} 套　{LETTERS[card.letter]}单　每单一页，共三页"
    sheet.write_words(said, heading, 8, (LEFT, base))
    sheet.write_words("密码算法未经商用密码产品认证", heading, 8, (RIGHT, base), 1)


def short_number(database: str) -> str:
    """The vault's number as people compare it: its first eight digits in two groups."""
    shown = database[:DATABASE_SHOWN].upper()
    return f"{shown[:4]} {shown[4:]}"
