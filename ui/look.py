"""The look in force: chosen in the settings, by key or in the wizard; kept on this machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from ui import icons, theme
from ui.contrast import Contrast
from ui.theme import TYPE_SIZES, Look


class LookControl(QObject):
    """Holds the look, gives it to every window, and has it kept."""

    changed = Signal(object)

    def __init__(
        self, look: Look, family: str, keep: Callable[[Look], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.look, self._family, self._keep = look, family, keep
        self._is_night = False

    def put_on(self) -> None:
        """Give every window the look in force."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, replace(self.look, is_night=self._is_night), self._family)
            icons.refresh(application)

    def choose(self, type_size: int | None = None, contrast: Contrast | None = None) -> None:
        """Take another size of type or another set of colours, at once and for the next start."""
        look = Look(type_size or self.look.type_size, contrast or self.look.contrast)
        if look != self.look:
            self.look = look
            self.put_on()
            self._keep(look)
            self.changed.emit(look)

    def wear_night(self, is_night: bool) -> None:
        """Be dark for as long as talk mode is in sight; what was chosen stays chosen."""
        if is_night != self._is_night:
            self._is_night = is_night
            self.put_on()
            self.changed.emit(self.look)

    def larger(self) -> None:
        """One size up, as far as there are sizes."""
        self._step(1)

    def smaller(self) -> None:
        """One size down, as far as there are sizes."""
        self._step(-1)

    def normal(self) -> None:
        """The size the program comes with."""
        self.choose(type_size=theme.DEFAULT_TYPE_SIZE)

    def _step(self, by: int) -> None:
        place = TYPE_SIZES.index(self.look.type_size) + by
        if 0 <= place < len(TYPE_SIZES):
            self.choose(type_size=TYPE_SIZES[place])
