"""Workbooks of the registry's desk: the ledger by office, talks that were found, figures.

They are made in memory: names never touch the disk in clear, and what an office wrote stays text,
whatever it begins with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.desk_figures import Counts, DeskFigures
from app.domain.registry import FoundTalk, OfficeRow, Refusal, SettledHow
from app.handover.workbook import Cell, Sheet, workbook
from app.system.clock import Clock

_OFFICES = (
    ("单位代码", 10),
    ("单位", 30),
    ("收到包数", 9),
    ("谈话场数", 9),
    ("到第几号", 9),
    ("缺号", 20),
    ("等待前号", 20),
    ("待处理", 8),
    ("分叉", 8),
    ("重复", 8),
    ("最近收到", 18),
    ("多少天没来", 10),
    ("状态", 20),
)
_REFUSALS = (
    ("时间", 18),
    ("单位代码", 10),
    ("编号", 9),
    ("原因", 30),
    ("出处", 30),
    ("处理", 30),
    ("处理时间", 18),
)
_TALKS = (
    ("单位代码", 10),
    ("单位", 30),
    ("谈话编号", 13),
    ("类型", 14),
    ("日期", 13),
    ("谈话对象", 24),
    ("所在单位", 30),
    ("事由", 40),
    ("问题数", 8),
    ("移交包号", 9),
    ("全卷包号", 9),
)
_COUNTS = (
    ("场次", 8),
    ("人次", 8),
    ("人数", 8),
    ("集体谈话场次", 12),
    ("集体谈话人次", 12),
    ("第一种形态（人次）", 16),
    ("问题", 8),
    ("其中共性", 9),
    ("其中个性", 9),
    ("已销号", 8),
    ("意见建议", 9),
    ("建章立制", 9),
    ("其中新建", 9),
    ("其中修订", 9),
    ("个人承诺", 9),
)
_REPORTED = (("统计包数", 9), ("统计包所报场次", 14), ("统计包所报人次", 14))
_KINDS = (("类型", 20), ("集体", 8), ("场次", 8), ("人次", 8), ("人数（各单位相加）", 16))


_SETTLED = {
    SettledHow.TAKEN: "后来已收",
    SettledHow.ANSWERED: "以前收过，已再发回执",
    SettledHow.EXAMINED: "重新核验，另记一行",
}
Said = Callable[[Refusal], str]


@dataclass(slots=True)
class TalkSheet:
    """Takes the talks that were found, page by page, and becomes a workbook."""

    _sheet: Sheet = field(default_factory=lambda: Sheet("谈话", _TALKS))

    def add(self, talks: Iterable[FoundTalk]) -> None:
        """Some more."""
        for talk in talks:
            self._sheet.add(
                (
                    talk.office_code,
                    talk.office_name,
                    talk.number,
                    talk.kind_title,
                    talk.day.isoformat(),
                    talk.interviewees,
                    talk.unit_names,
                    talk.subject,
                    talk.findings,
                    talk.sequence,
                    talk.full_sequence or "",
                )
            )

    def file(self) -> bytes:
        """The finished workbook."""
        return workbook((self._sheet,))


def settled(refusal: Refusal) -> str:
    """How a refusal was settled, in words; nothing while it is open."""
    how = refusal.by_itself
    return _SETTLED[how] if how else refusal.settled_how


def ledger_workbook(
    offices: list[OfficeRow], refusals: list[Refusal], clock: Clock, said: Said
) -> bytes:
    """The ledger by office, and what was refused; said gives a refusal's reason in words."""
    ledger, refused = Sheet("单位台账", _OFFICES), Sheet("拒收登记", _REFUSALS)
    now = clock.now()
    for row in offices:
        ledger.add(_office(row, clock, now))
    for refusal in refusals:
        ledger_line: tuple[Cell, ...] = (
            _when(refusal.at, clock),
            refusal.office_code,
            refusal.sequence or "",
            said(refusal),
            refusal.detail,
            settled(refusal),
            _when(refusal.settled_at, clock),
        )
        refused.add(ledger_line)
    return workbook((ledger, refused))


def figures_workbook(figures: DeskFigures) -> bytes:
    """The figures by office with their sum, and by kind of talk."""
    offices = Sheet("各单位", (("单位代码", 10), ("单位", 30), *_COUNTS, *_REPORTED))
    kinds = Sheet("各类型", _KINDS)
    for office in figures.offices:
        told = office.reported
        counts = _counts(office.counts)
        reported = (told.packages, told.talks, told.attendances)
        offices.add((office.code, office.name, *counts, *reported))
    told = figures.reported
    reported = (told.packages, told.talks, told.attendances)
    offices.add(("", "合计", *_counts(figures.total), *reported))
    for kind in figures.kinds:
        is_collective = "是" if kind.is_collective else "否"
        kinds.add((kind.title, is_collective, kind.sittings, kind.attendances, kind.persons))
    return workbook((offices, kinds))


def _office(row: OfficeRow, clock: Clock, now: datetime) -> tuple[Cell, ...]:
    stopped = _when(row.distrusted_at, clock)
    return (
        row.card.code,
        row.card.name,
        row.packages,
        row.talks,
        row.last_sequence,
        "、".join(map(str, row.gaps)),
        "、".join(map(str, row.waiting)),
        row.refused,
        row.forks,
        row.duplicates,
        _when(row.last_received_at, clock),
        row.silent_days(now),
        f"停收（{stopped}）{row.distrust_reason}" if stopped else "接收",
    )


def _counts(counts: Counts) -> tuple[int, ...]:
    return (
        counts.sittings,
        counts.attendances,
        counts.persons,
        counts.collective_sittings,
        counts.collective_attendances,
        counts.first_form,
        counts.problems,
        counts.problems_common,
        counts.problems_individual,
        counts.problems_closed,
        counts.advice,
        counts.regulations,
        counts.regulations_new,
        counts.regulations_revised,
        counts.undertakings,
    )


def _when(moment: datetime | None, clock: Clock) -> str:
    return clock.local(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
