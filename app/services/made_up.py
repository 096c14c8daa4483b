"""Made-up names, units and sentences for trying scale; nobody in them exists."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓"
    "冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢"
)
_GIVEN = (
    "伟芳敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂建国志文华玉"
    "红春梅海燕成德林永学立新宏晓东波云飞鹏宇浩然思远清和"
)
_PLACES = (
    "青",
    "石",
    "云",
    "清",
    "双",
    "龙",
    "松",
    "竹",
    "桃",
    "梅",
    "枫",
    "柳",
    "槐",
    "荷",
    "沙",
    "景",
)
_ENDINGS = ("河镇", "坪镇", "岭镇", "口镇", "泉乡", "湾乡", "坝乡", "溪镇")
_FIELDS = (
    "教育",
    "水利",
    "交通运输",
    "财政",
    "审计",
    "民政",
    "农业农村",
    "应急管理",
    "林业",
    "统计",
)
TOWN_TITLES = ("党委书记", "镇长")
OFFICE_TITLES = ("党组书记、局长", "局长")
SUBJECTS = (
    "年度监督谈话",
    "落实主体责任情况",
    "巡察反馈整改情况",
    "任职情况",
    "重点项目推进情况",
)
_OPENINGS = ("这项工作", "今年以来，", "先说明情况：", "经过核对，", "上个月起，", "班子商量以后，")
_MIDDLES = (
    "由我牵头先后开了三次会",
    "分头到村里走访了四十二户",
    "台账从三月起补齐并逐月对账",
    "审计提出的七条意见已经改了五条",
    "公务接待按标准执行，清单在办公室备查",
    "项目招标全程留痕，评审专家从库中抽取",
    "与分管同志逐个谈过话，都有记录",
)
_ENDS = (
    "，余下的月底前办完。",
    "，没有发现截留挪用。",
    "，责任人和时限都已明确。",
    "，这一点我负主要责任。",
)


def names(dice: Random) -> Iterator[str]:
    """Names without end, of two or three characters; namesakes occur, as in life."""
    while True:
        given = dice.choice(_GIVEN) + dice.choice(("", *_GIVEN))
        yield dice.choice(_SURNAMES) + given


def towns() -> list[str]:
    """The townships of a made-up county."""
    return [place + ending for place in _PLACES for ending in _ENDINGS]


def offices() -> list[str]:
    """The departments of a made-up county."""
    return [f"县{field}局" for field in _FIELDS]


def said(dice: Random, sentences: int) -> str:
    """What somebody might answer, in so many sentences."""
    return "".join(
        dice.choice(_OPENINGS) + dice.choice(_MIDDLES) + dice.choice(_ENDS)
        for _ in range(sentences)
    )
