"""What the program is, its version, and the licences of what it is made of."""

from __future__ import annotations

import platform
from importlib import metadata

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QListWidget,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.services.updating import Updating
from ui.settings.provenance import components
from ui.theme import characters, line, px
from ui.update_messages import STANDING
from ui.widgets.buttons import button, flow
from ui.widgets.surfaces import Card, facts, row

_LICENCE = "Apache-2.0"


def version() -> str:
    """The version of the program that is installed."""
    try:
        return metadata.version("tanxinbu")
    except metadata.PackageNotFoundError:
        return "开发版"


def diagnosis() -> str:
    """What a technician asks for first."""
    screen = QApplication.primaryScreen()
    size = screen.geometry().size()
    lines = (
        f"tanxinbu {version()}",
        f"python {platform.python_version()}  qt {qVersion()}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
        f"screen {size.width()}x{size.height()} at {screen.logicalDotsPerInch():.0f} dpi",
        f"type {QApplication.font().pointSizeF():.0f} pt {QApplication.font().family()}",
        f"platform {QApplication.platformName()}",
    )
    return "\n".join(lines)


class AboutCard(Card):
    """The facts in a few lines, and a button to the licences."""

    def __init__(self) -> None:
        super().__init__("关于谈心簿")
        self.licences = button("字体和组件的来源、许可…", "file-text")
        self.licences.clicked.connect(self.show_licences)
        self.copy_button = button("复制诊断信息", "copy")
        self.copy_button.clicked.connect(self.copy_diagnosis)
        self.add(
            facts(
                [
                    ("版本", version()),
                    ("安装方式", STANDING[Updating.here().installation.kind]),
                    ("许可", _LICENCE),
                    ("字体", "思源黑体、思源宋体、霞鹜文楷（均为 OFL 开源许可）"),
                    ("图标", "Lucide（ISC 许可）"),
                    ("网络", "从不联网，没有更新检查，不收集任何信息"),
                    ("密码算法", "SQLCipher、Argon2id、AES-256；未经商用密码产品认证"),
                ]
            ),
            flow(self.licences, self.copy_button),
        )

    def copy_diagnosis(self) -> None:
        """Put what a technician asks for on the clipboard: versions and sizes, never a name."""
        QApplication.clipboard().setText(diagnosis())
        self.copy_button.setText("已复制，里面没有姓名和谈话内容")

    def show_licences(self) -> None:
        """Open the licences."""
        LicencesDialog(self).open()


class LicencesDialog(QDialog):
    """Every font and component; where the chosen one comes from, and its licence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("字体和组件的来源、许可")
        self._components = components()
        self.names = QListWidget()
        self.names.setAccessibleName("组件")
        self.names.setMinimumWidth(characters(self, 14))
        self.names.addItems([one.title for one in self._components])
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("来源和许可全文")
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
        room = self.screen().availableGeometry().height() - px(4)
        self.resize(characters(self, 42), min(line(self, 22), room))
        self.names.setCurrentRow(0)

    def _show(self, number: int) -> None:
        if 0 <= number < len(self._components):
            self.text.setPlainText(self._components[number].text())
