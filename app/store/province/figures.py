"""What all offices did in a period, counted by the server from the newest version of each talk."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select, text

from app.domain.desk_figures import Counts, DeskFigures, KindCounts, OfficeFigures, Reported
from app.domain.package import PackageLevel
from app.store.province.tables import OFFICE, PACKAGE

_PATIENCE = text(
    "SET LOCAL statement_timeout = '15min'"
)  # ten million talks are counted by no index
_PERIOD = "t.day >= :first AND t.day <= :last"
_OF_SOME = " AND t.office_code = ANY (:codes)"
_SITTINGS = """
SELECT t.office_code AS code, t.kind_title AS title, t.is_collective,
    count(*) FILTER (WHERE NOT t.is_make_up) AS sittings
FROM newest_talk t WHERE {period} GROUP BY 1, 2, 3
"""
# a person may have come to talks of several kinds: counted for each kind, and once for the office
_HEARD = """
SELECT t.office_code AS code, t.kind_title AS title, t.is_collective,
    grouping(t.kind_title) = 1 AS is_sum,
    count(*) AS attendances, count(DISTINCT h.who) AS persons,
    count(*) FILTER (WHERE t.is_collective) AS collective_attendances,
    count(*) FILTER (WHERE h.is_first_form) AS first_form
FROM newest_talk t JOIN newest_heard h USING (office_code, talk_id)
WHERE {period} GROUP BY GROUPING SETS ((1), (1, 2, 3))
"""
_FOUND = """
SELECT t.office_code AS code,
    count(*) FILTER (WHERE f.nature = 'problem' AND NOT f.is_personal) AS problems,
    count(*) FILTER (WHERE f.nature = 'problem' AND NOT f.is_personal AND f.is_common)
        AS problems_common,
    count(*) FILTER (WHERE f.nature = 'problem' AND NOT f.is_personal AND f.status = 'closed')
        AS problems_closed,
    count(*) FILTER (WHERE f.nature = 'advice') AS advice,
    count(DISTINCT nullif(f.regulation, '')) AS regulations,
    count(DISTINCT nullif(f.regulation, '')) FILTER (WHERE f.is_regulation_new) AS regulations_new,
    count(*) FILTER (WHERE f.is_personal) AS undertakings
FROM newest_talk t JOIN newest_finding f USING (office_code, talk_id)
WHERE {period} GROUP BY 1
"""


def figures(connection: Connection, first: date, last: date, codes: tuple[str, ...]) -> DeskFigures:
    """The figures of these offices, or of all when none is named."""
    connection.execute(_PATIENCE)
    asked = _Asked(connection, first, last, codes)
    counts, kinds = asked.counts(), asked.kinds()
    reports = _reports(connection, first.isoformat(), last.isoformat())
    named = select(OFFICE.c.code, OFFICE.c.name).order_by(OFFICE.c.code)
    named = named.where(OFFICE.c.code.in_(codes)) if codes else named
    return DeskFigures(
        first,
        last,
        tuple(
            OfficeFigures(
                code,
                name,
                Counts(**counts.get(code, {})),
                _in_order(kinds.get(code, {})),
                _reported(reports.get(code, [])),
            )
            for code, name in connection.execute(named)
        ),
    )


class _Asked:
    """The questions about one period, each answered by the server for all offices at once."""

    def __init__(
        self, connection: Connection, first: date, last: date, codes: tuple[str, ...]
    ) -> None:
        self._connection = connection
        self._period = _PERIOD + (_OF_SOME if codes else "")
        self._values: dict[str, object] = {"first": first.isoformat(), "last": last.isoformat()}
        if codes:
            self._values["codes"] = list(codes)
        self._held = self._rows(_SITTINGS)
        self._heard = self._rows(_HEARD)

    def counts(self) -> dict[str, dict[str, int]]:
        """The figures of each office by their names, without noughts."""
        found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for row in self._held:
            found[row["code"]]["sittings"] += row["sittings"]
            if row["is_collective"]:
                found[row["code"]]["collective_sittings"] += row["sittings"]
        for row in (*(row for row in self._heard if row["is_sum"]), *self._rows(_FOUND)):
            told = {k: v for k, v in row.items() if k not in _NO_FIGURES}
            found[row["code"]].update(told)
        return found

    def kinds(self) -> dict[str, dict[tuple[str, bool], KindCounts]]:
        """What each office held of each kind."""
        heard = {_key(row): row for row in self._heard if not row["is_sum"]}
        found: dict[str, dict[tuple[str, bool], KindCounts]] = defaultdict(dict)
        for row in self._held:
            code, title, is_collective = key = _key(row)
            there = heard.get(key, {"attendances": 0, "persons": 0})
            found[code][title, is_collective] = KindCounts(
                title, is_collective, row["sittings"], there["attendances"], there["persons"]
            )
        return found

    def _rows(self, sql: str) -> list[Mapping[str, Any]]:
        asked = text(sql.format(period=self._period))
        return [dict(row) for row in self._connection.execute(asked, self._values).mappings()]


_NO_FIGURES = frozenset({"code", "title", "is_collective", "is_sum"})


def _key(row: Mapping[str, Any]) -> tuple[str, str, bool]:
    return row["code"], row["title"], row["is_collective"]


def _in_order(lines: Mapping[tuple[str, bool], KindCounts]) -> tuple[KindCounts, ...]:
    return tuple(sorted(lines.values(), key=lambda k: (-k.sittings, -k.attendances, k.title)))


def _reports(connection: Connection, first: str, last: str) -> dict[str, list[Mapping[str, Any]]]:
    """What packages of numbers alone tell, of those whose period lies within."""
    of = PACKAGE.c
    asked = select(of.office_code, of.statistics).where(of.level == PackageLevel.STATISTICS.value)
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for code, document in connection.execute(asked):
        told = json.loads(document)
        if told["first_day"] and first <= told["first_day"] and told["last_day"] <= last:
            found[code].append(told)
    return found


def _reported(reports: list[Mapping[str, Any]]) -> Reported:
    return Reported(
        len(reports),
        sum(report["talks"] for report in reports),
        sum(report["attendances"] for report in reports),
    )
