"""Keeps the index of words in step with the records, in the transaction that changes them.

Only what a change adds or takes away touches the index. While a talk is under way its words are not
taken in at each pause: it waits, open, and is looked through as it stands. Everything here can be
made anew from the records, which is done when the way of making words has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b

from sqlcipher3 import dbapi2 as sqlite

from app.domain.search import FoundKind as FoundKind
from app.store import search_bodies, settings
from app.store.search_bodies import NO_DAY, Body
from app.store.search_bodies import Owner as Owner
from app.store.search_words import VERSION, words_of

VERSION_SETTING = "search.words"
DRIFTED = "drifted"  # in place of a version: the index must be made anew
_FIRST_VERSION = "1"  # what a vault has in which nothing was ever made anew
# The index is quick to walk upwards only, so the newest record has the smallest number; persons
# have numbers below all others and come first. Small numbers take few bytes.
PERSONS_FROM, RECORDS_FROM = 1 << 20, 1 << 27
_ENTRY = "SELECT number, mark FROM search_entry WHERE kind = ? AND owner_id = ?"
_HELD = "SELECT held FROM search_waiting WHERE kind = ? AND owner_id = ?"
_IS_WAITING = "SELECT 1 FROM search_waiting WHERE kind = ? AND owner_id = ?"
_WAIT = """
INSERT INTO search_waiting (kind, owner_id, day, held, is_open) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (kind, owner_id) DO UPDATE SET day = excluded.day, is_open = excluded.is_open
"""
_WAIT_NO_MORE = "DELETE FROM search_waiting WHERE kind = ? AND owner_id = ?"
_TAKE_OUT = "INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', ?, ?)"
_TAKE_IN = "INSERT INTO search_index (rowid, words) VALUES (?, ?)"
_FIRST_OF_PERSONS = "SELECT min(number) FROM search_entry WHERE number <= ?"
_FIRST_OF_RECORDS = "SELECT min(number) FROM search_entry WHERE number > ?"
_ADD_ENTRY = """
INSERT INTO search_entry (kind, owner_id, day, mark, number) VALUES (?, ?, ?, ?, ?)
"""
_KEEP_ENTRY = "UPDATE search_entry SET day = ?, mark = ? WHERE number = ?"
_DROP_ENTRY = "DELETE FROM search_entry WHERE number = ?"
_OF_TALK = """
SELECT 'finding', id FROM finding WHERE talk_id = :talk
UNION ALL SELECT 'attachment', id FROM attachment WHERE talk_id = :talk
    AND (purpose = 'evidence' OR purpose = 'audio' OR purpose = 'other')
"""
_IN_UNIT = "SELECT DISTINCT person_id FROM post WHERE unit_id = ?"
_NEXT_WAITING = """
SELECT kind, owner_id FROM search_waiting WHERE is_open = 0 ORDER BY day, kind, owner_id LIMIT ?
"""
_COUNT_WAITING = """
SELECT count(*) FROM (SELECT 1 FROM search_waiting WHERE is_open = 0 LIMIT ?)
"""
_EVERYTHING = (
    "INSERT INTO search_index (search_index) VALUES ('delete-all')",
    "DELETE FROM search_entry",
    "DELETE FROM search_waiting",
    "INSERT INTO search_waiting (kind, owner_id) SELECT 'person', id FROM person",
    "INSERT INTO search_waiting (kind, owner_id, day) SELECT 'talk', id, day FROM talk",
    "INSERT INTO search_waiting (kind, owner_id, day) SELECT 'finding', id, found_at FROM finding",
    """INSERT INTO search_waiting (kind, owner_id, day) SELECT 'attachment', id, made_at
    FROM attachment WHERE purpose = 'evidence' OR purpose = 'audio' OR purpose = 'other'""",
)


@contextmanager
def noting(connection: sqlite.Connection, *owners: Owner) -> Iterator[None]:
    """Change records within the block, in the caller's transaction; the index follows.

    Records that are new, or gone after the block, are meant as well.
    """
    before = {owner: _known(connection, owner) for owner in owners}
    yield
    for owner, held in before.items():
        _bring(connection, owner, held)


@contextmanager
def noting_talk(
    connection: sqlite.Connection, talk_id: str, *, with_all: bool = False
) -> Iterator[None]:
    """Change a talk within the block; with_all also what its findings and files show of it."""
    owners = [Owner(FoundKind.TALK, talk_id)]
    if with_all:
        rows = connection.execute(_OF_TALK, {"talk": talk_id}).fetchall()
        owners += [Owner(FoundKind(kind), owner) for kind, owner in rows]
    with noting(connection, *owners):
        yield


@contextmanager
def noting_unit(connection: sqlite.Connection, unit_id: str) -> Iterator[None]:
    """Change a unit within the block; whoever holds a post there is found by its name."""
    rows = connection.execute(_IN_UNIT, (unit_id,)).fetchall()
    with noting(connection, *(Owner(FoundKind.PERSON, row[0]) for row in rows)):
        yield


def hold(connection: sqlite.Connection, talk_id: str) -> None:
    """A talk is about to be typed in: until it goes on to its next step it waits, open.

    Called at every pause in typing; it does nothing when the talk waits already.
    """
    owner = Owner(FoundKind.TALK, talk_id)
    if connection.execute(_IS_WAITING, (owner.kind.value, owner.id)).fetchone() is None:
        _wait(connection, owner, _known(connection, owner), is_open=True)


def expect(connection: sqlite.Connection, owners: Iterable[tuple[Owner, str]]) -> None:
    """Have many new records wait, each with its day; they are taken in later, off the window."""
    rows = ((owner.kind.value, owner.id, day, "", 0) for owner, day in owners)
    connection.executemany(_WAIT, rows)


def expect_everything(connection: sqlite.Connection) -> None:
    """Empty the index and have every record wait for it."""
    for act in _EVERYTHING:
        connection.execute(act)
    settings.keep(connection, VERSION_SETTING, str(VERSION))


def is_current(connection: sqlite.Connection) -> bool:
    """Whether the index was made by this program's way of making words."""
    return (settings.get(connection, VERSION_SETTING) or _FIRST_VERSION) == str(VERSION)


