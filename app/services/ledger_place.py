"""Where a desk's ledger lies: told, chosen, and moved from its vault into a province's database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.package import RegistryIdentity
from app.domain.province_errors import LedgerNotEmptyError
from app.domain.registry import HeldTable
from app.services import ledger_settings
from app.services.desk_ledger import (
    identity_of,
    own_ledger,
    province_ledger,
)
from app.services.ledger import Ledger
from app.services.session import Session
from app.store import credentials, settings
from app.system.ids import new_id

_IN_THE_VAULT = ""


@dataclass(frozen=True, slots=True)
class LedgerPlace:
    """The commands about where an open desk's ledger lies. The desk is to be opened anew after."""

    session: Session = field(repr=False)

    def url(self) -> str:
        """The address the settings name, without a password; empty for the desk's own vault."""
        with self.session.vault.reading() as connection:
            return settings.get(connection, ledger_settings.URL) or _IN_THE_VAULT

    def use(self, url: str, password: str) -> None:
        """Write to a ledger in a database from now on, which is made when there is none.

        Only for a desk whose own ledger is empty: what is in it would be seen no more.
        Raises LedgerNotEmptyError, LedgerAddressError, LedgerProgramMissingError and the other
        Ledger…Errors.
        """
        _refuse_full(own_ledger(self.session))
        self.session.trail.refuse_early("ledger.use")
        ledger = province_ledger(self.session, self._identity(), url, password)
        try:
            ledger.prepare()
        finally:
            ledger.close()
        self._keep(url, password, "ledger.use")

    def move(
        self, url: str, password: str, told: Callable[[str, int], None] = lambda *_: None
    ) -> list[HeldTable]:
        """Copy the vault's ledger into a database that has none, compare both, and use it.

        All is copied and compared in one transaction. A database that holds the very same already,
        for the desk died before it noted so, is taken as it is.
        Raises LedgerNotEmptyError, LedgerDiffersError, LedgerAddressError,
        LedgerProgramMissingError and the other Ledger…Errors.
        """
        self.session.trail.refuse_early("ledger.move")
        ledger = province_ledger(self.session, self._identity(), url, password)
        try:
            ledger.prepare()
            moved = ledger.take_over(told)
        finally:
            ledger.close()
        self._keep(url, password, "ledger.move")
        return moved

    def keep_password(self, password: str) -> None:
        """Use another password from now on, after the server was seen to take it.

        Raises the Ledger…Errors; KeyError when the ledger lies in the vault.
        """
        url = self.url()
        if not url:
            raise KeyError(ledger_settings.URL)
        ledger = province_ledger(self.session, self._identity(), url, password)
        try:
            ledger.offices()
        finally:
            ledger.close()
        with self.session.vault.transaction() as connection:
            credentials.keep(connection, ledger_settings.PASSWORD, password.encode(), b"")
            self.session.trail.write(connection, "ledger.password")

    def _identity(self) -> RegistryIdentity:
        with self.session.vault.reading() as connection:
            return identity_of(connection)

    def _keep(self, url: str, password: str, act: str) -> None:
        """From now on; the desk owes the new ledger no entry, and is known to it by a new id."""
        with self.session.vault.transaction() as connection:
            settings.keep(connection, ledger_settings.URL, url)
            settings.keep(connection, ledger_settings.DESK, new_id())
            settings.keep(connection, ledger_settings.WRITTEN, "0")
            credentials.keep(connection, ledger_settings.PASSWORD, password.encode(), b"")
            self.session.trail.write(connection, act)


def _refuse_full(ledger: Ledger) -> None:
    offices = ledger.offices()
    packages = sum(office.packages for office in offices)
    if offices or ledger.refusals(open_only=False, limit=1):
        raise LedgerNotEmptyError(len(offices), packages)
