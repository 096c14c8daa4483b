"""What comes next for a finding, in a sentence, and which button carries it on."""

from __future__ import annotations

from datetime import date

from app.domain.calendar import written_date
from app.domain.finding import FindingNature, FindingStatus
from app.domain.finding_history import FindingAct, FindingHistory
from app.services.rectifying import FindingSheet
from ui.rectifying.sheet_words import waiting_text

_S = FindingStatus
_NEXT = {
    _S.REGISTERED: "下一步：把举措、时限、责任补全，下达给责任单位。",
    _S.ISSUED: "下一步：签收单签回来以后，按“签收”登记。",
    _S.CLAIMED: "下一步：单位动手整改以后，按“开始整改”。",
    _S.UNDER_WAY: "下一步：改到位了，附上佐证，申请销号。",
    _S.ARCHIVED: "已经归档，只能查看和打印。",
}
_FIRST = {
    _S.ISSUED: (FindingAct.CLAIM,),
    _S.CLAIMED: (FindingAct.BEGIN,),
    _S.SUBMITTED: (FindingAct.DECIDE,),
    _S.CLOSED: (FindingAct.LOOK_BACK, FindingAct.ARCHIVE),
}


def next_text(sheet: FindingSheet, today: date) -> str:
    """What comes next."""
    finding, history = sheet.finding, sheet.history
    if finding.nature is FindingNature.ADVICE:
        return "意见建议不走整改流程。"
    if history.parts:
        return _parts_text(history)
    if finding.status is _S.TRANSFERRED:
        return f"已转为线索，文号 {finding.clue}。以后的办理不在这里。"
    if history.waiting_extension is not None:
        wanted = written_date(history.waiting_extension.wanted)
        return f"下一步：延到{wanted}的申请等审批。"
    if finding.status is _S.SUBMITTED:
        return f"下一步：{waiting_text(history)}。"
    if finding.status is _S.CLOSED:
        return _closed_text(history, today)
    return _NEXT.get(finding.status, "")


def primary_act(sheet: FindingSheet, allowed: frozenset[FindingAct]) -> FindingAct | None:
    """The one act that carries the finding on, when who sits here may do it."""
    finding, history = sheet.finding, sheet.history
    wanted: tuple[FindingAct, ...] = _FIRST.get(finding.status, ())
    if history.waiting_extension is not None:
        wanted = (FindingAct.DECIDE_MORE_TIME,)
    elif finding.status is _S.REGISTERED:
        is_nobodys = finding.unit_id is None and finding.person_id is None
        then = FindingAct.FAN_OUT if is_nobodys else FindingAct.ISSUE
        wanted = (FindingAct.COMPLETE,) if sheet.lacking else (then,)
    elif finding.status is _S.UNDER_WAY:
        wanted = (FindingAct.SUBMIT,) if sheet.evidence else (FindingAct.REPORT,)
    return next((act for act in wanted if act in allowed), None)


def _closed_text(history: FindingHistory, today: date) -> str:
    ahead = history.next_look_back
    if ahead is None:
        return "下一步：没有要做的回头看，可以归档。"
    kept = [one for one in history.look_backs if not one.is_dropped]
    place = f"第 {kept.index(ahead) + 1} 次，共 {len(kept)} 次"
    late = "⚠ 已到期，" if ahead.due_on <= today else ""
    return f"下一步：{written_date(ahead.due_on)}回头看（{late}{place}）。"


def _parts_text(history: FindingHistory) -> str:
    done, total = history.closed_parts, len(history.parts)
    tail = "各单位分别整改；最后一个销号，这一条随着销号。" if done < total else ""
    return f"已分解到 {total} 个单位，销号 {done} 个。{tail}"
