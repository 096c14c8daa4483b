"""移交清单: what a package is, by which digits it is known, and through whose hands it goes.

It travels beside the stick in the open: nobody who was talked to and no unit of theirs is named.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.documents.listing import (
    CELL,
    MIDDLE,
    NUMBER_WIDTH,
    RIGHT,
    STRONG,
    UPRIGHT,
    Column,
    Part,
    listing,
    noted,
    table,
    titled,
)
from app.documents.page_frame import MM
from app.documents.sheet import Imprint
from app.documents.typesetting import Piece, Space
from app.domain.calendar import written_time
from app.domain.package import PackageLevel
from app.domain.papers import HandoverSlipPaper, SlipCopy

TITLE = "移交清单"
_LEVELS = {
    PackageLevel.STATISTICS: "统计包（只有数字）",
    PackageLevel.LEDGER: "台账包（不含谈话内容）",
    PackageLevel.FULL: "全卷包（含谈话记录）",
}
_FACTS = (Column("项目", 34 * MM, STRONG), Column("内容"))
_COPIES = (
    Column("份", NUMBER_WIDTH, MIDDLE),
    Column("写入和读回核对", 47 * MM, CELL),
    Column("U 盘和保管人", 40 * MM, CELL),
    Column("索引文件摘要（SHA-256）"),
)
_VOLUMES = (
    Column("份", NUMBER_WIDTH, MIDDLE),
    Column("分卷文件", 40 * MM, CELL),
    Column("字节", 28 * MM, RIGHT),
    Column("摘要（SHA-256）"),
)
_HANDS = (
    Column("经手", 34 * MM, STRONG),
    Column("姓名和单位"),
    Column("签名", 40 * MM, CELL),
    Column("日期", 34 * MM, CELL),
)
_HANDED = ("移交人", "接收人", "监交人")
_NOTE = (
    "本单不写谈话对象的姓名和单位。接收时先在电话里核对接收单位的指纹，再由接收方的程序核对摘要；"
    "每写一份，分卷和索引的摘要都不同，内容根摘要相同。U 盘由移交人专人递送，不得邮寄。"
)
_BLANK = "编号＿＿＿＿＿＿＿\n保管人＿＿＿＿＿＿"


def handover_slip(data: HandoverSlipPaper, office: str, local: datetime) -> bytes:
    """The slip as a PDF. Raises MissingGlyphError, ArchiveRuleError."""
    gap = Space(3 * MM)
    pieces: list[Piece] = [
        *titled(TITLE, f"{office}　　制单时间：{written_time(local)}（本机时间）", UPRIGHT),
        table(_FACTS, _facts(data, office), UPRIGHT.width),
        gap,
        table(_COPIES, _copies(data), UPRIGHT.width),
    ]
    volumes = tuple(_volumes(data))
    if volumes:
        pieces += [gap, table(_VOLUMES, volumes, UPRIGHT.width)]
    pieces += [
        *noted(_NOTE, UPRIGHT),
        gap,
        table(_HANDS, [(who, "", "", "") for who in _HANDED], UPRIGHT.width, 36),
    ]
    part = Part(f"{TITLE}　{data.package}", tuple(pieces))
    return listing([part], Imprint(f"{TITLE} {data.package}", TITLE, local), UPRIGHT)


def _facts(data: HandoverSlipPaper, office: str) -> Iterable[tuple[str, str]]:
    return (
        ("移交包编号", data.package),
        ("范围", _LEVELS[data.level]),
        ("装了多少", f"谈话 {data.talks:,} 场，文件 {data.files:,} 个，共 {data.size:,} 字节"),
        ("装包时间", f"{written_time(data.made_at)}（本机时间）"),
        ("内容根摘要", _grouped(data.bag_root)),
        ("移交单位", f"{office}\n指纹 {' '.join(data.office_fingerprint)}"),
        ("接收单位", f"{data.registry_name}\n指纹 {' '.join(data.fingerprint)}"),
    )


def _copies(data: HandoverSlipPaper) -> Iterable[tuple[str, ...]]:
    for number, copy in enumerate(data.copies, 1):
        yield (str(number), _when(copy), _where(copy), _grouped(copy.index_digest))
    if not data.copies:
        yield ("", "还没有写到 U 盘", "", "")


def _when(copy: SlipCopy) -> str:
    checked = "没有写完，不能用"
    if copy.verified_at:
        checked = f"{written_time(copy.verified_at)} 核对无误"
    return f"{written_time(copy.begun_at)} 开始\n{checked}"


def _where(copy: SlipCopy) -> str:
    if not copy.stick:
        return _BLANK if copy.verified_at else ""
    return f"{copy.stick}\n保管人：{copy.custodian}"


def _volumes(data: HandoverSlipPaper) -> Iterable[tuple[str, ...]]:
    for number, copy in enumerate(data.copies, 1):
        for volume in copy.volumes if copy.verified_at else ():
            yield (str(number), volume.name, f"{volume.size:,}", _grouped(volume.sha256))


def _grouped(digest: str) -> str:
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
