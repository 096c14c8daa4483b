"""How the program stands on this machine, and the two versions it keeps where it was installed.

Where it was installed for one user there is a folder with `versions/<version>/`, and two pointers,
`current` and `previous`: links on Linux, `current.txt` and `previous.txt` on Windows. A pointer is
exchanged in one step, so that a cut of power leaves the old program or the new one.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from app.domain.release import (
    Installation,
    InstallationKind,
    ManifestError,
    Release,
    Version,
    release_of,
    version_of,
)
from app.domain.update_errors import UpdateBusyError
from app.system import paths, portable
from app.system.files import sync_folder, write_safely

VERSIONS = "versions"
_CURRENT, _PREVIOUS = "current", "previous"
_PART = ".part"
_OF_THE_SYSTEM = Path("/opt/tanxinbu")
_BUILD = Path("resources/release/build.json")
_INSIDE = "_internal"
EXECUTABLES = ("tanxinbu", "tanxinbu.exe")
_ON_WINDOWS = os.name == "nt"
_LONGEST_FACTS = 1 << 16


def here() -> Installation:
    """How the program that runs stands here."""
    program = _program_folder()
    if program is None:
        release = Release(version_of(metadata.version("tanxinbu")), _platform())
        source = paths.resources_folder().parent
        return Installation(InstallationKind.SOURCE, source, source, release)
    return of(program)


def of(program: Path) -> Installation:
    """How the program in this folder stands."""
    release = release_in(program) or Release(version_of(metadata.version("tanxinbu")), _platform())
    if (program / portable.MARKER).is_file():
        return Installation(InstallationKind.PORTABLE, program, program, release)
    if program.is_relative_to(_OF_THE_SYSTEM):
        return Installation(InstallationKind.SYSTEM, program, program, release)
    shelf = Shelf(program.parent.parent)
    if program.parent.name == VERSIONS and shelf.current() is not None:
        kind = InstallationKind.PER_USER
        return Installation(kind, shelf.root, program, release, shelf.other())
    return Installation(InstallationKind.LOOSE, program, program, release)


def release_in(program: Path) -> Release | None:
    """What the program in this folder says it is; None when it does not say."""
    for place in (program / _INSIDE, program):
        with contextlib.suppress(OSError, ValueError, RecursionError):
            content = (place / _BUILD).read_bytes()
            return release_of(json.loads(content[:_LONGEST_FACTS]))
    return None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The versions that were installed for one user, and the pointers to two of them."""

    root: Path
    has_links: bool = not _ON_WINDOWS

    def folder(self, version: Version) -> Path:
        """Where that version stands, or would."""
        return self.root / VERSIONS / str(version)

    def part(self, version: Version) -> Path:
        """Where that version is put together before it is whole."""
        return self.root / VERSIONS / f".{version}{_PART}"

    def current(self) -> Version | None:
        """The version that is started."""
        return self._pointed(_CURRENT)

    def other(self) -> Release | None:
        """The version one can change to: the one before, or the newest other that is there."""
        current = self.current()
        wanted = self._pointed(_PREVIOUS)
        found = self._there()[::-1] if wanted is None or wanted == current else [wanted]
        others = (release_in(self.folder(version)) for version in found if version != current)
        return next((release for release in others if release is not None), None)

    def start_with(self, version: Version) -> None:
        """Let that version be the one that is started. Raises OSError."""
        self._point(_CURRENT, version)

    def keep_beside(self, version: Version) -> None:
        """Let that version be the one that one can change to. Raises OSError."""
        self._point(_PREVIOUS, version)

    def remove_others(self) -> None:
        """Remove every version but the two that are pointed at, and what was left half done."""
        kept = {str(self._pointed(name)) for name in (_CURRENT, _PREVIOUS)}
        for path in self._folders():
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)

    def remove_parts(self) -> None:
        """Remove what was left half done."""
        for path in self._folders():
            if path.name.endswith(_PART):
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else exchange versions meanwhile. Raises UpdateBusyError, OSError."""
        # starts faster: it loads asyncio, and a start exchanges nothing
        from filelock import FileLock, Timeout

        lock = FileLock(self.root / "update.lock", timeout=0, mode=0o600, thread_local=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise UpdateBusyError from error
        try:
            yield
        finally:
            lock.release(force=True)

    def _there(self) -> list[Version]:
        found = []
        for path in self._folders():
            with contextlib.suppress(ManifestError):
                found.append(version_of(path.name))
        return sorted(found)

    def _folders(self) -> list[Path]:
        try:
            return [path for path in (self.root / VERSIONS).iterdir() if path.is_dir()]
        except OSError:
            return []

    def _pointed(self, name: str) -> Version | None:
        try:
            if self.has_links:
                told = (self.root / name).readlink().name
            else:
                told = (self.root / f"{name}.txt").read_text("ascii").strip()
            version = version_of(told)
        except (OSError, ValueError):
            return None
        return version if self.folder(version).is_dir() else None

    def _point(self, name: str, version: Version) -> None:
        if not self.has_links:
            write_safely(self.root / f"{name}.txt", f"{version}\n".encode())
            return
        fresh = self.root / f"{name}.new"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path(VERSIONS) / str(version))
        fresh.replace(self.root / name)
        sync_folder(self.root)


def executable(installation: Installation) -> Path:
    """What is to be started when the program is opened anew: the version that is current now."""
    shelf = Shelf(installation.root)
    current = shelf.current() if installation.kind is InstallationKind.PER_USER else None
    program = shelf.folder(current) if current else installation.program
    found = (program / name for name in EXECUTABLES)
    return next((path for path in found if path.is_file()), Path(sys.executable))


def clean_environment() -> dict[str, str]:
    """What the machine gave, without what a frozen program added for its own libraries.

    Another version that is started by this one must find its own; the first word tells its
    bootloader so (source: PyInstaller, "Run-time information").
    """
    given = {**os.environ, "PYINSTALLER_RESET_ENVIRONMENT": "1"}
    before = given.pop("LD_LIBRARY_PATH_ORIG", None)
    if getattr(sys, "frozen", False):
        given.pop("LD_LIBRARY_PATH", None)
    if before:
        given["LD_LIBRARY_PATH"] = before
    return given


def _program_folder() -> Path | None:
    if getattr(sys, "frozen", False):
        return Path(sys.executable).resolve().parent
    resources = paths.resources_folder()
    if not (resources.parent / _BUILD).is_file():
        return None
    # on Windows an interpreter of its own runs the program, somewhere inside its version's folder
    above = (folder for folder in resources.parents if folder.parent.name == VERSIONS)
    return next(above, resources.parent)


def _platform() -> str:
    machine = os.uname().machine if hasattr(os, "uname") else "x86_64"
    system = "windows" if _ON_WINDOWS else sys.platform
    return f"{system}-{machine.lower()}"
