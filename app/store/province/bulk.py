"""Many rows at once, by the server's own way for bulk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Table

from app.store.province.line import driver


def copy(connection: Connection, table: Table, rows: Iterable[Sequence[object]]) -> None:
    """Copy rows into a table, each with the columns in their order."""
    columns = ", ".join(column.name for column in table.columns)
    sentence = f"COPY {table.name} ({columns}) FROM STDIN"
    with driver(connection).cursor() as cursor, cursor.copy(sentence.encode()) as copied:
        for row in rows:
            copied.write_row(row)
