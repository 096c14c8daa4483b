"""Labels in the type scale, and lines that part things."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget


def label(text: str, level: str = "body", tone: str = "ink", wrap: bool = True) -> QLabel:
    """A label. level: body, strong, large, title, figure, small; tone: ink, quiet, brick, green."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    made.setProperty("level", level)
    made.setProperty("tone", tone)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the tone of something already on screen."""
    set_property(widget, "tone", tone)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Change a property the style sheet looks at, and have it look again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else it was never looked at
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def rule() -> QFrame:
    """A thin line from side to side."""
    made = QFrame()
    made.setProperty("kind", "rule")
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made
