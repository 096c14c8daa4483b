"""An office whose program is killed while it packs, writes and reads back, again and again.

Whatever it had said was written must be on the stick and in the vault; of everything else nothing
may be believed, and the next try has the same number and the same content.
"""

from __future__ import annotations

import io
import os
import random
import time
from pathlib import Path

from app.domain.package import PackageState
from app.domain.progress import NoProgress
from app.store import audit
from tests.children import kill, working
from tests.services.handing_over import Ground, hand_over, written_by
from tests.toll import Toll

_SLOWNESS = 0.001  # of every write, so that blows fall amid them
_LONGEST = 0.5


def run(folder: Path, kills: int, seed: int) -> Toll:
    """So many kills; what they cost."""
    dice, ground = random.Random(seed), Ground(folder)
    ground.set_up()
    toll, roots = Toll(), set[str]()
    for _ in range(kills):
        said = _killed(ground, dice.random() ** 2 * _LONGEST)
        toll += _looked(ground, roots, said)
    with ground.opened() as handover:
        written = hand_over(handover, ground.stick, NoProgress())
        roots.add(written.bag_root)
        is_fine = len(roots) == 1 and written.folder in ground.believed(handover)
    return toll + Toll(broken=0 if is_fine else 1)


def work(place: str, told: int) -> None:
    """The child: hand over, and tell when the work begins and what was written."""
    ground = Ground(Path(place))
    with ground.opened() as handover, written_by(_slow):
        os.write(told, b"begun\n")
        written = hand_over(handover, ground.stick, NoProgress())
        os.write(told, written.folder.encode() + b"\n")


class _Slow(io.FileIO):
    def write(self, content: object) -> int:
        time.sleep(_SLOWNESS)
        return super().write(memoryview(content)[:4096]) or 0  # type: ignore[arg-type]


def _slow(path: Path) -> io.FileIO:
    return _Slow(path, "xb")


def _killed(ground: Ground, after: float) -> list[str]:
    """What the child said before it was killed."""
    with working(work, str(ground.place)) as (child, pipe):
        assert pipe.readline() == b"begun\n"
        child.join(after)
        kill(child)
        return pipe.read().decode().splitlines()


def _looked(ground: Ground, roots: set[str], said: list[str]) -> Toll:
    with ground.opened() as handover:
        rows = handover.packages()
        roots |= {row.bag_root for row in rows}
        with handover.vault.reading() as connection:
            is_whole = audit.head(connection).sequence > 0
        believed = ground.believed(handover)
        lost = [folder for folder in said if folder not in believed]
        is_noted = not said or rows[0].state is PackageState.WRITTEN
        is_one = len(roots) <= 1 and [row.number for row in rows] in ([], [1])
        leftovers = [path for path in ground.vault.iterdir() if "handover" in path.name]
    ground.sweep()
    is_fine = is_whole and is_noted and is_one and not leftovers
    return Toll(1, lost=len(lost), broken=0 if is_fine else 1, met=0 if said else 1)
