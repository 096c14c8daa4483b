"""The documents of the page 文书: what they say is read, they are set, and the trail keeps it.

Reading and noting need the vault; setting needs none of it and may be done on another lane.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.domain.archive_leaves import LONGEST_REASON, ArchiveAccess
from app.domain.changes import Changes
from app.domain.errors import FolderUnusableError
from app.domain.finding import FindingNature
from app.domain.ids import FindingId, PersonId
from app.domain.paper_errors import ArchiveReasonMissingError, PaperEmptyError
from app.domain.papers import (
    DestructionPaper,
    FiguresPaper,
    FindingSheetPaper,
    FindingsPaper,
    HandoverSlipPaper,
    IssueSlipPaper,
    PaperData,
    PaperDraft,
    PaperKind,
    PaperWish,
    PersonArchivePaper,
    TalkReportPaper,
    UndertakingPaper,
    UrgingPaper,
)
from app.services.figures import Figures
from app.services.paper_steps import PaperSteps
from app.services.settings import read_office
from app.services.trail import Trail
from app.services.typefaces import fonts_of, read_profile
from app.store import archive_leaves, finding_line_parts, settings
from app.store.vault import Vault
from app.system.files import write_safely

POINTS = (
    "对党忠诚老实，坚决做到“两个维护”，上级部署到我这里不打折扣、不走样。",
    "担起全面从严治党第一责任，班子和下属出了问题不遮掩、不推脱。",
    "坚持民主集中制，重大事项集体研究、末位表态、如实记录。",
    "不插手工程、采购、资金和人事安排，不为亲友和身边人谋利。",
    "管好家人和身边工作人员，个人有关事项如实报告。",
    "谈话中提出的问题，按时限整改，如实报告结果。",
)
_POINTS, _ADDRESSEE, _COPIES_TO = "paper.points", "paper.addressee", "paper.copies_to"
_URGED_AT_ONCE = 15


@dataclass(frozen=True, slots=True)
class UsualWords:
    """What was written on the last document of the kind, proposed for the next."""

    points: str
    addressee: str
    copies_to: str


@dataclass(frozen=True, slots=True)
class Papers:
    """The commands about documents made from the vault; they are kept nowhere in it.

    urge notes that findings were urged.
    """

    vault: Vault
    trail: Trail
    figures: Figures
    urge: Callable[[tuple[FindingId, ...]], Changes]

    def usual(self) -> UsualWords:
        """What the fields begin with."""
        with self.vault.reading() as connection:
            points = settings.get(connection, _POINTS)
            return UsualWords(
                points or "\n".join(POINTS),
                settings.get(connection, _ADDRESSEE) or "",
                settings.get(connection, _COPIES_TO) or "",
            )

    def steps(self, wish: PaperWish) -> Iterator[Callable[[], PaperDraft] | None]:
        """What the document will say, read in short steps on the vault's lane.

        Each step but the last gives nothing; the last gives what makes the draft, which needs no
        vault. Raises ArchiveReasonMissingError, RoleRefusedError, PaperTooLongError; what the last
        step gives raises PaperEmptyError.
        """
        self.trail.refuse_early(wish.kind.act)
        if wish.kind is PaperKind.PERSON_ARCHIVE and not wish.reason.strip():
            raise ArchiveReasonMissingError
        for told in PaperSteps(self.vault, self.trail, self.figures).of(wish):
            yield None if told is None else partial(_filled, self._around(wish), told)

    def read(self, wish: PaperWish) -> PaperDraft:
        """What the document will say, read at once. Raises what steps() raises."""
        for last in self.steps(wish):
            if last is not None:
                return last()
        raise LookupError(wish.kind.value)  # steps without an end: a bug

    def figures_draft(self, data: FiguresPaper) -> PaperDraft:
        """A report of figures that are counted already, word for word. Raises RoleRefusedError."""
        span = data.now.span
        wish = PaperWish(PaperKind.FIGURES_REPORT, year=span.last.year, span=span)
        self.trail.refuse_early(wish.kind.act)
        return self._around(wish)(data)

    def note(self, draft: PaperDraft, pdf: bytes) -> Changes:
        """Keep in the trail that the document was made, and what it said of its own."""
        wish = draft.wish
        with self.vault.transaction() as connection:
            if wish.kind is PaperKind.UNDERTAKING:
                settings.keep(connection, _POINTS, wish.text.strip())
            if wish.kind is PaperKind.TALK_REPORT:
                settings.keep(connection, _ADDRESSEE, wish.addressee.strip())
                settings.keep(connection, _COPIES_TO, wish.copies_to.strip())
            self.trail.write(connection, wish.kind.act, _which(wish), sha256(pdf).hexdigest())
            if wish.kind is PaperKind.PERSON_ARCHIVE:
                archive_leaves.add_access(connection, self._access(wish))
        return Changes.NONE

    def note_urged(self, draft: PaperDraft) -> Iterator[Changes]:
        """Note in short steps that what a 催办单 lists was urged; of other documents nothing.

        Each finding is noted once a day, however often its letter is made. Raises FindingStepError
        when one cannot be urged any more.
        """
        if not isinstance(draft.data, UrgingPaper):
            return
        ids = [line.id for _, lines in draft.data.units for line in lines if line.id]
        with self.vault.reading() as connection:
            known = finding_line_parts.urged_on(connection, ids, draft.local.date())
        fresh = tuple(one for one in ids if one not in known)
        for start in range(0, len(fresh), _URGED_AT_ONCE):
            yield self.urge(fresh[start : start + _URGED_AT_ONCE])

    def make(self, wish: PaperWish) -> tuple[bytes, Changes]:
        """The document as a PDF: read, set and noted in one."""
        draft = self.read(wish)
        pdf = typeset(draft)
        changes = self.note(draft, pdf)
        for more in self.note_urged(draft):
            changes |= more
        return pdf, changes

    def _access(self, wish: PaperWish) -> ArchiveAccess:
        """That an archive was taken out to be set on paper."""
        why = " ".join(wish.reason.split())[:LONGEST_REASON]
        now = self.trail.clock.now()
        new_id, person_id = self.trail.new_id(), PersonId(wish.subject)
        return ArchiveAccess(new_id, person_id, now, self.trail.who, why)

    def save(self, wish: PaperWish, pdf: bytes, path: Path) -> Changes:
        """Write a document to a file outside the vault.

        Raises FolderUnusableError, RoleRefusedError.
        """
        self.trail.refuse_early(wish.kind.save_act)
        try:
            write_safely(path, pdf)
        except OSError as error:
            raise FolderUnusableError(str(path.parent)) from error
        with self.vault.transaction() as connection:
            digest = sha256(pdf).hexdigest()
            self.trail.write(connection, wish.kind.save_act, _which(wish), digest)
        return Changes.NONE

    # ── what each document says ──────────────────────────────────────────────────────────────────

    def _around(self, wish: PaperWish) -> Callable[[PaperData], PaperDraft]:
        """What stands around what a document says."""
        with self.vault.reading() as connection:
            office, fonts = read_office(connection).name, read_profile(connection)
        local = self.trail.clock.local(self.trail.clock.now())
        return lambda data: PaperDraft(wish, data, office, local, fonts)


def typeset(draft: PaperDraft) -> bytes:
    """The document as a PDF/A; needs no vault.

    Raises MissingGlyphError, FontMissingError, FontGoneError.
    """
    # starts faster: the fonts and the PDF library are needed for documents alone
    from app.documents import (
        accountability_sheet,
        closing_sheet,
        destruction_note,
        extension_sheet,
        figures_report,
        finding_lists,
        handover_slip,
        issue_slip,
        ledger,
        look_back_sheet,
        person_archive,
        talk_report,
        undertaking,
        urging,
    )

    makers: dict[PaperKind, Callable[..., bytes]] = {
        PaperKind.UNDERTAKING: undertaking.undertaking,
        PaperKind.TALK_REPORT: talk_report.talk_report,
        PaperKind.FINDING_LISTS: finding_lists.finding_lists,
        PaperKind.LEDGER: ledger.ledger,
        PaperKind.URGING: urging.urging,
        PaperKind.ISSUE_SLIP: issue_slip.issue_slip,
        PaperKind.CLOSING_SHEET: closing_sheet.closing_sheet,
        PaperKind.EXTENSION_SHEET: extension_sheet.extension_sheet,
        PaperKind.LOOK_BACK_SHEET: look_back_sheet.look_back_sheet,
        PaperKind.ACCOUNTABILITY_SHEET: accountability_sheet.accountability_sheet,
        PaperKind.PERSON_ARCHIVE: person_archive.person_archive,
        PaperKind.FIGURES_REPORT: figures_report.figures_report,
        PaperKind.HANDOVER_SLIP: handover_slip.handover_slip,
        PaperKind.DESTRUCTION_NOTE: destruction_note.destruction_note,
    }
    with fonts_of(draft.fonts):
        return makers[draft.wish.kind](draft.data, draft.office, draft.local)


def _filled(around: Callable[[PaperData], PaperDraft], told: Callable[[], PaperData]) -> PaperDraft:
    draft = around(told())
    if _is_empty(draft.data):
        raise PaperEmptyError(draft.wish.kind.value)
    return draft


def _is_empty(data: PaperData) -> bool:
    """Whether nothing would stand in the document."""
    content: Any = None
    match data:
        case UndertakingPaper():
            content = data.people
        case FindingsPaper() | IssueSlipPaper():
            content = data.lines
        case UrgingPaper():
            content = data.units
        case DestructionPaper():
            content = data.copies
        case FindingSheetPaper():
            content = data.line.nature is FindingNature.PROBLEM
        case TalkReportPaper() | PersonArchivePaper() | FiguresPaper() | HandoverSlipPaper():
            return False
    return not content


def _which(wish: PaperWish) -> str:
    """By what the trail names it: an id, or the year; never a name."""
    return wish.subject or wish.unit_id or (str(wish.year) if wish.year else "")
