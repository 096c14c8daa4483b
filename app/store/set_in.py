"""In which fonts a kept file was set, in order of first use."""

from __future__ import annotations

from collections.abc import Iterable

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import AttachmentId

_ADD = "INSERT INTO set_in (attachment_id, place, font) VALUES (?, ?, ?)"
_OF = "SELECT font FROM set_in WHERE attachment_id = ? ORDER BY place"


def keep(connection: sqlite.Connection, attachment_id: AttachmentId, fonts: Iterable[str]) -> None:
    """Keep the names of the fonts, as the file's own description has them."""
    rows = [(attachment_id, place, font) for place, font in enumerate(fonts)]
    connection.executemany(_ADD, rows)


def of(connection: sqlite.Connection, attachment_id: AttachmentId) -> tuple[str, ...]:
    """The fonts of a kept file; none for one from elsewhere, or of an earlier version."""
    return tuple(str(row[0]) for row in connection.execute(_OF, (attachment_id,)))
