"""Finds talks of all offices by words: the index names candidates, each is looked at before it is
called found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlcipher3 import dbapi2 as sqlite

from app.domain.registry import DeskSearch, FoundTalk
from app.store import registry_talks, registry_words
from app.store.folding import folded
from app.store.search_words import Term, terms_of

_BATCH = 100
_CANDIDATES = """
SELECT e.number, e.office_code, e.talk_id, e.sequence, e.full_sequence
FROM talk_words f CROSS JOIN talk_entry e ON e.number = f.rowid
WHERE talk_words MATCH :match AND f.rowid >= :first AND f.rowid < :before
ORDER BY f.rowid LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is looked for, folded once."""

    words: tuple[Term, ...]
    names: tuple[Term, ...]
    units: tuple[Term, ...]
    search: DeskSearch

    @property
    def match(self) -> str:
        groups = [
            [registry_words.office_facet(code) for code in self.search.codes],
            [registry_words.kind_facet(title) for title in self.search.kinds],
        ]
        facets = [" OR ".join(f'"{word}"' for word in sorted(group)) for group in groups if group]
        terms = (*self.words, *self.names, *self.units)
        return " AND ".join([*(term.clause for term in terms), *(f"({f})" for f in facets)])

    def fits(self, connection: sqlite.Connection, talk: FoundTalk) -> bool:
        """Whether the talk says it: that two characters stand in it does not make them one word."""
        if not _has(folded(talk.interviewees), self.names):
            return False
        if not _has(folded(talk.unit_names), self.units):
            return False
        if not self.words:
            return True
        versions = [talk.sequence, talk.full_sequence]
        text = registry_words.text_of(connection, talk.office_code, talk.talk_id, versions)
        return _has(folded(text), self.words)


def find(connection: sqlite.Connection, search: DeskSearch) -> list[FoundTalk]:
    """The talks that fit, the newest day first, at most as many as are asked for."""
    asked = _Asked(terms_of(search.words), terms_of(search.name), terms_of(search.unit), search)
    typed = ((search.words, asked.words), (search.name, asked.names), (search.unit, asked.units))
    if any(text.strip() and not terms for text, terms in typed):
        return []  # marks alone: nothing has them as words
    if not any(terms for _, terms in typed):
        return _listed(connection, search)
    found: list[FoundTalk] = []
    for talk in _candidates(connection, asked):
        if asked.fits(connection, talk):
            found.append(talk)
        if len(found) >= search.limit:
            break
    return found


def _has(folded_text: str, terms: tuple[Term, ...]) -> bool:
    return all(next(term.places_in(folded_text), None) is not None for term in terms)


def _candidates(connection: sqlite.Connection, asked: _Asked) -> Iterator[FoundTalk]:
    first, before = registry_words.numbers_of(asked.search.first, asked.search.last)
    if asked.search.after:
        first = max(first, int(asked.search.after) + 1)
    values = {"match": asked.match, "first": first, "before": before, "limit": _BATCH}
    while batch := connection.execute(_CANDIDATES, values).fetchall():
        for number, code, talk_id, *_ in batch:
            yield registry_talks.line(connection, code, talk_id, str(number))
        values["first"] = batch[-1][0] + 1


def _listed(connection: sqlite.Connection, search: DeskSearch) -> list[FoundTalk]:
    """Without words: a list by days, of some offices or kinds."""
    parts: list[str] = []
    values: list[object] = []
    if search.first:
        parts.append("t.day >= ?")
        values.append(search.first.isoformat())
    if search.last:
        parts.append("t.day <= ?")
        values.append(search.last.isoformat())
    for column, wanted in (("office_code", search.codes), ("kind_title", search.kinds)):
        if wanted:
            parts.append("(" + " OR ".join([f"t.{column} = ?"] * len(wanted)) + ")")
            values.extend(wanted)
    if search.after:
        day, code, talk_id = search.after.split(" ", 2)
        parts.append("(t.day < ? OR (t.day = ? AND (t.office_code, t.talk_id) > (?, ?)))")
        values.extend((day, day, code, talk_id))
    return registry_talks.lines(connection, " AND ".join(parts) or "1", values, search.limit)
