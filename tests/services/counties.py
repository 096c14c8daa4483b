"""Counties that send packages, and a desk that takes them."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from app.domain.package import OfficeCard, PackageLevel, WrittenPackage
from app.domain.progress import NoProgress
from app.handover.card import office_card
from app.handover.credentials import DeskKeys
from app.handover.schemas import Schemas
from app.services.registry import Registry
from app.services.registry_access import NewRegistry, RegistryAccess
from app.system.paths import resources_folder
from tests.conftest import CHEAP, PASSPHRASE, StandingClock
from tests.handover.makers import Circle

SCHEMAS = Schemas(resources_folder() / "schemas")


@pytest.fixture
def access(clock: StandingClock) -> RegistryAccess:
    return RegistryAccess(clock, SCHEMAS, CHEAP)


@cache
def made_once() -> Path:
    """The folder of a desk that was never opened: making one takes longer than many a story."""
    home = Path(tempfile.mkdtemp(prefix="made"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    new = NewRegistry(home / "desk", "市纪委登记处", PASSPHRASE, PASSPHRASE)
    RegistryAccess(StandingClock(), SCHEMAS, CHEAP).create(new, NoProgress())
    return new.folder


@pytest.fixture
def desk(clock: StandingClock, tmp_path: Path) -> Iterator[Registry]:
    folder = tmp_path / "desk"
    shutil.copytree(made_once(), folder)
    opened = RegistryAccess(clock, SCHEMAS, CHEAP).open(folder, PASSPHRASE)
    yield opened
    opened.close()


@dataclass
class County:
    """An office that sends packages."""

    circle: Circle
    code: str = "320999"
    sequence: int = 0
    root: str = "0" * 64

    @property
    def keys(self) -> DeskKeys:
        return self.circle.office

    def card(self) -> bytes:
        keys = self.keys
        card = OfficeCard(self.code, "某县纪委监委", keys.recipient.decode(), keys.public_key)
        return office_card(card, keys)

    def send(self, level: PackageLevel = PackageLevel.FULL, **changes: object) -> WrittenPackage:
        self.sequence += 1
        seal = self.circle.seal(self.sequence, previous=self.root, office_code=self.code)
        written = self.circle.write(self.circle.pack(replace(seal, **changes), level))  # type: ignore[arg-type]
        self.root = written.bag_root
        return written


@pytest.fixture
def county(desk: Registry, tmp_path: Path) -> County:
    (tmp_path / "stick").mkdir()
    return County(Circle(tmp_path / "stick", tmp_path / "inbox", registry=desk.keys))
