"""The program is killed while it writes to a stick: the vault stays whole, the number stays."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.domain.errors import PackageRejectedError
from app.domain.package import PackageState
from app.handover.credentials import new_office_keys
from app.services.handover import Handover
from app.services.packing import ARCHIVE_KEY, SIGNATURE_KEY
from app.services.settings import OfficeFacts, write_office
from app.services.trail import Trail
from app.store import audit, credentials
from app.store.attachment_files import AttachmentFiles
from app.store.vault import Vault, create_vault, open_vault
from app.system.clock import SystemClock
from app.system.ids import new_id
from app.system.media import NoSticks
from tests.conftest import KEY
from tests.handover.sealed import seal_a_talk
from tests.services.test_handover import SCHEMAS, Registry

KILLS = 8
WRITE = """
import io, sys, time
from pathlib import Path
from tests.services import test_handover_killed as here
from app.domain.package import PackageLevel
from app.domain.progress import NoProgress
from app.handover.volumes import VolumeRules
from app.handover.writer import PackageWriter
from app.services import dispatch as module

class Slow(io.FileIO):
    def write(self, content):
        time.sleep(0.003)
        return super().write(memoryview(content)[:4096])

rules = VolumeRules(longest=40_000, flush_every=8_000)
slow = lambda path: Slow(path, "xb")
module.PackageWriter = lambda keys: PackageWriter(keys, slow, rules)
handover = here.opened(Path(sys.argv[1]))
talks = [row.id for row in handover.ready()]
print("go", flush=True)
handover.write(talks, PackageLevel.FULL, Path(sys.argv[2]), NoProgress(), "上级调阅")
print("done", flush=True)
"""


def made(vault: Vault) -> Handover:
    files = AttachmentFiles(vault.folder / "attachments", KEY)
    trail = Trail(SystemClock(), "李明", new_id)
    return Handover(vault, trail, files, NoSticks(), SCHEMAS)


def opened(folder: Path) -> Handover:
    return made(open_vault(folder, bytearray(KEY)))


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    folder = tmp_path / "other-side"
    folder.mkdir()
    return Registry(folder)


@pytest.fixture
def office(tmp_path: Path, registry: Registry) -> Path:
    folder = tmp_path / "vault"
    folder.mkdir()
    vault = create_vault(folder, bytearray(KEY))
    keys = new_office_keys()
    with vault.transaction() as connection:
        credentials.keep(connection, SIGNATURE_KEY, keys.signing_key, keys.public_key)
        credentials.keep(connection, ARCHIVE_KEY, keys.identity, keys.recipient)
        write_office(connection, OfficeFacts("某县纪委监委", "李明", "320999"))
    handover = made(vault)
    for number in (1, 2):
        seal_a_talk(handover, number)
    handover.trust_registry(registry.card())
    vault.close()
    return folder


def test_a_killed_writing_loses_nothing_and_keeps_its_number(
    office: Path, registry: Registry, tmp_path: Path
):
    stick = tmp_path / "stick"
    stick.mkdir()
    dice = random.Random(9)
    roots = set()
    for _ in range(KILLS):
        said = killed(office, stick, dice.uniform(0, 0.35))
        handover = opened(office)
        rows = handover.packages()
        assert [row.number for row in rows] in ([], [1])
        roots |= {row.bag_root for row in rows}
        if "done" in said:
            assert rows[0].state is PackageState.WRITTEN
        with handover.vault.reading() as connection:
            assert audit.head(connection).sequence > 0
        for folder in stick.iterdir():
            believed_only_when_whole(folder, handover, registry)
        handover.vault.close()
        if rows and rows[0].state is PackageState.WRITTEN:
            break  # what comes after it would be the next package
    assert len(roots) == 1


def killed(office: Path, stick: Path, after: float) -> str:
    """What the program said before it was killed."""
    command = [sys.executable, "-c", WRITE, str(office), str(stick)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "go\n"
        time.sleep(after)
        child.kill()
        return child.stdout.read()


def believed_only_when_whole(folder: Path, handover: Handover, registry: Registry) -> None:
    index = folder / "320999-000001.json"
    # a kill between making the file and writing it leaves it empty; a stick's rename is not atomic
    if index.exists() and index.stat().st_size:
        assert len(registry.open(str(folder), handover).package.talks) == 2
    else:
        with pytest.raises(PackageRejectedError):
            registry.open(str(folder), handover)
