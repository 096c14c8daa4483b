"""Which ledger a desk writes to: the one in its own vault, unless its settings name another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.errors import VaultDamagedError
from app.domain.package import RegistryIdentity
from app.domain.province_errors import LedgerProgramMissingError
from app.services import ledger_settings
from app.services.ledger import Ledger
from app.services.registry import ARCHIVE_KEY, SIGNATURE_KEY
from app.services.session import Session
from app.services.settings import read_office
from app.services.vault_ledger import VaultLedger
from app.store import credentials, settings
from app.store.connection import Connection

if TYPE_CHECKING:
    from app.services.province_ledger import ProvinceLedger

_PROGRAMS = frozenset({"psycopg", "sqlalchemy"})


def ledger_of(session: Session) -> Ledger:
    """The ledger that the desk's settings name; a server is asked only when something is.

    Raises LedgerAddressError, LedgerProgramMissingError, VaultDamagedError.
    """
    with session.vault.reading() as connection:
        url = settings.get(connection, ledger_settings.URL)
        password = credentials.get(connection, ledger_settings.PASSWORD)
        identity = identity_of(connection)
    if not url:
        return own_ledger(session)
    return province_ledger(session, identity, url, password.private.decode() if password else "")


def own_ledger(session: Session) -> VaultLedger:
    """The ledger in the desk's own vault, whatever its settings say."""
    return VaultLedger(session.vault, session.trail)


def province_ledger(
    session: Session, identity: RegistryIdentity, url: str, password: str
) -> ProvinceLedger:
    """The ledger in a database.

    Raises LedgerAddressError, LedgerProgramMissingError.
    """
    try:
        # starts faster: everywhere but at a province's desk runs without what speaks to PostgreSQL
        from app.services.province_ledger import ProvinceLedger
        from app.store.province.address import read_address
    except ImportError as error:
        if error.name not in _PROGRAMS:
            raise
        raise LedgerProgramMissingError(error.name) from error
    return ProvinceLedger.at(session.vault, session.trail, identity, (read_address(url), password))


def identity_of(connection: Connection) -> RegistryIdentity:
    """Who this desk's registry is, as its ledger knows it. Raises VaultDamagedError."""
    signing = credentials.get(connection, SIGNATURE_KEY)
    archive = credentials.get(connection, ARCHIVE_KEY)
    if signing is None or archive is None:
        raise VaultDamagedError
    name = read_office(connection).name
    return RegistryIdentity(name, archive.public.decode(), signing.public)
