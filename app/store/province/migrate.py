"""Makes the ledger in a province's database, and brings an older one to the newest schema."""

from __future__ import annotations

from importlib import resources

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError

from app.domain.province_errors import LedgerNotOursError, LedgerRightsError, LedgerTooNewError
from app.store.province import tables
from app.store.province.line import Line, driver

PACKAGE = "app.store.province.migrations"
# two desks that open at once take their steps one after the other
_ONE_AT_A_TIME = 0x54584C31  # "TXL1"
_MAY_LOOK = text("SELECT has_schema_privilege(:name, 'USAGE')")
_BEGIN = f"""
CREATE SCHEMA {tables.SCHEMA};
REVOKE ALL ON SCHEMA {tables.SCHEMA} FROM PUBLIC;
CREATE TABLE ledger_version (number integer PRIMARY KEY, at text COLLATE "C" NOT NULL);
CREATE TABLE ledger_owner (public_key bytea PRIMARY KEY, name text COLLATE "C" NOT NULL);
"""


def steps() -> list[tuple[int, str]]:
    """Every step as (number, SQL), in order."""
    folder = resources.files(PACKAGE)
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [(int(f.name.split("_")[0]), f.read_text("utf-8")) for f in files]


def prepare(line: Line, name: str, public_key: bytes, at: str) -> None:
    """Make the ledger of this registry in a database that has none, or see that it is there.

    Raises LedgerNotOursError, LedgerTooNewError, and what a line raises.
    """
    with line.transaction() as connection:
        _alone(connection)
        if not _has_schema(connection):
            _run(connection, _BEGIN)
            owner = {"public_key": public_key, "name": name}
            connection.execute(tables.OWNER.insert().values(owner))
        _migrate(connection, line.address.database, public_key, at)


def check(line: Line, public_key: bytes, at: str) -> None:
    """See that the ledger of this registry is there, and bring it to the newest schema.

    A database that has none is not made one: its ledger was lost, and somebody must know.
    Raises LedgerNotOursError, LedgerTooNewError, and what a line raises.
    """
    address = line.address
    with line.transaction() as connection:
        _alone(connection)
        if not _has_schema(connection):
            raise LedgerNotOursError(address.database, "nothing")
        if not connection.execute(_MAY_LOOK, {"name": tables.SCHEMA}).scalar():
            raise LedgerRightsError(address.user, address.database)
        _migrate(connection, address.database, public_key, at)


def _migrate(connection: Connection, database: str, public_key: bytes, at: str) -> None:
    _refuse_others(connection, database, public_key)
    every = steps()
    found = connection.execute(select(func.max(tables.VERSION.c.number))).scalar() or 0
    if found > every[-1][0]:
        raise LedgerTooNewError(found=found, known=every[-1][0])
    for number, sql in every:
        if number > found:
            _run(connection, sql)
            connection.execute(tables.VERSION.insert().values(number=number, at=at))


def _refuse_others(connection: Connection, database: str, public_key: bytes) -> None:
    if connection.execute(text("SHOW server_encoding")).scalar() != "UTF8":
        raise LedgerNotOursError(database, "encoding")
    ours = text("SELECT to_regclass('ledger_version'), to_regclass('ledger_owner')")
    if None in tuple(connection.execute(ours).one()):
        raise LedgerNotOursError(database, "tables")
    try:
        owners = connection.execute(select(tables.OWNER.c.public_key)).scalars().all()
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") != "42703":  # a table of that name, not of that kind
            raise
        raise LedgerNotOursError(database, "tables") from error
    if [bytes(owner) for owner in owners] != [public_key]:
        raise LedgerNotOursError(database, "registry")


def _has_schema(connection: Connection) -> bool:
    asked = text("SELECT 1 FROM pg_namespace WHERE nspname = :name")
    return connection.execute(asked, {"name": tables.SCHEMA}).first() is not None


def _alone(connection: Connection) -> None:
    connection.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))


def _run(connection: Connection, sql: str) -> None:
    """Several sentences at once, as the driver takes them: nothing in them is a parameter."""
    driver(connection).execute(sql.encode())
