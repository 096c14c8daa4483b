"""An empty window that closes when it is painted: the floor the program's own start is held to."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow

_PAGE = 4096


class BareWindow(QMainWindow):
    """A window of Qt alone."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, self._leave)

    def _leave(self) -> None:
        tell_shown()
        self.close()


TELL_MEMORY = "--tell-memory"
TELL_SHOWN = "--exit-when-shown"


def main() -> int:
    """Show it, and end with it; say what memory it took, when asked."""
    application = QApplication(sys.argv)
    window = BareWindow()
    window.show()
    code = application.exec()
    if TELL_MEMORY in sys.argv and (held := resident()) is not None:
        print(held)  # noqa: T201 — asked for on the command line
    return code


def tell_shown() -> None:
    """Say that the first page has been painted: whoever measures the start waits for this line."""
    if TELL_SHOWN in sys.argv:
        print("shown", flush=True)  # noqa: T201 — asked for on the command line


def resident() -> float | None:
    """The MiB of memory this process holds; None where the system keeps no such file."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return None
    return pages * _PAGE / (1 << 20)


if __name__ == "__main__":
    sys.exit(main())
