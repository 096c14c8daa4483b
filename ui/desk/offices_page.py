"""单位: how far each office has come, its packages, and whom the desk trusts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QStackedWidget, QTableWidgetItem, QWidget

from app.domain.changes import Changes
from app.domain.progress import Progress
from app.domain.registry import OfficeRow, PackageRow
from ui.desk.note_form import NoteForm, NoteWords
from ui.desk.office_view import OfficeView
from ui.desk.refusal_words import reason_text
from ui.desk.saving import WorkbookSaving
from ui.desk.tools import DeskTools
from ui.desk.trust_panel import TrustPanel
from ui.page import Destination, Page
from ui.theme import characters, row_height
from ui.widgets.buttons import button, flow, primary
from ui.widgets.empty_state import EmptyState
from ui.widgets.message import Message, Tone
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import column, halves

_HEADING = "单位"
_HEADINGS = ("代码", "单位", "已收", "谈话", "缺号")
_EMPTY = "还没有登记任何单位。单位会给一个卡片文件，登记以后才收它的移交包。"
_STOP = "密钥泄露、机构撤并时用。已经收下的照旧保留；以后送来的一律拒收。"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MOST_GAPS = 3


@dataclass(frozen=True, slots=True)
class OfficesPlace:
    """Which office was chosen."""

    code: str


class OfficesPage(Page):
    """act trust of a destination begins with a card; its subject chooses an office."""

    help_topic = "desk"
    watches = Changes.SETTINGS | Changes.PACKAGES

    def __init__(self, tools: DeskTools) -> None:
        super().__init__(tools.tasks)
        self._tools = tools
        self._rows: list[OfficeRow] = []
        self._wanted = ""
        self.trust_button = primary("登记单位…", "badge-check")
        self.distrust_button = button("不再接收…", "user-x")
        self.saving = WorkbookSaving(tools, "各单位台账", self)
        self.table = plain_table("单位", _HEADINGS, stretched=1)
        self.view = OfficeView(tools)
        self.empty = EmptyState("building-2", _EMPTY, "登记第一个单位")
        self.panel = TrustPanel(tools)
        self.form: NoteForm | None = None
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        left, whole = QWidget(), QWidget()
        left.setLayout(column(self.table))
        left.setMinimumWidth(characters(self, 20))
        self._sides = halves(left, self.view, (3, 2))
        buttons = flow(self.trust_button, self.distrust_button, self.saving.button)
        laid = column(buttons, self._sides, self.empty)
        laid.setStretch(1, 1)
        laid.setStretch(2, 1)
        whole.setLayout(laid)
        self._stack.addWidget(whole)
        self._stack.addWidget(self.panel)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.trust_button.clicked.connect(self.begin_new)
        self.empty.pressed.connect(self.begin_new)
        self.distrust_button.clicked.connect(self.distrust)
        self.saving.told.connect(self.tell)
        self.saving.asked.connect(self._save)
        self.table.itemSelectionChanged.connect(self._choose)
        self.panel.left.connect(self.leave_panel)
        self.panel.trusted.connect(self._say_trusted)

    # ── the page ─────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        self.tasks.query(self._read, then=self._show)

    def arrive(self, destination: Destination) -> None:
        if destination.act == "trust":
            self.begin_new()
        elif destination.subject:
            self._wanted = destination.subject
            self.refresh()

    def begin_new(self) -> None:
        self.tell(None)
        self.titled.emit("登记单位")
        self.panel.begin()
        self._stack.setCurrentWidget(self.panel)
        self.panel.card_button.setFocus()

    def leave_panel(self) -> None:
        """Back to the list."""
        self.titled.emit(_HEADING)
        self._stack.setCurrentIndex(0)
        (self.table if self._rows else self.empty.button).setFocus()

    def step_back(self) -> bool:
        is_in_panel = self._stack.currentWidget() is self.panel
        if is_in_panel:
            self.leave_panel()
        return is_in_panel

    def place(self) -> OfficesPlace:
        chosen = self.chosen()
        return OfficesPlace(chosen.card.code if chosen else "")

    def return_to(self, place: object) -> None:
        if isinstance(place, OfficesPlace):
            self._wanted = place.code

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def chosen(self) -> OfficeRow | None:
        """The office whose line is chosen."""
        at = self.table.currentRow()
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def distrust(self) -> None:
        """Ask why nothing more is to be taken of this office."""
        office = self.chosen()
        if office is not None and office.is_trusted:
            words = NoteWords(
                title="不再接收这个单位",
                whom=f"{office.card.code}　{office.card.name}",
                said=_STOP,
                field="原因",
                hint="记进单位台账和留痕",
                way_on="不再接收",
            )
            work = partial(_distrusted, self._tools, office.card.code)
            self.form = NoteForm(self, self.tasks, words, work)
            self.form.noted.connect(partial(self._say_distrusted, office.card.name))
            self.form.open()

    # ── reading and showing ──────────────────────────────────────────────────────────────────────

    def _read(self, _: Progress) -> list[OfficeRow]:
        return self._tools.registry.offices()

    def _show(self, rows: list[OfficeRow]) -> None:
        before = self.chosen()
        wanted, self._wanted = self._wanted or (before.card.code if before else ""), ""
        self._rows = rows
        self.table.setRowCount(len(rows))
        for number, office in enumerate(rows):
            for place, text in enumerate(_texts(office)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if place in (2, 3):
                    item.setTextAlignment(_RIGHT)
                self.table.setItem(number, place, item)
        for part in (self._sides, self.distrust_button, self.trust_button, self.saving.button):
            part.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        codes = [office.card.code for office in rows]
        if rows:
            self.table.setCurrentCell(codes.index(wanted) if wanted in codes else 0, 0)
        self._measure()
        self._choose()

    def _choose(self) -> None:
        office = self.chosen()
        self.distrust_button.setEnabled(office is not None and office.is_trusted)
        if office is not None:
            self.view.show_office(office)
            work = partial(self._read_packages, office.card.code)
            self.tasks.query(work, then=self.view.show_packages)

    def _read_packages(self, code: str, _: Progress) -> tuple[str, list[PackageRow]]:
        return code, self._tools.registry.packages(code)

    # ── what came of it ──────────────────────────────────────────────────────────────────────────

    def _save(self) -> None:
        self.saving.save(partial(_workbook, self._tools))

    def _say_trusted(self, name: str) -> None:
        self.leave_panel()
        self.tell(Message(f"{name}已登记，可以接收它的移交包了。", tone=Tone.PROVEN))

    def _say_distrusted(self, name: str) -> None:
        told = Message(
            f"不再接收{name}的移交包。",
            "已经收下的照旧保留。",
            "以后要恢复，请重新登记它的卡片。",
            Tone.NOTE,
        )
        self.tell(told)

    def _measure(self) -> None:
        if hasattr(self, "table"):
            self.table.verticalHeader().setDefaultSectionSize(row_height(self.table))


def _texts(office: OfficeRow) -> tuple[str, ...]:
    name = office.card.name if office.is_trusted else f"{office.card.name}（不再接收）"
    taken = f"{office.packages} 包，到 {office.last_sequence} 号" if office.packages else "0 包"
    shown = "、".join(map(str, office.gaps[:_MOST_GAPS]))
    gaps = f"✕ {shown}{'…' if len(office.gaps) > _MOST_GAPS else ''}" if office.gaps else "无"
    return office.card.code, name, taken, f"{office.talks:,}", gaps


def _workbook(tools: DeskTools, _: Progress) -> bytes:
    return tools.registry.ledger_workbook(reason_text)


def _distrusted(tools: DeskTools, code: str, reason: str, _: Progress) -> Changes:
    return tools.registry.distrust(code, reason)
