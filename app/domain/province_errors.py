"""How the ledger of a province, kept in PostgreSQL, can fail. No fact ever holds a password."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import AccessError, InputError, RefusedError, SurroundingsError


@dataclass(eq=False)
class LedgerAddressError(InputError):
    """The address of the database cannot be used as it is.

    fault: format, scheme, host, user, database, password (one stands in it), option, or encryption
    (it asks for less than a checked and encrypted line to another machine); at names the place.
    """

    fault: str
    at: str = ""


@dataclass(eq=False)
class LedgerProgramMissingError(SurroundingsError):
    """This installation does not hold what speaks to PostgreSQL (the extra "province")."""

    name: str


@dataclass(eq=False)
class LedgerUnreachableError(SurroundingsError):
    """Nobody answers where the ledger should be, or not in time."""

    place: str


@dataclass(eq=False)
class LedgerLostError(SurroundingsError):
    """The line broke off in the middle; what was not finished counts as never begun."""

    place: str


@dataclass(eq=False)
class LedgerPasswordError(AccessError):
    """The server does not let this user in with that password."""

    user: str
    place: str


@dataclass(eq=False)
class LedgerDatabaseMissingError(SurroundingsError):
    """The server has no database of this name."""

    database: str
    place: str


@dataclass(eq=False)
class LedgerNotOursError(AccessError):
    """The database holds something else, or the ledger of another registry.

    found: tables (a schema of our name that we did not make), registry (another one's ledger),
    encoding (the database does not keep UTF-8).
    """

    database: str
    found: str


@dataclass(eq=False)
class LedgerTooNewError(AccessError):
    """A newer program has carried the ledger further than this one knows."""

    found: int
    known: int


@dataclass(eq=False)
class LedgerFullError(SurroundingsError):
    """The server has no room left on its disk."""

    place: str


@dataclass(eq=False)
class LedgerBusyError(SurroundingsError):
    """Another desk has held the same office's entry for too long, or a query took too long."""

    place: str


@dataclass(eq=False)
class LedgerRightsError(AccessError):
    """The user may not do that in the database, or the database only lets itself be read."""

    user: str
    database: str


@dataclass(eq=False)
class LedgerDamagedError(SurroundingsError):
    """The server says that what it keeps is damaged, or what was read is not what was written."""

    place: str
    at: str = ""


@dataclass(eq=False)
class LedgerNotEmptyError(RefusedError):
    """The ledger one wants to move into holds something already."""

    offices: int
    packages: int


@dataclass(eq=False)
class LedgerDiffersError(SurroundingsError):
    """After moving, the two ledgers do not hold the same; the old one stays in use."""

    what: str
    here: int
    there: int
