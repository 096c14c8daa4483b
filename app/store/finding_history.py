"""What a finding went through, in the vault: steps, milestones, extensions, applications."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from sqlcipher3 import dbapi2 as sqlite

from app.domain.finding import FindingStatus
from app.domain.finding_history import (
    Accountability,
    Approval,
    Closing,
    ClosingOutcome,
    CommonPart,
    Extension,
    ExtensionOutcome,
    FindingAct,
    FindingHistory,
    FindingStep,
    Milestone,
)
from app.domain.ids import FindingId, UnitId
from app.domain.rectifying_rules import ChainPlace, Ground
from app.store import finding_issues, look_backs
from app.store.faults import whole
from app.store.moments import kept, told

_One = TypeVar("_One")
_STEPS = """
SELECT serial, at, who, act, status_before, status_after, day, note, detail
FROM finding_step WHERE finding_id = ? ORDER BY serial
"""
_LAST_STEP = """
SELECT serial, at, who, act, status_before, status_after, day, note, detail
FROM finding_step WHERE finding_id = ? ORDER BY serial DESC LIMIT 1
"""
_ADD_STEP = """
INSERT INTO finding_step (finding_id, serial, at, who, act, status_before, status_after, day, note,
    detail)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_MILESTONES = """
SELECT due_on, text, done_on FROM finding_milestone WHERE finding_id = ? ORDER BY place
"""
_DROP_MILESTONES = "DELETE FROM finding_milestone WHERE finding_id = ?"
_ADD_MILESTONE = """
INSERT INTO finding_milestone (finding_id, place, due_on, text, done_on) VALUES (?, ?, ?, ?, ?)
"""
_EXTENSIONS = """
SELECT serial, asked_on, old_deadline, wanted, reason, outcome, decided_on, decided_by, opinion
FROM finding_extension WHERE finding_id = ? ORDER BY serial
"""
_KEEP_EXTENSION = """
INSERT INTO finding_extension (finding_id, serial, asked_on, old_deadline, wanted, reason, outcome,
    decided_on, decided_by, opinion)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (finding_id, serial) DO UPDATE SET outcome = excluded.outcome,
    decided_on = excluded.decided_on, decided_by = excluded.decided_by, opinion = excluded.opinion
"""
_CLOSINGS = """
SELECT serial, asked_on, result, chain, outcome FROM finding_closing WHERE finding_id = ?
ORDER BY serial
"""
_KEEP_CLOSING = """
INSERT INTO finding_closing (finding_id, serial, asked_on, result, chain, outcome)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (finding_id, serial) DO UPDATE SET outcome = excluded.outcome
"""
_APPROVALS = """
SELECT closing, place, title, who, decided_on, is_granted, opinion FROM finding_approval
WHERE finding_id = ? ORDER BY closing, place
"""
_ADD_APPROVAL = """
INSERT INTO finding_approval (finding_id, closing, place, title, who, decided_on, is_granted,
    opinion)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_ACCOUNTABILITIES = """
SELECT serial, asked_on, grounds, facts, proposal, decided_on, decided_by, outcome
FROM accountability WHERE finding_id = ? ORDER BY serial
"""
_KEEP_ACCOUNTABILITY = """
INSERT INTO accountability (finding_id, serial, asked_on, grounds, facts, proposal, decided_on,
    decided_by, outcome)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (finding_id, serial) DO UPDATE SET decided_on = excluded.decided_on,
    decided_by = excluded.decided_by, outcome = excluded.outcome
