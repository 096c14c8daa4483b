"""文书: which document, about what, on the left; its pages on the right, to be printed or saved.

Other pages lead here by Destination("papers", subject, act, place), act being a PaperKind's value:
finding_lists, ledger   subject a talk; with place "unit" a unit; with place "these" the ids of
                        findings, joined by commas. After act and a colon: one list alone, such as
                        finding_lists:deadlines (FindingList). Without subject: the whole county.
urging                  without subject all units in one; place "unit" or "these" as above.
issue_slip              subject the id of an issue (下达).
closing_sheet, extension_sheet, look_back_sheet, accountability_sheet   subject a finding.
These above are made at once. Others wait until what they need is filled in:
undertaking, talk_report, handover_slip   subject the talk or the package.
person_archive          subject the person; place why the archive was taken out, if it was.
figures_report, destruction_note   place the period, such as "2026:4-6".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.changes import Changes
from app.domain.copies import CopyWay, CopyWish, Original
from app.domain.errors import AppError
from app.domain.ids import FindingId
from app.domain.papers import FindingList, PaperDraft, PaperKind, PaperWish, PersonArchivePaper
from app.domain.progress import Progress
from app.services.papers import typeset
from ui.copy_taking import CopyTaking
from ui.messages import message_for
from ui.page import Destination, Page
from ui.paper_preview import PaperPreview
from ui.papers.desk import PaperChoices, PaperDesk
from ui.papers.paper_form import FormPlace, PaperForm
from ui.papers.wanted_fields import AFTER_THE_TALK, UNIT
from ui.papers.words import FILE
from ui.theme import characters
from ui.widgets.buttons import primary
from ui.widgets.message import Message
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import Card, column, halves, row, scrolled

_MAKE, _MAKING = "做好看样张", "正在做…"
Drafted = Callable[[], PaperDraft]
PaperSteps = Iterator[Drafted | None]
THESE = "these"  # the place that says the subjects are findings
ARCHIVE = "person_archive"  # what the register of copies calls an archive that goes out


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A document on screen: what was wanted, its pages, and of an archive whose it is."""

    wish: PaperWish
    pdf: bytes
    whose: str = ""


class ArchivePreview(PaperPreview):
    """A preview whose archives go out as registered copies, each with its 份号."""

    def __init__(self, desk: PaperDesk) -> None:
        super().__init__(desk.tasks, desk.pictures, "样张")
        self.made: MadePaper | None = None
        self.taking = CopyTaking(desk.tasks, desk.copies, self, self.progress)
        self.taking.told.connect(self.told)
        self.taking.refused.connect(self._refuse)

    def print(self) -> None:
        if self._is_registered:
            self.taking.print(self._original, self.pages.count)
        else:
            super().print()

    def choose_file(self) -> None:
        if not self._is_registered:
            super().choose_file()
            return
        chosen, _ = QFileDialog.getSaveFileName(
            self, "另存 PDF", FILE[PaperKind.PERSON_ARCHIVE], "PDF (*.pdf)"
        )
        if chosen:
            self.save_registered(Path(chosen))

    def save_registered(self, path: Path) -> None:
        """Write a copy with its 份号 there; the reason it was taken out for is its purpose."""
        if self.made is not None:
            wish = CopyWish(purpose=self.made.wish.reason.strip())
            self.taking.save_to(self._original, path, CopyWay.EXPORT, wish)

    @property
    def _is_registered(self) -> bool:
        return self.made is not None and self.made.wish.kind is PaperKind.PERSON_ARCHIVE

    def _original(self) -> Original:
        made = self.made or MadePaper(PaperWish(PaperKind.PERSON_ARCHIVE), self.pdf)
        return Original(ARCHIVE, made.wish.subject, f"廉政谈话档案　{made.whose}", made.pdf)


