"""A year of 300 minutes is carried out, stopped half-way, gone on with and looked at again.

python -m tests.long.year_batch [minutes] [original|export]; prints times and the peak of memory.
"""

from __future__ import annotations

import resource
import sys
import time
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from app import bootstrap
from app.domain.copies import CopyWay
from app.domain.progress import NoProgress
from app.domain.year_export import ExportLine, ExportOrder, LineState, YearExported
from app.services.application import Application
from app.services.new_vault import NewVault
from tests.conftest import CHEAP, PASSPHRASE, StandingClock
from tests.services.test_minutes import spoken

_MORE_TALKS = """
INSERT INTO talk (id, number_year, serial, number, kind, status, day, subject)
SELECT id || :n, number_year, serial + :n, substr(number, 1, 5) || printf('%04d', serial + :n),
    kind, status, day, subject FROM talk WHERE id = :id
"""
_MORE_BODIES = """
INSERT INTO talk_body (talk_id, planned_at, place, text_digest)
SELECT talk_id || :n, planned_at, place, text_digest FROM talk_body WHERE talk_id = :id
"""
_MORE_FILES = """
INSERT INTO attachment (id, talk_id, purpose, media_type, title, size, sha256, pages, made_at)
SELECT :file, talk_id || :n, purpose, media_type, title, :size, :sha256, pages, made_at
FROM attachment WHERE talk_id = :id AND purpose = 'minutes'
"""


def main(minutes: int, way: CopyWay) -> None:
    with TemporaryDirectory() as name:
        home, clock = Path(name), StandingClock()
        access = bootstrap.access(home / "preferences", clock, CHEAP)
        new = NewVault(home / "vault", PASSPHRASE, PASSPHRASE, "清河县纪委监委", "李明")
        application = access.create(new, NoProgress())
        _grow(application, clock, minutes)
        out = home / "out"
        out.mkdir()
        order = ExportOrder(clock.now().year, way, is_sealed_only=False)
        _report("one file", lambda: _carry(application, out, order, 1))
        half = _report("half of them", lambda: _carry(application, out, order, minutes // 2))
        clock.move(minutes=1)
        whole = _report("the rest", lambda: _carry(application, out, order, minutes))
        clock.move(minutes=1)
        again = _report("all looked at again", lambda: _carry(application, out, order, minutes))
        _hold(half, whole, again, minutes)
        application.lock()


def _grow(application: Application, clock: StandingClock, minutes: int) -> None:
    """One real record, and others with files of their own that say the same."""
    first = spoken(application, clock)
    application.minutes.confirm(first, NoProgress())
    pdf = application.minutes.pdf(first)
    with application.session.vault.transaction() as connection:
        for n in range(1, minutes):
            file = application.session.files.write(pdf + b"%% %d\n" % n)
            values = {"n": n, "id": first, "file": file.id}
            connection.execute(_MORE_TALKS, values)
            connection.execute(_MORE_BODIES, values)
            connection.execute(_MORE_FILES, {**values, "size": file.size, "sha256": file.sha256})


def _carry(
    application: Application, out: Path, order: ExportOrder, until: int
) -> list[ExportLine] | YearExported:
    """Carry out so many, and finish when they are all."""
    service = application.year_export
    wanted = service.wanted(order)
    place = service.place(wanted, out)
    service.room(wanted, place)
    service.begin(wanted, place)
    lines: list[ExportLine] = []
    while len(lines) < until:
        leg, _ = service.go_on(wanted, place, len(lines), NoProgress())
        lines += leg.lines
    return service.finish(wanted, place, lines)[0] if until == len(wanted.files) else lines


def _hold(half: object, whole: object, again: object, minutes: int) -> None:
    if not (
        isinstance(half, list)
        and isinstance(whole, YearExported)
        and isinstance(again, YearExported)
    ):
        raise TypeError
    print(f"written at first {len(half)}, afterwards {len(whole.of(LineState.WRITTEN))}, "
          f"found again {len(again.of(LineState.THERE))} of {minutes}")  # fmt: skip
    for line in again.lines:
        content = (Path(again.folder) / line.file.file_name).read_bytes()
        assert sha256(content).hexdigest() == line.sha256
    assert len(again.of(LineState.THERE)) == minutes


def _report(what: str, work):
    began, cpu = time.perf_counter(), time.process_time()
    found = work()
    took, used = time.perf_counter() - began, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what}: {took:.1f} s, CPU {used:.1f} s, peak of memory {peak:.0f} MiB", flush=True)
    return found


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 300,
        CopyWay(sys.argv[2]) if len(sys.argv) > 2 else CopyWay.ORIGINAL,
    )
