"""Tells unit from title in 羊尾镇党委书记, and guesses what neither file nor form says."""

from __future__ import annotations

import re
from collections.abc import Collection

from app.domain.people import UnitKind

_UNIT_END = re.compile(
    r"(镇|乡|街道|办事处|苏木|局|委|委员会|党校|办公室|办|中心|公司|集团|厂|行|社|院|校|学|园|会|联|部|处"
    r"|站|馆|所|队|政府|法院|检察院|库|台|场|区)$"
)
_TITLE_BEGIN = re.compile(
    r"(原|代理?|主持|常务|第一|专职|兼职|挂职)?(党委|党工委|党组|党总支|党支部|党政|机关党委|纪委|纪工委|纪检组|"
    r"人大主席|人大副主席|人武部长|政法委员|组织委员|宣传委员|统战委员|武装部长)?(常委|委员|成员|班子成员)?[、，]?"
    r"(副|总|正)?(书记|局长|镇长|乡长|区长|县长|主任|部长|院长|校长|园长|检察长|董事长|总经理|经理|会长|主席|站长"
    r"|所长|队长|馆长|台长|场长|行长|厂长|科长|股长|处长|组长|政委|秘书长|调研员|主任科员|科员|委员|成员|干部|"
    r"理事长|监事|总工程师|总会计师|工程师|巡察专员|专员|督学|总监|负责人|常委)"
)
_GRADE_BEGIN = re.compile(r"[一二三四]级(主任|调研|主办|巡视)")
_PRINCIPAL = re.compile(
    r"(党委|党工委|党组|党总支|党支部|县委)?(书记|局长|镇长|乡长|主任|部长|院长|校长|检察长|董事长|总经理"
    r"|理事长|主席|行长|台长)"
)
_TOWNSHIP = re.compile(r"(镇|乡|街道|街道办事处|苏木)((党委|人民政府|政府|党工委|办事处|人大))?$")
_ENTERPRISE = re.compile(r"(公司|集团|厂|银行|信用社|供销社|粮库)$")
_DEPARTMENT = re.compile(_UNIT_END.pattern)


def split(text: str, known_units: Collection[str] = ()) -> tuple[str, str]:
    """Unit and title of a text that names both; the unit is empty when it cannot be told.

    A unit already in the register is believed first.
    """
    known = [u for u in known_units if text.startswith(u) and _begins_title(text[len(u) :])]
    if known:
        unit = max(known, key=len)
        return unit, text[len(unit) :].strip()
    for place in range(2, len(text)):
        if _UNIT_END.search(text[:place]) and _begins_title(text[place:]):
            return text[:place].strip(), text[place:].strip()
    return "", text.strip()


def kind_of_unit(name: str) -> UnitKind:
    """What sort of unit the name speaks of."""
    for pattern, kind in (
        (_TOWNSHIP, UnitKind.TOWNSHIP),
        (_ENTERPRISE, UnitKind.ENTERPRISE),
        (_DEPARTMENT, UnitKind.DEPARTMENT),
    ):
        if pattern.search(name):
            return kind
    return UnitKind.OTHER


def is_principal_title(title: str) -> bool:
    """Whether one of the titles is that of a head: 党委书记, 局长, but not 副局长 or 纪委书记."""
    parts = re.split(r"[、，,；;\s]+", title)
    return any(_PRINCIPAL.fullmatch(part) for part in parts)


def _begins_title(text: str) -> bool:
    stripped = text.strip()
    return bool(_TITLE_BEGIN.match(stripped) or _GRADE_BEGIN.match(stripped))
