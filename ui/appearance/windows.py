"""Windows tells each window that a setting for all is otherwise now; what it is, is asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject

from app.domain.appearance import Appearance
from ui.appearance.wishes import Wishes
from ui.departure.windows import Message

SETTING_CHANGE = 0x001A  # WM_SETTINGCHANGE
COLOURS_CHANGE = 0x0015  # WM_SYSCOLORCHANGE
THEME_CHANGED = 0x031A  # WM_THEMECHANGED
_CHANGES = {SETTING_CHANGE, COLOURS_CHANGE, THEME_CHANGED}


class WindowsWishes(Wishes):
    """Asks by read, which answers at once, whenever Windows says that something has changed."""

    def __init__(self, read: Callable[[], Appearance], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._ear = _Ear(self)

    def watch(self) -> None:
        """Begin to listen, and tell what is wished now."""
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self._ear)
        super().watch()

    def appearance(self) -> Appearance:
        """What Windows answers."""
        return self._read()

    def hear(self, message: Message) -> None:
        """Hear one message of Windows."""
        if message.number in _CHANGES:
            self.soon()


class _Ear(QAbstractNativeEventFilter):
    def __init__(self, wishes: WindowsWishes) -> None:
        super().__init__()
        self._wishes = wishes

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        if QByteArray(kind).startsWith(b"windows_"):
            self._wishes.hear(Message.from_address(int(message)))
        return False, 0  # Qt goes on with it
