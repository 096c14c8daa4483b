"""签名核验单: what was found of a signed file, signature by signature, to be printed and filed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.documents.fonts import FontRole
from app.documents.listing import (
    LYING,
    STRONG,
    UPRIGHT,
    Column,
    Part,
    listing,
    noted,
    signed,
    table,
    titled,
)
from app.documents.page_frame import MM
from app.documents.printing import unprintable
from app.documents.sheet import Imprint
from app.documents.typesetting import Piece, Space, Style, paragraph
from app.domain.calendar import written_date, written_time
from app.domain.verdict import Examined, Signature, Verdict
from app.domain.verdict_words import (
    CLOCK,
    NO_TIME,
    OUTCOMES,
    counts_words,
    grouped,
    open_field_words,
    reach,
    reasons_of,
)

TITLE = "签名核验单"
SUMMARY_TITLE = "签名核验汇总单"
_ANSWER = Style(FontRole.HEADING, 16, 28)
_LINE = Style(FontRole.BODY, 12, 20, fills=False)
_HEAD = Style(FontRole.HEADING, 12, 24, keeps_next=True)
_FACTS = (Column("项目", 30 * MM, STRONG), Column("内容"))
_SIGNATURES = (Column("签名栏", 30 * MM, STRONG), Column("核验所见"))
_FILES = (
    Column("序号", 13 * MM),
    Column("文件", 58 * MM),
    Column("结论", 24 * MM, STRONG),
    Column("原因"),
    Column("文件摘要（SHA-256）", 82 * MM),
)
_RULES = (
    "单位的签名在前，并限定以后只许签名；以后每一版只有一个签名，没有别的内容。",
    "每个签名与它盖住的内容逐字节相符，签名的空位里没有别的东西；最后一个签名盖住整个文件。",
    "文件里的签名栏都签了，或在保险库里记明免签；没有本程序不会放的签名栏。",
    "签名用的证书按指纹核对，单位与个人分开；签名时证书在有效期内，用途是签名。",
)
_HONEST = (
    f"签名时间是签名那台电脑上的时间（{CLOCK}）。核验只说明文件是否与签名时一致，"
    "不是电子印章，也不代替手写签名。"
)
_HANDS = ("核验人",)


@dataclass(frozen=True, slots=True)
class Verification:
    """Who verified, against what, by which program, when; local turns moments into local time."""

    office: str
    against: str
    program: str
    at: datetime
    local: Callable[[datetime], datetime]


def validity_sheet(found: Examined, how: Verification) -> bytes:
    """The sheet for one file as an archived PDF. Raises MissingGlyphError, ArchiveRuleError."""
    words = OUTCOMES[found.outcome]
    pieces: list[Piece] = [
        *titled(TITLE, how.office or "谈心簿核验程序", UPRIGHT),
        paragraph(f"结论：{words.said}", _ANSWER, UPRIGHT.width),
        paragraph(words.remedy, _LINE, UPRIGHT.width),
        *_reasons(found),
        Space(3 * MM),
        table(_FACTS, _facts(found, how), UPRIGHT.width),
    ]
    if found.verdict:
        pieces += _signatures(found.verdict, how)
    pieces += [Space(3 * MM), paragraph("怎样核验", _HEAD, UPRIGHT.width)]
    pieces += [paragraph(f"{n}．{rule}", _LINE, UPRIGHT.width) for n, rule in enumerate(_RULES, 1)]
    pieces += [*noted(_HONEST, UPRIGHT), signed(_HANDS, UPRIGHT)]
    return listing([Part(TITLE, tuple(pieces))], _imprint(TITLE, how), UPRIGHT)


def validity_summary(files: Sequence[Examined], how: Verification) -> bytes:
    """The sheet for many files, lying, one line for each. Raises as validity_sheet does."""
    pieces: list[Piece] = [
        *titled(SUMMARY_TITLE, f"共 {len(files):,} 份：{counts_words(files)}", LYING),
        table(_FILES, (_file(n, one) for n, one in enumerate(files, 1)), LYING.width),
        *noted(
            f"核验时间：{_moment(how.at, how)}。核验依据：{how.against}。核验程序：{how.program}。",
            LYING,
        ),
        *noted(_HONEST, LYING),
        signed(_HANDS, LYING),
    ]
    return listing([Part(SUMMARY_TITLE, tuple(pieces))], _imprint(SUMMARY_TITLE, how), LYING)


def _imprint(title: str, how: Verification) -> Imprint:
    return Imprint(title, "签名核验", how.local(how.at))


def _reasons(found: Examined) -> list[Piece]:
    told = reasons_of(found)
    return [
        paragraph(f"原因{number if len(told) > 1 else ''}：{one}", _LINE, UPRIGHT.width)
        for number, one in enumerate(told, 1)
    ]


def _facts(found: Examined, how: Verification) -> list[tuple[str, str]]:
    verdict = found.verdict
    rows = [("文件", _shown(found.name))]
    if verdict and verdict.talk_number:
        rows.append(("谈话编号", verdict.talk_number))
    if verdict:
        rows.append(("大小", f"{verdict.size:,} 字节"))
        rows.append(("文件摘要（SHA-256）", _digits(verdict.sha256)))
    rows.append(("核验时间", f"{_moment(how.at, how)}（{CLOCK}）"))
    return [*rows, ("核验依据", how.against), ("核验程序", how.program)]


def _signatures(verdict: Verdict, how: Verification) -> list[Piece]:
    rows = [(one.field, _told(one, verdict, how)) for one in verdict.signatures]
    rows += open_field_words(verdict)
    if not rows:
        return []
    return [Space(4 * MM), table(_SIGNATURES, rows, UPRIGHT.width)]


def _told(one: Signature, verdict: Verdict, how: Verification) -> str:
    at = f"{_moment(one.signed_at, how)}（{CLOCK}）" if one.signed_at else NO_TIME
    lines = [
        "完好，与它盖住的内容相符" if one.is_intact else "与内容对不上",
        f"签名时间：{at}",
        f"证书指纹：{_digits(one.fingerprint, 5)}",
        f"范围：{reach(one, verdict.size)}",
    ]
    if one.name:
        ink = "，有手写笔迹" if one.has_ink else ""
        lines.insert(1, f"密钥属于：{one.name}{ink}")
    if one.method and one.valid_to:
        last_day = written_date(how.local(one.valid_to).date())
        lines.append(f"算法：{one.method}；证书有效期至{last_day}")
    return "\n".join(lines)


def _file(number: int, one: Examined) -> tuple[str, ...]:
    verdict = one.verdict
    talk = f"\n（{verdict.talk_number}）" if verdict and verdict.talk_number else ""
    digest = _digits(verdict.sha256) if verdict else ""
    short = OUTCOMES[one.outcome].short
    return (str(number), _shown(one.name) + talk, short, "".join(reasons_of(one)), digest)


def _digits(digest: str, indent: int = 0) -> str:
    """A digest in groups of four, half of it in each of two lines, the second set in."""
    groups = grouped(digest).split()
    half = len(groups) // 2
    return f"{' '.join(groups[:half])}\n{'　' * indent}{' '.join(groups[half:])}"


def _shown(name: str) -> str:
    """A file's name; what no font can print is told by its code."""
    codes = {at: f"〔U+{ord(name[at]):04X}〕" for at in unprintable(name)}
    return "".join(codes.get(at, character) for at, character in enumerate(name))


def _moment(moment: datetime, how: Verification) -> str:
    return written_time(how.local(moment))
