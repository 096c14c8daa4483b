"""Step six: writing, reading back, and what came of it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError
from app.domain.package import WrittenPackage
from app.domain.progress import Progress
from ui.handover.choice import Choice, Counter, WizardStep
from ui.messages import message_for, size_text
from ui.tasks import Task
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar, Way
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import Card, column, facts, scrolled
from ui.widgets.words import label

_DIGITS = 8


class WriteStep(WizardStep):
    """Progress with 停止; then number, files, 已读回核对 and 可以拔出, or what failed."""

    def __init__(self, counter: Counter, choice: Choice) -> None:
        super().__init__(counter, choice)
        self._task: Task | None = None
        self._written: WrittenPackage | None = None
        self.answer = MessageBar()
        self.progress = ProgressPanel()
        self.files = Card("写下的文件")
        self._facts: QWidget | None = None
        self.next = label("把 U 盘交给登记处。拿到回执后，回到“移交”按“导入回执”。", tone="quiet")
        inside = QWidget()
        cards = column(self.files, self.next, gap=2)
        cards.addStretch(1)
        inside.setLayout(cards)
        self._result = scrolled(inside, "写下的文件")
        self._result.hide()
        whole = column(self.answer, self.progress, self._result, gap=2)
        whole.addStretch(0)
        self.setLayout(whole)
        self.progress.stopped.connect(self.stop)

    @property
    def is_at_work(self) -> bool:
        """Whether it is being written just now."""
        return self._task is not None

    @property
    def written(self) -> WrittenPackage | None:
        """What was written and read back, if it was."""
        return self._written

    def enter(self) -> None:
        self.begin()

    def is_ready(self) -> bool:
        return self._written is not None

    def begin(self) -> None:
        """Write, or write once more with the same number."""
        if self.is_at_work:
            return
        self._written = None
        self._result.hide()
        self.answer.clear()
        self.progress.begin("正在加密、写入并读回核对。先不要拔出 U 盘。")
        self.counter.tasks.query(
            self._write, then=self._done, refused=self._refuse, watch=self._watch
        )
        self.changed.emit()

    def _watch(self, task: Task) -> None:
        self._task = task
        task.stepped.connect(self.progress.step)
        task.cancelled.connect(self._stopped)
        task.ended.connect(self._ended)

    def stop(self) -> None:
        """Stop at the next step; nothing counts that was not finished."""
        if self._task is not None:
            self._task.cancel()

    def _write(self, progress: Progress) -> WrittenPackage:
        choice = self.choice
        if choice.destination is None:
            raise ValueError("no destination")
        return self.counter.handover.write(
            choice.talks, choice.level, choice.destination, progress, choice.reason
        )

    def _done(self, written: WrittenPackage) -> None:
        self._written = written
        how = "从盘上逐字节读回" if written.past_cache else "逐字节读回（系统缓存未能绕开）"
        self.answer.show_message(
            Message(
                f"第 {written.number} 号移交包已写好，{how}，核对无误。",
                remedy="在系统里“安全弹出”后，可以拔出。",
                tone=Tone.PROVEN,
            ),
            closable=False,
        )
        if self._facts is not None:
            self.files.body.removeWidget(self._facts)
            self._facts.deleteLater()
        self._facts = facts(_pairs(written))
        self.files.add(self._facts)
        self._result.show()

    def _refuse(self, error: AppError) -> None:
        self.answer.show_message(message_for(error), Way("再写一次", self.begin))

    def _stopped(self) -> None:
        told = Message(
            "已停下，没有写完。",
            "保险库没有受影响；盘上没写完的文件登记处不会认。",
            "再写一次，号码和内容都不变。",
            Tone.NOTE,
        )
        self.answer.show_message(told, Way("再写一次", self.begin))

    def _ended(self) -> None:
        self._task = None
        self.progress.end()
        self.changed.emit()


def _pairs(written: WrittenPackage) -> list[tuple[str, str]]:
    pairs = [("位置", written.folder)]
    for one in written.files:
        digits = one.sha256[:_DIGITS]
        pairs.append(("文件", f"{one.name}　{size_text(one.size)}　SHA-256 {digits}…"))
    return [*pairs, ("索引", f"SHA-256 {written.index_digest[:_DIGITS]}…")]
