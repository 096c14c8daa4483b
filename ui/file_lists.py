"""Qt's own dialogs for files show a list of names, never their tree.

A row of Qt's tree may be thrown away while a screen reader asks it (see ui/widgets/steady_tree.py).
These dialogs are made and gone within one call of Qt, so that nothing of ours may hold on to their
parts: which view they open with is told to them where Qt keeps such choices.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QSettings

_QT = "QtProject"  # the name under which Qt keeps what its dialogs were left with
_VIEW, _LIST = "FileDialog/viewMode", "List"
_TRAIL = ("FileDialog/history", "FileDialog/lastVisited")  # folders one was in: nobody's business


def show_files_as_lists(folder: Path) -> None:
    """Have the dialogs open with their list, and what Qt keeps of them lie in this folder.

    Elsewhere than on Linux the system's own dialogs are used.
    """
    if sys.platform != "linux":
        return
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(folder))
    kept = QSettings(QSettings.Scope.UserScope, _QT)
    if kept.value(_VIEW) != _LIST:
        kept.setValue(_VIEW, _LIST)
    for name in _TRAIL:
        if kept.contains(name):
            kept.remove(name)
