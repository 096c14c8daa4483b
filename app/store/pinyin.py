"""How a name is found by pinyin initials, and where it stands in an alphabetical list."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import product

MOST_READINGS = 32  # kept for one name; a name of one hundred characters must not explode

# Readings that differ from the everyday one when the character is a surname.
_SURNAMES: dict[str, tuple[str, ...]] = {
    "仇": ("qiu2",), "单": ("shan4",), "解": ("xie4",), "区": ("ou1",), "查": ("zha1",),
    "曾": ("zeng1",), "盖": ("ge3", "gai4"), "朴": ("piao2",), "翟": ("zhai2", "di2"),
    "乐": ("yue4", "le4"), "覃": ("qin2", "tan2"), "繁": ("po2",), "种": ("chong2",),
    "尉": ("wei4",), "逄": ("pang2",), "缪": ("miao4",), "仉": ("zhang3",), "褚": ("chu3",),
    "冼": ("xian3",), "折": ("she2",), "召": ("shao4",), "洗": ("xian3",), "秘": ("bi4",),
    "重": ("chong2",), "訾": ("zi1",), "过": ("guo1",), "万": ("wan4",), "冯": ("feng2",),
    "石": ("shi2",), "沈": ("shen3",), "贾": ("jia3",), "任": ("ren2",), "宁": ("ning4",),
    "叶": ("ye4",), "车": ("che1",), "柏": ("bai3", "bo2"), "葛": ("ge3",), "薄": ("bo2",),
    "都": ("du1",), "卜": ("bu3",), "隗": ("wei3", "kui2"), "盛": ("sheng4",), "谷": ("gu3",),
    "宿": ("su4",), "乜": ("nie4",), "牟": ("mou2", "mu4"), "郗": ("xi1", "chi1"),
    "祭": ("zhai4",), "句": ("gou1",), "员": ("yun4", "yuan2"), "肖": ("xiao1",),
    "粘": ("nian2",), "郇": ("xun2", "huan2"), "费": ("fei4",), "那": ("na1",), "撒": ("sa4",),
    "炅": ("gui4",), "於": ("yu1",), "宓": ("mi4", "fu2"), "角": ("jue2",), "艾": ("ai4",),
    "黑": ("he4", "hei1"), "哈": ("ha3",), "华": ("hua4",), "阚": ("kan4",), "鲜": ("xian1",),
    "应": ("ying1",), "长": ("zhang3", "chang2"), "藏": ("zang4",), "瞿": ("qu2",),
    "臧": ("zang1",), "晁": ("chao2",), "幺": ("yao1",), "佴": ("nai4",), "邸": ("di3",),
    "纪": ("ji3",), "舍": ("she4",), "行": ("xing2",), "曲": ("qu1",), "夏": ("xia4",),
    "俞": ("yu2",), "余": ("yu2",), "于": ("yu2",), "和": ("he2",), "郝": ("hao3",),
    "桑": ("sang1",), "隋": ("sui2",), "尹": ("yin3",), "会": ("gui4",), "能": ("nai4",),
    "占": ("zhan1",), "阿": ("a1",), "鲍": ("bao4",), "莫": ("mo4",), "洪": ("hong2",),
    "蔡": ("cai4",), "温": ("wen1",), "陆": ("lu4",), "王": ("wang2",),
    "张": ("zhang1",), "陈": ("chen2",), "贺": ("he4",), "齐": ("qi2",), "胡": ("hu2",),
    "谢": ("xie4",), "汤": ("tang1",), "殷": ("yin1",), "关": ("guan1",), "景": ("jing3",),
    "宋": ("song4",), "安": ("an1",), "罗": ("luo2",), "韦": ("wei2",), "兰": ("lan2",),
    "柴": ("chai2",), "姚": ("yao2",), "向": ("xiang4",), "涂": ("tu2",), "游": ("you2",),
}  # fmt: skip
_COMPOUND: dict[str, tuple[str, ...]] = {
    "单于": ("chan2", "yu2"), "尉迟": ("yu4", "chi2"), "万俟": ("mo4", "qi2"),
    "长孙": ("zhang3", "sun1"), "澹台": ("tan2", "tai2"), "皇甫": ("huang2", "fu3"),
    "夏侯": ("xia4", "hou2"), "令狐": ("ling2", "hu2"), "欧阳": ("ou1", "yang2"),
    "鲜于": ("xian1", "yu2"), "呼延": ("hu1", "yan2"), "宇文": ("yu3", "wen2"),
    "公冶": ("gong1", "ye3"), "濮阳": ("pu2", "yang2"), "钟离": ("zhong1", "li2"),
    "轩辕": ("xuan1", "yuan2"), "闻人": ("wen2", "ren2"), "司马": ("si1", "ma3"),
    "诸葛": ("zhu1", "ge3"), "上官": ("shang4", "guan1"), "东方": ("dong1", "fang1"),
}  # fmt: skip
_LONGEST_WITH_SURNAME = 3  # 单增卓玛 begins with a given name; 单雄信 with a surname


def initials(name: str) -> frozenset[str]:
    """All ways to type a name by its initials: 张三 → zs, 覃月 → qy and ty.

    Characters without a reading are left out; a name without any yields nothing.
    """
    letters = [choices for choices in _letters(name) if choices]
    if not letters:
        return frozenset()
    bounded, count = [], 1
    for choices in letters:
        kept = choices if count * len(choices) <= MOST_READINGS else choices[:1]
        count *= len(kept)
        bounded.append(kept)
    return frozenset("".join(combination) for combination in product(*bounded))


def syllables(character: str) -> frozenset[str]:
    """All ways to say one hanzi, without tones; a surname's own reading is one of them."""
    readings = (*_SURNAMES.get(character, ()), *_readings(character))
    return frozenset(reading.rstrip("12345") for reading in readings)


