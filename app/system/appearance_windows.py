"""What Windows keeps about the looks of programs: the registry, and the settings for all."""

from __future__ import annotations

import sys
from typing import Protocol

from app.domain.appearance import Appearance

THEMES = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
LIGHT_PROGRAMS = "AppsUseLightTheme"  # 0: programs are to be dark
GET_HIGH_CONTRAST = 0x0042  # SPI_GETHIGHCONTRAST
GET_ANIMATIONS = 0x1042  # SPI_GETCLIENTAREAANIMATION
HIGH_CONTRAST_ON = 0x1  # HCF_HIGHCONTRASTON


class WindowsCalls(Protocol):
    """The three questions; each answers None where this Windows does not know."""

    def light_programs(self) -> int | None:
        """The registry's number of that name, of the user at work."""

    def contrast_flags(self) -> int | None:
        """The flags of HIGHCONTRASTW."""

    def has_animations(self) -> bool | None:
        """Whether things may move inside windows."""


def appearance_in(calls: WindowsCalls) -> Appearance:
    """What the answers come to."""
    light, flags, moves = calls.light_programs(), calls.contrast_flags(), calls.has_animations()
    return Appearance(
        is_dark=None if light is None else light == 0,
        wants_contrast=None if flags is None else bool(flags & HIGH_CONTRAST_ON),
        wants_stillness=None if moves is None else not moves,
    )


if sys.platform == "win32":
    import ctypes
    import winreg
    from ctypes import wintypes

    class _HighContrast(ctypes.Structure):
        _fields_ = (
            ("size", wintypes.UINT),
            ("flags", wintypes.DWORD),
            ("scheme", wintypes.LPWSTR),
        )

    class RealCalls:
        """Windows itself."""

        def light_programs(self) -> int | None:
            """As the settings of Windows wrote it; older ones never did."""
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, THEMES) as key:
                    found, _ = winreg.QueryValueEx(key, LIGHT_PROGRAMS)
            except OSError:
                return None
            return found if isinstance(found, int) else None

        def contrast_flags(self) -> int | None:
            """As Windows answers."""
            answer = _HighContrast(size=ctypes.sizeof(_HighContrast))
            return answer.flags if _ask(GET_HIGH_CONTRAST, answer.size, answer) else None

        def has_animations(self) -> bool | None:
            """As Windows answers."""
            answer = wintypes.BOOL()
            return bool(answer.value) if _ask(GET_ANIMATIONS, 0, answer) else None

    def _ask(what: int, size: int, answer: ctypes.Structure | wintypes.BOOL) -> bool:
        call = ctypes.windll.user32.SystemParametersInfoW
        call.argtypes = (wintypes.UINT, wintypes.UINT, ctypes.c_void_p, wintypes.UINT)
        call.restype = wintypes.BOOL
        return bool(call(what, size, ctypes.byref(answer), 0))

    def appearance_of_windows() -> Appearance:
        """What Windows has now; three calls, under a millisecond."""
        return appearance_in(RealCalls())
