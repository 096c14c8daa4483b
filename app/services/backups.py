"""Backup sets of the open vault: making them, keeping enough of them, telling when one is due."""

from __future__ import annotations

import contextlib
import errno
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Lock

from app.domain.backup import (
    EVERY_HOURS,
    BackupPlan,
    BackupRecord,
    BackupsMade,
    BackupState,
    is_due,
    newest,
)
from app.domain.changes import Changes
from app.domain.errors import (
    AppError,
    FolderUnusableError,
    StickReadOnlyError,
    VaultDamagedError,
)
from app.domain.progress import CancelledError, Progress, Share
from app.keys import backup_note
from app.keys.derivation import wipe
from app.services.backup_places import LOCAL, Place, read_note
from app.services.backup_rotation import BackupSource
from app.services.backup_sets import make_set
from app.services.session import DATABASE_SETTING, Session, SessionKeys
from app.store import backup, settings
from app.store.connection import Connection
from app.store.vault import FILE_NAME as DATABASE

SECOND_SETTING, HOURS_SETTING = "backup.second", "backup.hours"
_SECOND_NAME = "谈心簿备份-"
_SHOWN_OF_DATABASE = 8  # sticks may carry the backups of several vaults
_LONGEST_HOURS = 24 * 31
_LONGEST_WAIT = 10.0  # seconds; locking waits no longer for a backup that hears it should stop
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


@dataclass(frozen=True, slots=True)
class Backups:
    """What can be asked of backups while the vault is open."""

    session: Session = field(repr=False)
    _one_at_a_time: Lock = field(default_factory=Lock, repr=False, compare=False)

    def state(self) -> BackupState:
        """The newest sets and what is due; vault lane."""
        with self.session.vault.reading() as connection:
            plan, database = _plan(connection), _database(connection)
        local, second = self._places(plan, database)
        now = self.session.trail.clock.now()
        here = self._records(local, database)
        there = self._records(second, database) if second else ()
        return BackupState(
            latest=newest(here),
            latest_second=newest(there),
            plan=plan,
            is_due=is_due(here, now, plan.hours),
            is_second_due=second is not None and is_due(there, now, plan.hours),
            is_second_here=second is not None and second.folder.is_dir(),
            is_on_same_disk=second is not None and _is_one_disk(self.session.folder, second.folder),
        )

    def list(self) -> list[BackupRecord]:
        """Every set of this vault in both places, newest first, damaged ones with their flaw."""
        with self.session.vault.reading() as connection:
            plan, database = _plan(connection), _database(connection)
        places = [place for place in self._places(plan, database) if place]
        found = [record for place in places for record in self._records(place, database)]
        return sorted(found, key=lambda one: (one.made_at, one.sequence), reverse=True)

    def make(self, progress: Progress, *, due_only: bool = False) -> BackupsMade:
        """Make a set in each place, or in those where one is due; work lane.

        The vault lane goes on saving meanwhile; another backup waits for this one. What kept one
        of two places from its set is told in the answer; when no set at all was made, it is raised.
        Raises DiskFullError, StickFullError, FolderUnusableError, StickReadOnlyError,
        BackupPlaceMissingError, BackupDamagedError, VaultDamagedError, RoleRefusedError,
        CancelledError.
        """
        self.session.trail.refuse_early("backup.make")
        with self._until_locked(progress) as (source, stoppable):
            places = self._wanted(source, due_only=due_only)
            made = _made_in(places, source, stoppable)
        if made.missed and not made.records:
            raise made.missed[0]
        return made

    def note(self, made: BackupsMade) -> Changes:
        """Write into the trail which sets were made; vault lane."""
        if not made.records:
            return Changes.NONE
        with self.session.vault.transaction() as connection:
            for record in made.records:
                self.session.trail.write(connection, "backup.make", record.name, record.digest)
        return Changes.SETTINGS

    def plan(self, plan: BackupPlan) -> Changes:
        """Choose the second place and how often; makes this vault's own folder there; vault lane.

        Raises FolderUnusableError, StickReadOnlyError, RoleRefusedError.
        """
        self.session.trail.refuse_early("backup.plan")
        hours = min(max(plan.hours, 1), _LONGEST_HOURS)
        with self.session.vault.reading() as connection:
            database = _database(connection)
        second = self._prepared(plan.second.absolute(), database) if plan.second else None
        with self.session.vault.transaction() as connection:
            settings.keep(connection, SECOND_SETTING, str(second) if second else "")
            settings.keep(connection, HOURS_SETTING, str(hours))
            self.session.trail.write(connection, "backup.plan")
        return Changes.SETTINGS

    def _wanted(self, source: BackupSource, *, due_only: bool) -> Sequence[Place]:
        """The places in which a set is to be made; asked on the thread that makes it."""
        with backup.snapshot(source.folder / DATABASE, source.keys.sqlcipher) as connection:
            plan, database = _plan(connection), _database(connection)
        places = [place for place in self._places(plan, database) if place]
        if not due_only:
            return places
        now = source.clock.now()
        return [p for p in places if is_due(self._records(p, database), now, plan.hours)]

    def _prepared(self, second: Path, database: str) -> Path:
        name = _second_name(database)
        if second.name == name:
            second = second.parent
        if second.resolve().is_relative_to(self.session.folder.resolve()):
            raise FolderUnusableError(folder=str(second))
        try:
            (second / name).mkdir(mode=0o700, exist_ok=True)
            probe = second / name / f"probe-{secrets.token_hex(4)}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            if error.errno in _READ_ONLY:
                raise StickReadOnlyError from error
            raise FolderUnusableError(folder=str(second)) from error
        return second

    def _places(self, plan: BackupPlan, database: str) -> tuple[Place, Place | None]:
        local = Place(self.session.folder / LOCAL)
        if plan.second is None:
            return local, None
        return local, Place(plan.second / _second_name(database), is_second=True)

    def _records(self, place: Place, database: str) -> tuple[BackupRecord, ...]:
        """The sets of this vault in the place; damaged ones may be anybody's."""
        try:
            found = place.records()
        except AppError:
            return ()  # a medium that fails now has nothing to show
        ours = (record for record in found if record.database in ("", database))
        proved = [self._proved(record) for record in ours]
        return tuple(one for one in proved if one.is_whole or one.folder.is_dir())

    def _proved(self, record: BackupRecord) -> BackupRecord:
        """The set, with a flaw if its note was not written by an owner of this vault's key."""
        keys = self.session.keys
        if record.flaw or record.epoch != keys.epoch:
            return record
        with contextlib.suppress(AppError):
            note, _ = read_note(record.folder)
            secret = note.opened(keys.backup)
            if secret is not None:
                wipe(secret.key)
                return record
        return replace(record, flaw=backup_note.FILE_NAME)

    @contextmanager
    def _until_locked(self, progress: Progress) -> Iterator[tuple[BackupSource, Progress]]:
        """Work that locking stops; it has keys of its own, so that none is wiped in its hands."""
        session, keys = self.session, self.session.keys
        stoppable = _Stoppable(progress)
        session.at_close.append(stoppable.stop)
        own = SessionKeys(keys.epoch, *map(bytearray, (keys.sqlcipher, keys.backup, keys.owner)))
        try:
            with self._one_at_a_time:
                if not session.vault.is_open:
                    raise CancelledError
                yield BackupSource(session.folder, own, session.trail.clock), stoppable
        finally:
            own.wipe()
            stoppable.ended.set()
            with contextlib.suppress(ValueError):
                session.at_close.remove(stoppable.stop)


