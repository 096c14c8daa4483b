"""Tables of holidays that this vault keeps instead of the shipped ones: all the SQL is here."""

from __future__ import annotations

from datetime import date, datetime

from sqlcipher3 import dbapi2 as sqlite

from app.domain.workdays import Holiday, YearTable
from app.store.moments import kept

_YEARS = "SELECT year, source, is_official FROM holiday_year ORDER BY year"
_DAYS = "SELECT day, is_working, title FROM holiday ORDER BY day"
_OF_YEAR = "day BETWEEN :first AND :last"
_KEEP_YEAR = """
INSERT INTO holiday_year (year, source, is_official, taken_at) VALUES (?, ?, ?, ?)
ON CONFLICT (year) DO UPDATE SET source = excluded.source, is_official = excluded.is_official,
    taken_at = excluded.taken_at
"""
_ADD = "INSERT INTO holiday (day, is_working, title) VALUES (?, ?, ?)"
_CLEAR = f"DELETE FROM holiday WHERE {_OF_YEAR}"  # noqa: S608 — a constant
_DROP_YEAR = "DELETE FROM holiday_year WHERE year = ?"


def own_years(connection: sqlite.Connection) -> tuple[YearTable, ...]:
    """The tables kept in this vault, in the order of years."""
    days: dict[int, list[Holiday]] = {}
    for written, is_working, title in connection.execute(_DAYS):
        day = date.fromisoformat(written)
        days.setdefault(day.year, []).append(Holiday(day, bool(is_working), title))
    return tuple(
        YearTable(year, tuple(days.get(year, ())), source, bool(is_official), is_own=True)
        for year, source, is_official in connection.execute(_YEARS)
    )


def keep_year(connection: sqlite.Connection, table: YearTable, taken_at: datetime) -> None:
    """Keep the table of a year in place of an earlier one."""
    values = (table.year, table.source, int(table.is_official), kept(taken_at))
    connection.execute(_KEEP_YEAR, values)
    connection.execute(_CLEAR, _span(table.year))
    lines = [(one.day.isoformat(), int(one.is_working), one.title) for one in table.days]
    connection.executemany(_ADD, lines)


def drop_year(connection: sqlite.Connection, year: int) -> None:
    """Keep no table of that year any more."""
    connection.execute(_CLEAR, _span(year))
    connection.execute(_DROP_YEAR, (year,))


def _span(year: int) -> dict[str, str]:
    return {"first": date(year, 1, 1).isoformat(), "last": date(year, 12, 31).isoformat()}