class PapersPage(Page):
    """Reads on the vault lane, sets the pages beside it, and notes in the trail what was made."""

    help_topic = "papers"
    watches = Changes.PEOPLE | Changes.PACKAGES | Changes.FINDINGS

    def __init__(self, desk: PaperDesk) -> None:
        super().__init__(desk.tasks)
        self._desk = desk
        self._arrived: Destination | None = None
        self._is_making = False
        self._is_asked_for = False  # somebody pressed for it on another page
        self.messages = MessageBar()
        self.form = PaperForm(desk)
        self.make_button = primary(_MAKE)
        self.preview = ArchivePreview(desk)
        self._lay_out()
        self.form.changed.connect(self._suit)
        self.form.changed.connect(self._make_if_asked_for)
        self.form.activated.connect(self.make)
        self.make_button.clicked.connect(self.make)
        self.preview.told.connect(self._tell)
        self.preview.save_wanted.connect(self.save_to)
        desk.tasks.crashed.connect(self._made)

    def _lay_out(self) -> None:
        card = Card()
        card.add(self.form)
        inside, side = QWidget(), QWidget()
        inside.setLayout(column(card))
        lines = column(scrolled(inside, "文书的内容"), row(self.make_button, None))
        lines.setStretch(0, 1)
        side.setLayout(lines)
        side.setMinimumWidth(characters(self, 20))
        self.body.addWidget(self.messages)
        self.body.addWidget(halves(side, self.preview, (2, 3)), 1)

    # ── the page ─────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        self.tasks.query(self._desk.choices, then=self._offer)

    def arrive(self, destination: Destination) -> None:
        if destination.act:
            self._arrived = destination
            self.preview.made = None
            self.preview.clear()
            self.refresh()

    def place(self) -> FormPlace:
        return self.form.place()

    def return_to(self, place: object) -> None:
        if isinstance(place, FormPlace):
            self.form.return_to(place)
            self.refresh()

    def seek(self) -> None:
        form = self.form
        for picker in (form.talk, form.person, form.finding, form.issue):
            if picker.isVisible():
                picker.search.setFocus()
                picker.search.selectAll()

    def begin_new(self) -> None:
        self.form.kind.setFocus()

    def stop_work(self) -> None:
        self.preview.printing.stop()
        self.preview.taking.printing.stop()

    # ── making ───────────────────────────────────────────────────────────────────────────────────

    def make(self) -> None:
        """Make what is wanted and show it."""
        if self._is_making or not self.form.is_ready():
            return
        self.messages.clear()
        self._is_making, self._is_asked_for = True, False
        self._suit()
        self._go_on(self._desk.papers.steps(self.form.wish()))

    def save_to(self, path: Path) -> None:
        """Write the document on screen to a file there."""
        if self.preview.made is not None:
            work = partial(self._save, self.preview.made, path)
            self.tasks.command(work, then=self.preview.say_saved, refused=self._refuse)

    def _go_on(self, steps: PaperSteps) -> None:
        """Read on for a moment; between two moments others may use the vault."""
        work = partial(_step, steps)
        self.tasks.query(work, then=partial(self._stepped, steps), refused=self._refuse)

    def _stepped(self, steps: PaperSteps, told: Drafted | None) -> None:
        if told is None:
            self._go_on(steps)
        else:
            self.tasks.background(partial(_typeset, told), then=self._note, refused=self._refuse)

    def _note(self, made: tuple[PaperDraft, bytes]) -> None:
        work = partial(self._noted, *made)
        self.tasks.command(work, then=self._show, refused=self._refuse)

    def _noted(
        self, draft: PaperDraft, pdf: bytes, _: Progress
    ) -> tuple[tuple[MadePaper, Iterator[Changes]], Changes]:
        changes = self._desk.papers.note(draft, pdf)
        whose = draft.data.card.person.name if isinstance(draft.data, PersonArchivePaper) else ""
        return (MadePaper(draft.wish, pdf, whose), self._desk.papers.note_urged(draft)), changes

    def _urge(self, urging: Iterator[Changes]) -> None:
        """Note what was urged, some findings at a time."""
        work = partial(_urged, urging)
        self.tasks.command(work, then=partial(self._urged, urging), refused=self._refuse)

    def _urged(self, urging: Iterator[Changes], is_over: bool) -> None:
        if not is_over:
            self._urge(urging)

    def _save(self, made: MadePaper, path: Path, _: Progress) -> tuple[Path, Changes]:
        return path, self._desk.papers.save(made.wish, made.pdf, path)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def _show(self, noted: tuple[MadePaper, Iterator[Changes]]) -> None:
        made, urging = noted
        self.preview.made = made
        self.preview.show_pdf(made.pdf, FILE[made.wish.kind])
        self._made()
        self.preview.print_button.setFocus()
        if made.wish.kind is PaperKind.URGING:
            self._urge(urging)

    def _offer(self, choices: PaperChoices) -> None:
        self.form.offer(choices)
        arrived, self._arrived = self._arrived, None
        if arrived is not None:
            self._turn_to(arrived)

    def _turn_to(self, destination: Destination) -> None:
        kinds = {kind.value: kind for kind in self._desk.kinds()}
        act, _, only = destination.act.partition(":")
        if act not in kinds:
            return
        form, subject, place = self.form, destination.subject, destination.place
        form.choose(kinds[act])
        form.begin_list()
        if only:
            form.choose_list(FindingList(only))
        these = tuple(map(FindingId, subject.split(","))) if place == THESE else ()
        form.choose_findings(these)
        if subject and place == UNIT:
            form.choose_unit(subject)
        elif subject and not these:
            form.choose_subject(subject)
        if form.paper is PaperKind.PERSON_ARCHIVE:
            form.reason.setText(place)
        elif ":" in place:
            year, _, months = place.partition(":")
            first, _, last = months.partition("-")
            form.choose_period(int(year), (int(first), int(last)))
        self._is_asked_for = form.paper in AFTER_THE_TALK
        self._make_if_asked_for()

    def _make_if_asked_for(self) -> None:
        """Make at once what another page asked for, as soon as it is known what it is about."""
        if self._is_asked_for and self.form.is_ready():
            self._is_asked_for = False
            self.make()

    def _made(self, _: object = None) -> None:
        self._is_making = False
        self._suit()

    def _suit(self, _: object = None) -> None:
        self.make_button.setText(_MAKING if self._is_making else _MAKE)
        self.make_button.setEnabled(self.form.is_ready() and not self._is_making)

    def _tell(self, message: Message) -> None:
        self.messages.show_message(message)

    def _refuse(self, error: AppError) -> None:
        self._made()
        self.messages.show_message(message_for(error))


def _step(steps: PaperSteps, _: Progress) -> Drafted | None:
    return next(steps)


def _typeset(told: Drafted, _: Progress) -> tuple[PaperDraft, bytes]:
    draft = told()
    return draft, typeset(draft)


def _urged(urging: Iterator[Changes], _: Progress) -> tuple[bool, Changes]:
    changes = next(urging, None)
    return changes is None, changes or Changes.NONE
