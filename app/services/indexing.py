"""Has the index of words take in what waits for it: after a migration, a rescue, a bulk import."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.progress import NoProgress, Progress
from app.services.trail import Trail
from app.store import search_index
from app.store.vault import Vault

RECORDS_A_STEP = 40  # some 80 ms: whoever waits for a page of a list meanwhile does not notice
_RECORDS_AT_ONCE = 1000
_MOST_COUNTED = 10_000_000


@dataclass(frozen=True, slots=True)
class Indexing:
    """Small steps on the vault lane, each a transaction: stopped at any moment, it goes on there.

    It leaves no entry in the trail: what it writes follows from the records.
    """

    vault: Vault
    trail: Trail

    def waiting(self) -> int:
        """How many records wait; an index whose words are made in another way is emptied first."""
        with self.vault.reading() as connection:
            is_current = search_index.is_current(connection)
            count = search_index.count_waiting(connection, _MOST_COUNTED)
        if is_current:
            return count
        with self.vault.transaction() as connection:
            search_index.expect_everything(connection)
            return search_index.count_waiting(connection, _MOST_COUNTED)

    def step(self, most: int = RECORDS_A_STEP) -> int:
        """Take in the oldest of what waits; how many that were, nought when nothing waits.

        Raises DiskFullError, VaultDamagedError.
        """
        with self.vault.transaction() as connection:
            return search_index.take_in(connection, most)

    def finish(self, progress: Progress | None = None) -> None:
        """Take in everything at once; for programs without a window.

        Raises CancelledError between two steps, DiskFullError, VaultDamagedError.
        """
        progress, total, done = progress or NoProgress(), self.waiting(), 0
        while count := self.step(_RECORDS_AT_ONCE):
            done += count
            progress.step(min(done, total), total)
