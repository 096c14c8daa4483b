"""The list of persons in the order of their names, narrowed by name, unit or pinyin initials."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import PersonId, UnitId
from app.domain.people import PersonFilter, PersonRow, UnitKind, name_key

# of several present posts the principal one speaks for the person, else the newest
_PRESENT_POST = """
SELECT q.id FROM post q WHERE q.person_id = p.id AND q.until_day >= :today
ORDER BY q.is_principal DESC, q.since_day DESC, q.id LIMIT 1
"""
_PAGE = """
SELECT p.id, p.name, p.sort_key, u.id, u.name, u.kind, o.title, o.is_principal
FROM person p
LEFT JOIN post o ON o.id = ({present})
LEFT JOIN unit u ON u.id = o.unit_id
WHERE (p.sort_key, p.id) > (:sort_key, :id){narrowed}
ORDER BY p.sort_key, p.id LIMIT :limit
"""
_IN_UNIT = """
AND p.id IN (SELECT person_id FROM post WHERE unit_id = :unit AND until_day >= :today)
"""
FOUND_UNITS = """
SELECT id FROM unit WHERE name_key LIKE :part ESCAPE '!'
UNION ALL SELECT unit_id FROM unit_former_name WHERE name_key LIKE :part ESCAPE '!'
"""
FOUND = """
SELECT id FROM person WHERE name_key LIKE :part ESCAPE '!'
UNION ALL SELECT person_id FROM person_former_name WHERE name_key LIKE :part ESCAPE '!'
UNION ALL SELECT person_id FROM person_initials WHERE initials >= :first AND initials < :last
"""
_FOUND_IN_UNIT = f"""
UNION ALL SELECT person_id FROM post WHERE until_day >= :today AND unit_id IN ({FOUND_UNITS})
"""  # noqa: S608 — constants


def page(
    connection: sqlite.Connection,
    wanted: PersonFilter,
    after: PersonRow | None,
    limit: int,
    today: date,
) -> list[PersonRow]:
    """The next persons in the order of their names, with the post each holds today."""
    sql, values = page_query(wanted, after, limit, today)
    return [_row(row) for row in connection.execute(sql, values)]


def page_query(
    wanted: PersonFilter, after: PersonRow | None, limit: int, today: date
) -> tuple[str, dict[str, Any]]:
    """The query behind page, with its values."""
    values: dict[str, Any] = {
        "sort_key": after.sort_key if after else "",
        "id": after.id if after else "",
        "unit": wanted.unit_id,
        "today": today.isoformat(),
        "limit": limit,
    }
    narrowed = _IN_UNIT if wanted.unit_id else ""
    if wanted.text.strip():
        narrowed += f" AND p.id IN ({FOUND}{_FOUND_IN_UNIT})"
        values |= looked_for(wanted.text)
    return _PAGE.format(present=_PRESENT_POST, narrowed=narrowed), values


def looked_for(text: str) -> dict[str, str]:
    """What a text typed into a search field means: part of a name, or a beginning of initials."""
    key = name_key(text)
    escaped = key.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    is_initials = key.isascii() and key.isalnum()
    # an impossible range for what cannot be initials: nothing sorts between "" and ""
    first, last = (key, key + "\U0010ffff") if is_initials else ("", "")
    return {"part": f"%{escaped}%", "first": first, "last": last}


def _row(row: tuple[Any, ...]) -> PersonRow:
    person_id, name, key, unit_id, unit_name, unit_kind, title, is_principal = row
    return PersonRow(
        id=PersonId(person_id),
        name=name,
        sort_key=key,
        unit_id=UnitId(unit_id) if unit_id else None,
        unit_name=unit_name or "",
        unit_kind=UnitKind(unit_kind) if unit_kind else None,
        title=title or "",
        is_principal=bool(is_principal),
    )
