"""Keeps a small vault of each kind as this version leaves it, for the versions to come to open.

python -m tests.keeping_vaults tests/data/vaults/<version>

Run once when a new schema is released, with the program that is released; what it wrote is never
made again. Everything in it is made up, and its passphrase stands below.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from app import bootstrap
from app.domain.package import PackageLevel
from app.domain.people import Role
from app.domain.progress import NoProgress
from app.keys.derivation import Cost
from app.services.new_vault import NewVault
from app.services.registry_access import NewRegistry
from app.services.talk_entries import FindingEntry, ParticipantEntry, TalkEntry
from app.store import migrate

PASSPHRASE = "shanshui-ruhua-2026"  # of made-up vaults only
SENTENCE = "三月先后开了三次会，台账已补齐。"
OFFICE, DESK, STORY = "office", "registry", "story.json"
_CHEAP = Cost(16 * 1024, 1, 1)
_CODE = "320999"
_PEOPLE = ((Role.INTERVIEWEE, "张三"), (Role.INTERVIEWER, "王五"), (Role.RECORDER, "赵六"))


class _Calendar:
    """A clock that goes one minute at each look."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)

    def now(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(timezone(timedelta(hours=8)))


def keep(target: Path) -> None:
    """An office with one sealed talk, and the registry that took it and answered."""
    with tempfile.TemporaryDirectory() as place:
        story = _held(Path(place))
        target.mkdir(parents=True)
        shutil.copytree(Path(place) / "vault", target / OFFICE)
        shutil.copytree(Path(place) / DESK, target / DESK)
    for leftover in target.rglob("vault.lock"):
        leftover.unlink()
    for cache in ("tries.json", "stage"):
        for path in target.rglob(cache):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    story["schema"] = {
        OFFICE: migrate.steps(migrate.OFFICE)[-1][0],
        DESK: migrate.steps(migrate.REGISTRY)[-1][0],
    }
    (target / STORY).write_text(json.dumps(story, indent=1) + "\n", "utf-8")


def _held(place: Path) -> dict[str, object]:
    clock = _Calendar()
    registries = bootstrap.registry_access(clock, _CHEAP)
    desk = place / DESK
    registries.create(NewRegistry(desk, "市纪委登记处", PASSPHRASE, PASSPHRASE), NoProgress())
    access = bootstrap.access(place / "preferences", clock, _CHEAP)
    new = NewVault(place / "vault", PASSPHRASE, PASSPHRASE, "清河县纪委监委", "李明", _CODE)
    office = access.create(new, NoProgress())
    talk_id = _sealed_talk(office, clock)
    stick = place / "stick"
    stick.mkdir()
    office.handover.trust_registry(desk / "identity.txt")
    office.handover.write([talk_id], PackageLevel.FULL, stick, NoProgress(), "年度移交")
    registry = registries.open(desk, PASSPHRASE)
    registry.trust(office.handover.office_card())
    (taken,) = registry.receive(stick, None, NoProgress())
    registry.close()
    office.handover.take_receipt(Path(taken.receipt))
    office.lock()
    return {"talk": talk_id, "taken": taken.is_taken}


def _sealed_talk(office, clock):
    talks = office.talks
    people = tuple(
        ParticipantEntry(role, name=name, unit_name="清溪镇", title="书记")
        for role, name in _PEOPLE
    )
    entry = TalkEntry("heart", "年度谈心谈话", clock.now(), "谈话室", people)
    talk_id, _ = talks.plan(entry)
    talks.prepare(talk_id, tuple(p.number for p in office.prompts.current().prompts[:3]))
    talks.begin(talk_id)
    for answer in talks.get(talk_id).answers:
        talks.save_answer(talk_id, answer.id, SENTENCE)
    # what later schemas have to carry over: what was found, and what is to be done
    talks.add_finding(talk_id, FindingEntry("two", "三月的台账缺两次会", "补齐台账", tag="drop"))
    talks.end(talk_id)
    office.minutes.confirm(talk_id, NoProgress())
    talks.note_refusal_and_sign(talk_id, "拒绝签字，孙七、周八见证")
    talks.seal(talk_id)
    return talk_id


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
