"""The register of copies: who took which print or file of a document, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from app.domain.amendment import amendment_number
from app.domain.canonical import digest_of, plain
from app.domain.changes import Changes
from app.domain.copies import (
    AMENDMENT,
    LONGEST_LINE,
    MINUTES,
    CopyFilter,
    CopyWay,
    CopyWish,
    Original,
    PaperCopy,
    PreparedCopy,
)
from app.domain.copy_errors import CopyGoneError, CopyNumberTakenError
from app.domain.errors import FolderUnusableError
from app.domain.ids import CopyId, TalkId
from app.domain.refusals import NameTooLongError
from app.domain.scan_marks import PageMark, ScanFinding, origins
from app.services.amending import Amending
from app.services.minutes import MinutesPapers
from app.services.trail import Trail
from app.store import amendments, copies, talks
from app.store.connection import Connection
from app.store.vault import Vault
from app.system.files import write_safely

EVERY_COPY = CopyFilter()
MOST_PROPOSED = 12
TITLES = {MINUTES: "谈话记录 ", AMENDMENT: "补正记录 "}  # the number of the document follows


@dataclass(frozen=True, slots=True)
class Copies:
    """The commands and queries about copies of documents."""

    vault: Vault
    trail: Trail
    minutes: MinutesPapers
    amending: Amending

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def page(
        self, after: PaperCopy | None = None, limit: int = 100, wanted: CopyFilter = EVERY_COPY
    ) -> list[PaperCopy]:
        """The next wanted copies, newest first."""
        with self.vault.reading() as connection:
            return copies.page(connection, after, limit, wanted)

    def of(self, document: str, owner_id: str) -> tuple[PaperCopy, ...]:
        """The copies of one document in the order of their numbers."""
        with self.vault.reading() as connection:
            return copies.of(connection, document, owner_id)

    def get(self, copy_id: CopyId) -> PaperCopy:
        """That copy. Raises KeyError when there is none of that id."""
        with self.vault.reading() as connection:
            return copies.get(connection, copy_id)

    def count_out(self) -> int:
        """How many copies somebody still has."""
        with self.vault.reading() as connection:
            return copies.count_out(connection)

    def proposed(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who held copies and what for, the latest first, to be offered again."""
        with self.vault.reading() as connection:
            purposes = copies.purposes(connection, MOST_PROPOSED)
            return copies.holders(connection, MOST_PROPOSED), purposes

    def of_scan(self, path: Path) -> tuple[ScanFinding, ...]:
        """Which copies a scan holds pages of, by the codes on them.

        Raises FileUnreadableError, FileTooLargeError, ScanUnreadableError.
        """
        # starts faster
        from app.documents import scan_match
        from app.documents.pages import read_scan, scan_pages

        untrusted_content = read_scan(path)
        scan_pages(untrusted_content, path.name)
        marks = scan_match.read(untrusted_content, path.name)
        with self.vault.reading() as connection:
            return tuple(
                ScanFinding(pages, mark, _known(connection, mark)) for mark, pages in origins(marks)
            )

    def minutes_original(self, talk_id: TalkId) -> Original:
        """The signed minutes of a talk, to take copies of.

        Raises MinutesMissingError, AttachmentDamagedError.
        """
        pdf = self.minutes.pdf(talk_id)
        with self.vault.reading() as connection:
            talk = talks.get(connection, talk_id)
        title = TITLES[MINUTES] + talk.number
        return Original(MINUTES, talk_id, title, pdf, talk.number, talk.text_digest)

    def amendment_original(self, talk_id: TalkId, serial: int) -> Original:
        """A signed amendment, to take copies of.

        Raises AttachmentDamagedError; KeyError when there is none with that serial.
        """
        pdf = self.amending.pdf(talk_id, serial)
        with self.vault.reading() as connection:
            found = {one.serial: one for one in amendments.of(connection, talk_id)}[serial]
            number = amendment_number(talks.get(connection, talk_id), serial)
        title = TITLES[AMENDMENT] + number
        return Original(AMENDMENT, found.id, title, pdf, number, found.digest())

    # ── taking ───────────────────────────────────────────────────────────────────────────────────

    def prepare(self, original: Original, way: CopyWay, wish: CopyWish) -> PreparedCopy:
        """The next copy with its 份号 and the bytes that will go out; nothing is kept yet.

        For paper and for a marked file the number stands on every page and no signature is left;
        the signed file itself goes out byte for byte. Whoever sends the bytes out calls keep().
        Raises RoleRefusedError, CopyUnreadableError, ArchiveRuleError, NameTooLongError.
        """
        # starts faster: what makes and reads PDFs is needed for documents alone
        from app.documents.copy_marks import CopyMark, marked, marked_for_print
        from app.documents.pictures import page_count

        self.trail.refuse_early("copy.take")
        checked = _checked(wish)
        with self.vault.reading() as connection:
            number = copies.number_after(connection, original.document, original.owner_id)
        mark = CopyMark(number, original.number, original.digest, original.title)
        content = original.pdf
        if way is CopyWay.PRINT:
            content = marked_for_print(content, mark)
        elif way is CopyWay.EXPORT:
            content = marked(content, mark)
        copy = PaperCopy(
            id=CopyId(self.trail.new_id()),
            document=original.document,
            owner_id=original.owner_id,
            title=original.title,
            number=number,
            sha256=sha256(original.pdf).hexdigest(),
            way=way,
            pages=page_count(original.pdf),
            taken_at=self.trail.clock.now(),
            taken_by=self.trail.who,
            holder=checked.holder,
            purpose=checked.purpose,
        )
        return PreparedCopy(copy, content)

    def keep(self, prepared: PreparedCopy) -> Changes:
        """Write a copy that went out, or is about to, into the register.

        Raises CopyNumberTakenError, RoleRefusedError, DiskFullError.
        """
        with self.vault.transaction() as connection:
            self._keep_new(connection, prepared.copy)
        return Changes.COPIES

    def take(
        self, original: Original, way: CopyWay, wish: CopyWish
    ) -> tuple[PreparedCopy, Changes]:
        """Register the next copy and give what goes out: prepare() and keep() in one."""
        prepared = self.prepare(original, way, wish)
        return prepared, self.keep(prepared)

    def print_minutes(self, talk_id: TalkId, wish: CopyWish) -> tuple[PreparedCopy, Changes]:
        """Register a print of the minutes and give the pages for the printer; as take raises."""
        self.trail.refuse_early("copy.take")
        return self.take(self.minutes_original(talk_id), CopyWay.PRINT, wish)

    def print_amendment(
        self, talk_id: TalkId, serial: int, wish: CopyWish
    ) -> tuple[PreparedCopy, Changes]:
        """Register a print of an amendment and give the pages for the printer; as take raises."""
        self.trail.refuse_early("copy.take")
        return self.take(self.amendment_original(talk_id, serial), CopyWay.PRINT, wish)

    def export(
        self, original: Original, way: CopyWay, wish: CopyWish, path: Path
    ) -> tuple[PaperCopy, Changes]:
        """Write a copy to a file outside the vault, and into the register: both or neither.

        Raises FolderUnusableError and what prepare and keep raise.
        """
        prepared = self.prepare(original, way, wish)
        try:
            write_safely(path, prepared.content)
        except OSError as error:
            raise FolderUnusableError(str(path.parent)) from error
        try:
            return prepared.copy, self.keep(prepared)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    # ── following a copy to its end ──────────────────────────────────────────────────────────────

    def name(self, copy_id: CopyId, wish: CopyWish) -> Changes:
        """Note who holds a copy and what for, when that was left for later.

        Raises CopyGoneError, NameTooLongError.
        """
        lines = _checked(wish)
        with self.vault.transaction() as connection:
            copy = self._open(connection, copy_id)
            named = replace(copy, holder=lines.holder, purpose=lines.purpose)
            self._change(connection, "copy.name", named)
        return Changes.COPIES

    def give_back(self, copy_id: CopyId, note: str = "") -> Changes:
        """Note that a copy came back. Raises CopyGoneError."""
        with self.vault.transaction() as connection:
            copy = self._open(connection, copy_id)
            now = self.trail.clock.now()
            self._change(connection, "copy.return", replace(copy, returned_at=now, end_note=note))
        return Changes.COPIES

    def destroy(self, copy_ids: tuple[CopyId, ...], note: str) -> Changes:
        """Note that copies were destroyed, and how; they stay in the register for ever.

        Raises CopyGoneError, upon which none of them is changed.
        """
        with self.vault.transaction() as connection:
            for copy_id in copy_ids:
                copy = self._open(connection, copy_id)
                now = self.trail.clock.now()
                gone = replace(copy, destroyed_at=now, end_note=note.strip() or copy.end_note)
                self._change(connection, "copy.destroy", gone)
        return Changes.COPIES

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    def _keep_new(self, connection: Connection, copy: PaperCopy) -> None:
        if copies.number_after(connection, copy.document, copy.owner_id) != copy.number:
            raise CopyNumberTakenError(copy.number)
        copies.add(connection, copy)
        self.trail.write(connection, "copy.take", copy.id, digest_of(plain(copy)))

    def _open(self, connection: Connection, copy_id: CopyId) -> PaperCopy:
        copy = copies.get(connection, copy_id)
        if copy.destroyed_at is not None:
            raise CopyGoneError(copy.number)
        return copy

    def _change(self, connection: Connection, act: str, copy: PaperCopy) -> None:
        copies.keep(connection, copy)
        self.trail.write(connection, act, copy.id, digest_of(plain(copy)))


def _checked(wish: CopyWish) -> CopyWish:
    """The two lines as they are kept. Raises NameTooLongError."""
    lines = CopyWish(wish.holder.strip(), wish.purpose.strip())
    for field, text in (("holder", lines.holder), ("purpose", lines.purpose)):
        if len(text) > LONGEST_LINE:
            raise NameTooLongError(field, len(text), LONGEST_LINE)
    return lines


def _known(connection: Connection, mark: PageMark | None) -> PaperCopy | None:
    """The copy in the register that a code names."""
    if mark is None or not mark.copy:
        return None
    for title in TITLES.values():
        if found := copies.called(connection, title + mark.number, mark.copy):
            return found
    return None
