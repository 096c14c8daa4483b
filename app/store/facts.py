"""What is known of units and persons before a talk: all the SQL about facts and figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.facts import FactCategory, SourceFact, UnitFigure
from app.domain.ids import FactId, PersonId, UnitId
from app.store.faults import whole
from app.store.moments import kept, told

_FIELDS = "id, category, day, text, made_at, unit_id, person_id"
_GET = f"SELECT {_FIELDS} FROM source_fact WHERE id = ?"  # noqa: S608 — a constant
# one search for each index: a single OR across both columns would walk the whole table
_KNOWN = f"""
SELECT {_FIELDS} FROM source_fact WHERE unit_id = :unit AND unit_id IS NOT NULL
UNION
SELECT {_FIELDS} FROM source_fact WHERE person_id = :person AND person_id IS NOT NULL
ORDER BY day DESC, id DESC
"""  # noqa: S608 — a constant
_ADD = """
INSERT INTO source_fact (category, day, text, unit_id, person_id, made_at, id)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_KEEP = """
UPDATE source_fact SET category = ?, day = ?, text = ?, unit_id = ?, person_id = ?, made_at = ?
WHERE id = ?
"""
_REMOVE = "DELETE FROM source_fact WHERE id = ?"
_FIGURES = """
SELECT unit_id, year, name, value, place, out_of FROM unit_figure WHERE unit_id = ?
ORDER BY year DESC, name
"""
_KEEP_FIGURE = """
INSERT INTO unit_figure (unit_id, year, name, value, place, out_of) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (unit_id, year, name)
DO UPDATE SET value = excluded.value, place = excluded.place, out_of = excluded.out_of
"""
_REMOVE_FIGURE = "DELETE FROM unit_figure WHERE unit_id = ? AND year = ? AND name = ?"


def get(connection: sqlite.Connection, fact_id: FactId) -> SourceFact:
    """The fact with that id; KeyError when there is none."""
    row = connection.execute(_GET, (fact_id,)).fetchone()
    if row is None:
        raise KeyError(fact_id)
    return _fact(row)


def known(
    connection: sqlite.Connection, unit_id: UnitId | None, person_id: PersonId | None
) -> tuple[SourceFact, ...]:
    """What is known of a unit and of a person, newest first; each fact once."""
    rows = connection.execute(_KNOWN, {"unit": unit_id, "person": person_id})
    return tuple(_fact(row) for row in rows)


def add(connection: sqlite.Connection, fact: SourceFact) -> None:
    """Keep a new fact."""
    connection.execute(_ADD, _values(fact))


def keep(connection: sqlite.Connection, fact: SourceFact) -> None:
    """Keep a changed fact."""
    connection.execute(_KEEP, _values(fact))


def remove(connection: sqlite.Connection, fact_id: FactId) -> None:
    """Forget a fact."""
    connection.execute(_REMOVE, (fact_id,))


def figures(connection: sqlite.Connection, unit_id: UnitId) -> tuple[UnitFigure, ...]:
    """The figures of a unit, the newest year first."""
    return tuple(
        UnitFigure(UnitId(unit), year, name, value, place, out_of)
        for unit, year, name, value, place, out_of in connection.execute(_FIGURES, (unit_id,))
    )


def keep_figure(connection: sqlite.Connection, figure: UnitFigure) -> None:
    """Keep a figure in place of the one of that name and year."""
    values = (figure.unit_id, figure.year, figure.name, figure.value, figure.place, figure.out_of)
    connection.execute(_KEEP_FIGURE, values)


def remove_figure(connection: sqlite.Connection, unit_id: UnitId, year: int, name: str) -> None:
    """Forget a figure."""
    connection.execute(_REMOVE_FIGURE, (unit_id, year, name))


def _values(fact: SourceFact) -> tuple[str | None, ...]:
    return (
        fact.category.value,
        fact.day.isoformat(),
        fact.text,
        fact.unit_id,
        fact.person_id,
        kept(fact.made_at),
        fact.id,
    )


def _fact(row: tuple[Any, ...]) -> SourceFact:
    fact_id, category, day, text, made_at, unit_id, person_id = row
    return SourceFact(
        id=FactId(fact_id),
        category=FactCategory(category),
        day=date.fromisoformat(day),
        text=whole(text),
        made_at=told(made_at),
        unit_id=UnitId(unit_id) if unit_id else None,
        person_id=PersonId(person_id) if person_id else None,
    )
