"""The one interface behind which each system tells how programs are to look."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.domain.appearance import Appearance

_TOGETHER_MS = 30  # what a desktop changes at one stroke comes in several messages


class Wishes(QObject):
    """Tells by told, with an Appearance, what is wished, whenever that is not what it was.

    This one knows what Qt knows: light or dark, on the desktops Qt understands.
    """

    told = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last = Appearance()
        self._soon = QTimer(self, interval=_TOGETHER_MS, singleShot=True)
        self._soon.timeout.connect(self._tell)

    def watch(self) -> None:
        """Begin to listen, and tell what is wished now."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.styleHints().colorSchemeChanged.connect(lambda _: self.soon())
        self.soon()

    def soon(self) -> None:
        """Something may be otherwise now: look, once it is quiet."""
        self._soon.start()

    def appearance(self) -> Appearance:
        """What is wished, as far as is known by now."""
        return Appearance()

    def _tell(self) -> None:
        found = completed(self.appearance(), _dark_by_qt())
        if found != self._last:
            self._last = found
            self.told.emit(found)


def completed(found: Appearance, is_dark: bool | None) -> Appearance:
    """What the machine told; light or dark as Qt takes it where the machine said nothing of it."""
    return replace(found, is_dark=is_dark) if found.is_dark is None else found


def _dark_by_qt() -> bool | None:
    """Whether Qt takes the desktop for a dark one; None where it cannot tell."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return None
    scheme = application.styleHints().colorScheme()
    return None if scheme is Qt.ColorScheme.Unknown else scheme is Qt.ColorScheme.Dark
