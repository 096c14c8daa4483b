"""The things the vault wants to have done, on top of the first page; gone when there are none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.domain.notices import Notice
from ui import icons
from ui.overview.notice_words import NOTICE, sentence_of
from ui.theme import px
from ui.widgets.buttons import button
from ui.widgets.surfaces import Place, column, row
from ui.widgets.words import label

MOST_SHOWN = 2  # the day's talks are what the page is for; the rest comes when these are done


class NoticeStrip(QFrame):
    """One line for each of the most pressing: a sentence and a button. went names where to go."""

    went = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName("保险库要办的事")
        self.notices: tuple[Notice, ...] = ()
        self._lines = Place()
        box = QVBoxLayout(self)
        box.setContentsMargins(px(2), px(0.5), px(1), px(0.5))
        box.addWidget(self._lines)
        self.hide()

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Show these; none takes the strip away."""
        if tuple(notices) == self.notices:
            return
        self.notices = tuple(notices)
        self.setVisible(bool(notices))
        more = len(self.notices) - MOST_SHOWN
        shown = self.notices[:MOST_SHOWN]
        lines = [_Line(notice) for notice in shown]
        for line in lines:
            line.went.connect(self.went)
        if more > 0:
            lines[-1].say(f"还有 {more} 件")
        holder = QWidget()
        holder.setLayout(column(*lines, gap=0.5))
        self._lines.put(holder)


class _Line(QWidget):
    """One notice: its sentence, perhaps a word behind it, and its button."""

    went = Signal(object)

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        words, said = NOTICE[notice.kind], sentence_of(notice)
        picture = QLabel()
        icons.put(picture, "circle-alert", icons.Role.Link, 1.0)
        self._more = label("", "small", "quiet", wrap=False)
        self._more.hide()
        made = button(words.button, name=f"{words.button}：{said}")
        made.clicked.connect(lambda: self.went.emit(words.leads_to))
        across = row(picture, label(said), self._more, made)
        across.setStretch(1, 1)
        self.setLayout(across)

    def say(self, text: str) -> None:
        """Say how many more there are."""
        self._more.setText(text)
        self._more.show()
