"""一人一档: a cover and dated loose leaves (活页), each on pages of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from app.documents.finding_lists import nature_of, progress_of
from app.documents.fonts import FontRole
from app.documents.form_table import FormTable
from app.documents.listing import (
    CELL,
    LEAF,
    MIDDLE,
    NUMBER_WIDTH,
    STRONG,
    Column,
    Part,
    in_two_lines,
    listing,
    table,
)
from app.documents.page_frame import MM
from app.documents.sheet import Imprint
from app.documents.typesetting import Piece, Space, Style, paragraph
from app.domain.archive_words import LEAF_KIND_WORDS, reply_words
from app.domain.archives import ArchiveLeaf
from app.domain.calendar import written_date, written_time
from app.domain.papers import ArchivedTalk, FindingLine, PersonArchivePaper
from app.domain.people import PostView
from app.domain.portrait_words import CATEGORY_WORDS

TITLE = "廉政谈话档案"
_MARK = Style(FontRole.HEADING, 14, 24)
_COVER = Style(FontRole.TITLE, 30, 60, align=0.5)
_NAME = Style(FontRole.HEADING, 22, 40, align=0.5)
_POST = Style(FontRole.BODY, 14, 26, align=0.5)
_LEAF = Style(FontRole.HEADING, 16, 28, keeps_next=True)
_DATED = Style(FontRole.BODY, 11, 20, keeps_next=True)
_END = Style(FontRole.BODY, 11, 24, align=0.5, vanishes=True)
_LABELLED = (Column("项目", 30 * MM, STRONG), Column("内容"))
_POSTS = (
    Column("起止时间", 46 * MM, CELL),
    Column("单位", 48 * MM, CELL),
    Column("职务"),
    Column("职级", 26 * MM, CELL),
)
_FINDINGS = (
    Column("序号", NUMBER_WIDTH, MIDDLE),
    Column("编号", 26 * MM, MIDDLE),
    Column("问题和具体表现"),
    Column("整改举措", 40 * MM, CELL),
    Column("时限", 20 * MM, MIDDLE),
    Column("目前", 20 * MM, MIDDLE),
)
_FACTS = (
    Column("日期", 22 * MM, MIDDLE),
    Column("来源", 22 * MM, MIDDLE),
    Column("关于", 14 * MM, MIDDLE),
    Column("情况"),
)
_FIGURES = (
    Column("年份", 18 * MM, MIDDLE),
    Column("项目"),
    Column("数", 40 * MM, CELL),
    Column("位次", 40 * MM, CELL),
)
_CONTENTS = (Column("活页", 18 * MM, MIDDLE), Column("内容"), Column("日期", 42 * MM, CELL))
_BY_HAND = (
    Column("日期", 28 * MM, MIDDLE),
    Column("类别", 40 * MM, CELL),
    Column("内容和结果"),
    Column("登记人", 24 * MM, CELL),
)
_HAND_ROWS = 12
_HAND_HEIGHT = 44.0
_HAND_KINDS = "还没有录入的述责述廉、民主评议、纪检监察建议书、公开访谈等，逐次手工登记。"


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A leaf: what it is called, of which day it is, and what stands on it."""

    name: str
    dated: str
    pieces: tuple[Piece, ...]


def person_archive(data: PersonArchivePaper, office: str, local: datetime) -> bytes:
    """The archive as a PDF, cover first. Raises MissingGlyphError, ArchiveRuleError."""
    leaves = list(_leaves(data, local))
    cover = Part(TITLE, tuple(_cover(data, office, local, leaves)))
    rest = [_part(number, leaf) for number, leaf in enumerate(leaves, 1)]
    return listing([cover, *rest], Imprint(TITLE, TITLE, local), LEAF)


def _cover(
    data: PersonArchivePaper, office: str, local: datetime, leaves: list[_Leaf]
) -> Iterator[Piece]:
    person, width = data.card.person, LEAF.width
    present = next((v for v in data.card.posts if v.post.until is None), None)
    post = f"{present.unit_name}{present.post.title}" if present else "现无登记的任职"
    taken = f"{data.taken_by}，{written_time(local)}（本机时间）"
    rows = [(str(n), leaf.name, leaf.dated) for n, leaf in enumerate(leaves, 1)]
    yield paragraph("内部", _MARK, width)
    yield Space(14 * MM)
    yield paragraph(TITLE, _COVER, width)
    yield paragraph(person.name, _NAME, width, "姓名")
    yield paragraph(post, _POST, width, "职务")
    yield paragraph(office, _POST, width, "单位")
    yield Space(8 * MM)
    yield table(_LABELLED, (("调阅事由", data.reason), ("调阅人", taken)), width)
    yield Space(6 * MM)
    yield table(_CONTENTS, rows, width)


def _part(number: int, leaf: _Leaf) -> Part:
    width = LEAF.width
    head = (
        paragraph(f"活页{number}　{leaf.name}", _LEAF, width),
        paragraph(leaf.dated, _DATED, width),
    )
    return Part(f"活页{number}　{leaf.name}", (*head, *leaf.pieces))


