"""How talk mode looks: the size of question and answer, and dark or not; kept on this machine."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ui import theme


def _leave_it(*_: object) -> None:
    """What is done with a choice that nobody keeps."""


class TalkLook(QObject):
    """The choices of talk mode. keep is told each new pair of them, wear whether to be dark now.

    Dark is only what talk mode shows: as soon as it is out of sight the window is as usual.
    """

    zoomed = Signal()
    darkened = Signal(bool)

    def __init__(
        self,
        zoom: int = theme.USUAL_ZOOM,
        is_night: bool = False,
        keep: Callable[[int, bool], object] = _leave_it,
        wear: Callable[[bool], object] = _leave_it,
    ) -> None:
        super().__init__()
        self.zoom, self.is_night = zoom, is_night
        self._keep, self._wear = keep, wear
        self._is_in_sight = False

    def step(self, by: int) -> None:
        """One size up (1) or down (-1) as far as there are sizes, or the usual one (0)."""
        wanted = theme.USUAL_ZOOM if by == 0 else self.zoom + by
        if wanted != self.zoom and 0 <= wanted < len(theme.ZOOMS):
            self.zoom = wanted
            self._keep(self.zoom, self.is_night)
            self.zoomed.emit()

    def turn_night(self) -> None:
        """Be dark, or light again."""
        self.is_night = not self.is_night
        self._keep(self.zoom, self.is_night)
        self.darkened.emit(self.is_night)
        self._put_on()

    def come_in_sight(self, is_in_sight: bool) -> None:
        """Note whether talk mode is what one sees."""
        self._is_in_sight = is_in_sight
        self._put_on()

    def _put_on(self) -> None:
        self._wear(self._is_in_sight and self.is_night)
