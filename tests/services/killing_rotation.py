"""A rotation that is killed: a child exchanges the data key of a vault with a sealed talk.

Whatever happens, the passphrase opens it afterwards, and everything is there.
"""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path

from app import bootstrap
from app.domain.ids import TalkId
from app.domain.people import Role
from app.domain.progress import NoProgress
from app.keys.derivation import Cost
from app.services.application import Application
from app.services.new_vault import NewVault
from app.services.talk_entries import ParticipantEntry, TalkEntry
from app.store import turnover
from app.system.clock import SystemClock
from tests.killing_steps import killed_at_each_step
from tests.looking import look_through
from tests.toll import Toll, tell, told_until_killed

CHEAP = Cost(16 * 1024, 1, 1)
PASSPHRASE = "shanshui-ruhua-2026"
A_SCAN = b"the scan of a page, signed in ink" * 3000
SENTENCE = "这项工作由我牵头，三月先后开了三次会。"
_PEOPLE = ((Role.INTERVIEWEE, "张三"), (Role.INTERVIEWER, "王五"), (Role.RECORDER, "赵六"))


def sealed_talk(application: Application) -> TalkId:
    """A talk brought to its end, with its minutes among the attachments."""
    talks = application.talks
    people = tuple(
        ParticipantEntry(role, name=name, unit_name="清溪镇", title="书记")
        for role, name in _PEOPLE
    )
    now = application.session.trail.clock.now()
    talk_id, _ = talks.plan(TalkEntry("supervision", "年度监督谈话", now, "谈话室", people))
    talks.prepare(talk_id, tuple(p.number for p in application.prompts.current().prompts[:3]))
    talks.begin(talk_id)
    for answer in talks.get(talk_id).answers:
        talks.save_answer(talk_id, answer.id, SENTENCE)
    if hasattr(application.session.trail.clock, "move"):
        application.session.trail.clock.move(minutes=30)
    talks.end(talk_id)
    look_through(application, talk_id)
    application.minutes.confirm(talk_id, NoProgress())
    talks.note_refusal_and_sign(talk_id, "拒绝签字，孙七、周八见证")
    talks.seal(talk_id)
    return talk_id


def way_in(place: Path):
    return bootstrap.access(place / "preferences", SystemClock(), CHEAP)


def is_whole(application: Application, talk_id: TalkId, entries: int) -> bool:
    """Whether the talk, its minutes and the whole trail are there, and nothing went back."""
    return (
        application.audit.check().is_whole
        and not application.is_behind
        and application.minutes.pdf(talk_id).startswith(b"%PDF")
        and all(a.text == SENTENCE for a in application.talks.get(talk_id).answers)
        and len(application.audit.page(limit=10_000)) >= entries
    )


def rotate_once(place: Path, told: int) -> None:
    """The child."""
    application = way_in(place).unlock(place / "vault", PASSPHRASE, NoProgress())
    tell(told, "begun")
    application.rotation.rotate(PASSPHRASE, {}, None, NoProgress())
    tell(told, "rotated")


def run(folder: Path, kills: int, seed: int) -> Toll:
    """Kill so many rotations of one vault, one after the other."""
    dice, toll, place = random.Random(seed), Toll(), folder / "work"
    new = NewVault(place / "vault", PASSPHRASE, PASSPHRASE, "清河县纪委监委", "李明")
    application = way_in(place).create(new, NoProgress())
    talk_id = sealed_talk(application)
    for _ in range(10):
        application.session.files.write(A_SCAN)
    entries, epoch = len(application.audit.page(limit=10_000)), 0
    application.lock()
    while toll.kills < kills:
        told = told_until_killed(
            "tests.services.killing_rotation", [str(place)], dice, b"begun", longest=1.0
        )
        application = way_in(place).unlock(place / "vault", PASSPHRASE, NoProgress())
        is_told = b"rotated" in told.told
        lost = is_told and application.session.keys.epoch == epoch
        broken = not is_whole(application, talk_id, entries)
        toll += Toll(1, int(lost), int(broken), int(not is_told))
        entries = len(application.audit.page(limit=10_000))
        epoch = application.session.keys.epoch
        application.lock()
    return toll


def killed_on_the_way(folder: Path, stride: int) -> list[int]:
    """Kill a rotation at its steps, from the first to the last; the epochs found after each kill.

    Raises AssertionError when something is lost, or a part of the work is left behind.
    """
    ready, work = folder / "ready", folder / "work"
    new = NewVault(ready / "vault", PASSPHRASE, PASSPHRASE, "清河县纪委监委", "李明")
    application = way_in(ready).create(new, NoProgress())
    talk_id, entries = sealed_talk(application), len(application.audit.page())
    application.lock()
    at_work: list[Application] = []

    def unlock() -> None:
        at_work.append(way_in(work).unlock(work / "vault", PASSPHRASE, NoProgress()))

    def rotate() -> None:
        at_work[-1].rotation.rotate(PASSPHRASE, {}, None, NoProgress())

    epochs = []
    shutil.copytree(ready, work)
    for _ in killed_at_each_step(rotate, unlock, stride):
        opened = way_in(work).unlock(work / "vault", PASSPHRASE, NoProgress())
        assert is_whole(opened, talk_id, entries)
        epochs.append(opened.session.keys.epoch)
        for name in (turnover.NEXT, turnover.PREVIOUS):
            assert not (work / "vault" / name).exists()
        opened.lock()
        shutil.rmtree(work)
        shutil.copytree(ready, work)
    return epochs


if __name__ == "__main__":
    rotate_once(Path(sys.argv[1]), int(sys.argv[2]))
