"""Examines packages away from the vault: what arrived, whether it is to be believed, what it holds.

Nothing here asks the vault, so that it may take minutes beside all other work. What a package holds
is made ready in the stage and beside the vault; a row names it only when the package is taken.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from app.domain.errors import AppError, FolderUnusableError, PackageRejectedError
from app.domain.office_standing import OfficeStanding
from app.domain.package import Rejection
from app.domain.progress import Progress
from app.domain.registry import Arrival, Member
from app.handover.arrival import packages_below
from app.handover.credentials import DeskKeys
from app.handover.index import SignedIndex
from app.handover.reader import PackageReader, ReceivedPackage
from app.handover.schemas import Schemas
from app.handover.stage import Stage
from app.services.quarantine import quarantined
from app.services.taken_talks import Spool
from app.services.trail import Trail
from app.store.attachment_files import AttachmentFiles

_OURS = re.compile(r"([0-9]{6}-[0-9]{6})\.(?:json|json\.minisig|[0-9]{3})\Z")
_MOST_FILES = 20_000  # a package has a thousand volumes at most; a folder may have anything
# what says nothing about the package itself: it lies on the stick as before
PASSING = (Rejection.MEDIUM.value, Rejection.CHANGED.value, Rejection.NO_INDEX.value)


@dataclass(frozen=True, slots=True)
class Examined:
    """A package that was looked at: either all it holds, made ready, or why it is refused.

    signed is the index when a trusted office has signed it for this desk, whatever followed.
    set_aside is the folder in quarantine to which a refused one was copied.
    """

    arrival: Arrival
    id: str
    stage: Stage = field(repr=False)
    signed: SignedIndex | None = None
    package: ReceivedPackage | None = field(default=None, repr=False)
    members: tuple[Member, ...] = field(default=(), repr=False)
    spool: Spool | None = field(default=None, repr=False)
    error: PackageRejectedError | None = None
    set_aside: Path | None = None


@dataclass(frozen=True, slots=True)
class Examiner:
    """Looks at packages with a desk's keys; files is the folder of encrypted members."""

    keys: DeskKeys = field(repr=False)
    schemas: Schemas = field(repr=False)
    files: AttachmentFiles = field(repr=False)
    trail: Trail = field(repr=False)
    stages: Path
    quarantine: Path

    def examine(
        self, arrival: Arrival, standing: OfficeStanding | None, progress: Progress
    ) -> Examined:
        """Check everything and make ready what the package holds; a refused one is set aside.

        standing is as to the number the name claims.
        Raises CancelledError, DiskFullError, FolderUnusableError.
        """
        named = self.trail.new_id()
        stage = Stage(self.stages / named)
        try:
            stage.folder.mkdir(parents=True)
        except OSError as error:
            raise FolderUnusableError(str(stage.folder)) from error
        begun = Examined(arrival, named, stage)
        try:
            return self._opened(begun, standing, progress)
        except PackageRejectedError as error:
            stage.clear()
            return self._refused(begun, standing, error)
        except BaseException:
            stage.clear()
            raise

    def abandon(self, examined: Examined) -> None:
        """Let go of a package that was examined and not given to be taken: nothing of it stays.

        Whether it was given away is told by its stage, which whoever takes it clears.
        """
        if not examined.stage.folder.is_dir():
            return
        for member in examined.members:
            self.files.remove(member.id)
        examined.stage.clear()

    def _opened(
        self, begun: Examined, standing: OfficeStanding | None, progress: Progress
    ) -> Examined:
        reader = PackageReader(self.keys, self.schemas)
        arrival = begun.arrival

        def standing_of(code: str, sequence: int) -> OfficeStanding | None:
            is_claimed = (code, sequence) == (arrival.code, arrival.sequence)
            return standing if is_claimed else None

        package = reader.read(arrival.folder, begun.stage, standing_of, progress)
        spool = Spool.of(package, begun.stage, self.trail.clock)
        members: list[Member] = []
        try:
            self._keep_members(package, members)
        except BaseException:
            self.abandon(replace(begun, members=tuple(members)))
            raise
        return replace(
            begun, signed=package.signed, package=package, members=tuple(members), spool=spool
        )

    def _keep_members(self, package: ReceivedPackage, members: list[Member]) -> None:
        """Every file that is no document, encrypted beside the vault before any row names it."""
        owners = {t.path(file): t.id for t in package.package.talks for file in t.files}
        for name in sorted(package.members):
            if name.endswith(".json"):
                continue
            with package.open(name) as content:
                stored = self.files.write(content)
            owner = owners.get(name, "")
            members.append(Member(stored.id, owner, name, stored.size, stored.sha256))
            if stored.sha256 != package.members[name].sha256:
                raise PackageRejectedError(Rejection.UNREADABLE.value, name)

    def _refused(
        self, begun: Examined, standing: OfficeStanding | None, error: PackageRejectedError
    ) -> Examined:
        is_kept = begun.arrival.quarantine_id or error.reason in PASSING
        place = None
        if not is_kept and error.reason != Rejection.DUPLICATE.value:
            place = quarantined(begun.arrival.folder, self.quarantine / begun.id, error)
        signed = None if error.reason in PASSING else self._believed(begun.arrival, standing)
        return replace(begun, signed=signed, error=error, set_aside=place)

    def _believed(self, arrival: Arrival, standing: OfficeStanding | None) -> SignedIndex | None:
        """The index, when a trusted office has signed it for us: only then is there an answer."""
        if standing is None:
            return None
        # whatever number it has: who signed it and for whom is asked here, not whose turn it is
        any_number = replace(
            standing, last_sequence=arrival.sequence - 1, last_root=None, arrived=None
        )
        reader = PackageReader(self.keys, self.schemas)
        with suppress(AppError, OSError):
            signed, _ = reader.believe_index(arrival.folder, lambda _code, _sequence: any_number)
            seal = signed.index.seal
            if (seal.office_code, seal.sequence) == (arrival.code, arrival.sequence):
                return signed
        return None


def arrivals(folder: Path) -> list[Arrival]:
    """The packages in the folder or right below it: by office, then in the order of numbers."""
    found = [arrival_in(one) for one in packages_below(folder)]
    return sorted(found, key=lambda one: (one.name, str(one.folder)))


def arrival_in(folder: Path, quarantine_id: str = "") -> Arrival:
    """The package in a folder, by its names."""
    names: set[str] = set()
    size = 0
    with suppress(OSError):
        for path in islice(folder.iterdir(), _MOST_FILES):
            if match := _OURS.match(path.name):
                size += path.lstat().st_size
                if path.suffix == ".json":
                    names.add(match[1])
    return Arrival(folder, min(names, default=""), size, quarantine_id)


def forget_copy(folder: Path) -> None:
    """Take a copy out of quarantine; files that are not ours are left."""
    with suppress(OSError):
        for path in folder.iterdir():
            if _OURS.match(path.name) or path.name == "reason.txt":
                path.unlink()
        folder.rmdir()
