"""Which signed papers of a year there are to be carried out."""

from __future__ import annotations

from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from app.domain.ids import AttachmentId, TalkId
from app.domain.year_export import ExportFile
from app.store.moments import told

# the newest minutes count: each electronic signature makes new bytes of them
_MINUTES = """
SELECT t.id, 0, t.number, t.day, a.id, t.id, a.size, a.sha256, a.pages, t.serial
FROM talk t JOIN attachment a ON a.id = (
    SELECT b.id FROM attachment b WHERE b.talk_id = t.id AND b.purpose = 'minutes'
    ORDER BY b.made_at DESC, b.id DESC LIMIT 1)
WHERE t.number_year = :year AND (t.status = 'sealed' OR :all)
UNION ALL
SELECT t.id, m.serial, t.number || '-补' || m.serial, m.made_at, a.id, m.id, a.size, a.sha256,
    a.pages, t.serial
FROM talk t JOIN amendment m ON m.talk_id = t.id JOIN attachment a ON a.id = m.attachment_id
WHERE t.number_year = :year
ORDER BY 10, 2
"""
_YEARS = """
SELECT DISTINCT t.number_year FROM talk t
WHERE t.status = 'to_sign' OR t.status = 'signed' OR t.status = 'sealed'
ORDER BY t.number_year DESC
"""


def papers(
    connection: sqlite.Connection, year: int, *, is_sealed_only: bool
) -> tuple[ExportFile, ...]:
    """The minutes and amendments of talks numbered in that year, in the order of their numbers."""
    rows = connection.execute(_MINUTES, {"year": year, "all": not is_sealed_only})
    return tuple(_file(row) for row in rows)


def years(connection: sqlite.Connection) -> tuple[int, ...]:
    """The years in whose numbers there are minutes, the latest first."""
    return tuple(year for (year,) in connection.execute(_YEARS))


def _file(row: tuple[Any, ...]) -> ExportFile:
    talk_id, serial, number, day, attachment_id, owner_id, size, sha256, pages, _ = row
    return ExportFile(
        talk_id=TalkId(talk_id),
        serial=serial,
        number=number,
        day=told(day),
        attachment_id=AttachmentId(attachment_id),
        owner_id=owner_id,
        size=size,
        sha256=sha256,
        pages=pages,
    )
