"""The lists as they went to units and persons (下达、签收) in the vault."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlcipher3 import dbapi2 as sqlite

from app.domain.finding_history import Issue
from app.domain.ids import FindingId, IssueId, PersonId, UnitId

_FIELDS = """
SELECT i.id, i.unit_id, i.person_id, i.issued_on, coalesce(u.name, p.name, ''), i.signed_on,
    i.signed_by
FROM finding_issue i LEFT JOIN unit u ON u.id = i.unit_id LEFT JOIN person p ON p.id = i.person_id
"""
_GET = f"{_FIELDS} WHERE i.id = ?"
_OF_FINDING = f"""
{_FIELDS} JOIN finding_issue_line l ON l.issue_id = i.id WHERE l.finding_id = ?
ORDER BY i.issued_on, i.id
"""
_PAGE = f"""
{_FIELDS} WHERE (:unit IS NULL OR i.unit_id = :unit) AND (NOT :open OR i.signed_on IS NULL)
ORDER BY i.issued_on DESC, i.id LIMIT :most
"""
_LINES = """
SELECT l.finding_id FROM finding_issue_line l JOIN finding f ON f.id = l.finding_id
WHERE l.issue_id = ? ORDER BY f.year, f.quarter, f.serial
"""
_ADD = "INSERT INTO finding_issue (id, unit_id, person_id, issued_on) VALUES (?, ?, ?, ?)"
_ADD_LINE = "INSERT INTO finding_issue_line (issue_id, finding_id) VALUES (?, ?)"
_SIGN = "UPDATE finding_issue SET signed_on = ?, signed_by = ? WHERE id = ?"


def add(connection: sqlite.Connection, issue: Issue) -> None:
    """Keep that lists went out."""
    head = (issue.id, issue.unit_id, issue.person_id, issue.issued_on.isoformat())
    connection.execute(_ADD, head)
    connection.executemany(_ADD_LINE, [(issue.id, one) for one in issue.finding_ids])


def sign(connection: sqlite.Connection, issue_id: IssueId, day: date, signed_by: str) -> None:
    """Keep who signed for them, and when."""
    connection.execute(_SIGN, (day.isoformat(), signed_by, issue_id))


def get(connection: sqlite.Connection, issue_id: IssueId) -> Issue:
    """The issue of that id; KeyError when there is none."""
    found = _read(connection, connection.execute(_GET, (issue_id,)))
    if not found:
        raise KeyError(issue_id)
    return found[0]


def of_finding(connection: sqlite.Connection, finding_id: FindingId) -> tuple[Issue, ...]:
    """The issues a finding went out with, the oldest first."""
    return _read(connection, connection.execute(_OF_FINDING, (finding_id,)))


def page(
    connection: sqlite.Connection, unit_id: UnitId | None, *, is_open_only: bool, most: int
) -> tuple[Issue, ...]:
    """The newest issues, of one unit or of all; open are those nobody signed for yet."""
    wanted = {"unit": unit_id, "open": is_open_only, "most": most}
    return _read(connection, connection.execute(_PAGE, wanted))


def _read(connection: sqlite.Connection, rows: Iterable[tuple[str, ...]]) -> tuple[Issue, ...]:
    return tuple(
        Issue(
            IssueId(issue_id),
            UnitId(unit_id) if unit_id else None,
            PersonId(person_id) if person_id else None,
            date.fromisoformat(issued_on),
            tuple(FindingId(line) for (line,) in connection.execute(_LINES, (issue_id,))),
            name,
            date.fromisoformat(signed_on) if signed_on else None,
            signed_by,
        )
        for issue_id, unit_id, person_id, issued_on, name, signed_on, signed_by in list(rows)
    )
