"""A holder who is cut off: passphrases are changed, people come and go, until kill -9.

Whatever was told as done holds afterwards; what was under way holds wholly or not at all. Nobody is
ever shut out, and the key file, its second copy and the one inside the vault agree after the next
unlocking.
"""

from __future__ import annotations

import contextlib
import random
import sys
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from app import bootstrap
from app.domain.errors import WrongPassphraseError
from app.domain.holders import HolderRole
from app.domain.progress import NoProgress
from app.keys.derivation import Cost
from app.services import key_files
from app.services.application import Application
from app.services.key_holders import NewHolder
from app.services.new_vault import NewVault
from tests.toll import Toll, tell, told_until_killed

CHEAP = Cost(16 * 1024, 1, 1)
NAMES = tuple(f"第{number}位" for number in range(1, 4))
# what the child must have told before the blow falls
ACTS = (b"changing", b"changed", b"added", b"reassigned", b"removed")


def passphrase(number: int) -> str:
    """The passphrase after so many changes."""
    return f"shanshui-ruhua-2026-{number}"


def way_in(place: Path):
    return bootstrap.access(place / "preferences", cost=CHEAP)


# ── the child ─────────────────────────────────────────────────────────────────────────────────────


def work_for_ever(place: Path, number: int, told: int) -> None:
    """Change the passphrase and the holders round and round, and tell each change that is done."""
    access = way_in(place)
    application = access.unlock(place / "vault", passphrase(number), NoProgress())
    tell(told, "open")
    for current in count(number):
        words = passphrase(current + 1)
        tell(told, "changing", str(current + 1))
        access.change_passphrase(application, passphrase(current), words, words)
        tell(told, "changed", str(current + 1))
        _come_and_go(application, words, told)


def _come_and_go(application: Application, own: str, told: int) -> None:
    holders = application.key_holders
    there = {h.name: h.slot_id for h in holders.list()}
    for name in NAMES:
        if name in there:
            holders.remove(own, there[name])
            tell(told, "removed", name)
        else:
            words = f"{own}-{name}-qingshan"
            holders.add(own, NewHolder(name, HolderRole.RECORDER, words, words))
            tell(told, "added", name)
            slot_id = next(h.slot_id for h in holders.list() if h.name == name)
            holders.change_role(own, slot_id, HolderRole.AUDITOR)
            tell(told, "reassigned", name)


# ── the parent ────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Desk:
    """The vault that is killed, the passphrase in force, and what each of the names may do there."""

    place: Path
    number: int = 0
    there: dict[str, HolderRole | None] = field(default_factory=lambda: dict.fromkeys(NAMES))

    @property
    def folder(self) -> Path:
        """The vault's folder."""
        return self.place / "vault"


def run(folder: Path, kills: int, seed: int) -> Toll:
    """So many kills amid changes of keys, in a vault made in the folder."""
    desk, dice, toll = Desk(folder), random.Random(seed), Toll()
    words = passphrase(0)
    new = NewVault(desk.folder, words, words, "清河县纪委监委", "李明")
    way_in(folder).create(new, NoProgress()).lock()
    for _ in range(kills):
        toll += kill_once(desk, dice)
    return toll


def kill_once(desk: Desk, dice: random.Random) -> Toll:
    """Let the child change keys for a moment, kill it, and see who gets in."""
    killed = told_until_killed(
        "tests.services.killing_keys",
        [str(desk.place), str(desk.number)],
        dice,
        awaited=dice.choice(ACTS),
        longest=0.15,
    )
    story = Story(desk.number, dict(desk.there))
    for line in killed.told:
        story.hear(*line.decode().split())
    met = not killed.ended
    for number in (story.under_way, story.number):
        with contextlib.suppress(WrongPassphraseError):
            application = way_in(desk.place).unlock(desk.folder, passphrase(number), NoProgress())
            break
    else:
        return Toll(kills=1, lost=1, met=met)
    desk.number = number
    roles = {h.name: h.role for h in application.key_holders.list()}
    desk.there = {name: roles.get(name) for name in NAMES}
    broken = _broken(application)
    application.lock()
    return Toll(kills=1, lost=not story.allows(desk.there), broken=broken, met=met)


@dataclass
class Story:
    """What was told as done, and the one change that may have been under way."""

    number: int
    there: dict[str, HolderRole | None]
    under_way: int = 0
    next_name: str = ""
    next_role: HolderRole | None = None

    def __post_init__(self) -> None:
        self.under_way = self.number

    def hear(self, what: str, which: str = "") -> None:
        """One line of the child's."""
        self.next_name = ""
        if what == "changing":
            self.under_way = int(which)
        elif what == "changed":
            self.number = self.under_way = int(which)
            self._expect_next_of(0)
        elif what == "added":
            self.there[which] = HolderRole.RECORDER
            self.next_name, self.next_role = which, HolderRole.AUDITOR
        elif what in ("removed", "reassigned"):
            self.there[which] = HolderRole.AUDITOR if what == "reassigned" else None
            self._expect_next_of(NAMES.index(which) + 1)

    def _expect_next_of(self, place: int) -> None:
        if place < len(NAMES):
            self.next_name = NAMES[place]
            self.next_role = None if self.there[self.next_name] else HolderRole.RECORDER

    def allows(self, found: dict[str, HolderRole | None]) -> bool:
        """Whether all that was told holds, and beside it at most the one change under way."""
        differing = {name for name in NAMES if found[name] is not self.there[name]}
        return not differing or (
            differing == {self.next_name} and found[self.next_name] is self.next_role
        )


def _broken(application: Application) -> int:
    inside = application.key_holders.ring.file().written()
    copies = {(application.folder / name).read_bytes() for name in key_files.NAMES}
    is_whole = application.audit.check().is_whole and not application.is_behind
    return int(copies != {inside}) + int(not is_whole)


if __name__ == "__main__":
    work_for_ever(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
