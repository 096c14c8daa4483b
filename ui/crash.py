"""What a bug looks like to the user: text saved first, a plain sentence, a file without content."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Signal, qVersion

from app.domain.unexpected_end import UnexpectedEnd
from ui.widgets.message import Message, Tone

REOPEN_ACT = "reopen"  # the window can lock, open the program anew, and come back here
REOPEN_WORDS = "重新打开程序"
_SHIPPED = Path(__file__).resolve().parents[1]


def report_of(error: BaseException) -> str:
    """Where the program failed: kinds of errors, places in the code, versions. No text, no names.

    The words of an exception may quote what was typed, so they are left out.
    """
    # to start faster: few runs ever report
    import platform

    lines = [f"python {platform.python_version()}  qt {qVersion()}  {platform.system()}"]
    link: BaseException | None = error
    while link is not None:
        lines.append(type(link).__name__)
        for frame in traceback.extract_tb(link.__traceback__):
            lines.append(f"  {_place(frame.filename)}:{frame.lineno} {frame.name}")
        link = link.__cause__ or link.__context__
    return "\n".join(lines) + "\n"


def _place(file_name: str) -> str:
    path = Path(file_name)
    if path.is_relative_to(_SHIPPED):
        return path.relative_to(_SHIPPED).as_posix()
    return path.name


class CrashGuard(QObject):
    """Hears every bug, on the main thread and on the lanes, and tells the window once for each."""

    happened = Signal(object)

    def __init__(self, folder: Path, save_now: Callable[[], object]) -> None:
        super().__init__()
        self._folder, self._save_now = folder, save_now
        self._is_busy = False

    def install(self) -> None:
        """Take every exception nobody caught: Python would print its words on standard error."""
        sys.excepthook = self._uncaught
        sys.unraisablehook = self._unraisable
        threading.excepthook = self._in_thread

    def hear(self, error: BaseException) -> None:
        """Save what was typed, write the report, tell the user."""
        if self._is_busy:
            return
        self._is_busy = True
        try:
            self._save_now()
            path = self._write(report_of(error))
            self.happened.emit(_message(path))
        finally:
            self._is_busy = False

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.hear(error)

    def _unraisable(self, caught: Any) -> None:
        # in a finaliser, maybe on a lane: written down, but no window is spoken to from here
        if isinstance(caught.exc_value, BaseException):
            self._write(report_of(caught.exc_value))

    def _in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._write(report_of(caught.exc_value))

    def _write(self, text: str) -> Path | None:
        path = self._folder / f"crash-{datetime.now().astimezone():%Y%m%d-%H%M%S}.txt"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        except OSError:
            return None
        return path


def _message(path: Path | None) -> Message:
    written = f"情况已记在 {path}，里面没有谈话内容和姓名。" if path else ""
    return Message(
        "程序这一步没有做成，是程序自己的毛病。",
        "您写的内容已先存进保险库。",
        f"可以继续用；再出现，或者哪里不对，就重新打开程序，会回到现在的地方。{written}",
        act=REOPEN_ACT,
    )


def ended_message(end: UnexpectedEnd) -> Message:
    """What is said at the door after a run that did not take its leave."""
    why = "程序自己出了毛病" if end.is_failure else "断电、死机，或被强行关闭"
    return Message(
        f"上次没有正常结束：{why}。",
        "已保存的都在保险库里；最多少了最后两秒写的字。",
        f"照常打开，会回到上次的地方。情况记在 {end.report}，里面没有谈话内容和姓名。",
        tone=Tone.NOTE,
    )


RETURNED = Message(
    "已回到上次结束时所在的地方。",
    "光标和没有填完的表单也在；请看一看最后写的一句是不是完整。",
    tone=Tone.NOTE,
)
