"""The look in force: chosen in the settings, by key or in the wizard; kept on this machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from app.domain.appearance import Appearance
from ui import icons, motion, theme
from ui.contrast import Contrast
from ui.theme import TYPE_SIZES, Look

Keep = Callable[[Look, Contrast], object]


class LookControl(QObject):
    """Holds the look, gives it to every window, and has it kept.

    seen is the set of colours the machine asked for when it was last heard: so the first picture
    of the next start is right before the machine has been asked again. changed tells whenever what
    is chosen or what is worn has changed.
    """

    changed = Signal(object)

    def __init__(
        self, look: Look, seen: Contrast, keep: Keep, family: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.look, self._seen, self._keep, self._family = look, seen, keep, family
        self._is_night = False

    @property
    def worn(self) -> Contrast:
        """The set of colours in force: the chosen one, or the one the machine asks for."""
        chosen = self.look.contrast
        return self._seen if chosen is Contrast.SYSTEM else chosen

    def put_on(self) -> None:
        """Give every window the look in force."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            worn = replace(self.look, contrast=self.worn, is_night=self._is_night)
            theme.apply(application, worn, self._family)
            icons.refresh(application)

    def choose(self, type_size: int | None = None, contrast: Contrast | None = None) -> None:
        """Take another size of type or another set of colours, at once and for the next start."""
        look = Look(type_size or self.look.type_size, contrast or self.look.contrast)
        if look != self.look:
            self.look = look
            self.put_on()
            self._keep(look, self._seen)
            self.changed.emit(look)

    def follow(self, wished: Appearance) -> None:
        """Hear what the machine's user asks of every program; colours follow if that was chosen."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            (motion.keep_still if wished.wants_stillness else motion.let_move)(application)
        seen = _set_for(wished)
        if seen is self._seen:
            return
        self._seen = seen
        self._keep(self.look, seen)
        if self.look.contrast is Contrast.SYSTEM:
            self.put_on()
            self.changed.emit(self.look)

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


def _set_for(wished: Appearance) -> Contrast:
    if wished.wants_contrast:
        return Contrast.HIGH
    return Contrast.DARK if wished.is_dark else Contrast.LIGHT
