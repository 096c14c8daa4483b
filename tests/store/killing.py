"""A desk that is killed: a child saves answers and tells each one that is kept, until kill -9.

The child is a process of its own, begun anew for every kill, as the program is after a crash.
"""

from __future__ import annotations

import os
import random
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.domain.audit import Act, AuditHead, first_break
from app.store import audit, settings
from app.store.vault import Vault, create_vault, open_vault
from tests.children import kill, working
from tests.toll import Toll

TEXT = "谈话对象说明了情况，" * 60
_NUMBER_BYTES = 8


@dataclass
class Tally:
    """What all kills together found."""

    kills: int = 0
    kept: int = 0
    lost: int = 0
    broken: int = 0
    hot: int = 0
    slowest: float = 0.0


def save_for_ever(folder: Path, key: bytes, told: int) -> None:
    """The child: one answer and one entry in the trail per transaction, told once it is kept."""
    vault = open_vault(folder, bytearray(key))
    number = _newest(vault)
    while True:
        number += 1
        with vault.transaction() as connection:
            settings.keep(connection, f"answer.{number % 50}", f"{number} {TEXT}")
            settings.keep(connection, "newest", str(number))
            audit.add(
                connection, Act(datetime.now(UTC), "记录人", "talk.answer", str(number), "0" * 64)
            )
        os.write(told, number.to_bytes(_NUMBER_BYTES, "big"))


def run(folder: Path, kills: int, seed: int) -> Toll:
    """Kill so often amid saving; the whole file is looked through at the end."""
    key, dice, tally = bytes(range(32)), random.Random(seed), Tally()
    folder.mkdir(parents=True, exist_ok=True)
    create_vault(folder, bytearray(key)).close()
    for _ in range(kills):
        kill_once(folder, key, dice, tally)
    tally.broken += not whole_file(folder, key)
    return Toll(tally.kills, tally.lost, tally.broken, tally.hot)


def kill_once(folder: Path, key: bytes, dice: random.Random, tally: Tally) -> None:
    """Let the child save for a moment, kill it, and see what the vault kept."""
    with working(save_for_ever, folder, key) as (child, pipe):
        told = pipe.read(_NUMBER_BYTES)
        time.sleep(dice.random() * 0.03)
        kill(child)
        told += pipe.read()
    tally.kills += 1
    tally.hot += (folder / "vault.db-wal").exists()
    look(folder, key, last(told), tally)


def last(told: bytes) -> int:
    whole = len(told) - len(told) % _NUMBER_BYTES
    return int.from_bytes(told[whole - _NUMBER_BYTES : whole], "big")


def look(folder: Path, key: bytes, told: int, tally: Tally) -> None:
    began = time.perf_counter()
    vault = open_vault(folder, bytearray(key))
    tally.slowest = max(tally.slowest, time.perf_counter() - began)
    newest = _newest(vault)
    tally.kept = newest
    tally.lost += newest < told or told == 0
    with vault.reading() as connection:
        head = audit.head(connection)
        is_whole = (
            head.sequence == newest
            and first_break(audit.every(connection)) is None
            and str(settings.get(connection, f"answer.{newest % 50}")).startswith(f"{newest} 谈")
        )
    tally.broken += not is_whole
    vault.close()


def whole_file(folder: Path, key: bytes) -> bool:
    """Whether every page of the vault is what was written."""
    vault = open_vault(folder, bytearray(key))
    vault.checkpoint()
    with vault.reading() as connection:
        damaged = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        head = audit.head(connection)
    vault.close()
    return sound and not damaged and head != AuditHead()


def _newest(vault: Vault) -> int:
    with vault.reading() as connection:
        return int(settings.get(connection, "newest") or 0)


if __name__ == "__main__":
    save_for_ever(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), int(sys.argv[3]))
