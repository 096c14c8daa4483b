"""The vault of the faults is made once; each test damages a copy of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.services.salvage import Salvage
from tests.faults.ground import Ground, made


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    place = tmp_path_factory.mktemp("ground")
    home = {name: os.environ.get(name) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    os.environ.update({name: str(place / "home") for name in home})
    try:
        return made(place / "office")
    finally:
        for name, value in home.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@pytest.fixture
def ground(untouched: Ground, tmp_path: Path) -> Ground:
    return untouched.copied(tmp_path / "office")


@pytest.fixture
def salvage(ground: Ground) -> Salvage:
    access = ground.access()
    return Salvage(access.preferences, access.clock)
