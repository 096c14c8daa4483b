"""The line at the foot of the window: saved when, which vault, offline, when it locks."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QStatusBar

from ui.widgets.words import label, set_tone

_OFFLINE = "离线：本程序从不联网"


class StatusLine(QStatusBar):
    """Says at every moment whether all is saved, and when the vault locks by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._saved = label("", wrap=False)
        self._vault = label("", wrap=False)
        self._offline = label(_OFFLINE, wrap=False)
        self._lock = label("", wrap=False)
        for part in (self._saved, self._vault, self._offline, self._lock):
            self.addWidget(part)
        self._saved.setText("还没有打开保险库")
        self._vault.hide()
        self._lock.hide()

    def locked(self) -> None:
        """Nothing is open."""
        self._offline.setText(_OFFLINE)
        self._saved.setText("保险库已锁定，全部内容已加密保存")
        self._vault.hide()
        self._lock.hide()

    def connected(self) -> None:
        """What is open keeps its ledger in a database: nothing else is connected to."""
        self._offline.setText("台账在数据库，只连设定的那一个")

    def opened(self, office: str) -> None:
        """A vault is open."""
        self._saved.setText("✓ 保险库已打开")
        self._vault.setText(f"保险库：{office}" if office else "保险库已打开")
        self._vault.setVisible(bool(office))
        self._lock.show()

    def saved(self, at: datetime) -> None:
        """Everything typed is in the vault since then."""
        self._saved.setText(f"✓ 已保存 {at:%H:%M:%S}")
        set_tone(self._saved, "quiet")

    def not_saved(self) -> None:
        """Something typed could not be written."""
        self._saved.setText("✕ 有内容还没有保存")
        set_tone(self._saved, "brick")

    def show_left(self, seconds: int, minutes: int) -> None:
        """How long until the vault locks by itself."""
        if not minutes:
            self._lock.setText("不会自动锁定")
        elif seconds <= 60:
            self._lock.setText(f"{seconds} 秒后自动锁定")
        else:
            self._lock.setText(f"{minutes} 分钟无操作自动锁定")
