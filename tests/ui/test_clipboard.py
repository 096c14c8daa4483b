"""What was copied in our windows is taken back; what others copied is left alone."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from tests.ui.conftest import unlock
from ui.clipboard import ClipboardKeeper

ROOT = Path(__file__).parents[2]
COPIED = "王建国说，村里的账还没有公开"
FOREIGN = "别的程序复制的一句话"


@pytest.fixture
def edit(qtbot, qapp) -> Iterator[QLineEdit]:
    made = QLineEdit(COPIED)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    QGuiApplication.clipboard().clear()


def copy(qtbot, edit: QLineEdit) -> None:
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == edit.text()


# ── where the platform does not tell whose it is ─────────────────────────────────────────────────


def test_what_was_copied_is_taken_back_after_a_while(qtbot, edit):
    keeper = ClipboardKeeper(kept_seconds=0.2)
    copy(qtbot, edit)
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().text(), timeout=2000)
    assert keeper is not None


def test_what_windows_keeps_of_the_clipboard_is_told_to_leave_it_out(qtbot, edit):
    keeper = ClipboardKeeper(kept_seconds=60)
    copy(qtbot, edit)
    data = QGuiApplication.clipboard().mimeData()
    history = 'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"'
    assert bytes(data.data(history).data()) == bytes(4)
    assert data.text() == COPIED
    assert keeper is not None


def test_each_copy_has_its_whole_time(qtbot, edit):
    keeper = ClipboardKeeper(kept_seconds=0.4)
    copy(qtbot, edit)
    qtbot.wait(250)
    edit.setText("第二次复制")
    copy(qtbot, edit)
    qtbot.wait(250)
    assert QGuiApplication.clipboard().text() == "第二次复制"
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().text(), timeout=2000)
    assert keeper is not None


def test_what_is_no_longer_ours_stays(qtbot, edit):
    keeper = ClipboardKeeper(kept_seconds=60)
    copy(qtbot, edit)
    keeper.blockSignals(True)
    keeper._clipboard.changed.disconnect(keeper._note)
    QGuiApplication.clipboard().setText(FOREIGN)  # as if another program did
    keeper.clear()
    assert QGuiApplication.clipboard().text() == FOREIGN


def test_it_is_kept_for_a_quarter_of_a_minute():
    from ui import clipboard

    assert clipboard.KEPT_SECONDS == 15


def test_locking_takes_it_back_at_once(qtbot, window):
    edit = QLineEdit(COPIED, window)
    edit.show()
    edit.setFocus()
    copy(qtbot, edit)
    window.lock()
    assert not QGuiApplication.clipboard().text()
    qtbot.waitUntil(lambda: window.workspace is None, timeout=10_000)
    unlock(qtbot, window)


def test_closing_the_program_before_the_door_takes_it_back_too(qtbot, closed_window):
    edit = QLineEdit(COPIED, closed_window)
    edit.show()
    edit.setFocus()
    copy(qtbot, edit)
    closed_window.close()
    assert not QGuiApplication.clipboard().text()


# ── on a real screen, with another program ───────────────────────────────────────────────────────

OURS = f"""
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication
from ui.clipboard import ClipboardKeeper
application = QApplication([])
seconds = float(sys.argv[1])
keeper = ClipboardKeeper(kept_seconds=seconds)
clipboard = application.clipboard()
clipboard.setText({COPIED!r})
clipboard.setText({COPIED!r}, QClipboard.Mode.Selection)
def obey():
    for line in sys.stdin:
        if line.strip() == "lock":
            QTimer.singleShot(0, keeper, keeper.clear)
        if line.strip() == "end":
            QTimer.singleShot(0, application, application.quit)
import threading
threading.Thread(target=obey, daemon=True).start()
QTimer.singleShot(200, lambda: print("copied", flush=True))
application.exec()
"""
READING = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication
application = QApplication([])
clipboard = application.clipboard()
def read():
    for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
        print(clipboard.text(mode))
    application.quit()
QTimer.singleShot(200, read)
application.exec()
"""
TAKING = f"""
from PySide6.QtCore import QTimer
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication
application = QApplication([])
for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
    application.clipboard().setText({FOREIGN!r}, mode)
QTimer.singleShot(300, lambda: print("taken", flush=True))
application.exec()
"""


@pytest.fixture(scope="module")
def screen() -> Iterator[dict[str, str]]:
    """The environment of programs on one real X11 screen."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    command = ["Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "800x600x24"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        display = f":{server.stdout.readline().strip()}"
        yield {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONUTF8": "1",
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        }
        server.terminate()


@contextlib.contextmanager
def program(screen: dict[str, str], code: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A program on the screen, which has said its first word."""
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=screen,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline()
        try:
            yield running
        finally:
            running.kill()


def read_by_another(screen: dict[str, str]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", READING], env=screen, capture_output=True, encoding="utf-8"
    )
    return [line for line in done.stdout.splitlines() if line]


ASKING = """
from PySide6.QtCore import QTimer
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication
application = QApplication([])
def read():
    data = application.clipboard().mimeData()
    print(bytes(data.data("x-kde-passwordManagerHint").data()).decode())
    application.quit()
QTimer.singleShot(200, read)
application.exec()
"""


def order(running: subprocess.Popen[str], word: str) -> None:
    assert running.stdin is not None
    running.stdin.write(f"{word}\n")
    running.stdin.flush()


def test_another_program_finds_nothing_after_the_lock(screen):
    with program(screen, OURS, "60") as ours:
        assert read_by_another(screen) == [COPIED, COPIED]
        order(ours, "lock")
        assert read_by_another(screen) == []


def test_another_program_finds_nothing_after_the_time(screen):
    with program(screen, OURS, "3"):
        assert read_by_another(screen) == [COPIED, COPIED]
        import time

        time.sleep(3)
        assert read_by_another(screen) == []


def test_programs_that_keep_a_history_are_asked_to_leave_it_out(screen):
    with program(screen, OURS, "60"):
        done = subprocess.run(
            [sys.executable, "-c", ASKING], env=screen, capture_output=True, encoding="utf-8"
        )
        assert done.stdout.strip() == "secret"


def test_what_another_program_copied_meanwhile_stays(screen):
    with program(screen, OURS, "60") as ours, program(screen, TAKING):
        order(ours, "lock")
        assert read_by_another(screen) == [FOREIGN, FOREIGN]
