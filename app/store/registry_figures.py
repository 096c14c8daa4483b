"""What all offices did in a period, counted from the newest version of each of their talks."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.desk_figures import Counts, DeskFigures, KindCounts, OfficeFigures, Reported
from app.store.faults import whole

# the talks of the period, walked office by office in the order of days; counts of one office fit
# into memory however many offices there are
_SITTINGS = """
SELECT sum(1 - is_make_up), sum((1 - is_make_up) * is_collective) FROM newest_talk
WHERE office_code = :code AND day >= :first AND day <= :last
"""
_HEARD = """
SELECT count(*), count(DISTINCT who), total(is_collective), total(is_first_form)
FROM newest_heard WHERE office_code = :code AND day >= :first AND day <= :last
"""
_FOUND = """
SELECT
    count(*) FILTER (WHERE nature = 'problem' AND NOT is_personal),
    count(*) FILTER (WHERE nature = 'problem' AND NOT is_personal AND is_common),
    count(*) FILTER (WHERE nature = 'problem' AND NOT is_personal AND status = 'closed'),
    count(*) FILTER (WHERE nature = 'advice'),
    count(DISTINCT nullif(regulation, '')),
    count(DISTINCT CASE WHEN is_regulation_new THEN nullif(regulation, '') END),
    count(*) FILTER (WHERE is_personal)
FROM newest_finding WHERE office_code = :code AND day >= :first AND day <= :last
"""
_KINDS = """
SELECT kind_title, is_collective, sum(1 - is_make_up) FROM newest_talk
WHERE office_code = :code AND day >= :first AND day <= :last
GROUP BY kind_title, is_collective
"""
_HEARD_BY_KIND = """
SELECT kind_title, is_collective, count(*), count(DISTINCT who) FROM newest_heard
WHERE office_code = :code AND day >= :first AND day <= :last
GROUP BY kind_title, is_collective
"""
_OFFICES = "SELECT code, name FROM office ORDER BY code"
_REPORTS = """
SELECT office_code, statistics FROM package WHERE level = 'statistics' ORDER BY office_code
"""


def figures(
    connection: sqlite.Connection, first: date, last: date, codes: Iterable[str]
) -> DeskFigures:
    """The figures of these offices, or of all when none is named."""
    wanted = set(codes)
    reports = _reports(connection, first.isoformat(), last.isoformat())
    lines = [
        _office(connection, code, name, {"first": first.isoformat(), "last": last.isoformat()})
        for code, name in connection.execute(_OFFICES).fetchall()
        if not wanted or code in wanted
    ]
    return DeskFigures(
        first, last, tuple(_reported(line, reports.get(line.code, [])) for line in lines)
    )


def _office(
    connection: sqlite.Connection, code: str, name: str, period: dict[str, str]
) -> OfficeFigures:
    values = period | {"code": code}

    def one(sql: str) -> list[int]:
        return [int(value or 0) for value in connection.execute(sql, values).fetchone()]

    sittings, together = one(_SITTINGS)
    attendances, persons, heard_together, first_form = one(_HEARD)
    problems, common, closed, advice, rules, rules_new, undertakings = one(_FOUND)
    counts = Counts(
        sittings=sittings,
        attendances=attendances,
        persons=persons,
        collective_sittings=together,
        collective_attendances=heard_together,
        first_form=first_form,
        problems=problems,
        problems_common=common,
        problems_closed=closed,
        advice=advice,
        regulations=rules,
        regulations_new=rules_new,
        undertakings=undertakings,
    )
    return OfficeFigures(code, name, counts, _kinds(connection, values))


def _kinds(connection: sqlite.Connection, values: dict[str, str]) -> tuple[KindCounts, ...]:
    heard = {
        (title, collective): (attendances, persons)
        for title, collective, attendances, persons in connection.execute(_HEARD_BY_KIND, values)
    }
    lines = [
        KindCounts(title, bool(collective), sittings, *heard.get((title, collective), (0, 0)))
        for title, collective, sittings in connection.execute(_KINDS, values)
    ]
    return tuple(sorted(lines, key=lambda k: (-k.sittings, -k.attendances, k.title)))


def _reports(connection: sqlite.Connection, first: str, last: str) -> dict[str, list[Any]]:
    """What packages of numbers alone tell, of those whose period lies within."""
    found: dict[str, list[Any]] = defaultdict(list)
    for code, text in connection.execute(_REPORTS):
        told = json.loads(whole(text))
        if told["first_day"] and first <= told["first_day"] and told["last_day"] <= last:
            found[code].append(told)
    return found


def _reported(office: OfficeFigures, reports: list[Any]) -> OfficeFigures:
    told = Reported(
        len(reports),
        sum(report["talks"] for report in reports),
        sum(report["attendances"] for report in reports),
    )
    return OfficeFigures(office.code, office.name, office.counts, office.kinds, told)
