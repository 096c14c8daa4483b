"""A release of the program: its version, what it is made of, and how it stands on this machine.

The manifest of a release is signed by whoever builds it; what it says of paths and sizes is checked
here before anything is believed, so that a signed mistake cannot write outside its own folder.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath

FORMAT = "tanxinbu-release-1"
MANIFEST, SIGNATURE = "MANIFEST.json", "MANIFEST.json.minisig"
UPDATE_ENDING = ".update"
LONGEST_MANIFEST = 8 << 20  # bytes; an honest one has a quarter of this
MOST_FILES = 20_000
MOST_BYTES = 2 << 30  # unpacked; an honest release has a tenth of this
_LONGEST_PATH, _LONGEST_NAME = 400, 200  # bytes in UTF-8
_VERSION = re.compile(r"(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})", re.ASCII)
_PLATFORM = re.compile(r"[a-z0-9]+-[a-z0-9_]+", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')


class InstallationKind(Enum):
    """How the program stands here.

    SOURCE runs from its source tree, PER_USER was installed by its own set-up, SYSTEM belongs to
    the system's packages, PORTABLE carries its vaults with it, LOOSE is a folder that was unpacked.
    """

    SOURCE = "source"
    PER_USER = "per_user"
    SYSTEM = "system"
    PORTABLE = "portable"
    LOOSE = "loose"


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """Three numbers, of which the first counts most."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


@dataclass(frozen=True, slots=True)
class Schemas:
    """The numbers of the newest schemas a release knows: of a vault, and of a registry's desk."""

    office: int
    registry: int


@dataclass(frozen=True, slots=True)
class Release:
    """What a release says of itself; built_from is the state of the source, platform its kind.

    schemas are None when the release does not tell.
    """

    version: Version
    platform: str
    schemas: Schemas | None = None
    built_from: str = ""


