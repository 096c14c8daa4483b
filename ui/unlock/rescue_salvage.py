"""检查与抢救: see what of a damaged vault can be read, and save that into a new one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.calendar import written_date
from app.domain.errors import AppError
from app.domain.health import RescueReport, SalvageReport
from app.domain.progress import Progress
from ui.tasks import Tasks
from ui.unlock.entrance import Salvaging
from ui.unlock.rescue_steps import SteppedPanel
from ui.unlock.rescue_target import TargetChoice, free_folder
from ui.unlock.rescue_words import lost_lines, newest_line, readable_pairs, saved_pairs
from ui.unlock.steps import Step
from ui.widgets.buttons import button
from ui.widgets.fields import Field
from ui.widgets.passphrase_edit import PassphraseEdit
from ui.widgets.surfaces import Place, column, facts, row
from ui.widgets.words import label

_NAME = "谈心簿-抢救-"


class LookStep(Step):
    """Which vault, and the passphrase that opens its keys."""

    def __init__(self) -> None:
        super().__init__(
            "检查与抢救",
            "保险库打不开时，看看里面还能读出什么，再把读得出的救到一个新的保险库。"
            "损坏的那一个只看不写。有完整的备份时，先用备份恢复。",
        )
        self.folder = Path()
        self.path = label("", "small", "quiet")
        self.folder_button = button("换一个保险库…", "folder-open")
        self.folder_button.clicked.connect(self._choose)
        self.passphrase = PassphraseEdit("口令")
        self.passphrase.changed.connect(self.changed)
        line = row(self.path, self.folder_button)
        line.setStretch(0, 1)
        self.body.addLayout(line)
        self.body.addWidget(Field("口令", self.passphrase))

    def show_folder(self, folder: Path) -> None:
        """Look at the vault in that folder."""
        self.folder = folder
        self.path.setText(f"保险库在 {folder}")

    def is_ready(self) -> bool:
        return bool(self.passphrase.text())

    def begin(self) -> None:
        self.passphrase.setFocus()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "选择保险库所在的文件夹", str(self.folder))
        if chosen:
            self.show_folder(Path(chosen))


class FoundStep(Step):
    """What can be read, what is lost, and where what can be read will stand."""

    def __init__(self) -> None:
        super().__init__("读得出的", "还没有写任何东西。")
        self._place = Place()
        self.target = TargetChoice()
        self.body.addWidget(self._place)
        self.body.addWidget(self.target)

    def show_report(self, report: SalvageReport, newest: str) -> None:
        """Show what was found."""
        pairs = readable_pairs(report)
        half = (len(pairs) + 1) // 2
        halves = column(facts(pairs[:half])), column(facts(pairs[half:]))
        both = row(*halves, gap=3)
        for place, one in enumerate(halves):
            one.addStretch(1)
            both.setStretch(place, 1)
        lost = "".join(lost_lines(report))
        said = f"✕ {lost}" if lost else "✓ 记下过的都读得出来，没有发现丢失。"
        last = label(said, tone="brick" if lost else "green")
        holder = QWidget()
        holder.setLayout(column(both, label(newest), last, gap=0.5))
        self._place.put(holder)

    def begin(self) -> None:
        self.target.choose_button.setFocus()


class SavedStep(Step):
    """What stands in the new vault."""

    def __init__(self) -> None:
        super().__init__("救出来了", "口令与原来的一样。这次抢救已记入新保险库的留痕。")
        self._place = Place()
        self.body.addWidget(self._place)

    def show_report(self, report: RescueReport) -> None:
        """Show what was saved."""
        self._place.put(facts(saved_pairs(report)))


class SalvagePanel(SteppedPanel):
    """folder is the vault that would not open."""

    help_topic = "restore"

    def __init__(self, tasks: Tasks, salvage: Salvaging, folder: Path) -> None:
        self.look, self.found_step, self.done = LookStep(), FoundStep(), SavedStep()
        steps = (("检查", self.look), ("读得出的", self.found_step), ("完成", self.done))
        super().__init__(tasks, steps)
        self._salvage = salvage
        self._report: RescueReport | None = None
        self.look.show_folder(folder)
        self.look.passphrase.entered.connect(self.try_next)
        self.look.passphrase.keep_while_shown()  # rescuing wants it once more, a report later
        self.go_to(0)

    def words(self) -> str:
        return ("检查还能读出什么", "救到新的保险库", "解锁新的保险库")[self.number]

    def next(self) -> None:
        if self.number == 0:
            folder, words = self.look.folder, self.look.passphrase.text()
            self.run("正在一页一页地读…", partial(_look, self._salvage, folder, words), self._show)
        elif self.number == 1:
            self._rescue()
        elif self._report is not None:
            self.found.emit(self._report.folder)

    def cancel(self) -> None:
        super().cancel()
        self.look.passphrase.clear()
        if not self.is_final():
            self.go_to(0)

    def _show(self, report: SalvageReport) -> None:
        newest = report.last_entry_at
        local = self._salvage.clock.local(newest) if newest is not None else None
        self.found_step.show_report(report, newest_line(report, local))
        clock = self._salvage.clock
        name = _NAME + written_date(clock.local(clock.now()).date())
        self.found_step.target.set_folder(free_folder(self.look.folder.absolute().with_name(name)))
        self.go_to(1)
        self.next_button.setFocus()

    def _rescue(self) -> None:
        work = partial(
            _rescue,
            self._salvage,
            self.look.folder,
            self.look.passphrase.text(),
            self.found_step.target.folder,
        )
        self.run("正在把读得出的救到新的保险库，并核对…", work, self._show_saved)

    def _show_saved(self, report: RescueReport) -> None:
        self._report = report
        self.look.passphrase.clear()
        self.done.show_report(report)
        self.go_to(2)
        self.next_button.setFocus()

    def _refuse(self, error: AppError) -> None:
        super()._refuse(error)
        if self.number == 0:
            self.look.passphrase.select_all()


def _look(salvage: Salvaging, folder: Path, words: str, progress: Progress) -> SalvageReport:
    return salvage.look(folder, words, progress)


def _rescue(
    salvage: Salvaging, folder: Path, words: str, target: Path, progress: Progress
) -> RescueReport:
    return salvage.rescue(folder, words, target, progress)
