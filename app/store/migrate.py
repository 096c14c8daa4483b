"""Brings a vault to the newest schema, one numbered step at a time."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

from sqlcipher3 import dbapi2 as sqlite

from app.domain.errors import VaultTooNewError


def steps() -> list[tuple[int, str]]:
    """Every migration as (number, SQL), in order."""
    folder = resources.files("app.store.migrations")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [(int(f.name.split("_")[0]), f.read_text("utf-8")) for f in files]


def refuse_newer(connection: sqlite.Connection) -> int:
    """The schema's number, when this program knows it.

    Raises VaultTooNewError.
    """
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    newest = steps()[-1][0]
    if found > newest:
        raise VaultTooNewError(found=found, supported=newest)
    return found


def migrate(connection: sqlite.Connection, back_up: Callable[[int], object] | None = None) -> None:
    """Apply each step the vault lacks; a step and its number are kept or lost together.

    back_up is called with the old number before the first step that changes an existing vault.
    Raises VaultTooNewError.
    """
    found = refuse_newer(connection)
    pending = [(number, sql) for number, sql in steps() if number > found]
    if pending and found and back_up:
        back_up(found)
    for number, sql in pending:
        try:
            connection.executescript(
                f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;"
            )
        except BaseException:
            connection.rollback()
            raise
