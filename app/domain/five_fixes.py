"""五定: what must be fixed before a finding can be put right; a check of completeness."""

from __future__ import annotations

from enum import Enum

from app.domain.finding import Finding, FindingNature, MeasureKind


class Fix(Enum):
    """定领导、定人员、定任务、定时间、定效果."""

    LEADER = "leader"
    RESPONSIBLE = "responsible"
    MEASURE = "measure"
    DEADLINE = "deadline"
    EFFECT = "effect"


def five_fixes(finding: Finding) -> tuple[Fix, ...]:
    """What of the five is lacking, in their order; nothing of advice, which takes no part.

    A deadline counts as fixed once it was said how it is to be put right (立行立改 and so on):
    before that it is only what the kind of talk proposes.
    """
    if finding.nature is FindingNature.ADVICE:
        return ()
    fixed = {
        Fix.LEADER: bool(finding.leader.strip()),
        Fix.RESPONSIBLE: bool(finding.responsible.strip()),
        Fix.MEASURE: bool(finding.measure.strip()),
        Fix.DEADLINE: finding.measure_kind is not MeasureKind.UNSAID,
        Fix.EFFECT: bool(finding.effect.strip()),
    }
    return tuple(fix for fix, is_fixed in fixed.items() if not is_fixed)