def _made_in(places: Sequence[Place], source: BackupSource, progress: Progress) -> BackupsMade:
    records: list[BackupRecord] = []
    missed: list[AppError] = []
    for number, place in enumerate(places):
        begins, ends = (100 * at // len(places) for at in (number, number + 1))
        try:
            records.append(make_set(source, place, Share(progress, begins, ends)))
        except AppError as error:
            missed.append(error)
    return BackupsMade(tuple(records), tuple(missed))


@dataclass(frozen=True, slots=True)
class _Stoppable:
    """Progress that another thread can bring to its end."""

    progress: Progress
    wanted: Event = field(default_factory=Event)
    ended: Event = field(default_factory=Event)

    def step(self, done: int, total: int) -> None:
        """Tell how far the work is; raises CancelledError once it should stop."""
        if self.wanted.is_set():
            raise CancelledError
        self.progress.step(done, total)

    def stop(self) -> None:
        """Have the work stopped, and wait a little until it has cleared up after itself."""
        self.wanted.set()
        self.ended.wait(_LONGEST_WAIT)


def _plan(connection: Connection) -> BackupPlan:
    second = settings.get(connection, SECOND_SETTING)
    hours = settings.get(connection, HOURS_SETTING) or ""
    is_number = hours.isdecimal() and 0 < int(hours) <= _LONGEST_HOURS
    return BackupPlan(Path(second) if second else None, int(hours) if is_number else EVERY_HOURS)


def _database(connection: Connection) -> str:
    found = settings.get(connection, DATABASE_SETTING)
    if found is None:
        raise VaultDamagedError
    return found


def _second_name(database: str) -> str:
    return _SECOND_NAME + database[:_SHOWN_OF_DATABASE]


def _is_one_disk(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError:
        return False
