from __future__ import annotations

import contextlib
import os

import pytest

from app.domain.errors import DiskFullError
from app.store import ballast, settings
from app.store.ballast import Ballast
from app.store.vault import create_vault
from tests.conftest import KEY


@pytest.fixture
def held(tmp_path, monkeypatch):
    monkeypatch.setattr(ballast, "SIZE", 4 << 20)
    return Ballast(tmp_path)


def test_room_is_really_held_back_and_really_given_up(held, tmp_path):
    assert held.keep()
    path = tmp_path / ballast.FILE_NAME
    assert path.stat().st_size == ballast.SIZE
    assert path.stat().st_mode & 0o077 == 0
    if os.name != "nt":
        assert path.stat().st_blocks * 512 >= ballast.SIZE, "a file of holes gives nothing back"
    assert held.keep()
    assert held.release() == ballast.SIZE
    assert not held.is_there
    assert held.release() == 0


def test_the_released_program_holds_back_sixty_four_mebibytes():
    assert ballast.SIZE == 64 << 20


def test_little_room_is_left_alone(small_disk):
    few = Ballast(small_disk(8))
    assert not few.keep()
    assert list(few.folder.iterdir()) == []


def test_a_disk_that_refuses_leaves_nothing_half(small_disk, monkeypatch):
    monkeypatch.setattr(ballast, "_AMPLE", 0)
    few = Ballast(small_disk(8))
    assert not few.keep()
    assert list(few.folder.iterdir()) == []
    assert not Ballast(few.folder / "nowhere").keep()


def test_what_a_kill_left_half_is_made_anew_and_given_up_too(held, tmp_path):
    (tmp_path / "ballast.part").write_bytes(bytes(1000))
    assert held.release() == 1000
    (tmp_path / "ballast.part").write_bytes(bytes(1000))
    assert held.keep()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [ballast.FILE_NAME]


def test_the_room_helps_a_vault_on_a_full_disk(small_disk, monkeypatch):
    monkeypatch.setattr(ballast, "_AMPLE", 0)
    monkeypatch.setattr(ballast, "SIZE", 2 << 20)
    disk = small_disk(6)
    vault = create_vault(disk, bytearray(KEY))
    held = Ballast(disk)
    assert held.keep()

    def save(key):
        with vault.transaction() as connection:
            settings.keep(connection, key, "谈话对象说明了情况。" * 400)

    with contextlib.suppress(DiskFullError):
        for number in range(2000):
            save(f"k{number}")
    with pytest.raises(DiskFullError):
        save("last words")
    assert held.release() == 2 << 20
    save("last words")
    with vault.reading() as connection:
        assert settings.get(connection, "last words")
    vault.close()
