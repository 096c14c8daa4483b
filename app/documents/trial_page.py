"""测试页: what a printer must manage before a record is printed on it: edges, greys, type, codes.

Two pages, so that printing on both sides can be tried: their crosses must meet.
"""

from __future__ import annotations

from datetime import datetime

from app.documents.archive import archived
from app.documents.copy_marks import CODE_SIDE, GREY
from app.documents.fonts import FontRole, chain_of
from app.documents.page_frame import LEFT, MM, PAGE, WIDTH, qr_squares
from app.documents.sheet import Imprint, Sheet
from app.documents.typesetting import Style, paragraph
from app.domain.calendar import written_time
from app.domain.scan_marks import PageMark, copy_code

TITLE = "打印测试页"
NUMBER = "TEST-0000"
DIGEST = "0" * 64
EDGES = (4, 6, 8, 10)  # mm from the edge of the sheet
RULER = 150  # mm
_GREYS = (0.0, 0.25, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95)
_ROLES = (
    (FontRole.TITLE, "标题　谈话记录"),
    (FontRole.BODY, "正文　3月12日定下“双签”办法；已用3次——2次退回。"),
    (FontRole.HEADING, "黑体　一、聚焦“两个维护”"),
    (FontRole.NOTE, "楷体　（一）从哪天定下来，到哪天用上"),
    (FontRole.BODY, "生僻字　𠮷䶮𬭎㛃昇堃喆垚甦翀祎赟頔玥"),
)
_SIZES = (7.5, 9, 12, 14)
_TEXT = Style(FontRole.BODY, 10.5, 16)
_TOLD = (
    "一、四边各有四条线，离纸边4、6、8、10毫米。看得见8毫米的就够：记录的二维码离下边8.5毫米。",
    "二、下面的尺应当正好150毫米。不是，就把打印机对话框里的“缩放”关掉（按实际大小）。",
    "三、灰格从黑到白一格比一格浅；最后两格若隐若现正好，像底下的“份号”。看不见份号，调深一档墨。",
    "四、最小的字（7.5磅）也应当看得清；生僻字不应当有空格子。",
    "五、扫描这一页，在“份号登记”按“这张扫描件是哪一份…”，应当读出 TEST-0000。",
    "六、双面打印时两页中央的十字应当重合，第2页的字不应当倒着：对话框里选“长边翻转”。",
)


def trial_page(office: str, made_at: datetime) -> bytes:
    """Two pages as a PDF; made_at is local. Raises MissingGlyphError, ArchiveRuleError."""
    sheet = Sheet(PAGE)
    for page in (1, 2):
        sheet.begin_page()
        _edges(sheet)
        _cross(sheet)
        _code(sheet, page)
        _front(sheet, office, made_at) if page == 1 else _back(sheet)
    return archived(sheet.pdf(Imprint(TITLE, TITLE, made_at)))


def _edges(sheet: Sheet) -> None:
    width, height = PAGE
    for distance in EDGES:
        d = distance * MM
        sheet.put(f"0.4 w {d:.2f} {d:.2f} {width - 2 * d:.2f} {height - 2 * d:.2f} re S")


def _cross(sheet: Sheet) -> None:
    x, y, arm = PAGE[0] / 2, PAGE[1] / 2, 6 * MM
    sheet.rule((x - arm, y), (x + arm, y), 0.5)
    sheet.rule((x, y - arm), (x, y + arm), 0.5)


def _code(sheet: Sheet, page: int) -> None:
    said = copy_code(PageMark(NUMBER, DIGEST, 0, page))
    sheet.put(f"q 1 0 0 1 {LEFT + WIDTH - CODE_SIDE:.2f} {PAGE[1] - 40 * MM:.2f} cm")
    sheet.put(f"{qr_squares(said, CODE_SIDE)} Q")


def _front(sheet: Sheet, office: str, made_at: datetime) -> None:
    top = PAGE[1] - 30 * MM
    sheet.write_words(TITLE, chain_of(FontRole.TITLE), 22, (LEFT, top))
    under = "　".join(filter(None, (office, written_time(made_at))))
    sheet.write_words(under, chain_of(FontRole.NOTE), 10.5, (LEFT, top - 9 * MM))
    top -= 18 * MM
    for told in _TOLD:
        piece = paragraph(told, _TEXT, WIDTH, TITLE)
        piece.draw(sheet, LEFT, top)
        top -= piece.height + 2
    _greys(sheet, PAGE[1] - 175 * MM)
    _ruler(sheet, PAGE[1] - 190 * MM)
    _type(sheet, PAGE[1] - 202 * MM)


def _greys(sheet: Sheet, base: float) -> None:
    step = WIDTH / len(_GREYS)
    for number, grey in enumerate(_GREYS):
        left = LEFT + number * step
        sheet.put(f"q {grey} g {left:.2f} {base:.2f} {step:.2f} {10 * MM:.2f} re f Q")
    sheet.put(f"0.4 w {LEFT:.2f} {base:.2f} {WIDTH:.2f} {10 * MM:.2f} re S")
    sheet.put(f"q {GREY} g")
    where = (PAGE[0] / 2, PAGE[1] - 125 * MM)
    sheet.write_words("份号　000000", chain_of(FontRole.HEADING), 40, where, 0.5)
    sheet.put("Q")


def _ruler(sheet: Sheet, base: float) -> None:
    for mark in range(RULER + 1):
        tall = 5 if mark % 10 == 0 else 3.5 if mark % 5 == 0 else 2
        x = LEFT + mark * MM
        sheet.rule((x, base), (x, base + tall * MM), 0.3)
        if mark % 10 == 0:
            number = (x, base - 9)
            sheet.write_words(str(mark), chain_of(FontRole.BODY), 7.5, number, 0.5)
    sheet.rule((LEFT, base), (LEFT + RULER * MM, base), 0.3)


def _type(sheet: Sheet, top: float) -> None:
    base = top
    for role, words in _ROLES:
        base -= 7.5 * MM
        sheet.write_words(words, chain_of(role), 14, (LEFT, base))
    for size in _SIZES:
        base -= 6.5 * MM
        words = f"{size:g}磅　第1页　共3页　编号　2026-0012　校验码　3FA91B07"
        sheet.write_words(words, chain_of(FontRole.HEADING), size, (LEFT, base))


def _back(sheet: Sheet) -> None:
    where = (PAGE[0] / 2, PAGE[1] / 2 + 20 * MM)
    sheet.write_words("第2页", chain_of(FontRole.TITLE), 22, where, 0.5)
    told = "对着光看：两页中央的十字重合，这一页的字是正的，双面就没有错。"
    below = (PAGE[0] / 2, PAGE[1] / 2 - 20 * MM)
    sheet.write_words(told, chain_of(FontRole.BODY), 12, below, 0.5)
