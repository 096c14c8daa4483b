"""How old the backups are, where the second one goes, and 现在备份."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from app.domain.backup import BackupPlan, BackupsMade, BackupState
from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.notices import OLD_BACKUP
from app.domain.progress import Progress
from ui.backups.desk import BackupDesk
from ui.backups.words import HERE, SECOND, set_line
from ui.messages import message_for
from ui.widgets.buttons import button, flow, primary
from ui.widgets.message import Message, Tone
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.surfaces import Card, Place, facts
from ui.widgets.words import label, set_tone

_STOPPED = Message(
    "备份已停下。", "保险库没有受影响，没有留下半份备份。", "可以再按“现在备份”。", Tone.NOTE
)


class BackupCard(Card):
    """told says what came of it; kept that the list of sets is another one."""

    told = Signal(object)
    kept = Signal()

    def __init__(self, desk: BackupDesk) -> None:
        super().__init__("备份")
        self._desk = desk
        self._plan = BackupPlan()
        self.state: BackupState | None = None
        self.places = Place()
        self.caution = label("", "small", "brick")
        self.make_button = primary("现在备份", "save")
        self.choose_button = button("选第二个存放处…", "usb")
        self.drop_button = button("不再存第二份")
        self._buttons = flow(self.make_button, self.choose_button, self.drop_button)
        self.progress = ProgressPanel()
        self.add(self.places, self.caution, self._buttons, self.progress)
        self.body.addStretch(1)
        self.make_button.clicked.connect(self.make)
        self.choose_button.clicked.connect(self.choose)
        self.drop_button.clicked.connect(lambda: self.plan_second(None))
        self.progress.stopped.connect(desk.run.cancel)
        desk.run.changed.connect(self._show_run)
        desk.run.stepped.connect(self.progress.step)
        desk.run.made.connect(self._made)
        desk.run.refused.connect(self._refuse)
        desk.run.stopped.connect(lambda: self.told.emit(_STOPPED))
        self._show_run()

    def refresh(self) -> None:
        """Read again what is there."""
        self._desk.tasks.query(self._read, then=self._show)

    def make(self) -> None:
        """Make a backup now."""
        self.told.emit(None)
        self._desk.run.begin(by_hand=True)

    def choose(self) -> None:
        """Ask for the folder or the stick of the second backup."""
        said = "选 U 盘或移动硬盘上的一个文件夹"
        chosen = QFileDialog.getExistingDirectory(self, said, str(self._plan.second or ""))
        if chosen:
            self.plan_second(Path(chosen))

    def plan_second(self, folder: Path | None) -> None:
        """Put the second backup there from now on; None: nowhere."""
        work = partial(self._keep_plan, replace(self._plan, second=folder))
        self._desk.tasks.command(work, then=self._planned, refused=self._refuse)

    # ── on the vault lane ────────────────────────────────────────────────────────────────────────

    def _read(self, _: Progress) -> BackupState:
        return self._desk.backups.state()

    def _keep_plan(self, plan: BackupPlan, _: Progress) -> tuple[BackupPlan, Changes]:
        return plan, self._desk.backups.plan(plan)

    # ── what comes back ──────────────────────────────────────────────────────────────────────────

    def _show(self, state: BackupState) -> None:
        self.state, self._plan = state, state.plan
        pairs = [(HERE, self._line(state, second=False))]
        if state.plan.second is None:
            pairs.append((SECOND, "还没有选。电脑坏了或丢了，只有放在别处的备份救得回来。"))
        else:
            pairs.append((SECOND, f"{self._line(state, second=True)}\n{state.plan.second}"))
        self.places.put(facts(pairs))
        self.caution.setText(self._caution(state))
        self.caution.setVisible(bool(self.caution.text()))
        is_chosen = state.plan.second is not None
        self.choose_button.setText("换一个存放处…" if is_chosen else "选第二个存放处…")
        self.choose_button.setAccessibleName(self.choose_button.text())
        self.drop_button.setVisible(is_chosen)

    def _line(self, state: BackupState, second: bool) -> str:
        record = state.latest_second if second else state.latest
        local = self._desk.local
        return set_line(record, local(self._desk.now()), local(record.made_at) if record else None)

    def _caution(self, state: BackupState) -> str:
        said = []
        if state.latest and self._desk.now() - state.latest.made_at > OLD_BACKUP:
            said.append(f"⚠ 已经 {(self._desk.now() - state.latest.made_at).days} 天没有备份。")
        if state.plan.second is not None and not state.is_second_here:
            said.append("⚠ 第二处现在不在；插好那个盘，下次备份会补上。")
        elif state.is_on_same_disk:
            said.append("⚠ 第二处和保险库在同一块盘上，盘坏了会一起丢。请换到另一个盘。")
        return "\n".join(said)

    def _planned(self, plan: BackupPlan) -> None:
        if plan.second is None:
            told = Message("不再存第二份。", "已有的备份都还在原处。", tone=Tone.NOTE)
        else:
            told = Message(
                "第二个存放处已记下。",
                "里面只放加密的备份，拿到盘的人打不开。",
                "请按“现在备份”，先存一份。",
                Tone.NOTE,
            )
        self.told.emit(told)
        self.refresh()

    def _made(self, made: BackupsMade) -> None:
        if self._desk.run.was_asked_for:
            self.told.emit(_outcome(made))
        self.kept.emit()

    def _refuse(self, error: AppError) -> None:
        if self._desk.run.was_asked_for or not self._desk.run.is_running:
            self.told.emit(message_for(error))

    def _show_run(self) -> None:
        is_running = self._desk.run.is_running
        self._buttons.setVisible(not is_running)
        if is_running:
            self.progress.begin("正在备份，可以照常工作。备份写完会自己核对一遍。")
        else:
            self.progress.end()
        set_tone(self.progress.sentence, "quiet")


def _outcome(made: BackupsMade) -> Message:
    where = "和".join(SECOND if record.is_second else HERE for record in made.records)
    done = f"{where}的备份已做好，读回核对无误。"
    if not made.missed:
        return Message(done, tone=Tone.PROVEN)
    lacking = message_for(made.missed[0])
    return Message(f"{done}另一处没有做成：{lacking.what}", lacking.safe, lacking.remedy)
