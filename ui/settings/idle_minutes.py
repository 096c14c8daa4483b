"""The field of the minutes until a vault locks by itself."""

from __future__ import annotations

from PySide6.QtWidgets import QSpinBox

from app.services.settings import LONGEST_IDLE

IDLE = "无操作几分钟后自动锁定"


def idle_minutes() -> QSpinBox:
    """The field, from one minute to as many as are allowed."""
    made = QSpinBox()
    made.setRange(1, LONGEST_IDLE)
    made.setSuffix(" 分钟")
    made.setAccessibleName(IDLE)
    return made
