"""Saving what can be read of a damaged vault into a new one; the damaged one stays as it is."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.health import RescueReport, SalvageReport
from app.domain.progress import Progress, Share
from app.services.preferences import Preferences
from app.system.clock import Clock

if TYPE_CHECKING:  # to start faster: what reads a vault is loaded when one is read
    from app.services.door import Door
    from app.services.wreckage import Wreck
    from app.store.migrate import Schema


@dataclass(frozen=True, slots=True)
class Salvage:
    """The way to what is left of a vault that may not open any more. No vault need be open.

    Made from what the door has: Salvage(access.preferences, access.clock); schema is given for a
    vault of another kind than the office's.
    """

    preferences: Preferences
    clock: Clock
    schema: Schema | None = None

    def look(self, folder: Path, words: str, progress: Progress) -> SalvageReport:
        """See what can be read; nothing is written into the folder.

        Raises VaultMissingError, KeyFileMissingError, KeyFileDamagedError, VaultInUseError,
        TooManyTriesError, WrongPassphraseError, DeviceSecretMissingError, VaultTooNewError,
        VaultDamagedError when the file is of another kind, NothingToRescueError,
        FolderUnusableError, CancelledError.
        """
        with self._wreck(folder, words, Share(progress, 0, 30)) as wreck:
            return wreck.report(Share(progress, 30, 100))

    def rescue(self, folder: Path, words: str, target: Path, progress: Progress) -> RescueReport:
        """Save every readable row and whole attachment into a new vault in target.

        The new vault opens with the same passphrases; it is whole in target or not there. The
        target is new or empty. Raises what look raises, VaultExistsError, FolderNotEmptyError,
        KeyFileRolledBackError, DiskFullError, FolderUnusableError.
        """
        # to start faster
        from app.services.rescuing import Rescue
        from app.services.whole_folder import refuse_taken

        target = target.absolute()
        refuse_taken(target)
        with self._wreck(folder, words, Share(progress, 0, 10)) as wreck:
            found = wreck.report(Share(progress, 10, 30))
            return Rescue(wreck, found, self._door, target).save(Share(progress, 30, 100))

    @contextmanager
    def _wreck(self, folder: Path, words: str, progress: Progress) -> Iterator[Wreck]:
        # to start faster
        from app.services.wreckage import opened

        folder = folder.absolute()
        with self._nobody_else(folder), opened(self._door, folder, words, progress) as wreck:
            yield wreck

    @contextmanager
    def _nobody_else(self, folder: Path) -> Iterator[None]:
        """Keep other windows of the program out meanwhile; where none was, no lock is made."""
        # to start faster
        from app.domain.calendar import written_time
        from app.domain.errors import FolderUnusableError
        from app.system.locks import FILE_NAME, InstanceLock

        with contextlib.ExitStack() as held:
            if (folder / FILE_NAME).exists():
                # a medium that takes no lock takes no writer either
                with contextlib.suppress(FolderUnusableError):
                    since = written_time(self.clock.local(self.clock.now()))
                    held.callback(InstanceLock(folder, since).release)
            yield

    @property
    def _door(self) -> Door:
        # to start faster
        from app.services.door import Door
        from app.store.migrate import OFFICE
        from app.system.device_store import device_store

        return Door(
            self.clock,
            self.preferences.folder,
            lambda _: None,
            self.schema or OFFICE,
            device_store,
        )
