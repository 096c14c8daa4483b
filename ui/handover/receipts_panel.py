"""收回执: the answers on a stick or in a folder, what each settled, and what is to be done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHeaderView, QTableWidgetItem, QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.receipts import Answer, ReceiptFile, ReceiptOutcome
from app.domain.sticks import Ejected, StickRow
from ui.handover.choice import Counter
from ui.handover.outcome_words import outcome_words
from ui.handover.stick_picker import StickPicker
from ui.messages import message_for
from ui.stick_messages import ejected_words
from ui.widgets.buttons import button, flow, primary
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar, Way
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import PageHead, column, halves, row
from ui.widgets.words import label

_HEADINGS = ("文件", "结果", "怎么办")


class ReceiptsPanel(QWidget):
    """closed: back to the list of packages; go: another page, such as the register of sticks.

    Nothing is believed until 收下 is pressed; every file then has its own line.
    """

    closed = Signal()
    go = Signal(object)
    again_wanted = Signal(int)

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._files: list[ReceiptFile] = []
        self._waiting: list[ReceiptFile] = []
        self._outcomes: list[ReceiptOutcome] = []
        self._where = ""
        self.picker = StickPicker(counter, writes=False)
        self.folder_button = button("从文件夹里找…", "folder-open")
        self.file_button = button("选一个文件…", "file-text")
        self.take_button = primary("收下", "inbox")
        self.eject_button = button("弹出 U 盘")
        self.close_button = button("返回", "arrow-left", name="返回移交包的清单")
        self.answer = MessageBar()
        self.said = label("", tone="quiet")
        self.table = plain_table("登记处的答复", _HEADINGS, stretched=2)
        self.table.setWordWrap(True)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self._lay_out()
        self._connect()
        self._suit()

    def _lay_out(self) -> None:
        head = PageHead("收回执", "选登记处还回来的 U 盘，程序找出里面所有的答复。")
        head.add_button(self.close_button)
        left, right = QWidget(), QWidget()
        side = column(self.picker, flow(self.folder_button, self.file_button))
        side.setStretch(0, 1)
        left.setLayout(side)
        found = column(self.said, self.table, row(self.take_button, self.eject_button, None))
        found.setStretch(1, 1)
        right.setLayout(found)
        whole = column(head, self.answer, halves(left, right, (2, 3)), gap=1.5)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.picker.changed.connect(self._look)
        self.picker.activated.connect(self.take)
        self.picker.go.connect(self.go)
        self.folder_button.clicked.connect(self.choose_folder)
        self.file_button.clicked.connect(self.choose_file)
        self.take_button.clicked.connect(self.take)
        self.eject_button.clicked.connect(self.eject)
        self.close_button.clicked.connect(self.closed)

    # ── finding ──────────────────────────────────────────────────────────────────────────────────

    def begin(self) -> None:
        """Start with nothing found."""
        self._files, self._outcomes, self._where = [], [], ""
        self.answer.clear()
        self.picker.choose_nothing()
        self._show()
        self.picker.list.setFocus()

    def choose_folder(self) -> None:
        """Ask for a folder to look through."""
        chosen = QFileDialog.getExistingDirectory(self, "从哪个文件夹找回执")
        if chosen:
            self.look_in(Path(chosen))

    def choose_file(self) -> None:
        """Ask for one answer of the registry."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, "登记处的答复", "", "回执和答复 (*.receipt.json *.answer.json);;所有文件 (*)"
        )
        if chosen:
            self.look_at(Path(chosen))

    def look_in(self, folder: Path) -> None:
        """Find the answers in that folder, which is on no stick that was chosen."""
        self.picker.choose_nothing()
        self._find(partial(self._find_in, folder), str(folder))

    def look_at(self, path: Path) -> None:
        """Have this one file as what was found."""
        self.picker.choose_nothing()
        self._find(partial(self._file_at, path), str(path.parent))

    def _look(self) -> None:
        stick = self.picker.chosen()
        if stick is not None and not self.picker.faults() and stick.folder != self._where:
            self._find(partial(self._find_in, Path(stick.folder)), stick.folder)
        self._suit()

    def _find(self, work: Callable[[Progress], list[ReceiptFile]], where: str) -> None:
        self._where = where
        self.answer.clear()
        self.said.setText("正在找…")
        self._counter.tasks.background(work, then=self._found, refused=self._refuse)

    def _find_in(self, folder: Path, _: Progress) -> list[ReceiptFile]:
        return self._counter.receipts.found_in(folder)

    def _file_at(self, path: Path, _: Progress) -> list[ReceiptFile]:
        return [self._counter.receipts.file_at(path)]

    def _found(self, files: list[ReceiptFile]) -> None:
        self._files, self._outcomes = files, []
        self._show()
        if files:
            self.take_button.setFocus()

    # ── taking ───────────────────────────────────────────────────────────────────────────────────

    def take(self) -> None:
        """Settle what was found, file by file, so that nobody who writes waits for long."""
        if self._files and not self._waiting and not self._outcomes:
            self._waiting = list(self._files)
            self._take_next()

    def _take_next(self) -> None:
        work = partial(self._take, self._waiting[0])
        self._counter.tasks.command(work, then=self._taken, refused=self._refuse)
        self._suit()

    def _take(self, file: ReceiptFile, _: Progress) -> tuple[list[ReceiptOutcome], Changes]:
        return self._counter.receipts.take([file])

    def _taken(self, outcomes: list[ReceiptOutcome]) -> None:
        self._outcomes += outcomes
        self._waiting = self._waiting[1:]
        self._show()
        if self._waiting:
            self._take_next()
        else:
            self._sum_up()

    def _sum_up(self) -> None:
        settled = [one for one in self._outcomes if one.answer is Answer.RECEIVED]
        refused = [one for one in self._outcomes if one.answer is Answer.REFUSED]
        rejected = [one for one in self._outcomes if one.answer is Answer.REJECTED]
        newly = sum(one.newly_received for one in settled)
        parts = [f"收下 {len(settled)} 份回执，{newly} 场谈话记为已接收"] if settled else []
        parts += [f"{len(refused)} 个包登记处没有收"] if refused else []
        parts += [f"{len(rejected)} 个文件不可信，没有收下"] if rejected else []
        what = "；".join(parts) or "没有新的答复"
        missing = tuple(sorted({number for one in refused for number in one.missing}))
        tone = Tone.NOTE if refused or rejected or not settled else Tone.PROVEN
        todo = "下面逐条写着怎么办。" if refused or rejected else ""
        ways = [Way(f"再写一份第 {n} 号…", partial(self.again_wanted.emit, n)) for n in missing[:2]]
        self.answer.show_message(Message(f"{what}。", remedy=todo, tone=tone), *ways)

    # ── ejecting ─────────────────────────────────────────────────────────────────────────────────

    def eject(self) -> None:
        """Have the chosen stick ejected."""
        stick = self.picker.chosen()
        if stick is not None:
            self.eject_button.setEnabled(False)
            work = partial(self._eject, stick)
            self._counter.tasks.beside(work, then=self._ejected, refused=self._refuse)

    def _eject(self, stick: StickRow, _: Progress) -> tuple[StickRow, Ejected]:
        return stick, self._counter.sticks.eject(stick)

    def _ejected(self, ended: tuple[StickRow, Ejected]) -> None:
        stick, ejected = ended
        if ejected.may_be_pulled:
            self.picker.choose_nothing()
        self.answer.show_message(ejected_words(ejected, stick))
        self.picker.look_anew()
        self._suit()

    # ── showing ──────────────────────────────────────────────────────────────────────────────────

    def _show(self) -> None:
        known = [outcome_words(one) for one in self._outcomes]
        self.table.setRowCount(len(self._files))
        for number, file in enumerate(self._files):
            what, todo = known[number] if number < len(known) else ("还没有收下", "")
            for place, text in enumerate((file.name, what, todo)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(number, place, item)
        self.table.setVisible(bool(self._files))
        self.table.resizeRowsToContents()
        if self._files:
            self.said.setText(f"找到 {len(self._files)} 个答复。")
        else:
            self.said.setText("这里没有登记处的答复。" if self._where else "还没有选从哪里收。")
        self._suit()

    def _refuse(self, error: AppError) -> None:
        self._waiting = []
        self.answer.show_message(message_for(error))
        self._suit()

    def _suit(self) -> None:
        count = len(self._files)
        self.take_button.setText(f"收下这 {count} 个" if count > 1 else "收下")
        self.take_button.setAccessibleName(self.take_button.text())
        is_new = bool(self._files) and not self._outcomes and not self._waiting
        self.take_button.setEnabled(is_new)
        stick = self.picker.chosen()
        self.eject_button.setVisible(stick is not None and not self.picker.faults())
        self.eject_button.setEnabled(stick is not None and not self._waiting)
