"""Exchanging the program for a signed release from a stick, and changing back to the one before.

What runs is never written to: the new version is put together beside it, read back from the disk,
and then becomes the one that is started, in one step. The vault is not touched here.
"""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.progress import Progress
from app.domain.release import (
    MANIFEST,
    SIGNATURE,
    UPDATE_ENDING,
    Installation,
    InstallationKind,
    Manifest,
    ManifestError,
    Release,
    read_manifest,
)
from app.domain.update_errors import (
    NoOtherVersionError,
    OtherVersionDamagedError,
    UpdateChangedError,
    UpdateElsewhereError,
    UpdateFolderError,
    UpdateForeignKeyError,
    UpdateNoRoomError,
    UpdateOlderError,
    UpdatePlatformError,
    UpdateSameError,
    UpdateUnsignedError,
)
from app.system import installation as standing
from app.system.installation import Shelf

_MARGIN = 32 << 20  # bytes that stay free beside the new version
_KEY = Path("resources/release/release.pub")
_LONGEST_KEY = 4096
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class ReleaseOffer:
    """An update file that was looked through and found whole.

    signer is the number of the key that signed it; digest that of its list of files.
    """

    path: Path
    manifest: Manifest = field(repr=False)
    signer: str
    digest: str

    @property
    def release(self) -> Release:
        """What the update says it is."""
        return self.manifest.release


