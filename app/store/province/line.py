"""The line to the province's database: opened when it is needed, its failures named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping
from sqlalchemy import Connection as Connection  # services say no word of SQL, but hold one
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError

from app.domain.errors import AppError
from app.domain.province_errors import (
    LedgerBusyError,
    LedgerDamagedError,
    LedgerDatabaseMissingError,
    LedgerFullError,
    LedgerLostError,
    LedgerPasswordError,
    LedgerRightsError,
    LedgerUnreachableError,
)
from app.store.province.address import Address

# what the server says, by its code or the two first signs of it (PostgreSQL, appendix A)
_NO_ROOM, _DAMAGED = "53", "XX"
_BROKEN_OFF = frozenset({"08", "57"})  # the line itself; a server that goes down
_NO_RIGHT = frozenset({"42501", "25006"})  # no privilege; a server that only lets itself be read
_WAITED = frozenset({"55P03", "40P01", "40001", "57014"})  # a lock, a circle of locks, the time
# a quicker way to keep long texts small, where the server was built with it
_QUICKER = """
SELECT set_config(name, 'lz4', false) FROM pg_settings
WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)
"""
_EVERYWHERE = "postgres"
_CROWDED = re.compile("too many|reserved|太多|过多|保留")


@dataclass(frozen=True, slots=True)
class Line:
    """A database that is spoken to; password is never shown and never part of an error."""

    address: Address
    engine: Engine = field(repr=False)

    @classmethod
    def to(cls, address: Address, password: str) -> Line:
        """A line to that place; nothing is opened until something is asked."""

        def connect() -> psycopg.Connection[tuple[object, ...]]:
            return _opened(address, password)

        # one desk, one clerk: one connection, tried before each use and opened anew when it broke
        engine = create_engine(
            "postgresql+psycopg://", creator=connect, pool_size=1, max_overflow=1,
            pool_pre_ping=True, pool_timeout=10, hide_parameters=True,
        )  # fmt: skip
        return cls(address, engine)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction: committed at the end of the block, else nothing of it stays.

        Raises the Ledger…Errors of province_errors.
        """
        with self._named(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A view of one moment; nothing can be written in it.

        Raises the Ledger…Errors of province_errors.
        """
        with self._named(), self.engine.connect() as connection:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield connection

    def close(self) -> None:
        """Let go of the server; never fails."""
        self.engine.dispose()

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if (named := _broken(error.orig, self.address)) is None:
                raise
            raise named from error
        except psycopg.Error as error:  # from COPY, which SQLAlchemy does not see
            if (named := _broken(error, self.address)) is None:
                raise
            raise named from error


def _broken(error: BaseException | None, address: Address) -> AppError | None:
    """What happened on a line that was open; None for a mistake of our own."""
    code = getattr(error, "sqlstate", None) or ""
    if not code:
        is_lost = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
        return LedgerLostError(address.place) if is_lost else None
    if code in _WAITED:
        return LedgerBusyError(address.place)
    if code in _NO_RIGHT:
        return LedgerRightsError(address.user, address.database)
    if code[:2] in _BROKEN_OFF:
        return LedgerLostError(address.place)
    if code[:2] == _NO_ROOM:
        return LedgerFullError(address.place)
    if code[:2] == _DAMAGED:
        return LedgerDamagedError(address.place, type(error).__name__)
    return None


def _opened(address: Address, password: str) -> psycopg.Connection[tuple[object, ...]]:
    """A line that is open.

    Raises LedgerUnreachableError, LedgerPasswordError, LedgerDatabaseMissingError,
    LedgerRightsError, LedgerBusyError.
    """
    parameters = address.parameters(password)
    try:
        line = psycopg.connect(**parameters)  # type: ignore[arg-type]
    except psycopg.OperationalError as error:
        raise _unopened(error, address, parameters) from error
    with line.transaction():
        line.execute(_QUICKER)
    return line


def _unopened(
    error: psycopg.OperationalError, address: Address, parameters: dict[str, str | int]
) -> AppError:
    """Why no line was opened. Of this the library tells words alone, in the server's language.

    So it is found out: does anybody answer, was a password asked for, and does the same one open
    another database of the server, which every server has?
    """
    if _CROWDED.search(str(error)):
        return LedgerBusyError(address.place)
    if error.pgconn is None or not error.pgconn.used_password:
        if PGconn.ping(make_conninfo(**parameters).encode()) is not Ping.OK:  # type: ignore[arg-type]
            return LedgerUnreachableError(address.place)
        return LedgerRightsError(address.user, address.database)
    try:
        psycopg.connect(**{**parameters, "dbname": _EVERYWHERE}).close()  # type: ignore[arg-type]
    except psycopg.OperationalError:
        return LedgerPasswordError(address.user, address.place)
    if address.database == _EVERYWHERE:  # it answered at the second knock
        return LedgerUnreachableError(address.place)
    return LedgerDatabaseMissingError(address.database, address.place)


def driver(connection: Connection) -> psycopg.Connection[tuple[object, ...]]:
    """The driver's own connection under a transaction: for COPY, and for several sentences."""
    return cast("psycopg.Connection[tuple[object, ...]]", connection.connection.driver_connection)
