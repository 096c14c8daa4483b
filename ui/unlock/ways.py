"""What else can be done when the vault stays closed: the buttons under the message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.errors import (
    AccessError,
    AppError,
    TooManyTriesError,
    VaultMissingError,
    WrongPassphraseError,
)
from app.domain.vault_errors import DeviceSecretMissingError, KeyFileRolledBackError
from ui.widgets.message_bar import Way

if TYPE_CHECKING:
    from ui.unlock.unlock_page import UnlockPage

_BY_CARDS = (DeviceSecretMissingError, KeyFileRolledBackError)


def ways_on(error: AppError, page: UnlockPage) -> tuple[Way, ...]:
    """The ways on that the message about this error offers."""
    if isinstance(error, WrongPassphraseError | TooManyTriesError):
        return ()
    if isinstance(error, VaultMissingError):
        return (Way("选择文件夹…", page.choose_folder), Way("再试一次", page.try_now))
    if isinstance(error, _BY_CARDS):
        return (Way("用恢复单打开…", page.cards_asked.emit),)
    if isinstance(error, AccessError):
        return (Way("选择别的文件夹…", page.choose_folder),)
    return ()
