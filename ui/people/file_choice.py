"""Choosing the rosters and forms to import, and keeping an empty roster to fill in."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QVBoxLayout, QWidget

from app.domain.errors import AppError, FolderUnusableError
from app.domain.progress import Progress
from app.domain.roster import IntakeOptions
from app.services.rosters import Rosters
from ui.messages import message_for
from ui.tasks import Tasks
from ui.theme import px
from ui.widgets.buttons import button, flow, primary
from ui.widgets.message import Message, Tone
from ui.widgets.surfaces import Card, row
from ui.widgets.words import label

_KINDS = "名册和任免表 (*.xlsx *.xlsm *.lrmx)"
_SAMPLE = "人员名册样表.xlsx"


class FileChoice(QWidget):
    """chosen tells the files or the folder; told what came of keeping the sample."""

    chosen = Signal(list)
    left = Signal()
    told = Signal(object)

    def __init__(self, tasks: Tasks, rosters: Rosters) -> None:
        super().__init__()
        self._tasks, self._rosters = tasks, rosters
        self.files_button = primary("选择文件…", "upload")
        self.folder_button = button("选择文件夹…", "folder-open")
        self.sample_button = button("存一份样表…", "download")
        self.back_button = button("返回人员档案", "arrow-left")
        self.keeps_identity = QCheckBox("保留身份证号（记在备注里）")
        self.keeps_family = QCheckBox("保留家庭成员（记在备注里）")
        self.files_button.clicked.connect(self._choose_files)
        self.folder_button.clicked.connect(self._choose_folder)
        self.sample_button.clicked.connect(self._choose_place)
        self.back_button.clicked.connect(self.left)
        files = Card("选名册或干部任免审批表").add(
            label("名册用 XLSX 表格，列的顺序不限，至少有“姓名”和“单位”两列。"),
            label("任免表用 .lrmx 文件，可以一次选一个文件夹。"),
            label("先给您看读到了什么，您确认以后才写进保险库。", tone="quiet"),
            flow(self.files_button, self.folder_button, self.sample_button),
        )
        options = Card("任免表里多出来的内容").add(
            label("谈话用不到，默认不要；照片一律不收。", tone="quiet"),
            self.keeps_identity,
            self.keeps_family,
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(2))
        box.addWidget(files)
        box.addWidget(options)
        box.addLayout(row(self.back_button, None))
        box.addStretch(1)

    def options(self) -> IntakeOptions:
        """What of a form is kept beyond what a talk needs."""
        return IntakeOptions(self.keeps_identity.isChecked(), self.keeps_family.isChecked())

    def set_options(self, options: IntakeOptions) -> None:
        """Tick what these options keep."""
        self.keeps_identity.setChecked(options.keeps_identity_number)
        self.keeps_family.setChecked(options.keeps_family)

    def save_sample(self, path: Path) -> None:
        """Write the empty roster to this file."""
        work = partial(_save_sample, self._rosters, path)
        self._tasks.background(work, then=self._say_saved, refused=self._refuse)

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "选择名册或任免表", "", _KINDS)
        if names:
            self.chosen.emit([Path(name) for name in names])

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "选择放任免表的文件夹")
        if name:
            self.chosen.emit([Path(name)])

    def _choose_place(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "存一份样表", _SAMPLE, "XLSX (*.xlsx)")
        if name:
            self.save_sample(Path(name))

    def _say_saved(self, path: Path) -> None:
        way = "填好后按“选择文件”。"
        self.told.emit(Message(f"样表已存到 {path}。", remedy=way, tone=Tone.NOTE))

    def _refuse(self, error: AppError) -> None:
        self.told.emit(message_for(error))


def _save_sample(rosters: Rosters, path: Path, _: Progress) -> Path:
    try:
        path.write_bytes(rosters.template())
    except OSError as error:
        raise FolderUnusableError(str(path.parent)) from error
    return path
