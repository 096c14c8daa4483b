"""When the vault was last checked as a whole, and the check itself."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.health import HealthReport, HealthState, PutAside
from app.domain.progress import Progress
from ui.backups.desk import BackupDesk
from ui.backups.words import when, whole_line
from ui.messages import message_for
from ui.tasks import Task
from ui.widgets.buttons import button, flow
from ui.widgets.message import Message, Tone
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import Card
from ui.widgets.words import label, set_tone

_STOPPED = Message("检查已停下。", "保险库没有改动。", "可以再按“检查保险库”。", Tone.NOTE)


class HealthCard(Card):
    """told says that all is whole, or that it was stopped; found gives a report with damages.

    aside_asked: show what a rescue kept without its place.
    """

    told = Signal(object)
    found = Signal(object)
    aside_asked = Signal(object)

    def __init__(self, desk: BackupDesk) -> None:
        super().__init__("检查")
        self._desk = desk
        self._task: Task | None = None
        self.last = label("")
        said = "把每一页、每条留痕、每个附件核对一遍。边查边可以照常工作。"
        self.check_button = button("检查保险库", "shield-check")
        self.aside_button = button("另存的内容…")
        self.aside_button.hide()
        self._aside: list[PutAside] = []
        self.progress = ProgressPanel()
        self.add(self.last, label(said, tone="quiet"), flow(self.check_button, self.aside_button))
        self.add(self.progress)
        self.body.addStretch(1)
        self.check_button.clicked.connect(self.check)
        self.aside_button.clicked.connect(lambda: self.aside_asked.emit(self._aside))
        self.progress.stopped.connect(self.stop)

    def refresh(self) -> None:
        """Read again when the last check was."""
        self._desk.tasks.query(self._read, then=self._show)

    def check(self) -> None:
        """Look through the whole vault."""
        if self._task is not None:
            return
        self.told.emit(None)
        self.progress.begin("正在检查…")
        self._desk.tasks.beside(
            self._check, then=self._note, refused=self._refuse, watch=self._watch
        )
        self.check_button.hide()

    def stop(self) -> None:
        """Stop at the next step."""
        if self._task is not None:
            self._task.cancel()

    def _watch(self, task: Task) -> None:
        self._task = task
        task.stepped.connect(self.progress.step)
        task.cancelled.connect(self._stopped)
        task.ended.connect(self._ended)

    # ── on the lanes ─────────────────────────────────────────────────────────────────────────────

    def _read(self, _: Progress) -> tuple[HealthState, list[PutAside]]:
        return self._desk.integrity.state(), self._desk.integrity.put_aside()

    def _check(self, progress: Progress) -> HealthReport:
        return self._desk.integrity.check(progress)

    def _keep(self, report: HealthReport, _: Progress) -> tuple[HealthReport, Changes]:
        return report, self._desk.integrity.note(report)

    # ── what comes back ──────────────────────────────────────────────────────────────────────────

    def _show(self, read: tuple[HealthState, list[PutAside]]) -> None:
        state, self._aside = read
        self.aside_button.setVisible(bool(self._aside))
        self.aside_button.setText(f"另存的内容 {len(self._aside)} 条…")
        local = self._desk.local
        if state.checked_at is None:
            said = "还没有检查过。"
        else:
            said = f"上次检查：{when(local(state.checked_at), local(self._desk.now()))}"
        due = "\n⚠ 每月要查一次，该查了。" if state.is_due and state.checked_at else ""
        self.last.setText(said + due)
        set_tone(self.last, "brick" if due else "ink")

    def _note(self, report: HealthReport) -> None:
        if self._desk.run.is_over:
            return  # the vault is being locked; the check can be made again
        work = partial(self._keep, report)
        self._desk.tasks.command(work, then=self._say, refused=self._refuse)

    def _say(self, report: HealthReport) -> None:
        if report.is_whole:
            self.told.emit(Message("保险库完好。", whole_line(report), tone=Tone.PROVEN))
        else:
            self.found.emit(report)
        self.refresh()

    def _refuse(self, error: AppError) -> None:
        self.told.emit(message_for(error))

    def _stopped(self) -> None:
        self.told.emit(_STOPPED)

    def _ended(self) -> None:
        self._task = None
        self.progress.end()
        self.check_button.show()
