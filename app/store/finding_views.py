"""The ledger of findings, page by page: narrowed and put in order by the indexes of the vault.

A few that fit are gathered and sorted; very many lie so dense that they are walked to in order.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.finding import FindingSource, FindingStatus
from app.domain.finding_views import FindingChip, FindingKey
from app.domain.ids import FindingId
from app.domain.search import FoundKind
from app.store import finding_chips, finding_orders, search_query
from app.store.faults import whole
from app.store.finding_orders import BY_NUMBER, Wish
from app.store.findings import OPEN
from app.store.folding import folded
from app.store.search_bodies import Owner
from app.store.search_query import Question

FEW = 5_000  # so many are gathered and sorted
FEW_BY_UNIT = 500  # more are soon come to, unit by unit, when not every status is wanted
MANY_OF_A_YEAR = 20_000  # of a year, in an order nothing else is in
MOST_FOUND = 2_000  # so many are looked through for words

_FROM = "SELECT id FROM finding INDEXED BY"
_OF_YEAR = f"{_FROM} {BY_NUMBER} WHERE year = :year"
_TEXTS = "SELECT number, manifestation, measure FROM finding WHERE id = ?"
_IN_TAG = "tag <> '' AND tag IN (SELECT key FROM problem_tag WHERE key = :tag OR parent = :tag)"


def page(connection: sqlite.Connection, wish: Wish, limit: int) -> list[FindingId]:
    """The ids of the next findings in order, at most so many. Raises VaultDamagedError."""
    asked = search_query.asked_of(connection, FoundKind.FINDING, wish.wanted.text)
    ids = _narrowed(connection, wish, asked)
    if asked is not None:
        ids = filter(partial(_is_hit, connection, asked), ids)
    return [FindingId(one) for one in islice(ids, limit)]


def _narrowed(connection: sqlite.Connection, wish: Wish, asked: Question | None) -> Iterator[str]:
    """The ids in order, before those that may have the words are looked at themselves."""
    values, conditions = _values(connection, wish), list(_conditions(wish))
    source = ""
    if asked is not None:
        found = search_query.owners(connection, asked, FoundKind.FINDING, MOST_FOUND + 1)
        if len(found) <= MOST_FOUND:
            source, values["found"] = "SELECT value FROM json_each(:found)", json.dumps(found)
        else:
            conditions += _says(asked, values)
    source = source or _sparse(connection, wish, values)
    if source:
        return _ids(connection, finding_orders.gathered(wish, source, conditions), values)
    if wish.order.key is FindingKey.UNIT:
        return _by_unit(connection, wish, conditions, values)
    if wish.order.key is FindingKey.STATUS:
        return _by_status(connection, wish, conditions, values)
    return _ids(connection, finding_orders.walked(wish, conditions), values)


def _ids(connection: sqlite.Connection, sql: str, values: dict[str, Any]) -> Iterator[str]:
    for row in connection.execute(sql, values):
        yield row[0]


def _by_unit(
    connection: sqlite.Connection, wish: Wish, conditions: list[str], values: dict[str, Any]
) -> Iterator[str]:
    for unit in finding_orders.units_after(connection, wish):
        sql = finding_orders.of_unit(wish, unit, conditions)
        yield from _ids(connection, sql, {**values, "each": unit})


def _by_status(
    connection: sqlite.Connection, wish: Wish, conditions: list[str], values: dict[str, Any]
) -> Iterator[str]:
    for status in finding_orders.statuses_after(wish):
        yield from _ids(connection, finding_orders.of_status(wish, status, conditions), values)


def _is_hit(connection: sqlite.Connection, asked: Question, finding_id: str) -> bool:
    """Whether it really has the words: most are found in its own texts, a few in its people."""
    row = connection.execute(_TEXTS, (finding_id,)).fetchone()
    texts = [folded(whole(text)) for text in row] if row else []
    if all(any(next(term.places_in(text), None) for text in texts) for term in asked.terms):
        return True
    return search_query.is_hit(connection, asked, Owner(FoundKind.FINDING, finding_id))


def _conditions(wish: Wish) -> Iterator[str]:
    """What every row must be, whichever way it is come to."""
    wanted, statuses = wish.wanted, finding_chips.statuses_of(wish.chip)
    yield "nature = :nature"
    yield finding_chips.words_of(wish.chip)
    if len(statuses) == 1:
        yield f"status = '{statuses[0].value}'"
    if wanted.is_open_only:
        yield OPEN
    named = {
        "unit_id = :unit": wanted.unit_id,
        "person_id = :person": wanted.person_id,
        "area = :area": wanted.area,
        _IN_TAG: wanted.tag,
        "source = :source": wanted.source,
        "status = :status": wanted.status,
        "year = :year": wanted.year,
    }
    yield from (condition for condition, value in named.items() if value)


def _says(asked: Question, values: dict[str, Any]) -> Iterator[str]:
    """Very many have the words: those that have them as they were typed are walked to."""
    for number, term in enumerate(asked.terms):
        values[f"term{number}"] = term.text
        fields = ("manifestation", "measure", "number")
        yield f"({' OR '.join(f'instr({field}, :term{number})' for field in fields)})"


def _sources(wish: Wish) -> Iterator[str]:
    """Whatever narrows the ledger by an index of its own, as a query of ids."""
    wanted = wish.wanted
    if wanted.person_id:
        yield f"{_FROM} finding_by_person WHERE person_id = :person"
    if wanted.unit_id:
        yield f"{_FROM} finding_by_unit WHERE unit_id = :unit"
    if wish.chip is not FindingChip.ALL and not finding_orders.is_in_order(wish):
        yield finding_chips.of_chip(wish.chip)
    if wanted.source not in (None, FindingSource.TALK):
        yield f"{_FROM} finding_by_source WHERE source <> 'talk' AND source = :source"
    if wanted.status:
        yield f"{_FROM} finding_by_status WHERE status = :status AND nature = :nature"
    if wanted.tag:
        yield f"{_FROM} finding_by_tag WHERE {_IN_TAG}"
    if wanted.year and wish.order.key in (FindingKey.STATUS, FindingKey.UNIT):
        yield _OF_YEAR


def _sparse(connection: sqlite.Connection, wish: Wish, values: dict[str, Any]) -> str:
    """The first of the sources that names only a few, or nothing when all name many."""
    is_by_unit = wish.order.key is FindingKey.UNIT and len(wish.statuses) < len(FindingStatus)
    few = min(FEW_BY_UNIT, FEW) if is_by_unit else FEW
    for source in _sources(wish):
        is_by_status = source == _OF_YEAR and wish.order.key is FindingKey.STATUS
        most = min(MANY_OF_A_YEAR, few * 4) if is_by_status else few
        counted = f"SELECT count(*) FROM ({source} LIMIT {most + 1})"  # noqa: S608 — constants
        if connection.execute(counted, values).fetchone()[0] <= most:
            return source
    return ""


def _values(connection: sqlite.Connection, wish: Wish) -> dict[str, Any]:
    wanted = wish.wanted
    return {
        **finding_chips.days(wish.today),
        **finding_orders.values_after(connection, wish),
        "nature": finding_chips.nature_of(wish.chip).value,
        "unit": wanted.unit_id,
        "person": wanted.person_id,
        "area": wanted.area,
        "tag": wanted.tag,
        "source": wanted.source.value if wanted.source else None,
        "status": wanted.status.value if wanted.status else None,
        "year": wanted.year,
    }
