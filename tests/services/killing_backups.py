"""A backup, or a restore, that is cut off: a child makes one after the other until kill -9.

Each thing the program said was done is told to the parent, who looks for it: a set that was told is
there and whole, or a newer one is; a set that is there is whole; a vault that was told restored
opens; a folder that carries a vault's name is a whole vault.
"""

from __future__ import annotations

import random
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app import bootstrap
from app.domain.backup import BackupPlan, BackupRecord
from app.domain.progress import NoProgress
from app.domain.standing import VaultStanding
from app.keys.derivation import Cost
from app.services.access import Access
from app.services.new_vault import NewVault
from app.services.restoring import Restoring
from app.store import settings
from tests.toll import Killed, Toll, tell, told_until_killed

MODULE = "tests.services.killing_backups"
CHEAP = Cost(16 * 1024, 1, 1)
PASSPHRASE = "shanshui-ruhua-2026"
SENTENCE = "这项工作由我牵头，三月先后开了三次会，" * 20
ROWS = 400


class RunningClock:
    """A clock that is half a day further at each backup, so that older sets have to go."""

    def __init__(self, half_days: int) -> None:
        self.moment = datetime(2026, 3, 5, 1, 0, tzinfo=UTC) + timedelta(hours=12 * half_days)

    def now(self) -> datetime:
        return self.moment

    def local(self, moment: datetime) -> datetime:
        return moment

    def move(self) -> None:
        self.moment += timedelta(hours=12)


def way_in(folder: Path, half_days: int = 0) -> Access:
    return bootstrap.access(folder / "preferences", RunningClock(half_days), CHEAP)


def set_up(folder: Path) -> None:
    """A vault with something in it, an attachment, and a second place."""
    new = NewVault(folder / "vault", PASSPHRASE, PASSPHRASE, "清河县纪委监委", "李明")
    application = way_in(folder).create(new, NoProgress())
    with application.session.vault.transaction() as connection:
        for number in range(ROWS):
            settings.keep(connection, f"answer.{number}", f"{number} {SENTENCE}")
    (folder / "stick").mkdir()
    application.backups.plan(BackupPlan(folder / "stick"))
    application.backups.note(application.backups.make(NoProgress()))
    application.lock()


# ── the child ────────────────────────────────────────────────────────────────────────────────────


def back_up_for_ever(folder: Path, half_days: int, told: int) -> None:
    """Save something, make a backup, tell it; over and over."""
    access = way_in(folder, half_days)
    application = access.unlock(folder / "vault", PASSPHRASE, NoProgress())
    while True:
        access.clock.move()
        with application.session.vault.transaction() as connection:
            settings.keep(connection, "newest", access.clock.now().isoformat())
        made = application.backups.make(NoProgress())
        for record in made.records:
            tell(told, "made", "second" if record.is_second else "local", str(record.sequence))
        application.backups.note(made)


def restore_for_ever(folder: Path, first: int, told: int) -> None:
    """Restore the newest set into one new folder after the other, and tell each."""
    restoring = Restoring(way_in(folder))
    number = first
    while True:
        record = restoring.backups_in(folder / "stick")[0]
        tell(told, "begun", str(number))
        target = folder / "restored" / str(number)
        restoring.restore(record, PASSPHRASE, target, NoProgress())
        tell(told, "restored", str(number))
        number += 1


# ── the parent ───────────────────────────────────────────────────────────────────────────────────


def run(folder: Path, kills: int, seed: int) -> Toll:
    """Kill backups and restores in turn; folder is a new one for this trial."""
    dice, toll = random.Random(seed), Toll()
    set_up(folder)
    (folder / "restored").mkdir()
    for number in range(kills):
        if number % 3 < 2:
            toll += _kill_backup(folder, number, dice)
        else:
            toll += _kill_restore(folder, number, dice)
    return toll + _look_at_the_end(folder)


def _kill_backup(folder: Path, number: int, dice: random.Random) -> Toll:
    killed = told_until_killed(
        MODULE, ["backup", str(folder), str(10 * number)], dice, b"made", longest=0.4
    )
    places = {"local": folder / "vault" / "backups", "second": _own_folder(folder)}
    is_met = any(list(place.glob("backup-*.part")) for place in places.values())
    lost = sum(not _has(places[place], least) for place, least in _told_sets(killed).items())
    application = way_in(folder, 10 * number + 9).unlock(folder / "vault", PASSPHRASE, NoProgress())
    sets = application.backups.list()
    broken = sum(not record.is_whole for record in sets)
    for record in sets[:2]:
        report = application.rehearsal.rehearse(record, PASSPHRASE, NoProgress())
        broken += not report.is_whole
    broken += not application.audit.check(NoProgress()).is_whole
    broken += application.standing is not VaultStanding.AGREES
    application.lock()
    return Toll(1, lost, broken, int(is_met))


def _kill_restore(folder: Path, number: int, dice: random.Random) -> Toll:
    killed = told_until_killed(
        MODULE, ["restore", str(folder), str(100 * number)], dice, b"begun", longest=0.6
    )
    restored = {line.split()[1].decode() for line in killed.told if line.startswith(b"restored")}
    place = folder / "restored"
    there = {path.name for path in place.iterdir() if not path.name.startswith(".")}
    is_met = any(path.name.startswith(".") for path in place.iterdir())
    broken = sum(not _opens(folder, place / name) for name in there)
    return Toll(1, len(restored - there), broken, int(is_met))


def _look_at_the_end(folder: Path) -> Toll:
    """After a last, undisturbed backup nothing half is left."""
    application = way_in(folder, 100_000).unlock(folder / "vault", PASSPHRASE, NoProgress())
    made = application.backups.make(NoProgress())
    left = [*(folder / "vault" / "backups").rglob("*.part"), *_own_folder(folder).rglob("*.part")]
    is_good = len(made.records) == 2 and not made.missed and not left
    application.lock()
    return Toll(broken=int(not is_good))


def _told_sets(killed: Killed) -> dict[str, int]:
    """The newest set that was told, by its place."""
    told: dict[str, int] = {}
    for line in killed.told:
        _, place, sequence = line.decode().split()
        told[place] = int(sequence)
    return told


def _has(place: Path, sequence: int) -> bool:
    """Whether a whole set stands there that is as new as was told, or newer."""
    return any(record.is_whole and record.sequence >= sequence for record in _sets(place))


def _sets(place: Path) -> list[BackupRecord]:
    return Restoring(way_in(place)).backups_in(place)


def _own_folder(folder: Path) -> Path:
    (own,) = (folder / "stick").iterdir()
    return own


def _opens(folder: Path, restored: Path) -> bool:
    application = way_in(folder, 200_000).unlock(restored, PASSPHRASE, NoProgress())
    with application.session.vault.reading() as connection:
        last = settings.get(connection, f"answer.{ROWS - 1}")
    is_whole = application.audit.check(NoProgress()).is_whole and last is not None
    application.lock()
    return is_whole


def main(kills: int = 60, seed: int = 1) -> int:
    """Kill so often, with that seed; 0 when nothing was lost."""
    with tempfile.TemporaryDirectory() as place:
        toll = run(Path(place), kills, seed)
    print(f"backups: seed={seed} {toll}")
    return 0 if toll.is_nothing else 1


if __name__ == "__main__":
    if sys.argv[1:2] in (["backup"], ["restore"]):
        what, where, number, descriptor = sys.argv[1:]
        child = back_up_for_ever if what == "backup" else restore_for_ever
        child(Path(where), int(number), int(descriptor))
    else:
        sys.exit(main(*map(int, sys.argv[1:3])))
