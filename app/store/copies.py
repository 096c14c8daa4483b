"""The register of copies: all the SQL about it is here."""

from __future__ import annotations

import re
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.copies import CopyFilter, CopyWay, PaperCopy, next_number
from app.domain.ids import CopyId
from app.store.faults import whole
from app.store.moments import kept, kept_if, told, told_if

_FIELDS = """id, document, owner_id, title, number, sha256, way, pages, taken_at, taken_by, holder,
    purpose, returned_at, destroyed_at, end_note"""
_ADD = f"""
INSERT INTO paper_copy ({_FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""  # noqa: S608 — a constant
_KEEP = """
UPDATE paper_copy SET holder = ?, purpose = ?, returned_at = ?, destroyed_at = ?, end_note = ?
WHERE id = ?
"""
_GET = f"SELECT {_FIELDS} FROM paper_copy WHERE id = ?"  # noqa: S608 — a constant
_OF = f"""
SELECT {_FIELDS} FROM paper_copy WHERE document = ? AND owner_id = ? ORDER BY number
"""  # noqa: S608 — a constant
_NUMBERS = "SELECT number FROM paper_copy WHERE document = ? AND owner_id = ?"
_BY_DIGEST = f"""
SELECT {_FIELDS} FROM paper_copy WHERE sha256 = ? ORDER BY taken_at DESC, id DESC
"""  # noqa: S608 — a constant
_CALLED = f"""
SELECT {_FIELDS} FROM paper_copy WHERE title = ? AND number = ? ORDER BY id DESC LIMIT 1
"""  # noqa: S608 — a constant
# pages are cut by the key of the order, newest first; what is not wanted is walked past
_PAGE = f"""
SELECT {_FIELDS} FROM paper_copy
WHERE (:taken_at = '' OR taken_at < :taken_at OR (taken_at = :taken_at AND id < :id))
  AND (:is_out = 0 OR (returned_at IS NULL AND destroyed_at IS NULL))
  AND (:words = '' OR instr(title, :words) OR instr(holder, :words) OR instr(purpose, :words)
    OR number = :number OR (:digest <> '' AND substr(sha256, 1, length(:digest)) = :digest))
ORDER BY taken_at DESC, id DESC LIMIT :limit
"""  # noqa: S608 — a constant
_PURPOSES = """
SELECT purpose FROM paper_copy WHERE purpose <> '' GROUP BY purpose ORDER BY max(taken_at) DESC
LIMIT ?
"""
_HOLDERS = """
SELECT holder FROM paper_copy WHERE holder <> '' GROUP BY holder ORDER BY max(taken_at) DESC
LIMIT ?
"""
_OUT = "SELECT count(*) FROM paper_copy WHERE returned_at IS NULL AND destroyed_at IS NULL"
_NUMBER = re.compile(r"0{0,5}[0-9]{1,6}")
_DIGEST = re.compile(r"[0-9a-f]{8,64}")


def add(connection: sqlite.Connection, copy: PaperCopy) -> None:
    """Keep a copy that was taken; raises what SQLite says of a number that was given before."""
    connection.execute(
        _ADD,
        (
            copy.id,
            copy.document,
            copy.owner_id,
            copy.title,
            copy.number,
            copy.sha256,
            copy.way.value,
            copy.pages,
            kept(copy.taken_at),
            copy.taken_by,
            copy.holder,
            copy.purpose,
            kept_if(copy.returned_at),
            kept_if(copy.destroyed_at),
            copy.end_note,
        ),
    )


def keep(connection: sqlite.Connection, copy: PaperCopy) -> None:
    """Keep who holds it, what for, and how it ended; nothing else of a copy ever changes."""
    ends = (kept_if(copy.returned_at), kept_if(copy.destroyed_at), copy.end_note)
    connection.execute(_KEEP, (copy.holder, copy.purpose, *ends, copy.id))


def get(connection: sqlite.Connection, copy_id: CopyId) -> PaperCopy:
    """That copy. Raises KeyError when there is none of that id."""
    row = connection.execute(_GET, (copy_id,)).fetchone()
    if row is None:
        raise KeyError(copy_id)
    return _copy(row)


def of(connection: sqlite.Connection, document: str, owner_id: str) -> tuple[PaperCopy, ...]:
    """The copies of one document in the order of their numbers."""
    return tuple(_copy(row) for row in connection.execute(_OF, (document, owner_id)))


def number_after(connection: sqlite.Connection, document: str, owner_id: str) -> int:
    """The 份号 the next copy of that document gets."""
    rows = connection.execute(_NUMBERS, (document, owner_id))
    return next_number(number for (number,) in rows)


def by_digest(connection: sqlite.Connection, sha256: str) -> tuple[PaperCopy, ...]:
    """The copies made from the file with that digest, newest first."""
    return tuple(_copy(row) for row in connection.execute(_BY_DIGEST, (sha256,)))


def called(connection: sqlite.Connection, title: str, number: int) -> PaperCopy | None:
    """The copy with that 份号 of the document with that title; None when there is none."""
    row = connection.execute(_CALLED, (title, number)).fetchone()
    return _copy(row) if row else None


def page(
    connection: sqlite.Connection, after: PaperCopy | None, limit: int, wanted: CopyFilter
) -> list[PaperCopy]:
    """The next wanted copies, newest first."""
    words = wanted.words.strip()
    values = {
        "taken_at": kept(after.taken_at) if after else "",
        "id": after.id if after else "",
        "is_out": int(wanted.is_out),
        "words": words,
        "number": int(words) if _NUMBER.fullmatch(words) else 0,
        "digest": words.lower() if _DIGEST.fullmatch(words.lower()) else "",
        "limit": limit,
    }
    return [_copy(row) for row in connection.execute(_PAGE, values)]


def purposes(connection: sqlite.Connection, most: int) -> tuple[str, ...]:
    """What copies were taken for, the latest first."""
    return tuple(purpose for (purpose,) in connection.execute(_PURPOSES, (most,)))


def holders(connection: sqlite.Connection, most: int) -> tuple[str, ...]:
    """Who held copies, the latest first."""
    return tuple(holder for (holder,) in connection.execute(_HOLDERS, (most,)))


def count_out(connection: sqlite.Connection) -> int:
    """How many copies somebody still has."""
    return int(connection.execute(_OUT).fetchone()[0])


def _copy(row: tuple[Any, ...]) -> PaperCopy:
    (copy_id, document, owner_id, title, number, sha256, way, pages, taken_at, taken_by) = row[:10]
    holder, purpose, returned_at, destroyed_at, end_note = row[10:]
    return PaperCopy(
        id=CopyId(copy_id),
        document=document,
        owner_id=owner_id,
        title=title,
        number=number,
        sha256=sha256,
        way=CopyWay(way),
        pages=pages,
        taken_at=told(taken_at),
        taken_by=taken_by,
        holder=whole(holder),
        purpose=whole(purpose),
        returned_at=told_if(returned_at),
        destroyed_at=told_if(destroyed_at),
        end_note=whole(end_note),
    )
