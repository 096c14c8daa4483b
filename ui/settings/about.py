"""What the program is, its version, and the licences of what it is made of."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from PySide6.QtWidgets import QDialog, QListWidget, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from ui import assets
from ui.theme import characters, line, px
from ui.widgets.buttons import button
from ui.widgets.surfaces import Card, facts, row

_LICENCE = "Apache-2.0"


def version() -> str:
    """The version of the program that is installed."""
    try:
        return metadata.version("tanxinbu")
    except metadata.PackageNotFoundError:
        return "开发版"


def licence_files() -> list[Path]:
    """Every licence text that is shipped: of fonts, icons and libraries."""
    found = [*assets.resource("licences").glob("*.txt"), *assets.resource("fonts").glob("OFL*.txt")]
    return sorted(found, key=lambda path: path.name.lower())


class AboutCard(Card):
    """The facts in a few lines, and a button to the licences."""

    def __init__(self) -> None:
        super().__init__("关于谈心簿")
        self.licences = button("字体和组件的许可…", "file-text")
        self.licences.clicked.connect(self.show_licences)
        self.add(
            facts(
                [
                    ("版本", version()),
                    ("许可", _LICENCE),
                    ("字体", "思源黑体、思源宋体、霞鹜文楷（均为 OFL 开源许可）"),
                    ("图标", "Lucide（ISC 许可）"),
                    ("网络", "从不联网，没有更新检查，不收集任何信息"),
                    ("密码算法", "SQLCipher、Argon2id、AES-256；未经商用密码产品认证"),
                ]
            ),
            row(self.licences, None),
        )

    def show_licences(self) -> None:
        """Open the licences."""
        LicencesDialog(self).open()


class LicencesDialog(QDialog):
    """The list of licence texts, and the text of the chosen one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("字体和组件的许可")
        self._files = licence_files()
        self.names = QListWidget()
        self.names.setAccessibleName("组件")
        self.names.addItems([path.stem for path in self._files])
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("许可全文")
        self.names.currentRowChanged.connect(self._show)
        close = button("关闭")
        close.clicked.connect(self.accept)
        splitter = QSplitter()
        splitter.addWidget(self.names)
        splitter.addWidget(self.text)
        splitter.setStretchFactor(1, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(px(2), px(2), px(2), px(2))
        box.addWidget(splitter, 1)
        box.addLayout(row(None, close))
        self.resize(characters(self, 42), line(self, 22))
        self.names.setCurrentRow(0)

    def _show(self, number: int) -> None:
        if 0 <= number < len(self._files):
            self.text.setPlainText(self._files[number].read_text("utf-8", errors="replace"))
