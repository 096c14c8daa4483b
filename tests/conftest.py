"""Fixtures for every test: an empty vault, a clock that stands still, and a hand that writes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.services.trail import Trail
from app.store.attachment_files import AttachmentFiles
from app.store.vault import Vault, create_vault
from app.system.ids import new_id

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
KEY = bytes(range(32))
PASSPHRASE = "shanshui-ruhua-2026"  # of made-up vaults only


class StandingClock:
    """A clock that shows one time until it is moved; its wall is in China."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(timezone(timedelta(hours=8)))

    def move(self, **step: float) -> None:
        self.moment += timedelta(**step)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def trail(clock: StandingClock) -> Trail:
    return Trail(clock=clock, who="李明", new_id=new_id)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    folder = tmp_path / "vault"
    folder.mkdir()
    opened = create_vault(folder, bytearray(KEY))
    yield opened
    opened.close()


@pytest.fixture
def attachment_files(vault: Vault) -> AttachmentFiles:
    return AttachmentFiles(vault.folder / "attachments", KEY)
