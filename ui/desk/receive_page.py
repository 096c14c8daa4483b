"""接收: what lies on the stick, received in order, each answered, and then the stick let go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QTableWidgetItem

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.package import Rejection
from app.domain.progress import Progress
from app.domain.registry import Arrival, OfficeRow
from app.domain.sticks import Ejected, StickRow
from ui.desk.receive_run import Received, ReceiveRun
from ui.desk.source_card import SourceCard, not_mounted
from ui.desk.tools import DeskTools
from ui.desk.words import outcome_text, todo_text
from ui.messages import message_for
from ui.page import Destination, Page
from ui.sizes import size_text
from ui.stick_messages import ejected_words
from ui.theme import row_height
from ui.widgets.buttons import button, primary
from ui.widgets.empty_state import EmptyState
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar, Way
from ui.widgets.plain_table import plain_table
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import row
from ui.widgets.words import label

_HEADINGS = ("移交包", "单位", "大小", "结果", "怎么办")
_SCALE = 1000  # the bar counts thousandths of all bytes
_CHOOSE = "插上单位送来的 U 盘，在上面选中它；里面的移交包会列在这里。"
_NONE_HERE = "这里没有移交包。请看看是不是拿错了 U 盘，或者选了别的文件夹。"
_STOPPED = Message(
    "已停下。",
    "列出结果的已经办完；正在核验的那一个没有留下任何东西。",
    "再按“全部接收”，从没办的接着办。",
    Tone.NOTE,
)


@dataclass(frozen=True, slots=True)
class ReceivePlace:
    """What was listed, and how those fared that are done."""

    arrivals: tuple[Arrival, ...]
    done: dict[int, Received]


class ReceivePage(Page):
    """One row for each package: found, in work, and how it fared."""

    help_topic = "desk"
    watches = Changes.SETTINGS

    def __init__(self, tools: DeskTools) -> None:
        super().__init__(tools.tasks)
        self._tools = tools
        self._names: dict[str, str] = {}
        self._arrivals: list[Arrival] = []
        self._done: dict[int, Received] = {}
        self._order: list[int] = []
        self._number = 0
        self.source = SourceCard(tools)
        self.message = MessageBar()
        self.progress = ProgressPanel()
        self.table = plain_table("移交包", _HEADINGS, stretched=4)
        self.whole = label("", tone="quiet")  # of the line that is chosen; the table may cut it
        self.empty = EmptyState("inbox", _CHOOSE)
        self.take_button = primary("全部接收", "inbox")
        self.eject_button = button("弹出 U 盘", "log-out")
        self.run = ReceiveRun(tools, self)
        self._lay_out()
        self._connect()
        self._suit()

    def _lay_out(self) -> None:
        for part in (self.source, self.message, self.progress):
            self.body.addWidget(part)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.whole)
        self.body.addWidget(self.empty, 1)
        self.body.addLayout(row(None, self.eject_button, self.take_button))

    def _connect(self) -> None:
        self.source.chosen.connect(self._choose)
        self.source.told.connect(self.tell)
        self.take_button.clicked.connect(self.receive)
        self.eject_button.clicked.connect(self.eject)
        self.progress.stopped.connect(self.run.stop)
        self.table.itemSelectionChanged.connect(self._tell_whole)
        self.run.changed.connect(self._suit)
        self.run.turned.connect(self._turn)
        self.run.stepped.connect(self._step)
        self.run.received.connect(self._note)
        self.run.finished.connect(self._finish)
        self.run.stopped.connect(self._say_stopped)
        self.run.refused.connect(self._refuse)

    # ── the page ─────────────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        self.tasks.query(self._read_offices, then=self._know)

    def arrive(self, destination: Destination) -> None:
        self.source.list.setFocus()

    def stop_work(self) -> None:
        self.run.stop()

    def place(self) -> ReceivePlace:
        return ReceivePlace(tuple(self._arrivals), dict(self._done))

    def return_to(self, place: object) -> None:
        if isinstance(place, ReceivePlace):
            self._show_arrivals(list(place.arrivals))
            for at, received in place.done.items():
                self._put(at, received)
            self._suit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    # ── what there is ────────────────────────────────────────────────────────────────────────────

    def _choose(self, place: StickRow | None) -> None:
        if self.run.is_running:
            return
        self.message.clear()
        self._show_arrivals([])
        if place is None:
            return
        if (told := not_mounted(place)) is not None:
            self.message.show_message(told)
            return
        self.look_into(Path(place.folder))

    def look_into(self, folder: Path) -> None:
        """List the packages in the folder or right below it."""
        self.tasks.background(
            partial(_arrivals, self._tools, folder), self._show_arrivals, self._refuse
        )

    def _show_arrivals(self, arrivals: list[Arrival]) -> None:
        self._arrivals, self._done, self._order = list(arrivals), {}, []
        self.whole.hide()
        self.table.setRowCount(0)
        for arrival in arrivals:
            self._add_row(arrival)
        self.empty.say(_NONE_HERE if self.source.place else _CHOOSE)
        self._suit()
        self._measure()

    def _add_row(self, arrival: Arrival) -> int:
        at = self.table.rowCount()
        self.table.insertRow(at)
        self._fill(at, (*self._texts(arrival), "", ""))
        return at

    def _texts(self, arrival: Arrival) -> tuple[str, str, str]:
        name = arrival.name or arrival.folder.name
        return name, self._names.get(arrival.code, "没有登记"), size_text(arrival.size_bytes)

    def _fill(self, at: int, texts: tuple[str, ...]) -> None:
        for place, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            self.table.setItem(at, place, item)

    # ── receiving ────────────────────────────────────────────────────────────────────────────────

    def receive(self) -> None:
        """Receive all that is listed and not yet done; the answers go to the same place."""
        place = self.source.place
        self._order = [at for at in range(len(self._arrivals)) if at not in self._done]
        wanted = [self._arrivals[at] for at in self._order]
        if not wanted or self.run.is_running:
            return
        self.message.clear()
        self.progress.begin("正在核验…")
        self.run.begin(wanted, Path(place.folder) if place else None)

    def _turn(self, arrival: Arrival, number: int) -> None:
        if number >= len(self._order):  # it waited in quarantine for one of these
            self._arrivals.append(arrival)
            self._order.append(self._add_row(arrival))
            self._measure()
        self.table.setCurrentCell(self._order[number], 0)
        said = f"正在核验 {arrival.name}（第 {number + 1} 个，共 {len(self._order)} 个）。"
        self.progress.sentence.setText(said + "先不要拔出 U 盘。")
        self._number = number
        self._step(0, 1)

    def _step(self, done: int, total: int) -> None:
        sizes = [max(self._arrivals[at].size_bytes, 1) for at in self._order]
        share = done / total if total else 0.0
        gone = sum(sizes[: self._number]) + sizes[self._number] * min(share, 1.0)
        self.progress.step(round(gone / sum(sizes) * _SCALE), _SCALE)

    def _note(self, received: Received) -> None:
        self._put(self._order[self._number], received)

    def _put(self, at: int, received: Received) -> None:
        self._done[at] = received
        self._fill(
            at,
            (*self._texts(received.arrival), outcome_text(received.reception), todo_text(received)),
        )
        self._measure()

    def _tell_whole(self) -> None:
        done = self._done.get(self.table.currentRow())
        self.whole.setVisible(done is not None)
        if done is not None:
            name = done.arrival.name or done.arrival.folder.name
            self.whole.setText(f"{name}：{outcome_text(done.reception)}。{todo_text(done)}")

    def _finish(self) -> None:
        self._tell_whole()
        self.message.show_message(self._summary())
        (self.eject_button if self.eject_button.isEnabled() else self.table).setFocus()

    def _summary(self) -> Message:
        told = [one.reception for one in self._done.values()]
        taken = sum(one.is_taken for one in told)
        again = sum(one.reason == Rejection.DUPLICATE.value for one in told)
        waiting = sum(one.reason == Rejection.GAP.value for one in told)
        refused = len(told) - taken - again - waiting
        parts = [f"收下 {taken} 个"]
        parts += [f"以前收过 {again} 个"] if again else []
        parts += [f"等前面的号 {waiting} 个"] if waiting else []
        parts += [f"拒收 {refused} 个"] if refused else []
        remedy = "回执已写好，请弹出 U 盘，交还送来的人。"
        if refused or waiting:
            remedy = "没收下的在“隔离”里，各有原因和办法；答复已写好，请弹出 U 盘。"
        tone = Tone.NOTE if refused or waiting else Tone.PROVEN
        return Message(f"{'，'.join(parts)}。", remedy=remedy, tone=tone)

    def _say_stopped(self) -> None:
        self.message.show_message(_STOPPED)

    def _refuse(self, error: AppError) -> None:
        self.message.show_message(message_for(error))

    # ── letting go of the stick ──────────────────────────────────────────────────────────────────

    def eject(self) -> None:
        """Flush, unmount and power off the stick; only then it may be pulled."""
        place = self.source.place
        if place is None or place.is_folder or self.run.is_running:
            return
        self.eject_button.setEnabled(False)
        work = partial(_ejected, self._tools, place)
        self.tasks.beside(work, self._say_ejected, self._eject_refused)

    def _say_ejected(self, found: tuple[StickRow, Ejected]) -> None:
        place, ejected = found
        told = ejected_words(ejected, place)
        if ejected.may_be_pulled:
            self.source.let_go()
            self._show_arrivals([])
            self.message.show_message(told)
        else:
            self.message.show_message(told, Way("再弹出一次", self.eject))
        self._suit()

    def _eject_refused(self, error: AppError) -> None:
        self._refuse(error)
        self._suit()

    # ── how it looks ─────────────────────────────────────────────────────────────────────────────

    def _read_offices(self, _: Progress) -> list[OfficeRow]:
        return self._tools.registry.offices()

    def _know(self, offices: list[OfficeRow]) -> None:
        self._names = {one.card.code: one.card.name for one in offices}
        for at, arrival in enumerate(self._arrivals):
            for place, text in enumerate(self._texts(arrival)):
                if (item := self.table.item(at, place)) is not None:
                    item.setText(text)

    def _suit(self) -> None:
        is_running, place = self.run.is_running, self.source.place
        self.source.set_busy(is_running)
        if not is_running:
            self.progress.end()
        has_rows = bool(self._arrivals)
        self.table.setVisible(has_rows)
        self.empty.setVisible(not has_rows)
        self.source.be_small(has_rows)
        is_left = place is not None and len(self._done) < len(self._arrivals)
        self.take_button.setEnabled(is_left and not is_running)
        is_stick = place is not None and not place.is_folder and place.is_mounted
        self.eject_button.setEnabled(is_stick and not is_running)

    def _measure(self) -> None:
        if hasattr(self, "table"):
            self.table.verticalHeader().setDefaultSectionSize(row_height(self.table))


def _arrivals(tools: DeskTools, folder: Path, _: Progress) -> list[Arrival]:
    return tools.registry.arrivals(folder)


def _ejected(tools: DeskTools, place: StickRow, _: Progress) -> tuple[StickRow, Ejected]:
    return place, tools.desk.sticks.eject(place)
