"""Where a vault that is brought back will stand: a new folder, never the old one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from ui.widgets.buttons import button
from ui.widgets.surfaces import column, row
from ui.widgets.words import label


class TargetChoice(QWidget):
    """The folder, and a button to choose another place for it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.folder = Path()
        self.path: QLabel = label("", "small", "quiet")
        self.choose_button = button("换个位置…", "folder-open")
        self.choose_button.clicked.connect(self._choose)
        line = row(self.path, self.choose_button)
        line.setStretch(0, 1)
        self.setLayout(column(label("放进新的文件夹"), line, gap=0.5))

    def set_folder(self, folder: Path) -> None:
        """Put it there."""
        self.folder = folder
        self.path.setText(str(folder))

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "放在哪个文件夹里", str(self.folder.parent))
        if chosen:
            self.set_folder(free_folder(Path(chosen), self._name))


def free_folder(parent: Path, name: str, today: Callable[[], date] = date.today) -> Path:
    """A folder of that name and of today's date in parent that does not exist yet."""
    stem = f"{name}-{today():%Y%m%d}"
    folder, more = parent / stem, 2
    while folder.exists():
        folder, more = parent / f"{stem}-{more}", more + 1
    return folder