@dataclass(frozen=True, slots=True)
class Updating:
    """The program's own versions. public_key is what releases must be signed with, if known."""

    installation: Installation
    public_key: bytes = b""

    @classmethod
    def here(cls) -> Updating:
        """For the program that runs."""
        found = standing.here()
        return cls(found, key_in(found.program))

    @property
    def can_update(self) -> bool:
        """Whether this program may exchange itself."""
        return self.installation.can_update and bool(self.public_key)

    def found_on(self, folder: Path) -> list[Path]:
        """The update files in a folder such as a stick's, by name; a folder that fails has none."""
        try:
            found = [one for one in folder.iterdir() if one.name.endswith(UPDATE_ENDING)]
            return sorted(one for one in found if one.is_file())
        except OSError:
            return []

    def look(self, path: Path, progress: Progress) -> ReleaseOffer:
        """See that the file is a newer release for this machine, signed by the same key and whole.

        Nothing is unpacked. Raises UpdateElsewhereError, NotAnUpdateError, UpdateCutError,
        UpdateHostileError, UpdateUnsignedError, UpdateForeignKeyError, UpdateAlteredError,
        UpdatePlatformError, UpdateOlderError, UpdateSameError, UpdateMediumError, CancelledError.
        """
        self._refuse_elsewhere()
        # to start faster
        from app.handover import minisign, update_archive
        from app.services.release_unpacking import looked_through

        with update_archive.opened(path) as archive:
            proven = archive.proven(self.public_key)
            self._refuse_unsuitable(proven.manifest.release)
            looked_through(archive, proven.manifest, progress)
        signer = minisign.key_number(self.public_key)
        return ReleaseOffer(path, proven.manifest, signer, proven.digest)

    def take(self, offer: ReleaseOffer, progress: Progress) -> Installation:
        """Put the release beside what runs, read it back, and let it be started from now on.

        What runs now stays as the version one can change back to; older ones are removed at the
        very end. Back up the vault before. Raises what look raises, UpdateChangedError,
        UpdateBusyError, UpdateNoRoomError, UpdateFolderError, UpdateReadBackError.
        """
        self._refuse_elsewhere()
        # to start faster
        from app.handover import update_archive
        from app.services.release_unpacking import Unpacking

        shelf = Shelf(self.installation.root)
        with _on_the_programs_disk(shelf.root, offer.manifest.size), shelf.alone():
            # what runs is known to run; one that was taken meanwhile and never started is not kept
            before = self.installation.release.version
            shelf.remove_parts()
            with update_archive.opened(offer.path) as archive:
                proven = archive.proven(self.public_key)
                if proven.digest != offer.digest:
                    raise UpdateChangedError(offer.path.name)
                self._refuse_unsuitable(offer.release)
                _refuse_full(shelf.root, offer.manifest.size)
                Unpacking(shelf, archive, proven, progress).done()
            shelf.keep_beside(before)
            shelf.start_with(offer.release.version)
            shelf.remove_others()
        return self.now()

    def now(self) -> Installation:
        """How the program stands after a change: which version is started next, and the other."""
        shelf = Shelf(self.installation.root)
        current = shelf.current()
        if self.installation.kind is not InstallationKind.PER_USER or current is None:
            return self.installation
        release = standing.release_in(shelf.folder(current)) or self.installation.release
        return replace(self.installation, release=release, previous=shelf.other())

    def other(self) -> Release | None:
        """The version one can change to: the one before, or the newer one that was left."""
        return self.now().previous

    def change_to_other(self, progress: Progress) -> Installation:
        """Let the other version be started from now on; what runs now becomes the other.

        Ask first whether it can open the vault. Raises UpdateElsewhereError, NoOtherVersionError,
        OtherVersionDamagedError, UpdateBusyError, UpdateFolderError, CancelledError.
        """
        self._refuse_elsewhere()
        shelf = Shelf(self.installation.root)
        with _on_the_programs_disk(shelf.root, 0), shelf.alone():
            other, before = shelf.other(), shelf.current()
            if other is None:
                raise NoOtherVersionError
            self._refuse_damaged(shelf.folder(other.version), other, progress)
            shelf.start_with(other.version)
            if before is not None:
                shelf.keep_beside(before)
        return self.now()

    def executable(self) -> Path:
        """What is to be started when the program is opened anew."""
        return standing.executable(self.installation)

    # ── what is refused ──────────────────────────────────────────────────────────────────────────

    def _refuse_elsewhere(self) -> None:
        if not self.can_update:
            raise UpdateElsewhereError(self.installation.kind)

    def _refuse_unsuitable(self, offered: Release) -> None:
        running = self.now().release
        if offered.platform != running.platform:
            raise UpdatePlatformError(offered.platform, running.platform)
        if offered.version == running.version:
            raise UpdateSameError(str(offered.version))
        if offered.version < running.version:
            raise UpdateOlderError(str(offered.version), str(running.version))

    def _refuse_damaged(self, folder: Path, release: Release, progress: Progress) -> None:
        # to start faster
        from app.handover import update_archive
        from app.services.release_unpacking import first_flaw

        version = str(release.version)
        try:
            content = (folder / MANIFEST).read_bytes()
            signature = (folder / SIGNATURE).read_bytes()
            update_archive.refuse_unsigned(content, signature, self.public_key, MANIFEST)
            manifest = read_manifest(content)
        except (OSError, ManifestError, UpdateUnsignedError, UpdateForeignKeyError) as error:
            raise OtherVersionDamagedError(version, MANIFEST) from error
        flaw = first_flaw(folder, manifest, progress)
        if flaw or manifest.release.version != release.version:
            raise OtherVersionDamagedError(version, flaw or MANIFEST)


def key_in(program: Path) -> bytes:
    """The key that releases of this program are signed with; empty when it brings none."""
    # to start faster
    from app.handover import minisign

    for place in (program / "_internal", program):
        with contextlib.suppress(OSError, ValueError):
            content = (place / _KEY).read_bytes()[:_LONGEST_KEY].decode("utf-8")
            return minisign.public_key_from(content.split("\n")[-2 if content[-1:] == "\n" else -1])
    return b""


def _refuse_full(root: Path, needed: int) -> None:
    free = shutil.disk_usage(root).free
    if free < needed + _MARGIN:
        raise UpdateNoRoomError(needed + _MARGIN, free)


@contextmanager
def _on_the_programs_disk(root: Path, needed: int) -> Iterator[None]:
    """What the disk of the program refuses is told of that disk, not of the stick."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            free = shutil.disk_usage(root).free
            raise UpdateNoRoomError(needed + _MARGIN, free) from error
        raise UpdateFolderError(str(root)) from error
