"""Which acts a finding takes where it stands, and what is in the way of the others.

登记 → 下达 → 认领签收 → 整改中 → 申请销号 → 已销号 → 归档; 退回, 反弹 and 转线索 branch off.
What must be mended at once (立行立改) may be submitted before it is issued, signed for or begun.
逾期 is no status: it is read off the deadline.
"""

from __future__ import annotations

from collections.abc import Callable

from app.domain.finding import Finding, FindingNature, FindingStatus, MeasureKind
from app.domain.finding_errors import FindingStepError, Hindrance
from app.domain.finding_history import FindingAct, FindingHistory

_S = FindingStatus
_Rule = Callable[[Finding, FindingHistory], Hindrance | None]
_OVER = {
    _S.CLOSED: Hindrance.CLOSED,
    _S.ARCHIVED: Hindrance.ARCHIVED,
    _S.TRANSFERRED: Hindrance.TRANSFERRED,
}


def allowed(finding: Finding, history: FindingHistory) -> tuple[FindingAct, ...]:
    """The acts it takes now, in the order of FindingAct."""
    return tuple(act for act in FindingAct if why_not(finding, history, act) is None)


def why_not(finding: Finding, history: FindingHistory, act: FindingAct) -> Hindrance | None:
    """What is in the way of the act, or None."""
    if finding.nature is FindingNature.ADVICE:
        return Hindrance.ADVICE
    if history.parts and act in _BY_THE_PARTS:
        return Hindrance.FANNED_OUT
    return _RULES[act](finding, history)


def refuse(finding: Finding, history: FindingHistory, act: FindingAct) -> None:
    """See that the finding takes the act. Raises FindingStepError."""
    hindrance = why_not(finding, history, act)
    if hindrance is not None:
        raise FindingStepError(finding.number, finding.status.value, act.value, hindrance)


def _open(finding: Finding, _history: FindingHistory) -> Hindrance | None:
    return _OVER.get(finding.status)


def _before_chain(finding: Finding, history: FindingHistory) -> Hindrance | None:
    if finding.status is _S.SUBMITTED:
        return Hindrance.SUBMITTED
    return _open(finding, history)


def _fan_out(finding: Finding, history: FindingHistory) -> Hindrance | None:
    """A common finding goes to its units; so does one of somebody no unit is known of."""
    if finding.common_id is not None or not (finding.is_common or _is_nobodys(finding)):
        return Hindrance.NOT_COMMON
    if finding.status is not _S.REGISTERED and not history.parts:
        return _open(finding, history) or Hindrance.ISSUED_ALREADY
    return _before_chain(finding, history)


def _is_nobodys(finding: Finding) -> bool:
    return finding.unit_id is None and finding.person_id is None


def _issue(finding: Finding, history: FindingHistory) -> Hindrance | None:
    if finding.status is not _S.REGISTERED:
        return _before_chain(finding, history) or Hindrance.ISSUED_ALREADY
    return Hindrance.NOT_FANNED_OUT if _is_nobodys(finding) else None


def _claim(finding: Finding, history: FindingHistory) -> Hindrance | None:
    if finding.status is _S.REGISTERED:
        return Hindrance.NOT_ISSUED
    if finding.status is not _S.ISSUED:
        return _before_chain(finding, history) or Hindrance.SIGNED_FOR_ALREADY
    return None


def _begin(finding: Finding, history: FindingHistory) -> Hindrance | None:
    if finding.status is _S.UNDER_WAY:
        return Hindrance.BEGUN_ALREADY
    return _report(finding, history)


def _report(finding: Finding, history: FindingHistory) -> Hindrance | None:
    if finding.status is _S.REGISTERED:
        return Hindrance.NOT_ISSUED
    return _before_chain(finding, history)


def _submit(finding: Finding, history: FindingHistory) -> Hindrance | None:
    if history.waiting_extension:
        return _before_chain(finding, history) or Hindrance.MORE_TIME_WAITS
    if finding.status is not _S.UNDER_WAY and finding.measure_kind is not MeasureKind.AT_ONCE:
        return _before_chain(finding, history) or Hindrance.NOT_BEGUN
    return _before_chain(finding, history)


def _decide(finding: Finding, history: FindingHistory) -> Hindrance | None:
    if finding.status is _S.SUBMITTED:
        return None
    return _open(finding, history) or Hindrance.NOT_SUBMITTED


def _ask_more_time(finding: Finding, history: FindingHistory) -> Hindrance | None:
    if history.waiting_extension:
        return _before_chain(finding, history) or Hindrance.MORE_TIME_WAITS
    return _report(finding, history)


def _decide_more_time(finding: Finding, history: FindingHistory) -> Hindrance | None:
    if history.waiting_extension is None:
        return _open(finding, history) or Hindrance.NO_MORE_TIME_ASKED
    return _before_chain(finding, history)


def _look_back(finding: Finding, history: FindingHistory) -> Hindrance | None:
    if finding.status is not _S.CLOSED:
        return Hindrance.NOT_CLOSED if finding.status.is_open else _OVER[finding.status]
    return None if history.next_look_back else Hindrance.NO_LOOK_BACK


def _call_to_account(finding: Finding, history: FindingHistory) -> Hindrance | None:
    if history.waiting_accountability:
        return Hindrance.PROPOSAL_WAITS
    return _open(finding, history)


def _decide_accountability(_finding: Finding, history: FindingHistory) -> Hindrance | None:
    return None if history.waiting_accountability else Hindrance.NO_PROPOSAL


def _archive(finding: Finding, history: FindingHistory) -> Hindrance | None:
    if finding.status is not _S.CLOSED:
        return Hindrance.NOT_CLOSED if finding.status.is_open else _OVER[finding.status]
    return Hindrance.LOOK_BACK_AHEAD if history.next_look_back else None


def _follow(_finding: Finding, _history: FindingHistory) -> Hindrance | None:
    return Hindrance.NOT_FANNED_OUT  # nobody does it: it comes of what its parts do


# a proposal to call to account that was made before it was fanned out still gets its answer
_OF_THE_WHOLE = {
    FindingAct.COMPLETE,
    FindingAct.FAN_OUT,
    FindingAct.URGE,
    FindingAct.DECIDE_ACCOUNTABILITY,
}
_BY_THE_PARTS = frozenset(FindingAct) - _OF_THE_WHOLE
_RULES: dict[FindingAct, _Rule] = {
    FindingAct.COMPLETE: _before_chain,
    FindingAct.FAN_OUT: _fan_out,
    FindingAct.ISSUE: _issue,
    FindingAct.CLAIM: _claim,
    FindingAct.BEGIN: _begin,
    FindingAct.REPORT: _report,
    FindingAct.ADD_EVIDENCE: _open,
    FindingAct.REMOVE_EVIDENCE: _before_chain,
    FindingAct.SUBMIT: _submit,
    FindingAct.DECIDE: _decide,
    FindingAct.ASK_MORE_TIME: _ask_more_time,
    FindingAct.DECIDE_MORE_TIME: _decide_more_time,
    FindingAct.LOOK_BACK: _look_back,
    FindingAct.TRANSFER: _open,
    FindingAct.CALL_TO_ACCOUNT: _call_to_account,
    FindingAct.DECIDE_ACCOUNTABILITY: _decide_accountability,
    FindingAct.ARCHIVE: _archive,
    FindingAct.URGE: _open,
    FindingAct.FOLLOW: _follow,
}