@dataclass(frozen=True, slots=True)
class Installation:
    """How the program that runs stands here.

    program is the folder of this program, root what holds all its versions (the same folder where
    it holds only one). previous is the version one can change to, newer or older, or None.
    """

    kind: InstallationKind
    root: Path
    program: Path
    release: Release
    previous: Release | None = None

    @property
    def can_update(self) -> bool:
        """Whether the program may exchange itself here."""
        return self.kind is InstallationKind.PER_USER


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One file of a release; size in bytes, runs tells that it is to be executable."""

    path: str
    size: int
    sha256: str
    runs: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """All files of a release, and its links: pairs of a path and the path it stands for."""

    release: Release
    files: tuple[ReleaseFile, ...]
    links: tuple[tuple[str, str], ...] = ()

    @property
    def size(self) -> int:
        """How many bytes the files have together."""
        return sum(file.size for file in self.files)

    def written(self) -> bytes:
        """The manifest as it is signed: the same content, the same bytes."""
        told = self.release
        content = {
            **release_content(told),
            "format": FORMAT,
            "files": [
                {"path": f.path, "size": f.size, "sha256": f.sha256, "runs": f.runs}
                for f in sorted(self.files, key=lambda f: f.path)
            ],
            "links": [{"path": at, "target": to} for at, to in sorted(self.links)],
        }
        return (json.dumps(content, ensure_ascii=False, sort_keys=True, indent=0) + "\n").encode()


class ManifestError(ValueError):
    """The manifest breaks a rule; the text names which, for the tests and the log."""


def version_of(text: str) -> Version:
    """The version in its own writing. Raises ManifestError."""
    found = _VERSION.fullmatch(text)
    if found is None:
        raise ManifestError("version")
    return Version(*map(int, found.groups()))


def release_content(release: Release) -> dict[str, object]:
    """What build.json and the manifest say of a release."""
    content: dict[str, object] = {
        "version": str(release.version),
        "platform": release.platform,
        "built_from": release.built_from,
    }
    if release.schemas is not None:
        known = release.schemas
        content["schemas"] = {"office": known.office, "registry": known.registry}
    return content


def release_of(untrusted: object) -> Release:
    """What is said of a release. Raises ManifestError."""
    told = _fields(untrusted)
    platform = _text(told, "platform")
    if not _PLATFORM.fullmatch(platform):
        raise ManifestError("platform")
    schemas = None
    if "schemas" in told:
        numbers = _fields(told["schemas"])
        schemas = Schemas(_number(numbers, "office", 10_000), _number(numbers, "registry", 10_000))
    built_from = told.get("built_from", "")
    return Release(
        version=version_of(_text(told, "version")),
        platform=platform,
        schemas=schemas,
        built_from=built_from[:100] if isinstance(built_from, str) else "",
    )


def read_manifest(untrusted: bytes) -> Manifest:
    """The manifest in these bytes, every rule checked. Raises ManifestError."""
    if len(untrusted) > LONGEST_MANIFEST:
        raise ManifestError("size")
    try:
        told = _fields(json.loads(untrusted))
    except (ValueError, RecursionError) as error:
        raise ManifestError("json") from error
    if told.get("format") != FORMAT:
        raise ManifestError("format")
    files = tuple(_file(one) for one in _rows(told, "files"))
    links = tuple(_link(one) for one in _rows(told, "links"))
    manifest = Manifest(release_of(told), files, links)
    _refuse_clashes(manifest)
    return manifest


def is_safe_path(path: str) -> bool:
    """Whether the path stays in its folder and means the same on every system."""
    names = path.split("/")
    return (
        len(path.encode(errors="replace")) <= _LONGEST_PATH
        and not _FORBIDDEN.search(path)
        and path.isprintable()
        and all(_is_safe_name(name) for name in names)
    )


def _is_safe_name(name: str) -> bool:
    is_short = len(name.encode(errors="replace")) <= _LONGEST_NAME
    return bool(name) and name not in (".", "..") and name[-1] not in ". " and is_short


def _refuse_clashes(manifest: Manifest) -> None:
    paths = [file.path for file in manifest.files] + [at for at, _ in manifest.links]
    if not manifest.files or len(paths) > MOST_FILES or manifest.size > MOST_BYTES:
        raise ManifestError("count")
    taken = {path.casefold() for path in paths}
    names = {MANIFEST.casefold(), SIGNATURE.casefold()}
    folders = {str(up).casefold() for path in paths for up in PurePosixPath(path).parents}
    if len(taken) != len(paths) or taken & names or taken & folders:
        raise ManifestError("twice")
    known = {file.path for file in manifest.files}
    if any(to not in known for _, to in manifest.links):
        raise ManifestError("link")


def _file(untrusted: object) -> ReleaseFile:
    told = _fields(untrusted)
    path, digest = _text(told, "path"), _text(told, "sha256")
    if not is_safe_path(path):
        raise ManifestError("path")
    if not _DIGEST.fullmatch(digest) or not isinstance(told.get("runs"), bool):
        raise ManifestError("file")
    return ReleaseFile(path, _number(told, "size", MOST_BYTES), digest, told["runs"] is True)


def _link(untrusted: object) -> tuple[str, str]:
    told = _fields(untrusted)
    at, to = _text(told, "path"), _text(told, "target")
    if not is_safe_path(at) or not is_safe_path(to):
        raise ManifestError("path")
    return at, to


def _fields(untrusted: object) -> dict[str, object]:
    if not isinstance(untrusted, dict):
        raise ManifestError("fields")
    return untrusted


def _rows(told: dict[str, object], name: str) -> list[object]:
    found = told.get(name)
    if not isinstance(found, list) or len(found) > MOST_FILES:
        raise ManifestError(name)
    return found


def _text(told: dict[str, object], name: str) -> str:
    found = told.get(name)
    if not isinstance(found, str):
        raise ManifestError(name)
    return found


def _number(told: dict[str, object], name: str, most: int) -> int:
    found = told.get(name)
    if type(found) is not int or not 0 <= found <= most:
        raise ManifestError(name)
    return found
