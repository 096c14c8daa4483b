"""A release on its way from an update file to its folder: written, read back, then in its place."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from app.domain.progress import Progress
from app.domain.release import MANIFEST, SIGNATURE, Manifest
from app.domain.update_errors import UpdateAlteredError, UpdateReadBackError
from app.handover.page_cache import digest_from_medium
from app.handover.update_archive import Proven, UpdateArchive
from app.system.files import sync_folder
from app.system.installation import Shelf

_CHUNK = 1 << 20


def looked_through(archive: UpdateArchive, manifest: Manifest, progress: Progress) -> None:
    """Read every file of the update and hold it to its digest; nothing is written.

    Raises UpdateAlteredError, UpdateMediumError, CancelledError.
    """
    done = 0
    for file in manifest.files:
        digest = hashlib.sha256()
        for piece in archive.pieces(file):
            digest.update(piece)
            done += len(piece)
            progress.step(done, max(manifest.size, 1))
        if digest.hexdigest() != file.sha256:
            raise UpdateAlteredError(file.path)


@dataclass(slots=True)
class Unpacking:
    """One release on its way from the stick to the folder it will stand in."""

    shelf: Shelf
    archive: UpdateArchive
    proven: Proven
    progress: Progress
    moved: int = 0

    def done(self) -> None:
        """Put the version into its place, whole and read back, or leave no trace of it.

        Raises UpdateAlteredError, UpdateMediumError, UpdateReadBackError, CancelledError, OSError.
        """
        version = self.proven.manifest.release.version
        part, target = self.shelf.part(version), self.shelf.folder(version)
        try:
            part.mkdir(parents=True)
            self._write(part)
            self._read_back(part)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        if target.exists():  # one that nothing points at any more, or the newer one that was left
            shutil.rmtree(target)
        part.rename(target)
        sync_folder(target.parent)

    def _write(self, part: Path) -> None:
        manifest = self.proven.manifest
        for file in manifest.files:
            path = part / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            digest = hashlib.sha256()
            with path.open("xb") as written:
                for piece in self.archive.pieces(file):
                    digest.update(piece)
                    written.write(piece)
                    self._step(len(piece))
                if digest.hexdigest() != file.sha256:
                    raise UpdateAlteredError(file.path)
                _keep(written.fileno(), runs=file.runs)
        for at, to in manifest.links:
            _link(part, at, to)
        for name, content in (
            (MANIFEST, self.proven.content),
            (SIGNATURE, self.proven.signature),
        ):
            with (part / name).open("xb") as written:
                written.write(content)
                _keep(written.fileno(), runs=False)
        for folder in [part, *(path for path in part.rglob("*") if path.is_dir())]:
            sync_folder(folder)

    def _read_back(self, part: Path) -> None:
        """Hold what the medium itself gives back to the list."""
        for file in self.proven.manifest.files:
            digest, size, _ = digest_from_medium(part / file.path, self._step)
            if (digest, size) != (file.sha256, file.size):
                raise UpdateReadBackError(file.path)

    def _step(self, count: int) -> None:
        self.moved += count
        self.progress.step(self.moved, max(2 * self.proven.manifest.size, 1))


def first_flaw(folder: Path, manifest: Manifest, progress: Progress) -> str:
    """The first file of an installed version that is not as it was signed; empty when all are."""
    done = 0
    for file in manifest.files:
        digest = hashlib.sha256()
        try:
            with (folder / file.path).open("rb") as installed:
                while chunk := installed.read(_CHUNK):
                    digest.update(chunk)
        except OSError:
            return file.path
        if digest.hexdigest() != file.sha256:
            return file.path
        done += file.size
        progress.step(done, max(manifest.size, 1))
    return ""


def _keep(descriptor: int, *, runs: bool) -> None:
    if runs and hasattr(os, "fchmod"):
        os.fchmod(descriptor, 0o755)
    os.fsync(descriptor)


def _link(part: Path, at: str, to: str) -> None:
    path, target = part / at, part / to
    path.parent.mkdir(parents=True, exist_ok=True)
    if os.name == "nt":
        shutil.copyfile(target, path)  # Windows lets only administrators make links
    else:
        path.symlink_to(os.path.relpath(target, path.parent))
