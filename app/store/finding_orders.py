"""The orders of the ledger of findings: by what it is put in order, and where a page goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.finding import FindingStatus
from app.domain.finding_views import (
    FindingChip,
    FindingFilter,
    FindingKey,
    FindingOrder,
    FindingRow,
)
from app.store import finding_chips

# the table's third unique key: year, quarter and serial
BY_NUMBER = "sqlite_autoindex_finding_3"
_RANKS = {status: rank for rank, status in enumerate(FindingStatus)}
_CASES = " ".join(f"WHEN '{status.value}' THEN {rank}" for status, rank in _RANKS.items())
_RANK = f"CASE status {_CASES} END"
_NO_UNIT = "\U0010ffff"  # findings of no unit come after all units
_SORT = f"coalesce((SELECT sort_key FROM unit WHERE unit.id = unit_id), '{_NO_UNIT}')"  # noqa: S608
_SORT_OF = "SELECT sort_key FROM unit WHERE id = ?"
_UNITS = "SELECT sort_key, id FROM unit ORDER BY sort_key, id"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of the ledger, in which order, after which row, on what day."""

    wanted: FindingFilter
    order: FindingOrder
    after: FindingRow | None
    today: date

    @property
    def chip(self) -> FindingChip:
        """The chip; everything that is open has one of its own."""
        is_open = self.wanted.chip is FindingChip.ALL and self.wanted.is_open_only
        return FindingChip.UNDER_WAY if is_open else self.wanted.chip

    @property
    def way(self) -> str:
        """Upwards or downwards, in SQL."""
        return "DESC" if self.order.is_descending else "ASC"

    @property
    def due(self) -> str:
        """The day that counts: the deadline, or when what is closed is to be looked back at."""
        return "look_back_on" if self.chip is FindingChip.LOOK_BACK else "deadline"

    @property
    def statuses(self) -> tuple[FindingStatus, ...]:
        """The statuses that may come up, in the order of the way."""
        return tuple(
            status
            for status in finding_chips.statuses_of(self.chip)
            if self.wanted.status in (None, status)
        )


def keys(wish: Wish) -> tuple[str, ...]:
    """By what the rows are ordered, whatever index they are read by."""
    if wish.order.key is FindingKey.NUMBER:
        return "year", "quarter", "serial"
    if wish.order.key is FindingKey.STATUS:
        return _RANK, wish.due, "id"
    if wish.order.key is FindingKey.UNIT:
        return _SORT, "coalesce(unit_id, '')", wish.due, "id"
    return wish.due, "id"


def values_after(connection: sqlite.Connection, wish: Wish) -> dict[str, Any]:
    """The keys of the row the page goes on after."""
    after = wish.after
    if after is None:
        return {}
    year, quarter, serial = (int(part) for part in after.number.split("-"))
    due = after.look_back_on if wish.chip is FindingChip.LOOK_BACK else after.deadline
    row = connection.execute(_SORT_OF, (after.unit_id,)).fetchone()
    return {
        "after_year": year,
        "after_quarter": quarter,
        "after_serial": serial,
        "after_rank": _RANKS[after.status],
        "after_sort": row[0] if row else _NO_UNIT,
        "after_unit": after.unit_id or "",
        "after_due": due.isoformat() if due else "",
        "after_id": after.id,
    }


_AFTER = {
    FindingKey.NUMBER: (":after_year", ":after_quarter", ":after_serial"),
    FindingKey.DEADLINE: (":after_due", ":after_id"),
    FindingKey.STATUS: (":after_rank", ":after_due", ":after_id"),
    FindingKey.UNIT: (":after_sort", ":after_unit", ":after_due", ":after_id"),
}


def after(wish: Wish, key: FindingKey) -> Iterator[str]:
    """That a row comes after the last one, in the order of that key."""
    if wish.after is not None:
        sign = "<" if wish.order.is_descending else ">"
        named = keys(Wish(wish.wanted, FindingOrder(key), None, wish.today))
        yield f"({', '.join(named)}) {sign} ({', '.join(_AFTER[key])})"


