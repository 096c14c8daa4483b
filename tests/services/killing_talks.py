"""A recorder who is cut off: a child types answers and seals talks until kill -9, again and again.

Through the whole program: unlocking, talk, signed minutes, sealing. Each thing the program said was
saved is told to the parent, who looks for it after the next unlocking.
"""

from __future__ import annotations

import json
import os
import random
import time
from dataclasses import dataclass, field
from pathlib import Path

from app import bootstrap
from app.domain.attachment import Purpose
from app.domain.ids import TalkId
from app.domain.people import Role
from app.domain.progress import NoProgress
from app.domain.signer import SignatureField, SigningKey
from app.domain.talk import TalkStatus
from app.keys.derivation import Cost
from app.services.application import Application
from app.services.new_vault import NewVault
from app.services.talk_entries import ParticipantEntry, TalkEntry
from app.store import attachments
from app.system.clock import SystemClock
from tests.children import kill, working
from tests.looking import look_through
from tests.toll import Toll

CHEAP = Cost(16 * 1024, 1, 1)
LATER = (TalkStatus.TO_CONFIRM, TalkStatus.TO_SIGN, TalkStatus.SIGNED, TalkStatus.SEALED)
PASSPHRASE = "shanshui-ruhua-2026"
SENTENCE = "这项工作由我牵头，三月先后开了三次会，"
# what the child must have told before the blow falls: amid typing as often as amid sealing
MOMENTS = (b"typed", b"typed", b"signed", *(f'"{status.value}"'.encode() for status in LATER))
PEOPLE = ((Role.INTERVIEWEE, "张三"), (Role.INTERVIEWER, "王五"), (Role.RECORDER, "赵六"))


@dataclass
class Desk:
    """The vault that is killed, what its program said was saved, and what was found missing."""

    place: Path
    kills: int = 0
    lost: int = 0
    broken: int = 0
    failed: int = 0
    saves: int = 0
    typed: dict[tuple[str, str], int] = field(default_factory=dict)
    reached: dict[str, TalkStatus] = field(default_factory=dict)
    signed: set[str] = field(default_factory=set)
    met: dict[str, int] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The vault's folder."""
        return self.place / "vault"


def set_up(place: Path) -> Desk:
    """A new vault, locked."""
    desk = Desk(place)
    new = NewVault(desk.folder, PASSPHRASE, PASSPHRASE, "清河县纪委监委", "李明")
    way_in(place).create(new, NoProgress()).lock()
    return desk


def way_in(place: Path):
    return bootstrap.access(place / "preferences", cost=CHEAP)


# ── the child ─────────────────────────────────────────────────────────────────────────────────────


def work_for_ever(place: Path, told: int) -> None:
    """Hold one talk after the other, and tell each thing that is saved."""
    application = way_in(place).unlock(place / "vault", PASSPHRASE, NoProgress())
    while True:
        hold_a_talk(application, lambda *said: os.write(told, json.dumps(said).encode() + b"\n"))


def hold_a_talk(application: Application, tell) -> None:
    talks = application.talks
    people = tuple(
        ParticipantEntry(role, name=name, unit_name="清溪镇", title="书记") for role, name in PEOPLE
    )
    entry = TalkEntry("supervision", "年度监督谈话", SystemClock().now(), "谈话室", people)
    talk_id, _ = talks.plan(entry)
    numbers = tuple(p.number for p in application.prompts.current().prompts[:3])
    talks.prepare(talk_id, numbers)
    talks.begin(talk_id)
    tell("status", talk_id, TalkStatus.UNDER_WAY.value)
    for answer in talks.get(talk_id).answers:
        for count in range(1, 30):
            talks.save_answer(talk_id, answer.id, f"{count}。{SENTENCE * count}")
            tell("typed", talk_id, answer.id, count)
    talks.end(talk_id)
    tell("status", talk_id, TalkStatus.TO_CONFIRM.value)
    look_through(application, talk_id)
    application.minutes.confirm(talk_id, NoProgress(), (SignatureField.INTERVIEWER,))
    tell("status", talk_id, TalkStatus.TO_SIGN.value)
    signer = next(iter(application.signers.all()), None) or application.signers.make_own("王五")[0]
    application.hand_signing.sign(
        talk_id, SignatureField.INTERVIEWER, SigningKey(signer.id), None, NoProgress()
    )
    tell("signed", talk_id)
    talks.note_refusal_and_sign(talk_id, "拒绝签字，孙七、周八见证")
    tell("status", talk_id, TalkStatus.SIGNED.value)
    talks.seal(talk_id)
    tell("status", talk_id, TalkStatus.SEALED.value)


