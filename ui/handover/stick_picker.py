"""The sticks that are plugged in, looked for again while they are in sight; none is guessed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.domain.errors import AppError
from app.domain.sticks import StickFault, StickRow, cautions_of, faults_of
from ui import theme
from ui.handover.choice import Counter
from ui.handover.stick_words import name_line, room_line
from ui.messages import message_for
from ui.page import Destination
from ui.stick_messages import STICK_ACT, StickAct, fault_words
from ui.stick_watch import StickWatch
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar, Way
from ui.widgets.surfaces import column
from ui.widgets.words import label

_LINES = 2.2
_LOOKING = "正在找 U 盘…"


class StickPicker(QWidget):
    """changed: another stick is chosen, or its state is another; activated: Enter on one.

    Below the list stands what is against the chosen stick, with the one thing to do about it; go
    asks for the register of sticks.
    """

    changed = Signal()
    activated = Signal()
    go = Signal(object)

    def __init__(self, counter: Counter, writes: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._writes = writes
        self._needed = (0, 0)
        self._wanted = ""
        self.rows: list[StickRow] = []
        self.said = label(_LOOKING, tone="quiet")
        self.list = QListWidget()
        self.list.setAccessibleName("插着的 U 盘")
        self.list.setWordWrap(True)
        self.answer = MessageBar()
        whole = column(self.said, self.list, self.answer)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._watch = StickWatch(counter.tasks, counter.sticks, self)
        self._watch.seen.connect(self.show_rows)
        self._watch.refused.connect(self._refuse)
        self.list.currentItemChanged.connect(self._choose)
        self.list.itemActivated.connect(self._activate)

    # ── what others ask ──────────────────────────────────────────────────────────────────────────

    def chosen(self) -> StickRow | None:
        """The stick that is chosen, whatever is against it."""
        at = self.list.currentRow()
        return self.rows[at] if 0 <= at < len(self.rows) else None

    def faults(self) -> tuple[StickFault, ...]:
        """What is against the chosen stick."""
        row = self.chosen()
        return self._faults(row) if row is not None else ()

    def choose_nothing(self) -> None:
        """Have no stick chosen."""
        self._wanted = ""
        with QSignalBlocker(self.list):
            self.list.setCurrentRow(-1)
            self.list.clearSelection()

    def choose(self, identity: str) -> None:
        """Have the stick of this identity chosen as soon as it is there."""
        self._wanted = identity
        self._offer()

    def need(self, needed_bytes: int, longest_file_bytes: int) -> None:
        """Reckon with that much from now on."""
        self._needed = (needed_bytes, longest_file_bytes)

    def look(self) -> None:
        """Look for sticks now, and not only when it is time."""
        self._watch.look()

    def look_anew(self) -> None:
        """Look, and ask the register again whatever is found."""
        self._watch.look_anew()

    # ── looking ──────────────────────────────────────────────────────────────────────────────────

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._forget()
        self._watch.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch.stop()

    def _forget(self) -> None:
        """What was seen some time ago may be gone; what was chosen is still wanted."""
        before = self.chosen()
        if before is not None:
            self._wanted = before.identity or before.device
        self.rows = []
        with QSignalBlocker(self.list):
            self.list.clear()
        self.said.setText(_LOOKING)

    def _refuse(self, error: AppError) -> None:
        self.answer.show_message(message_for(error))

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def show_rows(self, rows: list[StickRow]) -> None:
        """Show what is plugged in; what was chosen stays chosen while it is there."""
        before = self.chosen()
        if before is not None:
            self._wanted = before.identity or before.device
        self.rows = rows
        with QSignalBlocker(self.list):
            self.list.clear()
            for row in rows:
                item = QListWidgetItem(self._words(row))
                item.setSizeHint(QSize(0, round(theme.row_height(self.list) * _LINES)))
                self.list.addItem(item)
        self.list.setVisible(bool(rows))
        self.said.setText(
            f"插着 {len(rows)} 个 U 盘，请选一个。" if rows else "没有发现 U 盘。插上就会列出来。"
        )
        self._offer()
        if before is not None and self.chosen() is None:
            self._say(StickFault.VANISHED, before)
            self.changed.emit()
        else:
            self._tell()

    def _offer(self) -> None:
        at = next(
            (n for n, row in enumerate(self.rows) if self._wanted in (row.identity, row.device)),
            -1,
        )
        if self._wanted and at >= 0:
            with QSignalBlocker(self.list):
                self.list.setCurrentRow(at)

    def _words(self, row: StickRow) -> str:
        name, faults = name_line(row), self._faults(row)
        brief = fault_words(faults[0], row).brief if faults else ""
        mark = f"⚠ {brief}　" if brief and brief not in name else "⚠ " if faults else ""
        return f"{mark}{name}\n{room_line(row) if self._writes else row.folder}"

    def _faults(self, row: StickRow) -> tuple[StickFault, ...]:
        if self._writes:
            return faults_of(row, *self._needed)
        unseen = row.is_locked or not row.is_mounted
        locked = StickFault.LOCKED if row.is_locked else StickFault.NOT_MOUNTED
        return (locked,) if unseen else ()

    def _choose(self, _: QListWidgetItem | None = None, __: QListWidgetItem | None = None) -> None:
        self._wanted = ""
        self._tell()

    def _activate(self, _: QListWidgetItem) -> None:
        self._choose()
        if not self.faults():
            self.activated.emit()

    def _tell(self) -> None:
        row, faults = self.chosen(), self.faults()
        if row is not None and faults:
            self._say(faults[0], row)
        elif row is not None and self._writes and cautions_of(row):
            self.answer.show_message(
                Message(
                    f"“{row.name}”没有登记。",
                    remedy="现在可以用它；登记以后才查得到它在谁手里。",
                    tone=Tone.NOTE,
                ),
                Way(STICK_ACT[StickAct.REGISTER], partial(self._act, StickAct.REGISTER)),
                closable=False,
            )
        else:
            self.answer.clear()
        self.changed.emit()

    def _say(self, fault: StickFault, row: StickRow) -> None:
        words = fault_words(fault, row, self._needed[0])
        way = Way(STICK_ACT[words.act], partial(self._act, words.act))
        self.answer.show_message(words.message, way, closable=False)

    def _act(self, act: StickAct) -> None:
        if act is StickAct.REGISTER:
            row = self.chosen()
            self.go.emit(Destination("sticks", row.identity if row else "", "register"))
        elif act is StickAct.OPEN_REGISTER:
            self.go.emit(Destination("sticks"))
        elif act is StickAct.CHOOSE:
            self.list.setFocus()
        else:
            self.look_anew()
