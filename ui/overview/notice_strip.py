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
        holder = QWidget()
        lines: list[QWidget] = [self._line(notice) for notice in self.notices[:MOST_SHOWN]]
        if (more := len(self.notices) - MOST_SHOWN) > 0:
            lines.append(label(f"还有 {more} 件，办完上面的会接着显示。", "small", "quiet"))
        holder.setLayout(column(*lines, gap=0.5))
        self._lines.put(holder)

    def _line(self, notice: Notice) -> QWidget:
        words = NOTICE[notice.kind]
        picture = QLabel()
        icons.put(picture, "circle-alert", icons.Role.Link, 1.0)
        sentence = label(sentence_of(notice))
        made = button(words.button, name=f"{words.button}：{sentence.text()}")
        made.clicked.connect(lambda: self.went.emit(words.leads_to))
        line = QWidget()
        across = row(picture, sentence, made)
        across.setStretch(1, 1)
        line.setLayout(across)
        return line