# ── the parent ────────────────────────────────────────────────────────────────────────────────────


def run(folder: Path, kills: int, seed: int) -> Toll:
    """Kill so often amid typing, signing and sealing."""
    folder.mkdir(parents=True, exist_ok=True)
    desk, dice = set_up(folder), random.Random(seed)
    for _ in range(kills):
        kill_once(desk, dice)
    if desk.failed:
        raise RuntimeError("the program ended by itself")
    return Toll(desk.kills, desk.lost, desk.broken, desk.kills)


def kill_once(desk: Desk, dice: random.Random) -> None:
    """Let the child work for a moment, kill it, unlock, and look for all it told."""
    awaited = dice.choice(MOMENTS)
    with working(work_for_ever, desk.place) as (child, pipe):
        told = b""
        while awaited not in told and (line := pipe.readline()):
            told += line
        time.sleep(dice.random() * 0.5)
        desk.failed += not child.is_alive()
        kill(child)
        told += pipe.read()
    desk.kills += 1
    whole = told[: told.rfind(b"\n") + 1]
    for line in whole.splitlines():
        _hear(desk, json.loads(line))
    _look(desk)


def _hear(desk: Desk, said: list) -> None:
    desk.saves += 1
    what, talk_id, *rest = said
    if what == "typed":
        answer_id, count = rest
        desk.typed[talk_id, answer_id] = count
    elif what == "signed":
        desk.signed.add(talk_id)
    else:
        desk.reached[talk_id] = TalkStatus(rest[0])


def _look(desk: Desk) -> None:
    application = way_in(desk.place).unlock(desk.folder, PASSPHRASE, NoProgress())
    order = list(TalkStatus)
    for (talk_id, answer_id), count in desk.typed.items():
        texts = {a.id: a.text for a in application.talks.get(TalkId(talk_id)).answers}
        found = texts[answer_id]
        kept = int(found.split("。")[0] or 0) if found else 0
        desk.lost += kept < count
        desk.broken += found != f"{kept}。{SENTENCE * kept}"
    for talk_id, status in desk.reached.items():
        found = application.talks.get(TalkId(talk_id)).status
        desk.lost += order.index(found) < order.index(status)
        desk.broken += not _papers_fit(application, TalkId(talk_id), found)
    for talk_id in desk.signed:
        (state,) = application.hand_signing.fields(TalkId(talk_id))
        desk.lost += state.is_open
    if desk.reached:
        latest = application.talks.get(TalkId(list(desk.reached)[-1])).status
        desk.met[latest.value] = desk.met.get(latest.value, 0) + 1
    desk.broken += not application.audit.check().is_whole
    desk.broken += application.is_behind
    application.lock()


def _papers_fit(application: Application, talk_id: TalkId, status: TalkStatus) -> bool:
    """Minutes are there, whole, from confirming on, and bear the signatures that are noted."""
    with application.session.vault.reading() as connection:
        kept = attachments.newest(connection, talk_id, Purpose.MINUTES)
    is_confirmed = status in (TalkStatus.TO_SIGN, TalkStatus.SIGNED, TalkStatus.SEALED)
    if kept is None:
        return not is_confirmed
    content = application.minutes.pdf(talk_id)
    noted = [one for one in application.hand_signing.fields(talk_id) if not one.is_open]
    return is_confirmed and content.count(b"/ByteRange") == 1 + len(noted)
