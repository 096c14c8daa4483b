"""从备份恢复: choose a set, say who you are, and open what was brought back."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QRadioButton,
    QTableWidgetItem,
    QWidget,
)

from app.domain.backup import BackupRecord, Restored
from app.domain.calendar import written_date
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.domain.recovery import check_group
from ui import theme
from ui.messages import message_for, size_text
from ui.tasks import Tasks
from ui.unlock.entrance import WaysBack
from ui.unlock.rescue_steps import SteppedPanel
from ui.unlock.rescue_target import TargetChoice
from ui.unlock.steps import Step
from ui.vault_messages import part_of_backup
from ui.widgets.buttons import button
from ui.widgets.card_entry import CardEntry
from ui.widgets.fields import Field
from ui.widgets.message import Message, Tone
from ui.widgets.passphrase_edit import PassphraseEdit
from ui.widgets.plain_table import plain_table
from ui.widgets.surfaces import Place, column, facts, row
from ui.widgets.words import label

_HEADINGS = ("做成时间", "大小", "留痕到", "状况")
_ROWS_IN_SIGHT = 4


class ChooseStep(Step):
    """The folder of backups and the sets in it; the newest whole one is chosen beforehand."""

    def __init__(self) -> None:
        super().__init__("从备份恢复", "恢复放进一个新的文件夹；原来的保险库和备份一个字也不改动。")
        self._records: list[BackupRecord] = []
        self.path = label("", "small", "quiet")
        self.folder_button = button("选存放备份的文件夹…", "folder-open")
        self.table = plain_table("备份", _HEADINGS, stretched=3)
        self.table.itemSelectionChanged.connect(self.changed)
        line = row(self.path, self.folder_button)
        line.setStretch(0, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.table, 1)

    def show_sets(self, folder: Path, records: list[BackupRecord], local: datetime) -> None:
        """Show what lies in the folder; local tells by its zone how times are written."""
        self._records = records
        self.path.setText(f"备份在 {folder}")
        high = theme.row_height(self.table)
        self.table.verticalHeader().setDefaultSectionSize(high)
        self.table.setMinimumHeight(high * (_ROWS_IN_SIGHT + 1))
        self.table.setRowCount(len(records))
        for number, record in enumerate(records):
            at = record.made_at.astimezone(local.tzinfo)
            for place, text in enumerate(_texts(record, at)):
                item = QTableWidgetItem(text)
                item.setToolTip(str(record.folder))
                if not record.is_whole:
                    item.setFlags(Qt.ItemFlag.NoItemFlags)
                self.table.setItem(number, place, item)
        whole = [number for number, record in enumerate(records) if record.is_whole]
        self.table.clearSelection()
        if whole:
            self.table.selectRow(whole[0])
        self.changed.emit()

    def chosen(self) -> BackupRecord | None:
        """The set under the cursor, if it can serve."""
        rows = self.table.selectionModel().selectedRows()
        record = self._records[rows[0].row()] if len(rows) == 1 else None
        return record if record is not None and record.is_whole else None

    def is_ready(self) -> bool:
        return self.chosen() is not None

    def begin(self) -> None:
        (self.table if self._records else self.folder_button).setFocus()


class ProofStep(Step):
    """The passphrase of that day or two recovery cards, and where the vault is to stand."""

    def __init__(self) -> None:
        super().__init__("口令和位置", "备份和保险库一样是锁着的。")
        self.by_words = QRadioButton("用做备份那时的口令")
        self.by_cards = QRadioButton("忘了口令：用两张恢复单")
        self._ways = QButtonGroup(self)
        for way in (self.by_words, self.by_cards):
            self._ways.addButton(way)
        self.by_words.setChecked(True)
        self.passphrase = PassphraseEdit("口令")
        self.words_field = Field("口令", self.passphrase, "那以后换过口令的，填换之前的那一个。")
        self.first = CardEntry("第一张恢复单", check_group)
        self.second = CardEntry("第二张恢复单", check_group)
        self.cards = QWidget()
        self.cards.setLayout(
            column(label("甲、乙、丙任意两张", tone="quiet"), self.first, self.second, gap=0.5)
        )
        self.target = TargetChoice()
        ways: QHBoxLayout = row(self.by_words, self.by_cards, None, gap=2)
        self.body.addLayout(ways)
        for part in (self.words_field, self.cards, self.target):
            self.body.addWidget(part)
        self.by_words.toggled.connect(self._suit)
        self.passphrase.changed.connect(self.changed)
        self.first.changed.connect(self.changed)
        self.first.completed.connect(self.second.setFocus)
        self.second.changed.connect(self.changed)
        self._suit()

    def is_ready(self) -> bool:
        if self.by_cards.isChecked():
            return self.first.is_whole() and self.second.is_whole()
        return bool(self.passphrase.text())

    def begin(self) -> None:
        (self.first if self.by_cards.isChecked() else self.passphrase).setFocus()

    def typed_cards(self) -> tuple[tuple[str, ...], ...]:
        """The groups of the two cards; nothing when the passphrase was used."""
        if not self.by_cards.isChecked():
            return ()
        both = (self.first, self.second)
        return tuple(tuple(edit.text() for edit in entry.groups) for entry in both)

    def forget(self) -> None:
        """Forget what was typed."""
        self.passphrase.clear()
        self.first.clear()
        self.second.clear()

    def _suit(self) -> None:
        self.words_field.setVisible(self.by_words.isChecked())
        self.cards.setVisible(self.by_cards.isChecked())
        self.changed.emit()
        if self.isVisible():
            self.begin()


class RestoredStep(Step):
    """What was brought back, and what is not in it."""

    def __init__(self) -> None:
        super().__init__("恢复好了", "每一页、每个附件都核对过，与做备份时一样。")
        self._place = Place()
        self.body.addWidget(self._place)

    def show_restored(self, restored: Restored, made_at: datetime) -> None:
        """Show where the vault stands now."""
        day = f"{written_date(made_at.date())} {made_at:%H:%M}"
        pairs = [
            ("位置", str(restored.folder)),
            ("内容", f"到 {day} 为止；那以后写的不在里面"),
            ("原来的", "原来的保险库没有动。弄清以前，请不要删"),
        ]
        if restored.lacking:
            pairs.append(("附件", f"✕ 有 {restored.lacking} 个附件备份里没有，没能找回"))
        self._place.put(facts(pairs))


class RestorePanel(SteppedPanel):
    """folder is where the door stood: its own backups are offered first.

    cards_wanted tells the restored folder and what was typed of two cards: who restored by cards
    opens by cards, and need not type them once more.
    """

    help_topic = "restore"

    cards_wanted = Signal(object, object)

    def __init__(self, tasks: Tasks, restoring: WaysBack, folder: Path) -> None:
        self.choose, self.proof, self.done = ChooseStep(), ProofStep(), RestoredStep()
        steps = (("选备份", self.choose), ("口令和位置", self.proof), ("完成", self.done))
        super().__init__(tasks, steps)
        self._restoring, self._folder = restoring, folder
        self._restored: Restored | None = None
        self.choose.folder_button.clicked.connect(self._ask_folder)
        self.choose.table.itemDoubleClicked.connect(lambda _: self.try_next())
        self.proof.passphrase.entered.connect(self.try_next)
        self.proof.target.set_folder(restoring.default_target(folder))
        self.go_to(0)
        self._is_first = True
        self._look(folder)

    def look_in(self, folder: Path) -> None:
        """Show the sets in that folder."""
        self._is_first = False
        self._look(folder)

    def words(self) -> str:
        last = "用恢复单打开" if self.proof.by_cards.isChecked() else "解锁恢复好的保险库"
        return ("下一步", "开始恢复", last)[self.number]

    def next(self) -> None:
        if self.number == 0:
            self.go_to(1)
        elif self.number == 1:
            self._restore()
        elif self._restored is not None:
            folder, typed = self._restored.folder, self.proof.typed_cards()
            if typed:
                self.cards_wanted.emit(folder, typed)
            else:
                self.found.emit(folder)

    def cancel(self) -> None:
        super().cancel()
        self.proof.forget()

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, "选存放备份的文件夹或 U 盘", str(self._folder)
        )
        if chosen:
            self.look_in(Path(chosen))

    def _look(self, folder: Path) -> None:
        work = partial(_sets, self._restoring, folder)
        self._tasks.background(work, then=self._show_sets, refused=self._say_none)

    def _show_sets(self, found: tuple[Path, list[BackupRecord]]) -> None:
        folder, records = found
        self.message.clear()
        now = self._restoring.clock.now()
        local = self._restoring.clock.local(now)
        self.choose.show_sets(folder, records, local)
        self.choose.begin()

    def _say_none(self, error: AppError) -> None:
        told = message_for(error)
        if self._is_first:
            # nobody chose this folder: that it holds no backup is no refusal, but a step to take
            way = "请插好存放备份的盘，按“选存放备份的文件夹…”。"
            told = Message("还没有选备份。", told.safe, way, Tone.NOTE)
        self.message.show_message(told)

    def _restore(self) -> None:
        record = self.choose.chosen()
        if record is None:
            return
        proof = self.proof
        if proof.by_cards.isChecked():
            cards = (proof.first.text(), proof.second.text())
            work = partial(_by_cards, self._restoring, record, cards, proof.target.folder)
        else:
            words = proof.passphrase.text()
            work = partial(_by_words, self._restoring, record, words, proof.target.folder)
        self.run("正在恢复并核对。时间长短看资料多少。", work, self._show_restored)

    def _show_restored(self, restored: Restored) -> None:
        self._restored = restored
        self.proof.passphrase.clear()
        record = self.choose.chosen()
        if record is not None:
            made_at = self._restoring.clock.local(record.made_at)
            self.done.show_restored(restored, made_at)
        self.go_to(2)
        self.next_button.setFocus()


def _texts(record: BackupRecord, at: datetime) -> tuple[str, ...]:
    state = "完整" if record.is_whole else f"✕ 不完整：{part_of_backup(record.flaw)}"
    if record.is_whole and record.lacking:
        state = f"△ 缺 {record.lacking} 个附件"
    day = f"{written_date(at.date())} {at:%H:%M}"
    return (day, size_text(record.size), f"第 {record.sequence:,} 条", state)


def _sets(restoring: WaysBack, folder: Path, _: Progress) -> tuple[Path, list[BackupRecord]]:
    return folder, restoring.backups_in(folder)


def _by_words(
    restoring: WaysBack, record: BackupRecord, words: str, target: Path, progress: Progress
) -> Restored:
    return restoring.restore(record, words, target, progress)


def _by_cards(
    restoring: WaysBack,
    record: BackupRecord,
    cards: tuple[str, str],
    target: Path,
    progress: Progress,
) -> Restored:
    return restoring.restore_by_cards(record, cards, target, progress)
