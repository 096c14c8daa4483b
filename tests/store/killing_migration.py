"""A migration that is killed: a child opens an old vault with a program two steps on, until kill -9."""

from __future__ import annotations

import random
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from app.domain.audit import Act, first_break
from app.store import audit, migrate, settings, turnover
from app.store.vault import Vault, create_vault, open_vault
from tests.toll import Toll, tell, told_until_killed

KEY = bytes(range(32))
TEXT = "谈话对象说明了情况，" * 60
ENTRIES = 3000  # enough for a migration to take a fifth of a second
LATER = (
    "CREATE TABLE later (x INTEGER PRIMARY KEY, y TEXT) STRICT;"
    "INSERT INTO later SELECT sequence, what || digest FROM audit_entry;"
)
AND_LATER = "CREATE INDEX later_by_y ON later (y); ALTER TABLE setting ADD COLUMN z TEXT;"


def add_entries(vault: Vault, count: int) -> None:
    """So many entries in the trail, and a few long settings."""
    with vault.transaction() as connection:
        for number in range(count):
            settings.keep(connection, f"answer.{number % 50}", TEXT)
            audit.add(connection, Act(datetime.now(UTC), "记录人", "talk.answer", str(number)))


def with_later_steps() -> int:
    """From here on this process is a program two schemas on; the newest number."""
    known = migrate.steps()
    number = known[-1][0]
    more = [*known, (number + 1, LATER), (number + 2, AND_LATER)]
    migrate.steps = lambda _=None: more
    return number + 2


def migrate_once(folder: Path, told: int) -> None:
    """The child: what opening does, from the exchange that may have been cut off."""
    with_later_steps()
    tell(told, "begun")
    turnover.finish(folder)
    open_vault(folder, bytearray(KEY))
    tell(told, "migrated")


def run(folder: Path, kills: int, seed: int) -> Toll:
    """Kill so many migrations; lost and broken count vaults that lack an entry or are not whole."""
    dice, toll = random.Random(seed), Toll()
    old, work = folder / "old", folder / "work"
    old.mkdir(parents=True)
    vault = create_vault(old, bytearray(KEY))
    add_entries(vault, ENTRIES)
    vault.close()
    while toll.kills < kills:
        shutil.copytree(old, work)
        told = told_until_killed(
            "tests.store.killing_migration", [str(work)], dice, b"begun", longest=0.8
        )
        toll += _looked(work, is_met=b"migrated" not in told.told)
        shutil.rmtree(work)
    return toll


def _looked(folder: Path, *, is_met: bool) -> Toll:
    """Open it with the old program if it can, else with the new: all must be there."""
    known = migrate.steps
    turnover.finish(folder)
    try:
        newest = with_later_steps()
        vault = open_vault(folder, bytearray(KEY))
        with vault.reading() as connection:
            lost = audit.head(connection).sequence != ENTRIES
            broken = (
                first_break(audit.every(connection)) is not None
                or connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok"
                or connection.execute("PRAGMA user_version").fetchone()[0] != newest
                or connection.execute("SELECT count(*) FROM later").fetchone()[0] != ENTRIES
            )
        vault.close()
    finally:
        migrate.steps = known
    return Toll(1, int(lost), int(broken), int(is_met))


if __name__ == "__main__":
    migrate_once(Path(sys.argv[1]), int(sys.argv[2]))
