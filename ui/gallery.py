"""A picture of every page of a real vault, made without a screen: for review and for `demo`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from app.domain.finding import FindingStatus
from app.domain.finding_views import FindingFilter, FindingOrder, FindingRow
from app.domain.ids import PersonId
from app.domain.papers import PaperKind
from app.domain.progress import Progress
from app.domain.talk import BEFORE_TALK, TalkStatus
from app.domain.talk_list import TalkFilter, TalkRow
from app.services.access import Access
from ui.camera import SIZE as SIZE
from ui.camera import Camera, dark_room
from ui.figures.figures_page import FiguresPage
from ui.handover.handover_page import HandoverPage
from ui.help.help_page import HelpPage
from ui.main_window import MainWindow
from ui.minutes.verify_page import VerifyPage
from ui.page import Destination
from ui.pages import PAGES
from ui.papers.papers_page import PapersPage
from ui.people.people_page import PeoplePage
from ui.prompts.prompts_page import PromptsPage
from ui.talks.talks_page import TalksPage
from ui.theme import Look
from ui.unlock.wizard import Wizard

_LOOKED_UP = "恢复单"


def take_screens(
    access: Access, folder: Path, passphrase: str, out: Path, look: Look | None = None
) -> list[Path]:
    """Open the vault, go to every page, and write a PNG of each; give the files in order."""
    with dark_room(out):
        studio = Studio(partial(MainWindow, access), access.preferences, out, look or Look())
        try:
            return list(studio.pictures(folder, passphrase))
        finally:
            studio.close()


class Studio(Camera[MainWindow]):
    """The office's window, and the camera before it."""

    def pictures(self, folder: Path, passphrase: str) -> Iterator[Path]:
        """Take every page, from the first run to the help."""
        yield from self._first_run()
        self.window.door.show_unlock(folder)
        self.settle()
        yield self.take("unlock")
        yield from self.ways_in()
        self.enter(passphrase)
        # before the other pages are made: to change into the night takes as long as there are parts
        yield from self._talks()
        for entry in PAGES:
            self.go(Destination(entry.key))
            yield self.take(entry.key)
        yield from self._manual()
        yield from self._findings()
        yield from self._archive()
        yield from self._figures()
        self.go(Destination("people", act="import"))
        yield self.take("people_import")
        self.go(Destination("plans", act="build"))
        yield self.take("plans_build")
        yield from self._papers()
        yield from self._verification()
        yield from self._prompts()
        yield from self._dictionaries()
        yield from self._keys()
        yield from self._handing_over()
        self.go(Destination("home"))
        self.window.lock()
        self.wait_for(lambda: self.window.workspace is None)
        yield self.take("locked")

    def go(self, destination: Destination) -> None:
        super().go(destination)
        page = self.window.workspace.current if self.window.workspace else None
        if isinstance(page, FiguresPage):
            self.wait_for(page.is_counted)

    def _manual(self) -> Iterator[Path]:
        """A topic with a picture, and words looked for in the whole manual."""
        self.go(Destination("help", "home"))
        page = self.window.workspace.current if self.window.workspace else None
        if isinstance(page, HelpPage):
            self.wait_for(page.text.is_at_rest)
            yield self.take("help_topic")
            page.reader.search.setText(_LOOKED_UP)
            page.reader.search.returnPressed.emit()  # now, not when the fingers rest
            self.settle()
            self.wait_for(page.text.is_at_rest)
            page.reader.next_hit(0)  # the same place, in the text as it stands at last
            yield self.take("help_found")
            page.step_back()

    def _talks(self) -> Iterator[Path]:
        """One talk at each step of its life, and the form of a new one."""
        self.go(Destination("talks", act="new"))
        yield self.take("talk_new")
        found: list[TalkRow] = []
        self._tasks.query(self._one_of_each, then=found.extend)
        self.settle()
        for talk in found:
            self.go(Destination("talks", talk.id))
            yield self.take(f"talk_{talk.status.value}")
            if talk.status in BEFORE_TALK:
                yield from self._preparation(f"talk_{talk.status.value}")
            if talk.status is TalkStatus.UNDER_WAY:
                yield from self._talk_mode()
            if talk.status is TalkStatus.TO_CONFIRM:
                yield from self._fields_to_sign()
            if talk.status is TalkStatus.TO_SIGN:
                yield from self._pad()
            if talk.status is TalkStatus.SEALED:
                yield from self._amending()
        page = self.window.workspace.current if self.window.workspace else None
        if found and isinstance(page, TalksPage):
            page.editor.turn_attachments()
            self.settle()
            yield self.take("talk_attachments")
            page.editor.turn_attachments()

    def _findings(self) -> Iterator[Path]:
        """The week, what is overdue, and one finding at each step of its way."""
        for act in ("monday", "overdue"):
            self.go(Destination("findings", act=act))
            yield self.take(f"findings_{act}")
        found: list[FindingRow] = []
        self._tasks.query(self._one_at_each_step, then=found.extend)
        self.settle()
        for row in found:
            self.go(Destination("findings", row.id))
            yield self.take(f"finding_{row.status.value}")

    def _one_at_each_step(self, _: Progress) -> list[FindingRow]:
        application = self.window.application
        if application is None:
            return []
        ledger, order = application.finding_ledger, FindingOrder()
        pages = (ledger.page(FindingFilter(status=s), order, None, 1) for s in FindingStatus)
        return [row for page in pages for row in page]

    def _archive(self) -> Iterator[Path]:
        """An archive that was taken out, where somebody's reply is awaited."""
        found: list[PersonId] = []
        self._tasks.query(self._awaited, then=found.extend)
        self.settle()
        for person_id in found:
            self.go(Destination("people", person_id, "leaves"))
            yield self.take("people_archive")
            page = self.window.workspace.current if self.window.workspace else None
            if isinstance(page, PeoplePage):
                page.view.tabs.setCurrentIndex(1)
                self.settle()
                yield self.take("people_timeline")
                page.view.tabs.leaves.open_button.click()
                self.settle()
                yield self.take("people_leaf")
                page.step_back()

    def _awaited(self, _: Progress) -> list[PersonId]:
        application = self.window.application
        if application is None:
            return []
        replies = application.overview.after().replies[-1:]
        for reply in replies:
            application.archives.open(reply.leaf.person_id, "演示")
        return [reply.leaf.person_id for reply in replies]

    def _talk_mode(self) -> Iterator[Path]:
        """Talk mode in large type, and at night; both are taken back."""
        page = self.window.workspace.current if self.window.workspace else None
        if not isinstance(page, TalksPage):
            return
        page.zoom(1)
        self.settle()
        yield self.take("talk_mode_large")
        page.zoom(0)
        night = page.editor.conduct.night_button
        night.click()
        self.settle()
        yield self.take("talk_mode_night")
        night.click()

    def _fields_to_sign(self) -> Iterator[Path]:
        """Which fields are to be signed electronically; nothing is chosen."""
        page = self.window.workspace.current if self.window.workspace else None
        if isinstance(page, TalksPage):
            page.editor.confirm.signing.open()
            self.settle()
            yield self.take("talk_fields")
            page.editor.confirm.fields.dismiss()

    def _pad(self) -> Iterator[Path]:
        """Where a name is written, when these minutes wait for one; nothing is signed."""
        page = self.window.workspace.current if self.window.workspace else None
        if isinstance(page, TalksPage):
            step = page.editor.sign
            state = step.signatures.open_field
            if state is not None:
                step.signing.open(state.field)
                self.settle()
                if step.signing.panel.key.signer is not None:
                    self.wait_for(lambda: not step.signing.panel.look.is_blank)
                yield self.take("talk_pad")
                step.signing.panel.leave()

    def _amending(self) -> Iterator[Path]:
        """The form of an amendment to a sealed talk; nothing of it is kept."""
        page = self.window.workspace.current if self.window.workspace else None
        if isinstance(page, TalksPage):
            page.editor.sign.amend()
            self.settle()
            yield self.take("talk_amending")
            page.editor.sign.leave_amending()

    def _preparation(self, name: str) -> Iterator[Path]:
        """The other pages of the first step: portrait, outline, private note."""
        page = self.window.workspace.current if self.window.workspace else None
        if isinstance(page, TalksPage):
            tabs = page.editor.prepare.tabs
            for number, word in enumerate(("portrait", "outline", "note"), 1):
                tabs.setCurrentIndex(number)
                self.settle()
                yield self.take(f"{name}_{word}")

    def _one_of_each(self, _: Progress) -> list[TalkRow]:
        application = self.window.application
        if application is None:
            return []
        pages = (application.talks.page(TalkFilter(statuses=(s,)), None, 1) for s in TalkStatus)
        return [talk for page in pages for talk in page]

    def _figures(self) -> Iterator[Path]:
        """The figures in each of the ways they are shown."""
        self.go(Destination("figures"))
        page = self.window.workspace.current if self.window.workspace else None
        if isinstance(page, FiguresPage):
            for number, word in enumerate(("numbers", "parts", "plots")):
                page.tabs.setCurrentIndex(number)
                self.settle()
                yield self.take(f"figures_{word}")
            page.tabs.setCurrentIndex(0)

    def _papers(self) -> Iterator[Path]:
        """Documents made from the vault, on the page of documents."""
        for kind in (PaperKind.FIGURES_REPORT, PaperKind.LEDGER):
            self.go(Destination("papers", act=kind.value))
            page = self.window.workspace.current if self.window.workspace else None
            if isinstance(page, PapersPage):
                self.wait_for(partial(_is_offered, page, kind))
                page.make()
                self.wait_for(page.preview.print_button.isEnabled)
                yield self.take(f"papers_{kind.value}")

    def _verification(self) -> Iterator[Path]:
        """Signed minutes as they are, and beside them a file that was altered."""
        files: list[Path] = []
        with TemporaryDirectory() as name:
            self._tasks.query(partial(self._signed_files, Path(name)), then=files.extend)
            self.go(Destination("verify"))
            page = self.window.workspace.current if self.window.workspace else None
            for count, picture in ((1, "verify_file"), (2, "verify_files")):
                if files and isinstance(page, VerifyPage):
                    page.verify(*files[:count])
                    self.wait_for(page.choose_button.isEnabled)
                    yield self.take(picture)

    def _signed_files(self, folder: Path, _: Progress) -> list[Path]:
        application = self.window.application
        if application is None:
            return []
        sealed = TalkFilter(statuses=(TalkStatus.SEALED,))
        files = [folder / "1.pdf", folder / "2.pdf"]
        for talk in application.talks.page(sealed, None, 1):
            pdf = application.minutes.pdf(talk.id)
            files[0].write_bytes(pdf)
            files[1].write_bytes(pdf + b"\n")
        return [file for file in files if file.exists()]

    def _prompts(self) -> Iterator[Path]:
        """A new version of the prompts, and what it says otherwise; nothing of it is kept."""
        self.go(Destination("prompts", act="new"))
        yield self.take("prompts_new")
        page = self.window.workspace.current if self.window.workspace is not None else None
        if isinstance(page, PromptsPage) and page.editor.draft is not None:
            page.compare(page.editor.draft.without(page.editor.number()))
            self.settle()
            yield self.take("prompts_difference")
            page.step_back()
            page.step_back()
            self.settle()

    def _dictionaries(self) -> Iterator[Path]:
        """The problem tags, and the register of letters."""
        for act in ("tags", "letters"):
            self.go(Destination("kinds", act=act))
            yield self.take(f"kinds_{act}")
        for act in ("held", "lists", "classes", "kinds"):
            self.go(Destination("retention", act=act))
            yield self.take(f"retention_{act}")
        for act in ("holidays", "signs"):
            self.go(Destination("rules", act=act))
            yield self.take(f"rules_{act}")

    def _keys(self) -> Iterator[Path]:
        """The drill of recovery cards, and the making of a set; neither is gone through with."""
        for act in ("drill", "cards"):
            self.go(Destination("keys", act=act))
            yield self.take(f"keys_{act}")
            if self.window.workspace is not None:
                self.window.workspace.go_back()

    def _handing_over(self) -> Iterator[Path]:
        """The way to a package up to where it would go, and what came back; nothing is written."""
        self.go(Destination("handover", act="new"))
        yield self.take("handover_new")
        page = self.window.workspace.current if self.window.workspace else None
        if not isinstance(page, HandoverPage):
            return
        for number, name in enumerate(("level", "registry", "where"), 1):
            page.wizard.go_to(number)
            self.settle()
            yield self.take(f"handover_{name}")
        self.go(Destination("handover", act="receipts"))
        yield self.take("handover_receipts")
        page.show_packages()

    def _first_run(self) -> Iterator[Path]:
        door = self.window.door
        door.show_wizard()
        if not isinstance(door.wizard, Wizard):
            return
        for number in range(4):
            door.wizard.show_step(number)
            self.settle()
            yield self.take(f"first_run_{number + 1}")
        door.wizard.show_step(0)


def _is_offered(page: PapersPage, kind: PaperKind) -> bool:
    """Whether the page has turned to that kind and could make it."""
    return page.form.paper is kind and page.make_button.isEnabled()
