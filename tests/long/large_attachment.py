"""A recording of 1 GiB is taken, looked at and copied out; prints times and the peak of memory.

python -m tests.long.large_attachment [MiB]
"""

from __future__ import annotations

import resource
import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from app.domain.attachment import Purpose
from app.domain.progress import NoProgress
from app.services.attaching import Attaching, Brought
from app.services.trail import Trail
from app.store.attachment_files import AttachmentFiles
from app.store.vault import create_vault
from app.system.ids import new_id
from tests import brought
from tests.conftest import KEY, StandingClock
from tests.desk import Desk


def main(mebibytes: int) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        with closing(create_vault(folder, bytearray(KEY))) as vault:
            desk = Desk.set_up(vault, Trail(StandingClock(), "李明", new_id))
            _try(desk, folder, mebibytes)


def _try(desk: Desk, folder: Path, mebibytes: int) -> None:
    path = folder / "long.wav"
    with path.open("wb") as sound:
        sound.write(brought.wav(1)[:44])
        sound.truncate(mebibytes << 20)
    attaching = Attaching(desk.vault, desk.trail, AttachmentFiles(folder / "attachments", KEY))
    talk_id, before = desk.plan(), _peak()
    began = time.perf_counter()
    taken = attaching.take(Brought.file(path), NoProgress())
    took = time.perf_counter() - began
    kept = attaching.keep(talk_id, taken, Purpose.AUDIO)[0].attachment
    seconds = attaching.seconds(kept)
    began = time.perf_counter()
    attaching.write_copy(kept, folder / "copy.wav", NoProgress())
    copied = time.perf_counter() - began
    print(
        f"{mebibytes} MiB, {seconds} s of sound: taken in {took:.1f} s, copied in {copied:.1f} s, "
        f"peak of memory {before:.0f} -> {_peak():.0f} MiB"
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1024)
