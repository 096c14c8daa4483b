"""Step six: writing, reading back, ejecting, and what came of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.handover import Phase
from app.domain.package import WrittenPackage
from app.domain.progress import Progress
from app.domain.sticks import Ejected, StickRow
from ui.handover.choice import Choice, Counter, WizardStep
from ui.handover.stick_words import place_words
from ui.handover.time_left import TimeLeft
from ui.handover.write_run import WriteRun
from ui.messages import message_for
from ui.sizes import size_text
from ui.stick_messages import STICK_ACT, StickAct, ejected_words
from ui.widgets.buttons import button
from ui.widgets.message import Message, Tone
from ui.widgets.message_bar import MessageBar, Way
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import Card, Place, column, facts, row, scrolled
from ui.widgets.words import label

_DIGITS = 8
_UNIT = 1024  # a bar counts to 2³¹
_PHASE = {
    Phase.PACKING: "装包",
    Phase.WRITING: "加密并写入",
    Phase.READING_BACK: "从盘上读回核对",
}
_HOLD_ON = "先不要拔出 U 盘。"


class WriteStep(WizardStep):
    """Progress by phases with 停止; then number, files, 可以拔出 and the slip, or what failed.

    可以拔出 is said of what was read back whole and of a stick that is ejected; of nothing else.
    """

    slip_wanted = Signal(str)

    def __init__(self, counter: Counter, choice: Choice) -> None:
        super().__init__(counter, choice)
        self.run = WriteRun(counter.tasks, counter.handover, self)
        self._left = TimeLeft()
        self._phase = ""
        self._written: WrittenPackage | None = None
        self._is_ejecting = False
        self.answer = MessageBar()
        self.progress = ProgressPanel()
        self.phases = label("", tone="quiet")
        self.phases.hide()
        self.files = Card("写下的文件")
        self._facts = Place()
        self.files.add(self._facts)
        self.slip_button = button("做移交清单…", "printer", name="做这个移交包的移交清单")
        self.next = label(
            "移交清单随 U 盘一起交给登记处。拿回装着回执的 U 盘后，回到“移交”按“收回执”。",
            tone="quiet",
        )
        self._lay_out()
        self.progress.stopped.connect(self.stop)
        self.slip_button.clicked.connect(self._ask_for_slip)
        self.run.stepped.connect(self._step)
        self.run.written.connect(self._done)
        self.run.refused.connect(self._refuse)
        self.run.stopped.connect(self._stopped)
        self.run.changed.connect(self._rest)

    def _lay_out(self) -> None:
        inside = QWidget()
        cards = column(row(self.slip_button, None), self.next, self.files, gap=1.5)
        cards.addStretch(1)
        inside.setLayout(cards)
        self._result = scrolled(inside, "写下的文件")
        self._result.hide()
        whole = column(self.answer, self.progress, self.phases, self._result, gap=1.5)
        whole.setStretch(3, 1)
        whole.addStretch(0)
        self.setLayout(whole)

    @property
    def is_at_work(self) -> bool:
        """Whether it is being written or ejected just now."""
        return self.run.is_running or self._is_ejecting

    @property
    def written(self) -> WrittenPackage | None:
        """What was written and read back, if it was."""
        return self._written

    def enter(self) -> None:
        self.begin()

    def is_ready(self) -> bool:
        return self._written is not None

    def forget(self) -> None:
        """Another package begins: nothing of the one before is shown."""
        if not self.is_at_work:
            self._written = None
            self._result.hide()
            self.answer.clear()

    # ── writing ──────────────────────────────────────────────────────────────────────────────────

    def begin(self) -> None:
        """Write, or write once more with the same number."""
        choice = self.choice
        if self.is_at_work or choice.place is None:
            return
        self._written, self._phase = None, ""
        self._result.hide()
        self.answer.clear()
        self.progress.begin(f"正在装包。{_HOLD_ON}")
        self._show_phases()
        if choice.again is None:
            self.run.begin(choice.order(), choice.place)
        else:
            self.run.again(choice.again, choice.place)

    def stop(self) -> None:
        """Stop at the next step; nothing counts that was not finished."""
        if self.run.is_running:
            self.progress.sentence.setText("正在停下…")
            self.run.cancel()

    def _step(self, phase: str, done: int, total: int) -> None:
        if phase != self._phase:
            self._phase = phase
            self._left.begin()
            self._show_phases()
        unit = 1 if phase == Phase.PACKING.value else _UNIT
        self.progress.step(done // unit, total // unit)
        left = self._left.words(done, total)
        rest = f"，这一步还要{left}" if left else ""
        how_far = _how_far(phase, done, total)
        self.progress.sentence.setText(f"{_PHASE[Phase(phase)]}：{how_far}{rest}。{_HOLD_ON}")

    def _show_phases(self) -> None:
        order = [phase.value for phase in _PHASE]
        at = order.index(self._phase) if self._phase in order else 0
        marks = ["✓" if n < at else "▶" if n == at else "○" for n in range(len(order))]
        words = [f"{mark} {title}" for mark, title in zip(marks, _PHASE.values(), strict=True)]
        self.phases.setText("　".join((*words, "○ 弹出")))
        self.phases.show()

    # ── what came of it ──────────────────────────────────────────────────────────────────────────

    def _done(self, written: WrittenPackage) -> None:
        if not written.verified:
            return  # the writer promises it; what was not read back is never called done
        self._written = written
        self._facts.put(facts(_pairs(written, place_words(self.choice.stick, self.choice.place))))
        self._result.show()
        stick = self.choice.stick
        if stick is None or stick.is_folder:
            where = f"{self._said(written)}写在文件夹里。"
            self._prove(where, "要交给登记处的，请整个拷走或刻成光盘。")
        else:
            self.eject()

    def _said(self, written: WrittenPackage) -> str:
        how = "从盘上逐字节读回" if written.past_cache else "逐字节读回（系统缓存未能绕开）"
        again = "又写了一份" if self.choice.again is not None else "已写好"
        return f"第 {written.number} 号移交包{again}，{how}，核对无误。"

    def _prove(self, what: str, remedy: str) -> None:
        told = Message(what, remedy=remedy, tone=Tone.PROVEN)
        self.answer.show_message(told, closable=False)

    def eject(self) -> None:
        """Have the stick ejected; only then it can be pulled."""
        stick = self.choice.stick
        if stick is None or self._is_ejecting or self._written is None:
            return
        self._is_ejecting = True
        self.progress.begin(f"正在弹出 U 盘。{_HOLD_ON}", can_stop=False)
        told = Message(
            self._said(self._written), remedy="正在弹出 U 盘，先不要拔。", tone=Tone.NOTE
        )
        self.answer.show_message(told, closable=False)
        work = partial(self._eject, stick)
        self.counter.tasks.beside(work, then=self._ejected, refused=self._not_ejected)
        self.changed.emit()

    def _eject(self, stick: StickRow, _: Progress) -> Ejected:
        return self.counter.sticks.eject(stick)

    def _ejected(self, ejected: Ejected) -> None:
        stick, written = self.choice.stick, self._written
        if stick is None or written is None:
            return
        self._end_ejecting()
        words = ejected_words(ejected, stick)
        if ejected.may_be_pulled:
            self._prove(self._said(written) + words.what, words.remedy)
            self.counter.tasks.command(partial(self._note, written.index_digest))
            return
        told = Message(self._said(written) + words.what, words.safe, words.remedy, Tone.NOTE)
        way = Way(STICK_ACT[StickAct.EJECT], self.eject)
        self.answer.show_message(told, way, closable=False)

    def _note(self, digest: str, _: Progress) -> Changes:
        return self.counter.sticks.note_ejected(digest)

    def _not_ejected(self, error: AppError) -> None:
        self._end_ejecting()
        way = Way(STICK_ACT[StickAct.EJECT], self.eject)
        self.answer.show_message(message_for(error), way, closable=False)

    def _end_ejecting(self) -> None:
        self._is_ejecting = False
        self.progress.end()
        self.phases.hide()
        self.changed.emit()

    def _refuse(self, error: AppError) -> None:
        self.answer.show_message(message_for(error), *self._ways(), closable=False)

    def _stopped(self) -> None:
        told = Message(
            "已停下，没有写完。",
            "保险库没有受影响；盘上没写完的文件登记处不会认。",
            "再写一次，号码和内容都不变。",
            Tone.NOTE,
        )
        self.answer.show_message(told, *self._ways(), closable=False)

    def _ways(self) -> tuple[Way, ...]:
        return Way("再写一次", self.begin), Way("换一个地方写", self.wants_back.emit)

    def _rest(self) -> None:
        if not self.is_at_work:
            self.progress.end()
            self.phases.hide()
        self.changed.emit()

    def _ask_for_slip(self) -> None:
        if self._written is not None:
            self.slip_wanted.emit(str(self._written.number))


def _how_far(phase: str, done: int, total: int) -> str:
    """Talks while it is put together, bytes on the stick."""
    if phase == Phase.PACKING.value:
        return f"已装 {done} 场，共 {total} 场"
    return f"{size_text(done)}，共 {size_text(total)}"


def _pairs(written: WrittenPackage, where: str) -> list[tuple[str, str]]:
    pairs = [("位置", where), ("文件夹", written.folder)]
    for one in written.files:
        digits = one.sha256[:_DIGITS]
        pairs.append(("文件", f"{one.name}　{size_text(one.size)}　SHA-256 {digits}…"))
    return [*pairs, ("索引", f"SHA-256 {written.index_digest[:_DIGITS]}…")]
