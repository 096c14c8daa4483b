"""What others can see of the screen: pictures of it, and when the vault locks by itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QShowEvent

from app.domain.changes import Changes
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.services.screen_privacy import ALLOWED_MINUTES, ScreenPrivacy
from ui.departure.departure import REASON_WORDS, Reason
from ui.guarding import Guarding
from ui.messages import message_for
from ui.tasks import Tasks
from ui.widgets.buttons import button
from ui.widgets.message_bar import MessageBar
from ui.widgets.surfaces import Card, row
from ui.widgets.words import label

_HIDDEN = "本程序的窗口不会出现在截屏、录屏和远程画面里。"
_SEEN = (
    "这个系统不让程序挡住截屏：别的软件可以把屏幕上的内容拍下来。"
    "请不要在这台电脑上装截屏、录屏和远程控制软件。"
)
_DEAF = "这个系统不告诉本程序何时离开：离开座位前请按 Ctrl+L。"
_LEAVES = "遇到这些情况马上锁定："


class ScreenCard(Card):
    """Says honestly what this system can do; where it hides the windows, offers ten minutes."""

    def __init__(self, tasks: Tasks, privacy: ScreenPrivacy, guarding: Guarding) -> None:
        super().__init__("截屏和离开")
        self._tasks, self._privacy, self._guarding = tasks, privacy, guarding
        self.message = MessageBar()
        self.pictures = label(_HIDDEN if guarding.shield.can_hide else _SEEN, tone="quiet")
        self.departures = label(departures(guarding.sources()), tone="quiet")
        self.allow_button = button("允许截屏 10 分钟", "eye")
        self.forbid_button = button("现在就不许", "eye-off")
        self.allow_button.clicked.connect(self.allow)
        self.forbid_button.clicked.connect(guarding.shield.forbid)
        self.add(
            self.message,
            self.departures,
            self.pictures,
            row(self.allow_button, self.forbid_button, None),
        )
        guarding.shield.left.connect(self._show_left)
        self._show_left(guarding.shield.seconds_left)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # the system answers when it likes; by now it may have said more
        self.departures.setText(departures(self._guarding.sources()))

    def allow(self) -> None:
        """Note it in the trail, then let pictures be taken for a while."""
        self.allow_button.setEnabled(False)
        work = partial(_allowed, self._privacy.allow)
        self._tasks.command(work, then=self._allow_now, refused=self._refuse)

    def _allow_now(self, _: object) -> None:
        self._guarding.shield.allow(ALLOWED_MINUTES)

    def _refuse(self, error: AppError) -> None:
        self.allow_button.setEnabled(True)
        self.message.show_message(message_for(error))

    def _show_left(self, seconds: int) -> None:
        can_hide = self._guarding.shield.can_hide
        self.allow_button.setVisible(can_hide and not seconds and self._privacy.may_allow)
        self.allow_button.setEnabled(True)
        self.forbid_button.setVisible(can_hide and bool(seconds))
        if can_hide:
            left = f"现在允许截屏，还剩 {seconds // 60} 分 {seconds % 60:02} 秒；已记入留痕。"
            self.pictures.setText(left if seconds else _HIDDEN)


def departures(sources: tuple[Reason, ...]) -> str:
    """Which departures the system tells of, in words."""
    if not sources:
        return _DEAF
    return _LEAVES + "、".join(REASON_WORDS[reason] for reason in sources) + "。"


def _allowed(allow: Callable[[], Changes], _: Progress) -> Changes:
    return allow()
