"""What the vault has to do with another version of the program: it is backed up before, and the
trail tells of it; and whether an older version could still open it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.backup import BackupRecord, BackupsMade, newest
from app.domain.changes import Changes
from app.domain.progress import Progress
from app.domain.release import Release
from app.domain.update_errors import NoGoodBackupError, VaultTooNewForItError
from app.services.backup_places import look_at
from app.services.backups import Backups
from app.services.session import Session
from app.store.migrate import newest as newest_schema


@dataclass(frozen=True, slots=True)
class WayBack:
    """What another version would do with this vault.

    found is the number of the vault's schema, supported the newest one that version knows, nought
    when it does not say. record is the newest whole backup set that version could open, needed
    only when it cannot open the vault itself.
    """

    release: Release
    found: int
    supported: int
    record: BackupRecord | None

    @property
    def opens_vault(self) -> bool:
        """Whether the other version opens the vault as it is."""
        return self.supported >= self.found


@dataclass(frozen=True, slots=True)
class ProgramCare:
    """What is done with the open vault before the program is exchanged."""

    session: Session = field(repr=False)
    backups: Backups

    def back_up(self, progress: Progress) -> BackupsMade:
        """Make a backup now and look at it once more as it lies there; any lane.

        Raises NoGoodBackupError, RoleRefusedError, and what Backups.make raises.
        """
        self.session.trail.refuse_early("program.update")
        made = self.backups.make(progress)
        if not good_set(made):
            raise NoGoodBackupError
        return made

    def note_backup(self, made: BackupsMade) -> Changes:
        """Write into the trail which sets were made; vault lane."""
        return self.backups.note(made)

    def note_update(self, release: Release) -> Changes:
        """Write into the trail to which version the program was brought; vault lane."""
        return self._note("program.update", release)

    def note_change(self, release: Release) -> Changes:
        """The same for the other version that is kept here; vault lane."""
        return self._note("program.change", release)

    def way_back(self, release: Release) -> WayBack:
        """What that version would do with this vault, and which set it could open; vault lane.

        Raises VaultTooNewForItError when it could open neither the vault nor any backup.
        """
        # whoever opened the vault brought it to the newest schema of this program
        found, schemas = newest_schema(), release.schemas
        supported = schemas.office if schemas is not None else 0
        if supported >= found:
            return WayBack(release, found, supported, None)
        sets = [one for one in self.backups.list() if one.is_whole and one.schema <= supported]
        record = newest(sets)
        if record is None:
            raise VaultTooNewForItError(str(release.version), found, supported)
        return WayBack(release, found, supported, record)

    def _note(self, what: str, release: Release) -> Changes:
        with self.session.vault.transaction() as connection:
            self.session.trail.write(connection, what, str(release.version))
        return Changes.SETTINGS


def good_set(made: BackupsMade) -> BackupRecord | None:
    """The first set that is still whole when it is looked at again; None when there is none."""
    looked_at = (look_at(one.folder, is_second=one.is_second) for one in made.records)
    return next((one for one in looked_at if one.is_whole), None)
