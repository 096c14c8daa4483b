"""Where a vault that is brought back will stand: a new folder, never the old one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.widgets.buttons import button
from ui.widgets.surfaces import row
from ui.widgets.words import label


class TargetChoice(QWidget):
    """The folder, and a button to choose another place for it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path()
        self.path = label("")
        self.choose_button = button("换个位置…", "folder-open")
        self.choose_button.clicked.connect(self._choose)
        line = row(self.path, self.choose_button)
        line.setStretch(0, 1)
        self.setLayout(line)

    def set_folder(self, folder: Path) -> None:
        """Put it there."""
        self.folder = folder
        self.path.setText(f"放进新的文件夹：{folder}")

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "放在哪个文件夹里", str(self.folder.parent))
        if chosen:
            self.set_folder(free_folder(Path(chosen) / self.folder.name))


def free_folder(wished: Path) -> Path:
    """The folder, or one named after it that does not exist yet."""
    folder, more = wished, 2
    while folder.exists():
        folder, more = wished.with_name(f"{wished.name}-{more}"), more + 1
    return folder