def gathered(wish: Wish, source: str, conditions: list[str]) -> str:
    """The few of a source that fit, sorted."""
    order = ", ".join(f"{key} {wish.way}" for key in keys(wish))
    where = " AND ".join([f"id IN ({source})", *conditions, *after(wish, wish.order.key)])
    return f"SELECT id FROM finding WHERE {where} ORDER BY {order}"  # noqa: S608 — constants


def walked(wish: Wish, conditions: list[str]) -> str:
    """The whole ledger in the order of number or deadline, along indexes in that order."""
    if wish.order.key is FindingKey.NUMBER:
        return _along(wish, BY_NUMBER, conditions)
    if is_in_order(wish):
        return _along(wish, finding_chips.index_of(wish.chip), conditions)
    if wish.wanted.year:
        return _along(wish, "finding_by_year", conditions)
    more = list(after(wish, FindingKey.DEADLINE))
    branches = [_at(wish, status, [*conditions, *more]) for status in wish.statuses]
    return " UNION ALL ".join(branches) + f" ORDER BY due {wish.way}, id {wish.way}"


def is_in_order(wish: Wish) -> bool:
    """Whether the index of the chip is in the wanted order: walked, it need not be sorted."""
    is_by_day = wish.order.key is FindingKey.DEADLINE
    return is_by_day and finding_chips.index_of(wish.chip) != finding_chips.BY_STATUS


def statuses_after(wish: Wish) -> list[FindingStatus]:
    """The statuses whose findings come next, in the order of the way or against it."""
    statuses = list(wish.statuses)
    if wish.order.is_descending:
        statuses.reverse()
    if wish.after is None or wish.after.status not in statuses:
        return statuses
    return statuses[statuses.index(wish.after.status) :]


def of_status(wish: Wish, status: FindingStatus, conditions: list[str]) -> str:
    """The findings of one status that come next, by their days."""
    is_first = wish.after is not None and wish.after.status is status
    more = after(wish, FindingKey.DEADLINE) if is_first else ()
    order = f" ORDER BY due {wish.way}, id {wish.way}"
    return _at(wish, status, [*conditions, *more]) + order


def units_after(connection: sqlite.Connection, wish: Wish) -> list[str]:
    """The units whose findings come next, in their order; empty text stands for none."""
    last = [(_NO_UNIT, "")]
    rows = [*connection.execute(_UNITS).fetchall(), *last]
    if wish.order.is_descending:
        rows.reverse()
    known = values_after(connection, wish)
    if not known:
        return [unit for _, unit in rows]
    place = (known["after_sort"], known["after_unit"])
    is_after = place.__ge__ if wish.order.is_descending else place.__le__
    return [unit for sort, unit in rows if is_after((sort, unit))]


def of_unit(wish: Wish, unit: str, conditions: list[str]) -> str:
    """The findings of one unit (:each) that come next, by their days."""
    index = "finding_by_unit" if unit else "finding_of_no_unit"
    whose = "unit_id = :each" if unit else "unit_id IS NULL"
    is_first = wish.after is not None and (wish.after.unit_id or "") == unit
    more = after(wish, FindingKey.DEADLINE) if is_first else ()
    named = ", ".join(f"'{status.value}'" for status in wish.statuses)
    where = " AND ".join([whose, f"status IN ({named})", *conditions, *more])
    order = f"ORDER BY {wish.due} {wish.way}, id {wish.way}"
    return f"SELECT id FROM finding INDEXED BY {index} WHERE {where} {order}"  # noqa: S608


def _along(wish: Wish, index: str, conditions: list[str]) -> str:
    order = ", ".join(f"{key} {wish.way}" for key in keys(wish))
    where = " AND ".join([*conditions, *after(wish, wish.order.key)])
    return f"SELECT id FROM finding INDEXED BY {index} WHERE {where} ORDER BY {order}"  # noqa: S608


def _at(wish: Wish, status: FindingStatus, conditions: list[str]) -> str:
    where = " AND ".join([f"status = '{status.value}'", *conditions])
    fields = f"id, {wish.due} AS due"
    return f"SELECT {fields} FROM finding INDEXED BY finding_by_status WHERE {where}"  # noqa: S608
