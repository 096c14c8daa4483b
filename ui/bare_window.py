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
        QTimer.singleShot(0, self.close)


TELL_MEMORY = "--tell-memory"


def main() -> int:
    """Show it, and end with it; say what memory it took, when asked."""
    application = QApplication(sys.argv)
    window = BareWindow()
    window.show()
    code = application.exec()
    if TELL_MEMORY in sys.argv and (held := resident()) is not None:
        print(held)  # noqa: T201 — asked for on the command line
    return code


def resident() -> float | None:
    """The MiB of memory this process holds; None where the system keeps no such file."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return None
    return pages * _PAGE / (1 << 20)


if __name__ == "__main__":
    sys.exit(main())
