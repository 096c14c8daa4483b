"""What every journey through the windows needs."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app import bootstrap
from app.domain.progress import NoProgress
from app.services.registry import Registry
from app.services.registry_access import NewRegistry
from tests.conftest import CHEAP
from tests.made_up_sticks import MadeUpSticks
from ui import start

REGISTRY_PASSPHRASE = "changjiang-dongliu-2026"


@pytest.fixture(autouse=True)
def collected_on_the_main_thread() -> Iterator[None]:
    """What a journey leaves behind is collected here, never on a lane, where Qt would crash."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    application = start.made_application()
    start.add_rare_fonts()
    return application


@pytest.fixture
def sticks(monkeypatch) -> MadeUpSticks:
    """The machine's sticks, for every part of the program that asks."""
    made_up = MadeUpSticks()
    monkeypatch.setattr("app.assembly.sticks_here", lambda: made_up)
    return made_up


@pytest.fixture
def registry(tmp_path: Path, clock) -> Iterator[Registry]:
    way = bootstrap.registry_access(clock, CHEAP)
    folder = tmp_path / "registry"
    new = NewRegistry(folder, "某市登记处", REGISTRY_PASSPHRASE, REGISTRY_PASSPHRASE)
    way.create(new, NoProgress())
    desk = way.open(folder, REGISTRY_PASSPHRASE)
    yield desk
    desk.close()
