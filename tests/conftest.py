"""Fixtures for every test: an empty vault, a clock that stands still, and a hand that writes."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from sqlcipher3 import dbapi2 as sqlite

from app import bootstrap
from app.domain.progress import NoProgress
from app.keys.derivation import Cost, key_for
from app.keys.opening import open_keys
from app.services import key_files
from app.services.access import Access
from app.services.application import Application
from app.services.new_vault import Builder, NewVault
from app.services.trail import Trail
from app.store import pragmas
from app.store.attachment_files import AttachmentFiles
from app.store.vault import Vault, create_vault, open_vault
from app.system.ids import new_id
from tests.silence import forbid_network
from tests.unlocked_memory import do_without_locking

# no test is about time: a machine that is busy with other things must not fail one
settings.register_profile("tanxinbu", deadline=None)
settings.load_profile("tanxinbu")

forbid_network()
do_without_locking()
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
KEY = bytes(range(32))
CHEAP = Cost(16 * 1024, 1, 1)  # the least an honest key file may hold
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


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes what the user of this machine has chosen."""
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home" / name.lower()))


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def trail(clock: StandingClock) -> Trail:
    return Trail(clock=clock, who="李明", new_id=new_id)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    folder = tmp_path / "vault"
    opened = empty_vault(folder)
    yield opened
    opened.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Makes a disk of so many MiB; skips where the machine does not allow it."""
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("making a small disk needs root")
    disks: list[Path] = []

    def make(mebibytes: int) -> Path:
        disk = tmp_path / f"disk{len(disks)}"
        disk.mkdir()
        size = f"size={mebibytes}m"
        mount = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(disk)]
        if subprocess.run(mount, check=False, capture_output=True).returncode:
            pytest.skip("this machine mounts no small disk")
        disks.append(disk)
        return disk

    yield make
    for disk in disks:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.fixture
def attachment_files(vault: Vault) -> AttachmentFiles:
    return AttachmentFiles(vault.folder / "attachments", KEY)


@pytest.fixture
def access(tmp_path: Path, clock: StandingClock) -> Access:
    return bootstrap.access(tmp_path / "preferences", clock, CHEAP)


@pytest.fixture
def new_vault(tmp_path: Path) -> NewVault:
    return NewVault(
        folder=tmp_path / "谈心簿",
        passphrase=PASSPHRASE,
        repeated=PASSPHRASE,
        office="清河县纪委监委",
        secretary="李明",
    )


@cache
def _empty_once() -> Path:
    """The folder of an empty vault, closed: making one costs forty times what opening costs."""
    folder = Path(tempfile.mkdtemp(prefix="made"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    create_vault(folder, bytearray(KEY)).close()
    return folder


def empty_vault(folder: Path) -> Vault:
    """An empty vault in a folder that is not there yet."""
    shutil.copytree(_empty_once(), folder)
    return open_vault(folder, bytearray(KEY))


@cache
def _made_once(office: str, secretary: str, code: str) -> Path:
    """A vault of these facts that was never opened."""
    home = Path(tempfile.mkdtemp(prefix="made"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    new = NewVault(home / "vault", PASSPHRASE, PASSPHRASE, office, secretary, code)
    furnish = bootstrap.access(home / "preferences", StandingClock(), CHEAP).wiring.furnish
    Builder(StandingClock(), lambda: CHEAP, furnish).build(new, NoProgress())
    return new.folder


def unlocked_copy(access: Access, new: NewVault) -> Application:
    """The wanted vault, copied from one just made: its keys cost four times what opening costs."""
    shutil.copytree(_made_once(new.office, new.secretary, new.code), new.folder)
    return access.unlock(new.folder, PASSPHRASE, NoProgress())


@pytest.fixture
def application(access: Access, new_vault: NewVault) -> Iterator[Application]:
    opened = unlocked_copy(access, new_vault)
    yield opened
    opened.lock()


@contextmanager
def opened_connection(folder: Path, passphrase: str) -> Iterator[sqlite.Connection]:
    """The vault's bare connection, for tests that damage it on purpose."""
    keys = open_keys(key_files.read(folder), passphrase)
    connection = sqlite.connect(str(folder / "vault.db"), isolation_level=None)
    pragmas.silence(connection)
    pragmas.unlock(connection, key_for("sqlcipher", keys.data_key))
    try:
        yield connection
    finally:
        connection.close()
