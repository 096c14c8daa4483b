"""F1 where there is no page of the manual to go to: before the door, and in any open form."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ui.actions import bind

_BOUND = "helpKey"


class HelpKey(QObject):
    """Gives every form of a window the key, and opens the manual over it at the topic in work."""

    def __init__(self, window: QWidget, topic: Callable[[], str]) -> None:
        super().__init__(window)
        self._window, self._topic = window, topic
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._meet)

    def show_over(self, widget: QWidget) -> None:
        """Open the manual over a window or a form."""
        # to start faster: before the door it is seldom asked for
        from ui.help.help_window import HelpWindow

        HelpWindow(widget, self._topic()).open()

    def _meet(self, _before: QWidget | None, now: QWidget | None) -> None:
        form = now.window() if now is not None else None
        if not isinstance(form, QDialog) or form.property(_BOUND) or not self._is_ours(form):
            return
        form.setProperty(_BOUND, True)
        # the manual itself has nothing more to say
        if form.objectName() != "manual":
            bind(form, "window.help", lambda: self.show_over(form))

    def _is_ours(self, form: QWidget) -> bool:
        above: QWidget | None = form
        while above is not None and above is not self._window:
            above = above.parentWidget()
        return above is self._window