"""
_PARTS = """
SELECT f.id, f.number, coalesce(u.name, ''), f.status FROM finding f
LEFT JOIN unit u ON u.id = f.unit_id WHERE f.common_id = ? ORDER BY f.year, f.quarter, f.serial
"""

_HAS_PART = "SELECT 1 FROM finding WHERE common_id = ? AND unit_id = ?"


def read(connection: sqlite.Connection, finding_id: FindingId) -> FindingHistory:
    """All that a finding went through. Raises VaultDamagedError."""
    return FindingHistory(
        steps=tuple(steps(connection, finding_id)),
        milestones=tuple(milestones(connection, finding_id)),
        extensions=tuple(extensions(connection, finding_id)),
        closings=tuple(closings(connection, finding_id)),
        look_backs=look_backs.of(connection, finding_id),
        issues=finding_issues.of_finding(connection, finding_id),
        accountabilities=tuple(accountabilities(connection, finding_id)),
        parts=parts(connection, finding_id),
    )


def brief(connection: sqlite.Connection, finding_id: FindingId) -> FindingHistory:
    """The last step and the parts alone: enough for a step that moves nothing."""
    last = tuple(_step(row) for row in connection.execute(_LAST_STEP, (finding_id,)))
    return FindingHistory(steps=last, parts=parts(connection, finding_id))


def keep(
    connection: sqlite.Connection,
    finding_id: FindingId,
    before: FindingHistory,
    after: FindingHistory,
) -> None:
    """Keep what came to be between the two; issues and parts are kept where they are made."""
    for step in after.steps[len(before.steps) :]:
        connection.execute(_ADD_STEP, (finding_id, *_step_values(step)))
    if after.milestones != before.milestones:
        connection.execute(_DROP_MILESTONES, (finding_id,))
        rows = [
            (finding_id, place, one.due_on.isoformat(), one.text, _day(one.done_on))
            for place, one in enumerate(after.milestones)
        ]
        connection.executemany(_ADD_MILESTONE, rows)
    for extension in _new(before.extensions, after.extensions):
        connection.execute(_KEEP_EXTENSION, (finding_id, *_extension_values(extension)))
    for closing in _new(before.closings, after.closings):
        _keep_closing(connection, finding_id, closing)
    for one in _new(before.accountabilities, after.accountabilities):
        connection.execute(_KEEP_ACCOUNTABILITY, (finding_id, *_accountability_values(one)))
    look_backs.keep(connection, finding_id, _new(before.look_backs, after.look_backs))


def add_many(
    connection: sqlite.Connection, new: Sequence[tuple[FindingId, FindingHistory]]
) -> None:
    """Keep what many new findings went through: steps, extensions, closings, look-backs."""
    steps_ = [(id_, *_step_values(one)) for id_, history in new for one in history.steps]
    connection.executemany(_ADD_STEP, steps_)
    more = [(id_, *_extension_values(one)) for id_, history in new for one in history.extensions]
    connection.executemany(_KEEP_EXTENSION, more)
    asked = [(id_, one) for id_, history in new for one in history.closings]
    connection.executemany(_KEEP_CLOSING, [_closing_values(id_, one) for id_, one in asked])
    agreed = [(id_, c.serial, one) for id_, c in asked for one in c.approvals]
    connection.executemany(_ADD_APPROVAL, [_approval_values(*one) for one in agreed])
    look_backs.keep_many(connection, [(id_, one) for id_, h in new for one in h.look_backs])


def steps(connection: sqlite.Connection, finding_id: FindingId) -> list[FindingStep]:
    """The steps of a finding in order. Raises VaultDamagedError."""
    return [_step(row) for row in connection.execute(_STEPS, (finding_id,))]


def milestones(connection: sqlite.Connection, finding_id: FindingId) -> list[Milestone]:
    """The parts of the work in the order they are due."""
    rows = connection.execute(_MILESTONES, (finding_id,))
    return [
        Milestone(date.fromisoformat(due), whole(text), _told(done)) for due, text, done in rows
    ]


def extensions(connection: sqlite.Connection, finding_id: FindingId) -> list[Extension]:
    """The applications for more time in order."""
    return [
        Extension(
            serial,
            date.fromisoformat(asked),
            date.fromisoformat(old),
            date.fromisoformat(wanted),
            whole(reason),
            ExtensionOutcome(outcome),
            _told(decided),
            by,
            whole(opinion),
        )
        for serial, asked, old, wanted, reason, outcome, decided, by, opinion in connection.execute(
            _EXTENSIONS, (finding_id,)
        )
    ]


def closings(connection: sqlite.Connection, finding_id: FindingId) -> list[Closing]:
    """The applications to close in order, each with what was decided."""
    approvals: dict[int, list[Approval]] = {}
    for closing, place, title, who, day, is_granted, opinion in connection.execute(
        _APPROVALS, (finding_id,)
    ):
        one = Approval(place, title, who, date.fromisoformat(day), bool(is_granted), whole(opinion))
        approvals.setdefault(closing, []).append(one)
    return [
        Closing(
            serial,
            date.fromisoformat(asked),
            whole(result),
            tuple(ChainPlace(*place) for place in json.loads(chain)),
            ClosingOutcome(outcome),
            tuple(approvals.get(serial, ())),
        )
        for serial, asked, result, chain, outcome in connection.execute(_CLOSINGS, (finding_id,))
    ]


def accountabilities(connection: sqlite.Connection, finding_id: FindingId) -> list[Accountability]:
    """The proposals to call to account in order."""
    return [
        Accountability(
            serial,
            date.fromisoformat(asked),
            tuple(Ground(*ground) for ground in json.loads(grounds)),
            whole(facts),
            whole(proposal),
            _told(decided),
            by,
            whole(outcome),
        )
        for serial, asked, grounds, facts, proposal, decided, by, outcome in connection.execute(
            _ACCOUNTABILITIES, (finding_id,)
        )
    ]


def parts(connection: sqlite.Connection, finding_id: FindingId) -> tuple[CommonPart, ...]:
    """What a common finding was fanned out to, in the order of the numbers."""
    return tuple(
        CommonPart(FindingId(part_id), number, unit_name, FindingStatus(status))
        for part_id, number, unit_name, status in connection.execute(_PARTS, (finding_id,))
    )


def has_part(connection: sqlite.Connection, common_id: FindingId, unit_id: UnitId) -> bool:
    """Whether a common finding was fanned out to that unit."""
    return connection.execute(_HAS_PART, (common_id, unit_id)).fetchone() is not None


def _step(row: tuple[Any, ...]) -> FindingStep:
    serial, at, who, act, before, after, day, note, detail = row
    return FindingStep(
        serial,
        told(at),
        who,
        FindingAct(act),
        FindingStatus(before),
        FindingStatus(after),
        date.fromisoformat(day),
        whole(note),
        tuple(json.loads(detail).items()),
    )


def _new(before: tuple[_One, ...], after: tuple[_One, ...]) -> list[_One]:
    """What was added or is another than before, in order."""
    return [one for n, one in enumerate(after) if n >= len(before) or before[n] != one]


def _step_values(step: FindingStep) -> tuple[object, ...]:
    return (
        step.serial,
        kept(step.at),
        step.who,
        step.act.value,
        step.before.value,
        step.after.value,
        step.day.isoformat(),
        step.note,
        json.dumps(dict(step.detail), ensure_ascii=False),
    )


def _extension_values(one: Extension) -> tuple[object, ...]:
    return (
        one.serial,
        one.asked_on.isoformat(),
        one.old_deadline.isoformat(),
        one.wanted.isoformat(),
        one.reason,
        one.outcome.value,
        _day(one.decided_on),
        one.decided_by,
        one.opinion,
    )


def _accountability_values(one: Accountability) -> tuple[object, ...]:
    return (
        one.serial,
        one.asked_on.isoformat(),
        json.dumps([[ground.key, ground.title] for ground in one.grounds], ensure_ascii=False),
        one.facts,
        one.proposal,
        _day(one.decided_on),
        one.decided_by,
        one.outcome,
    )


def _keep_closing(connection: sqlite.Connection, finding_id: FindingId, one: Closing) -> None:
    known = {place for (place,) in connection.execute(_PLACES, (finding_id, one.serial))}
    connection.execute(_KEEP_CLOSING, _closing_values(finding_id, one))
    for approval in one.approvals:
        if approval.place not in known:
            values = _approval_values(finding_id, one.serial, approval)
            connection.execute(_ADD_APPROVAL, values)


def _closing_values(finding_id: FindingId, one: Closing) -> tuple[object, ...]:
    chain = json.dumps([[p.title, p.act_word] for p in one.chain], ensure_ascii=False)
    asked_on = one.asked_on.isoformat()
    return (finding_id, one.serial, asked_on, one.result, chain, one.outcome.value)


def _approval_values(finding_id: FindingId, closing: int, one: Approval) -> tuple[object, ...]:
    decided = (one.decided_on.isoformat(), int(one.is_granted), one.opinion)
    return (finding_id, closing, one.place, one.title, one.who, *decided)


_PLACES = "SELECT place FROM finding_approval WHERE finding_id = ? AND closing = ?"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _told(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
