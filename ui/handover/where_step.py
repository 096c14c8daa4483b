"""Step four: on which stick, or in which folder; the user says, nothing is guessed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem

from app.domain.handover import StickRow
from app.domain.progress import Progress
from ui import theme
from ui.handover.choice import Choice, Counter, WizardStep
from ui.messages import size_text
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.surfaces import column, row
from ui.widgets.words import label

_PATH_ROLE = Qt.ItemDataRole.UserRole + 1


class WhereStep(WizardStep):
    """The sticks that are plugged in with their room, and a folder as another way."""

    def __init__(self, counter: Counter, choice: Choice) -> None:
        super().__init__(counter, choice)
        self.list = QListWidget()
        self.list.setAccessibleName("插着的 U 盘")
        self.said = label("", tone="quiet", wrap=False)
        self.empty = EmptyState("usb", "没有发现 U 盘。插好后按“刷新”。")
        self.again_button = button("刷新", "refresh-cw")
        self.folder_button = button("改为写到文件夹…", "folder-open")
        self.folder = label("")
        whole = column(
            row(self.said, None, self.again_button, self.folder_button),
            self.folder,
            self.list,
            self.empty,
            gap=1.5,
        )
        whole.setStretch(2, 1)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.again_button.clicked.connect(self.enter)
        self.folder_button.clicked.connect(self.choose_folder)
        self.list.currentItemChanged.connect(self._take)
        self.list.itemActivated.connect(self._take_and_go)

    def enter(self) -> None:
        self.counter.tasks.background(self._read, then=self.show_sticks)

    def show_sticks(self, sticks: list[StickRow]) -> None:
        """Show what is plugged in; none is chosen beforehand unless it was chosen before."""
        with QSignalBlocker(self.list):
            self.list.clear()
            for stick in sticks:
                item = QListWidgetItem(_written(stick))
                item.setSizeHint(QSize(0, round(theme.row_height(self.list) * 1.3)))
                item.setData(_PATH_ROLE, stick.folder)
                if stick.is_read_only:
                    item.setFlags(Qt.ItemFlag.NoItemFlags)
                self.list.addItem(item)
                if self.choice.destination == Path(stick.folder):
                    self.list.setCurrentItem(item)
        self.said.setText(f"插着 {len(sticks)} 个，请选一个。" if sticks else "")
        self.list.setVisible(bool(sticks))
        self.empty.setVisible(not sticks)
        self.changed.emit()

    def choose_folder(self) -> None:
        """Ask for a folder instead of a stick."""
        chosen = QFileDialog.getExistingDirectory(self, "写到哪个文件夹")
        if chosen:
            self.take_folder(Path(chosen))

    def take_folder(self, folder: Path) -> None:
        """Write into this folder."""
        with QSignalBlocker(self.list):
            self.list.setCurrentRow(-1)
            self.list.clearSelection()
        self.choice.destination = folder
        self.folder.setText(f"✓ 写到文件夹：{folder}")
        self.changed.emit()

    def is_ready(self) -> bool:
        return self.choice.destination is not None

    def _read(self, _: Progress) -> list[StickRow]:
        return self.counter.handover.sticks()

    def _take(self, item: QListWidgetItem | None, _: QListWidgetItem | None = None) -> None:
        if item is not None:
            self.choice.destination = Path(str(item.data(_PATH_ROLE)))
            self.folder.setText("")
            self.changed.emit()

    def _take_and_go(self, item: QListWidgetItem) -> None:
        self._take(item)
        self.wants_next.emit()


def _written(stick: StickRow) -> str:
    name = stick.label or stick.model or stick.device
    room = f"剩 {size_text(stick.free_bytes)}，共 {size_text(stick.size_bytes)}"
    locked = "　只读，不能写" if stick.is_read_only else ""
    return f"{name}　{stick.folder}　{stick.file_system}　{room}{locked}"
