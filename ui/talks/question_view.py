"""The question as it would be spoken, with what helps to get a concrete answer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QWidget

from app.domain.talk import Answer
from ui import theme
from ui.widgets.surfaces import column, row
from ui.widgets.words import label, set_tone


class QuestionView(QScrollArea):
    """Question, follow-ups (追问) and what a concrete answer holds (要问到).

    As high as it needs while there is room; it scrolls when a form or a message takes the room.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("当前提问")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area = label("", "small", "quiet")
        self.pace = label("", "small", "quiet", wrap=False)
        self.question = label("", "large")
        self.follow_ups = label("", "spoken")
        self.concrete = label("", "spoken", "quiet")
        self._inside = QWidget()
        self._inside.setProperty("kind", "scrolled")
        top = row(self.area, self.pace)
        top.setStretch(0, 1)
        top.setAlignment(self.pace, Qt.AlignmentFlag.AlignTop)
        lines = column(top, self.question, self.follow_ups, self.concrete, gap=0.5)
        lines.setContentsMargins(0, 0, theme.px(1), 0)
        lines.addStretch(1)
        self._inside.setLayout(lines)
        self.setWidget(self._inside)

    def show_answer(self, answer: Answer, area_title: str) -> None:
        """Show one question of the talk."""
        told = "　必问" if answer.is_required else ""
        told += "" if answer.prompt_number else "　临时提问"
        self.area.setText(f"{area_title}　第{answer.order}问{told}")
        self.question.setText(answer.question)
        asked = "\n".join(f"追问　{text}" for text in answer.follow_ups)
        _set(self.follow_ups, asked)
        _set(self.concrete, "要问到　" + "；".join(answer.concrete) if answer.concrete else "")
        self._fit()

    def show_words(self, heading: str, title: str, hint: str) -> None:
        """Show one of the closing words instead of a question."""
        self.area.setText(heading)
        self.question.setText(title)
        _set(self.follow_ups, "")
        _set(self.concrete, hint)
        self._fit()

    def tell_pace(self, text: str, is_over: bool = False) -> None:
        """Say how long this area has taken."""
        self.pace.setText(text)
        set_tone(self.pace, "accent" if is_over else "quiet")

    def sizeHint(self) -> QSize:
        width = self.viewport().width()
        return QSize(width, max(self._inside.heightForWidth(width), self.minimumHeight()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(theme.line(self, 1.7))
        self.updateGeometry()


def _set(line: QLabel, text: str) -> None:
    line.setText(text)
    line.setVisible(bool(text))
