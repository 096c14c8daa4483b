"""What Windows tells a window: the session's lock, another user, sleep, the lid, the end."""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes
from uuid import UUID

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject
from PySide6.QtGui import QWindow

from ui.departure.departure import Departure, Reason

_SESSION_CHANGE = 0x02B1
_POWER_BROADCAST = 0x0218
_END_SESSION = 0x0016
_SESSION_REASONS = {
    0x2: Reason.USER_SWITCH,  # the console was taken from this session
    0x4: Reason.USER_SWITCH,  # so was the remote desktop
    0x6: Reason.SHUTDOWN,  # logging off
    0x7: Reason.SESSION_LOCK,
}
_SUSPEND = 0x0004
_POWER_SETTING_CHANGE = 0x8013
_LID_SWITCH = UUID("ba3e0f4d-b817-4094-a2d1-d56379e6a0f3").bytes_le  # GUID_LIDSWITCH_STATE_CHANGE
_THIS_SESSION = 0
_TO_WINDOW = 0


class Message(ctypes.Structure):
    """MSG, as Windows hands it over; sizes are named, for other systems have other longs."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("number", ctypes.c_uint32),
        ("word", ctypes.c_size_t),
        ("long", ctypes.c_ssize_t),
        ("time", ctypes.c_uint32),
        ("x", ctypes.c_int32),
        ("y", ctypes.c_int32),
    )


class PowerSetting(ctypes.Structure):
    """POWERBROADCAST_SETTING, with room for one byte of what is told."""

    _fields_ = (
        ("setting", ctypes.c_ubyte * 16),
        ("length", ctypes.c_uint32),
        ("state", ctypes.c_ubyte),
    )


def reason_in(message: Message) -> Reason | None:
    """What the message says of the machine being left, or None."""
    if message.number == _SESSION_CHANGE:
        return _SESSION_REASONS.get(message.word)
    if message.number == _END_SESSION and message.word:
        return Reason.SHUTDOWN
    if message.number == _POWER_BROADCAST:
        if message.word == _SUSPEND:
            return Reason.SLEEP
        if message.word == _POWER_SETTING_CHANGE and message.long:
            return _lid_in(PowerSetting.from_address(message.long))
    return None


def _lid_in(setting: PowerSetting) -> Reason | None:
    is_closed = bytes(setting.setting) == _LID_SWITCH and not setting.state
    return Reason.LID if is_closed else None


class WindowsDeparture(Departure):
    """Asks Windows to tell the window, and hears it before Qt does."""

    def __init__(self, window: QWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._ear = _Ear(self)
        self._sources: tuple[Reason, ...] = ()

    def watch(self) -> None:
        """Begin to listen; power messages come to every window, the others must be asked for."""
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self._ear)
        hears_session, hears_lid = _asked_for(int(self._window.winId()))
        session = (Reason.SESSION_LOCK, Reason.USER_SWITCH) if hears_session else ()
        lid = (Reason.LID,) if hears_lid else ()
        self._sources = (Reason.SLEEP, Reason.SHUTDOWN, *lid, *session)

    def sources(self) -> tuple[Reason, ...]:
        """What Windows agreed to tell."""
        return self._sources

    def hear(self, message: Message) -> None:
        """Hear one message of Windows."""
        if (reason := reason_in(message)) is not None:
            self.left.emit(reason)


class _Ear(QAbstractNativeEventFilter):
    def __init__(self, departure: WindowsDeparture) -> None:
        super().__init__()
        self._departure = departure

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        if QByteArray(kind).startsWith(b"windows_"):
            self._departure.hear(Message.from_address(int(message)))
        return False, 0  # Qt goes on with it


if sys.platform == "win32":

    def _asked_for(window: int) -> tuple[bool, bool]:
        """Whether Windows will tell of the session, and of the lid."""
        sessions = ctypes.windll.wtsapi32.WTSRegisterSessionNotification
        sessions.argtypes = (wintypes.HWND, wintypes.DWORD)
        power = ctypes.windll.user32.RegisterPowerSettingNotification
        power.argtypes = (wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD)
        power.restype = wintypes.HANDLE
        lid = (ctypes.c_ubyte * 16)(*_LID_SWITCH)
        return (
            bool(sessions(window, _THIS_SESSION)),
            bool(power(window, ctypes.byref(lid), _TO_WINDOW)),
        )

else:

    def _asked_for(window: int) -> tuple[bool, bool]:
        """Elsewhere nobody tells."""
        return False, False