def _leaves(data: PersonArchivePaper, local: datetime) -> Iterator[_Leaf]:
    today = written_date(local.date())
    as_of = f"截至{today}"
    yield _Leaf("基本情况和任职", as_of, (*_who(data), *_end()))
    for talk in data.talks:
        lines = tuple(line for line in data.lines if line.talk_number == talk.number)
        pieces = (*_talk(talk, lines, local.date()), *_end())
        yield _Leaf(f"谈话 {talk.number}", written_date(talk.day), pieces)
    if data.lines:
        pieces = (_found(data.lines, local.date()), *_end())
        yield _Leaf("问题、整改和个人承诺", as_of, pieces)
    if data.facts:
        yield _Leaf("各方情况", as_of, (_known(data), *_end()))
    if data.figures:
        yield _Leaf("所在单位的数据", as_of, (_figures(data), *_end()))
    for kept in data.leaves:
        entry = kept.leaf.entry
        name = f"{LEAF_KIND_WORDS[entry.kind]}　{entry.title}"
        yield _Leaf(name, written_date(entry.day), (*_kept(kept, local.date()), *_end()))
    rows = [("",) * len(_BY_HAND)] * _HAND_ROWS
    note = paragraph(_HAND_KINDS, _DATED, LEAF.width)
    blank = table(_BY_HAND, rows, LEAF.width, _HAND_HEIGHT)
    yield _Leaf("手工登记", "随时登记", (note, blank))


def _kept(kept: ArchiveLeaf, today: date) -> Iterator[Piece]:
    """A leaf as it was entered; of a 建议书 also whether it was answered."""
    entry = kept.leaf.entry
    pairs = [("类别", LEAF_KIND_WORDS[entry.kind]), ("标题", entry.title)]
    if entry.kind.is_answered:
        due = written_date(entry.reply_due) if entry.reply_due else ""
        answered = reply_words(kept.leaf, today)
        pairs += [("文号", entry.number), ("答复期限", due), ("答复", answered)]
    papers = "\n".join(f"{n}．{paper.title}" for n, paper in enumerate(kept.papers, 1))
    yield _labelled((*pairs, ("单位", kept.unit_name), ("内容", entry.text), ("附件", papers)))


def _end() -> tuple[Piece, ...]:
    return (Space(2 * MM), paragraph("（以下空白）", _END, LEAF.width))


def _who(data: PersonArchivePaper) -> Iterator[Piece]:
    person = data.card.person
    known = (
        ("姓名", person.name),
        ("性别", person.gender),
        ("民族", person.ethnicity),
        ("出生年月", person.born.written() if person.born else ""),
        ("政治面貌", person.political_status),
        ("备注", person.note),
    )
    yield _labelled(known)
    yield Space(4 * MM)
    yield table(_POSTS, [_post(view) for view in data.card.posts] or [("",) * 4], LEAF.width)


def _post(view: PostView) -> tuple[str, ...]:
    post = view.post
    since = post.since.written() if post.since else "起始时间不详"
    until = f"至{post.until.written()}" if post.until else "至今"
    title = f"{post.title}（一把手）" if post.is_principal else post.title
    return (f"{since}{until}", view.unit_name, title, post.rank)


def _talk(talk: ArchivedTalk, lines: tuple[FindingLine, ...], today: date) -> Iterator[Piece]:
    about = (
        ("类型", talk.kind_title),
        ("事由", talk.subject),
        ("当时职务", talk.post),
        ("主谈人", talk.interviewers),
        ("到场", "到场" if talk.is_present else "缺席"),
    )
    said = (
        ("谈话小结", talk.summary),
        ("整改要求", talk.requirement),
        ("本人表态", talk.statement),
    )
    # who did not come heard nothing of it
    yield _labelled((*about, *said) if talk.is_present else about)
    if lines:
        yield Space(4 * MM)
        yield _found(lines, today)


def _found(lines: tuple[FindingLine, ...], today: date) -> FormTable:
    rows = [
        (
            str(number),
            line.number,
            f"{line.manifestation}（{nature_of(line)}）",
            line.measure,
            in_two_lines(line.deadline),
            progress_of(line, today),
        )
        for number, line in enumerate(lines, 1)
    ]
    return table(_FINDINGS, rows, LEAF.width)


def _known(data: PersonArchivePaper) -> FormTable:
    rows = [
        (
            in_two_lines(fact.day),
            CATEGORY_WORDS[fact.category],
            "本人" if fact.person_id else "单位",
            fact.text,
        )
        for fact in data.facts
    ]
    return table(_FACTS, rows, LEAF.width)


def _figures(data: PersonArchivePaper) -> FormTable:
    rows = [
        (
            f"{figure.year}年",
            figure.name,
            figure.value,
            f"第{figure.place}位，共{figure.out_of}个" if figure.place else "",
        )
        for figure in data.figures
    ]
    return table(_FIGURES, rows, LEAF.width)


def _labelled(pairs: Iterable[tuple[str, str]]) -> FormTable:
    """Label and value; what is not known stays blank for the hand."""
    return table(_LABELLED, pairs, LEAF.width)
