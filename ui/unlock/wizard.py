"""The first run: one calm sequence of pages that ends with a vault."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from app.domain.errors import AppError
from app.domain.progress import Progress
from app.services.access import Access
from ui.look import LookControl
from ui.tasks import Task, Tasks
from ui.unlock.sheet import Sheet
from ui.unlock.steps import (
    DoneStep,
    LookStep,
    OfficeStep,
    PassphraseStep,
    Step,
    WhereStep,
)
from ui.widgets.buttons import button, primary
from ui.widgets.message_bar import MessageBar
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.step_bar import StepBar
from ui.widgets.surfaces import row

if TYPE_CHECKING:
    from app.services.application import Application  # loaded once a vault is open
    from app.services.new_vault import NewVault

_TITLES = ("位置", "口令", "单位", "字号", "完成")


class Wizard(Sheet):
    """Makes a vault. opened tells the unlocked application, has_vault that one is there already."""

    opened = Signal(object)
    has_vault = Signal(object)
    made_vault = Signal()
    restore_asked = Signal()

    def __init__(self, access: Access, tasks: Tasks, look: LookControl) -> None:
        super().__init__(width=38)
        self._access, self._tasks = access, tasks
        self._application: Application | None = None
        self.where = WhereStep(access.default_folder())
        self.passphrase, self.office = PassphraseStep(tasks, access), OfficeStep()
        self.look, self.done = LookStep(look), DoneStep()
        self._steps: tuple[Step, ...] = (
            self.where,
            self.passphrase,
            self.office,
            self.look,
            self.done,
        )
        self.bar = StepBar(_TITLES)
        self.message, self.progress = MessageBar(), ProgressPanel()
        self.stack = QStackedWidget()
        for step in self._steps:
            step.body.addStretch(1)
            self.stack.addWidget(step)
            step.changed.connect(self._enable)
        self.have_button = button("我已经有保险库…", kind="quiet")
        self.restore_button = button("从备份恢复…", kind="quiet")
        self.restore_button.clicked.connect(self.restore_asked)
        self.back_button, self.next_button = button("上一步"), primary("下一步")
        self.have_button.clicked.connect(self._find_vault)
        self.back_button.clicked.connect(self.go_back)
        self.next_button.clicked.connect(self.go_on)
        self.bar.chosen.connect(self.show_step)
        for part in (self.bar, self.message, self.stack, self.progress):
            self.card.body.addWidget(part)
        buttons = row(
            self.have_button, self.restore_button, None, self.back_button, self.next_button
        )
        self.card.body.addLayout(buttons)
        self.show_step(0)

    @property
    def made(self) -> Application | None:
        """The vault that was made and not yet gone into."""
        return self._application

    @property
    def step(self) -> int:
        """Which page is in sight, from nought."""
        return self.stack.currentIndex()

    def go_on(self) -> None:
        """The next page; from the last but one, make the vault; from the last, go in."""
        if self._application is not None:
            self.opened.emit(self._application)
        elif self.step == len(_TITLES) - 2:
            self._create()
        else:
            self.show_step(self.step + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_button.click()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._steps[self.step].begin()

    def go_back(self) -> None:
        """The page before."""
        self.show_step(self.step - 1)

    def show_step(self, number: int) -> None:
        """Show one page of the sequence."""
        self.stack.setCurrentIndex(number)
        is_done = self._application is not None
        self.bar.set_step(number, number)
        self.message.clear()
        self.have_button.setVisible(number == 0)
        self.restore_button.setVisible(number == 0)
        self.back_button.setVisible(number > 0 and not is_done)
        words = {len(_TITLES) - 2: "建立保险库", len(_TITLES) - 1: "进入谈心簿"}
        self.next_button.setText(words.get(number, "下一步"))
        self.next_button.setAccessibleName(self.next_button.text())
        self._enable()
        self._steps[number].begin()

    def _enable(self) -> None:
        self.next_button.setEnabled(self._steps[self.step].is_ready())

    def _create(self) -> None:
        self._set_busy(True)
        self.progress.begin("正在建立保险库，约需几秒…", can_stop=False)
        # to start faster: it loads all that makes keys
        from app.services.new_vault import NewVault
        from app.services.settings import NO_CODE

        new = NewVault(
            folder=self.where.folder(),
            passphrase=self.passphrase.first.text(),
            repeated=self.passphrase.second.text(),
            office=self.office.office.text().strip(),
            secretary=self.office.secretary.text().strip(),
            code=self.office.code.text().strip() or NO_CODE,
        )
        work = partial(_create, self._access, new)
        self._tasks.query(work, self._created, self._refuse, self._watch)

    def _watch(self, task: Task) -> None:
        task.crashed.connect(self._rest)

    def _created(self, application: Application) -> None:
        self._rest()
        self._application = application
        for edit in (self.passphrase.first, self.passphrase.second):
            edit.clear()
        self.done.show_made(self.where.folder(), self.office.office.text().strip())
        self.show_step(len(_TITLES) - 1)
        self.next_button.setFocus()
        self.made_vault.emit()

    def _refuse(self, error: AppError) -> None:
        self._rest()
        # to start faster: the sentences name half the domain
        from ui.messages import message_for

        self.message.show_message(message_for(error))

    def _rest(self, _: object = None) -> None:
        self.progress.end()
        self._set_busy(False)

    def _set_busy(self, is_busy: bool) -> None:
        self.back_button.setEnabled(not is_busy)
        self.next_button.setEnabled(not is_busy)
        self.bar.setEnabled(not is_busy)

    def _find_vault(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "选择保险库所在的文件夹")
        if chosen:
            self.has_vault.emit(Path(chosen))


def _create(access: Access, new: NewVault, progress: Progress) -> Application:
    return access.create(new, progress)
