"""What came of many findings on their way, read at once for a list: steps, papers, signatures."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlcipher3 import dbapi2 as sqlite

from app.domain.finding_history import LookBack, LookBackMethod, Milestone
from app.domain.ids import FindingId
from app.store.faults import whole

_THESE = "FROM json_each(?) these CROSS JOIN"
_MILESTONES = f"""
SELECT m.finding_id, m.due_on, m.text, m.done_on {_THESE} finding_milestone m
ON m.finding_id = these.value ORDER BY m.finding_id, m.due_on, m.place
"""
_LOOK_BACKS = f"""
SELECT b.finding_id, b.serial, b.days, b.due_on, b.done_on, b.method, b.is_relapse
{_THESE} look_back b
ON b.finding_id = these.value WHERE NOT b.is_dropped ORDER BY b.finding_id, b.serial
"""
_EVIDENCE = f"""
SELECT a.finding_id, a.title {_THESE} attachment a
ON a.finding_id = these.value ORDER BY a.finding_id, a.made_at, a.id
"""
_SIGNED = f"""
SELECT l.finding_id, i.signed_by, i.signed_on {_THESE} finding_issue_line l
ON l.finding_id = these.value JOIN finding_issue i ON i.id = l.issue_id
WHERE i.signed_on IS NOT NULL ORDER BY i.signed_on, i.id
"""
_CLOSED_BY = f"""
SELECT c.finding_id, a.who {_THESE} finding_closing c ON c.finding_id = these.value
JOIN finding_approval a ON a.finding_id = c.finding_id AND a.closing = c.serial
WHERE c.outcome = 'granted' ORDER BY c.serial, a.place
"""
_URGED = f"""
SELECT s.finding_id {_THESE} finding_step s ON s.finding_id = these.value
WHERE s.act = 'urge' AND s.day = ?
"""


@dataclass(slots=True)
class LineParts:
    """What came of one finding; who signed for it last, and who agreed to its closing last."""

    milestones: list[Milestone] = field(default_factory=list)
    look_backs: list[LookBack] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    signed_by: str = ""
    signed_on: date | None = None
    closed_by: str = ""


def of(connection: sqlite.Connection, ids: Sequence[FindingId]) -> dict[FindingId, LineParts]:
    """What came of each of these findings; one nothing came of has empty parts."""
    found: defaultdict[FindingId, LineParts] = defaultdict(LineParts)
    these = (json.dumps(list(ids)),)
    for one, due_on, text, done_on in connection.execute(_MILESTONES, these):
        milestone = Milestone(date.fromisoformat(due_on), whole(text), _day(done_on))
        found[one].milestones.append(milestone)
    for one, serial, days, due_on, *done in connection.execute(_LOOK_BACKS, these):
        done_on, method, is_relapse = done
        found[one].look_backs.append(
            LookBack(
                serial=serial,
                days=days,
                due_on=date.fromisoformat(due_on),
                done_on=_day(done_on),
                method=LookBackMethod(method),
                is_relapse=bool(is_relapse),
            )
        )
    for one, title in connection.execute(_EVIDENCE, these):
        found[one].evidence.append(title)
    for one, who, day in connection.execute(_SIGNED, these):
        found[one].signed_by, found[one].signed_on = who, _day(day)
    for one, who in connection.execute(_CLOSED_BY, these):
        found[one].closed_by = who
    return found


def urged_on(connection: sqlite.Connection, ids: Sequence[FindingId], day: date) -> set[FindingId]:
    """Which of these findings were urged that day."""
    rows = connection.execute(_URGED, (json.dumps(list(ids)), day.isoformat()))
    return {one for (one,) in rows}


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None
