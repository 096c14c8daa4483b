"""The papers about one finding that can be printed now, and where they are made."""

from __future__ import annotations

from app.domain.finding import Finding, FindingNature
from app.domain.finding_history import FindingHistory
from app.domain.papers import PaperKind
from ui.page import Destination

_PAGE, _THESE = "papers", "these"


def papers_of(finding: Finding, history: FindingHistory) -> list[tuple[str, Destination]]:
    """What each is called, and the place of the page 文书 that makes it."""
    found = [("四张清单（这一条）", _destination(PaperKind.FINDING_LISTS, finding.id, _THESE))]
    found.append(("整改台账（这一条）", _destination(PaperKind.LEDGER, finding.id, _THESE)))
    if history.issues:
        slip = _destination(PaperKind.ISSUE_SLIP, history.issues[-1].id)
        found.append(("下达签收单", slip))
    if finding.status.is_open and finding.nature is FindingNature.PROBLEM:
        found.append(("催办单", _destination(PaperKind.URGING, finding.id, _THESE)))
    sheets = (
        (history.extensions, "延期审批表", PaperKind.EXTENSION_SHEET),
        (history.closings, "销号审批表", PaperKind.CLOSING_SHEET),
        (history.look_backs, "回头看记录", PaperKind.LOOK_BACK_SHEET),
        (history.accountabilities, "提请问责审批表", PaperKind.ACCOUNTABILITY_SHEET),
    )
    found += [(words, _destination(kind, finding.id)) for told, words, kind in sheets if told]
    return found


def _destination(kind: PaperKind, subject: str, place: str = "") -> Destination:
    return Destination(_PAGE, subject, kind.value, place)
