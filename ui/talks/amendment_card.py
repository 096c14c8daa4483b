"""The amendments of a sealed talk, each with its day and reason, and the way to another one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.amendment import Amendment
from app.domain.calendar import written_date
from ui.widgets.buttons import button
from ui.widgets.surfaces import Card, Place, column
from ui.widgets.words import label


class AmendmentCard(Card):
    """shown carries the serial of an amendment to look at; wanted asks for a new one."""

    shown = Signal(int)
    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("补正记录", parent)
        self._place = Place()
        self.buttons: list[QWidget] = []
        self.new_button = button("另作补正记录…", "file-text")
        self.new_button.clicked.connect(self.wanted)
        said = "发现记录有误，另作补正记录；原件保持原样。"
        self.add(label(said, "small", "quiet"), self._place, self.new_button)

    def show_amendments(
        self, amendments: tuple[Amendment, ...], local: Callable[[datetime], datetime]
    ) -> None:
        """List these, the first one on top."""
        self.buttons = []
        parts: list[QWidget] = []
        for one in amendments:
            day = written_date(local(one.made_at).date())
            look = button(
                f"补{one.serial}　{day}", "file-check", name=f"看补正记录{one.serial}，{day}"
            )
            look.clicked.connect(partial(self._show, one.serial))
            self.buttons.append(look)
            parts += [look, label(one.reason, "small")]
        holder = QWidget()
        holder.setLayout(column(*parts, gap=0.5))
        self._place.put(holder)

    def _show(self, serial: int, _: bool = False) -> None:
        self.shown.emit(serial)
