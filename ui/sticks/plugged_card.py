"""The sticks that are plugged in now: how each stands, and letting go of one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QTableWidgetItem

from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.sticks import Ejected, StickFault, StickRow, cautions_of, faults_of
from ui.messages import message_for
from ui.stick_messages import STICK_ACT, StickAct, ejected_words, fault_words
from ui.stick_watch import StickWatch
from ui.sticks.desk import StickDesk
from ui.sticks.words import plugged_pairs, plugged_texts
from ui.widgets.buttons import button, flow
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar, Way
from ui.widgets.plain_table import fit_height, plain_table
from ui.widgets.surfaces import Card, Place, facts
from ui.widgets.words import label

_HEADINGS = ("名称", "格式", "剩余 / 全部", "保管人", "情况")
_MOST_ROWS = 4


class PluggedCard(Card):
    """register_wanted asks for the form of a stick, shown for its line in the register.

    Looks again every two seconds while it is in sight; what is chosen stays chosen.
    """

    register_wanted = Signal(object)
    shown = Signal(str)

    def __init__(self, desk: StickDesk) -> None:
        super().__init__("插着的 U 盘")
        self._desk = desk
        self._wanted = ""
        self._ejecting: StickRow | None = None
        self._let_go = ""  # the stick of which 可以拔出 was said, as long as it stands
        self.rows: list[StickRow] = []
        self.said = label("正在找 U 盘…", tone="quiet")
        self.table = plain_table("插着的 U 盘", _HEADINGS, stretched=0)
        self.answer = MessageBar()
        self.detail = Place()
        self.register_button = button("登记…", "plus", name="登记所选的 U 盘")
        self.eject_button = button("弹出", "log-out", name="弹出所选的 U 盘")
        self.look_button = button("刷新", "refresh-cw", name="再找一次 U 盘")
        self.add(
            self.said,
            self.table,
            self.answer,
            self.detail,
            flow(self.register_button, self.eject_button, self.look_button),
        )
        self.watch = StickWatch(desk.tasks, desk.register, self)
        self.watch.seen.connect(self.show_rows)
        self.watch.refused.connect(self._refuse)
        self.table.itemSelectionChanged.connect(self._choose)
        self.table.activated.connect(lambda _: self._ask_to_register())
        self.register_button.clicked.connect(self._ask_to_register)
        self.eject_button.clicked.connect(self.eject)
        self.look_button.clicked.connect(self.watch.look_anew)
        self.show_rows([])
        self.said.setText("正在找 U 盘…")

    # ── what is there ────────────────────────────────────────────────────────────────────────────

    def chosen(self) -> StickRow | None:
        """The stick the cursor is on."""
        at = self.table.currentRow()
        return self.rows[at] if 0 <= at < len(self.rows) else None

    def choose(self, identity: str) -> None:
        """Put the cursor on the stick of this identity, now or when it is plugged in."""
        self._wanted = identity
        self._offer()

    def show_rows(self, rows: list[StickRow]) -> None:
        """Show what is plugged in; with a single one the cursor is on it, nothing more."""
        before = self.chosen()
        self._wanted = self._wanted or (_key(before) if before else "")
        self.rows = rows
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(rows))
            for number, row in enumerate(rows):
                for place, text in enumerate(plugged_texts(row)):
                    item = QTableWidgetItem(text)
                    item.setToolTip(text)
                    self.table.setItem(number, place, item)
            self.table.setCurrentCell(0 if len(rows) == 1 else -1, 0)
        self.table.setVisible(bool(rows))
        self.said.setText(f"插着 {len(rows)} 个。" if rows else "没有发现 U 盘。插上就会列出来。")
        self._measure()
        self._offer()
        is_gone = before is not None and _key(before) not in map(_key, rows)
        self._suit()
        if is_gone and before is not None and self._ejecting is None and not self._let_go:
            self._say(StickFault.VANISHED, before)

    def _still_says(self, row: StickRow | None) -> bool:
        """Whether what was said of letting go, or is being said of it, still stands."""
        if self._ejecting is not None:
            return True
        if row is not None and (row.is_mounted or _key(row) != self._let_go):
            self._let_go = ""
        return bool(self._let_go)

    def _offer(self) -> None:
        keys = [_key(row) for row in self.rows]
        if self._wanted in keys:
            self.table.setCurrentCell(keys.index(self._wanted), 0)
            self._wanted = ""
            self._suit()

    def _choose(self) -> None:
        self._wanted = ""
        self._suit()
        row = self.chosen()
        if row is not None and row.stick_id is not None:
            self.shown.emit(row.stick_id)

    def _suit(self) -> None:
        row = self.chosen()
        can_register = row is not None and row.stick_id is None and not row.is_system
        self.register_button.setEnabled(can_register and bool(row and row.identity))
        can_eject = row is not None and not row.is_system and self._ejecting is None
        self.eject_button.setEnabled(can_eject)
        self.detail.clear()
        if row is not None:
            self.detail.put(facts(plugged_pairs(row)))
        if self._still_says(row):
            return
        faults = (faults_of(row, 0) or cautions_of(row)) if row is not None else ()
        if row is not None and faults:
            self._say(faults[0], row)
        else:
            self.answer.clear()

    def _say(self, fault: StickFault, row: StickRow) -> None:
        words = fault_words(fault, row)
        message = words.message
        if fault is StickFault.NOT_REGISTERED and row.is_allowed:
            message = Message(
                f"“{row.name}”没有登记。",
                remedy="现在也能用；登记以后才查得到它在谁手里。",
                tone=Tone.NOTE,
            )
        way = Way(STICK_ACT[words.act], partial(self._act, words.act))
        # the button to register stands right below already
        ways = () if words.act is StickAct.REGISTER else (way,)
        self.answer.show_message(message, *ways, closable=False)

    def _act(self, act: StickAct) -> None:
        ways = {
            StickAct.REGISTER: self._ask_to_register,
            StickAct.OPEN_REGISTER: self._show_in_register,
            StickAct.CHOOSE: self.table.setFocus,
            StickAct.EJECT: self.eject,
            StickAct.REFRESH: self.watch.look_anew,
        }
        ways[act]()

    def _ask_to_register(self) -> None:
        row = self.chosen()
        if row is not None and self.register_button.isEnabled():
            self.register_wanted.emit(row)

    def _show_in_register(self) -> None:
        row = self.chosen()
        if row is not None and row.stick_id is not None:
            self.shown.emit(row.stick_id)

    # ── letting go ───────────────────────────────────────────────────────────────────────────────

    def eject(self) -> None:
        """Have the chosen stick flushed, unmounted and powered off."""
        row = self.chosen()
        if row is None or self._ejecting is not None:
            return
        self._ejecting = row
        told = Message(f"正在弹出“{row.name}”。", remedy="先不要拔。", tone=Tone.NOTE)
        self.answer.show_message(told, closable=False)
        self._suit()
        work = partial(self._eject, row)
        self._desk.tasks.beside(work, then=self._tell_ejected, refused=self._refuse)

    def _eject(self, row: StickRow, _: Progress) -> Ejected:
        return self._desk.register.eject(row)

    def _tell_ejected(self, ejected: Ejected) -> None:
        row, self._ejecting = self._ejecting, None
        if row is None:
            return
        self._let_go = _key(row) if ejected.may_be_pulled else ""
        message = ejected_words(ejected, row)
        ways = () if ejected.may_be_pulled else (Way(STICK_ACT[StickAct.EJECT], self.eject),)
        self.answer.show_message(message, *ways, closable=ejected.may_be_pulled)
        self.eject_button.setEnabled(self.chosen() is not None)
        self.watch.look()

    def _refuse(self, error: AppError) -> None:
        self._ejecting = None
        self.answer.show_message(message_for(error))

    # ── being looked at ──────────────────────────────────────────────────────────────────────────

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.watch.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.watch.stop()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _measure(self) -> None:
        fit_height(self.table, max(1, min(len(self.rows), _MOST_ROWS)))


def _key(row: StickRow) -> str:
    return row.identity or row.device
