"""What is to be carried out, in which form, for whom, and where to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout

from app.domain.copies import LONGEST_LINE, CopyWay, CopyWish
from app.domain.year_export import ExportOrder
from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.fields import Field, choice, line_edit
from ui.widgets.surfaces import Card, row
from ui.widgets.words import label

_WAYS: tuple[tuple[str, object], ...] = (
    ("签名的原件，一个字节也不改，可以核验", CopyWay.ORIGINAL),
    ("打上份号水印的副本，没有签名", CopyWay.EXPORT),
)
_NO_FOLDER = "还没有选文件夹。"


class ExportForm(Card):
    """changed: what is wanted, or where to, is another thing now."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.folder: Path | None = None
        self.year = choice("年份", [])
        self.way = choice("形式", [*_WAYS])
        self.all = QCheckBox("连同还没有封存的")
        self.holder = line_edit("交给谁", "可以以后在份号登记里补")
        self.purpose = line_edit("用途", "例如：年度归档")
        for edit in (self.holder, self.purpose):
            edit.setMaxLength(LONGEST_LINE)
        self.folder_button = button("选择文件夹…", "folder-open")
        self.folder_said = label(_NO_FOLDER, tone="quiet")
        self._lay_out()
        self.year.currentIndexChanged.connect(self.changed)
        self.way.currentIndexChanged.connect(self.changed)
        self.all.toggled.connect(self.changed)
        self.folder_button.clicked.connect(self.choose_folder)

    def _lay_out(self) -> None:
        lines = QGridLayout()
        lines.setHorizontalSpacing(px(2))
        lines.setVerticalSpacing(px(1))
        lines.setColumnStretch(0, 1)
        lines.setColumnStretch(1, 2)
        lines.addWidget(Field("年份（按谈话编号）", self.year), 0, 0)
        lines.addWidget(Field("形式", self.way), 0, 1)
        lines.addWidget(Field("交给谁", self.holder), 1, 0)
        lines.addWidget(Field("用途", self.purpose), 1, 1)
        where = row(self.folder_button, self.folder_said)
        where.setStretch(1, 1)
        self.add(lines, self.all, where)

    # ── what stands in it ────────────────────────────────────────────────────────────────────────

    def show_years(self, years: tuple[int, ...]) -> None:
        """Offer these years; the one that was chosen stays chosen."""
        before = self.year.currentData()
        with QSignalBlocker(self.year):
            self.year.clear()
            for year in years:
                self.year.addItem(f"{year}年", year)
            self.year.setCurrentIndex(max(self.year.findData(before), 0) if years else -1)

    def order(self) -> ExportOrder | None:
        """What is wanted; None while there is no year to choose."""
        year = self.year.currentData()
        if not isinstance(year, int):
            return None
        wish = CopyWish(self.holder.text().strip(), self.purpose.text().strip())
        return ExportOrder(year, self.way.currentData(), wish, not self.all.isChecked())

    def choose_folder(self) -> None:
        """Ask for the folder."""
        chosen = QFileDialog.getExistingDirectory(self, "导出到哪个文件夹")
        if chosen:
            self.take_folder(Path(chosen))

    def take_folder(self, folder: Path) -> None:
        """Carry the files into this folder."""
        self.folder = folder
        self.folder_said.setText(f"导出到：{folder}")
        self.changed.emit()

    def allow(self, is_allowed: bool) -> None:
        """Let nothing be changed while it is carried out."""
        for part in (self.year, self.way, self.all, self.holder, self.purpose, self.folder_button):
            part.setEnabled(is_allowed)
