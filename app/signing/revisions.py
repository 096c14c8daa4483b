"""The revisions of a PDF, read strictly: each a body, its table of objects, its trailer, its end.

What this program writes has one shape (ISO 32000-1, 7.5, with tables and no streams of references).
A file of any other shape is not looked into further: what cannot be read in two ways cannot show
one reader what was signed and another something else. Time and memory stay linear in the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.verdict import Reason

MOST_REVISIONS = 32
MOST_OBJECTS = 20_000  # a thousand pages have half of them; to compare so many takes half a minute
LONGEST_TRAILER = 2048
ENDING = b"%%EOF"
_START = b"startxref"
_SECTION = re.compile(rb"(\d{1,10}) (\d{1,10})[ \t]*(?:\r\n|\n|\r)")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?: \n| \r|\r\n)")
_VALUE = rb"(?:\d{1,10}(?: \d{1,5} R)?|\[\s*<[0-9A-Fa-f]*>\s*<[0-9A-Fa-f]*>\s*\])"
_PAIR = re.compile(rb"/([A-Za-z]+)\s*(" + _VALUE + rb")\s*")
_TRAILER = re.compile(
    rb"trailer\s*<<\s*((?:/[A-Za-z]+\s*"
    + _VALUE
    + rb"\s*)*)>>\s*startxref\s+(\d{1,10})\s+%%EOF(?:\r\n|\n|\r|\Z)"
)
_KEYS = {b"Size", b"Root", b"Info", b"ID", b"Prev"}
_STREAM_OF_REFERENCES = re.compile(rb"\s*\d{1,10} \d{1,5} obj\b")
_ENTRY_LENGTH = 20


class StructureError(Exception):
    """The file has another shape; reason says which."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Revision:
    """What was written at one time: up to which byte, and the numbers of its objects.

    roots are what its trailer leads to: the catalogue and the information about the document.
    """

    end: int
    objects: frozenset[int]
    roots: tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of objects with its trailer; begins and ends count bytes from the file's first."""

    begins: int
    ends: int
    places: dict[int, int]
    previous: int | None
    roots: tuple[bytes, bytes]


def revisions_of(untrusted_content: bytes) -> tuple[Revision, ...]:
    """The revisions from the first to the last. Raises StructureError."""
    tables = _tables(untrusted_content)
    revisions, before = list[Revision](), 0
    for table in tables:
        if any(not before <= place < table.begins for place in table.places.values()):
            raise StructureError(Reason.OTHER_STRUCTURE)
        revisions.append(Revision(table.ends, frozenset(table.places), table.roots))
        before = table.ends
    return tuple(revisions)


def _tables(content: bytes) -> list[_Table]:
    at = _last_table(content)
    tables: list[_Table] = []
    objects = 0
    while True:
        table = _table(content, at)
        tables.append(table)
        objects += len(table.places)
        if len(tables) > MOST_REVISIONS:
            raise StructureError(Reason.TOO_MANY_REVISIONS)
        if objects > MOST_OBJECTS or (table.previous or 0) >= at:
            raise StructureError(Reason.OTHER_STRUCTURE)
        if table.previous is None:
            return tables[::-1]
        at = table.previous


def _last_table(content: bytes) -> int:
    """Where the last table stands, as the end of the file says."""
    found = re.compile(rb"startxref\s+(\d{1,10})\s").match(content, content.rfind(_START))
    if _START not in content or found is None:
        raise StructureError(Reason.CANNOT_BE_READ)
    return int(found[1])


def _table(content: bytes, begins: int) -> _Table:
    if not content.startswith(b"xref", begins):
        is_stream = _STREAM_OF_REFERENCES.match(content, begins)
        raise StructureError(Reason.OTHER_STRUCTURE if is_stream else Reason.CANNOT_BE_READ)
    places, at = _places(content, _behind_line(content, begins + 4))
    found = _TRAILER.match(content, at, at + LONGEST_TRAILER)
    if found is None:
        raise StructureError(Reason.OTHER_STRUCTURE)
    pairs = _PAIR.findall(found[1])
    entries = dict(pairs)
    if len(entries) != len(pairs) or entries.keys() - _KEYS or int(found[2]) != begins:
        raise StructureError(Reason.OTHER_STRUCTURE)
    previous = entries.get(b"Prev", b"")
    if b" " in previous or b"[" in previous:
        raise StructureError(Reason.OTHER_STRUCTURE)
    roots = (entries.get(b"Root", b""), entries.get(b"Info", b""))
    return _Table(begins, found.end(), places, int(previous) if previous else None, roots)


def _places(content: bytes, at: int) -> tuple[dict[int, int], int]:
    """Where each object begins, and where the trailer does; only object 0 may be a free one."""
    places: dict[int, int] = {}
    while section := _SECTION.match(content, at):
        first, count = int(section[1]), int(section[2])
        at = section.end()
        if count > min(MOST_OBJECTS, (len(content) - at) // _ENTRY_LENGTH):
            raise StructureError(Reason.OTHER_STRUCTURE)
        for number in range(first, first + count):
            entry = _ENTRY.match(content, at)
            if entry is None or number in places or (entry[3] == b"f") != (number == 0):
                raise StructureError(Reason.OTHER_STRUCTURE)
            if number:
                places[number] = int(entry[1])
            at = entry.end()
    return places, at


def _behind_line(content: bytes, at: int) -> int:
    line = re.compile(rb"[ \t]*(?:\r\n|\n|\r)").match(content, at)
    if line is None:
        raise StructureError(Reason.OTHER_STRUCTURE)
    return line.end()
