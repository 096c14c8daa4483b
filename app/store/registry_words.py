"""The words of talks at the registry's desk, taken in by and by, and found again.

A talk's words are those of its newest version and of its newest full one. What the index holds of a
talk can always be told from the packages, which never change; so a word is taken out by making it
once more. The number of an entry grows as its day grows older: walking upwards, which is all that
the index does quickly, meets the newest first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from sqlcipher3 import dbapi2 as sqlite

from app.domain import registry_texts
from app.domain.registry_texts import texts_of
from app.store import settings
from app.store.faults import whole
from app.store.search_words import VERSION, facet, words_of

VERSION_SETTING = "desk.words"
_EVERYTHING = (
    "INSERT INTO talk_words (talk_words) VALUES ('delete-all')",
    "DELETE FROM talk_entry",
    "DELETE FROM talk_waiting",
    "INSERT INTO talk_waiting (office_code, talk_id) SELECT office_code, talk_id FROM newest_talk",
)
_DAYS, _A_DAY = 4_000_000, 1 << 22  # past the year 9999; four million talks to a day
_WAIT = "INSERT OR IGNORE INTO talk_waiting (office_code, talk_id) VALUES (?, ?)"
_WAIT_NO_MORE = "DELETE FROM talk_waiting WHERE office_code = ? AND talk_id = ?"
_NEXT = "SELECT office_code, talk_id FROM talk_waiting ORDER BY office_code, talk_id LIMIT ?"
_COUNT = "SELECT count(*) FROM talk_waiting"
_ENTRY = """
SELECT number, sequence, full_sequence FROM talk_entry WHERE office_code = ? AND talk_id = ?
"""
_NEWEST = """
SELECT sequence, full_sequence, day, kind_title FROM newest_talk
WHERE office_code = ? AND talk_id = ?
"""
_DROP = "DELETE FROM talk_entry WHERE number = ?"
_TAKE_OUT = "INSERT INTO talk_words (talk_words, rowid, words) VALUES ('delete', ?, ?)"
_TAKE_IN = "INSERT INTO talk_words (rowid, words) VALUES (?, ?)"
_LAST = "SELECT max(number) FROM talk_entry WHERE number >= ? AND number < ?"
_ADD = """
INSERT INTO talk_entry (number, office_code, talk_id, sequence, full_sequence)
VALUES (?, ?, ?, ?, ?)
"""
_DOCUMENT = """
SELECT document, kind FROM talk WHERE office_code = ? AND sequence = ? AND talk_id = ?
"""
_FINDINGS = """
SELECT document FROM finding WHERE office_code = ? AND sequence = ? AND talk_id = ?
ORDER BY number, finding_id
"""


def begin_anew(connection: sqlite.Connection) -> None:
    """Begin the index anew: this program makes other words than the one that made it."""
    for sql in _EVERYTHING:
        connection.execute(sql)
    settings.keep(connection, VERSION_SETTING, _made_by())


def is_in_step(connection: sqlite.Connection) -> bool:
    """Whether the index was made of the words this program makes."""
    return settings.get(connection, VERSION_SETTING) == _made_by()


def _made_by() -> str:
    return f"{VERSION}.{registry_texts.VERSION}"


def wait(connection: sqlite.Connection, office_code: str, talk_id: str) -> None:
    """The talk's words are still to be taken in."""
    connection.execute(_WAIT, (office_code, talk_id))


def waiting(connection: sqlite.Connection, limit: int) -> list[tuple[str, str]]:
    """The next talks whose words are to be taken in."""
    return [(code, talk_id) for code, talk_id in connection.execute(_NEXT, (limit,))]


def count_waiting(connection: sqlite.Connection) -> int:
    """How many talks wait."""
    return int(connection.execute(_COUNT).fetchone()[0])


def take_in(connection: sqlite.Connection, office_code: str, talk_id: str) -> None:
    """Bring the index in step with the newest version of a talk."""
    key = (office_code, talk_id)
    if entry := connection.execute(_ENTRY, key).fetchone():
        number, *versions = entry
        kind_title = _kind_of(connection, office_code, versions[0], talk_id)
        words = _words(connection, key, versions, kind_title)
        connection.execute(_TAKE_OUT, (number, words))
        connection.execute(_DROP, (number,))
    sequence, full, day, kind_title = connection.execute(_NEWEST, key).fetchone()
    number = _next_number(connection, date.fromisoformat(day))
    connection.execute(_TAKE_IN, (number, _words(connection, key, [sequence, full], kind_title)))
    connection.execute(_ADD, (number, *key, sequence, full))
    connection.execute(_WAIT_NO_MORE, key)


def text_of(
    connection: sqlite.Connection, office_code: str, talk_id: str, versions: list[int]
) -> str:
    """All that words are looked for in, of these versions of a talk."""
    texts = []
    for sequence in dict.fromkeys(version for version in versions if version):
        key = (office_code, sequence, talk_id)
        row = connection.execute(_DOCUMENT, key).fetchone()
        findings = [json.loads(whole(found[0])) for found in connection.execute(_FINDINGS, key)]
        texts.append(texts_of(json.loads(whole(row[0])), findings))
    return "\n".join(texts)


def numbers_of(first: date | None, last: date | None) -> tuple[int, int]:
    """The range of numbers for a period, both days within: from the first, before the second."""
    least = _first_number(last) if last else 0
    most = _first_number(first) + _A_DAY if first else _DAYS * _A_DAY
    return least, most


def office_facet(code: str) -> str:
    """The word that stands in each talk of an office."""
    return facet("o", code)


def kind_facet(title: str) -> str:
    """The word that stands in each talk of a kind."""
    return facet("k", title)


def _words(
    connection: sqlite.Connection, key: tuple[str, str], versions: list[int], kind_title: str
) -> str:
    words = words_of(_lines(text_of(connection, *key, versions)))
    return " ".join(sorted(words | {office_facet(key[0]), kind_facet(kind_title)}))


def _lines(text: str) -> Iterator[str]:
    return iter(text.split("\n"))


def _kind_of(connection: sqlite.Connection, office_code: str, sequence: int, talk_id: str) -> str:
    document, kind = connection.execute(_DOCUMENT, (office_code, sequence, talk_id)).fetchone()
    return str(json.loads(whole(document))["kind_title"] or kind)


def _first_number(day: date) -> int:
    return (_DAYS - day.toordinal()) * _A_DAY


def _next_number(connection: sqlite.Connection, day: date) -> int:
    first = _first_number(day)
    last = connection.execute(_LAST, (first, first + _A_DAY)).fetchone()[0]
    return first if last is None else int(last) + 1