def sort_key(name: str) -> str:
    """The place of a name in an alphabetical list: syllables with tones, then the name itself.

    Latin letters stand among the syllables; what cannot be read stands at the end.
    """
    words = [readings[0] for readings in _surname(name)]
    words += _syllables(name[len(words) :])
    return " ".join(words) + "\t" + name


def _letters(name: str) -> list[tuple[str, ...]]:
    surname = _surname(name)
    rest = name[len(surname) :]
    is_long = len(name) > _LONGEST_WITH_SURNAME and len(surname) == 1
    letters = [_firsts(readings) for readings in surname]
    if is_long:
        letters[0] = _firsts((*surname[0], *_readings(name[0])))
    for part in re.findall(r"[A-Za-z]+|\d+|[^A-Za-z\d]", _plain(rest)):
        is_latin = part.isascii() and part.isalnum()
        letters.append((part[0].lower(),) if is_latin else _firsts(_readings(part)))
    return letters


def _surname(name: str) -> tuple[tuple[str, ...], ...]:
    if readings := _COMPOUND.get(name[:2]):
        return tuple((reading,) for reading in readings)
    if readings := _SURNAMES.get(name[:1]):
        return (readings,)
    return ()


def _firsts(readings: tuple[str, ...]) -> tuple[str, ...]:
    """The first letters, each once, the commonest reading first."""
    return tuple(dict.fromkeys(reading[0] for reading in readings))


def _plain(text: str) -> str:
    """Full-width letters and digits as their plain forms; accents off Latin letters."""
    split = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", "".join(c for c in split if not unicodedata.combining(c)))


@cache
def _readings(character: str) -> tuple[str, ...]:
    """All readings of one hanzi with tone numbers; nothing for other characters."""
    # pypinyin's tables take a third of a second: loaded to start faster only when a name is kept
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.TONE3, heteronym=True, errors="ignore")
    return tuple(filter(None, map(_latin, found[0]))) if found else ()


def _syllables(text: str) -> list[str]:
    # loaded to start faster only when a name is kept; phrases settle most heteronyms here
    from pypinyin import Style, lazy_pinyin

    syllables: list[str] = []
    for part in re.findall(r"[A-Za-z]+|\d+|[^A-Za-z\d\s·]+", _plain(text)):
        if part.isascii():
            syllables.append(part.lower())
        else:
            read = lazy_pinyin(part, style=Style.TONE3, errors=_unread)
            syllables += [word if word.startswith("~") else _latin(word) for word in read]
    return syllables


def _unread(characters: str) -> str:
    """Characters without a reading, as words that sort after every syllable."""
    return " ".join(f"~{ord(character):06x}" for character in characters)


def _latin(reading: str) -> str:
    """A reading in the letters of a keyboard; ü is typed v, ê is typed e."""
    split = unicodedata.normalize("NFKD", reading.replace("ü", "v"))
    return re.sub(r"[^a-z0-9]", "", split)
