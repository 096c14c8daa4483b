"""What is about to be done with the program, the button that does it, and what came of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.backup import BackupsMade
from app.domain.errors import AppError
from app.domain.release import Installation
from ui.messages import message_for
from ui.updates.words import Exchange
from ui.widgets.buttons import button, flow, primary
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import Card, Place, column, facts, scrolled
from ui.widgets.words import label

_STOPPED = Message("已停下。", "现在用的程序没有改动，没有留下半个新版。", "可以再来。", Tone.NOTE)


class ExchangePanel(QWidget):
    """wanted: do it; stopped: no further; left: back to the page; reopened: open the program anew.

    Once it is done there is nothing more to do here than to open the program anew, or later.
    """

    wanted = Signal()
    stopped = Signal()
    left = Signal()
    reopened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.exchange: Exchange | None = None
        self._backup: Path | None = None
        self.message, self.progress = MessageBar(), ProgressPanel()
        self.what = Card()
        self.facts, self.steps = Place(), label("")
        self.caution = label("", tone="brick")
        self.confirm = QCheckBox()
        self.ahead = label("会这样做", "strong")
        self.what.add(self.facts, self.ahead, self.steps, self.caution)
        self.what.add(self.confirm)
        self.act_button = primary("备份并更新", "check")
        self.back_button = button("不换，返回", "arrow-left")
        self.reopen_button = primary("重新打开程序", "refresh-cw")
        self.later_button = button("以后再说", name="以后再重新打开")
        content = QWidget()
        whole = column(self.message, self.what, gap=1.5)
        whole.addStretch(1)
        content.setLayout(whole)
        buttons = flow(self.act_button, self.reopen_button, self.later_button, self.back_button)
        outer = column(scrolled(content, "更换程序"), self.progress, buttons, gap=1.5)
        outer.setStretch(0, 1)
        self.setLayout(outer)
        self.confirm.toggled.connect(self._suit)
        self.act_button.clicked.connect(self.wanted)
        self.back_button.clicked.connect(self.left)
        self.later_button.clicked.connect(self.left)
        self.reopen_button.clicked.connect(self.reopened)
        self.progress.stopped.connect(self.stopped)

    def show_exchange(self, exchange: Exchange) -> None:
        """Tell what would be done; nothing is done yet."""
        self.exchange, self._backup = exchange, None
        self.message.clear()
        self.facts.put(facts(list(exchange.facts)))
        numbered = enumerate(exchange.steps, 1)
        self.steps.setText("\n".join(f"{number}. {step}" for number, step in numbered))
        self.caution.setText(f"⚠ {exchange.caution}" if exchange.caution else "")
        self.caution.setVisible(bool(exchange.caution))
        self.confirm.setText(exchange.confirm)
        self.confirm.setAccessibleName(exchange.confirm or "确认")
        self.confirm.setChecked(False)
        self.confirm.setVisible(bool(exchange.confirm))
        self.act_button.setText(exchange.act)
        self.act_button.setAccessibleName(exchange.act)
        self._offer(is_done=False)
        (self.confirm if exchange.confirm else self.act_button).setFocus()

    def begin(self) -> None:
        """It has begun."""
        self.message.clear()
        self.progress.begin("正在备份保险库…")
        for part in (self.act_button, self.back_button, self.confirm):
            part.setEnabled(False)

    def tell_backup(self, made: BackupsMade) -> None:
        """The backup is there; the program follows."""
        self._backup = made.records[0].folder
        self.progress.sentence.setText("备份好了。正在换程序，写好后从磁盘读回核对…")

    def tell_done(self, after: Installation) -> None:
        """Say what is to be done now."""
        self.progress.end()
        self._offer(is_done=True)
        self.message.show_message(
            Message(
                f"已换成 {after.release.version}，重新打开程序后生效。",
                f"保险库的备份在 {self._backup}。" if self._backup else "",
                "手上的事做完再重新打开也不要紧。",
                Tone.PROVEN,
            ),
            closable=False,
        )
        self.reopen_button.setFocus()

    def tell_refused(self, error: AppError) -> None:
        """Say why it came to nothing."""
        self.rest()
        self.message.show_message(message_for(error))

    def tell_stopped(self) -> None:
        """Say that it was stopped."""
        self.rest()
        self.message.show_message(_STOPPED)

    def rest(self) -> None:
        """Nothing runs; it may be begun again."""
        self.progress.end()
        self._offer(is_done=False)

    def _offer(self, *, is_done: bool) -> None:
        for part in (self.act_button, self.back_button):
            part.setVisible(not is_done)
        for part in (self.reopen_button, self.later_button):
            part.setVisible(is_done)
        for words in (self.ahead, self.steps):
            words.setVisible(not is_done)
        self.back_button.setEnabled(True)
        self.confirm.setEnabled(not is_done)
        self._suit()

    def _suit(self, _: bool = False) -> None:
        is_asked = self.exchange is not None and bool(self.exchange.confirm)
        self.act_button.setEnabled(not is_asked or self.confirm.isChecked())
