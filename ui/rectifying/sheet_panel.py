"""One finding whole: what it is, where it is on its way, what is next, and all that happened."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QTabWidget, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.finding_history import FindingAct
from app.domain.ids import FindingId
from app.domain.progress import Progress
from app.services.rectifying import FindingSheet
from ui.messages import message_for
from ui.rectifying.desk import RectifyingDesk
from ui.rectifying.evidence_card import EvidenceCard
from ui.rectifying.finding_form import Ground
from ui.rectifying.history_view import HistoryView
from ui.rectifying.parts_card import PartsCard
from ui.rectifying.sheet_forms import SheetForms
from ui.rectifying.sheet_head import SheetHead, SheetTitle
from ui.rectifying.units_card import UnitsCard
from ui.theme import px
from ui.widgets.empty_state import EmptyState
from ui.widgets.surfaces import column, scrolled

_NOTHING = "选一条问题，在这里看它走到哪一步、下一步怎么办。"
_WAY, _EVIDENCE, _HISTORY, _UNITS = range(4)
_READ = Changes.FINDINGS | Changes.ATTACHMENTS | Changes.SETTINGS | Changes.WORKDAYS


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """Which finding was shown, which part of it, which form was open, and what stood in it."""

    finding_id: FindingId | None
    tab: int = 0
    form: str = ""
    subject: str = ""
    typed: tuple[object, ...] = ()


class SheetPanel(QWidget):
    """told asks to show a message (None takes it away), go asks for another page (Destination).

    changed tells that something about the finding was kept, once every screen has heard. opened
    tells the id of another finding that is shown from now on: a part of a common one.
    It reads by itself when findings or attachments change. It stands beside the list, as high as
    the page; show_finding(None) leaves it empty.
    """

    told = Signal(object)
    go = Signal(object)
    changed = Signal()
    opened = Signal(str)

    def __init__(self, desk: RectifyingDesk) -> None:
        super().__init__()
        self._desk = desk
        self._finding_id: FindingId | None = None
        self._wanted: SheetPlace | None = None
        self._takes_keys = self._is_stale = False
        self.sheet: FindingSheet | None = None
        self.empty = EmptyState("flag", _NOTHING)
        self.title, self.head = SheetTitle(), SheetHead()
        self.parts, self.history = PartsCard(), HistoryView()
        self.evidence, self.units = EvidenceCard(desk), UnitsCard()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("这一条的内容")
        self.forms = SheetForms(self, desk)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for title, part in (
            ("办理", scrolled(_padded(self.head, self.parts, QWidget()), "办理")),
            ("佐证材料", _padded(self.evidence)),
            ("经过", scrolled(_padded(self.history, QWidget()), "经过")),
            ("各单位", _padded(self.units)),
        ):
            self.tabs.addTab(part, title)
        self.tabs.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        whole = QWidget()
        lines = column(self.title, self.tabs)
        lines.setStretch(1, 1)
        whole.setLayout(lines)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(whole)
        self.setLayout(column(self.stack))

    def _connect(self) -> None:
        self.head.asked.connect(self.begin)
        self.head.go.connect(self.go)
        self.parts.completing.connect(partial(self.begin, FindingAct.COMPLETE))
        self.evidence.told.connect(self.told)
        self.evidence.removing.connect(self.forms.open_removal)
        self.units.opened.connect(self._open_part)
        self.head.origin_wanted.connect(self._open_part)
        self.forms.told.connect(self.told)
        self.forms.files_wanted.connect(self.evidence.bring_files)
        self.forms.kept.connect(self._kept)
        self._desk.tasks.changed.connect(self._hear)

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def show_finding(self, finding_id: FindingId | None, *, takes_keys: bool = False) -> None:
        """Show this finding, or that none is chosen (not show(): that is Qt's own word).

        takes_keys has the keys go to what carries it on, once it is read.
        """
        self._takes_keys = takes_keys
        if finding_id != self._finding_id:
            self._finding_id, self.sheet = finding_id, None
            self.tabs.setCurrentIndex(_WAY)
        if finding_id is None:
            self.stack.setCurrentIndex(0)
        else:
            self.refresh()

    def refresh(self) -> None:
        """Read again what is shown."""
        self._is_stale = False
        if self._finding_id is not None:
            work = partial(self._read, self._finding_id)
            self._desk.tasks.query(work, then=self._show, refused=self._refuse)

    def begin(self, act: FindingAct) -> None:
        """Begin what somebody wants to do with the finding, if it may be done now."""
        if self.sheet is not None and act in self._allowed(self.sheet):
            self.told.emit(None)
            self.forms.begin(act)

    def focus(self) -> None:
        """Put the keys where one goes on."""
        (self.head.first_button() or self.tabs.tabBar()).setFocus()

    def _read(self, finding_id: FindingId, _: Progress) -> Ground:
        return Ground(
            sheet=self._desk.rectifying.sheet(finding_id),
            rules=self._desk.rectifying.rules(),
            workdays=self._desk.workdays.table(),
            today=self._desk.today(),
        )

    def _show(self, ground: Ground) -> None:
        sheet = ground.sheet
        if sheet.finding.id != self._finding_id:
            return
        self.sheet = sheet
        self.forms.ground = ground
        allowed = self._allowed(sheet)
        self.title.show_sheet(sheet, ground.today)
        self.head.show_sheet(sheet, allowed, ground.today)
        self.parts.show_sheet(sheet, FindingAct.COMPLETE in allowed)
        self.evidence.show_sheet(sheet, allowed)
        self.history.show_sheet(sheet, ground.today)
        self.units.show_sheet(sheet)
        self.tabs.setTabText(_EVIDENCE, _counted("佐证材料", len(sheet.evidence)))
        self.tabs.setTabText(_UNITS, _counted("各单位", len(sheet.history.parts)))
        self.tabs.setTabVisible(_UNITS, bool(sheet.history.parts))
        self.stack.setCurrentIndex(1)
        if self._wanted is not None:
            self._come_back()
        elif self._takes_keys or self.forms.was_closed():
            self.focus()
        self._takes_keys = False

    def _allowed(self, sheet: FindingSheet) -> frozenset[FindingAct]:
        return frozenset(act for act in sheet.allowed if self._desk.may(f"finding.{act.value}"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def _hear(self, changes: Changes) -> None:
        if changes & _READ:
            self._is_stale = True
            if self.isVisible():
                self.refresh()

    def _kept(self) -> None:
        self.changed.emit()

    def _open_part(self, finding_id: str) -> None:
        self.show_finding(FindingId(finding_id), takes_keys=True)
        self.opened.emit(finding_id)

    def _refuse(self, error: AppError) -> None:
        self.told.emit(message_for(error))

    # ── over a lock ──────────────────────────────────────────────────────────────────────────────

    def place(self) -> SheetPlace:
        """Where the user is in it, with everything typed and not sent; kept over a lock."""
        form = self.forms.form
        if form is None:
            return SheetPlace(self._finding_id, self.tabs.currentIndex())
        subject = self.forms.subject()
        return SheetPlace(
            self._finding_id, self.tabs.currentIndex(), form.name, subject, form.typed()
        )

    def return_to(self, place: SheetPlace) -> None:
        """Be where place() was."""
        self._wanted = place
        self.show_finding(place.finding_id)

    def _come_back(self) -> None:
        place, self._wanted = self._wanted, None
        if place is not None:
            self.tabs.setCurrentIndex(place.tab)
            if place.form:
                self.forms.open_again(place.form, place.subject, place.typed)

    def step_back(self) -> bool:
        """Leave what is open in it (Esc); False when there is nothing to leave."""
        return self.forms.close()

    def stop_work(self) -> None:
        """Stop what is being brought: the vault is about to be locked."""
        self.evidence.stop_work()


def _counted(title: str, count: int) -> str:
    return f"{title}（{count}）" if count else title


def _padded(*parts: QWidget) -> QWidget:
    holder = QWidget()
    lines = column(*parts, gap=1.5)
    lines.setStretch(len(parts) - 1, 1)  # what stands last fills the room that is left
    lines.setContentsMargins(0, px(1.5), px(1), 0)
    holder.setLayout(lines)
    return holder
