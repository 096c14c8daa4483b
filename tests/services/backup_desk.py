"""An office with a sealed talk and its papers, and the way to back it up and bring it back."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.backup import BackupPlan, BackupRecord
from app.domain.ids import TalkId
from app.domain.people import Role
from app.domain.progress import CancelledError, NoProgress
from app.services.access import Access
from app.services.application import Application
from app.services.new_vault import NewVault
from app.services.restoring import Restoring
from app.services.talk_entries import ParticipantEntry, TalkEntry
from tests.looking import look_through

PEOPLE = ((Role.INTERVIEWEE, "张三"), (Role.INTERVIEWER, "王五"), (Role.RECORDER, "赵六"))
ANSWER = "三月先后开了三次会，纪要编号是〔2026〕17号。"


@dataclass
class BackupDesk:
    """The open vault, the clock, and a second medium."""

    access: Access
    new: NewVault
    application: Application
    clock: object
    stick: Path
    talks: list[TalkId] = field(default_factory=list)

    @property
    def backups(self):
        return self.application.backups

    @property
    def local(self) -> Path:
        return self.application.folder / "backups"

    @property
    def restoring(self) -> Restoring:
        return Restoring(self.access)

    def hold_a_talk(self) -> TalkId:
        """A talk with an answer and signed minutes, which are an attachment."""
        talks = self.application.talks
        people = tuple(
            ParticipantEntry(role, name=name, unit_name="清溪镇", title="书记")
            for role, name in PEOPLE
        )
        entry = TalkEntry("supervision", "年度监督谈话", self.clock.now(), "谈话室", people)
        talk_id, _ = talks.plan(entry)
        numbers = tuple(p.number for p in self.application.prompts.current().prompts[:3])
        talks.prepare(talk_id, numbers)
        talks.begin(talk_id)
        for answer in talks.get(talk_id).answers:
            talks.save_answer(talk_id, answer.id, ANSWER)
        self.clock.move(hours=1)
        talks.end(talk_id)
        look_through(self.application, talk_id)
        self.application.minutes.confirm(talk_id, NoProgress())
        self.talks.append(talk_id)
        return talk_id

    def choose_stick(self) -> None:
        self.stick.mkdir(exist_ok=True)
        self.backups.plan(BackupPlan(self.stick))

    def make(self) -> tuple[BackupRecord, ...]:
        made = self.backups.make(NoProgress())
        self.backups.note(made)
        assert not made.missed
        return made.records

    def lock(self) -> None:
        self.application.lock()

    def unlock(self, folder: Path | None = None, words: str | None = None) -> Application:
        self.application = self.access.unlock(
            folder or self.new.folder, words or self.new.passphrase, NoProgress()
        )
        return self.application


class StopAt:
    """Progress of somebody who presses 取消 when the work is so far, in hundredths."""

    def __init__(self, hundredths: int) -> None:
        self.hundredths, self.steps = hundredths, 0

    def step(self, done: int, total: int) -> None:
        self.steps += 1
        if done * 100 >= self.hundredths * total:
            raise CancelledError


class Aside:
    """Work on a thread of its own, as on the work lane; its outcome is asked for at the end."""

    def __init__(self, act) -> None:
        self.outcome = self.failure = None
        self._thread = threading.Thread(target=self._run, args=(act,))
        self._thread.start()

    @property
    def is_under_way(self) -> bool:
        return self._thread.is_alive()

    def result(self):
        self._thread.join(120)
        if self.failure:
            raise self.failure
        return self.outcome

    def _run(self, act) -> None:
        try:
            self.outcome = act()
        except BaseException as error:  # noqa: BLE001 — told to who waits
            self.failure = error


def tree(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Every file below the folder: its size, when it was written, and its content's digest."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_size,
            path.stat().st_mtime_ns,
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
