"""The words of the yearly plan on screen."""

from __future__ import annotations

from app.domain.plan import PlanRow, PlanStanding, PlanView
from app.domain.planning import Doubt, Proposal
from ui.terms import UNIT_KIND

STANDING = {
    PlanStanding.OPEN: "未安排",
    PlanStanding.ARRANGED: "已安排",
    PlanStanding.ABSENT: "未到会，待补谈",
    PlanStanding.HELD: "已谈",
    PlanStanding.DROPPED: "不谈",
}
LATE = {
    PlanStanding.OPEN: "⚠ 逾期未安排",
    PlanStanding.ARRANGED: "⚠ 逾期未谈",
    PlanStanding.ABSENT: "⚠ 逾期待补谈",
}
DOUBT = {
    Doubt.NONE: "",
    Doubt.SUCCESSOR: "接替{about}",
    Doubt.LEFT: "已不在原单位任一把手，没有登记继任的人",
    Doubt.SEVERAL_SUCCESSORS: "{about}已离任，现有几位一把手，请选",
    Doubt.OWN_SIDE: "本单位的人或主谈人本人",
    Doubt.RECUSED: "与{about}应当回避，请另定主谈人",
}
MONTHS: list[tuple[str, object]] = [
    ("待定", 0),
    *((f"{month}月", month) for month in range(1, 13)),
]


def month_text(month: int) -> str:
    """A month of the plan."""
    return f"{month}月" if month else "待定"


def doubt_text(proposal: Proposal) -> str:
    """Why a proposal should be looked at; empty when there is no reason."""
    return DOUBT[proposal.doubt].format(about=proposal.about or "主谈人")


def standing_text(row: PlanRow, is_late: bool) -> str:
    """How far a line has come; never told by colour alone."""
    if is_late:
        return LATE[row.standing]
    return STANDING[row.standing]


def leader_text(row: PlanRow) -> str:
    """Who leads the talk, and whether on somebody's behalf."""
    name = row.item.interviewer.name
    return f"{name}（受委托）" if row.item.is_delegated and name else name


def coverage_text(view: PlanView) -> str:
    """已谈/应谈, in all and by kind of unit."""
    if not view.rows:
        return ""
    parts = [f"{UNIT_KIND[one.unit_kind]} {one.held}／{one.due}" for one in view.coverage]
    return f"已谈／应谈　合计 {view.held}／{view.due}　" + "　".join(parts)


def unplanned_text(view: PlanView) -> str:
    """How many principals the plan leaves out."""
    if not view.rows or not view.unplanned:
        return ""
    return f"还有 {view.unplanned} 位一把手不在计划里"
