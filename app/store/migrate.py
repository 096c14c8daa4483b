"""Brings a vault to the newest schema, one numbered step at a time."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

from sqlcipher3 import dbapi2 as sqlite

from app.domain.errors import VaultTooNewError


@dataclass(frozen=True, slots=True)
class Schema:
    """A kind of vault: the mark in its file, the package of its steps, and a floor it stands on.

    floor is the first step of the office's vault, when this kind shares it.
    """

    application_id: int
    package: str
    floor: str = ""


OFFICE = Schema(0x54584231, "app.store.migrations")  # "TXB1": tells our vaults from other files
REGISTRY = Schema(0x54585231, "app.store.registry_migrations", floor="0001_vault.sql")  # "TXR1"


def steps(schema: Schema = OFFICE) -> list[tuple[int, str]]:
    """Every migration as (number, SQL), in order."""
    folder = resources.files(schema.package)
    files = [f for f in folder.iterdir() if f.name.endswith(".sql")]
    if schema.floor:
        files.append(resources.files(OFFICE.package) / schema.floor)
    files.sort(key=lambda f: f.name)
    return [(int(f.name.split("_")[0]), f.read_text("utf-8")) for f in files]


def refuse_newer(connection: sqlite.Connection, schema: Schema = OFFICE) -> int:
    """The schema's number, when this program knows it.

    Raises VaultTooNewError.
    """
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if found > newest(schema):
        raise VaultTooNewError(found=found, supported=newest(schema))
    return found


def newest(schema: Schema = OFFICE) -> int:
    """The number of the newest schema this program knows."""
    return steps(schema)[-1][0]


def migrate(connection: sqlite.Connection, schema: Schema = OFFICE) -> None:
    """Apply each step the database lacks; a step and its number are kept or lost together.

    Raises VaultTooNewError.
    """
    found = refuse_newer(connection, schema)
    pending = [(number, sql) for number, sql in steps(schema) if number > found]
    for number, sql in pending:
        try:
            connection.executescript(
                f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;"
            )
        except BaseException:
            connection.rollback()
            raise
