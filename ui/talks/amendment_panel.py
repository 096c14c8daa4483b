"""Making a 补正记录: the place, what stands there word for word, what should stand, and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)

from app.domain.amendment import AmendedLine, AmendmentEntry
from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.ids import TalkId
from app.domain.progress import Progress
from app.domain.record_text import Passage
from ui import theme
from ui.messages import message_for
from ui.talks.desk import Desk
from ui.tasks import Task
from ui.widgets.buttons import button, flow
from ui.widgets.message_bar import MessageBar
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

_SHOWN = 16


@dataclass(frozen=True, slots=True)
class AmendmentWords:
    """An amendment half written: of which talk, at which place, its lines, and the open fields."""

    talk_id: TalkId
    place: str
    lines: tuple[AmendedLine, ...]
    typed: tuple[str, str, str]


class _Lines(QListWidget):
    """The places taken in so far; Del takes one out again."""

    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("已写的补正")
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.characters(self, 10), theme.line(self, 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            event.accept()
            self.removed.emit(self.currentRow())
        else:
            super().keyPressEvent(event)


class AmendmentPanel(QWidget):
    """left: put away; made: an amendment was signed and kept; drafted carries pages to look at."""

    left = Signal()
    made = Signal()
    drafted = Signal(bytes)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._talk_id = TalkId("")
        self._passages: tuple[Passage, ...] = ()
        self._lines: list[AmendedLine] = []
        self._wanted_place = ""
        self.messages = MessageBar()
        self.progress = ProgressPanel()
        self.place = QComboBox()
        self.place.setAccessibleName("处所")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("原记录里的这一段")
        self.was, self.should = QPlainTextEdit(), QPlainTextEdit()
        self.reason = QLineEdit()
        self.lines = _Lines()
        self.add_button = button("加入这一处", "plus")
        self.remove_button = button("去掉选中的一处", name="去掉选中的一处")
        self.draft_button = button("看样张", "file-text")
        self.make_button = button("签名并保存补正记录", "stamp", "primary")
        self.back_button = button("返回 Esc", "arrow-left", name="返回")
        self._name_fields()
        self._lay_out()
        self._connect()

    def _name_fields(self) -> None:
        for field, name in ((self.was, "原记"), (self.should, "补正为")):
            field.setAccessibleName(name)
            field.setTabChangesFocus(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(theme.line(self.text, 3))
        self.was.setPlaceholderText("在左边选中几个字就会填到这里；空着是增补")
        self.should.setPlaceholderText("应当怎样写；空着是删去")
        self.reason.setAccessibleName("补正事由")
        self.reason.setPlaceholderText("如：会后核对台账，数字有误，谈话对象书面提出")

    def _lay_out(self) -> None:
        head = row(label("另作补正记录", "large", wrap=False), None, self.back_button)
        told = label("原记录、签名和扫描件都不动；补正记录签名后放在它旁边。", tone="quiet")
        source = QWidget()
        beside_text = column(label("处所", "strong"), self.place, self.text)
        beside_text.setStretch(2, 1)
        source.setLayout(beside_text)
        wanted = QWidget()
        fields = column(
            label("原记", "strong"),
            self.was,
            label("补正为", "strong"),
            self.should,
            flow(self.add_button, self.remove_button),
            self.lines,
        )
        fields.setStretch(5, 1)
        wanted.setLayout(fields)
        halves = row(source, wanted, gap=2)
        halves.setStretch(0, 1)
        halves.setStretch(1, 1)
        why = row(label("补正事由", "strong", wrap=False), self.reason)
        why.setStretch(1, 1)
        foot = row(self.make_button, self.draft_button, None)
        whole = column(head, told, self.messages, halves, why, foot, self.progress)
        whole.setStretch(3, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.place.currentIndexChanged.connect(self._show_passage)
        self.text.selectionChanged.connect(self._quote)
        self.add_button.clicked.connect(self.add_line)
        self.remove_button.clicked.connect(self._remove_chosen)
        self.lines.removed.connect(self._remove)
        self.draft_button.clicked.connect(self.draft)
        self.make_button.clicked.connect(self.make)
        self.back_button.clicked.connect(self.left)

    # ── what the step asks ───────────────────────────────────────────────────────────────────────

    def open(self, talk_id: TalkId, keep: bool = False) -> None:
        """Begin an amendment of this talk; keep what was written when it is the same one."""
        if not (keep and talk_id == self._talk_id):
            self._lines.clear()
            self.reason.clear()
            self._clear_fields()
        self._talk_id = talk_id
        self.messages.clear()
        for field in (self.was, self.should):
            field.setFixedHeight(theme.line(field, 2) + theme.px(2))
        self._show_lines()
        self._desk.tasks.query(partial(self._read, talk_id), then=self._offer)
        self.place.setFocus()

    def written(self) -> AmendmentWords:
        """What was written, to be kept over a lock."""
        return AmendmentWords(
            self._talk_id,
            str(self.place.currentData() or ""),
            tuple(self._lines),
            (self.was.toPlainText(), self.should.toPlainText(), self.reason.text()),
        )

    def write(self, words: AmendmentWords) -> None:
        """Go on with what was written before."""
        self._talk_id, self._lines = words.talk_id, list(words.lines)
        was, should, reason = words.typed
        self.was.setPlainText(was)
        self.should.setPlainText(should)
        self.reason.setText(reason)
        self._wanted_place = words.place

    def has_words(self) -> bool:
        """Whether something was written that leaving would lose."""
        fields = (self.was, self.should)
        typed = any(field.toPlainText().strip() for field in fields)
        return bool(typed or self._lines or self.reason.text().strip())

    def add_line(self) -> bool:
        """Take the present place into the list; whether there was anything to take."""
        was, should = self.was.toPlainText().strip(), self.should.toPlainText().strip()
        passage = self._passage()
        if passage is None or (not was and not should):
            return False
        self._lines.append(AmendedLine(passage.key, was, should, passage.label))
        self._clear_fields()
        self._show_lines()
        self.place.setFocus()
        return True

    def entry(self) -> AmendmentEntry:
        """What was written so far, with the place that is just being written."""
        self.add_line()
        return AmendmentEntry(self.reason.text(), tuple(self._lines))

    def draft(self) -> None:
        """Look at the pages as they would be."""
        work = partial(self._draft, self._talk_id, self.entry())
        self._desk.tasks.query(work, then=self._was_drafted, refused=self._refuse)

    def make(self) -> None:
        """Sign it and keep it beside the record."""
        self.messages.clear()
        self.make_button.setEnabled(False)
        self.progress.begin("正在制作补正记录：排版、检验、签名……", can_stop=False)
        self._desk.tasks.command(
            partial(self._make, self._talk_id, self.entry()),
            then=self._was_made,
            refused=self._refuse,
            watch=self._watch,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # ── on the vault lane ────────────────────────────────────────────────────────────────────────

    def _read(self, talk_id: TalkId, _: Progress) -> tuple[Passage, ...]:
        return self._desk.amending.places(talk_id)

    def _draft(self, talk_id: TalkId, entry: AmendmentEntry, _: Progress) -> bytes:
        return self._desk.amending.draft(talk_id, entry)

    def _make(self, talk_id: TalkId, entry: AmendmentEntry, progress: Progress) -> Changes:
        return self._desk.amending.amend(talk_id, entry, progress)[1]

    # ── what comes back ──────────────────────────────────────────────────────────────────────────

    def _offer(self, passages: tuple[Passage, ...]) -> None:
        chosen = self._wanted_place or self.place.currentData()
        self._wanted_place = ""
        self._passages = passages
        self.place.blockSignals(True)
        self.place.clear()
        for one in passages:
            begins = " ".join(one.text.split())
            more = "……" if len(begins) > _SHOWN else ""
            self.place.addItem(f"{one.label}：{begins[:_SHOWN]}{more}", one.key)
        self.place.setCurrentIndex(max(0, self.place.findData(chosen)))
        self.place.blockSignals(False)
        self._show_passage()

    def _was_drafted(self, pdf: bytes) -> None:
        self.drafted.emit(pdf)

    def _was_made(self, _: object) -> None:
        self._lines.clear()
        self.reason.clear()
        self._clear_fields()
        self.make_button.setEnabled(True)
        self.made.emit()

    def _watch(self, task: Task) -> None:
        task.stepped.connect(self.progress.step)
        task.ended.connect(self.progress.end)

    def _refuse(self, error: AppError) -> None:
        self.progress.end()
        self.make_button.setEnabled(True)
        self.messages.show_message(message_for(error))

    # ── inside ───────────────────────────────────────────────────────────────────────────────────

    def _passage(self) -> Passage | None:
        key = self.place.currentData()
        return next((one for one in self._passages if one.key == key), None)

    def _show_passage(self, _: int = 0) -> None:
        passage = self._passage()
        self.text.setPlainText(passage.text if passage else "")

    def _quote(self) -> None:
        chosen = self.text.textCursor().selectedText().replace("\u2029", "\n")
        if chosen.strip():
            self.was.setPlainText(chosen)

    def _clear_fields(self) -> None:
        self.was.clear()
        self.should.clear()

    def _show_lines(self) -> None:
        self.lines.clear()
        for number, line in enumerate(self._lines, 1):
            said = f"“{line.was}”→“{line.should}”" if line.was and line.should else ""
            said = said or (f"删去“{line.was}”" if line.was else f"增补“{line.should}”")
            self.lines.addItem(f"{number}　{line.label}：{said}")
        self.remove_button.setEnabled(bool(self._lines))

    def _remove_chosen(self) -> None:
        self._remove(self.lines.currentRow() if self.lines.currentRow() >= 0 else -1)

    def _remove(self, number: int) -> None:
        if self._lines:
            self._lines.pop(number)
            self._show_lines()
