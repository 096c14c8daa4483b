"""M25: what a list page and a save cost more among many talks than among few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app import bootstrap
from app.cli.measures.ground import MORE_HEADS, PASSPHRASE, new_vault
from app.cli.measures.measuring import Row, interleaved
from app.cli.measures.vault_rows import planner
from app.domain.progress import NoProgress
from app.keys.derivation import Cost
from app.services.application import Application
from app.services.seeding import Seeding

_SEED = 20_220_521
WHOLE = 400  # talks made whole, of which the others are copies
# who was talked to, so that names and units lead to the copies as well
_MORE_PEOPLE = """
WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < :copies)
INSERT INTO participant (talk_id, position, role, name, unit_name, title, person_id, unit_id,
    guest_key, is_present, absence_reason)
SELECT p.talk_id || '-' || n, p.position, p.role, p.name, p.unit_name, p.title, p.person_id,
    p.unit_id, p.guest_key, p.is_present, p.absence_reason
FROM participant p CROSS JOIN copy WHERE p.role = 'interviewee'
"""


@dataclass(frozen=True, slots=True)
class ListGround:
    """Two unlocked vaults that differ in nothing but how many talks they hold."""

    few: Application
    many: Application

    @property
    def folder(self) -> Path:
        """The folder of the vault with many talks."""
        return self.many.folder

    def close(self) -> None:
        """Close both."""
        self.few.lock()
        self.many.lock()


def list_ground(folder: Path, few: int, many: int) -> ListGround:
    """Two vaults with so many talks in their lists."""
    return ListGround(_grown(folder / "few", few), _grown(folder / "many", many))


def growing(ground: ListGround, rounds: int, saves: int, counts: tuple[int, int]) -> Iterator[Row]:
    """M25: the list's first page, and saving a talk; searching is measured where the index is."""
    few, many = ground.few.talks, ground.many.talks
    among = f"{counts[0]:,} → {counts[1]:,} 场"
    note = "下限是同一段程序在谈话少的保险库里"
    found = interleaved(rounds, {"many": many.page, "few": few.page}, repeat=30)
    yield Row("M25", f"列表一页，{among}", found["many"], found["few"], "ms", 1.3, note)
    found = interleaved(saves, {"many": planner(many), "few": planner(few)})
    yield Row("M25b", f"存一场谈话，{among}", found["many"], found["few"], "ms", 1.5)


def _grown(folder: Path, talks: int) -> Application:
    folder.mkdir(parents=True)
    application = new_vault(folder, Cost(16 * 1024, 1, 1))
    session, whole = application.session, min(WHOLE, talks)
    Seeding(session.vault, session.trail).grow(whole, _SEED, NoProgress())
    copies = {"copies": talks // whole - 1}
    if copies["copies"]:
        with session.vault.transaction() as connection:
            connection.execute(_MORE_PEOPLE, copies)
            connection.execute(MORE_HEADS, copies)  # last: a sealed talk takes no more people
    session.vault.checkpoint()
    # begun with fresh connections: what earlier statements hold on to slows later ones down
    application.lock()
    return bootstrap.access(folder / "preferences").unlock(
        application.folder, PASSPHRASE, NoProgress()
    )
