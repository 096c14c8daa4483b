"""Takes a package out of the vault, so that it can be written while the vault is used by others."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from app.domain.package import PackageContent, PackagePart
from app.handover.shelf import Laid, Shelf
from app.services.packing import AT_ONCE, Where
from app.store import packages
from app.store.attachment_files import AttachmentFiles
from app.store.disk import disk_faults_named
from app.store.packages import KeptPackage, KeptPart
from app.store.vault import Vault

_STAGED_AT_ONCE = 50
_LISTED_AT_ONCE = 2000
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class KeptContents:
    """Takes packages out: documents from the vault onto a shelf, attachments as they are read."""

    vault: Vault
    files: AttachmentFiles = field(repr=False)

    def content(self, package: KeptPackage, shelf: Shelf) -> Generator[Where, None, PackageContent]:
        """The package ready to be written without the vault: documents lie on the shelf.

        Attachments are files beside the vault already. Raises DiskFullError.
        """
        listed: list[KeptPart] = []
        laid: dict[int, Laid] = {}
        is_more = True
        while is_more:
            yield Where.VAULT
            more = self._list(package.number, listed[-1].place if listed else -1)
            listed += more
            is_more = bool(more)
        last = -1
        is_more = True
        while is_more:
            yield Where.VAULT
            until = time.monotonic() + AT_ONCE
            while is_more and time.monotonic() < until:
                found = self._lay(package.number, last, shelf)
                laid |= found
                last = max(found, default=last)
                is_more = bool(found)
        yield Where.BESIDE
        parts = (self._part(part, shelf, laid) for part in listed)
        return PackageContent(package.seal, tuple(parts))

    def _list(self, number: int, after: int) -> list[KeptPart]:
        with self.vault.reading() as connection:
            return packages.parts_of(connection, number, after, _LISTED_AT_ONCE)

    def _lay(self, number: int, after: int, shelf: Shelf) -> dict[int, Laid]:
        with self.vault.reading() as connection:
            found = packages.packed_contents(connection, number, after, _STAGED_AT_ONCE)
        with disk_faults_named(self.vault.folder):
            return {place: shelf.lay(content) for place, content in found}

    def _part(self, part: KeptPart, shelf: Shelf, laid: dict[int, Laid]) -> PackagePart:
        pieces: Callable[[], Iterable[bytes]]
        if part.attachment_id:
            pieces = partial(self._file_pieces, part.attachment_id, part.size)
        else:
            pieces = partial(self._shelf_pieces, shelf, laid[part.place])
        return PackagePart(part.name, part.size, part.sha256, pieces)

    def _file_pieces(self, attachment_id: str, size: int) -> Iterator[bytes]:
        # each chunk is proven by its seal, and the whole by the digest as it goes into the bag
        with self.files.open(attachment_id, size) as file:
            while piece := file.read(_PIECE):
                yield piece

    def _shelf_pieces(self, shelf: Shelf, laid: Laid) -> Iterator[bytes]:
        with disk_faults_named(self.vault.folder):
            packed = shelf.take(laid)
        yield packages.unpacked(packed)
