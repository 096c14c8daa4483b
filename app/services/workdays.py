"""What users do with the table of holidays: read it, alter days, take the notice of a year.

The program brings tables along; a year that is altered, or taken from a file, is kept in the vault
and goes before the shipped one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from app.documents.holiday_workbook_out import holiday_workbook
from app.documents.intake.holidays import read_holidays
from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.errors import ImportHasFaultsError
from app.domain.holiday_errors import HolidaySourceMissingError
from app.domain.holiday_intake import HolidayFile, HolidayPreview, YearChange, changes_by
from app.domain.workdays import Holiday, Workdays, YearTable, check_year
from app.services.trail import Trail
from app.store import workdays
from app.store.connection import Connection
from app.store.vault import Vault
from app.system.paths import resources_folder

OWN_SOURCE = "本单位修改"


@dataclass(slots=True)
class WorkdayTable:
    """The commands and queries about working days.

    known is the table as it was last read, for fields of the window that reckon while somebody
    types and must not wait for the vault; it is read at unlocking and after every change.
    """

    vault: Vault
    trail: Trail
    known: Workdays = field(init=False)

    def __post_init__(self) -> None:
        self.table()

    def table(self) -> Workdays:
        """Which days are worked, of all years there is a table of."""
        with self.vault.reading() as connection:
            self.known = table_of(connection)
        return self.known

    def years(self) -> tuple[YearTable, ...]:
        """Every year there is a table of, in order."""
        with self.vault.reading() as connection:
            return years_of(connection)

    def year(self, year: int) -> YearTable:
        """The table of that year; one without days, and not known, when there is none."""
        with self.vault.reading() as connection:
            return _year_in(connection, year)

    def keep_day(self, holiday: Holiday) -> Changes:
        """Have a day off, or worked, from now on; the year's table becomes the vault's own.

        Raises HolidayYearError, HolidayTitleMissingError, HolidayTitleTooLongError.
        """
        new = holiday.checked()
        return self._alter(new.day, lambda days: (*_without(days, new.day), new), "holiday.keep")

    def remove_day(self, day: date) -> Changes:
        """Let the rule of the week hold for a day again. Raises HolidayYearError."""
        return self._alter(day, lambda days: _without(days, day), "holiday.remove")

    def restore(self, year: int) -> Changes:
        """Go back to the table that the program brings along; without one the year has none."""
        with self.vault.transaction() as connection:
            workdays.drop_year(connection, year)
            self.trail.write(connection, "holiday.restore", str(year))
        self.table()
        return Changes.WORKDAYS

    # ── from a file ──────────────────────────────────────────────────────────────────────────────

    def read_file(self, path: Path) -> HolidayFile:
        """What a file says; nothing is written, and the vault is not asked.

        Raises FileUnreadableError, FileTooLargeError, WrongFileKindError, WorkbookLockedError,
        WorkbookOutdatedError, HolidayHeadingsMissingError, NoHolidaysFoundError.
        """
        return read_holidays(path)

    def workbook(self, table: YearTable) -> bytes:
        """The table of a year as XLSX, to be altered there and read again; no vault is asked."""
        return holiday_workbook(table)

    def preview(self, read: HolidayFile) -> HolidayPreview:
        """What a file would alter; nothing is written."""
        with self.vault.reading() as connection:
            tables = {table.year: table for table in years_of(connection)}
        return HolidayPreview(read.file_name, changes_by(read.days, tables), read.faults)

    def take(self, preview: HolidayPreview, source: str, is_official: bool) -> Changes:
        """Keep the tables of a preview, all of them; source names the notice they come from.

        A year that is only added to keeps its source. Raises ImportHasFaultsError,
        HolidaySourceMissingError.
        """
        source = " ".join(source.split())
        if preview.faults:
            raise ImportHasFaultsError(len(preview.faults))
        if not source:
            raise HolidaySourceMissingError
        with self.vault.transaction() as connection:
            for change in preview.years:
                new = _taken(change, source, is_official)
                workdays.keep_year(connection, new, self.trail.clock.now())
                self.trail.write(connection, "holiday.take", str(new.year), digest_of(plain(new)))
        self.table()
        return Changes.WORKDAYS

    def _alter(
        self, day: date, change: Callable[[tuple[Holiday, ...]], tuple[Holiday, ...]], act: str
    ) -> Changes:
        with self.vault.transaction() as connection:
            check_year(day.year)
            old = _year_in(connection, day.year)
            days = tuple(sorted(change(old.days)))
            new = replace(old, days=days, source=_altered(old.source), is_own=True, is_known=True)
            workdays.keep_year(connection, new, self.trail.clock.now())
            self.trail.write(connection, act, day.isoformat(), digest_of(plain(new)))
        self.table()
        return Changes.WORKDAYS


def table_of(connection: Connection) -> Workdays:
    """Which days are worked, inside a transaction of the caller's."""
    return Workdays.of(years_of(connection))


def years_of(connection: Connection) -> tuple[YearTable, ...]:
    """Every year there is a table of: the vault's own goes before the shipped one."""
    found = {table.year: table for table in (*shipped(), *workdays.own_years(connection))}
    return tuple(found[year] for year in sorted(found))


@cache
def shipped() -> tuple[YearTable, ...]:
    """The tables the program brings along (resources/holidays), in the order of years."""
    files = sorted((resources_folder() / "holidays").glob("*.json"))
    return tuple(_read(json.loads(file.read_text("utf-8"))) for file in files)


def _read(content: dict[str, object]) -> YearTable:
    days = content["days"]
    if not isinstance(days, list):
        raise TypeError(type(days))
    lines = [Holiday(date.fromisoformat(d["day"]), d["is_working"], d["title"]) for d in days]
    year, is_official = int(str(content["year"])), bool(content["is_official"])
    return YearTable(year, tuple(sorted(lines)), str(content["source"]), is_official)


def _year_in(connection: Connection, year: int) -> YearTable:
    known = {table.year: table for table in years_of(connection)}
    return known.get(year) or YearTable(year, is_known=False)


def _taken(change: YearChange, source: str, is_official: bool) -> YearTable:
    """The table of a year after a file was taken."""
    if change.is_whole or not change.before.is_known:
        return YearTable(change.year, change.days, source, is_official, is_own=True)
    return replace(change.before, days=change.days, source=_altered(change.before.source))


def _without(days: tuple[Holiday, ...], day: date) -> tuple[Holiday, ...]:
    return tuple(one for one in days if one.day != day)


def _altered(source: str) -> str:
    """The source of a table that was altered by hand, said once."""
    if not source:
        return OWN_SOURCE
    return source if source.endswith(OWN_SOURCE) else f"{source}，{OWN_SOURCE}"
