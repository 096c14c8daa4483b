"""The update file on a stick: a ZIP that is trusted in nothing before its list is proven.

Its outer form is held to what an honest one has (plain members, two ways of packing, no link, no
path that leads out), its list of files to the key of the program that runs, and each member to the
digest in that list. Nothing is unpacked here.
"""

from __future__ import annotations

import hashlib
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.release import (
    LONGEST_MANIFEST,
    MANIFEST,
    MOST_BYTES,
    MOST_FILES,
    SIGNATURE,
    Manifest,
    ManifestError,
    ReleaseFile,
    is_safe_path,
    read_manifest,
)
from app.domain.update_errors import (
    NotAnUpdateError,
    UpdateAlteredError,
    UpdateCutError,
    UpdateForeignKeyError,
    UpdateHostileError,
    UpdateMediumError,
    UpdateUnsignedError,
)
from app.handover import minisign

_CHUNK = 1 << 20
_END, _END_LENGTH, _LONGEST_COMMENT = b"PK\x05\x06", 22, 0xFFFF
_SECOND, _SECOND_LENGTH = b"PK\x06\x07", 20
_BEGIN = b"PK\x03\x04"
_LARGEST_DIRECTORY = 16 << 20
# ValueError: names that cannot be decoded
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, struct.error)
# how well it was packed, sizes behind the data, names in UTF-8; no other mark is known here
_PLAIN_FLAGS = 0x2 | 0x4 | 0x8 | 0x800


@dataclass(frozen=True, slots=True)
class Proven:
    """A list of files as it was signed: what it says, and its very bytes with their signature."""

    manifest: Manifest
    content: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the list."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class UpdateArchive:
    """An update file that is open for reading."""

    path: Path
    _archive: zipfile.ZipFile = field(repr=False)

    def proven(self, public_key: bytes) -> Proven:
        """The list of files, signed with this key, and the members exactly those it names.

        Raises NotAnUpdateError, UpdateHostileError, UpdateUnsignedError, UpdateForeignKeyError,
        UpdateMediumError.
        """
        members = self._members()
        content = self._small(members[MANIFEST], LONGEST_MANIFEST)
        if SIGNATURE not in members:
            raise UpdateUnsignedError(self.path.name)
        signature = self._small(members[SIGNATURE], minisign.LONGEST_FILE)
        refuse_unsigned(content, signature, public_key, self.path.name)
        try:
            manifest = read_manifest(content)
        except ManifestError as error:
            raise UpdateHostileError("manifest") from error
        self._refuse_others(members, manifest)
        return Proven(manifest, content, signature)

    def pieces(self, file: ReleaseFile) -> Iterator[bytes]:
        """The bytes of one file, as long as the list says and not one more; no digest is checked.

        Raises UpdateAlteredError, UpdateMediumError.
        """
        try:
            with self._archive.open(file.path) as member:
                left = file.size
                while chunk := member.read(min(_CHUNK, left + 1)):
                    left -= len(chunk)
                    if left < 0:
                        raise UpdateAlteredError(file.path)
                    yield chunk
        except _BROKEN as error:
            raise UpdateAlteredError(file.path) from error
        except OSError as error:
            raise UpdateMediumError(self.path.name) from error

    def _members(self) -> dict[str, zipfile.ZipInfo]:
        """The members by name. Raises NotAnUpdateError, UpdateHostileError."""
        infos = self._archive.infolist()
        members = {info.filename: info for info in infos}
        if MANIFEST not in members:
            raise NotAnUpdateError(self.path.name)
        if len(members) != len(infos):
            raise UpdateHostileError("twice")
        for info in infos:
            if fault := _fault(info):
                raise UpdateHostileError(fault)
        if sum(info.file_size for info in infos) > MOST_BYTES + LONGEST_MANIFEST:
            raise UpdateHostileError("huge")
        return members

    def _refuse_others(self, members: dict[str, zipfile.ZipInfo], manifest: Manifest) -> None:
        wanted = {file.path: file.size for file in manifest.files}
        found = set(members) - {MANIFEST, SIGNATURE}
        if found - set(wanted):
            raise UpdateHostileError("extra")
        if set(wanted) - found:
            raise UpdateHostileError("lacking")
        for path in found:
            if members[path].file_size != wanted[path]:
                raise UpdateAlteredError(path)

    def _small(self, info: zipfile.ZipInfo, longest: int) -> bytes:
        if info.file_size > longest:
            raise UpdateHostileError("huge")
        file = ReleaseFile(info.filename, info.file_size, "")
        return b"".join(self.pieces(file))


@contextmanager
def opened(path: Path) -> Iterator[UpdateArchive]:
    """The update file at the path, open; its list is still to be proven.

    Raises NotAnUpdateError, UpdateCutError, UpdateHostileError, UpdateMediumError.
    """
    try:
        _refuse_endless(path)
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise UpdateMediumError(path.name) from error
    except (*_BROKEN, NotImplementedError) as error:
        raise NotAnUpdateError(path.name) from error
    with archive:
        yield UpdateArchive(path, archive)


def refuse_unsigned(content: bytes, signature: bytes, public_key: bytes, file_name: str) -> None:
    """See that the signature was made over this content with this key.

    Raises UpdateUnsignedError, UpdateForeignKeyError.
    """
    if minisign.is_signature_of(signature, content, public_key):
        return
    found, wanted = minisign.signer_of(signature), minisign.key_number(public_key)
    if found and found != wanted:
        raise UpdateForeignKeyError(found, wanted)
    raise UpdateUnsignedError(file_name)


def _fault(info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "link"
    if not is_safe_path(info.filename) or info.orig_filename != info.filename:
        return "path"
    if info.flag_bits & ~_PLAIN_FLAGS:
        return "locked"
    return "" if info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) else "packed"


def _refuse_endless(path: Path) -> None:
    """See that the directory at the end is one an honest file may have, before it is read."""
    with path.open("rb") as file:
        begin = file.read(len(_BEGIN))
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_LENGTH - _LONGEST_COMMENT))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_LENGTH:
        if begin == _BEGIN:
            raise UpdateCutError(path.name)
        raise NotAnUpdateError(path.name)
    # an honest one is not so large that it would need the second kind of end
    if tail[max(0, at - _SECOND_LENGTH) : at].startswith(_SECOND):
        raise UpdateHostileError("huge")
    count, length = struct.unpack_from("<H I", tail, at + 10)
    if count > MOST_FILES + 2 or length > _LARGEST_DIRECTORY:
        raise UpdateHostileError("huge")
