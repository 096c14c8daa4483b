"""Takes back from the clipboard what our windows put there: after a while, and at the lock."""

from __future__ import annotations

from hashlib import sha256
from typing import cast

from PySide6.QtCore import QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

KEPT_SECONDS = 15
# where Qt knows whether the clipboard still holds what this program put there
_TELLING = ("xcb", "wayland", "windows", "cocoa")
# what programs that keep a history of the clipboard heed: they leave it out, most of them
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
_NO, _YES = bytes(4), b"\x01\0\0\0"
_NOT_FOR_HISTORIES = {
    "x-kde-passwordManagerHint": b"secret",
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): _YES,
    _WINDOWS.format("CanIncludeInClipboardHistory"): _NO,
    _WINDOWS.format("CanUploadToCloudClipboard"): _NO,
}


class ClipboardKeeper(QObject):
    """Watches the clipboard and, where there is one, what the middle button of the mouse pastes.

    What another program puts there is never touched. Programs that keep a history of the clipboard
    are asked to leave ours out; whether they do is theirs.
    """

    def __init__(self, parent: QObject | None = None, kept_seconds: float = KEPT_SECONDS) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._can_tell = QGuiApplication.platformName().startswith(_TELLING)
        self._digests: dict[QClipboard.Mode, bytes] = {}
        self._timer = QTimer(self, interval=round(kept_seconds * 1000), singleShot=True)
        self._timer.timeout.connect(self.clear)
        self._clipboard.changed.connect(self._note)

    def clear(self) -> None:
        """Take back what is still ours, at once."""
        self._timer.stop()
        for mode in tuple(self._digests):
            if self._is_ours(mode):
                self._clipboard.clear(mode)
        self._digests.clear()

    def _note(self, mode: QClipboard.Mode) -> None:
        digest = self._digest(mode) if self._was_put_by_us(mode) else b""
        if digest and self._mark(mode):
            return  # it was put there anew, and is noted so
        if digest:
            self._digests[mode] = digest
            self._timer.start()
        else:
            self._digests.pop(mode, None)

    def _mark(self, mode: QClipboard.Mode) -> bool:
        """Put the text there anew with the word that it is for no history; False when it has it."""
        data = self._clipboard.mimeData(mode)
        if not data.hasText() or data.hasFormat(next(iter(_NOT_FOR_HISTORIES))):
            return False
        marked = QMimeData()
        for kind in data.formats():
            marked.setData(kind, data.data(kind))
        for kind, word in _NOT_FOR_HISTORIES.items():
            marked.setData(kind, word)
        self._clipboard.setMimeData(marked, mode)
        return True

    def _was_put_by_us(self, mode: QClipboard.Mode) -> bool:
        if self._can_tell:
            return self._owns(mode)
        # what changes while one of our windows is in work was put there by it
        return QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive

    def _is_ours(self, mode: QClipboard.Mode) -> bool:
        if self._can_tell:
            return self._owns(mode)
        return self._digest(mode) == self._digests[mode]

    def _owns(self, mode: QClipboard.Mode) -> bool:
        if mode is QClipboard.Mode.Selection:
            return self._clipboard.ownsSelection()
        return mode is QClipboard.Mode.Clipboard and self._clipboard.ownsClipboard()

    def _digest(self, mode: QClipboard.Mode) -> bytes:
        """What is there, without keeping it; nothing when nothing is."""
        # an empty clipboard gives None, although its declaration does not say so
        data = cast("QMimeData | None", self._clipboard.mimeData(mode))
        if data is None or not data.formats():
            return b""
        whole = sha256()
        for kind in sorted(data.formats()):
            whole.update(kind.encode() + b"\0" + bytes(data.data(kind).data()) + b"\0")
        return whole.digest()
