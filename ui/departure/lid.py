"""The lid: what counts is that it closes, not that it is closed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui.departure.departure import Reason


class Lid(QObject):
    """Is told each state of the lid, and tells when it was closed."""

    left = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_closed: bool | None = None

    def sources(self) -> tuple[Reason, ...]:
        """The lid, once its state was told."""
        return () if self._was_closed is None else (Reason.LID,)

    def see(self, is_closed: object) -> None:
        """Hear its state; anything but True and False is no state."""
        if not isinstance(is_closed, bool):
            return
        # a machine that stands closed under a desk, with a screen of its own, is not left by that
        if is_closed and self._was_closed is False:
            self.left.emit(Reason.LID)
        self._was_closed = is_closed
