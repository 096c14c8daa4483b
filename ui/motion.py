"""Whether anything may move by itself; the caret goes on flashing, so that it is found."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)
_STILL = "is_still"  # of the application, for it is one for all windows


def keep_still(application: QApplication) -> None:
    """Nothing moves from now on: menus and hints come at once, bars of unknown length stand."""
    for effect in _EFFECTS:
        QApplication.setEffectEnabled(effect, False)
    application.setProperty(_STILL, True)


def let_move(application: QApplication) -> None:
    """Bars may move again; menus and hints stay as they are until the next start."""
    application.setProperty(_STILL, False)


def is_still() -> bool:
    """Whether the machine's user asked for stillness."""
    application = QApplication.instance()
    return application is not None and application.property(_STILL) is True
