"""The signed list of a release's files, and the update file that is carried on a stick.

The list (MANIFEST.json and its .minisig) stands in the frozen folder itself, beside the executable,
so that whatever was made of that folder can be looked through later: an installed version, a .deb,
a portable folder. The update file is a ZIP of the folder in this order: list, signature, files. A
link of the folder is a line of the list and no member of the ZIP.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

from app.domain.release import (
    MANIFEST,
    SIGNATURE,
    UPDATE_ENDING,
    Manifest,
    Release,
    ReleaseFile,
    Schemas,
    read_manifest,
    version_of,
)
from app.store.migrate import OFFICE, REGISTRY, newest

Sign = Callable[[bytes], bytes]
"""Gives the .minisig over some content."""

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # of a ZIP; the digests tell what is in it, no time does
_RUNS, _PLAIN = 0o100755, 0o100644
_UNIX = 3


def this_release(platform: str, built_from: str) -> Release:
    """What is to be said of this source tree, built for that platform; goes into build.json too."""
    schemas = Schemas(office=newest(OFFICE), registry=newest(REGISTRY))
    return Release(version_of(metadata.version("tanxinbu")), platform, schemas, built_from)


def seal(frozen: Path, release: Release, sign: Sign) -> Manifest:
    """Write the signed list of all files into the frozen folder; nothing may change after it."""
    for name in (MANIFEST, SIGNATURE):
        (frozen / name).unlink(missing_ok=True)
    manifest = Manifest(release, tuple(_files(frozen)), tuple(_links(frozen)))
    content = manifest.written()
    read_manifest(content)  # what the program would refuse is not given out
    (frozen / MANIFEST).write_bytes(content)
    (frozen / SIGNATURE).write_bytes(sign(content))
    return manifest


def write(frozen: Path, folder: Path) -> Path:
    """Write the update file of a sealed frozen folder into the folder; give its path."""
    manifest = read_manifest((frozen / MANIFEST).read_bytes())
    release = manifest.release
    target = folder / f"tanxinbu-{release.version}-{release.platform}{UPDATE_ENDING}"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in (MANIFEST, SIGNATURE):
            _add(archive, frozen / name, name, _PLAIN)
        for file in manifest.files:
            _add(archive, frozen / file.path, file.path, _RUNS if file.runs else _PLAIN)
    return target


def _add(archive: zipfile.ZipFile, source: Path, name: str, mode: int) -> None:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.create_system, entry.external_attr = _UNIX, mode << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, source.read_bytes())


def _files(frozen: Path) -> Iterator[ReleaseFile]:
    for path in _paths(frozen):
        if not path.is_symlink():
            content = path.read_bytes()
            runs = os.access(path, os.X_OK)
            digest = hashlib.sha256(content).hexdigest()
            yield ReleaseFile(path.relative_to(frozen).as_posix(), len(content), digest, runs)


def _links(frozen: Path) -> Iterator[tuple[str, str]]:
    """Each link with the file it ends at; one that leads out of the folder is a ValueError."""
    whole = frozen.resolve()
    for path in _paths(frozen):
        if path.is_symlink():
            target = path.resolve(strict=True).relative_to(whole)
            yield path.relative_to(frozen).as_posix(), target.as_posix()


def _paths(frozen: Path) -> list[Path]:
    found = (path for path in frozen.rglob("*") if path.is_symlink() or path.is_file())
    return sorted(found, key=lambda path: path.relative_to(frozen).as_posix())
