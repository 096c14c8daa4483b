"""What else can be done when the vault stays closed: the buttons under the message."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import SignalInstance

from app.domain.errors import (
    AccessError,
    AppError,
    DiskFullError,
    KeyFileDamagedError,
    KeyFileMissingError,
    TooManyTriesError,
    VaultDamagedError,
    VaultEmptyError,
    VaultMissingError,
    WrongPassphraseError,
)
from app.domain.vault_errors import DeviceSecretMissingError, KeyFileRolledBackError
from ui.safe_words import CLOSED_SAFE
from ui.widgets.message import Message
from ui.widgets.message_bar import Way


class WaysIn(Protocol):
    """What the page that asks for the passphrase can do or ask for."""

    @property
    def cards_asked(self) -> SignalInstance:
        """Two recovery cards are to be typed."""

    @property
    def restore_asked(self) -> SignalInstance:
        """The vault is to be brought back from a backup."""

    @property
    def salvage_asked(self) -> SignalInstance:
        """What can still be read is to be saved."""

    def choose_folder(self) -> None:
        """Choose the folder of another vault."""

    def try_now(self) -> None:
        """Try the passphrase that was typed."""

    def give_room(self) -> None:
        """Give up the spare room beside the vault, and try again."""


# every unlocking is written into the trail: without room for that nothing opens
DISK_FULL = Message(
    "磁盘已满，保险库没有打开。",
    CLOSED_SAFE,
    "请按“腾出备用空间”，进去以后尽快清理磁盘；没有备用空间的，清理以后再试。",
)
_BY_CARDS = (DeviceSecretMissingError, KeyFileRolledBackError)
_DAMAGED = (VaultDamagedError, VaultEmptyError)
_KEYS_LOST = (KeyFileMissingError, KeyFileDamagedError)


def ways_on(error: AppError, page: WaysIn) -> tuple[Way, ...]:
    """The ways on that the message about this error offers."""
    if isinstance(error, WrongPassphraseError | TooManyTriesError):
        return ()
    if isinstance(error, DiskFullError):
        return (Way("腾出备用空间", page.give_room), Way("再试一次", page.try_now))
    if isinstance(error, VaultMissingError):
        restore = Way("从备份恢复…", page.restore_asked.emit)
        return (Way("选择文件夹…", page.choose_folder), Way("再试一次", page.try_now), restore)
    if isinstance(error, _DAMAGED + _KEYS_LOST):
        return _ways_back(error, page)
    if isinstance(error, _BY_CARDS):
        return (Way("用恢复单打开…", page.cards_asked.emit),)
    if isinstance(error, AccessError):
        return (Way("选择别的文件夹…", page.choose_folder),)
    return ()


def _ways_back(error: AppError, page: WaysIn) -> tuple[Way, ...]:
    """For what is broken: a backup, what can still be read, another folder; in this order."""
    restore = Way("从备份恢复…", page.restore_asked.emit)
    salvage = Way("检查与抢救…", page.salvage_asked.emit)
    elsewhere = Way("选择别的文件夹…", page.choose_folder)
    if isinstance(error, _KEYS_LOST):
        return (restore, elsewhere)  # without keys nothing can be read of what is there
    return (restore, salvage, elsewhere)
