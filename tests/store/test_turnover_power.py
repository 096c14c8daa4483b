"""A cut of power amid an exchange of files leaves files of one age, and of no older one than told."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path

from app.store import turnover
from tests.faults.power import Disk, new_disk
from tests.store.test_turnover import NAMES

CUTS = 12


def exchange_for_ever(folder: Path, age: int, told: int) -> None:
    """The child: one exchange after the other; each is told once it counts."""
    while True:
        age += 1
        fresh = turnover.begin(folder)
        (fresh / "attachments").mkdir()
        for name in (*NAMES, "attachments/a"):
            (fresh / name).write_text(str(age) * 3000)
        turnover.commit(folder)
        os.write(told, f"{age}\n".encode())
        turnover.finish(folder)
        turnover.forget_previous(folder)


def cut_once(disk: Disk, age: int, dice: random.Random) -> tuple[int, bool]:
    """Exchange until the power goes; the last age that was told, and whether a blow met the work."""
    folder = disk.folder / "vault"
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            exchange_for_ever(folder, age, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.readline()
        time.sleep(dice.random() * 0.15)
        # what is told after the blow has begun to fall proves nothing either way
        os.kill(child, signal.SIGSTOP)
        os.waitpid(child, os.WUNTRACED)
        os.set_blocking(pipe.fileno(), False)
        told += pipe.read() or b""
        os.kill(child, signal.SIGCONT)
        disk.cut_power()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    disk.unplug()
    disk.plug_in()
    has_begun = (folder / turnover.NEXT).exists() or (folder / turnover.PREVIOUS).exists()
    return int(told.split()[-1]), has_begun


def test_after_every_cut_all_files_are_of_one_age_and_none_that_was_told_is_lost(tmp_path: Path):
    disk, dice, age, met = new_disk(tmp_path), random.Random(2026), 0, 0
    try:
        folder = disk.folder / "vault"
        (folder / "attachments").mkdir(parents=True)
        for name in (*NAMES, "attachments/a"):
            (folder / name).write_text("0" * 3000)
        for _ in range(CUTS):
            told, has_begun = cut_once(disk, age, dice)
            met += has_begun
            turnover.finish(folder)
            found = {(folder / name).read_text() for name in (*NAMES, "attachments/a")}
            assert len(found) == 1, "files of two ages stand beside each other"
            (text,) = found
            age = int(text[: len(text) // 3000])
            assert text == str(age) * 3000
            assert age >= told
            turnover.forget_previous(folder)
            shutil.rmtree(folder / turnover.NEXT, ignore_errors=True)
    finally:
        disk.unplug()
    assert met, "no cut met an exchange: the test proves nothing"
