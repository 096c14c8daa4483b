"""Python's collector of cycles, held to the main thread."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 500


class MainThreadCollector(QObject):
    """Lets reference cycles be collected on the main thread alone.

    Python collects on whichever thread happens to allocate. On a lane that would tear down widgets
    and timers from the wrong thread, which Qt forbids and answers with a crash.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._thresholds = gc.get_threshold()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def end(self) -> None:
        """Leave it to Python again, when the lanes are empty."""
        self._timer.stop()
        gc.enable()

    def look(self) -> None:
        """Collect as far as Python itself would have by now."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return
