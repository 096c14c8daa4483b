"""The desk of those who test what users do."""

from __future__ import annotations

import pytest

from app.services.trail import Trail
from app.store.vault import Vault
from tests.desk import Desk


@pytest.fixture
def desk(vault: Vault, trail: Trail) -> Desk:
    return Desk.set_up(vault, trail)
