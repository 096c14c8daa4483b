"""The figures of a period as an XLSX workbook: a sheet of figures, one of the records behind them.

The records are read in short steps; the workbook itself is made without the vault.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, zip_longest
from typing import TypeVar

from app.domain.figure_lines import NOTHING, compared, tenths_said
from app.domain.figure_records import FindingRecord, PersonRecord
from app.domain.figures import Bucket, SectionFigures, Share, Statistics
from app.domain.finding import FindingNature
from app.domain.finding_words import STATUS_WORDS, nature_words
from app.domain.ids import FindingId, TalkId
from app.domain.talk_list import TalkRow
from app.handover.workbook import Cell, Sheet, workbook
from app.services.figures import Figures

AT_ONCE = 300  # records a step, some 20 ms
_RECORDS = (
    ("类别", 12),
    ("编号", 14),
    ("日期", 12),
    ("谈话对象、单位或本人", 30),
    ("类型或内容", 46),
    ("整改期限", 12),
    ("状态", 12),
    ("销号日期", 12),
    ("计入哪些数", 50),
)
_SECTION: tuple[tuple[str, Callable[[SectionFigures], Cell]], ...] = (
    ("人次", lambda s: s.attendances.count),
    ("人数", lambda s: s.persons.count),
    ("问题", lambda s: s.problems.count),
    ("共性", lambda s: s.problems_common.count),
    ("个性", lambda s: s.problems_individual.count),
    ("意见建议", lambda s: s.advice.count),
    ("到期应销", lambda s: s.follow_up.due.count),
    ("已销号", lambda s: s.follow_up.due_closed.count),
    ("整改率", lambda s: _rate(s.follow_up.rate)),
    ("逾期", lambda s: s.follow_up.overdue.count),
    ("应谈", lambda s: s.coverage.whole.count),
    ("已谈", lambda s: s.coverage.part.count),
    ("覆盖率", lambda s: _rate(s.coverage)),
)
Rows = Iterator[tuple[Cell, ...]]
Id = TypeVar("Id", bound=str)


@dataclass(slots=True)
class WorkbookReading:
    """Reads the records behind the figures of a period: step() until True, then file()."""

    figures: Figures
    now: Statistics
    before: Statistics
    _talks: list[TalkRow] = field(default_factory=list)
    _findings: list[FindingRecord] = field(default_factory=list)
    _persons: list[PersonRecord] = field(default_factory=list)
    _steps: Iterator[None] = field(init=False)

    def __post_init__(self) -> None:
        self._steps = self._all()

    def step(self) -> bool:
        """Read some more; True when everything was read. Raises VaultDamagedError."""
        return next(self._steps, self) is self

    def file(self) -> bytes:
        """The workbook; needs no vault."""
        return workbook((self._numbers(), self._records()))

    def _all(self) -> Iterator[None]:
        told, watched = self.now.talks, self.now.follow_up
        found = (told.problems, told.advice, told.undertakings)
        every = (one.findings for one in (*found, watched.due, watched.overdue, watched.closed))
        for talks in _parts(told.sittings.talks):
            self._talks += self.figures.talks(talks)
            yield
        for findings in _parts(dict.fromkeys(chain.from_iterable(every))):
            self._findings += self.figures.findings(findings)
            yield
        for persons in _parts(self.now.coverage.whole.persons):
            self._persons += self.figures.persons(persons)
            yield

    # ── the sheets ───────────────────────────────────────────────────────────────────────────────

    def _numbers(self) -> Sheet:
        span = self.now.span
        sheet = Sheet("统计数字", _numbers_headings(span.before_title))
        for line in compared(self.now, self.before):
            title = f"　{line.now.title}" if line.now.is_part else line.now.title
            numbers = (_cell(line.now.said), _cell(line.before.said), line.change)
            sheet.add(("合计", title, line.now.unit, *numbers, line.now.meaning))
        for name, now, before in (
            ("聚焦领域", self.now.areas, self.before.areas),
            ("问题标签", self.now.tags, self.before.tags),
            ("单位类别", self.now.unit_kinds, self.before.unit_kinds),
        ):
            for row in _section_rows(name, now, before):
                sheet.add(row)
        for row in _bucket_rows(self.now.buckets, self.before.buckets):
            sheet.add(row)
        return sheet

    def _records(self) -> Sheet:
        sheet = Sheet("背后的记录", _RECORDS)
        counted, local = _counted_in(self.now), self.figures.trail.clock.local
        for talk in self._talks:
            sheet.add(_talk_row(talk, local(talk.day), counted.talks[talk.id]))
        for finding in sorted(self._findings, key=_by_number):
            sheet.add(_finding_row(finding, counted.findings[finding.id]))
        held = set(self.now.coverage.part.persons)
        for person in self._persons:
            counts = "应谈、已谈" if person.id in held else "应谈"
            whose = f"{person.name}　{person.unit_name}{person.title}"
            sheet.add(("年度计划", "", "", whose, "", "", "", "", counts))
        return sheet


@dataclass(slots=True)
class _Counted:
    """In which figures each record is counted, by the titles of their lines."""

    talks: dict[TalkId, list[str]] = field(default_factory=lambda: defaultdict(list))
    findings: dict[FindingId, list[str]] = field(default_factory=lambda: defaultdict(list))


def _counted_in(now: Statistics) -> _Counted:
    counted = _Counted()
    for line in (one.now for one in compared(now, now)):
        if line.in_tenths:
            continue  # a rate is reckoned from the lines above it
        for finding_id in line.figure.findings:
            counted.findings[finding_id].append(line.title)
        for talk_id in () if line.figure.findings else line.figure.talks:
            counted.talks[talk_id].append(line.title)
    return counted


def _numbers_headings(before: str) -> tuple[tuple[str, int], ...]:
    return (
        ("分项", 12),
        ("项目", 34),
        ("单位", 8),
        ("本期", 10),
        (before, 10),
        ("增减", 10),
        ("怎么数的", 60),
    )


def _section_rows(
    name: str, now: tuple[SectionFigures, ...], before: tuple[SectionFigures, ...]
) -> Rows:
    earlier = {section.key: section for section in before}
    for section in now:
        then = earlier.get(section.key, SectionFigures(section.key, section.title))
        if section.is_empty and then.is_empty:
            continue
        for title, number in _SECTION:
            here, there = number(section), number(then)
            if here or there:
                yield (name, f"{section.title}　{title}", "", here, there, _change(here, there), "")


def _bucket_rows(now: tuple[Bucket, ...], before: tuple[Bucket, ...]) -> Rows:
    for one, then in zip_longest(now, before):
        if one is None:
            return
        rate = _rate(then.rate) if then else NOTHING
        came = then.attendances.count if then else 0
        here = one.attendances.count
        yield ("各段", f"{one.title}　人次", "人次", here, came, _change(here, came), "")
        yield ("各段", f"{one.title}　整改率", "", _rate(one.rate), rate, "", "")


def _talk_row(talk: TalkRow, day: datetime, titles: list[str]) -> tuple[Cell, ...]:
    whose = f"{talk.interviewees}　{talk.unit_names}"
    counts = "、".join(titles)
    day_said = day.date().isoformat()
    return ("谈话", talk.number, day_said, whose, talk.kind_title, "", "", "", counts)


def _finding_row(finding: FindingRecord, titles: list[str]) -> tuple[Cell, ...]:
    nature = nature_words(finding.nature, finding.is_common, finding.is_personal)
    is_advice = finding.nature is FindingNature.ADVICE
    rule = f"（{finding.regulation}）" if finding.regulation else ""
    return (
        nature,
        finding.number,
        "",
        finding.whose,
        finding.manifestation + rule,
        "" if is_advice else _day(finding.deadline),
        "" if is_advice else STATUS_WORDS[finding.status],
        _day(finding.closed_on),
        "、".join(titles),
    )


def _by_number(finding: FindingRecord) -> tuple[int, ...]:
    return tuple(int(part) for part in finding.number.split("-"))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _rate(share: Share) -> str:
    tenths = share.tenths
    return "" if tenths is None else f"{tenths_said(tenths)}%"


def _cell(said: str) -> Cell:
    plain = said.replace(",", "")
    return int(plain) if plain.isdecimal() else said


def _change(now: Cell, before: Cell) -> str:
    if isinstance(now, int) and isinstance(before, int):
        return f"{now - before:+,}" if now != before else "0"
    return ""


def _parts(ids: Iterable[Id]) -> Iterator[tuple[Id, ...]]:
    listed = tuple(ids)
    for first in range(0, len(listed), AT_ONCE):
        yield listed[first : first + AT_ONCE]
