"""The size of the type and the colours; what is chosen is seen at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QRadioButton

from ui.contrast import Contrast
from ui.look import LookControl
from ui.terms import CONTRAST
from ui.theme import TYPE_SIZES, Look
from ui.widgets.buttons import flow
from ui.widgets.surfaces import Card
from ui.widgets.words import label

_STOP = Qt.FocusPolicy.StrongFocus


class LookCard(Card):
    """Two rows of choices that follow Ctrl++ and Ctrl+- as well."""

    def __init__(self, look: LookControl) -> None:
        super().__init__("字号与颜色")
        self._look = look
        self.sizes, self.contrasts = QButtonGroup(self), QButtonGroup(self)
        for size in TYPE_SIZES:
            self.sizes.addButton(QRadioButton(f"{size} 磅"), size)
        for number, contrast in enumerate(Contrast):
            self.contrasts.addButton(QRadioButton(CONTRAST[contrast]), number)
        self.followed = label("", "small", "quiet")
        self.show_look(look.look)
        self.add(
            label("字号", tone="quiet"),
            flow(*self.sizes.buttons()),
            label("颜色", tone="quiet"),
            flow(*self.contrasts.buttons()),
            self.followed,
            label("随时可用 Ctrl 和加号、减号换字号，Ctrl+0 复原。", "small", "quiet"),
        )
        self.sizes.idClicked.connect(lambda size: look.choose(type_size=size))
        self.contrasts.idClicked.connect(
            lambda number: look.choose(contrast=tuple(Contrast)[number])
        )
        look.changed.connect(self.show_look)

    def show_look(self, look: Look) -> None:
        """Mark what is in force."""
        self.sizes.button(look.type_size).setChecked(True)
        self.contrasts.button(tuple(Contrast).index(look.contrast)).setChecked(True)
        for made in (*self.sizes.buttons(), *self.contrasts.buttons()):
            # the keys come to what is chosen: a space on the first would choose that one
            made.setFocusPolicy(_STOP if made.isChecked() else Qt.FocusPolicy.ClickFocus)
        worn = CONTRAST[self._look.worn]
        self.followed.setText(
            f"系统现在要的是{worn}；系统一变，这里马上跟着变。"
            if look.contrast is Contrast.SYSTEM
            else f"一直用{worn}，系统怎么变都不跟。"
        )
