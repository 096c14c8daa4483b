"""A recorder who is cut off amid decisions: a child closes and reopens a finding until kill -9.

Each step the service said was kept is told to the parent, who looks for it after the next opening.
A step stands whole, with its row, its status and its entry in the trail, or not at all.
"""

from __future__ import annotations

import itertools
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from app.domain.finding import FindingStatus
from app.domain.ids import FindingId, PersonId, UnitId
from app.services.overview import Overview
from app.services.people import People
from app.services.prompts import Prompts
from app.services.rectifying import FindingSheet
from app.services.talks import Talks
from app.services.trail import Trail
from app.store import attachments
from app.store.vault import open_vault
from app.system.ids import new_id
from tests.children import kill, working
from tests.conftest import KEY, StandingClock, empty_vault
from tests.desk import Desk
from tests.services.rectifying_office import Afterwards
from tests.toll import Toll

VAULT = "vault"


def set_up(place: Path) -> FindingId:
    """A vault with one finding that is being put right, closed again."""
    with closing(empty_vault(place / VAULT)) as vault:
        desk = Desk.set_up(vault, Trail(StandingClock(), "李明", new_id))
        return Afterwards.set_up(desk, place).under_way()


def work_for_ever(place: Path, finding_id: FindingId, told: int) -> None:
    """Close the finding, find a relapse, and again; tell how many steps there are after each."""
    office = _reopened(place)
    count = len(office.sheet(finding_id).history.steps)
    while True:
        for work in _acts(office, finding_id):
            work()
            count += 1
            os.write(told, f"{count}\n".encode())


def run(folder: Path, kills: int, seed: int) -> Toll:
    """Kill so often amid decisions."""
    folder.mkdir(parents=True, exist_ok=True)
    finding_id, dice = set_up(folder), random.Random(seed)
    toll = Toll()
    for _ in range(kills):
        toll += kill_once(folder, finding_id, dice)
    return toll


def kill_once(place: Path, finding_id: FindingId, dice: random.Random) -> Toll:
    """Let the child work for a moment, kill it, open, and look for all it told."""
    with working(work_for_ever, place, finding_id) as (child, pipe):
        told = pipe.readline()
        time.sleep(dice.random() * 0.1)
        was_alive = child.is_alive()
        kill(child)
        told += pipe.read()
    whole = told[: told.rfind(b"\n") + 1].split()
    office = _reopened(place)
    with closing(office.desk.vault):
        sheet = office.sheet(finding_id)
        lost = len(sheet.history.steps) < int(whole[-1])
        return Toll(1, int(lost), int(not _is_whole(office, sheet)), int(was_alive))


def _acts(office: Afterwards, finding_id: FindingId) -> Iterator[Callable[[], None]]:
    """From wherever the last kill left it to a relapse, each a step."""
    status = office.status(finding_id)
    if status is FindingStatus.UNDER_WAY:
        another = 1 + len(office.rectifying.evidence(finding_id))
        yield lambda: office.evidence(finding_id, f"{another}.pdf", another)
        yield lambda: office.submit(finding_id)
    closing_ = office.sheet(finding_id).history.waiting_closing
    for _ in range(4 - closing_.place if closing_ else 0):
        yield lambda: office.decide(finding_id)
    again = office.today + timedelta(days=30)
    yield lambda: office.look_back(finding_id, is_relapse=True, new_deadline=again)


def _is_whole(office: Afterwards, sheet: FindingSheet) -> bool:
    finding, history = sheet.finding, sheet.history
    steps = history.steps
    traced = [act for act in office.desk.acts(finding.id) if act != "finding.add"]
    with office.desk.vault.reading() as connection:
        known = attachments.known_ids(connection)
    return (
        finding.status is steps[-1].after
        and [step.serial for step in steps] == list(range(1, len(steps) + 1))
        and all(one.after is two.before for one, two in itertools.pairwise(steps))
        and traced == [f"finding.{step.act.value}" for step in steps]
        and (finding.status is FindingStatus.SUBMITTED) == (history.waiting_closing is not None)
        and (finding.status is FindingStatus.CLOSED) == (history.next_look_back is not None)
        and finding.relapses == sum(one.is_relapse for one in history.look_backs)
        and not office.rectifying.files.missing(known)
    )


def _reopened(place: Path) -> Afterwards:
    vault = open_vault(place / VAULT, bytearray(KEY))
    trail = Trail(StandingClock(), "李明", new_id)
    nobody = (UnitId(""), UnitId(""), PersonId(""), PersonId(""), PersonId(""))
    services = (People(vault, trail), Prompts(vault, trail), Talks(vault, trail))
    desk = Desk(vault, trail, *services, Overview(vault, trail), *nobody)
    return Afterwards.set_up(desk, place)
