"""The yearly plan on paper and as a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.changes import Changes
from app.domain.errors import FolderUnusableError
from app.domain.plan import PlanRow, PlanStanding, PlanView
from app.domain.plan_errors import PlanEmptyError
from app.services.plans import Plans
from app.services.settings import read_office
from app.services.typefaces import fonts_of, read_profile
from app.system.files import write_safely

if TYPE_CHECKING:
    from app.documents.plan_table import PlanLine

_HEADINGS = (
    ("序号", 6),
    ("月份", 8),
    ("谈话对象", 12),
    ("单位", 28),
    ("职务", 22),
    ("谈话类型", 14),
    ("主谈人", 12),
    ("受委托", 8),
    ("完成情况", 22),
    ("备注", 30),
)


@dataclass(frozen=True, slots=True)
class PlanPapers:
    """The commands that bring a plan out of the vault; the trail keeps that it was done."""

    plans: Plans

    def table(self, year: int) -> tuple[bytes, Changes]:
        """The plan as a PDF, A4 lying. Raises PlanEmptyError, MissingGlyphError."""
        # starts faster: the fonts and the PDF library are needed for documents alone
        from app.documents.plan_table import PlanFacts, PlanLine, plan_table

        def line(row: PlanRow) -> PlanLine:
            leader = row.item.interviewer.name + ("（受委托）" if row.item.is_delegated else "")
            return PlanLine(
                month_of(row),
                row.name,
                row.unit_name,
                row.title,
                row.kind_title,
                leader,
                state_of(row),
            )

        trail = self.plans.trail
        view = self._whole(year, "plan.print")
        made_at = trail.clock.local(trail.clock.now())
        with self.plans.vault.reading() as connection:
            office, profile = read_office(connection).name, read_profile(connection)
        lines = tuple(line(row) for row in view.rows)
        with fonts_of(profile):
            pdf = plan_table(PlanFacts(office, year, summary(view), lines, made_at))
        self._note(year, "plan.print", pdf)
        return pdf, Changes.NONE

    def workbook(self, year: int, path: Path) -> Changes:
        """Write the plan as an XLSX file. Raises PlanEmptyError, FolderUnusableError."""
        # starts faster: only an export needs it
        from app.handover.workbook import Sheet, workbook

        view = self._whole(year, "plan.export")
        sheet = Sheet(f"{year}年度谈话计划", _HEADINGS)
        for number, row in enumerate(view.rows, 1):
            sheet.add(
                (
                    number,
                    month_of(row),
                    row.name,
                    row.unit_name,
                    row.title,
                    row.kind_title,
                    row.item.interviewer.name,
                    "是" if row.item.is_delegated else "",
                    state_of(row),
                    row.item.note,
                )
            )
        return self._written(year, "plan.export", workbook((sheet,)), path)

    def save(self, year: int, pdf: bytes, path: Path) -> Changes:
        """Write the PDF of a plan to a file outside the vault. Raises FolderUnusableError."""
        return self._written(year, "plan.export", pdf, path)

    def _whole(self, year: int, act: str) -> PlanView:
        self.plans.trail.refuse_early(act)
        view = self.plans.year(year)
        if not view.rows:
            raise PlanEmptyError
        return view

    def _written(self, year: int, act: str, content: bytes, path: Path) -> Changes:
        try:
            write_safely(path, content)
        except OSError as error:
            raise FolderUnusableError(str(path.parent)) from error
        self._note(year, act, content)
        return Changes.NONE

    def _note(self, year: int, act: str, content: bytes) -> None:
        with self.plans.vault.transaction() as connection:
            digest = sha256(content).hexdigest()
            self.plans.trail.write(connection, act, str(year), digest)


def month_of(row: PlanRow) -> str:
    """The month as plans write it."""
    return f"{row.item.month}月" if row.item.month else "待定"


def state_of(row: PlanRow) -> str:
    """How far the talk has come, in the words of the paper."""
    words = {
        PlanStanding.OPEN: "未安排",
        PlanStanding.ARRANGED: f"已安排　{row.talk_number}",
        PlanStanding.ABSENT: f"未到会，待补谈　{row.talk_number}",
        PlanStanding.HELD: f"已谈　{row.talk_number}",
        PlanStanding.DROPPED: f"不谈：{row.item.dropped_reason}",
    }
    return words[row.standing]


def summary(view: PlanView) -> str:
    """已谈/应谈 in one sentence."""
    return f"应谈{view.due}人，已谈{view.held}人"
