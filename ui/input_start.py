"""Before Qt starts: which input method it is to speak to; afterwards: a word when there is none."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QPluginLoader, QTimer

from app.domain.input_standing import IBUS, InputStanding
from app.domain.progress import Progress
from app.services.input_methods import HERE
from ui.page import INPUT_ACT
from ui.tasks import Tasks
from ui.vault_window import VaultWindow
from ui.widgets.message import Message, Tone

LOOK_AGAIN_MS = 10_000
NOTHING_FOUND = Message(
    "没有找到中文输入法，现在只打得出字母。",
    "已经记录的内容没有受影响。",
    "请按 Ctrl+空格 试一次；还是打不出汉字，照“输入法自检”里写的办，它在设置里，帮助里也有。",
    tone=Tone.NOTE,
    act=INPUT_ACT,
)
FOUND_LATER = Message(
    "中文输入法现在启动了，本程序打开得比它早。",
    "已经记录的内容没有受影响。",
    "请关闭本程序再打开，就能打汉字。",
    tone=Tone.NOTE,
    act=INPUT_ACT,
)


def prepared() -> AbstractContextManager[InputStanding]:
    """Within it Qt is to be made: it then speaks to the input method of this machine."""
    return HERE.prepared(can_load)


def can_load(module: str) -> bool:
    """Whether Qt has an input module of that name here, and can load it."""
    if module == IBUS:  # carried with the program; looking through the files takes longer
        return True
    for folder in QCoreApplication.libraryPaths():
        for file in Path(folder, "platforminputcontexts").glob("lib*.so"):
            plugin = QPluginLoader(str(file))
            facts: Any = plugin.metaData().get("MetaData")
            if isinstance(facts, dict) and module in facts.get("Keys", ()):
                return plugin.load()
    return False


class InputNotice(QObject):
    """Says at the door and in the workspace that no input method was found; later, if one came."""

    def __init__(self, window: VaultWindow[Any], tasks: Tasks) -> None:
        super().__init__(window)
        self._window, self._tasks = window, tasks
        self._said = NOTHING_FOUND
        self._timer = QTimer(self, interval=LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.look_again)
        window.door.opened.connect(self._tell_inside)
        window.tell(self._said)
        self._timer.start()

    def look_again(self) -> None:
        """See whether one was started meanwhile; Qt takes it up when it begins, never later."""
        self._tasks.query(_look, then=self._hear)

    def _hear(self, standing: InputStanding) -> None:
        if standing.is_found and self._timer.isActive():
            self._timer.stop()
            self._window.untell(self._said)
            self._said = FOUND_LATER
            self._window.tell(self._said)

    def _tell_inside(self) -> None:
        workspace = self._window.workspace
        # what was found on opening the vault is of more weight
        if workspace is not None and workspace.message.message is None:
            workspace.show_message(self._said)


def _look(_: Progress) -> InputStanding:
    return HERE.look()
