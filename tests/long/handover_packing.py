"""Thousands of talks are packed and written while the vault is wanted by others: who waits how long?

python -m tests.long.handover_packing [talks] [level] [open]

Every step with the vault is timed; nobody else can use the vault meanwhile. Prints the longest of
each kind, what packing takes altogether, and whether a registry takes the package.
"""

from __future__ import annotations

import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from app.domain.attachment import Attachment, Purpose
from app.domain.audit import Act
from app.domain.finding import Finding
from app.domain.handover import Order, Place
from app.domain.ids import AnswerId, AttachmentId, FindingId, TalkId
from app.domain.package import PackageLevel
from app.domain.progress import NoProgress
from app.domain.talk import Talk, TalkStatus
from app.handover.credentials import new_office_keys
from app.services.dispatch import Dispatch
from app.services.handover import Handover
from app.services.packing import ARCHIVE_KEY, SIGNATURE_KEY, Where
from app.services.settings import OfficeFacts, write_office
from app.services.trail import Trail
from app.store import attachments, audit, credentials, findings, talks
from app.store.attachment_files import AttachmentFiles
from app.store.vault import Vault, create_vault
from app.system.clock import SystemClock
from app.system.ids import new_id
from app.system.media import NoSticks
from tests.conftest import KEY
from tests.handover.makers import a_dossier, a_talk
from tests.services.test_handover import SCHEMAS, Registry

_STEPS_EACH = 12
_LONG = "依照中央八项规定精神逐项对照，把问题和整改措施说清楚。" * 12


def main(count: int, level: PackageLevel, is_opened: bool) -> None:
    """Pack, write, read back, and let the registry open it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "stick").mkdir()
        (folder / "other-side").mkdir()
        with closing(create_vault(folder, bytearray(KEY))) as vault:
            handover, registry = _office(vault, folder), Registry(folder / "other-side")
            handover.trust_registry(registry.card())
            chosen = _fill(handover, count)
            began = time.perf_counter()
            preflight = handover.check(chosen, level, folder / "stick", "上级调阅")
            print(f"check: {(time.perf_counter() - began) * 1000:.0f} ms")
            order = Order(tuple(chosen), level, "上级调阅")
            dispatch = handover.dispatch(order, Place(folder / "stick"))
            _time(dispatch)
            _again(handover, order, folder)
            written = dispatch.written
            assert written is not None
            size = sum(file.size for file in written.files)
            said = preflight.needed_bytes
            print(f"{count} talks, {size / 1e6:.1f} MB; {said / 1e6:.1f} MB were said to be needed")
            if not is_opened:
                return
            began = time.perf_counter()
            package = registry.open(written.folder, handover)
            took = time.perf_counter() - began
            print(f"opened by the registry in {took:.1f} s: {len(package.package.talks)} talks")


def _office(vault: Vault, folder: Path) -> Handover:
    files = AttachmentFiles(folder / "attachments", KEY)
    keys = new_office_keys()
    with vault.transaction() as connection:
        credentials.keep(connection, SIGNATURE_KEY, keys.signing_key, keys.public_key)
        credentials.keep(connection, ARCHIVE_KEY, keys.identity, keys.recipient)
        write_office(connection, OfficeFacts("某县纪委监委", "李明", "320999"))
    trail = Trail(SystemClock(), "李明", new_id)
    return Handover(vault, trail, files, NoSticks(), SCHEMAS)


def _fill(handover: Handover, count: int) -> list[TalkId]:
    chosen = []
    for first in range(1, count + 1, 500):
        numbers = range(first, min(first + 500, count + 1))
        with handover.vault.transaction() as connection:
            made = [_talk(number) for number in numbers]
            talks.add_many(connection, made)
            for number, talk in zip(numbers, made, strict=True):
                findings.add(connection, _finding(number, talk.id))
                attachments.add(connection, _minutes(handover, talk))
                talks.keep(connection, replace(talk, status=TalkStatus.SEALED))
                for step in range(_STEPS_EACH):
                    act = Act(talk.planned_at, "李明", f"talk.step{step}", talk.id, "ab" * 32)
                    audit.add(connection, act)
            chosen += [talk.id for talk in made]
    return chosen


def _talk(number: int) -> Talk:
    talk = a_talk(number)
    asked = replace(talk.answers[0], prompt_number="", text=_LONG)
    answers = tuple(replace(asked, id=AnswerId(f"a{number}-{n}"), order=n) for n in range(1, 7))
    return replace(talk, answers=answers, status=TalkStatus.SIGNED, summary=_LONG)


def _minutes(handover: Handover, talk: Talk) -> Attachment:
    stored = handover.files.write(b"%PDF-1.7\n" + talk.number.encode() * 400)
    return Attachment(
        id=AttachmentId(stored.id),
        talk_id=talk.id,
        purpose=Purpose.MINUTES,
        media_type="application/pdf",
        title="谈话记录",
        size=stored.size,
        sha256=stored.sha256,
        pages=2,
        made_at=talk.planned_at,
    )


def _finding(number: int, talk_id: TalkId) -> Finding:
    (finding,) = a_dossier(number).findings
    return replace(
        finding, id=FindingId(f"f{number}"), number=f"2026-1-{number:04}", talk_id=talk_id
    )


def _time(dispatch: Dispatch) -> None:
    began = time.perf_counter()
    taken: dict[Where, list[tuple[float, str, float]]] = {where: [] for where in Where}
    while (where := dispatch.where) is not None:
        phase = dispatch.phase.value
        before, worked = time.perf_counter(), time.thread_time()
        dispatch.step(NoProgress())
        step = time.perf_counter() - before, phase, time.thread_time() - worked
        taken[where].append(step)
    for where, steps in taken.items():
        longest = [_milliseconds(seconds) for seconds, _, _ in steps]
        worked = [_milliseconds(seconds) for _, _, seconds in steps]
        phase = max(steps)[1]
        print(f"{where.value}: {len(steps)} steps, {sum(s for s, _, _ in steps):.1f} s,")
        print(f"  longest while {phase}: {sorted(longest)[-5:]} ms on the clock,")
        print(f"  {sorted(worked)[-5:]} ms of work; steps {_numbers(worked)}")
    print(f"altogether {time.perf_counter() - began:.1f} s")


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


def _numbers(worked: list[int]) -> list[int]:
    return sorted(range(len(worked)), key=lambda number: worked[number])[-5:]


def _again(handover: Handover, order: Order, folder: Path) -> None:
    dispatch = handover.dispatch_again(1, Place(folder / "stick"))
    print("once more:")
    _time(dispatch)


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    level = PackageLevel(sys.argv[2] if len(sys.argv) > 2 else "ledger")
    main(count, level, is_opened="open" in sys.argv)
