"""Carrying the signed papers of a year out of the vault: piece by piece, stopped and gone on with.

Each file is registered as a copy when it stands there whole. A second run looks at what is there by
its digest: what is right is left, what is something else is left too and told, the rest is written.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from app.domain.calendar import written_date
from app.domain.canonical import digest_of
from app.domain.changes import Changes
from app.domain.copies import (
    AMENDMENT,
    MINUTES,
    CopyWay,
    Original,
    PaperCopy,
    written_number,
)
from app.domain.errors import AttachmentDamagedError
from app.domain.export_errors import (
    ExportEmptyError,
    ExportInsideVaultError,
    ExportPlaceFullError,
)
from app.domain.progress import Progress
from app.domain.year_export import (
    ExportFile,
    ExportLeg,
    ExportLine,
    ExportList,
    ExportOrder,
    ExportRoom,
    LineState,
    YearExported,
)
from app.handover.workbook import Sheet, workbook
from app.services.copies import Copies
from app.services.export_place import ExportPlace
from app.store import copies, year_exports
from app.store.vault import Vault

_MARGIN = 4 << 20  # for the list, and for what the medium's own books take
_MOMENT = 0.2  # seconds; then others who wait for the vault have their turn
_HEADINGS = (
    ("序号", 6), ("编号", 18), ("文书", 12), ("日期", 16), ("页数", 6), ("字节", 10),
    ("份号", 10), ("文件", 22), ("SHA-256", 70), ("情况", 12),
)  # fmt: skip
_STATES = {LineState.WRITTEN: "本次写入", LineState.THERE: "已在，核对相符"}


@dataclass(frozen=True, slots=True)
class YearExport:
    """The queries and commands of a year's export, in the order in which they are asked."""

    vault: Vault
    copies: Copies = field(repr=False)

    def years(self) -> tuple[int, ...]:
        """The years in whose numbers there are signed minutes, the latest first."""
        with self.vault.reading() as connection:
            return year_exports.years(connection)

    def wanted(self, order: ExportOrder) -> ExportList:
        """Everything the order comes to.

        Raises RoleRefusedError, ExportEmptyError.
        """
        self.copies.trail.refuse_early("export.year")
        with self.vault.reading() as connection:
            files = year_exports.papers(connection, order.year, is_sealed_only=order.is_sealed_only)
        if not files:
            raise ExportEmptyError(order.year)
        return ExportList(order, files)

    def place(self, wanted: ExportList, chosen: Path) -> ExportPlace:
        """Where they would go; touches no vault and writes nothing.

        Raises ExportInsideVaultError, ExportPlaceGoneError, ExportPlaceReadOnlyError.
        """
        if chosen.resolve().is_relative_to(self.vault.folder.resolve()):
            raise ExportInsideVaultError(str(chosen))
        return ExportPlace.at(chosen, wanted.order.folder_name)

    def room(self, wanted: ExportList, place: ExportPlace) -> ExportRoom:
        """What is there already, and whether the rest has room; touches no vault.

        Raises ExportPlaceGoneError, ExportPlaceFullError.
        """
        names = {p.name for p in place.folder.iterdir()} if place.folder.is_dir() else set()
        missing = [file for file in wanted.files if file.file_name not in names]
        needed, free = sum(file.size for file in missing) + _MARGIN, place.free()
        if needed > free:
            raise ExportPlaceFullError(needed, free, len(wanted.files) - len(missing))
        return ExportRoom(needed, free, len(wanted.files) - len(missing))

    def begin(self, wanted: ExportList, place: ExportPlace) -> Changes:
        """Make the folder, and write down that an export was begun, before a file goes out.

        Raises RoleRefusedError, and what a place raises.
        """
        self.copies.trail.refuse_early("export.year")
        place.make()
        with self.vault.transaction() as connection:
            content = digest_of([file.sha256 for file in wanted.files])
            self.copies.trail.write(connection, "export.year", str(wanted.order.year), content)
        return Changes.NONE

    def go_on(
        self, wanted: ExportList, place: ExportPlace, at: int, progress: Progress
    ) -> tuple[ExportLeg, Changes]:
        """Deal with the files from that place on, for a moment; the answer says where to go on.

        Raises ReadBackError, RoleRefusedError, ArchiveRuleError, CancelledError, and what a place
        raises; files that were dealt with before stand there whole and registered.
        """
        lines: list[ExportLine] = []
        until = time.monotonic() + _MOMENT
        while at < len(wanted.files) and (not lines or time.monotonic() < until):
            with place.faults_named(at, len(wanted.files)):
                lines.append(self._dealt_with(wanted.order, wanted.files[at], place))
            at += 1
            progress.step(at, len(wanted.files))
        is_copied = any(line.state is LineState.WRITTEN for line in lines)
        return ExportLeg(tuple(lines), at), Changes.COPIES if is_copied else Changes.NONE

    def finish(
        self, wanted: ExportList, place: ExportPlace, lines: Sequence[ExportLine]
    ) -> tuple[YearExported, Changes]:
        """Write the list of everything with its digests, and that the export came to its end.

        Raises ReadBackError, RoleRefusedError, and what a place raises.
        """
        trail = self.copies.trail
        at = trail.clock.local(trail.clock.now())
        name = f"目录-{at:%Y%m%d-%H%M%S}"
        out = [line for line in lines if line.is_out]
        book = workbook((self._sheet(f"{wanted.order.year}年", out),))
        sums = "".join(f"{line.sha256}  {line.file.file_name}\n" for line in out)
        with place.faults_named(len(out), len(wanted.files)):
            place.write(f"{name}.xlsx", book)
            place.write(f"{name}.sha256", sums.encode())
        with self.vault.transaction() as connection:
            content = sha256(book).hexdigest()
            trail.write(connection, "export.finish", str(wanted.order.year), content)
        exported = YearExported(str(place.folder), f"{name}.xlsx", tuple(lines))
        return exported, Changes.NONE

    # ── one file ─────────────────────────────────────────────────────────────────────────────────

    def _dealt_with(self, order: ExportOrder, file: ExportFile, place: ExportPlace) -> ExportLine:
        there = place.digest(file.file_name)
        if there:
            return self._found(order, file, there)
        try:
            original = self._original(file)
        except AttachmentDamagedError:
            return ExportLine(file, LineState.DAMAGED)
        prepared = self.copies.prepare(original, order.way, order.wish)
        place.write(file.file_name, prepared.content)
        try:
            self.copies.keep(prepared)
        except BaseException:
            place.remove(file.file_name)  # what is in no register must not be out
            raise
        digest = sha256(prepared.content).hexdigest()
        return ExportLine(file, LineState.WRITTEN, prepared.copy.number, digest)

    def _found(self, order: ExportOrder, file: ExportFile, there: str) -> ExportLine:
        """Whether what stands under the name is what would be written, and in the register."""
        known = [copy for copy in self._known(file) if copy.way is order.way]
        if order.way is CopyWay.ORIGINAL:
            if there != file.sha256:
                return ExportLine(file, LineState.DIFFERS)
            if known:
                return ExportLine(file, LineState.THERE, known[-1].number, there)
        try:
            original = self._original(file)
        except AttachmentDamagedError:
            return ExportLine(file, LineState.DAMAGED)
        for copy in reversed(known):
            if sha256(self._marked(original, copy)).hexdigest() == there:
                return ExportLine(file, LineState.THERE, copy.number, there)
        # written, and the machine stopped before it was registered
        prepared = self.copies.prepare(original, order.way, order.wish)
        if sha256(prepared.content).hexdigest() != there:
            return ExportLine(file, LineState.DIFFERS)
        self.copies.keep(prepared)
        return ExportLine(file, LineState.THERE, prepared.copy.number, there)

    def _original(self, file: ExportFile) -> Original:
        if file.is_amendment:
            return self.copies.amendment_original(file.talk_id, file.serial)
        return self.copies.minutes_original(file.talk_id)

    def _marked(self, original: Original, copy: PaperCopy) -> bytes:
        # starts faster: what takes PDFs apart is needed for marked copies alone
        from app.documents.copy_marks import CopyMark, marked

        mark = CopyMark(copy.number, original.number, original.digest, original.title)
        return marked(original.pdf, mark)

    def _known(self, file: ExportFile) -> tuple[PaperCopy, ...]:
        document = AMENDMENT if file.is_amendment else MINUTES
        with self.vault.reading() as connection:
            found = copies.of(connection, document, file.owner_id)
        return tuple(copy for copy in found if copy.sha256 == file.sha256)

    def _sheet(self, title: str, lines: Sequence[ExportLine]) -> Sheet:
        sheet, local = Sheet(title, _HEADINGS), self.copies.trail.clock.local
        for row, line in enumerate(lines, 1):
            file = line.file
            sheet.add((
                row, file.number, "补正记录" if file.is_amendment else "谈话记录",
                written_date(local(file.day).date()), file.pages, file.size,
                written_number(line.copy_number), file.file_name, line.sha256, _STATES[line.state],
            ))  # fmt: skip
        return sheet