def count_waiting(connection: sqlite.Connection, most: int) -> int:
    """How many records wait to be taken in, counted up to most."""
    return int(connection.execute(_COUNT_WAITING, (most,)).fetchone()[0])


def take_in(connection: sqlite.Connection, most: int) -> int:
    """Take in the oldest of what waits; how many that were, nought when nothing waits."""
    rows = connection.execute(_NEXT_WAITING, (most,)).fetchall()
    owners = [Owner(FoundKind(kind), owner_id) for kind, owner_id in rows]
    numbers = _free_numbers(connection, owners)
    # upwards: the index would be written out before each number that is smaller than the last
    for owner in reversed(owners):
        _bring(connection, owner, _known(connection, owner), numbers[owner])
    return len(rows)


def _known(connection: sqlite.Connection, owner: Owner) -> str:
    """The words the index has of a record, which is still as it was when they were taken in."""
    key = (owner.kind.value, owner.id)
    if held := connection.execute(_HELD, key).fetchone():
        return str(held[0])
    entry = connection.execute(_ENTRY, key).fetchone()
    if entry is None:
        return ""
    words = _words(search_bodies.read(connection, owner))
    if _mark(words) != entry[1]:
        # something changed the record behind the index's back: its words cannot be taken out
        settings.keep(connection, VERSION_SETTING, DRIFTED)
    return words


def _bring(
    connection: sqlite.Connection, owner: Owner, held: str, number: int | None = None
) -> None:
    """Have the index hold what the record says now, held being what it holds.

    A record that is new to the index gets the number, or the next one.
    """
    body = search_bodies.read(connection, owner)
    if body is not None and body.is_open:
        _wait(connection, owner, held, is_open=True)
        return
    key = (owner.kind.value, owner.id)
    entry = connection.execute(_ENTRY, key).fetchone()
    connection.execute(_WAIT_NO_MORE, key)
    words = _words(body)
    if entry is not None and body is None:
        connection.execute(_TAKE_OUT, (entry[0], held))
        connection.execute(_DROP_ENTRY, (entry[0],))
    elif entry is not None and body is not None:
        _exchange(connection, entry[0], held, words)
        connection.execute(_KEEP_ENTRY, (body.day, _mark(words), entry[0]))
    elif body is not None:
        number = _free_numbers(connection, [owner])[owner] if number is None else number
        connection.execute(_TAKE_IN, (number, words))
        connection.execute(_ADD_ENTRY, (*key, body.day, _mark(words), number))


def _exchange(connection: sqlite.Connection, number: int, held: str, words: str) -> None:
    """Take out what is no longer said and take in what is new; the index counts both as one."""
    if held == words:
        return
    had, has = set(held.split(" ")), set(words.split(" "))
    # taken out first: a record that comes in under the number it went out by is one write
    connection.execute(_TAKE_OUT, (number, " ".join(sorted(had - has))))
    connection.execute(_TAKE_IN, (number, " ".join(sorted(has - had))))


def _wait(connection: sqlite.Connection, owner: Owner, held: str, *, is_open: bool) -> None:
    values = (owner.kind.value, owner.id, NO_DAY, held, int(is_open))
    connection.execute(_WAIT, values)


def _free_numbers(connection: sqlite.Connection, owners: list[Owner]) -> dict[Owner, int]:
    """A number for each record as if it were new: the later in the list, the smaller."""
    persons = connection.execute(_FIRST_OF_PERSONS, (PERSONS_FROM,)).fetchone()[0]
    records = connection.execute(_FIRST_OF_RECORDS, (PERSONS_FROM,)).fetchone()[0]
    first = {True: persons or PERSONS_FROM, False: records or RECORDS_FROM}
    numbers = {}
    for owner in owners:
        is_person = owner.kind is FoundKind.PERSON
        first[is_person] -= 1
        numbers[owner] = first[is_person]
    return numbers


def _words(body: Body | None) -> str:
    if body is None:
        return ""
    return " ".join(sorted(words_of(field.text for field in body.fields) | body.facets))


def _mark(words: str) -> int:
    digest = blake2b(words.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
